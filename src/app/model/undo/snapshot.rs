//! All that can be undone, before or after a command.

use std::path::PathBuf;

use super::history::Change;
use super::settings_values::differences;
use super::subject::{Subject, Value};
use crate::app::model::filter::Filter;
use crate::app::model::judging::JudgingChoice;
use crate::app::model::layers::Look;
use crate::app::model::settings::Settings;

/// All that can be undone.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The settings.
    pub settings: Settings,
    /// The file, the look and the filter of each layer.
    pub layers: Vec<(PathBuf, Option<Look>, Filter)>,
    /// How results are compared.
    pub judging: JudgingChoice,
    /// Frames a second, if the user chose them for the open sequence.
    pub fps: Option<f64>,
}

impl Snapshot {
    /// What has changed between this and `after`.
    pub fn changes(self, after: Self) -> Vec<Change<Subject, Value>> {
        let mut changes = differences(&self.settings, &after.settings);
        let mut add = |what, before: Value, after: Value| {
            if before != after {
                changes.push(Change { what, before, after });
            }
        };
        for (path, look, filter) in self.layers {
            let Some((_, new_look, new_filter)) = after.layers.iter().find(|(other, ..)| *other == path) else {
                continue;
            };
            if let (Some(look), Some(new)) = (look, *new_look) {
                add(Subject::Look(path.clone()), Value::Look(look), Value::Look(new));
            }
            add(Subject::Filter(path), Value::Filter(filter), Value::Filter(new_filter.clone()));
        }
        add(Subject::Judging, Value::Judging(Box::new(self.judging)), Value::Judging(Box::new(after.judging)));
        add(Subject::Fps, Value::Fps(self.fps), Value::Fps(after.fps));
        changes
    }
}
