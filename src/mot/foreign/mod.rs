//! Documents with boxes that are not MOT text: JSON, XML, masks and some kinds of CSV.
//!
//! A document is read once, as a stream, by a [`Reader`] of its kind. Its boxes are written as MOT text into a temporary
//! file without a name, so everything else works on MOT text. Memory stays small: no reader keeps more than a table of the
//! pictures, the tracks and the classes of a document.
//!
//! Kinds are recognised by what is in a file, never by its name. What stands where boxes are and is no box is counted, with
//! its place in the document and the reason.
//!
//! A new kind gets a file with a [`Reader`] in the folder of its syntax, and a line in [`READERS`] or in the reader of that
//! syntax.

mod class_text;
mod converted;
mod id_table;
mod json;
mod mask;
mod reader;
mod stated_size;
mod syntax;
mod table;
mod videos;
mod xml;

pub(crate) mod found_box;
pub(super) mod kind;
pub(crate) mod places;
pub(super) mod problem;
pub(crate) mod sink;

use std::fs::File;

use self::kind::SourceKind;
use self::problem::DocumentProblem;
use self::reader::Reader;
use self::sink::{BoxSink, Halt, Halted, Mode};
use super::archive::limit::{Allowance, UnpackLimit};
use super::error::OpenReason;
use super::progress::Progress;
pub(super) use converted::Converted;

/// All readers. The first that recognises a document reads it.
static READERS: [&dyn Reader; 6] = [
    &json::JsonReader,
    &xml::XmlReader,
    &mask::mots::MotsReader,
    &mask::track_rcnn::TrackRcnnReader,
    &table::via::ViaReader,
    &table::points::PointsReader,
];

/// What these bytes are, if they have a syntax of their own and no lines: JSON or XML.
pub(super) fn syntax_of(bytes: &[u8]) -> Option<&'static str> {
    let readers: [&dyn Reader; 2] = [&json::JsonReader, &xml::XmlReader];
    let text = body(bytes);
    readers.iter().find(|reader| reader.recognises(text)).map(|reader| reader.kind().title)
}

/// What follows a byte order mark and blanks.
fn body(bytes: &[u8]) -> &[u8] {
    bytes[super::file_bytes::byte_order_mark(bytes)..].trim_ascii_start()
}

/// Reads a document, if these bytes are one, and writes its boxes as MOT text. `None` if they may be MOT text themselves.
///
/// `wanted` is the name of a video, if the document has several.
pub(super) fn read(
    bytes: &[u8],
    wanted: Option<&str>,
    limit: UnpackLimit,
    progress: &Progress,
) -> Result<Option<(File, Converted)>, OpenReason> {
    let text = &bytes[super::file_bytes::byte_order_mark(bytes)..];
    let Some(reader) = READERS.iter().find(|reader| reader.recognises(body(bytes))) else { return Ok(None) };
    progress.begin(0);
    let allowance = Allowance::new(limit, bytes.len() as u64);
    write(reader.kind(), allowance, progress, &mut |out| reader.read(text, wanted, out)).map(Some)
}

/// Writes boxes as MOT text into a temporary file. `read` hands them to the sink. It is called again if the boxes turn out to
/// need another form than the first ones.
pub(super) fn write(
    kind: SourceKind,
    allowance: Allowance,
    progress: &Progress,
    read: &mut dyn FnMut(&mut BoxSink<'_>) -> Result<(), Halted>,
) -> Result<(File, Converted), OpenReason> {
    let mut mode = Mode::default();
    loop {
        let file = tempfile::tempfile()
            .map_err(|error| OpenReason::from(DocumentProblem::Temporary { error: error.to_string() }))?;
        let mut sink = BoxSink::new(file, kind, mode, allowance, progress);
        let read = read(&mut sink);
        match sink.halt.take() {
            Some(Halt::Again(next)) => mode = next,
            Some(Halt::Failed(reason)) => return Err(reason),
            None if read.is_err() => return Err(OpenReason::Cancelled),
            None => return sink.finish(),
        }
    }
}
