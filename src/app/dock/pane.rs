//! What can be placed in the window.

use serde::{Deserialize, Serialize};

use crate::app::model::settings::{Layout, Tab};

/// Something that can be placed in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pane {
    /// The picture with its boxes.
    Canvas,
    /// The lists of layers and of tracks.
    Tracks,
    /// Where the tracker went wrong, and lines with problems.
    Errors,
    /// Charts and counters of the cache.
    Cache,
    /// The settings of cache and predictor.
    Tuning,
    /// The last events of the cache.
    Events,
    /// The bookmarks of the file.
    Bookmarks,
    /// Hit rate, queue and evictions in one row.
    Live,
}

impl Pane {
    /// All panes of a layout.
    pub fn all(layout: Layout) -> &'static [Self] {
        let all = &[
            Self::Canvas,
            Self::Tracks,
            Self::Errors,
            Self::Cache,
            Self::Tuning,
            Self::Events,
            Self::Bookmarks,
            Self::Live,
        ];
        match layout {
            Layout::Review => all,
            // All charts are shown, so the row of three is left out.
            Layout::Engine => &all[..7],
        }
    }

    /// The pane of a tab.
    pub fn of_tab(tab: Tab) -> Self {
        match tab {
            Tab::Cache => Self::Cache,
            Tab::Tuning => Self::Tuning,
            Tab::Events => Self::Events,
            Tab::Errors => Self::Errors,
            Tab::Bookmarks => Self::Bookmarks,
        }
    }

    /// Its tab among those of the settings.
    pub fn tab(self) -> Option<Tab> {
        [Tab::Cache, Tab::Tuning, Tab::Events, Tab::Errors, Tab::Bookmarks]
            .into_iter()
            .find(|&tab| Self::of_tab(tab) == self)
    }

    /// The least width that it can be read at, in points.
    pub fn least_width(self) -> f32 {
        match self {
            Self::Canvas => 320.0,
            Self::Tracks => 174.0,
            _ => 270.0,
        }
    }
}
