//! How panes are compared.

use serde::{Deserialize, Serialize};

/// How panes are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum PaneMode {
    /// There is one picture, with the layers that are switched on.
    #[default]
    Single,
    /// Up to four pictures lie side by side.
    SideBySide,
    /// The first pane is seen left of a divider, the second one right of it.
    Wipe,
    /// One pane is seen at a time. A key shows the next one.
    Blink,
}

impl PaneMode {
    /// All of them, with their names in menus and in files.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Single, "One picture"),
        (Self::SideBySide, "Side by side"),
        (Self::Wipe, "Wipe"),
        (Self::Blink, "Blink"),
    ];

    /// Its name in a file.
    fn id(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::SideBySide => "side-by-side",
            Self::Wipe => "wipe",
            Self::Blink => "blink",
        }
    }

    /// What it does, for its hover text.
    pub fn help(self) -> &'static str {
        match self {
            Self::Single => "Shows all layers that are switched on in one picture",
            Self::SideBySide => "Shows up to four pictures, each with layers of its own",
            Self::Wipe => "Shows two sets of layers in one picture, left and right of a divider that can be dragged",
            Self::Blink => "Shows one set of layers at a time, in one picture",
        }
    }
}

impl From<PaneMode> for String {
    fn from(mode: PaneMode) -> Self {
        mode.id().to_owned()
    }
}

impl From<String> for PaneMode {
    /// Another version may know more of them.
    fn from(text: String) -> Self {
        Self::ALL.into_iter().map(|(mode, _)| mode).find(|mode| mode.id() == text).unwrap_or_default()
    }
}
