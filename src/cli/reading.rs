//! How the file of boxes that a subcommand is given is read.

use clap::Args;

use super::parse::{columns, picture_size};
use super::unpack::unpack_limit;
use crate::mot::{Format, OpenOptions, Roles};

/// What a file does not say by itself.
#[derive(Args, Clone, Debug)]
pub(super) struct ReadingArgs {
    /// Format of the file: mot, kitti or obb. If left out, it is guessed from the header and the first lines.
    #[arg(long, value_name = "NAME")]
    format: Option<Format>,
    /// What the columns are, from the first on, such as frame,id,x1,y1,x2,y2,-,conf (- is a column that is not used).
    #[arg(long, value_name = "NAMES", conflicts_with = "format", value_parser = columns)]
    columns: Option<Roles>,
    /// Size of the pictures in pixels, for boxes that are shares of the picture.
    #[arg(long, value_name = "WxH", value_parser = picture_size)]
    size: Option<(u32, u32)>,
    /// Name of the file inside a zip archive, or of the video inside a document, if there are several. `NAME#2` is the second
    /// file of this name.
    #[arg(long, value_name = "NAME")]
    pub(super) member: Option<String>,
    /// Unpack an archive even if its text has more than 2 GB, or more than 50 times the size of the archive.
    #[arg(long)]
    yes: bool,
}

impl ReadingArgs {
    /// How the file is opened.
    pub(super) fn options(&self) -> OpenOptions {
        let (columns, member) = (self.columns.clone(), self.member.clone());
        OpenOptions {
            format: self.format,
            columns,
            size: self.size,
            images: None,
            classes: None,
            member,
            unpack: unpack_limit(self.yes),
        }
    }
}
