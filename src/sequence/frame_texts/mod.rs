//! Folders with a text for each picture: the boxes of one frame in each file, as YOLO, JDE and KITTI object detection have them.
//!
//! | file | what is in it |
//! |---|---|
//! | `format.rs` | which format the lines have, and what a line says; pure |
//! | `folder.rs` | the texts of a folder with their frames |
//! | `rows.rs` | all boxes of a folder as one text |

mod folder;
mod format;
mod rows;

pub(super) use folder::FrameTexts;
pub(super) use rows::all_rows;
