//! What is taken over from the open sequence when it is opened again: [`Kept`].

use super::image_track::ImageTrack;
use crate::app::model::layers::Layer;
use crate::app::session::caching::running::Running;

/// What a sequence that is being opened may take over from the open one.
#[derive(Clone, Default)]
pub struct Kept {
    /// The pictures.
    pub images: Option<ImageTrack>,
    /// The layers. A file that has not changed is not opened again.
    pub layers: Vec<Layer>,
    /// The caches, with all that is loaded.
    pub running: Option<Running>,
}
