//! UA-DETRAC annotations: a `sequence` of `frame`s with `target`s.
//!
//! Source: the annotations of UA-DETRAC (`DETRAC-Train-Annotations-XML`): frames are counted from 1, a box has left, top,
//! width and height in pixels. Boxes in `ignored_region` are no objects: evaluation leaves those parts of the picture out.

use super::elements::{Elements, Piece, Tag};
use crate::mot::foreign::found_box::{FoundBox, FoundClass, FoundId};
use crate::mot::foreign::kind::SourceKind;
use crate::mot::foreign::places::PlaceForm;
use crate::mot::foreign::sink::{BoxSink, Halted};

/// A target as far as it is read.
#[derive(Debug, Default)]
struct Target {
    id: String,
    sides: Option<Result<[f64; 4], String>>,
    class: Option<String>,
}

/// Reads the content of the element `sequence`.
pub(super) fn read(elements: &mut Elements<'_>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
    out.set_kind(SourceKind::DETRAC);
    out.set_places(PlaceForm::Target);
    let mut frame: Result<u32, String> = Err("it is in no frame".to_owned());
    let (mut target, mut ignored, mut is_ignored): (Option<Target>, u64, bool) = (None, 0, false);
    loop {
        match elements.next(out)? {
            Piece::Open(tag) => match tag.name() {
                b"ignored_region" => is_ignored = true,
                b"frame" => frame = tag.frame("num"),
                b"target" => target = Some(Target { id: tag.text("id").unwrap_or_default(), ..Target::default() }),
                b"box" if is_ignored => ignored += 1,
                b"box" => {
                    if let Some(target) = &mut target {
                        target.sides.get_or_insert_with(|| sides(&tag));
                    }
                }
                b"occlusion" => out.lose_if(target.is_some(), "occlusion"),
                b"attribute" => {
                    out.lose_if(
                        ["orientation", "speed", "truncation_ratio"].iter().any(|name| tag.raw(name).is_some()),
                        "attributes",
                    );
                    if let Some(target) = &mut target {
                        target.class = tag.text("vehicle_type");
                    }
                }
                _ => {}
            },
            Piece::Close(name) => match name.as_slice() {
                b"ignored_region" => is_ignored = false,
                b"frame" => frame = Err("it is in no frame".to_owned()),
                b"target" => {
                    if let Some(target) = target.take() {
                        target.hand_over(&frame, out)?;
                    }
                }
                b"sequence" => break,
                _ => {}
            },
            Piece::Text(_) => {}
            Piece::End => break,
        }
    }
    if ignored > 0 {
        let regions = if ignored == 1 { "region" } else { "regions" };
        out.remark(format!("{ignored} ignored {regions} of the picture are not shown"));
    }
    Ok(())
}

/// Left, top, width and height of a box.
fn sides(tag: &Tag<'_>) -> Result<[f64; 4], String> {
    Ok([tag.number("left")?, tag.number("top")?, tag.number("width")?, tag.number("height")?])
}

impl Target {
    fn hand_over(self, frame: &Result<u32, String>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        let place = || {
            format!("target {}{}", self.id, frame.as_ref().map_or(String::new(), |frame| format!(" of frame {frame}")))
        };
        let sides = self.sides.clone().unwrap_or_else(|| Err("it has no box".to_owned()));
        match (frame, sides) {
            (Ok(frame), Ok([left, top, width, height])) => {
                let id = if self.id.is_empty() { FoundId::None } else { FoundId::Text(&self.id) };
                let class = self.class.as_deref().map_or(FoundClass::None, FoundClass::Name);
                out.at(*frame as usize, self.id.parse().unwrap_or_default());
                let found = FoundBox { frame: *frame, id, left, top, width, height, class, ..FoundBox::default() };
                out.push(&found, place)
            }
            (Err(why), _) => {
                out.reject(None, || format!("{}: {why}", place()));
                Ok(())
            }
            (_, Err(why)) => {
                out.reject(frame.as_ref().ok().copied(), || format!("{}: {why}", place()));
                Ok(())
            }
        }
    }
}
