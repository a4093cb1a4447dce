//! Panes: sets of layers that are compared with each other. They lie side by side, or one of two pictures is wiped over the
//! other, or one is shown after the other (blink). There is one play head and one camera for all of them.
//!
//! Here is which pane shows which layers, and how that changes. Layers are known by the paths of their files.

mod change;
mod first;
mod mode;
mod sets;

pub use change::PaneChange;
pub use first::PaneLayer;
pub use mode::PaneMode;
pub use sets::{MAX_PANES, Panes};
