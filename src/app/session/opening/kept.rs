//! What is taken over from the open sequence when it is opened again: [`Kept`].

use std::sync::Arc;

use parking_lot::Mutex;

use super::image_track::ImageTrack;
use crate::app::model::layers::Layer;
use crate::app::session::caching::running::Running;

/// What a sequence that is being opened may take over from the open one. Whoever cancels the opening
/// [forgets](Self::forget) it: an opening may be stuck for ever, and must not keep the memory of what was open before.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Parts>>);

#[derive(Default)]
struct Parts {
    images: Option<ImageTrack>,
    layers: Vec<Layer>,
    running: Option<Running>,
}

impl Kept {
    /// The pictures, the layers, and the caches with all that is loaded. A file that has not changed is not opened again.
    pub fn new(images: Option<ImageTrack>, layers: Vec<Layer>, running: Option<Running>) -> Self {
        Self(Arc::new(Mutex::new(Parts { images, layers, running })))
    }

    /// The pictures.
    pub fn images(&self) -> Option<ImageTrack> {
        self.0.lock().images.clone()
    }

    /// The layers. They must not be held while anything is opened.
    pub fn layers(&self) -> Vec<Layer> {
        self.0.lock().layers.clone()
    }

    /// The caches.
    pub fn running(&self) -> Option<Running> {
        self.0.lock().running.clone()
    }

    /// From now on there is nothing to take over. Returns what there was, to be dropped on a thread that may wait.
    pub fn forget(&self) -> impl Send + use<> {
        std::mem::take(&mut *self.0.lock())
    }
}
