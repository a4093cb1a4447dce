//! A sequence: boxes and pictures by frame, as a library user has them.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::format_collect)]

use std::path::Path;

use motscope::mot::{OpenOptions, Progress};
use motscope::sequence::{Parts, PathContent, PicturePairing, Sequence, find, open};

#[path = "../support/archives.rs"]
mod archives;
mod archives_of_sequences;
mod frame_texts;
mod frames;
mod layers;
mod pages;
mod pairing;
#[path = "../support/shared.rs"]
mod shared;
mod shared_data;
mod shared_pictures;
mod shared_videos;
#[path = "../support/tiff_file.rs"]
mod tiff_file;

/// Opens what is at a path.
fn opened(path: &Path) -> (Parts, Sequence) {
    match find(path, None).unwrap() {
        PathContent::Sequence(parts) => {
            let sequence = open(&parts, PicturePairing::Automatic, &OpenOptions::default(), &Progress::new()).unwrap();
            (*parts, sequence)
        }
        PathContent::DataSet(_) => panic!("{}: a data set", path.display()),
    }
}
