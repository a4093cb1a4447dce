//! The CSV of the VGG Image Annotator (VIA, version 2), which movement writes for boxes: a row for each region of a picture,
//! with its shape and its attributes as JSON in fields.
//!
//! Sources: the CSV export of VIA 2, and `movement/io` (`load_bboxes`): the frame is the attribute `frame` of the file, or
//! else the number in the name of the picture; the identity is the attribute `track` of the region.

use std::borrow::Cow;

use csv::{ByteRecord, ReaderBuilder};
use serde_json::{Map, Value};

use crate::mot::columns::number_in_name;
use crate::mot::foreign::found_box::{FoundBox, FoundClass, FoundId};
use crate::mot::foreign::kind::SourceKind;
use crate::mot::foreign::places::PlaceForm;
use crate::mot::foreign::reader::Reader;
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::number;
use crate::mot::row::{MAX_FRAME, excerpt};

/// The columns of the table.
const COLUMNS: [&str; 7] = [
    "filename",
    "file_size",
    "file_attributes",
    "region_count",
    "region_id",
    "region_shape_attributes",
    "region_attributes",
];

/// The attributes of a region that are its identity, its class and its confidence.
const IDS: &[&str] = &["track", "track_id", "id", "ID"];
const CLASSES: &[&str] = &["class", "label", "category", "type"];
const CONFIDENCES: &[&str] = &["confidence", "score", "conf"];

/// Reads the CSV of VIA.
pub(in crate::mot::foreign) struct ViaReader;

impl Reader for ViaReader {
    fn recognises(&self, text: &[u8]) -> bool {
        // The first version writes a number sign before the header.
        let header = text.strip_prefix(b"#").unwrap_or(text);
        let header = &header[..header.len().min(200)];
        let header: Vec<u8> = header.iter().copied().filter(|byte| !matches!(byte, b'"' | b' ')).collect();
        header.starts_with(COLUMNS.join(",").as_bytes())
    }

    fn kind(&self) -> SourceKind {
        SourceKind::VIA
    }

    fn read(&self, text: &[u8], _: Option<&str>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        out.set_places(PlaceForm::Line);
        let mut table = ReaderBuilder::new().flexible(true).from_reader(text);
        let (mut record, mut by_attribute) = (ByteRecord::new(), false);
        loop {
            match table.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    return Err(out.damaged((line, 1), &error.to_string()));
                }
            }
            let line = record.position().map_or(0, csv::Position::line);
            let region = Region::of(&record);
            by_attribute |= region.file.contains_key("frame");
            if !region.is_empty() {
                match region.found() {
                    Ok(found) => {
                        out.lose_if(region.has_others(), "attributes");
                        out.at(0, usize::try_from(line).unwrap_or(usize::MAX));
                        out.push(&found, || format!("line {line}"))?;
                    }
                    Err(why) => out.reject(region.frame().ok(), || format!("line {line}: {why}")),
                }
            }
            out.check_cancelled()?;
        }
        out.remark(if by_attribute {
            "frame numbers are the attribute frame of the files"
        } else {
            "frame numbers are those in the names of the pictures"
        });
        Ok(())
    }
}

/// A row of the table.
struct Region<'a> {
    name: Cow<'a, str>,
    file: Map<String, Value>,
    shape: Map<String, Value>,
    attributes: Map<String, Value>,
}

impl<'a> Region<'a> {
    fn of(record: &'a ByteRecord) -> Self {
        let field = |at| record.get(at).unwrap_or_default();
        let json = |at| serde_json::from_slice(field(at)).unwrap_or_default();
        Self { name: String::from_utf8_lossy(field(0)), file: json(2), shape: json(5), attributes: json(6) }
    }

    /// Whether the picture has no region.
    fn is_empty(&self) -> bool {
        self.shape.is_empty() && self.attributes.is_empty()
    }

    fn frame(&self) -> Result<u32, String> {
        let stated = self.file.get("frame").map(|value| match value {
            Value::String(text) => text.trim().parse::<u32>().ok(),
            value => value.as_u64().and_then(|number| u32::try_from(number).ok()),
        });
        let number = stated.unwrap_or_else(|| number_in_name(self.name.as_bytes()));
        let is_frame = |number: &u32| *number <= MAX_FRAME;
        number.filter(is_frame).ok_or_else(|| format!("bad frame: {} has no number", excerpt(self.name.as_bytes())))
    }

    /// Whether the region has attributes that are not read.
    fn has_others(&self) -> bool {
        self.attributes
            .keys()
            .any(|name| ![IDS, CLASSES, CONFIDENCES].iter().any(|known| known.contains(&name.as_str())))
    }

    fn found(&self) -> Result<FoundBox<'_>, String> {
        let frame = self.frame()?;
        match self.shape.get("name").and_then(Value::as_str) {
            Some("rect") => {}
            Some(other) => return Err(format!("a {} is no box", excerpt(other.as_bytes()))),
            None => return Err("its shape cannot be read".to_owned()),
        }
        let side = |name: &str| {
            let value = self.shape.get(name).and_then(Value::as_f64);
            value.ok_or_else(|| format!("bad box: it has no {name}"))
        };
        let (left, top, width, height) = (side("x")?, side("y")?, side("width")?, side("height")?);
        let attribute = |names: &[&str]| names.iter().find_map(|name| self.attributes.get(*name));
        let id = match attribute(IDS) {
            None | Some(Value::Null) => FoundId::None,
            Some(Value::String(text)) if matches!(text.trim(), "" | "-1") => FoundId::None,
            Some(Value::String(text)) if text.trim().parse::<i64>().is_ok_and(|id| id < 0) => FoundId::Negative,
            Some(Value::String(text)) => FoundId::Text(text.trim()),
            Some(value) => match (value.as_u64(), value.as_i64()) {
                (Some(number), _) => FoundId::Number(number),
                (None, Some(-1)) => FoundId::None,
                (None, Some(_)) => FoundId::Negative,
                (None, None) => return Err("bad id: its track is no whole number".to_owned()),
            },
        };
        let class = match attribute(CLASSES) {
            Some(Value::String(name)) if !name.is_empty() => FoundClass::Name(name),
            Some(value) => value.as_i64().map_or(FoundClass::None, FoundClass::Number),
            None => FoundClass::None,
        };
        // The program itself writes all attributes as texts.
        let confidence = attribute(CONFIDENCES).and_then(|value| match value {
            Value::String(text) => number::parse(text.trim().as_bytes()),
            value => value.as_f64(),
        });
        Ok(FoundBox { frame, id, left, top, width, height, confidence, class, ..FoundBox::default() })
    }
}
