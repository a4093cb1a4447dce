//! Sequences: the pictures that boxes were made from, together with the boxes.
//!
//! [`find()`] tells what a path holds (a `MOTChallenge` sequence folder, a data set, a folder of pictures, a text file with
//! pictures beside it), [`open()`] opens it. A [`Sequence`] is a [`DataProvider`](crate::DataProvider) whose values are a
//! frame's boxes and its picture together, so that neither is ever shown with another frame's. [`Proxies`] are small
//! pictures of many frames, for what has to be shown at once.
//!
//! | what is read | how |
//! |---|---|
//! | `seqinfo.ini` | [`SeqInfo`]: leniently; what cannot be used is told with its line |
//! | picture files | [`Pictures`]: JPEG, PNG, BMP, `WebP`; the last number in a file's name is the picture's |
//! | a frame | [`Sequence`]: shows the picture of its own number, [`PictureOffset`] apart |

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod find;

mod frame;
mod ini;
mod keys;
mod offset;
mod open;
mod pictures;
mod provider;
mod proxies;
mod stats;

pub use find::{FindError, Found, LayerFile, LayerKind, Parts, RootEntry, find};
pub use frame::SequenceFrame;
pub use ini::{Remark, SeqInfo};
pub use offset::PictureOffset;
pub use open::open;
pub use pictures::{Backdrop, Picture, PictureSource, Pictures, Pool, Pooled, Rgba};
pub use provider::Sequence;
pub use proxies::Proxies;
#[cfg(feature = "gui")]
pub(crate) use proxies::shrunk;
pub use stats::PictureStats;
