//! The providers that the caches of the window load from: whole frames, and previews.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;

use crate::app::model::frame::texture_image::{PreviewFrame, TextureImage, image};
use crate::app::model::frame::whole_frame::{Edition, WholeFrame};
use crate::app::model::layers::LayerSet;
use crate::provider::{BoxError, DataProvider, KeySet, Neighbours, NoNeighbours, ProviderStats};
use crate::sequence::{Backdrop, Pooled, Proxies, Sequence};

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
    /// Whether pictures are decoded together. Another source has the same pictures.
    has_groups: bool,
    proxies: Option<Arc<Proxies>>,
}

impl WholeFrames {
    /// The frames of `source`. Each loaded picture is offered to `proxies`, which may keep a small picture of it.
    pub fn new(source: Arc<SharedSource>, proxies: Option<Arc<Proxies>>) -> Self {
        let has_groups = source.now().sequence.pictures().is_some_and(|pictures| pictures.has_groups());
        Self { source, has_groups, proxies }
    }

    /// Loads a frame. What has not changed since `old` was loaded is taken from there: the picture, and the boxes of layers.
    /// Pictures that are decoded on the way to its own are handed over as frames.
    fn load_beside(
        &self,
        key: u64,
        old: Option<&WholeFrame>,
        neighbours: &dyn Neighbours<WholeFrame>,
    ) -> Result<WholeFrame, BoxError> {
        let source = self.source.now();
        let number = source.sequence.picture_of(key);
        Self::with_boxes(&source, key, number, old, || {
            let others = FramesOf { frames: self, source: &source, neighbours };
            self.texture(&source.sequence, number, source.sequence.picture(number, &others))
        })
    }

    /// The frame `key` with its boxes, over the picture of this number: that of `old`, or else the one that `picture` gives.
    fn with_boxes(
        FrameSource { sequence, layers }: &FrameSource,
        key: u64,
        number: Option<u64>,
        old: Option<&WholeFrame>,
        picture: impl FnOnce() -> Backdrop<Arc<TextureImage>>,
    ) -> Result<WholeFrame, BoxError> {
        let mut editions = vec![None; layers.len()].into_boxed_slice();
        let boxes = sequence.boxes_beside(key, &mut |place, file| {
            let edition = Edition::of(file);
            let known = old.and_then(|old| old.boxes_from(&edition));
            if let Some(slot) = editions.get_mut(place) {
                *slot = Some(edition);
            }
            known
        })?;
        let backdrop = match old.filter(|old| old.picture() == number) {
            Some(old) => old.backdrop.clone(),
            None => picture(),
        };
        Ok(WholeFrame::new(boxes.with_backdrop(backdrop), number, layers.clone(), editions))
    }

    /// A loaded picture as it is drawn. It is offered to become a small one.
    fn texture(
        &self,
        sequence: &Sequence,
        number: Option<u64>,
        loaded: Backdrop<Pooled>,
    ) -> Backdrop<Arc<TextureImage>> {
        if let (Some(proxies), Some(picture), Some(number)) = (&self.proxies, loaded.ready(), number) {
            proxies.offer(number, picture);
        }
        loaded.map(|picture| Arc::new(TextureImage::new(picture, sequence.pool())))
    }
}

/// Makes whole frames of pictures that are handed over.
struct FramesOf<'a> {
    frames: &'a WholeFrames,
    source: &'a FrameSource,
    neighbours: &'a dyn Neighbours<WholeFrame>,
}

impl Neighbours<Pooled> for FramesOf<'_> {
    fn wants(&self, number: u64) -> bool {
        self.source.sequence.frame_of(number).is_some_and(|frame| self.neighbours.wants(frame))
    }

    fn offer(&self, number: u64, picture: Pooled) {
        let Some(frame) = self.source.sequence.frame_of(number) else { return };
        let backdrop = || self.frames.texture(&self.source.sequence, Some(number), Backdrop::Ready(picture));
        // A frame whose boxes cannot be read says so when it is loaded.
        if let Ok(whole) = WholeFrames::with_boxes(self.source, frame, Some(number), None, backdrop) {
            self.neighbours.offer(frame, whole);
        }
    }
}

impl DataProvider for WholeFrames {
    type Value = WholeFrame;

    fn keys(&self) -> Arc<KeySet> {
        self.source.now().sequence.keys()
    }

    fn load(&self, key: u64) -> Result<WholeFrame, BoxError> {
        self.load_with(key, &NoNeighbours)
    }

    fn together(&self, key: u64) -> RangeInclusive<u64> {
        if self.has_groups { self.source.now().sequence.frames_together(key) } else { key..=key }
    }

    fn load_with(&self, key: u64, neighbours: &dyn Neighbours<WholeFrame>) -> Result<WholeFrame, BoxError> {
        let began = Instant::now();
        let loaded = self.load_beside(key, None, neighbours);
        self.source.now().sequence.count_load(began.elapsed());
        loaded
    }

    fn reload(&self, key: u64, old: &WholeFrame) -> Result<WholeFrame, BoxError> {
        self.load_beside(key, Some(old), &NoNeighbours)
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::app::model::layers::{Layer, RowSample};
    use crate::mot::{MotFile, OpenOptions, Progress};
    use crate::sequence::{LayerKind, PicturePairing, Pictures, Unread};

    fn layer(path: &Path) -> Layer {
        Layer {
            name: String::new(),
            kind: LayerKind::Results,
            file: Arc::new(MotFile::open(path).unwrap()),
            sample: RowSample::default(),
            text: OpenOptions::default(),
            class_source: None,
            names_trouble: None,
            trouble: None,
        }
    }

    /// The source of these layers over the pictures of `folder`.
    fn source(folder: &Path, layers: &[&Layer]) -> FrameSource {
        let files = layers.iter().map(|layer| Arc::clone(&layer.file)).collect();
        let pictures = Arc::new(Pictures::open(folder, None).unwrap());
        let sequence = Arc::new(Sequence::new(files, Some(pictures), None, PicturePairing::Automatic));
        FrameSource { sequence, layers: layers.iter().map(|layer| layer.id()).collect() }
    }

    /// A folder with pictures 1 to 3, and the layers `a` and `b` with a box in each frame.
    fn folder() -> (tempfile::TempDir, Layer, Layer) {
        let folder = tempfile::tempdir().unwrap();
        for number in 1..=3_u8 {
            let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([number; 3]));
            picture.save(folder.path().join(format!("{number}.png"))).unwrap();
        }
        let text = |name: &str, id| {
            let path = folder.path().join(name);
            fs::write(&path, format!("1,{id},0,0,4,4,1\n2,{id},0,0,4,4,1\n3,{id},0,0,4,4,1\n")).unwrap();
            layer(&path)
        };
        let (a, b) = (text("a.txt", 1), text("b.txt", 2));
        (folder, a, b)
    }

    fn reads(layer: &Layer) -> u64 {
        layer.file.stats().loads
    }

    fn id(boxes: &crate::mot::Frame) -> Option<u64> {
        boxes.detections.first()?.id.map(|id| id.0)
    }

    #[test]
    fn a_frame_that_is_loaded_again_keeps_its_picture_and_the_boxes_that_have_not_changed() {
        let (folder, a, b) = folder();
        let shared = Arc::new(SharedSource::new(source(folder.path(), &[&a])));
        let frames = WholeFrames::new(Arc::clone(&shared), None);
        let old = frames.load(2).unwrap();
        let all = source(folder.path(), &[&b, &a]);
        let new_pictures = || all.sequence.picture_stats().decoded;
        shared.turn_to(all.clone());
        let new = frames.reload(2, &old).unwrap();
        assert!(Arc::ptr_eq(old.backdrop.ready().unwrap(), new.backdrop.ready().unwrap()));
        assert!(Arc::ptr_eq(&old.boxes, new.overlays[0].as_ref().unwrap()));
        assert_eq!((id(&new.boxes), reads(&a), reads(&b), new_pictures()), (Some(2), 1, 1, 0));
        // A file that has grown is read again, and another frame's picture is not this one's.
        fs::write(
            folder.path().join("b.txt"),
            fs::read_to_string(folder.path().join("b.txt")).unwrap() + "2,9,0,0,4,4,1\n",
        )
        .unwrap();
        b.file.grow(&Progress::new(), &mut |_| ()).unwrap();
        let grown = frames.reload(2, &new).unwrap();
        assert_eq!((grown.boxes.detections.len(), reads(&a), reads(&b), new_pictures()), (2, 1, 2, 0));
        assert_eq!(frames.reload(3, &grown).unwrap().backdrop.ready().unwrap().image().unwrap().pixels[0].r(), 3);
    }

    #[test]
    fn boxes_go_to_their_layer_wherever_it_is_and_a_layer_that_is_new_is_awaited() {
        let (folder, a, b) = folder();
        let frames = |layers: &[&Layer]| source(folder.path(), layers);
        let of =
            |source: &FrameSource| WholeFrames::new(Arc::new(SharedSource::new(source.clone())), None).load(1).unwrap();
        let both = frames(&[&a, &b]);
        let whole = of(&both);
        assert!(whole.arranged(&both.layers).is_none() && whole.arranged(&frames(&[&a, &b]).layers).is_none());
        let swapped = whole.arranged(&frames(&[&b, &a]).layers).unwrap();
        assert_eq!((id(&swapped.main), swapped.has_main), (Some(2), true));
        assert_eq!(id(swapped.further[0].as_ref().unwrap()), Some(1));
        assert!(whole.arranged(&frames(&[&b]).layers).unwrap().further.is_empty());
        let alone = of(&frames(&[&a]));
        assert_eq!(alone.arranged(&both.layers).unwrap().further[0], Err(Unread::LeftOut));
        let new_main = alone.arranged(&frames(&[&b, &a]).layers).unwrap();
        assert_eq!((id(&new_main.main), new_main.has_main, new_main.main.number), (None, false, 1));
        assert_eq!(id(new_main.further[0].as_ref().unwrap()), Some(1));
    }
}
