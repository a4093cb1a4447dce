//! HOTA: detection, association and localisation over 19 thresholds.
//!
//! Source: J. Luiten, A. Ošep, P. Dendorfer, P. Torr, A. Geiger, L. Leal-Taixé and B. Leibe, "HOTA: A Higher Order Metric for
//! Evaluating Multi-Object Tracking", International Journal of Computer Vision 129, 2021; details as in `TrackEval` 1.3.0.
//!
//! Frames are read twice. First it is found how well each pair of tracks goes together over the whole sequence. Then boxes are
//! matched so that similarity times this alignment is greatest.

mod alphas;
mod matching;
mod scores;

pub use alphas::ALPHAS;
pub(super) use alphas::COUNT;
pub(super) use matching::{HotaMatch, HotaMatcher, HotaRun};
pub use scores::Hota;
