//! Rows of KITTI tracking.

use super::error::RowError;
use super::fields::{coordinates, finite, identity_of, is_one_line};
use crate::mot::detection::{Columns, Detection, KittiFields};
use crate::mot::format::Format;
use crate::mot::line::{self, Separator};

/// Reads a row of KITTI tracking. Angles and the box in space are counted as columns, not kept.
pub(in crate::mot) fn kitti(line: &[u8], offset: u64) -> Result<(u32, Detection), RowError> {
    is_one_line(line)?;
    let (count, mut fields) = line::columns(line, Separator::of(line));
    let (frame, id) = identity_of(Format::Kitti, count, &mut fields)?;
    let class = fields.next().unwrap_or_default();
    // A field that is no number says nothing, as −1 does.
    let mut grade = || fields.next().and_then(finite).unwrap_or(-1.0);
    let (truncation, occlusion) = (grade(), grade());
    let [left, top, right, bottom] = coordinates(fields.by_ref().skip(1), 7)?;
    let mut columns = Columns::new();
    columns.set_count(u32::try_from(count).unwrap_or(u32::MAX));
    if !class.is_empty() {
        columns.set_name(class);
    }
    columns.set_kitti(KittiFields { truncation, occlusion, right, bottom });
    // Columns 11 to 17 are skipped.
    let confidence = fields.nth(7).and_then(finite);
    let (width, height) = (right - left, bottom - top);
    Ok((frame, Detection { id, left, top, width, height, confidence, columns, offset }))
}
