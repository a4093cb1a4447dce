//! Which panels the window shows.

use serde::{Deserialize, Serialize};

/// Which panels the window shows, and where they lie at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// For those who look at results: lists, picture, errors, and the cache in one row.
    #[default]
    Review,
    /// For those who look at the cache: picture, all charts, tuning.
    Engine,
}

impl Layout {
    /// All choices, with their names in the menu.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Review, "Review"), (Self::Engine, "Engine")];

    /// What it is for.
    pub fn help(self) -> &'static str {
        match self {
            Self::Review => "Lists, picture and errors, with the cache in one row",
            Self::Engine => "Picture, all charts of the cache, and tuning",
        }
    }
}
