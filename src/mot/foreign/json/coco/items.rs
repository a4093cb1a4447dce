//! The objects in the lists of COCO. Fields that are not read are skipped.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::mot::foreign::json::loose::{Element, Loose, Sides};
use crate::mot::foreign::sink::POLYGONS;

/// An element of `images`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::mot::foreign::json) struct Image<'a> {
    #[serde(borrow)]
    pub(super) id: Loose<'a>,
    #[serde(borrow)]
    pub(super) video_id: Loose<'a>,
    /// The name of the video in TAO.
    #[serde(borrow)]
    pub(super) video: Loose<'a>,
    #[serde(borrow)]
    pub(super) frame_id: Loose<'a>,
    #[serde(borrow)]
    pub(super) frame_index: Loose<'a>,
    #[serde(borrow, rename = "frameIndex")]
    pub(super) frame_index_camel: Loose<'a>,
    #[serde(borrow)]
    pub(super) frame_number: Loose<'a>,
    #[serde(borrow)]
    pub(super) frame: Loose<'a>,
    #[serde(borrow)]
    pub(super) width: Loose<'a>,
    #[serde(borrow)]
    pub(super) height: Loose<'a>,
}

impl Image<'_> {
    /// The number of its frame, and the name of the field that has it.
    pub(super) fn frame(&self) -> Option<(u32, &'static str)> {
        let fields = [
            (&self.frame_id, "frame_id"),
            (&self.frame_index, "frame_index"),
            (&self.frame_index_camel, "frameIndex"),
            (&self.frame_number, "frame_number"),
            (&self.frame, "frame"),
        ];
        fields.into_iter().find_map(|(value, name)| value.frame().map(|frame| (frame, name)))
    }
}

/// An element of `videos`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::mot::foreign::json) struct Video<'a> {
    #[serde(borrow)]
    pub(super) id: Loose<'a>,
    #[serde(borrow)]
    pub(super) name: Loose<'a>,
    #[serde(borrow)]
    pub(super) file_name: Loose<'a>,
}

/// An element of `categories`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::mot::foreign::json) struct Category<'a> {
    #[serde(borrow)]
    pub(super) id: Loose<'a>,
    #[serde(borrow)]
    pub(super) name: Loose<'a>,
}

/// An element of `annotations`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::mot::foreign::json) struct Annotation<'a> {
    #[serde(borrow)]
    pub(super) image_id: Loose<'a>,
    #[serde(borrow)]
    pub(super) category_id: Loose<'a>,
    #[serde(borrow)]
    pub(super) track_id: Loose<'a>,
    #[serde(borrow)]
    pub(super) instance_id: Loose<'a>,
    #[serde(borrow)]
    pub(super) object_id: Loose<'a>,
    pub(super) bbox: Sides,
    /// Read only if there is no box: masks have many numbers.
    #[serde(borrow)]
    pub(super) segmentation: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) score: Loose<'a>,
    #[serde(borrow)]
    pub(super) confidence: Loose<'a>,
    #[serde(borrow)]
    pub(super) conf: Loose<'a>,
    #[serde(borrow)]
    pub(super) visibility: Loose<'a>,
    #[serde(borrow)]
    pub(super) iscrowd: Loose<'a>,
    #[serde(borrow)]
    pub(super) keypoints: Loose<'a>,
    #[serde(borrow)]
    pub(super) attributes: Element<Attributes<'a>>,
}

/// The attributes that CVAT writes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::mot::foreign::json) struct Attributes<'a> {
    #[serde(borrow)]
    pub(super) track_id: Loose<'a>,
    #[serde(borrow)]
    pub(super) rotation: Loose<'a>,
    #[serde(borrow)]
    pub(super) occluded: Loose<'a>,
}

/// What a segmentation has that is not drawn, if it is not an empty list. `has_box` says whether the box comes from elsewhere.
pub(in crate::mot::foreign::json) fn lost_shape(
    segmentation: Option<&RawValue>,
    has_box: bool,
) -> Option<&'static str> {
    let text = segmentation?.get();
    let is_empty = text.bytes().all(|byte| matches!(byte, b'[' | b']' | b' ' | b'\n' | b'\t' | b'\r'));
    match text.starts_with('[') {
        _ if is_empty => None,
        true => Some(POLYGONS),
        false => has_box.then_some("masks"),
    }
}
