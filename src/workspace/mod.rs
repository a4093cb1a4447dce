//! Workspaces: a small file that says which files are shown together, and how. It is JSON, so that a person can read it, and paths in it
//! are relative to it, so that a folder can be moved with all that is in it.
//!
//! Here is the form of the file. What the window keeps of its view is a tree of values here, which the window reads itself. May
//! import: `shown`, `unfinished`.

mod file;
mod form;
mod paths;
mod unknown;

#[cfg(feature = "gui")]
pub(crate) use self::file::short;
#[cfg(feature = "gui")]
pub(crate) use self::file::write;
pub(crate) use self::file::{Read, read};
#[cfg(feature = "gui")]
pub use self::form::{Bookmark, MAX_NAME, MAX_NOTE};
pub use self::form::{Layer, Workspace};
#[cfg(feature = "gui")]
pub(crate) use self::paths::from_folder;
pub(crate) use self::paths::to_path;
#[cfg(feature = "gui")]
pub(crate) use self::unknown::unknown_in;

use std::path::Path;

/// The ending of the file's name.
pub(crate) const ENDING: &str = "motws";

/// Whether a path is that of a workspace, by its name.
pub(crate) fn is_workspace(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}
