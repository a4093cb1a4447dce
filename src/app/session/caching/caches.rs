//! The caches of an opened sequence.

use std::sync::Arc;

use parking_lot::Mutex;

use super::frame_providers::{FrameSource, PreviewFrames, SharedSource, WholeFrames};
use crate::cache::PrefetchCache;
use crate::provider::{DataProvider as _, Delayed, KeySet};
use crate::sequence::ActivePairing;

/// The provider that the frame cache loads from, with the simulated latency.
pub type Frames = Delayed<WholeFrames>;

/// The caches of an opened sequence.
#[derive(Clone)]
pub struct Caches {
    /// The cache of whole frames: boxes, and pictures if there are any.
    pub frames: Arc<PrefetchCache<Frames>>,
    /// The cache of previews, which are shown until a picture is loaded. `None` without pictures.
    pub previews: Option<Arc<PrefetchCache<PreviewFrames>>>,
    /// What the caches load from now. That may still be, or no longer be, `source`.
    shared: Arc<SharedSource>,
    source: FrameSource,
    /// Which picture a frame showed at the last change.
    pairing: Arc<Mutex<ActivePairing>>,
}

impl Caches {
    /// The caches of `shared`, without previews if it has no pictures.
    pub fn new(
        shared: &Arc<SharedSource>,
        frames: &Arc<PrefetchCache<Frames>>,
        previews: Option<&Arc<PrefetchCache<PreviewFrames>>>,
    ) -> Self {
        let source = shared.now();
        Self {
            frames: Arc::clone(frames),
            previews: previews.cloned(),
            shared: Arc::clone(shared),
            pairing: Arc::new(Mutex::new(source.sequence.pairing())),
            source,
        }
    }

    /// The caches for another source with the same pictures, which they load from once [`turn`](Self::turn) is called.
    #[must_use]
    pub fn with_source(&self, source: FrameSource) -> Self {
        let pairing = Arc::new(Mutex::new(source.sequence.pairing()));
        Self { source, pairing, ..self.clone() }
    }

    /// The layers that frames are loaded with.
    pub fn source(&self) -> &FrameSource {
        &self.source
    }

    /// All frames that there are.
    pub fn all(&self) -> Arc<KeySet> {
        self.source.sequence.keys()
    }

    /// From now on the caches load from the source of these. What is loaded keeps its pictures, and gets the boxes of the
    /// other layers in the background.
    pub fn turn(&self) {
        let before = self.shared.turn_to(self.source.clone());
        let is_same_pairing = before.sequence.pairing() == self.source.sequence.pairing();
        drop(before);
        self.frames.keys_changed();
        if is_same_pairing {
            self.frames.refresh_all();
        } else {
            self.frames.invalidate_all();
        }
        if let Some(previews) = &self.previews {
            previews.keys_changed();
            previews.invalidate_all();
        }
    }

    /// Notes that the set of frames, and the boxes of the frames `keys`, have changed. The frames stay until they are loaded
    /// again, which loads no picture.
    pub fn changed(&self, keys: &KeySet) {
        let pairing = self.source.sequence.pairing();
        let before = std::mem::replace(&mut *self.pairing.lock(), pairing.clone());
        let is_loaded_from = Arc::ptr_eq(&self.shared.now().sequence, &self.source.sequence);
        let is_paired_anew = before != pairing;
        if is_paired_anew && is_loaded_from {
            // When more of the file is known, the pairing may change. Then every frame shows another picture.
            return self.replaced(&self.all());
        }
        self.frames.keys_changed();
        if is_paired_anew {
            // The pairing of what is loaded from depends on the file, too. A refresh keeps the pictures that are right.
            self.frames.refresh_all();
        } else {
            self.frames.refresh(keys);
        }
        if let Some(previews) = &self.previews {
            previews.keys_changed();
            if is_paired_anew {
                previews.invalidate_all();
            } else {
                previews.invalidate(keys);
            }
        }
    }

    /// Drops the frames `keys`, because they show other pictures now.
    pub fn replaced(&self, keys: &KeySet) {
        self.frames.keys_changed();
        self.frames.invalidate(keys);
        if let Some(previews) = &self.previews {
            previews.keys_changed();
            previews.invalidate(keys);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::mot::{MotFile, Progress};
    use crate::sequence::{PicturePairing, Pictures, Sequence};

    /// The grey value of the picture that a frame shows.
    fn grey(cache: &PrefetchCache<Frames>, frame: u64) -> Option<u8> {
        cache.get(frame).unwrap().backdrop.ready().map(|texture| texture.image().unwrap().pixels[0].r())
    }

    /// The source of boxes in `path` over the pictures of `folder`.
    fn source(file: &Arc<MotFile>, folder: &Path) -> FrameSource {
        let pictures = Arc::new(Pictures::open(folder, None).unwrap());
        let sequence = Sequence::new(vec![Arc::clone(file)], Some(pictures), None, PicturePairing::Automatic);
        FrameSource { sequence: Arc::new(sequence), layers: Arc::default() }
    }

    /// A file with boxes in frame 2, beside pictures 0 to 2, and caches that load from it.
    fn opened(folder: &Path) -> (Arc<MotFile>, Arc<PrefetchCache<Frames>>, Caches) {
        for number in 0..3_u8 {
            let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([10 + number * 50; 3]));
            picture.save(folder.join(format!("{number}.png"))).unwrap();
        }
        let path = folder.join("boxes.txt");
        std::fs::write(&path, "2,1,0,0,4,4,1\n").unwrap();
        let file = Arc::new(MotFile::open(&path).unwrap());
        let source = Arc::new(SharedSource::new(source(&file, folder)));
        let frames = WholeFrames::new(Arc::clone(&source), None);
        let cache = Arc::new(PrefetchCache::builder(Delayed::new(frames, Arc::default())).build());
        let caches = Caches::new(&source, &cache, None);
        (file, cache, caches)
    }

    #[test]
    fn frames_show_other_pictures_once_the_labels_are_known_to_count_from_1_though_another_document_reads_that() {
        let folder = tempfile::tempdir().unwrap();
        let (file, cache, old) = opened(folder.path());
        let new = old.with_source(source(&file, folder.path()));
        assert_eq!(grey(&cache, 2), Some(110));
        new.turn();
        std::fs::write(file.path(), "2,1,0,0,4,4,1\n3,1,0,0,4,4,1\n").unwrap();
        // The thread of the old document has not ended yet, and is the one that reads what is new.
        file.grow(&Progress::new(), &mut |growth| old.changed(&growth.changed)).unwrap();
        assert!(cache.wait_idle(Duration::from_mins(1)));
        assert_eq!((grey(&cache, 2), grey(&cache, 3)), (Some(60), Some(110)));
    }

    #[test]
    fn frames_that_were_loaded_show_other_pictures_once_the_labels_are_known_to_count_from_1() {
        let folder = tempfile::tempdir().unwrap();
        let (file, cache, caches) = opened(folder.path());
        assert_eq!(grey(&cache, 2), Some(110));
        std::fs::write(file.path(), "2,1,0,0,4,4,1\n3,1,0,0,4,4,1\n").unwrap();
        file.grow(&Progress::new(), &mut |growth| {
            assert!(!growth.changed.contains(2), "nothing is new in the rows of frame 2");
            caches.changed(&growth.changed);
        })
        .unwrap();
        assert_eq!((grey(&cache, 2), grey(&cache, 3)), (Some(60), Some(110)));
    }
}
