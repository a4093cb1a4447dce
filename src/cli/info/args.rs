//! The arguments of `motscope info`.

use std::path::PathBuf;

use clap::Args;

use crate::mot::Format;

const EXAMPLES: &str = "\
Examples:
  motscope info gt.txt
  motscope info MOT17/train/MOT17-02-FRCNN
  motscope info 0001.txt --format kitti
  motscope info results.zip --member MOT17-02-FRCNN.txt
  motscope info results.txt --json | jq .rejected";

/// Tell what is in a MOT file or a sequence folder: frames, tracks, classes, pictures, and every kind of line that is wrong.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct InfoArgs {
    /// The file, the folder of a sequence, or that of a data set.
    pub(super) path: PathBuf,
    /// The folder of pictures, if not the one found.
    #[arg(long, value_name = "DIR")]
    pub(super) images: Option<PathBuf>,
    /// What its lines are, if not what the first one looks like: mot, kitti or obb.
    #[arg(long, value_name = "NAME")]
    pub(super) format: Option<Format>,
    /// Which file of a zip archive, if it has several.
    #[arg(long, value_name = "NAME")]
    pub(super) member: Option<String>,
    /// One JSON object on one line instead of text.
    #[arg(long)]
    pub(super) json: bool,
}
