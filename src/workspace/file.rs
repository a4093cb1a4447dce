//! Reads and writes the file of a workspace.

use std::fs::{self, File};
use std::io::Read as _;
#[cfg(feature = "gui")]
use std::io::Write as _;
use std::path::Path;

use serde_json::Value;

use super::form::{MAX_BOOKMARKS, MAX_LAYERS, MAX_NAME, MAX_NOTE, VERSION, Workspace};
use super::unknown::unknown;
use crate::shown::ShowPath as _;
#[cfg(feature = "gui")]
use crate::unfinished::Unfinished;

/// The most bytes of a file. A workspace of all that the window can show has some 100 kB.
const MAX_BYTES: u64 = 4 << 20;
/// What is said of a file that is none.
const NOT_ONE: &str = "this is no workspace: it does not say motscope_workspace";
/// The longest text of a file that is shown in a message, in letters.
const MAX_SHOWN: usize = 300;
/// How many unknown names are told.
const MAX_TOLD: usize = 8;

/// A workspace that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Read {
    pub workspace: Workspace,
    /// What was left out of it.
    pub remarks: Vec<String>,
}

/// Reads the workspace at `path`.
///
/// # Errors
/// In words, with the path: if it cannot be read, is too large, or is no workspace of a version that is known.
pub(crate) fn read(path: &Path) -> Result<Read, String> {
    let failed = |reason: &str| format!("{}: {reason}", path.shown());
    let told = |error: std::io::Error| failed(&error.to_string());
    // To read from something else could wait for ever.
    let metadata = fs::metadata(path).map_err(told)?;
    if !metadata.is_file() {
        return Err(failed("this is no file"));
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(told)?.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(told)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(failed(&format!("the file is too large for a workspace: more than {} MB", MAX_BYTES >> 20)));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let (before, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
        let line = before.split(|byte| *byte == b'\n').count();
        failed(&format!("line {line}: this is not UTF-8"))
    })?;
    parse(&text).map_err(|reason| failed(&reason))
}

/// Reads the text of a workspace.
fn parse(text: &str) -> Result<Read, String> {
    let told = |error: serde_json::Error| {
        let reason = error.to_string();
        let end = format!(" at line {} column {}", error.line(), error.column());
        format!("line {}: {}", error.line().max(1), short(reason.strip_suffix(&end).unwrap_or(&reason)))
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text).map_err(told)?;
    if !value.is_object() {
        return Err(NOT_ONE.to_owned());
    }
    let mut workspace: Workspace = serde_json::from_str(text).map_err(told)?;
    match workspace.version {
        VERSION => {}
        0 => return Err(NOT_ONE.to_owned()),
        other => {
            return Err(format!("this is a workspace of version {other}, and this motscope reads version {VERSION}"));
        }
    }
    let mut remarks = Vec::new();
    let names = unknown(&value);
    if !names.is_empty() {
        let more = names.len().saturating_sub(MAX_TOLD);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let told: Vec<String> = names[..names.len().min(MAX_TOLD)].iter().map(|name| short(name)).collect();
        let told = told.join(", ");
        remarks.push(format!("the workspace has values that are not known: {told}{more}"));
    }
    for (what, count, most) in
        [("layers", workspace.layers.len(), MAX_LAYERS), ("bookmarks", workspace.bookmarks.len(), MAX_BOOKMARKS)]
    {
        if count > most {
            remarks.push(format!("of {count} {what} of the workspace, the first {most} are used"));
        }
    }
    workspace.layers.truncate(MAX_LAYERS);
    workspace.bookmarks.truncate(MAX_BOOKMARKS);
    for bookmark in &mut workspace.bookmarks {
        for (text, most) in [(&mut bookmark.name, MAX_NAME), (&mut bookmark.note, MAX_NOTE)] {
            if let Some((end, _)) = text.char_indices().nth(most) {
                text.truncate(end);
                remarks.push(format!("the text at bookmark {} is too long, its end is left out", bookmark.frame));
            }
        }
    }
    Ok(Read { workspace, remarks })
}

/// A text that is short enough to be shown in a message.
pub(crate) fn short(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// Writes a workspace to `path`, as a whole or not at all. `replace` says whether a file may be replaced that is there.
///
/// # Errors
/// If it cannot be written there. [`std::io::ErrorKind::AlreadyExists`] if there is a file that is not to be replaced.
#[cfg(feature = "gui")]
pub(crate) fn write(path: &Path, workspace: &Workspace, replace: bool) -> std::io::Result<()> {
    let workspace = Workspace { version: VERSION, ..workspace.clone() };
    let text = serde_json::to_string_pretty(&workspace)? + "\n";
    if text.len() as u64 > MAX_BYTES {
        let reason = format!("it would be more than {} MB: show more of the tracks that are hidden", MAX_BYTES >> 20);
        return Err(std::io::Error::other(reason));
    }
    let (unfinished, mut file) = Unfinished::file(path, replace)?;
    file.write_all(text.as_bytes())?;
    drop(file);
    unfinished.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, expected) in [
            ("{\n\"motscope_workspace\": 1,\n\"open\": 3}", "line 3: invalid type: integer `3`, expected a string"),
            ("{\n\"motscope_workspace\": 1,\n\n\"layers\": [}", "line 4: expected value"),
            ("", "line 1: EOF while parsing a value"),
            ("{}", "this is no workspace: it does not say motscope_workspace"),
            ("[1]", NOT_ONE),
            ("{\"motscope_workspace\": 2}", "this is a workspace of version 2, and this motscope reads version 1"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.starts_with(expected), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_not_known_is_left_out_and_told() {
        let text = r#"{"motscope_workspace": 1, "open": "a.txt", "mood": 3,
            "layers": [{"file": "a.txt", "colour": "red"}], "bookmarks": [{"frame": 3, "note": "n", "by": "me"}]}"#;
        let read = parse(text).unwrap();
        assert_eq!((read.workspace.open.as_str(), read.workspace.bookmarks[0].frame), ("a.txt", 3));
        let expected = "the workspace has values that are not known: mood, layers[0].colour, bookmarks[0].by";
        assert_eq!(read.remarks, [expected]);
    }

    #[test]
    fn absurd_amounts_are_cut_and_told() {
        let layer = r#"{"file": "a"}"#;
        let layers = vec![layer; 70].join(",");
        let long = "x".repeat(3000);
        let text = format!(
            r#"{{"motscope_workspace": 1, "layers": [{layers}], "bookmarks": [{{"frame": 1, "note": "{long}"}}]}}"#
        );
        let read = parse(&text).unwrap();
        assert_eq!((read.workspace.layers.len(), read.workspace.bookmarks[0].note.len()), (64, 2000));
        assert_eq!(read.remarks.len(), 2, "{:?}", read.remarks);
        let deep = format!(r#"{{"motscope_workspace": 1, "view": {{"a": {}}}}}"#, "[".repeat(100_000));
        assert!(parse(&deep).unwrap_err().contains("recursion limit"));
    }

    #[test]
    fn a_file_that_is_no_text_or_too_large_or_no_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.motws");
        fs::write(&path, b"{\n\xFF}").unwrap();
        assert!(read(&path).unwrap_err().ends_with("a.motws: line 2: this is not UTF-8"));
        File::create(&path).unwrap().set_len(1 << 40).unwrap();
        assert!(read(&path).unwrap_err().contains("too large for a workspace"));
        assert!(read(folder.path()).unwrap_err().ends_with("this is no file"));
        assert!(read(&folder.path().join("no.motws")).unwrap_err().contains("no.motws"));
    }

    #[test]
    fn messages_are_short_whatever_is_in_the_file() {
        let long = "x".repeat(1 << 20);
        for text in [
            format!(r#"{{"motscope_workspace": "{long}"}}"#),
            format!(r#"{{"motscope_workspace": 1, "open": ["{long}"]}}"#),
        ] {
            assert!(parse(&text).unwrap_err().len() < 1000);
        }
        let text = format!(r#"{{"motscope_workspace": 1, "open": "a", "{long}": 1}}"#);
        assert!(parse(&text).unwrap().remarks[0].len() < 1000);
    }

    #[cfg(feature = "gui")]
    #[test]
    fn what_could_not_be_read_again_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.motws");
        let workspace = Workspace { open: "x".repeat(MAX_BYTES as usize), ..Workspace::default() };
        assert!(write(&path, &workspace, true).unwrap_err().to_string().contains("more than 4 MB"));
        assert!(!path.exists());
    }

    #[cfg(feature = "gui")]
    #[test]
    fn what_is_written_is_read_again_and_replaced_only_if_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.motws");
        let workspace = Workspace { open: "gt/gt.txt".to_owned(), frame: Some(7), ..Workspace::default() };
        write(&path, &workspace, false).unwrap();
        let expected = Workspace { version: VERSION, ..workspace.clone() };
        assert_eq!(read(&path), Ok(Read { workspace: expected, remarks: Vec::new() }));
        assert_eq!(write(&path, &workspace, false).unwrap_err().kind(), std::io::ErrorKind::AlreadyExists);
        write(&path, &workspace, true).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            drop(parse(&text));
        }

        #[test]
        fn a_workspace_with_some_bytes_changed_is_read_or_refused(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<char>()), 1..6),
        ) {
            let text = r#"{"motscope_workspace": 1, "open": "a.txt", "size": [3, 4], "frame": 3, "layers": [{"file": "a.txt",
                "look": {"shown": true}}], "bookmarks": [{"frame": 3, "name": "n"}], "view": {"zoom": 1.0}}"#;
            let mut letters: Vec<char> = text.chars().collect();
            for (place, letter) in changes {
                let place = place.index(letters.len());
                letters[place] = letter;
            }
            drop(parse(&letters.into_iter().collect::<String>()));
        }
    }
}
