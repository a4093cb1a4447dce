//! COCO annotations, and what video data sets add to them: `CocoVID` and TAO.
//!
//! Sources: the format of COCO (`cocodataset.org/#format-data`: `bbox` is left, top, width, height from 0; masks are polygons
//! or run-length codes), `mmtracking` (`video_id` and `frame_id` of images, `instance_id` of annotations), TAO (`video_id`
//! and `frame_index` of images, `track_id` of annotations), and the COCO export of CVAT (`attributes` with `track_id` and
//! `rotation`).

mod images;
mod items;

use rustc_hash::FxHashMap;
use serde::de::DeserializeSeed as _;
use serde_json::value::RawValue;

use self::images::Images;
pub(super) use self::items::lost_shape;
use self::items::{Annotation, Category, Image, Video};
use super::each::Each;
use super::loose::{Element, Loose, Sides};
use super::segmentation;
use crate::mot::archive::member::Member;
use crate::mot::error::OpenReason;
use crate::mot::foreign::found_box::{FoundBox, FoundClass, FoundId};
use crate::mot::foreign::places::PlaceForm;
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::row::MAX_FRAME;

/// How many bytes at the end of a document are searched for categories.
const FORESEEN: usize = 1 << 20;

/// The tables of a document.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each says of one list whether it was met")]
pub(super) struct Coco {
    images: Images,
    /// The name of each category.
    categories: FxHashMap<i64, Box<str>>,
    /// The name of each video by its id.
    videos: FxHashMap<String, String>,
    has_images: bool,
    has_categories: bool,
    has_videos: bool,
    /// The video whose boxes are read: its place among those of the images. `None` before it is settled.
    chosen: Option<usize>,
    is_settled: bool,
    /// The address of the list of categories that was read before its turn.
    foreseen: Option<usize>,
}

impl Coco {
    /// Adds an image.
    pub(super) fn image(&mut self, at: usize, image: &Element<Image<'_>>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        self.has_images = true;
        match image.object() {
            Some(image) => self.images.add(image),
            None => out.reject(None, || format!("images[{at}]: it is no object")),
        }
        out.check_cancelled()
    }

    /// Adds a category.
    #[allow(clippy::unnecessary_wraps, reason = "as the other lists")]
    fn category(&mut self, category: &Element<Category<'_>>) -> Result<(), Halted> {
        self.has_categories = true;
        if let Some(category) = category.object()
            && let (Some(id), Loose::Text(name)) = (category.id.whole(), &category.name)
        {
            self.categories.insert(id, name.as_ref().into());
        }
        Ok(())
    }

    /// Adds a video.
    #[allow(clippy::unnecessary_wraps, reason = "as the other lists")]
    pub(super) fn video(&mut self, video: &Element<Video<'_>>) -> Result<(), Halted> {
        self.has_videos = true;
        if let Some(video) = video.object() {
            let name = [&video.name, &video.file_name].into_iter().find_map(|name| match name {
                Loose::Text(name) => Some(name.to_string()),
                _ => None,
            });
            if let Some(name) = name {
                self.videos.insert(images::key(&video.id), name);
            }
        }
        Ok(())
    }

    /// Reads the categories at the end of the document, where COCO itself writes them, so that annotations need not be skipped
    /// and read later. Whether that was the right place is known when its turn comes.
    pub(super) fn foresee_categories(&mut self, text: &[u8], out: &BoxSink<'_>) {
        let is_only_lack = self.has_images && !self.has_categories && (self.has_videos || self.images.videos() <= 1);
        if out.is_careful() || !is_only_lack {
            return;
        }
        let end = &text[text.len().saturating_sub(FORESEEN)..];
        let Some(at) = memchr::memmem::rfind(end, b"\"categories\"") else { return };
        let after = end[at + b"\"categories\"".len()..].trim_ascii_start();
        let Some(list) = after.strip_prefix(b":").map(<[u8]>::trim_ascii_start) else { return };
        let each = Each::new(|_, category: Element<Category<'_>>| self.category(&category));
        if list.starts_with(b"[") && each.deserialize(&mut serde_json::Deserializer::from_slice(list)).is_ok() {
            self.has_categories = true;
            self.foreseen = Some(list.as_ptr().addr());
        } else {
            self.categories.clear();
            self.has_categories = false;
        }
    }

    /// Reads the list of categories when its turn comes.
    pub(super) fn categories(&mut self, list: &RawValue, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        if let Some(foreseen) = self.foreseen.take() {
            return if foreseen == list.get().as_ptr().addr() { Ok(()) } else { out.again_carefully() };
        }
        let each = Each::new(|_, category: Element<Category<'_>>| self.category(&category));
        // The list was read before, so its syntax is right.
        let _ = each.deserialize(&mut serde_json::Deserializer::from_str(list.get()));
        Ok(())
    }

    /// Whether all is known that annotations need.
    pub(super) fn is_ready(&self) -> bool {
        self.has_images && self.has_categories && (self.has_videos || self.images.videos() <= 1)
    }

    /// Decides which video is read, and the frame number of each image.
    pub(super) fn settle(&mut self, wanted: Option<&str>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        if std::mem::replace(&mut self.is_settled, true) {
            return Ok(());
        }
        let names = self.images.names(&self.videos);
        self.chosen = match wanted {
            None => (names.len() <= 1).then_some(0),
            Some(wanted) => names.iter().position(|name| name == wanted),
        };
        if self.chosen.is_none() {
            let shown = |name: String| Member {
                name: name.replace(char::is_control, "\u{fffd}"),
                bytes: None,
                may_have_boxes: true,
            };
            let members = names.into_iter().map(shown).collect();
            return Err(out.fail(match wanted {
                None => OpenReason::ChooseMember(members),
                Some(wanted) => OpenReason::NoMember { name: wanted.to_owned(), members },
            }));
        }
        out.set_places(PlaceForm::Item("annotations"));
        if let Some(wanted) = wanted {
            out.set_member(wanted, names.len() > 1);
        }
        out.size = self.images.size(self.chosen.unwrap_or_default());
        let remark = if self.has_images {
            self.images.number(self.chosen.unwrap_or_default())
        } else {
            Some("it has no list of images, so image_id is the frame number".to_owned())
        };
        remark.into_iter().for_each(|remark| out.remark(remark));
        Ok(())
    }

    /// Hands the box of an annotation to `out`.
    #[allow(clippy::needless_pass_by_value, reason = "as the list gives it")]
    pub(super) fn annotation(
        &mut self,
        at: usize,
        annotation: Element<Annotation<'_>>,
        out: &mut BoxSink<'_>,
    ) -> Result<(), Halted> {
        let Some(annotation) = annotation.object() else {
            out.reject(None, || format!("annotations[{at}]: it is no object"));
            return out.check_cancelled();
        };
        let frame = match (self.images.find(&annotation.image_id), self.has_images) {
            (Some(image), _) if Some(image.video) != self.chosen => return out.check_cancelled(),
            (Some(image), _) => Some(image.frame).filter(|frame| *frame <= MAX_FRAME),
            (None, false) => annotation.image_id.frame(),
            (None, true) => {
                let id = annotation.image_id.told();
                out.reject(None, || format!("annotations[{at}]: there is no image with the id {id}"));
                return out.check_cancelled();
            }
        };
        let Some(frame) = frame else {
            let id = annotation.image_id.told();
            out.reject(None, || format!("annotations[{at}]: bad frame: image_id is {id}"));
            return out.check_cancelled();
        };
        let mask = segmentation::mask(annotation.segmentation);
        match self.box_of(annotation, frame) {
            Ok(found) => {
                let occluded = annotation.attributes.object().is_some_and(|attributes| attributes.occluded.is_yes());
                let has_box = annotation.bbox != Sides::Absent;
                let shape = lost_shape(annotation.segmentation, has_box).filter(|_| mask.is_none());
                out.lose_if(shape.is_some(), shape.unwrap_or_default());
                out.lose_if(annotation.keypoints == Loose::List, "keypoints");
                out.lose_if(annotation.iscrowd.is_yes(), "iscrowd");
                out.lose_if(occluded, "occluded");
                out.at(0, at);
                out.push(&FoundBox { mask: mask.as_ref(), ..found }, || format!("annotations[{at}]"))
            }
            Err(why) => {
                out.reject(Some(frame), || format!("annotations[{at}]: {why}"));
                out.check_cancelled()
            }
        }
    }

    /// The box of an annotation, or why there is none.
    fn box_of<'b>(&'b self, annotation: &'b Annotation<'_>, frame: u32) -> Result<FoundBox<'b>, String> {
        let [left, top, width, height] = match annotation.bbox {
            Sides::Four(sides) => sides,
            Sides::Other => return Err("bad box: bbox is not a list of four numbers".to_owned()),
            Sides::Absent => segmentation::bounds(annotation.segmentation)?,
        };
        let attributes = annotation.attributes.object();
        let ids = [&annotation.track_id, &annotation.instance_id, &annotation.object_id].into_iter();
        let id = ids.chain(attributes.map(|attributes| &attributes.track_id)).find(|id| !id.is_none());
        let id = match id {
            None => FoundId::None,
            Some(id) => id.id().ok_or_else(|| format!("bad id: track_id is {}", id.told()))?,
        };
        let scores = [&annotation.score, &annotation.confidence, &annotation.conf];
        let class = match annotation.category_id.whole().and_then(|number| self.categories.get(&number)) {
            Some(name) => FoundClass::Name(name),
            None => annotation.category_id.class(),
        };
        let share = |value: f64| (0.0..=1.0).contains(&value);
        Ok(FoundBox {
            frame,
            id,
            left,
            top,
            width,
            height,
            rotation: attributes.and_then(|attributes| attributes.rotation.number()).unwrap_or_default(),
            confidence: scores.into_iter().find_map(Loose::number),
            class,
            visibility: annotation.visibility.number().filter(|&value| share(value)),
            mask: None,
        })
    }

    /// After the whole document is read.
    pub(super) fn finish(mut self, wanted: Option<&str>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        if self.foreseen.is_some() {
            return out.again_carefully();
        }
        self.settle(wanted, out)
    }
}
