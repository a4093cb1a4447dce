//! The providers that the caches of the window load from: whole frames, and previews.

use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;

use crate::app::model::frame::texture_image::{PreviewFrame, TextureImage, image};
use crate::app::model::frame::whole_frame::{Edition, WholeFrame};
use crate::app::model::layers::LayerSet;
use crate::provider::{BoxError, DataProvider, KeySet, ProviderStats};
use crate::sequence::{Backdrop, Proxies, Sequence};

/// The layers and pictures that frames are loaded from.
#[derive(Clone)]
pub struct FrameSource {
    /// All files together.
    pub sequence: Arc<Sequence>,
    /// Its layers.
    pub layers: LayerSet,
}

/// What frames are loaded from now. Another source with the same pictures can take its place while the caches run.
pub struct SharedSource(Mutex<FrameSource>);

impl SharedSource {
    /// Loads from `source`.
    pub fn new(source: FrameSource) -> Self {
        Self(Mutex::new(source))
    }

    /// The source now.
    pub fn now(&self) -> FrameSource {
        self.0.lock().clone()
    }

    /// From now on loads from `source`. Returns the one before. The caches must be told what has changed.
    pub fn turn_to(&self, source: FrameSource) -> FrameSource {
        std::mem::replace(&mut *self.0.lock(), source)
    }
}

/// The provider of whole frames: boxes with pictures.
pub struct WholeFrames {
    source: Arc<SharedSource>,
    proxies: Option<Arc<Proxies>>,
}

impl WholeFrames {
    /// The frames of `source`. Each loaded picture is offered to `proxies`, which may keep a small picture of it.
    pub fn new(source: Arc<SharedSource>, proxies: Option<Arc<Proxies>>) -> Self {
        Self { source, proxies }
    }

    /// Loads a frame. What has not changed since `old` was loaded is taken from there: the picture, and the boxes of layers.
    fn load_beside(&self, key: u64, old: Option<&WholeFrame>) -> Result<WholeFrame, BoxError> {
        let FrameSource { sequence, layers } = self.source.now();
        let mut editions = vec![None; layers.len()].into_boxed_slice();
        let boxes = sequence.boxes_beside(key, &mut |place, file| {
            let edition = Edition::of(file);
            let known = old.and_then(|old| old.boxes_from(&edition));
            if let Some(slot) = editions.get_mut(place) {
                *slot = Some(edition);
            }
            known
        })?;
        let number = sequence.picture_of(key);
        let backdrop = match old.filter(|old| old.picture() == number) {
            Some(old) => old.backdrop.clone(),
            None => self.picture(&sequence, number),
        };
        let frame = boxes.with_backdrop(backdrop);
        Ok(WholeFrame::new(frame, number, layers, editions))
    }

    fn picture(&self, sequence: &Sequence, number: Option<u64>) -> Backdrop<Arc<TextureImage>> {
        let loaded = sequence.picture(number);
        if let (Some(proxies), Some(picture), Some(number)) = (&self.proxies, loaded.ready(), number) {
            proxies.offer(number, picture);
        }
        loaded.map(|picture| Arc::new(TextureImage::new(picture, sequence.pool())))
    }
}

impl DataProvider for WholeFrames {
    type Value = WholeFrame;

    fn keys(&self) -> Arc<KeySet> {
        self.source.now().sequence.keys()
    }

    fn load(&self, key: u64) -> Result<WholeFrame, BoxError> {
        let began = Instant::now();
        let loaded = self.load_beside(key, None);
        self.source.now().sequence.count_load(began.elapsed());
        loaded
    }

    fn reload(&self, key: u64, old: &WholeFrame) -> Result<WholeFrame, BoxError> {
        self.load_beside(key, Some(old))
    }

    fn weight(&self, value: &WholeFrame) -> u64 {
        value.box_bytes() + value.backdrop.ready().map_or(0, |picture| picture.bytes())
    }

    fn stats(&self) -> ProviderStats {
        self.source.now().sequence.stats()
    }
}

/// The provider of previews: boxes with small pictures. They load so fast that nobody has to wait.
pub struct PreviewFrames {
    source: Arc<SharedSource>,
    proxies: Option<Arc<Proxies>>,
}

impl PreviewFrames {
    /// The previews of the frames of `source`, with small pictures from `proxies`.
    pub fn new(source: Arc<SharedSource>, proxies: Option<Arc<Proxies>>) -> Self {
        Self { source, proxies }
    }
}

impl DataProvider for PreviewFrames {
    type Value = PreviewFrame;

    fn keys(&self) -> Arc<KeySet> {
        self.source.now().sequence.keys()
    }

    fn load(&self, key: u64) -> Result<PreviewFrame, BoxError> {
        let sequence = self.source.now().sequence;
        let frame = sequence.boxes_of(key)?;
        let wanted = self.proxies.as_ref().zip(sequence.picture_of(key));
        let proxy = wanted.and_then(|(proxies, number)| proxies.nearest(number));
        let of_frame = |(number, picture)| Some((sequence.frame_of(number)?, Arc::new(image(picture))));
        let proxy = proxy.and_then(of_frame);
        Ok(PreviewFrame { frame, proxy })
    }

    fn weight(&self, value: &PreviewFrame) -> u64 {
        let proxy = value.proxy.as_ref().map_or(0, |(_, image)| size_of_val(image.pixels.as_slice()) as u64);
        value.frame.box_bytes() + proxy
    }
}
