//! CVAT annotations, version 1.1: of a video (`track` with boxes at some frames) and of pictures (`image` with boxes).
//!
//! Source: `docs.cvat.ai/docs/other/xml_format`, and `TrackManager.interpolate` and `dump_as_cvat_interpolation` of CVAT
//! (`cvat/apps/dataset_manager`). Corners are `xtl`, `ytl`, `xbr`, `ybr`; `rotation` is in degrees, clockwise around the
//! centre. Between two boxes of a track CVAT moves the corners evenly, and the angle on its shorter way. A box with
//! `outside` is not shown, and nothing is shown after it until the next box. The last box of a track stays until the last
//! frame of the task, if it is not outside.

mod interpolation;
mod tasks;

use self::interpolation::{Shape, Track};
use self::tasks::Tasks;
use super::elements::{Elements, Piece, Tag};
use crate::mot::foreign::found_box::{FoundBox, FoundClass};
use crate::mot::foreign::kind::SourceKind;
use crate::mot::foreign::places::PlaceForm;
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::foreign::videos::Videos;
use crate::mot::number;
use crate::mot::row::excerpt;

/// Elements that stand where boxes do.
const OTHER_SHAPES: [&[u8]; 7] = [b"polygon", b"polyline", b"points", b"ellipse", b"cuboid", b"mask", b"skeleton"];

/// What the box that is being read belongs to.
enum Owner {
    Nothing,
    Track(Track),
    Image(Result<u32, String>),
}

/// Where the reader is.
struct State<'w> {
    tasks: Tasks,
    videos: Videos<'w>,
    owner: Owner,
    /// The box that is being read, and its label.
    shape: Option<(Result<Shape, String>, String)>,
    /// The name of the attribute whose value is being read.
    attribute: Option<String>,
    /// Points inside a skeleton are parts of it.
    is_in_skeleton: bool,
    images: u64,
    /// How many tracks were continued to the last frame.
    continued: u64,
}

/// Reads the content of the element `annotations`.
pub(super) fn read(elements: &mut Elements<'_>, wanted: Option<&str>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
    out.set_kind(SourceKind::CVAT);
    out.set_places(PlaceForm::Track);
    let mut state = State {
        tasks: Tasks::default(),
        videos: Videos::new(wanted),
        owner: Owner::Nothing,
        shape: None,
        attribute: None,
        is_in_skeleton: false,
        images: 0,
        continued: 0,
    };
    loop {
        match elements.next(out)? {
            Piece::Open(tag) if tag.name() == b"meta" => state.tasks.read(elements, out)?,
            Piece::Open(tag) => state.open(&tag, out)?,
            Piece::Text(text) => state.text(&text),
            Piece::Close(name) if name == b"annotations" => break,
            Piece::Close(name) => state.close(&name, out)?,
            Piece::End => break,
        }
    }
    if state.images > 0 {
        out.remark("frame numbers are the ids of the images");
    }
    if state.continued > 0 {
        let tracks = if state.continued == 1 { "track stays" } else { "tracks stay" };
        out.remark(format!("{} {tracks} until the last frame, as CVAT shows them", state.continued));
    }
    state.videos.settle(out)
}

impl State<'_> {
    fn open(&mut self, tag: &Tag<'_>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        match tag.name() {
            b"track" => {
                let (id, label) = (tag.text("id").unwrap_or_default(), tag.text("label").unwrap_or_default());
                self.owner = Owner::Track(Track::new(id, label, tag.text("task_id")));
            }
            b"image" => {
                self.images += 1;
                let side = |name| number::parse(tag.raw(name)?.trim_ascii());
                if let (Some(width), Some(height)) = (side("width"), side("height")) {
                    out.size.add(width, height);
                }
                self.owner = Owner::Image(tag.frame("id"));
            }
            b"box" if !self.is_in_skeleton => {
                let shape = match &self.owner {
                    Owner::Nothing => return Ok(()),
                    Owner::Track(_) => tag.frame("frame").and_then(|frame| shape(tag, frame)),
                    Owner::Image(frame) => frame.clone().and_then(|frame| shape(tag, frame)),
                };
                out.lose_if(
                    tag.raw("occluded").is_some_and(|occluded| matches!(&*occluded, b"1" | b"true" | b"True")),
                    "occluded",
                );
                self.shape = Some((shape, tag.text("label").unwrap_or_default()));
            }
            b"attribute" if self.shape.is_some() => {
                self.attribute = tag.text("name");
                let is_read =
                    self.attribute.as_deref().is_some_and(|name| matches!(name, "confidence" | "score" | "visibility"));
                out.lose_if(!is_read, "attributes");
            }
            name if OTHER_SHAPES.contains(&name) && !self.is_in_skeleton => {
                self.is_in_skeleton = name == b"skeleton";
                let kind = String::from_utf8_lossy(name).into_owned();
                let frame = match &self.owner {
                    Owner::Nothing => return Ok(()),
                    Owner::Track(_) => tag.frame("frame").ok(),
                    Owner::Image(frame) => frame.clone().ok(),
                };
                out.reject(frame, || format!("{}: a {kind} is no box", self.place(frame)));
            }
            _ => {}
        }
        out.check_cancelled()
    }

    fn text(&mut self, text: &[u8]) {
        let Some((Ok(shape), _)) = &mut self.shape else { return };
        let value = || number::parse(text.trim_ascii()).filter(|value| value.is_finite());
        match self.attribute.as_deref() {
            Some("confidence" | "score") => shape.confidence = value().or(shape.confidence),
            Some("visibility") => shape.visibility = value().or(shape.visibility),
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8], out: &mut BoxSink<'_>) -> Result<(), Halted> {
        match name {
            b"attribute" => self.attribute = None,
            b"skeleton" => self.is_in_skeleton = false,
            b"box" => {
                if let Some((shape, label)) = self.shape.take() {
                    self.end_of_box(shape, &label, out)?;
                }
            }
            b"track" => {
                if let Owner::Track(track) = std::mem::replace(&mut self.owner, Owner::Nothing) {
                    let video = track.task.as_ref().map_or_else(String::new, |task| self.tasks.name(task));
                    if self.videos.admits(&video) {
                        self.tasks.tell_size(track.task.as_deref(), &mut out.size);
                        self.continued += u64::from(track.hand_over(self.tasks.frames(track.task.as_deref()), out)?);
                    }
                }
            }
            b"image" => self.owner = Owner::Nothing,
            _ => {}
        }
        Ok(())
    }

    /// Takes a box that was read to its end.
    fn end_of_box(&mut self, shape: Result<Shape, String>, label: &str, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        match (shape, &mut self.owner) {
            (Ok(shape), Owner::Track(track)) => track.shapes.push(shape),
            (Ok(shape), Owner::Image(_)) => {
                let class = if label.is_empty() { FoundClass::None } else { FoundClass::Name(label) };
                let found = FoundBox { class, ..shape.found() };
                out.at_image(shape.frame);
                return out.push(&found, || self.place(Some(shape.frame)));
            }
            (Ok(_), Owner::Nothing) => {}
            (Err(why), _) => out.reject(None, || format!("{}: {why}", self.place(None))),
        }
        Ok(())
    }

    /// Where the reader is, for messages.
    fn place(&self, frame: Option<u32>) -> String {
        let frame = frame.map_or_else(String::new, |frame| format!(" at frame {frame}"));
        match &self.owner {
            Owner::Nothing => "annotations".to_owned(),
            Owner::Track(track) => format!("track {}{frame}", track.shown_id()),
            Owner::Image(Ok(id)) => format!("image {id}"),
            Owner::Image(Err(_)) => "image".to_owned(),
        }
    }
}

/// The box that a tag describes.
fn shape(tag: &Tag<'_>, frame: u32) -> Result<Shape, String> {
    let corners = [tag.number("xtl")?, tag.number("ytl")?, tag.number("xbr")?, tag.number("ybr")?];
    if !corners.iter().all(|side| side.is_finite()) {
        return Err("non-finite box: a corner is infinite".to_owned());
    }
    let rotation = match tag.raw("rotation") {
        None => 0.0,
        Some(raw) => number::parse(raw.trim_ascii())
            .filter(|angle| angle.is_finite())
            .ok_or_else(|| format!("bad box: rotation is {}", excerpt(&raw)))?,
    };
    let is_outside = tag.raw("outside").is_some_and(|outside| matches!(&*outside, b"1" | b"true" | b"True"));
    Ok(Shape { frame, corners, rotation, is_outside, confidence: None, visibility: None })
}
