//! Lists of frames or of boxes: BDD100K and Scalabel labels, COCO results, and flat objects with a box each.
//!
//! Sources: Scalabel (`scalabel/label/typing.py`: `box2d` has `x1`, `y1`, `x2`, `y2`; `frameIndex` counts from 0 in a video;
//! ids are texts), BDD100K (its MOT labels are Scalabel frames, a file for each video), COCO and TAO (results are a list of
//! objects with `image_id`, `category_id`, `bbox` and `score`), supervision (`JSONSink` writes `x_min` … `y_max`,
//! `class_id`, `confidence`, `tracker_id` and the fields that its user adds). Some tools of BDD100K count the last pixel of
//! `box2d` as inside; here a box is as wide as its corners are apart.

mod flat;
mod items;

use self::items::{Item, ItemKind, Label};
use serde::de::DeserializeSeed as _;

use super::coco::lost_shape;
use super::each::Each;
use super::loose::{Element, Sides};
use super::segmentation;
use crate::mot::foreign::found_box::{FoundBox, FoundClass};
use crate::mot::foreign::kind::SourceKind;
use crate::mot::foreign::places::PlaceForm;
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::foreign::videos::Videos;

/// A list that is being read.
#[derive(Debug)]
pub(super) struct List<'a> {
    kind: Option<ItemKind>,
    videos: Videos<'a>,
    /// How many frames of the wanted video there were.
    frames: u32,
    /// Whether frames are numbered in their order. Decided by the first frame.
    is_in_order: bool,
}

impl<'a> List<'a> {
    pub(super) fn new(wanted: Option<&'a str>) -> Self {
        Self { kind: None, videos: Videos::new(wanted), frames: 0, is_in_order: false }
    }

    /// Whether it is known what the items are.
    pub(super) fn is_decided(&self) -> bool {
        self.kind.is_some()
    }

    /// Reads an item of the list in the field `field`, or of the document itself if that is empty.
    pub(super) fn item(
        &mut self,
        field: &str,
        at: usize,
        item: &Element<Item<'_>>,
        out: &mut BoxSink<'_>,
    ) -> Result<(), Halted> {
        let place = || format!("{field}[{at}]");
        let object = item.object();
        out.at(0, at);
        let kind = object.and_then(Item::kind).filter(|kind| field.is_empty() || *kind == ItemKind::Frame);
        if let (None, Some(kind)) = (self.kind, kind) {
            self.kind = Some(kind);
            out.set_places(match (kind, field) {
                (ItemKind::Frame, "") => PlaceForm::Label(""),
                (ItemKind::Frame, _) => PlaceForm::Label("frames"),
                (ItemKind::Result | ItemKind::Flat, _) => PlaceForm::Item(""),
            });
            out.set_kind(match kind {
                ItemKind::Frame => SourceKind::SCALABEL,
                ItemKind::Result => SourceKind::COCO_RESULTS,
                ItemKind::Flat => SourceKind::LIST,
            });
        }
        match (object, kind) {
            (Some(item), Some(kind)) if Some(kind) == self.kind => match kind {
                ItemKind::Frame => self.frame(item, at, &place, out),
                ItemKind::Result => self.result(item, &place, out),
                ItemKind::Flat => match flat::found(item) {
                    Ok(found) => out.push(&found, place),
                    Err((frame, why)) => {
                        out.reject(frame, || format!("{}: {why}", place()));
                        out.check_cancelled()
                    }
                },
            },
            _ => {
                out.reject(None, || format!("{}: it has no box", place()));
                out.check_cancelled()
            }
        }
    }

    /// Reads a frame of Scalabel.
    fn frame(
        &mut self,
        item: &Item<'_>,
        frame_at: usize,
        place: &dyn Fn() -> String,
        out: &mut BoxSink<'_>,
    ) -> Result<(), Halted> {
        if !self.videos.admits(&item.video()) {
            return out.check_cancelled();
        }
        let stated = item.frame_index.frame();
        if self.frames == 0 {
            self.is_in_order = item.frame_index.is_none();
            out.remark(if self.is_in_order {
                "frames are numbered in the order of the list, from 1, as no field states their numbers"
            } else {
                "frame numbers are those of frameIndex"
            });
        }
        self.frames = self.frames.saturating_add(1);
        let frame = if self.is_in_order { Some(self.frames) } else { stated };
        let Some(frame) = frame else {
            let index = item.frame_index.told();
            out.reject(None, || format!("{}: bad frame: frameIndex is {index}", place()));
            return out.check_cancelled();
        };
        let Some(labels) = item.labels else { return out.check_cancelled() };
        let each = |at, label: Element<Label<'_>>| {
            let place = || format!("{}.labels[{at}]", place());
            out.at(frame_at, at);
            if let Some(label) = label.object() {
                label.lost().into_iter().for_each(|what| out.lose_if(true, what));
            }
            match label.object().ok_or_else(|| "it is no object".to_owned()).and_then(|label| label.found(frame)) {
                Ok(found) => out.push(&found, place),
                Err(why) => {
                    out.reject(Some(frame), || format!("{}: {why}", place()));
                    out.check_cancelled()
                }
            }
        };
        // The text was read before, so its syntax is right.
        let read = Each::new(each).deserialize(&mut serde_json::Deserializer::from_str(labels.get()));
        if out.halt.is_some() {
            return Err(Halted);
        }
        if let Err(error) = read {
            out.reject(Some(frame), || format!("{}.labels: {error}", place()));
        }
        Ok(())
    }

    /// Reads a result of COCO or TAO.
    fn result(&mut self, item: &Item<'_>, place: &dyn Fn() -> String, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        let video = item.video_id.whole().map_or_else(String::new, |id| format!("video {id}"));
        if !self.videos.admits(&video) {
            return out.check_cancelled();
        }
        if std::mem::replace(&mut self.frames, 1) == 0 {
            out.remark("image_id is the frame number, as results have no list of images");
        }
        let Some(frame) = item.image_id.frame() else {
            let id = item.image_id.told();
            out.reject(None, || format!("{}: bad frame: image_id is {id}", place()));
            return out.check_cancelled();
        };
        let sides = match item.bbox {
            Sides::Four(sides) => Ok(sides),
            Sides::Other => Err("bad box: bbox is not a list of four numbers".to_owned()),
            Sides::Absent => segmentation::bounds(item.segmentation),
        };
        let id = item.id().ok_or_else(|| "bad id: it is no number".to_owned());
        match sides.and_then(|sides| Ok((sides, id?))) {
            Ok(([left, top, width, height], id)) => {
                let class = match item.class() {
                    FoundClass::None => item.category_id.class(),
                    class => class,
                };
                let confidence = item.score();
                let mask = segmentation::mask(item.segmentation);
                let shape = lost_shape(item.segmentation, item.bbox != Sides::Absent).filter(|_| mask.is_none());
                out.lose_if(shape.is_some(), shape.unwrap_or_default());
                let mask = mask.as_ref();
                let found =
                    FoundBox { frame, id, left, top, width, height, confidence, class, mask, ..FoundBox::default() };
                out.push(&found, place)
            }
            Err(why) => {
                out.reject(Some(frame), || format!("{}: {why}", place()));
                out.check_cancelled()
            }
        }
    }

    /// After all items.
    pub(super) fn finish(self, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        self.videos.settle(out)
    }
}
