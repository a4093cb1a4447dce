//! What a row says: identity, bounding box, confidence and further columns.

use std::fmt;
use std::sync::Arc;

use super::line;
use super::mask::Mask;

/// The identity of a track: a whole number from 0 to 2^64 − 1, as the file has it.
///
/// A negative id in a file means "no identity". It never becomes a `TrackId`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackId(pub u64);

impl fmt::Display for TrackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for TrackId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// One row of a MOT file.
///
/// Coordinates are in pixels from the left top corner of the picture. A box may reach beyond the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// Identity; `None` if the id in the file is negative.
    pub id: Option<TrackId>,
    /// Left side of the bounding box.
    pub left: f64,
    /// Top side of the bounding box.
    pub top: f64,
    /// Width of the bounding box; 0 or negative in [degenerate](Self::is_degenerate) rows.
    pub width: f64,
    /// Height of the bounding box; 0 or negative in [degenerate](Self::is_degenerate) rows.
    pub height: f64,
    /// Column 7 (18 in KITTI, 11 in oriented boxes): the confidence. In ground truth it is the flag that says whether
    /// results are judged by this row. Always finite.
    pub confidence: Option<f64>,
    /// Columns 8 and up, without those that belong to the box.
    pub columns: Columns,
    /// Where the row begins, in bytes from the start of the file.
    pub offset: u64,
}

impl Detection {
    /// Whether the box has no area.
    pub fn is_degenerate(&self) -> bool {
        self.width <= 0.0 || self.height <= 0.0
    }

    /// Whether the row has neither width nor height. In a file of points, it is one.
    pub fn is_point(&self) -> bool {
        self.width == 0.0 && self.height == 0.0
    }

    /// Right side of the bounding box.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Bottom side of the bounding box.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Centre of the bounding box: x, y.
    pub fn center(&self) -> (f64, f64) {
        (self.left + self.width / 2.0, self.top + self.height / 2.0)
    }

    /// The four corners of an oriented box, each as x, y, in the order of the file. `None` for all other boxes.
    ///
    /// The bounding box around the corners is in `left`, `top`, `width` and `height`.
    pub fn corners(&self) -> Option<[(f64, f64); 4]> {
        self.columns.rest.as_ref()?.corners
    }

    /// The mask, if the document has masks. It is that of the document, also in a row that was [scaled](Self::scaled).
    pub fn mask(&self) -> Option<Mask> {
        Mask::of_code(self.columns.rest.as_ref()?.mask.as_ref()?)
    }

    /// The row with all coordinates multiplied: x by the first factor, y by the second.
    #[must_use]
    pub fn scaled(&self, x: f64, y: f64) -> Self {
        let mut scaled = self.clone();
        (scaled.left, scaled.width) = (self.left * x, self.width * x);
        (scaled.top, scaled.height) = (self.top * y, self.height * y);
        if let Some(corners) = self.corners() {
            scaled.columns.set_corners(corners.map(|(right, down)| (right * x, down * y)));
        }
        scaled
    }

    /// How many bytes this row takes on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        self.columns.rest.as_ref().map_or(0, |rest| {
            size_of::<Rest>()
                + rest.more.len() * size_of::<f64>()
                + rest.name.as_ref().map_or(0, |name| name.len() + 16)
                + rest.mask.as_ref().map_or(0, |mask| mask.len())
        })
    }
}

/// The optional columns of a row: column 8 and up. A column that holds no finite number reads as `None`.
///
/// The numbers in the first [`MAX_COLUMNS`](Self::MAX_COLUMNS) columns are kept, and a text in column 8 as the class name.
/// Of oriented boxes, columns 12 and up are kept. Of KITTI rows, only the class name and the [`KittiFields`] are kept.
#[derive(Clone, Debug)]
pub struct Columns {
    count: u32,
    /// Columns 8 to 10. Nearly all rows end there. NaN stands for an absent number.
    near: [f64; 3],
    /// What only few rows have.
    rest: Option<Box<Rest>>,
}

/// The parts of the optional columns that only few rows have.
#[derive(Clone, Debug, Default)]
struct Rest {
    name: Option<Arc<str>>,
    corners: Option<[(f64, f64); 4]>,
    kitti: Option<KittiFields>,
    /// Columns 11 and up. NaN stands for an absent number.
    more: Vec<f64>,
    /// The code of the mask.
    mask: Option<Box<[u8]>>,
}

/// What only a row of KITTI has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KittiFields {
    /// Column 4: how far the object leaves the picture. −1 if that is not stated.
    pub truncation: f64,
    /// Column 5: how much of the object is hidden, from 0 to 3. −1 if that is not stated.
    pub occlusion: f64,
    /// Column 9: the right side of the box as the file has it.
    pub right: f64,
    /// Column 10: the bottom side of the box as the file has it.
    pub bottom: f64,
}

impl Columns {
    /// The last column whose value is kept. Further columns are only counted, so that no line can fill the memory.
    pub const MAX_COLUMNS: u32 = 32;
    /// The longest class name in bytes. Longer names are cut, so that no line can fill the memory.
    const MAX_NAME: usize = 128;

    pub(super) fn new() -> Self {
        Self { count: 6, near: [f64::NAN; 3], rest: None }
    }

    /// The columns of a row that has `count` columns, at most 10. `near` are the values of columns 8 to 10.
    #[inline]
    pub(super) fn near(count: u32, near: [f64; 3]) -> Self {
        Self { count, near, rest: None }
    }

    /// How many columns the row has in the file. Empty columns at its end do not count.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The number in a column. Columns are counted from 1, and 8 is the first that is stored here.
    pub fn get(&self, column: u32) -> Option<f64> {
        let at = column.checked_sub(8)? as usize;
        let value = match at.checked_sub(self.near.len()) {
            None => self.near[at],
            Some(at) => *self.rest.as_ref()?.more.get(at)?,
        };
        (!value.is_nan()).then_some(value)
    }

    /// The class name: the text in column 8 (3 in KITTI, 12 in oriented boxes), or the name that `labels.txt` beside the
    /// file, or a list of names that was stated, has for the number there.
    pub fn class_name(&self) -> Option<&Arc<str>> {
        self.rest.as_ref()?.name.as_ref()
    }

    /// What only a row of KITTI has. `None` for all other rows.
    pub fn kitti(&self) -> Option<KittiFields> {
        self.rest.as_ref()?.kitti
    }

    pub(super) fn set_kitti(&mut self, fields: KittiFields) {
        self.rest.get_or_insert_default().kitti = Some(fields);
    }

    #[inline]
    pub(super) fn set_count(&mut self, count: u32) {
        self.count = count;
    }

    /// Stores the number in a column, which must be 8 or higher.
    #[inline]
    pub(super) fn set(&mut self, column: u32, value: f64) {
        let at = (column - 8) as usize;
        if let Some(near) = self.near.get_mut(at) {
            *near = value;
        } else if column <= Self::MAX_COLUMNS {
            let more = &mut self.rest.get_or_insert_default().more;
            more.resize(at - 3, f64::NAN);
            more.push(value);
        }
    }

    pub(super) fn set_corners(&mut self, corners: [(f64, f64); 4]) {
        self.rest.get_or_insert_default().corners = Some(corners);
    }

    pub(super) fn set_mask(&mut self, code: &[u8]) {
        self.rest.get_or_insert_default().mask = Some(code.into());
    }

    /// Stores a class name that many rows share.
    pub(super) fn share_name(&mut self, name: &Arc<str>) {
        self.rest.get_or_insert_default().name = Some(Arc::clone(name));
    }

    /// Stores the class name of one row, as its field has it, and cuts it if it is too long.
    pub(super) fn set_name(&mut self, field: &[u8]) {
        self.rest.get_or_insert_default().name = Some(Self::shortened(&line::undoubled(field)));
    }

    /// A class name, cut if it is too long.
    pub(super) fn shortened(name: &[u8]) -> Arc<str> {
        let beginning = String::from_utf8_lossy(&name[..name.len().min(Self::MAX_NAME + 1)]);
        if beginning.len() > Self::MAX_NAME {
            // The dots show that the name was cut. They also keep it a name if what is left looks like a number.
            format!("{}…", &beginning[..beginning.floor_char_boundary(Self::MAX_NAME - "…".len())]).into()
        } else {
            beginning.into()
        }
    }
}

/// Two absent numbers are equal. A derived implementation would compare them as NaN, which is never equal. What only KITTI has
/// is not compared, since no other format can hold it.
impl PartialEq for Columns {
    fn eq(&self, other: &Self) -> bool {
        let corners = |columns: &Self| columns.rest.as_ref().and_then(|rest| rest.corners);
        let mask = |columns: &Self| columns.rest.as_ref().and_then(|rest| rest.mask.clone());
        self.count == other.count
            && self.class_name() == other.class_name()
            && corners(self) == corners(other)
            && mask(self) == mask(other)
            && (8..=Self::MAX_COLUMNS).all(|column| self.get(column) == other.get(column))
    }
}

/// All rows of one frame, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The number of the frame in the file.
    pub number: u64,
    /// Its rows. Empty if the file has no row for this frame.
    pub detections: Vec<Detection>,
    /// How many lines of this frame could not be read. The summary lists them with line number and reason.
    pub rejected: u32,
}

impl Frame {
    /// How many bytes of memory this frame takes.
    pub fn bytes(&self) -> u64 {
        let heap: usize = self.detections.iter().map(Detection::heap_bytes).sum();
        (size_of::<Self>() + self.detections.capacity() * size_of::<Detection>() + heap) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_far_out_are_kept_up_to_the_limit() {
        let mut columns = Columns::new();
        for column in [8, 10, 11, 14, 32, 33, 4_000_000_000] {
            columns.set(column, f64::from(column));
        }
        let kept: Vec<u32> = (7..40).filter(|&column| columns.get(column) == Some(f64::from(column))).collect();
        assert_eq!(kept, [8, 10, 11, 14, 32]);
        assert_eq!(columns.get(9), None);
    }

    #[test]
    fn columns_without_numbers_are_equal() {
        let columns = |set: &[u32]| {
            let mut columns = Columns::new();
            set.iter().for_each(|&column| columns.set(column, 1.0));
            columns
        };
        assert_eq!(columns(&[]), columns(&[]));
        assert_eq!(columns(&[9, 14]), columns(&[14, 9]));
        for other in [&[8][..], &[9], &[14], &[9, 13], &[9, 14, 32]] {
            assert_ne!(columns(&[9, 14]), columns(other));
        }
    }

    #[test]
    fn a_name_too_long_is_cut_between_characters_and_stays_as_it_is() {
        let cut = |name: &[u8]| {
            let mut columns = Columns::new();
            columns.set_name(name);
            columns.class_name().map(ToString::to_string).unwrap_or_default()
        };
        assert_eq!(cut(&b"a".repeat(128)), "a".repeat(128));
        assert_eq!(cut(&b"a".repeat(129)), "a".repeat(125) + "…");
        assert_eq!(cut("é".repeat(65).as_bytes()), "é".repeat(62) + "…");
        assert_eq!(cut(&[0xFF; 128]), "\u{fffd}".repeat(41) + "…");
        for name in [&[0xFF; 100][..], "é".repeat(64).as_bytes(), &b"7".repeat(500)] {
            assert_eq!(cut(cut(name).as_bytes()), cut(name));
        }
    }

    #[test]
    fn a_row_stays_compact() {
        assert!(size_of::<Detection>() <= 112);
    }
}
