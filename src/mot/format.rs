//! The formats of MOT text, and which one a file has.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::line::{self, LineKind, Separator};
use super::number;

/// The formats of MOT text. All lines of a file have one format.
///
/// The format is guessed once, from the first lines of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// `frame, id, left, top, width, height, …`: `MOTChallenge`, `VisDrone`, `DanceTrack`, CVAT and most trackers.
    Mot,
    /// KITTI tracking: `frame id type truncated occluded alpha left top right bottom …`, with the score in column 18.
    Kitti,
    /// Oriented boxes: `frame, id, x1, y1, x2, y2, x3, y3, x4, y4, confidence, class, other`.
    Obb,
    /// MOTS: `frame id class height width mask`. Its masks and the boxes around them are read, and written as MOT rows.
    Mots,
    /// Columns in another order, as a header, the first rows or the user say: see [`ColumnMap`](super::ColumnMap).
    Table,
}

impl Format {
    /// Its name in `info --json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mot => "mot",
            Self::Kitti => "kitti",
            Self::Obb => "obb",
            Self::Mots => "mots",
            Self::Table => "table",
        }
    }

    /// The least number of columns of a row.
    pub(super) fn required(self) -> usize {
        match self {
            Self::Mot | Self::Mots | Self::Table => 6,
            Self::Kitti | Self::Obb => 10,
        }
    }

    /// The name of a required column in messages. Columns are counted from 1.
    pub(super) fn column_name(self, column: usize) -> &'static str {
        let names: [&str; 10] = match self {
            Self::Mot | Self::Mots | Self::Table => {
                ["frame", "id", "left", "top", "width", "height", "?", "?", "?", "?"]
            }
            Self::Kitti => ["frame", "id", "type", "truncated", "occluded", "alpha", "left", "top", "right", "bottom"],
            Self::Obb => ["frame", "id", "x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"],
        };
        column.checked_sub(1).and_then(|at| names.get(at)).unwrap_or(&"?")
    }

    /// Guesses the format of a text.
    pub(super) fn guess(text: &[u8]) -> Self {
        let mut lines =
            line::lines(text).map(|(_, text)| line::trim(text)).filter(|text| line::kind(text) == LineKind::Data);
        // Masks are checked first: semicolons in a mask make the numbers before it look like text.
        let first = lines.next().filter(|first| is_mots(first) || !is_header(first));
        first.or_else(|| lines.next()).map_or(Self::Mot, Self::of_line)
    }

    /// The format that a line looks like.
    fn of_line(line: &[u8]) -> Self {
        let separator = Separator::of(line);
        let (count, fields) = line::columns(line, separator);
        if is_mots(line) {
            Self::Mots
        } else if separator == Separator::Blank && count >= 10 && fields.clone().nth(2).is_some_and(number::is_text) {
            Self::Kitti
        } else if count == 13 && fields.clone().all(|field| number::parse(field).is_some()) {
            Self::Obb
        } else {
            Self::Mot
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Reads the names that [`Format::name`] gives.
impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let formats = [Self::Mot, Self::Kitti, Self::Obb, Self::Mots, Self::Table];
        formats.into_iter().find(|format| format.name() == name).ok_or(UnknownFormat)
    }
}

/// An error: no [`Format`] has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no format has this name; the formats are mot, kitti, obb, mots and table")]
pub struct UnknownFormat;

/// Whether the first data line of a file is a header. The line must be trimmed.
pub(super) fn is_header(line: &[u8]) -> bool {
    number::parse(line::first_field(line)).is_none()
}

/// Whether a line has a mask: six fields with blanks between them, of which five are whole numbers and the last is a
/// run-length code as COCO compresses it.
///
/// The code may have semicolons, so only blanks separate fields here. A code of fewer than four characters is no mask of a
/// real picture. Such short words occur in other files.
fn is_mots(line: &[u8]) -> bool {
    let (count, mut fields) = line::columns(line, Separator::Blank);
    let is_whole = |field: &[u8]| number::exact_integer(field).is_some_and(|(negative, _)| !negative);
    let is_code = |field: &[u8]| {
        field.len() >= 4
            && field.iter().all(|byte| (b'0'..=b'o').contains(byte))
            && field.iter().any(|byte| !byte.is_ascii_digit() && *byte != b';')
            && number::is_text(field)
    };
    count == 6 && fields.by_ref().take(5).all(is_whole) && fields.next().is_some_and(is_code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_that_of_the_first_line_that_is_neither_blank_comment_nor_header() {
        let kitti = "0 1 Car 0 0 -1.57 10 20 30 40 -1 -1 -1 -1 -1 -1 -1";
        for (text, format) in [
            (kitti, Format::Kitti),
            ("0 1 Car 0 0 -1.57 10 20 30 40", Format::Kitti),
            ("0 1 Car 0 0 -1.57 10 20 30", Format::Mot),
            ("0,1,Car,0,0,-1.57,10,20,30,40", Format::Mot),
            ("\r\n# labels\nframe id type\n0\t1 Van 0 0 1 1 2 3 4\n1,1,1,1,1,1", Format::Kitti),
            ("1,1,1,1,1,1\n0 1 Car 0 0 -1.57 10 20 30 40", Format::Mot),
            ("1,1,100,100,150,110,145,140,95,130,1,0,1", Format::Obb),
            ("1;1;100;100;150;110;145;140;95;130;1;0;1;;", Format::Obb),
            ("1,1,100,100,150,110,145,140,95,130,1,0", Format::Mot),
            ("1,1,100,100,150,110,145,140,95,130,1,x,1", Format::Mot),
            (
                "52 1005 1 375 1242 WSV:2d;1O10000O10000O1O100O100O1O100O1000000000000000O100O102N5K00O1O1N2O110OO2O001O1NTga3",
                Format::Mots,
            ),
            ("1 1 1 1 1 abc", Format::Mot),
            ("1 2 3 4 5 123456", Format::Mot),
            ("1 2 3 4 5 6;7;8", Format::Mot),
            ("", Format::Mot),
            ("a header alone", Format::Mot),
        ] {
            assert_eq!(Format::guess(text.as_bytes()), format, "{text}");
        }
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for format in [Format::Mot, Format::Kitti, Format::Obb, Format::Mots, Format::Table] {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert_eq!("coco".parse::<Format>(), Err(UnknownFormat));
    }
}
