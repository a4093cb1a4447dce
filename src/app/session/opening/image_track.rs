//! The pictures of a sequence, and what is made of them: [`ImageTrack`].

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, SystemTime};

use crate::app::session::caching::idle::Idle;
use crate::app::session::damaged_pictures::{DamagedPictures, WatchedPictures};
use crate::provider::KeySet;
use crate::sequence::{PictureReader, PictureSource, PictureView, Proxies};

/// The pictures of a sequence, and the small pictures made of them.
#[derive(Clone)]
pub struct ImageTrack {
    /// The folder of the pictures, if they are files.
    pub folder: Option<PathBuf>,
    /// The file that all pictures are in, or else the folder.
    pub path: Option<PathBuf>,
    /// How the files are shown.
    pub(super) view: PictureView,
    /// The pictures.
    pub source: Arc<dyn PictureSource>,
    /// Loads the pictures. The provider of frames is another when other layers are shown, but this stays.
    pub(super) reader: Arc<PictureReader>,
    /// Width and height of the first picture, in pixels, if they are known.
    pub size: Option<(u32, u32)>,
    /// Small pictures of the whole sequence.
    pub proxies: Arc<Proxies>,
    /// Says when small pictures may be made: while the cache is idle.
    pub idle: Arc<Idle>,
    /// The pictures that could not be read.
    pub damaged: Arc<DamagedPictures>,
    /// How many pictures the caches were told of: the frames of a video are found out while it is shown.
    pub told: Arc<AtomicU64>,
    /// What was found out of a video when it was opened; `None` for other pictures.
    pub(super) video: Option<Arc<VideoTrack>>,
}

/// What was found out of a video when it was opened.
pub struct VideoTrack {
    /// The length and the time of the last change of its file.
    pub version: Option<(u64, SystemTime)>,
    /// What was said of it.
    pub remarks: Vec<String>,
}

/// The length and the time of the last change of a file, if both are known.
pub fn version(path: &Path) -> Option<(u64, SystemTime)> {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}

impl ImageTrack {
    /// Begins to make small pictures of `source`.
    pub(super) fn start(source: Arc<dyn PictureSource>, view: PictureView, paths: Option<[PathBuf; 2]>) -> Self {
        source.set_view(view);
        let damaged = Arc::new(DamagedPictures::default());
        let source: Arc<dyn PictureSource> = Arc::new(WatchedPictures::new(source, Arc::clone(&damaged)));
        let [folder, path] = paths.map_or([None, None], |paths| paths.map(Some));
        let idle = Arc::new(Idle::default());
        let observed = Arc::clone(&idle);
        let proxies = Proxies::start(Arc::clone(&source), move || observed.is_idle(), Proxies::BUDGET);
        let reader = Arc::new(PictureReader::new(Some(Arc::clone(&source))));
        let told = Arc::new(AtomicU64::new(source.numbers().len()));
        let (size, proxies) = (source.size(), Arc::new(proxies));
        Self { folder, path, view, size, source, reader, proxies, idle, damaged, told, video: None }
    }

    /// How many pictures are known, if there will be more: the frames of a video are found out while it is shown.
    pub fn found(&self) -> Option<u64> {
        let known = self.source.numbers().len();
        self.source.wait_more(known, Duration::ZERO).then_some(known)
    }

    /// Makes the small pictures of these numbers again, because their pictures have changed.
    pub fn renew(&self, changed: &KeySet) {
        self.damaged.forget(changed);
        let idle = Arc::clone(&self.idle);
        self.proxies.renew(Arc::clone(&self.source), changed, move || idle.is_idle());
    }
}
