//! Boxes in JSON. `serde_json` reads it value by value from the mapped bytes; no tree is built.
//!
//! The kind of a document is found out while it is read: an object with `annotations` is COCO, an object with `frames` or a
//! list is decided by its first element that tells. Fields may come in any order.

mod coco;
mod each;
mod list;
mod loose;
mod segmentation;
mod top;

use self::top::Top;
use super::kind::SourceKind;
use super::problem::DocumentProblem;
use super::reader::Reader;
use super::sink::{BoxSink, Halted};
use super::syntax;

/// Reads JSON of all kinds.
pub(super) struct JsonReader;

/// JSON whose kind is not known yet.
const JSON: SourceKind = SourceKind { name: "json", title: "JSON" };

impl Reader for JsonReader {
    fn recognises(&self, text: &[u8]) -> bool {
        // A number in brackets may begin a line of text, so what follows the first bracket decides.
        match text {
            [b'{', ..] => true,
            [b'[', rest @ ..] => {
                matches!(rest.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'[' | b']') | None)
            }
            _ => false,
        }
    }

    fn kind(&self) -> SourceKind {
        JSON
    }

    fn read(&self, text: &[u8], wanted: Option<&str>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        let mut json = serde_json::Deserializer::from_slice(text);
        let mut top = Top::new(text, wanted, out);
        let read = top.read(&mut json);
        if read.is_ok() && json.end().is_err() {
            let sentence = "this is several JSON values, one after the other (JSON Lines), which is not read; put them into one \
                            list, in brackets and with commas between them";
            return Err(top.out().fail(DocumentProblem::Unknown(sentence.to_owned()).into()));
        }
        let deferred = top.deferred();
        if let Err(error) = read {
            return Err(damaged(&error, text, 0, top.out()));
        }
        for first in deferred {
            let start = list_around(text, first);
            let mut json = serde_json::Deserializer::from_slice(&text[start..]);
            if let Err(error) = top.read_annotations(&mut json) {
                return Err(damaged(&error, text, start, top.out()));
            }
        }
        top.finish()
    }
}

/// Where the list begins whose first element is at the address `first`.
fn list_around(text: &[u8], first: usize) -> usize {
    let place = first.saturating_sub(text.as_ptr().addr()).min(text.len());
    memchr::memrchr(b'[', &text[..place]).unwrap_or_default()
}

/// What Python wrote where the syntax is wrong that no JSON has.
fn written_by_python(error: &serde_json::Error, text: &[u8]) -> Option<&'static str> {
    if !error.is_syntax() {
        return None;
    }
    let line = text.split(|byte| *byte == b'\n').nth(error.line().checked_sub(1)?)?;
    // The place of an error is at or behind the first byte that is wrong.
    let at = error.column().saturating_sub(2).min(line.len());
    let around = line[at..line.len().min(at + 12)].trim_ascii_start();
    let around = around.strip_prefix(b":").or_else(|| around.strip_prefix(b",")).unwrap_or(around).trim_ascii_start();
    let begins = |words: &[&[u8]]| words.iter().any(|word| around.starts_with(word));
    if begins(&[b"NaN", b"Infinity", b"-Infinity"]) {
        Some(
            "this is JSON with NaN or Infinity, as Python writes it, which JSON does not have; write null in its place \
             (json.dumps with allow_nan=False finds them)",
        )
    } else if begins(&[b"'", b"{'", b"['", b"None", b"True", b"False"]) {
        Some("this is a Python object as print shows it, which is no JSON; write it with json.dumps")
    } else {
        None
    }
}

/// The syntax error at a place of the part of `text` that begins at `start`, in bytes; unless the sink has stopped reading.
fn damaged(error: &serde_json::Error, text: &[u8], start: usize, out: &mut BoxSink<'_>) -> Halted {
    if out.halt.is_some() {
        return Halted;
    }
    if let Some(sentence) = written_by_python(error, &text[start..]) {
        return out.fail(DocumentProblem::Unknown(sentence.to_owned()).into());
    }
    let (above, column) = syntax::line_and_column(text, start);
    let line = above - 1 + error.line() as u64;
    let column = if error.line() <= 1 { column - 1 + error.column() as u64 } else { error.column() as u64 };
    let what = error.to_string();
    // The error has its own place at its end, which is relative to the part.
    let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what);
    out.damaged((line, column.max(1)), what)
}
