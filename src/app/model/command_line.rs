//! The command that opens again what is open, as text for a shell.

use std::path::{Path, absolute};

use super::opening::source::Source;
use crate::mot::TrackId;

/// The command that opens `source` at a frame, with a track selected. `pictures` is the folder or file of the pictures that are
/// shown. `None` for the demo, which has no path.
pub fn command_line(
    source: &Source,
    pictures: Option<&Path>,
    frame: Option<u64>,
    track: Option<TrackId>,
) -> Option<String> {
    let Source::File(path, how) = source else { return None };
    let mut words = vec!["motscope".to_owned()];
    // The window cannot be told of a folder and another main text. In the folder, the text alone finds its pictures.
    let main = how.main.as_deref().unwrap_or(path);
    words.push(quoted_path(main));
    // With a blank, a name that begins with a dash would be taken for an option.
    words.extend(how.text.member.as_deref().map(|member| format!("--member={}", quoted(member))));
    let columns = how.text.columns.as_ref().or_else(|| how.columns_of(main, how.text.member.as_deref()));
    match (how.text.format, columns) {
        (_, Some(columns)) => words.push(format!("--columns={}", quoted(&columns.to_string()))),
        (Some(format), None) => words.extend(["--format".to_owned(), format.to_string()]),
        (None, None) => {}
    }
    let mut add = |name: &str, value: String| words.extend([name.to_owned(), value]);
    if let Some((width, height)) = how.text.size {
        add("--size", format!("{width}x{height}"));
    }
    let found = pictures.filter(|_| !main.starts_with(path));
    if let Some(images) = how.images.as_deref().or(found) {
        add("--images", quoted_path(&absolute(images).unwrap_or_else(|_| images.to_owned())));
    }
    how.layers.iter().for_each(|layer| add("--layer", quoted_path(layer)));
    frame.into_iter().for_each(|frame| add("--frame", frame.to_string()));
    track.into_iter().for_each(|track| add("--track", track.to_string()));
    Some(words.join(" "))
}

/// A word that a shell reads as this text.
fn quoted(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_-./=:,+@".contains(letter);
    match text {
        text if !text.is_empty() && text.chars().all(is_plain) => text.to_owned(),
        text if cfg!(windows) => format!("\"{text}\""),
        text => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

/// A word that a shell reads as this path.
#[cfg(unix)]
fn quoted_path(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt as _;
    if let Some(text) = path.to_str() {
        return quoted(text);
    }
    // Bytes that are no text are written as octal numbers, which every shell knows how to print.
    let octal = |byte: &u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"_-./".contains(byte) => char::from(*byte).to_string(),
        byte => format!("\\{byte:03o}"),
    };
    let text: Vec<String> = path.as_os_str().as_bytes().iter().map(octal).collect();
    format!("\"$(printf '{}')\"", text.concat())
}

/// A word that a shell reads as this path.
#[cfg(not(unix))]
fn quoted_path(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::opening::source::OpenHow;
    use crate::mot::{Format, OpenOptions};

    #[test]
    fn all_that_the_program_can_be_told_is_in_the_line() {
        let text = OpenOptions { format: Some(Format::Kitti), size: Some((640, 480)), ..OpenOptions::default() };
        let how = OpenHow {
            text,
            images: Some("/data/img 1".into()),
            layers: vec!["/b.txt".into(), "/it's.txt".into()],
            ..OpenHow::default()
        };
        let line = command_line(&Source::File("/a.txt".into(), how), None, Some(30), Some(TrackId(12))).unwrap();
        let expected = "motscope /a.txt --format kitti --size 640x480 --images '/data/img 1' --layer /b.txt \
                        --layer '/it'\\''s.txt' --frame 30 --track 12";
        if cfg!(unix) {
            assert_eq!(line, expected);
        }
        assert_eq!(command_line(&Source::Demo, None, Some(1), None), None);
    }

    #[cfg(unix)]
    #[test]
    fn another_main_text_opens_with_its_member_and_the_pictures_that_are_shown() {
        let line = |main: Option<&str>, member: Option<&str>| {
            let text = OpenOptions { member: member.map(str::to_owned), ..OpenOptions::default() };
            let how = OpenHow { text, main: main.map(Into::into), ..OpenHow::default() };
            command_line(&Source::File("/data/S".into(), how), Some(Path::new("/data/S/img1")), None, None).unwrap()
        };
        assert_eq!(line(None, None), "motscope /data/S");
        assert_eq!(line(Some("/data/S/det/det.txt"), None), "motscope /data/S/det/det.txt");
        assert_eq!(line(Some("/runs/S.txt"), None), "motscope /runs/S.txt --images /data/S/img1");
        let of_member = line(Some("/runs/all.zip"), Some("-S 1.txt"));
        assert_eq!(of_member, "motscope /runs/all.zip --member='-S 1.txt' --images /data/S/img1");
    }

    #[cfg(unix)]
    #[test]
    fn a_shell_reads_every_path_as_it_is() {
        use std::ffi::{OsStr, OsString};
        use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
        let names: [&[u8]; 7] = [
            b"/plain.txt",
            b"/with blank and 'quotes' \"both\"",
            b"/$HOME `ls` \\ ; & | * ? ! # ~",
            "/zürich/街.txt".as_bytes(),
            b"/no text \xFF\xFE%s\\n'x",
            b"/a\nline",
            b"/-layer",
        ];
        for name in names {
            let path = Path::new(OsStr::from_bytes(name));
            let line = command_line(&Source::path(path.to_owned()), None, None, None).unwrap();
            let script = line.replace("motscope", "printf %s");
            let told = std::process::Command::new("sh").arg("-c").arg(&script).output().unwrap();
            assert_eq!(OsString::from_vec(told.stdout), path.as_os_str(), "{script}");
        }
    }
}
