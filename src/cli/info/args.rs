//! The arguments of `motscope info`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::parse::{CLASSES, class_source, picture_size};
use crate::cli::unpack::unpack_limit;
use crate::mot::{ClassSource, Format, OpenOptions, Roles};
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
  motscope info huge.txt.gz --yes
  motscope info results.txt --json | jq .rejected";

/// Print what is in a MOT file or a sequence folder: frames, tracks, classes, pictures, and lines with problems.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct InfoArgs {
    /// MOT file, sequence folder or data set.
    pub(super) path: PathBuf,
    /// Folder of the pictures. If left out, motscope looks for it.
    #[arg(long, value_name = "DIR")]
    pub(super) images: Option<PathBuf>,
    /// Which picture a frame shows: automatic, order, offset=NUMBER or step=STEP,FRAME,PICTURE.
    #[arg(long, value_name = "RULE", default_value_t)]
    pub(super) pairing: PicturePairing,
    /// Format of the file: mot, kitti or obb. If left out, it is guessed from the header and the first lines.
    #[arg(long, value_name = "NAME")]
    pub(super) format: Option<Format>,
    /// What the columns are, from the first on, such as frame,id,x1,y1,x2,y2,-,conf (- is a column that is not used).
    #[arg(long, value_name = "NAMES", conflicts_with = "format")]
    pub(super) columns: Option<Roles>,
    /// Size of the pictures in pixels, for boxes that are shares of the picture.
    #[arg(long, value_name = "WxH", value_parser = picture_size)]
    pub(super) size: Option<(u32, u32)>,
    #[arg(long, value_name = "NAMES", value_parser = class_source(), help = CLASSES)]
    pub(super) classes: Option<ClassSource>,
    /// Name of the file inside a zip archive, if the archive has several. `NAME#2` is the second file of this name.
    #[arg(long, value_name = "NAME")]
    pub(super) member: Option<String>,
    /// Unpack an archive even if its text has more than 2 GB, or more than 50 times the size of the archive.
    #[arg(long)]
    pub(super) yes: bool,
    /// Print one JSON object on one line instead of text.
    #[arg(long)]
    pub(super) json: bool,
}

impl InfoArgs {
    /// How a file is opened, except for the names of its classes, which may have to be read from a file.
    pub(super) fn options(&self) -> OpenOptions {
        let (columns, member) = (self.columns.clone(), self.member.clone());
        let unpack = unpack_limit(self.yes);
        OpenOptions { format: self.format, columns, size: self.size, classes: None, member, unpack }
    }
}
