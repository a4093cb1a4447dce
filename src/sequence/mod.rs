//! Sequences: the pictures that boxes were made from, together with the boxes.
//!
//! [`find()`] finds out what a path holds: a `MOTChallenge` sequence folder, a data set, a folder of pictures, or a text file
//! with pictures beside it. [`open()`] opens it. A [`Sequence`] is a [`DataProvider`](crate::DataProvider). Each of its values
//! holds the boxes and the picture of one frame, so that boxes are never shown over the picture of another frame.
//! [`Proxies`] are small pictures of many frames: they are shown while the full picture is loaded.
//!
//! | what is read | by |
//! |---|---|
//! | `seqinfo.ini` | [`SeqInfo`]: a line that cannot be used is skipped, and reported with its number |
//! | picture files | [`Pictures`]: JPEG, PNG, BMP, `WebP`, TIFF, GIF, PNM, TGA, and videos; the number in the name of a file that counts up is the number of the picture |
//! | a text of boxes | [`open_text`]: a [`MotFile`](crate::MotFile), or a folder with a text for each picture |
//! | a frame | [`Sequence`]: shows the picture of its own number, unless another [`PicturePairing`] is found or chosen |

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod find;

mod frame;
mod frame_texts;
mod ini;
mod keys;
mod layers;
mod open;
mod pairing;
mod picture_reader;
mod pictures;
mod provider;
mod proxies;
mod stats;
mod text;
mod video;
mod video_name;

pub use find::{DataSetEntry, FindError, LayerFile, LayerKind, Parts, PathContent, find};
pub use frame::{LayerBoxes, SequenceFrame, Unread};
pub use ini::{IniError, IniProblem, SeqInfo};
pub use open::open;
#[cfg(feature = "gui")]
pub(crate) use pairing::OtherTexts;
pub use pairing::{ActivePairing, Meeting, PicturePairing, PictureStep, UnknownPairing};
#[cfg(feature = "gui")]
pub(crate) use picture_reader::PictureReader;
pub use pictures::{Backdrop, Orientation, Picture, PictureSource, PictureView, Pictures, Pool, Pooled, Rgba};
pub use provider::Sequence;
pub use proxies::Proxies;
#[cfg(feature = "gui")]
pub(crate) use proxies::shrunk;
pub use stats::PictureStats;
#[cfg(feature = "cli")]
pub(crate) use text::open_text_for_summary;
pub use text::{begin_text, open_text};
pub use video::VideoSummary;
#[cfg(feature = "gui")]
pub(crate) use video::{VIDEO_ENDINGS, has_video_ending};
