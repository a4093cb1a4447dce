//! Layers, and how each is drawn: plain data and colours.

mod layer;
mod looks;
mod role;
mod scheme;
mod style;

pub use layer::{Layer, LayerId, LayerSet, RowSample};
pub use looks::{Look, Looks, SCALES, one_color, paint};
pub use role::{Role, kind_name};
pub use scheme::{GROUND_TRUTH, NO_IDENTITY, Paint, confidence_color, track_color};
pub use style::{OPACITIES, Scheme, Style, Styles, WIDTHS};
