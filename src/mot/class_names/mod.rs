//! Names of class numbers: those of data sets, and those in a file. They are guessed, or chosen by the user.

mod choice;
mod data_sets;
mod list;
mod yaml;

pub use choice::{ClassChoice, ClassSource};
pub use data_sets::{COCO_CLASSES, ClassNames, MOT17_CLASSES, VISDRONE_CLASSES};
pub use list::{ClassList, ClassListError, ClassListReason};
