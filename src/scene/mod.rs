//! A made-up street with people in it: its pictures, its ground truth, and what a detector and a tracker would report.
//!
//! A [`Scene`] is a description of a few kilobytes. Each of its pictures can be drawn alone, straight into a buffer. Equal
//! options give equal bytes on every machine: whole numbers come from a generator of our own, and fractions use only
//! `+ − × ÷` and the square root, which IEEE 754 rounds in exactly one way.
//!
//! ```
//! use motscope::scene::{Scene, SceneOptions};
//! use motscope::sequence::Rgba;
//! # fn main() -> Result<(), motscope::scene::SceneError> {
//! let scene = Scene::new(&SceneOptions { width: 320, height: 180, ..SceneOptions::default() })?;
//! let mut pixels = vec![Rgba::default(); 320 * 180];
//! scene.render(100, &mut pixels);
//! for person in scene.people(100) {
//!     println!("{} at {:?}, {:.0} % of it visible", person.id, person.bounds, 100.0 * person.visibility);
//! }
//! # Ok(()) }
//! ```
//!
//! | folder or file | holds |
//! |---|---|
//! | `drawing/` | camera, canvas and colours: what everything is drawn with |
//! | `street/` | the empty street: ground, houses, trees, lamps and cars |
//! | `people/` | who walks there: routes, looks, first and last frames |
//! | `street_scene.rs` | [`Scene`]: street and people together |
//! | `labels/` | ground truth, detections and tracker results of a scene as text |
//! | `folder.rs`, `source.rs`, `demo.rs` | a scene as a folder of files, as a source of pictures, and as the demo |

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod demo;
mod drawing;
mod folder;
mod labels;
mod options;
mod people;
mod source;
mod street;
mod street_scene;
#[cfg(test)]
mod tests;

pub use demo::{DEMO_SIZE, Demo, demo};
pub use drawing::pixel_box::PixelBox;
pub use folder::{WrittenSequence, is_generated_sequence, write_to};
pub use labels::{detections, ground_truth, tracker};
pub use options::{FPS, SceneError, SceneOptions};
pub use street_scene::{Scene, VisiblePerson};
