//! The arguments of `motscope convert`.

use std::path::PathBuf;

use clap::Args;

use super::target::{self, Target};
use crate::cli::parse::{CLASSES, class_source};
use crate::cli::reading::ReadingArgs;
use crate::mot::ClassSource;

const EXAMPLES: &str = "\
Examples:
  motscope convert val.json gt.txt                      COCO, CocoVID, TAO or BDD100K to MOT text
  motscope convert annotations.xml boxes.csv            CVAT to CSV with a header
  motscope convert results.txt results.xml --offset -1  MOT text to CVAT, whose first frame is 0
  motscope convert gt.txt gt.json --classes labels.txt  with the names of the class numbers
  motscope convert set.json a.txt --member a            one video of several

What the output cannot hold is listed on standard error. Ids and frame numbers stay as they are, unless --offset is given.";

/// Write boxes in another format: MOT text, CSV with a header, COCO JSON or CVAT XML.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct ConvertArgs {
    /// Any file of boxes, archive or sequence folder that opens. Of a folder, the main file of boxes is taken.
    pub(super) input: PathBuf,
    /// The file to write. It ends with txt (MOT text), csv, json (COCO) or xml (CVAT), unless --to is given.
    pub(super) output: PathBuf,
    /// Format to write. If left out, the name of the output decides.
    #[arg(long, value_enum, value_name = "NAME")]
    pub(super) to: Option<Target>,
    /// Number to add to every frame number. May be negative.
    #[arg(long, value_name = "N", default_value_t = 0, allow_hyphen_values = true)]
    pub(super) offset: i64,
    /// Factor for all coordinates, or two factors X,Y.
    #[arg(long, value_name = "FACTOR", default_value = "1", value_parser = target::scale)]
    pub(super) scale: (f64, f64),
    #[arg(long, value_name = "NAMES", value_parser = class_source(), help = CLASSES)]
    pub(super) classes: Option<ClassSource>,
    /// Class number of the first name in the file of --classes [default: 0 for YOLO's classes.txt, *.names and YAML, else 1]
    #[arg(long, value_name = "N", requires = "classes")]
    pub(super) first_class: Option<i64>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Replace the output if it exists already.
    #[arg(long)]
    pub(super) force: bool,
}
