//! Writes CVAT XML for a video, version 1.1: every box is a keyframe. Boxes without id are written as boxes of images.

use std::collections::HashMap;
use std::io::Write;

use quick_xml::escape::escape;

use super::boxes::Input;
use super::change::BoxesError;
use super::lost::Lost;
use crate::mot::{Detection, TrackId};

/// The label of boxes without a class: CVAT has no box without label.
const NO_CLASS: &str = "object";

/// A box as it is kept until all boxes of its track are known.
struct Kept {
    id: Option<TrackId>,
    frame: u32,
    /// The place of its class in the list of labels.
    label: usize,
    sides: [f64; 4],
    rotation: f64,
    confidence: Option<f64>,
    visibility: Option<f64>,
}

pub(super) fn write(out: &mut impl Write, input: &Input<'_>, lost: &mut Lost) -> Result<(), BoxesError> {
    let (mut labels, mut places): (Vec<String>, HashMap<String, usize>) = (Vec::new(), HashMap::new());
    let mut boxes: Vec<Kept> = Vec::with_capacity(usize::try_from(input.summary.rows).unwrap_or_default());
    input.for_each(lost, |frame, detection, lost| {
        let class = input.class(detection).unwrap_or_else(|| NO_CLASS.to_owned());
        let next = labels.len();
        let label = *places.entry(class).or_insert_with_key(|class| {
            labels.push(class.clone());
            next
        });
        let (sides, rotation) = turned(detection).unwrap_or_else(|| {
            lost.lose_corners();
            ([detection.left, detection.top, detection.width, detection.height], 0.0)
        });
        let visibility = input.visibility(detection);
        boxes.push(Kept {
            id: detection.id,
            frame,
            label,
            sides,
            rotation,
            confidence: detection.confidence,
            visibility,
        });
        Ok(())
    })?;
    // Stable: of two boxes of a track in one frame, the first one of the file is written.
    boxes.sort_by_key(|kept| (kept.id, kept.frame));
    let final_frame = boxes.iter().map(|kept| kept.frame).max().unwrap_or_default();
    head(out, &input.source.name, &labels, final_frame)?;
    let (images, tracks) = boxes.split_at(boxes.partition_point(|kept| kept.id.is_none()));
    for image in images.chunk_by(|one, next| one.frame == next.frame) {
        let frame = image[0].frame;
        writeln!(out, "  <image id=\"{frame}\" name=\"frame_{frame:06}\">")?;
        image.iter().try_for_each(|kept| image_box(out, kept, &labels[kept.label]))?;
        writeln!(out, "  </image>")?;
    }
    for track in tracks.chunk_by(|one, next| one.id == next.id) {
        write_track(out, track, &labels, final_frame, lost)?;
    }
    writeln!(out, "</annotations>")?;
    Ok(())
}

fn head(out: &mut impl Write, name: &str, labels: &[String], final_frame: u32) -> Result<(), BoxesError> {
    let name = escape(name);
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations>\n  <version>1.1</version>\n  <meta>\n    <task>"
    )?;
    writeln!(
        out,
        "      <name>{name}</name>\n      <size>{}</size>\n      <mode>interpolation</mode>",
        u64::from(final_frame) + 1
    )?;
    writeln!(out, "      <start_frame>0</start_frame>\n      <stop_frame>{final_frame}</stop_frame>\n      <labels>")?;
    for label in labels {
        writeln!(out, "        <label><name>{}</name></label>", escape(label.as_str()))?;
    }
    writeln!(out, "      </labels>\n    </task>\n  </meta>")?;
    Ok(())
}

/// Writes a track. After each of its stretches without a gap, a box that is outside ends it, so that CVAT does not fill the
/// gap.
fn write_track(
    out: &mut impl Write,
    track: &[Kept],
    labels: &[String],
    final_frame: u32,
    lost: &mut Lost,
) -> Result<(), BoxesError> {
    let mut counts = vec![0_u64; labels.len()];
    track.iter().for_each(|kept| counts[kept.label] += 1);
    let usual = (0..counts.len()).rev().max_by_key(|&label| counts[label]).unwrap_or_default();
    let id = track[0].id.map(|id| id.0).unwrap_or_default();
    writeln!(out, "  <track id=\"{id}\" label=\"{}\" source=\"file\">", escape(labels[usual].as_str()))?;
    let firsts: Vec<&Kept> = track.chunk_by(|one, next| one.frame == next.frame).map(|same| &same[0]).collect();
    (firsts.len()..track.len()).for_each(|_| lost.lose_duplicate());
    for (at, kept) in firsts.iter().enumerate() {
        if kept.label != usual {
            lost.lose_class();
        }
        track_box(out, kept, kept.frame, false)?;
        let next = firsts.get(at + 1).map(|next| next.frame);
        if next.map_or(kept.frame < final_frame, |next| next > kept.frame + 1) {
            track_box(out, kept, kept.frame + 1, true)?;
        }
    }
    writeln!(out, "  </track>")?;
    Ok(())
}

fn track_box(out: &mut impl Write, kept: &Kept, frame: u32, is_outside: bool) -> Result<(), BoxesError> {
    let outside = u32::from(is_outside);
    write!(out, "    <box frame=\"{frame}\" keyframe=\"1\" outside=\"{outside}\" occluded=\"0\" ")?;
    rest_of_box(out, kept, !is_outside)
}

fn image_box(out: &mut impl Write, kept: &Kept, label: &str) -> Result<(), BoxesError> {
    write!(out, "    <box label=\"{}\" source=\"file\" occluded=\"0\" ", escape(label))?;
    rest_of_box(out, kept, true)
}

fn rest_of_box(out: &mut impl Write, kept: &Kept, has_attributes: bool) -> Result<(), BoxesError> {
    let [left, top, width, height] = kept.sides;
    write!(out, "xtl=\"{left}\" ytl=\"{top}\" xbr=\"{}\" ybr=\"{}\" ", left + width, top + height)?;
    if kept.rotation != 0.0 {
        write!(out, "rotation=\"{}\" ", kept.rotation)?;
    }
    write!(out, "z_order=\"0\"")?;
    let attributes = [("confidence", kept.confidence), ("visibility", kept.visibility)];
    let mut attributes = attributes.iter().filter_map(|(name, value)| Some((name, (*value)?))).peekable();
    if !has_attributes || attributes.peek().is_none() {
        writeln!(out, "/>")?;
        return Ok(());
    }
    write!(out, ">")?;
    for (name, value) in attributes {
        write!(out, "<attribute name=\"{name}\">{value}</attribute>")?;
    }
    writeln!(out, "</box>")?;
    Ok(())
}

/// The box before it was turned, and by how many degrees clockwise it was. `None` if the corners are no rectangle.
fn turned(detection: &Detection) -> Option<([f64; 4], f64)> {
    let Some([first, second, third, fourth]) = detection.corners() else {
        return Some(([detection.left, detection.top, detection.width, detection.height], 0.0));
    };
    let from_first = |(x, y): (f64, f64)| (x - first.0, y - first.1);
    let (across, down) = (from_first(second), from_first(fourth));
    let (width, height) = (across.0.hypot(across.1), down.0.hypot(down.1));
    let opposite = (first.0 + across.0 + down.0 - third.0, first.1 + across.1 + down.1 - third.1);
    let tolerance = 1e-6 * (1.0 + width + height);
    let product = across.0 * down.0 + across.1 * down.1;
    // The corners must follow each other clockwise.
    let turn = across.0 * down.1 - across.1 * down.0;
    if opposite.0.hypot(opposite.1) > tolerance || product.abs() > tolerance * (width + height) || turn <= 0.0 {
        return None;
    }
    let (x, y) = (f64::midpoint(first.0, third.0), f64::midpoint(first.1, third.1));
    let rotation = across.1.atan2(across.0).to_degrees().rem_euclid(360.0);
    Some(([x - width / 2.0, y - height / 2.0, width, height], rotation))
}
