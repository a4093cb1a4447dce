//! A loaded frame: its picture, and the boxes of the layers that it was loaded with.

use std::ops::Deref;
use std::sync::{Arc, Weak};

use super::texture_image::TextureImage;
use crate::app::model::layers::{LayerId, LayerSet};
use crate::mot::{Frame, MotFile};
use crate::sequence::{LayerBoxes, SequenceFrame, Unread};

/// A loaded frame: its picture, and the boxes of the layers that it was loaded with. The picture and the boxes of each layer
/// are parts of their own. So a frame with other layers can share the picture, and the boxes that have not changed.
#[derive(Debug)]
pub struct WholeFrame {
    frame: SequenceFrame<Arc<TextureImage>>,
    /// The number of its picture. `None` if the frame has none.
    picture: Option<u64>,
    layers: LayerSet,
    /// What the boxes of each layer were read from. `None` if they were not read.
    editions: Box<[Option<Edition>]>,
}

/// What boxes were read from: a file, and the version of its contents. From the same edition come the same boxes.
#[derive(Clone, Debug)]
pub struct Edition {
    file: Weak<MotFile>,
    version: u64,
}

impl Edition {
    /// The edition of a file now.
    pub fn of(file: &Arc<MotFile>) -> Self {
        Self { file: Arc::downgrade(file), version: file.version() }
    }

    fn is(&self, other: &Self) -> bool {
        self.version == other.version && self.file.ptr_eq(&other.file)
    }
}

/// The boxes of a frame for layers in another order, or for other layers, than it was loaded with.
#[derive(Debug)]
pub struct Arranged {
    /// The boxes of the main layer; none if the frame was loaded without it.
    pub main: Arc<Frame>,
    /// Whether the frame was loaded with the main layer.
    pub has_main: bool,
    /// The boxes of the other layers. A layer that the frame was loaded without counts as left out.
    pub further: Box<[LayerBoxes]>,
}

impl WholeFrame {
    /// A frame that was loaded with `layers`. `picture` is the number of its picture, and `editions` tell what the boxes of
    /// the layers were read from.
    pub fn new(
        frame: SequenceFrame<Arc<TextureImage>>,
        picture: Option<u64>,
        layers: LayerSet,
        editions: Box<[Option<Edition>]>,
    ) -> Self {
        Self { frame, picture, layers, editions }
    }

    /// The number of its picture. `None` if the frame has none.
    pub fn picture(&self) -> Option<u64> {
        self.picture
    }

    /// The boxes that were read from this edition of a file, if it has them.
    pub fn boxes_from(&self, edition: &Edition) -> Option<Arc<Frame>> {
        let place = self.editions.iter().position(|of| of.as_ref().is_some_and(|of| of.is(edition)))?;
        self.boxes_at(place).ok()
    }

    fn boxes_at(&self, place: usize) -> LayerBoxes {
        match place.checked_sub(1) {
            None => Ok(Arc::clone(&self.frame.boxes)),
            Some(at) => self.frame.overlays.get(at).cloned().unwrap_or(Err(Unread::LeftOut)),
        }
    }

    /// Its boxes for these layers. `None` if it was loaded with just these, in this order.
    pub fn arranged(&self, layers: &LayerSet) -> Option<Arranged> {
        if Arc::ptr_eq(&self.layers, layers) || self.layers == *layers {
            return None;
        }
        let of = |layer: &LayerId| {
            let place = self.layers.iter().position(|known| known == layer);
            place.map_or(Err(Unread::LeftOut), |place| self.boxes_at(place))
        };
        let mut boxes = layers.iter().map(of);
        let main = boxes.next().and_then(Result::ok);
        let has_main = main.is_some();
        let none = || Arc::new(Frame { number: self.frame.boxes.number, detections: Vec::new(), rejected: 0 });
        Some(Arranged { main: main.unwrap_or_else(none), has_main, further: boxes.collect() })
    }
}

impl Deref for WholeFrame {
    type Target = SequenceFrame<Arc<TextureImage>>;

    fn deref(&self) -> &Self::Target {
        &self.frame
    }
}
