//! Boxes in XML. `quick-xml` reads it event by event from the mapped bytes; no tree is built.

mod cvat;
mod detrac;
mod elements;

use self::elements::{Elements, Piece};
use super::kind::SourceKind;
use super::problem::DocumentProblem;
use super::reader::Reader;
use super::sink::{BoxSink, Halted};
use crate::mot::row::excerpt;

/// Reads XML of all kinds.
pub(super) struct XmlReader;

/// XML whose kind is not known yet.
const XML: SourceKind = SourceKind { name: "xml", title: "XML" };

impl Reader for XmlReader {
    fn recognises(&self, text: &[u8]) -> bool {
        matches!(text, [b'<', b'?' | b'!', ..]) || matches!(text, [b'<', letter, ..] if letter.is_ascii_alphabetic())
    }

    fn kind(&self) -> SourceKind {
        XML
    }

    fn read(&self, text: &[u8], wanted: Option<&str>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        let mut elements = Elements::new(text);
        loop {
            match elements.next(out)? {
                Piece::Open(root) => {
                    return match root.name() {
                        b"annotations" => cvat::read(&mut elements, wanted, out),
                        b"sequence" => detrac::read(&mut elements, out),
                        other => Err(unknown(other, out)),
                    };
                }
                Piece::Text(_) => {}
                Piece::Close(_) | Piece::End => return Err(unknown(b"", out)),
            }
        }
    }
}

/// The sentence about XML that is not read.
fn unknown(root: &[u8], out: &mut BoxSink<'_>) -> Halted {
    let what = match root {
        b"" => "this is XML without elements".to_owned(),
        b"annotation" => "this is an XML annotation of one picture (Pascal VOC), which has no frame number".to_owned(),
        _ if root.eq_ignore_ascii_case(b"html") => "this is a web page (HTML)".to_owned(),
        root => format!("this is XML with the outermost element {}", excerpt(root)),
    };
    let sentence = format!(
        "{what}, which is not read: of XML, the annotations of CVAT (version 1.1) and of UA-DETRAC are; convert it to one of \
         these or to MOT text"
    );
    out.fail(DocumentProblem::Unknown(sentence).into())
}
