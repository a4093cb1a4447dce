//! A layer: a text file whose boxes are shown.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::mot::{Class, ClassSource, MotFile, OpenOptions};
use crate::sequence::LayerKind;

/// Tells layers apart, also from those that were open before: by the file, and its name in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerId {
    path: PathBuf,
    member: Option<String>,
}

/// The open layers, the main one first.
pub type LayerSet = Arc<[LayerId]>;

/// What a sample of the rows of a file has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowSample {
    /// The least and the greatest confidence.
    pub confidence: Option<(f64, f64)>,
    /// The classes.
    pub classes: BTreeSet<Class>,
}

/// A text file whose boxes are shown.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The name that the user sees.
    pub name: String,
    /// Ground truth, detections or results.
    pub kind: LayerKind,
    /// The file.
    pub file: Arc<MotFile>,
    /// What a sample of its rows has. Empty for the main layer: its summary has all of them.
    pub sample: RowSample,
    /// How the file was opened.
    pub text: OpenOptions,
    /// Where the names of its class numbers come from, if the user chose it.
    pub class_source: Option<ClassSource>,
    /// Why these names cannot be used.
    pub names_trouble: Option<String>,
    /// Why the file of a further layer cannot be read now. Until it can, its boxes are missing.
    pub trouble: Option<String>,
}

impl Layer {
    /// What tells it apart from other layers.
    pub fn id(&self) -> LayerId {
        LayerId { path: self.file.path().to_owned(), member: self.file.member().map(str::to_owned) }
    }
}
