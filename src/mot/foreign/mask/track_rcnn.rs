//! Detections of Track R-CNN: `frame x y width height score class height width mask` and numbers of its appearance, with
//! blanks between them.
//!
//! Source: the detections that come with Track R-CNN and `mots_tools`. Some copies have the right bottom corner in place of
//! width and height. The first mask decides, as its bounds must agree with its box.

use super::classes::class_name;
use super::rle;
use crate::mot::foreign::found_box::{FoundBox, FoundClass};
use crate::mot::foreign::kind::SourceKind;
use crate::mot::foreign::places::PlaceForm;
use crate::mot::foreign::reader::Reader;
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::foreign::syntax::{self, field, number_at, rows, whole_at};
use crate::mot::mask::MaskGrid;

/// Reads detections of Track R-CNN.
pub(in crate::mot::foreign) struct TrackRcnnReader;

impl Reader for TrackRcnnReader {
    fn recognises(&self, text: &[u8]) -> bool {
        rows(text).next().is_some_and(|(_, line)| is_detection(line))
    }

    fn kind(&self) -> SourceKind {
        SourceKind::TRACK_RCNN
    }

    fn read(&self, text: &[u8], _: Option<&str>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        let has_corners = rows(text).next().is_some_and(|(_, line)| has_corners(line));
        out.set_places(PlaceForm::Line);
        if has_corners {
            out.remark("columns 4 and 5 are the right bottom corner, as the first mask shows");
        }
        for (line, text) in rows(text) {
            match detection(text, has_corners) {
                Ok((found, class)) => {
                    syntax::tell_size(text, (8, 7), &mut out.size);
                    let (name, mask) = (class_name(class), mask(text));
                    let found = FoundBox { class: FoundClass::Name(&name), mask: mask.as_ref(), ..found };
                    out.at(0, line);
                    out.push(&found, || format!("line {line}"))?;
                }
                Err(why) => out.reject(None, || format!("line {line}: {why}")),
            }
            out.check_cancelled()?;
        }
        Ok(())
    }
}

/// Whether a line is a detection with a mask that fits its size. A number such as 1e10 can look like a mask.
fn is_detection(line: &[u8]) -> bool {
    let are_numbers = (0..9).all(|at| number_at(line, at).is_some()) && number_at(line, 9).is_none();
    let has_mask = || {
        let (height, width) = (whole_at(line, 7, "").ok()?, whole_at(line, 8, "").ok()?);
        rle::bounds(field(line, 9)?, width, height).ok()
    };
    are_numbers && [0, 6].iter().all(|&at| whole_at(line, at, "").is_ok()) && has_mask().is_some()
}

/// Whether columns 4 and 5 of a line agree better with the mask as its right bottom corner than as width and height.
fn has_corners(line: &[u8]) -> bool {
    let agrees = || {
        let (height, width) = (whole_at(line, 7, "").ok()?, whole_at(line, 8, "").ok()?);
        let [left, top, mask_width, mask_height] = rle::bounds(field(line, 9)?, width, height).ok()?;
        let (fourth, fifth) = (number_at(line, 3)?, number_at(line, 4)?);
        let as_corner = (fourth - left - mask_width).abs() + (fifth - top - mask_height).abs();
        let as_size = (fourth - mask_width).abs() + (fifth - mask_height).abs();
        Some(as_corner < as_size)
    };
    agrees().unwrap_or(false)
}

/// The mask in a line, if it can be read. The box counts without it.
fn mask(line: &[u8]) -> Option<MaskGrid> {
    let (height, width) = (whole_at(line, 7, "").ok()?, whole_at(line, 8, "").ok()?);
    let code = field(line, 9)?;
    rle::mask(code, height, rle::bounds(code, width, height).ok()?).ok()
}

/// The box in a line, and its class.
fn detection(line: &[u8], has_corners: bool) -> Result<(FoundBox<'static>, u64), String> {
    let frame = whole_at(line, 0, "frame")?;
    let frame = u32::try_from(frame).map_err(|_| format!("bad frame: frame is {frame}"))?;
    let number = |at: usize| {
        let name = ["frame", "left", "top", "column 4", "column 5", "score"][at];
        number_at(line, at).ok_or_else(|| format!("bad box: {name} is no number"))
    };
    let (left, top, fourth, fifth) = (number(1)?, number(2)?, number(3)?, number(4)?);
    let (width, height) = if has_corners { (fourth - left, fifth - top) } else { (fourth, fifth) };
    let class = whole_at(line, 6, "class")?;
    Ok((FoundBox { frame, left, top, width, height, confidence: number_at(line, 5), ..FoundBox::default() }, class))
}
