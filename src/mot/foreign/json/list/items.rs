//! The objects in lists of frames and of boxes. Fields that are not read are skipped.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::mot::foreign::found_box::{FoundBox, FoundClass, FoundId};
use crate::mot::foreign::json::loose::{Element, Loose, Sides};
use crate::mot::foreign::sink::POLYGONS;

/// What the items of a list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    /// Frames of Scalabel.
    Frame,
    /// Results of COCO.
    Result,
    /// Objects with a box.
    Flat,
}

/// An item of a list, whatever kind it is of.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::mot::foreign::json) struct Item<'a> {
    // Frames of Scalabel.
    #[serde(borrow)]
    pub(super) name: Loose<'a>,
    #[serde(borrow, rename = "videoName", alias = "video_name")]
    pub(super) video_name: Loose<'a>,
    #[serde(borrow, rename = "frameIndex", alias = "frame_index")]
    pub(super) frame_index: Loose<'a>,
    #[serde(borrow, deserialize_with = "present")]
    pub(super) labels: Option<&'a RawValue>,
    // Results of COCO.
    #[serde(borrow)]
    pub(super) image_id: Loose<'a>,
    #[serde(borrow)]
    pub(super) video_id: Loose<'a>,
    pub(super) bbox: Sides,
    #[serde(borrow)]
    pub(super) segmentation: Option<&'a RawValue>,
    // Flat objects.
    #[serde(borrow)]
    pub(super) frame_number: Loose<'a>,
    #[serde(borrow)]
    pub(super) frame: Loose<'a>,
    #[serde(borrow)]
    pub(super) frame_id: Loose<'a>,
    #[serde(borrow)]
    pub(super) frame_idx: Loose<'a>,
    #[serde(borrow)]
    pub(super) frame_no: Loose<'a>,
    #[serde(borrow, alias = "xmin", alias = "x1", alias = "left", alias = "xtl")]
    pub(super) x_min: Loose<'a>,
    #[serde(borrow, alias = "ymin", alias = "y1", alias = "top", alias = "ytl")]
    pub(super) y_min: Loose<'a>,
    #[serde(borrow, alias = "xmax", alias = "x2", alias = "right", alias = "xbr")]
    pub(super) x_max: Loose<'a>,
    #[serde(borrow, alias = "ymax", alias = "y2", alias = "bottom", alias = "ybr")]
    pub(super) y_max: Loose<'a>,
    #[serde(borrow)]
    pub(super) x: Loose<'a>,
    #[serde(borrow)]
    pub(super) y: Loose<'a>,
    #[serde(borrow, alias = "w")]
    pub(super) width: Loose<'a>,
    #[serde(borrow, alias = "h")]
    pub(super) height: Loose<'a>,
    // What several kinds have.
    #[serde(borrow)]
    tracker_id: Loose<'a>,
    #[serde(borrow)]
    track_id: Loose<'a>,
    #[serde(borrow)]
    instance_id: Loose<'a>,
    #[serde(borrow)]
    object_id: Loose<'a>,
    #[serde(borrow)]
    id: Loose<'a>,
    #[serde(borrow)]
    score: Loose<'a>,
    #[serde(borrow)]
    confidence: Loose<'a>,
    #[serde(borrow)]
    conf: Loose<'a>,
    #[serde(borrow)]
    class_name: Loose<'a>,
    #[serde(borrow)]
    class: Loose<'a>,
    #[serde(borrow)]
    label: Loose<'a>,
    #[serde(borrow)]
    category: Loose<'a>,
    #[serde(borrow)]
    class_id: Loose<'a>,
    #[serde(borrow)]
    pub(super) category_id: Loose<'a>,
}

impl Item<'_> {
    /// What the item is, if it tells.
    pub(super) fn kind(&self) -> Option<ItemKind> {
        let has_mask = self.bbox != Sides::Absent || self.segmentation.is_some();
        let is_in_video = !self.video_name.is_none() || !self.frame_index.is_none();
        if self.labels.is_some() || !self.name.is_none() && is_in_video && self.x_min.is_none() {
            Some(ItemKind::Frame)
        } else if !self.image_id.is_none() && has_mask {
            Some(ItemKind::Result)
        } else if !self.x_min.is_none() || !self.x.is_none() && !self.width.is_none() {
            Some(ItemKind::Flat)
        } else {
            None
        }
    }

    /// The name of the video of a frame; empty if it states none.
    pub(super) fn video(&self) -> String {
        if let Loose::Text(name) = &self.video_name { name.to_string() } else { String::new() }
    }

    /// The identity. `None` if what stands there can be none.
    pub(super) fn id(&self) -> Option<FoundId<'_>> {
        let ids = [&self.tracker_id, &self.track_id, &self.instance_id, &self.object_id, &self.id];
        first(&ids).map_or(Some(FoundId::None), Loose::id)
    }

    /// The class: a name rather than a number.
    pub(super) fn class(&self) -> FoundClass<'_> {
        let values = [&self.class_name, &self.class, &self.label, &self.category, &self.class_id];
        let named = values.iter().map(|value| value.class()).find(|class| matches!(class, FoundClass::Name(_)));
        named.or_else(|| first(&values).map(Loose::class)).unwrap_or_default()
    }

    /// The confidence.
    pub(super) fn score(&self) -> Option<f64> {
        [&self.score, &self.confidence, &self.conf].into_iter().find_map(Loose::number)
    }
}

/// A label of a frame of Scalabel.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Label<'a> {
    #[serde(borrow)]
    id: Loose<'a>,
    #[serde(borrow)]
    category: Loose<'a>,
    #[serde(borrow)]
    score: Loose<'a>,
    #[serde(borrow)]
    box2d: Element<Corners<'a>>,
    #[serde(borrow)]
    poly2d: Loose<'a>,
    #[serde(borrow)]
    box3d: Loose<'a>,
    #[serde(borrow)]
    rle: Loose<'a>,
    #[serde(borrow)]
    attributes: Element<Attributes<'a>>,
}

/// The attributes of a label that boxes do not have.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Attributes<'a> {
    #[serde(borrow, alias = "Occluded")]
    occluded: Loose<'a>,
    #[serde(borrow, alias = "Truncated")]
    truncated: Loose<'a>,
    #[serde(borrow, alias = "Crowd")]
    crowd: Loose<'a>,
}

/// The corners of a label.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Corners<'a> {
    #[serde(borrow)]
    x1: Loose<'a>,
    #[serde(borrow)]
    y1: Loose<'a>,
    #[serde(borrow)]
    x2: Loose<'a>,
    #[serde(borrow)]
    y2: Loose<'a>,
}

impl Label<'_> {
    /// What it has that a box does not have.
    pub(super) fn lost(&self) -> Vec<&'static str> {
        let mut lost = Vec::new();
        let has_box = self.box2d.object().is_some();
        let shapes = [(POLYGONS, &self.poly2d), ("masks", &self.rle)];
        lost.extend(shapes.iter().filter(|(_, shape)| has_box && !shape.is_none()).map(|(name, _)| *name));
        if let Some(attributes) = self.attributes.object() {
            let flags = [
                ("occluded", &attributes.occluded),
                ("truncated", &attributes.truncated),
                ("crowd", &attributes.crowd),
            ];
            lost.extend(flags.iter().filter(|(_, value)| value.is_yes()).map(|(name, _)| *name));
        }
        lost
    }

    /// Its box, or why it has none.
    pub(super) fn found(&self, frame: u32) -> Result<FoundBox<'_>, String> {
        let corners = self.box2d.object().ok_or_else(|| {
            let others = [("poly2d", &self.poly2d), ("rle", &self.rle), ("box3d", &self.box3d)];
            match others.iter().find(|(_, value)| !value.is_none()) {
                Some((name, _)) => format!("it has {name} and no box2d"),
                None => "it has no box2d".to_owned(),
            }
        })?;
        let number =
            |name, value: &Loose<'_>| value.number().ok_or_else(|| format!("bad box: {name} is {}", value.told()));
        let (left, top) = (number("x1", &corners.x1)?, number("y1", &corners.y1)?);
        let (right, bottom) = (number("x2", &corners.x2)?, number("y2", &corners.y2)?);
        let id = self.id.id().ok_or_else(|| format!("bad id: id is {}", self.id.told()))?;
        let (class, confidence) = (self.category.class(), self.score.number());
        let (width, height) = (right - left, bottom - top);
        Ok(FoundBox { frame, id, left, top, width, height, confidence, class, ..FoundBox::default() })
    }
}

/// The first value that is there.
pub(super) fn first<'v, 'a>(values: &[&'v Loose<'a>]) -> Option<&'v Loose<'a>> {
    values.iter().copied().find(|value| !value.is_none())
}

/// A value that is there, even if it is null.
fn present<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'a RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}
