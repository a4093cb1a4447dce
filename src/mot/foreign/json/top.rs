//! The outermost value of a JSON document, which tells what kind it is.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed as _, Deserializer as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::coco::Coco;
use super::each::Each;
use super::list::List;
use super::loose::Element;
use crate::mot::foreign::kind::SourceKind;
use crate::mot::foreign::problem::DocumentProblem;
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::row::excerpt;

/// How many names of fields are told if the kind of an object is not known.
const TOLD: usize = 6;

type JsonReader<'a> = serde_json::Deserializer<serde_json::de::SliceRead<'a>>;

/// What is known of a document so far.
pub(super) struct Top<'s, 'o, 'w> {
    text: &'w [u8],
    out: &'s mut BoxSink<'o>,
    coco: Coco,
    list: List<'w>,
    wanted: Option<&'w str>,
    is_list: bool,
    /// The names of the first fields of an object; none for a list.
    fields: Vec<String>,
    has_annotations: bool,
    /// The addresses of the first elements of lists of annotations that have to be read last.
    deferred: Vec<usize>,
}

impl<'s, 'o, 'w> Top<'s, 'o, 'w> {
    pub(super) fn new(text: &'w [u8], wanted: Option<&'w str>, out: &'s mut BoxSink<'o>) -> Self {
        let list = List::new(wanted);
        Self {
            text,
            out,
            coco: Coco::default(),
            list,
            wanted,
            is_list: false,
            fields: Vec::new(),
            has_annotations: false,
            deferred: Vec::new(),
        }
    }

    pub(super) fn out(&mut self) -> &mut BoxSink<'o> {
        self.out
    }

    /// Reads the document, except lists of annotations that come before what they need.
    pub(super) fn read(&mut self, json: &mut JsonReader<'_>) -> Result<(), serde_json::Error> {
        json.deserialize_any(TopVisitor(self))
    }

    /// The addresses of the first elements of lists of annotations that have to be read now.
    pub(super) fn deferred(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.deferred)
    }

    /// Reads a list of annotations.
    pub(super) fn read_annotations(&mut self, json: &mut JsonReader<'_>) -> Result<(), serde_json::Error> {
        self.coco.settle(self.wanted, self.out).map_err(serde::de::Error::custom)?;
        let (coco, out) = (&mut self.coco, &mut *self.out);
        Each::new(|at, annotation| coco.annotation(at, annotation, out)).deserialize(json).map(|_| ())
    }

    /// What a document with annotations is that has no images.
    fn without_images(&self) -> Option<&'static str> {
        let has = |name: &str| self.fields.iter().any(|field| field == name);
        if has("images") {
            None
        } else if has("item") || has("dataset") {
            Some("Darwin JSON (V7), whose annotations have the boxes of all frames")
        } else if has("videos") {
            Some("YouTube-VIS JSON, whose annotations have the boxes or masks of all frames of a track")
        } else {
            None
        }
    }

    /// After the whole document is read.
    pub(super) fn finish(self) -> Result<(), Halted> {
        if let Some(kind) = self.without_images().filter(|_| self.has_annotations && self.out.has_no_rows()) {
            let sentence = format!("this is {kind}, which is not read; convert it to COCO (CocoVID) or to MOT text");
            return Err(self.out.fail(DocumentProblem::Unknown(sentence).into()));
        }
        if self.has_annotations {
            return self.coco.finish(self.wanted, self.out);
        }
        if self.list.is_decided() {
            return self.list.finish(self.out);
        }
        let shown: Vec<String> = self.fields.iter().map(|name| excerpt(name.as_bytes())).collect();
        let what = match shown.len() {
            0 if self.is_list => "this is a JSON list".to_owned(),
            0 => "this is a JSON object without fields".to_owned(),
            1 => format!("this is JSON with the field {}", shown[0]),
            _ => format!("this is JSON with the fields {}", shown.join(", ")),
        };
        let known = "COCO (CocoVID, TAO), BDD100K (Scalabel) and lists of boxes with frame numbers (supervision)";
        let sentence =
            format!("{what}, but of no kind that is read: {known}; convert it to one of these or to MOT text");
        Err(self.out.fail(DocumentProblem::Unknown(sentence).into()))
    }
}

/// The fields of an object that are read.
enum Field {
    Images,
    Annotations,
    Categories,
    Videos,
    Frames,
    Other(String),
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldVisitor;
        impl Visitor<'_> for FieldVisitor {
            type Value = Field;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }

            fn visit_str<E>(self, name: &str) -> Result<Field, E> {
                Ok(match name {
                    "images" => Field::Images,
                    "annotations" => Field::Annotations,
                    "categories" => Field::Categories,
                    "videos" => Field::Videos,
                    "frames" => Field::Frames,
                    other => Field::Other(other.chars().take(40).collect()),
                })
            }
        }
        deserializer.deserialize_identifier(FieldVisitor)
    }
}

struct TopVisitor<'t, 's, 'o, 'w>(&'t mut Top<'s, 'o, 'w>);

impl<'de> Visitor<'de> for TopVisitor<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Top { out, list, is_list, .. } = self.0;
        *is_list = true;
        let mut at = 0;
        while let Some(item) = items.next_element()? {
            list.item("", at, &item, out).map_err(serde::de::Error::custom)?;
            at += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Top { text, out, coco, list, wanted, fields, has_annotations, deferred, .. } = self.0;
        while let Some(field) = map.next_key()? {
            let name = match field {
                Field::Images => {
                    map.next_value_seed(Each::new(|at, image: Element<_>| coco.image(at, &image, out)))?;
                    "images"
                }
                Field::Categories => {
                    let list: &'de RawValue = map.next_value()?;
                    coco.categories(list, out).map_err(serde::de::Error::custom)?;
                    "categories"
                }
                Field::Videos => {
                    map.next_value_seed(Each::new(|_, video: Element<_>| coco.video(&video)))?;
                    "videos"
                }
                Field::Annotations => {
                    coco.foresee_categories(text, out);
                    let is_list = if coco.is_ready() {
                        coco.settle(*wanted, out).map_err(serde::de::Error::custom)?;
                        map.next_value_seed(Each::new(|at, annotation| coco.annotation(at, annotation, out)))?
                    } else {
                        let note = |at, first: &'de RawValue| {
                            if at == 0 {
                                deferred.push(first.get().as_ptr().addr());
                            }
                            out.check_cancelled()
                        };
                        map.next_value_seed(Each::new(note))?
                    };
                    if is_list {
                        out.set_kind(SourceKind::COCO);
                        *has_annotations = true;
                    }
                    "annotations"
                }
                Field::Frames => {
                    map.next_value_seed(Each::new(|at, item| list.item("frames", at, &item, out)))?;
                    "frames"
                }
                Field::Other(name) => {
                    map.next_value::<IgnoredAny>()?;
                    if fields.len() < TOLD {
                        fields.push(name);
                    }
                    continue;
                }
            };
            if fields.len() < TOLD {
                fields.push(name.to_owned());
            }
        }
        Ok(())
    }
}
