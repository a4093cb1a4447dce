//! What a change is of, and its values.

use std::path::PathBuf;

use crate::app::model::filter::Filter;
use crate::app::model::judging::JudgingChoice;
use crate::app::model::layers::Look;

/// What a change is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A value of the settings, by the names that lead to it.
    Setting(Vec<String>),
    /// The look of the layer of this file.
    Look(PathBuf),
    /// The filter of the layer of this file.
    Filter(PathBuf),
    /// How results are compared with ground truth.
    Judging,
    /// The rate at which the open sequence is played.
    Fps,
    /// How large everything is drawn.
    Scale,
    /// Where the panels lie, and how large they are.
    Panels,
}

impl Subject {
    /// Whether it belongs to the open sequence, and is forgotten with it.
    pub fn is_of_sequence(&self) -> bool {
        matches!(self, Self::Look(_) | Self::Filter(_) | Self::Judging | Self::Fps)
    }
}

/// A value of what is changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A value of the settings, as it is kept. `None` if it is not there.
    Setting(Option<serde_json::Value>),
    /// The look of a layer.
    Look(Look),
    /// The filter of a layer.
    Filter(Filter),
    /// How results are compared.
    Judging(Box<JudgingChoice>),
    /// Frames a second, if the user chose them.
    Fps(Option<f64>),
    /// The factor by which everything is drawn larger.
    Scale(f32),
    /// Where the panels lie, as text.
    Panels(String),
}
