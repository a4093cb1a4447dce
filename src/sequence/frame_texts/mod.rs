//! Folders with a text for each picture: the boxes of one frame in each file, as YOLO, JDE and KITTI object detection have them.
//!
//! Their boxes are written as MOT text as those of a document are, so everything else works on MOT text.
//!
//! | file | what is in it |
//! |---|---|
//! | `format.rs` | which format the lines have, and what a line says; pure |
//! | `folder.rs` | the texts of a folder with their frames |
//! | `rows.rs` | all boxes of a folder as one file of rows |

mod folder;
mod format;
mod rows;

pub(super) use folder::FrameTexts;
pub(super) use rows::begin_rows;
