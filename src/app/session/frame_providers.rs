//! The providers that the caches of the window load from: frames with their pictures, and previews.

use std::sync::Arc;

use crate::app::model::frame::texture_image::{PreviewFrame, TextureImage, image};
use crate::provider::{BoxError, DataProvider, KeySet, ProviderStats};
use crate::sequence::{Proxies, Sequence, SequenceFrame};

/// Frames with their pictures, for the window.
pub struct WholeFrames {
    sequence: Arc<Sequence>,
    proxies: Option<Arc<Proxies>>,
}

impl WholeFrames {
    /// The frames of `sequence`; small pictures of those that are loaded are kept in `proxies`.
    pub fn new(sequence: Arc<Sequence>, proxies: Option<Arc<Proxies>>) -> Self {
        Self { sequence, proxies }
    }
}

impl DataProvider for WholeFrames {
    type Value = SequenceFrame<TextureImage>;

    fn keys(&self) -> Arc<KeySet> {
        self.sequence.keys()
    }

    fn load(&self, key: u64) -> Result<Self::Value, BoxError> {
        let loaded = self.sequence.load(key)?;
        if let (Some(proxies), Some(picture)) = (&self.proxies, loaded.backdrop.ready())
            && let Some(number) = self.sequence.picture_of(key)
        {
            proxies.offer(number, picture);
        }
        Ok(loaded.map_picture(|picture| TextureImage::new(picture, self.sequence.pool())))
    }

    fn weight(&self, value: &Self::Value) -> u64 {
        value.box_bytes() + value.backdrop.ready().map_or(0, TextureImage::bytes)
    }

    fn stats(&self) -> ProviderStats {
        self.sequence.stats()
    }
}

/// Boxes and small pictures: what costs so little that nobody ever waits for it.
pub struct PreviewFrames {
    sequence: Arc<Sequence>,
    proxies: Option<Arc<Proxies>>,
}

impl PreviewFrames {
    /// PreviewFrames of the frames of `sequence`, with pictures out of `proxies`.
    pub fn new(sequence: Arc<Sequence>, proxies: Option<Arc<Proxies>>) -> Self {
        Self { sequence, proxies }
    }
}

impl DataProvider for PreviewFrames {
    type Value = PreviewFrame;

    fn keys(&self) -> Arc<KeySet> {
        self.sequence.keys()
    }

    fn load(&self, key: u64) -> Result<PreviewFrame, BoxError> {
        let frame = self.sequence.boxes_of(key)?;
        let wanted = self.proxies.as_ref().zip(self.sequence.picture_of(key));
        let proxy = wanted.and_then(|(proxies, number)| proxies.nearest(number));
        let of_frame = |(number, picture)| Some((self.sequence.frame_of(number)?, Arc::new(image(picture))));
        let proxy = proxy.and_then(of_frame);
        Ok(PreviewFrame { frame, proxy })
    }

    fn weight(&self, value: &PreviewFrame) -> u64 {
        let proxy = value.proxy.as_ref().map_or(0, |(_, image)| size_of_val(image.pixels.as_slice()) as u64);
        value.frame.box_bytes() + proxy
    }
}
