//! Objects with a box each, as the JSON sink of supervision writes them.

use super::items::{Item, first};
use crate::mot::foreign::found_box::FoundBox;
use crate::mot::foreign::json::loose::Loose;

/// The box of an object. Otherwise its frame, if that is known, and the reason.
pub(super) fn found<'i>(item: &'i Item<'_>) -> Result<FoundBox<'i>, (Option<u32>, String)> {
    let frames = [&item.frame_number, &item.frame, &item.frame_id, &item.frame_index, &item.frame_idx, &item.frame_no];
    let stated = first(&frames).ok_or_else(|| {
        let names = "frame_number, frame, frame_id, frame_index, frame_idx or frame_no";
        (None, format!("it has no frame number: none of its fields is {names}"))
    })?;
    let frame = stated.frame().ok_or_else(|| (None, format!("bad frame: frame is {}", stated.told())))?;
    let failed = |why| (Some(frame), why);
    let number = |name: &str, value: &Loose<'_>| {
        value.number().ok_or_else(|| failed(format!("bad box: {name} is {}", value.told())))
    };
    let (left, top) = if item.x_min.is_none() {
        (number("x", &item.x)?, number("y", &item.y)?)
    } else {
        (number("its left (x_min, x1, left)", &item.x_min)?, number("its top (y_min, y1, top)", &item.y_min)?)
    };
    let (width, height) = if item.x_max.is_none() {
        (number("width", &item.width)?, number("height", &item.height)?)
    } else {
        let right = number("its right (x_max, x2, right)", &item.x_max)?;
        let bottom = number("its bottom (y_max, y2, bottom)", &item.y_max)?;
        (right - left, bottom - top)
    };
    let id = item.id().ok_or_else(|| failed("bad id: it is no whole number".to_owned()))?;
    let (class, confidence) = (item.class(), item.score());
    Ok(FoundBox { frame, id, left, top, width, height, confidence, class, ..FoundBox::default() })
}
