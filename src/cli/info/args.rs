//! The arguments of `motscope info`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::parse::{CLASSES, class_source};
use crate::cli::reading::ReadingArgs;
use crate::mot::{ClassSource, OpenOptions};
use crate::sequence::PicturePairing;

const EXAMPLES: &str = "\
Examples:
  motscope info gt.txt
  motscope info MOT17/train/MOT17-02-FRCNN
  motscope info 0001.txt --format kitti
  motscope info tracks.csv --columns frame,id,x1,y1,x2,y2,-,conf
  motscope info 000017.txt --size 1920x1080
  motscope info boxmot.txt --classes coco
  motscope info results.zip --member MOT17-02-FRCNN.txt
  motscope info run.motws
  motscope info walk.mp4
  motscope info huge.txt.gz --yes
  motscope info results.txt --json | jq .rejected";

/// Print what is in a MOT file or a sequence folder: frames, tracks, classes, pictures, and lines with problems.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct InfoArgs {
    /// MOT file, sequence folder, data set, video or workspace.
    pub(super) path: PathBuf,
    /// Folder of the pictures, or a video. If left out, motscope looks for it.
    #[arg(long, visible_alias = "video", value_name = "PATH")]
    pub(super) images: Option<PathBuf>,
    /// Which picture a frame shows: automatic, order, offset=NUMBER or step=STEP,FRAME,PICTURE.
    #[arg(long, value_name = "RULE", default_value_t)]
    pub(super) pairing: PicturePairing,
    #[arg(long, value_name = "NAMES", value_parser = class_source(), help = CLASSES)]
    pub(super) classes: Option<ClassSource>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Print one JSON object on one line instead of text.
    #[arg(long)]
    pub(super) json: bool,
}

impl InfoArgs {
    /// How a file is opened, except for the names of its classes, which may have to be read from a file.
    pub(super) fn options(&self) -> OpenOptions {
        OpenOptions { images: self.images.clone(), ..self.reading.options() }
    }
}
