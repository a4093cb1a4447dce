//! The elements of an XML document, one after the other.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::foreign::syntax;
use crate::mot::number;
use crate::mot::row::{MAX_FRAME, excerpt};

/// A piece of a document.
pub(super) enum Piece<'a> {
    /// An element begins. An element without content is followed by its end.
    Open(Tag<'a>),
    /// The element of this name ends.
    Close(Vec<u8>),
    /// Text between elements, without entities.
    Text(Cow<'a, [u8]>),
    /// The document ends.
    End,
}

/// The beginning of an element.
pub(super) struct Tag<'a>(BytesStart<'a>);

/// Reads a document piece by piece.
pub(super) struct Elements<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a [u8],
    depth: usize,
}

impl<'a> Elements<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        let mut reader = Reader::from_reader(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, text, depth: 0 }
    }

    /// The next piece.
    ///
    /// # Errors
    /// If the syntax is wrong, if the document ends within an element, or if the task is cancelled.
    pub(super) fn next(&mut self, out: &mut BoxSink<'_>) -> Result<Piece<'a>, Halted> {
        loop {
            out.check_cancelled()?;
            let event = self.reader.read_event().map_err(|error| {
                let place = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
                self.damaged(place, &error.to_string(), out)
            })?;
            return Ok(match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    self.depth += 1;
                    Piece::Open(Tag(tag))
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Piece::Close(tag.name().as_ref().to_vec())
                }
                Event::Text(text) => Piece::Text(text.into_inner()),
                Event::CData(text) => Piece::Text(text.into_inner()),
                Event::Eof if self.depth > 0 => {
                    return Err(self.damaged(self.text.len(), "its end is missing", out));
                }
                Event::Eof => Piece::End,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::GeneralRef(_) => {
                    continue;
                }
            });
        }
    }

    fn damaged(&self, place: usize, what: &str, out: &mut BoxSink<'_>) -> Halted {
        out.damaged(syntax::line_and_column(self.text, place), what)
    }
}

impl Tag<'_> {
    /// The name of the element.
    pub(super) fn name(&self) -> &[u8] {
        self.0.name().0
    }

    /// The value of an attribute, as it is written.
    pub(super) fn raw(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        let mut attributes = self.0.attributes();
        // The check would take time with the square of the number of attributes.
        let found = attributes.with_checks(false).flatten().find(|attribute| attribute.key.0 == name.as_bytes());
        found.map(|attribute| attribute.value)
    }

    /// The value of an attribute as text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().find(|attribute| attribute.key.0 == name.as_bytes())?;
        let text = found.normalized_value(XmlVersion::Implicit1_0).map(Cow::into_owned);
        Some(text.unwrap_or_else(|_| String::from_utf8_lossy(&found.value).into_owned()))
    }

    /// An attribute that is a number. Otherwise why it is none.
    pub(super) fn number(&self, name: &str) -> Result<f64, String> {
        let raw = self.raw(name).ok_or_else(|| format!("bad box: it has no {name}"))?;
        number::parse(raw.trim_ascii()).ok_or_else(|| format!("bad box: {name} is {}", excerpt(&raw)))
    }

    /// An attribute that is the number of a frame. Otherwise why it is none.
    pub(super) fn frame(&self, name: &str) -> Result<u32, String> {
        let raw = self.raw(name).ok_or_else(|| format!("bad frame: it has no {name}"))?;
        frame_number(&raw).ok_or_else(|| format!("bad frame: {name} is {}", excerpt(&raw)))
    }
}

/// The number of a frame that a text is.
pub(super) fn frame_number(text: &[u8]) -> Option<u32> {
    number::parse(text.trim_ascii())
        .and_then(|number| number::integral(number, u64::from(MAX_FRAME)))
        .map(|number| number as u32)
}
