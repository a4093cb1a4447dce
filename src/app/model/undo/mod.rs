//! Undo of settings: what is kept of each change, and how it is told. Never for moves of the play head, and never for files.

mod history;
mod settings_values;
mod snapshot;
mod subject;
mod words;

pub use history::{Change, History};
pub use settings_values::with_values;
pub use snapshot::Snapshot;
pub use subject::{Subject, Value};
pub use words::told;

/// A change of a setting.
pub type SettingChange = Change<Subject, Value>;
