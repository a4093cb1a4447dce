//! The caches of an opened sequence.

use std::sync::Arc;

use parking_lot::Mutex;

use super::frame_providers::{PreviewFrames, WholeFrames};
use crate::cache::PrefetchCache;
use crate::provider::{DataProvider as _, Delayed, KeySet};
use crate::sequence::{ActivePairing, Sequence};

/// The provider that the frame cache loads from, with the simulated latency.
pub type Frames = Delayed<WholeFrames>;

/// The caches of an opened sequence.
#[derive(Clone)]
pub struct Caches {
    /// The cache of whole frames: boxes, and pictures if there are any.
    pub frames: Arc<PrefetchCache<Frames>>,
    /// The cache of previews, which are shown until a picture is loaded. `None` without pictures.
    pub previews: Option<Arc<PrefetchCache<PreviewFrames>>>,
    sequence: Arc<Sequence>,
    /// Which picture a frame showed at the last change.
    pairing: Arc<Mutex<ActivePairing>>,
}

impl Caches {
    /// The caches of `sequence`, without previews if it has no pictures.
    pub fn new(
        sequence: &Arc<Sequence>,
        frames: &Arc<PrefetchCache<Frames>>,
        previews: Option<&Arc<PrefetchCache<PreviewFrames>>>,
    ) -> Self {
        Self {
            frames: Arc::clone(frames),
            previews: previews.cloned(),
            sequence: Arc::clone(sequence),
            pairing: Arc::new(Mutex::new(sequence.pairing())),
        }
    }

    /// All frames that there are.
    pub fn all(&self) -> Arc<KeySet> {
        self.sequence.keys()
    }

    /// Notes that the set of frames has changed, and drops the frames `keys`, whose content has changed.
    pub fn changed(&self, keys: &KeySet) {
        let pairing = self.sequence.pairing();
        // When more of the file is known, the pairing may change. Then every frame shows another picture.
        let before = std::mem::replace(&mut *self.pairing.lock(), pairing.clone());
        let all = (before != pairing).then(|| self.sequence.keys());
        let keys = all.as_deref().unwrap_or(keys);
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
    use super::*;
    use crate::mot::{MotFile, Progress};
    use crate::sequence::{PicturePairing, Pictures};

    /// The grey value of the picture that a frame shows.
    fn grey(cache: &PrefetchCache<Frames>, frame: u64) -> Option<u8> {
        cache.get(frame).unwrap().backdrop.ready().map(|texture| texture.image().unwrap().pixels[0].r())
    }

    #[test]
    fn frames_that_were_loaded_show_other_pictures_once_the_labels_are_known_to_count_from_1() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..3_u8 {
            let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([10 + number * 50; 3]));
            picture.save(folder.path().join(format!("{number}.png"))).unwrap();
        }
        let path = folder.path().join("boxes.txt");
        std::fs::write(&path, "2,1,0,0,4,4,1\n").unwrap();
        let file = Arc::new(MotFile::open(&path).unwrap());
        let pictures = Arc::new(Pictures::open(folder.path(), None).unwrap());
        let layers = vec![Arc::clone(&file)];
        let sequence = Arc::new(Sequence::new(layers, Some(pictures), None, PicturePairing::Automatic));
        let frames = WholeFrames::new(Arc::clone(&sequence), None);
        let cache = Arc::new(PrefetchCache::builder(Delayed::new(frames, Arc::default())).build());
        let caches = Caches::new(&sequence, &cache, None);
        assert_eq!(grey(&cache, 2), Some(110));
        std::fs::write(&path, "2,1,0,0,4,4,1\n3,1,0,0,4,4,1\n").unwrap();
        file.grow(&Progress::new(), &mut |growth| {
            assert!(!growth.changed.contains(2), "nothing is new in the rows of frame 2");
            caches.changed(&growth.changed);
        })
        .unwrap();
        assert_eq!((grey(&cache, 2), grey(&cache, 3)), (Some(60), Some(110)));
    }
}
