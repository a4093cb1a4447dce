//! Whether only rows that are judged are shown.

use serde::{Deserialize, Serialize};

/// Whether rows that the benchmark does not judge are hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JudgedOnly {
    /// If results are compared with ground truth.
    #[default]
    Automatic,
    /// Always.
    On,
    /// Never.
    Off,
}

impl JudgedOnly {
    /// What it does, for the user.
    pub const HELP: &'static str = "Hides rows that the benchmark does not judge: of ground truth those with flag 0, of other classes and distractors; of results those of other classes. The line below the canvas counts them.";
    /// When this choice hides rows, for the user.
    pub fn help(self) -> &'static str {
        match self {
            Self::Automatic => "Hides them as soon as results are open beside ground truth",
            Self::On => "Always hides them",
            Self::Off => "Always shows them",
        }
    }

    /// All choices, with their names in the menu.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Automatic, "Automatic"), (Self::On, "On"), (Self::Off, "Off")];
}
