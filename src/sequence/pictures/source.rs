//! The trait of everything that supplies pictures by number.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use super::picture::{Backdrop, Picture};
use super::pool::Pool;
use super::view::PictureView;
use crate::provider::{KeySet, Neighbours};

/// Supplies pictures by number. [`Pictures`](super::Pictures) reads them from a folder or a video; other sources may draw them.
///
/// All methods may be called from several threads at once.
pub trait PictureSource: Send + Sync + 'static {
    /// The numbers of all pictures that are known. There may be more of them [later](Self::wait_more). Called often, so return a
    /// clone of a stored `Arc`.
    fn numbers(&self) -> Arc<KeySet>;

    /// Waits until there are other pictures than the `known` ones, which are so many, and not longer than `limit`. Returns false if
    /// all pictures are known. A cache of the pictures must be told of a change.
    fn wait_more(&self, _known: u64, _limit: Duration) -> bool {
        false
    }

    /// The numbers of pictures from all over the sequence that take least time to load. By default these are all pictures.
    fn sparse_numbers(&self) -> Arc<KeySet> {
        self.numbers()
    }

    /// Reads a picture into a buffer of `pool`. Takes milliseconds. Returns [`Missing`](Backdrop::Missing) for a number
    /// without a picture and [`Damaged`](Backdrop::Damaged) for a picture that cannot be shown.
    fn load(&self, number: u64, pool: &Pool) -> Backdrop<Picture>;

    /// Reads a picture as [`load`](Self::load) does, and may hand over others that it has to decode on the way. They are
    /// named by their numbers. By default there are none.
    fn load_with(&self, number: u64, pool: &Pool, _neighbours: &dyn Neighbours<Picture>) -> Backdrop<Picture> {
        self.load(number, pool)
    }

    /// Whether pictures are decoded [together](Self::together). It never changes.
    fn has_groups(&self) -> bool {
        false
    }

    /// The numbers of the pictures that are decoded together with this one, such as those of a video from one key frame to the
    /// next. Groups do not overlap. By default each picture is alone.
    fn together(&self, number: u64) -> RangeInclusive<u64> {
        number..=number
    }

    /// Width and height, in pixels, of the first picture whose size can be read. Other pictures may differ. Reads as few
    /// bytes as possible.
    fn size(&self) -> Option<(u32, u32)>;

    /// The file name of a picture, for people.
    fn name(&self, number: u64) -> Option<String>;

    /// The numbers of the pictures in the file with this name, to notice that a file was replaced. Empty if the file has none of
    /// the pictures, or if pictures are not files.
    fn numbers_in(&self, _name: &str) -> Arc<KeySet> {
        Arc::default()
    }

    /// Frames a second, if the source states it, as a video does.
    fn frame_rate(&self) -> Option<f64> {
        None
    }

    /// Why there are no pictures although there should be, for people.
    fn refusal(&self) -> Option<String> {
        None
    }

    /// Notes that a file may have changed. Returns the numbers whose pictures may be others now, if the source knows better than
    /// the names of the files. May take as long as opening the file.
    fn reread(&self) -> Option<Arc<KeySet>> {
        None
    }

    /// Changes how picture files are shown, for loads that begin from now on. A cache of the pictures must be told that all of
    /// them have changed; their size may have changed, too.
    fn set_view(&self, _view: PictureView) {}

    /// The bytes of decoded pictures that the source keeps, because they were made on the way to others.
    fn held_bytes(&self) -> u64 {
        0
    }

    /// How many bytes [`load`](Self::load) has read from files so far.
    fn bytes_read(&self) -> u64 {
        0
    }
}
