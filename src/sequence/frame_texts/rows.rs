//! All boxes of a folder with a text for each picture, as one MOT text.

use std::fmt::Write as _;
use std::path::Path;

use super::folder::{FrameText, FrameTexts, text_of};
use super::format::{FrameLine, LineClass};
use crate::mot::names;
use crate::mot::row::MAX_FRAME;
use crate::mot::{OpenError, OpenReason, Progress};
use crate::sequence::pictures::Pictures;

/// The most bytes of the text of all boxes.
const MAX_BYTES: usize = 1 << 30;

/// All boxes of `texts` as MOT text, over `pictures`. `size` is the size of pictures that are not there, in pixels.
///
/// # Errors
/// If a size is needed and not known, a text cannot be read, or `progress` was cancelled.
pub(in crate::sequence) fn all_rows(
    texts: &FrameTexts,
    pictures: Option<&Pictures>,
    size: Option<(u32, u32)>,
    progress: &Progress,
) -> Result<Vec<u8>, OpenError> {
    let failed = |path: &Path, reason| OpenError { path: path.to_owned(), member: None, reason };
    let class_names = texts.class_names();
    let frames = texts.frames(pictures);
    let mut rows = String::new();
    progress.begin(frames.len() as u64);
    for text in &frames {
        if !progress.advance(1) || progress.is_cancelled() {
            return Err(failed(texts.folder(), OpenReason::Cancelled));
        }
        let content = text_of(&text.path).map_err(|error| failed(&text.path, error.into()))?;
        // Results of a whole sequence may lie beside the texts. They are another layer.
        let is_other = !FrameTexts::are_boxes(&content, &text.path) && names::looks_like_rows(content.as_bytes());
        if content.trim().is_empty() || is_other {
            continue;
        }
        let is_normalised = texts.format.is_normalised();
        let own = text.picture.filter(|_| is_normalised).and_then(|number| pictures?.size_of(number));
        let sides = |line: &FrameLine<'_>| {
            if is_normalised { own.or(size).map(|size| line.in_pixels(size)) } else { Some(line.sides) }
        };
        for line in content.lines().filter(|line| !line.trim().is_empty()) {
            let (Some(frame), Ok(told)) = (text.frame, texts.format.line(line)) else {
                // It is told with the name of its text where all rows are checked.
                rows.push_str(&rejected(text, line));
                continue;
            };
            let sides =
                sides(&told).ok_or_else(|| failed(texts.folder(), OpenReason::NoPictureSize(texts.format.title())))?;
            push(&mut rows, frame, &told, sides, &class_names);
        }
        if rows.len() > MAX_BYTES {
            return Err(failed(texts.folder(), OpenReason::TooLarge));
        }
    }
    Ok(rows.into_bytes())
}

/// A line that says nothing, as a row that is rejected with the name of its text.
fn rejected(text: &FrameText, line: &str) -> String {
    let name = text.path.file_name().unwrap_or_default().to_string_lossy();
    let plain: String =
        line.chars().filter(|letter| !matches!(letter, ',' | ';') && !letter.is_control()).take(80).collect();
    let why = if text.frame.is_some() { "" } else { " is named unlike the others" };
    format!("{},{name}{why}: {plain},0,0,0,0\n", text.frame.unwrap_or(0).min(MAX_FRAME.into()))
}

/// Adds a row: `frame, id, left, top, width, height, confidence, class`.
fn push(rows: &mut String, frame: u64, line: &FrameLine<'_>, sides: [f64; 4], names: &[String]) {
    let name = match line.class {
        LineClass::Name(name) => Some(name),
        LineClass::Number(number) => {
            let name = usize::try_from(number).ok().and_then(|number| names.get(number));
            name.map(String::as_str).filter(|name| !name.is_empty())
        }
    };
    // A name may have commas, or semicolons, and is text in any case.
    let plain: Option<String> =
        name.map(|name| name.chars().filter(|&letter| letter != ';' && !letter.is_control()).collect());
    let separator = if plain.as_ref().is_some_and(|name| name.contains(',')) { ';' } else { ',' };
    let _ = write!(rows, "{frame}{separator}");
    let _ = match line.id {
        Some(id) => write!(rows, "{id}"),
        None => write!(rows, "-1"),
    };
    for side in sides {
        let _ = write!(rows, "{separator}{side}");
    }
    let _ = match line.confidence {
        Some(confidence) => write!(rows, "{separator}{confidence}"),
        None => write!(rows, "{separator}nan"),
    };
    let _ = match (plain, line.class) {
        (Some(name), _) => writeln!(rows, "{separator}{name}"),
        (None, LineClass::Number(number)) => writeln!(rows, "{separator}{number}"),
        (None, LineClass::Name(_)) => writeln!(rows, "{separator}nan"),
    };
}
