//! The boxes of a scene as text: ground truth, and what a detector and a tracker would report.

mod detections;
mod ground_truth;
mod rows;
mod tracker;

pub use detections::detections;
pub use ground_truth::ground_truth;
pub use tracker::tracker;
