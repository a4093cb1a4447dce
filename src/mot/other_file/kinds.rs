//! The kinds of files that are not rows of boxes.

use std::fmt;

/// How many names of columns are told.
const NAMED: usize = 12;

/// A kind of file that has no rows of boxes that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OtherFile {
    /// A file of settings with sections, such as `seqinfo.ini`.
    Settings,
    /// A pointer of Git LFS instead of the file.
    LfsPointer,
    /// Labels of one picture as YOLO and ultralytics write them.
    YoloLabels,
    /// Polygons of one picture as YOLO and ultralytics write them.
    YoloPolygons,
    /// Labels of one picture as JDE and `FairMOT` have them.
    JdeLabels,
    /// Labels of one picture of KITTI object.
    KittiObject,
    /// Boxes as shares of a picture of unknown size.
    Shares,
    /// The table of tracks of the Cell Tracking Challenge.
    Lineage,
    /// The motion of the camera.
    CameraMotion,
    /// Boxes of one frame a line, without frame numbers.
    LinesWithoutFrames,
    /// Lines that a program prints for people.
    Report,
    /// Metrics.
    Metrics,
    /// Key points of bodies.
    KeyPoints,
    /// A table of the VGG Image Annotator.
    ViaTable,
    /// Boxes in space.
    BoxesInSpace,
    /// Commas between the fields and in the numbers.
    DecimalCommas,
    /// Fewer columns than are stated.
    FewerColumns {
        /// How many are stated.
        stated: usize,
        /// How many the rows have.
        found: usize,
    },
    /// A header whose columns make no box.
    UnknownColumns {
        /// The names in the header.
        names: Vec<String>,
        /// What is not among them.
        missing: &'static str,
    },
    /// Text without rows.
    Text,
}

impl OtherFile {
    /// What the file is, as a noun.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Settings => "a file of settings with sections in brackets, such as seqinfo.ini",
            Self::LfsPointer => "a pointer of Git LFS; the file itself was not downloaded",
            Self::YoloLabels => "a text of YOLO (ultralytics): class and normalised box, without a frame number",
            Self::YoloPolygons => "a text of YOLO (ultralytics) with polygons, without a frame number",
            Self::JdeLabels => {
                "a text in the form of JDE and FairMOT: class, id and normalised box of one picture, without a frame number"
            }
            Self::KittiObject => "a text of KITTI object labels: the boxes of one picture, without frame number and id",
            Self::Shares => "a text of normalised boxes: all sides are shares of the picture, from 0 to 1",
            Self::Lineage => {
                "a lineage of the Cell Tracking Challenge (man_track.txt, res_track.txt): label, first frame, last frame, parent"
            }
            Self::CameraMotion => "a text of camera motion: a frame number and an affine matrix a line",
            Self::LinesWithoutFrames => "a text with all boxes of a frame in one line, and without frame numbers",
            Self::Report => "a report for people, not a MOT file",
            Self::Metrics => "a table of metrics, not of boxes",
            Self::KeyPoints => "a table of key points of bodies, without boxes",
            Self::ViaTable => {
                "a table of VIA (VGG Image Annotator, also written by movement), with its boxes as JSON in a field"
            }
            Self::BoxesInSpace => {
                "a table of boxes in space, with length, width and height, and without boxes in the picture"
            }
            Self::DecimalCommas => {
                "a table with commas both between its fields and in its numbers, which cannot be told apart"
            }
            Self::FewerColumns { .. } => "a text with fewer columns than are stated",
            Self::UnknownColumns { .. } => "a table whose header does not say where the boxes are",
            Self::Text => "a text without rows of boxes",
        }
    }

    /// What would help.
    pub fn help(&self) -> String {
        const CONVERT: &str = "it cannot be read yet; convert it to MOT text or to a CSV file with a header";
        const SIZE: &str = "state the size of the pictures, such as --size 1920x1080";
        match self {
            Self::ViaTable => CONVERT.to_owned(),
            Self::DecimalCommas => {
                "write it with dots in the numbers, or with semicolons between the fields".to_owned()
            }
            Self::BoxesInSpace => {
                "write the boxes in the picture, too; --columns says which columns have the four sides of a box".to_owned()
            }
            Self::Settings => "open the folder that it is in".to_owned(),
            Self::LfsPointer => "run git lfs pull".to_owned(),
            Self::YoloLabels | Self::JdeLabels => format!(
                "if the file's name ends in the number of its picture, {SIZE}; rows of several pictures need a column with the frame number"
            ),
            Self::YoloPolygons => "write boxes instead of polygons, with a column for the frame number".to_owned(),
            Self::KittiObject => {
                "open the folder that it is in, if it has such a text for each picture; labels of KITTI tracking have frame and id before the type".to_owned()
            }
            Self::Shares => SIZE.to_owned(),
            Self::Lineage => "the cells themselves are in the pictures (masks), which are not read".to_owned(),
            Self::CameraMotion => "open the results of the tracker instead".to_owned(),
            Self::LinesWithoutFrames => {
                "write one line a box, beginning with the frame number: frame, id, left, top, width, height".to_owned()
            }
            Self::Report | Self::Text => "a row of a MOT file is: frame, id, left, top, width, height".to_owned(),
            Self::Metrics => "open the results that were measured instead".to_owned(),
            Self::KeyPoints => "a table of frame, id, x and y can be opened as points".to_owned(),
            Self::FewerColumns { stated, found } => {
                format!("--columns names {stated} columns, and the rows have {found}")
            }
            Self::UnknownColumns { names, missing } => {
                let told: Vec<String> =
                    names.iter().take(NAMED).map(|name| format!("\"{}\"", name.escape_debug())).collect();
                let dots = if names.len() > NAMED { ", …" } else { "" };
                format!(
                    "no column for {missing} was found among {}{dots}; say what the columns are, such as --columns frame,id,left,top,width,height (- for a column that is not used), or rename them",
                    told.join(", ")
                )
            }
        }
    }

    /// Whether it can be read once somebody states what its columns mean, as far as that is known.
    pub(in crate::mot) fn may_have_columns(&self) -> bool {
        !matches!(self, Self::Settings | Self::LfsPointer | Self::Shares | Self::ViaTable | Self::DecimalCommas)
    }

    /// A short name, where the file is read after all.
    pub(in crate::mot) fn short_name(&self) -> &'static str {
        match self {
            Self::JdeLabels => "JDE labels",
            Self::YoloLabels => "YOLO labels",
            _ => "by the first rows",
        }
    }
}

impl fmt::Display for OtherFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is {}: {}", self.what(), self.help())
    }
}
