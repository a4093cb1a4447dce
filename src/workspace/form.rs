//! What is in the file of a workspace.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The version of the form that is written. Another one is not read.
pub const VERSION: u32 = 1;
/// The most layers that are taken in.
pub(super) const MAX_LAYERS: usize = 64;
/// The most bookmarks that are taken in.
pub(super) const MAX_BOOKMARKS: usize = 500;
/// The longest name of a bookmark, in letters.
pub const MAX_NAME: usize = 200;
/// The longest note at a bookmark, in letters.
pub const MAX_NOTE: usize = 2000;

/// A workspace. Paths are relative to the folder of its file where they can be, with forward slashes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Workspace {
    /// The version of the form. A file without it is no workspace.
    #[serde(rename = "motscope_workspace")]
    pub version: u32,
    /// The file or folder to open.
    pub open: String,
    /// The name of the text to open, if `open` is an archive of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The format of the main text, if it was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// What the columns of the main text mean, if it was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<String>,
    /// Width and height of the pictures, if they were stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<[u32; 2]>,
    /// The folder of pictures, if it was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pictures: Option<String>,
    /// The text of the main layer, if it is not the one that follows from `open`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main: Option<String>,
    /// The frame under the play head.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame: Option<u64>,
    /// The selected track.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track: Option<u64>,
    /// The layers, the main one first.
    pub layers: Vec<Layer>,
    /// The bookmarks.
    pub bookmarks: Vec<Bookmark>,
    /// What else is to be seen: the camera, panes, panels, boxes, the picture, how results are compared.
    pub view: Map<String, Value>,
}

/// A layer of a workspace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layer {
    /// The text file.
    pub file: String,
    /// The name of its text, if the file is an archive of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Whether it is the main layer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_main: bool,
    /// Whether it is shown, how large its boxes are, and how they are drawn.
    pub look: Value,
    /// Which of its boxes and tracks are shown.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub filter: Value,
}

/// A bookmark of a workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bookmark {
    /// The frame.
    pub frame: u64,
    /// Its name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What somebody noted there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// The names of the values that are known.
pub(super) const KNOWN: [&str; 13] = [
    "motscope_workspace",
    "open",
    "member",
    "format",
    "columns",
    "size",
    "pictures",
    "main",
    "frame",
    "track",
    "layers",
    "bookmarks",
    "view",
];
/// Those of a layer.
pub(super) const KNOWN_OF_LAYER: [&str; 5] = ["file", "member", "is_main", "look", "filter"];
/// Those of a bookmark.
pub(super) const KNOWN_OF_BOOKMARK: [&str; 3] = ["frame", "name", "note"];

#[cfg(test)]
mod tests {
    use super::*;

    fn names(value: &Value) -> Vec<&str> {
        let mut names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    fn sorted<const N: usize>(mut names: [&str; N]) -> [&str; N] {
        names.sort_unstable();
        names
    }

    #[test]
    fn all_that_is_written_is_known() {
        let text = || Some("a".to_owned());
        let whole = Workspace {
            version: VERSION,
            member: text(),
            format: text(),
            columns: text(),
            size: Some([1, 2]),
            pictures: text(),
            main: text(),
            frame: Some(1),
            track: Some(2),
            layers: vec![Layer { is_main: true, member: text(), filter: Value::Bool(true), ..Layer::default() }],
            bookmarks: vec![Bookmark { frame: 1, name: "a".to_owned(), note: "b".to_owned() }],
            ..Workspace::default()
        };
        let value = serde_json::to_value(whole).unwrap();
        assert_eq!(names(&value), sorted(KNOWN));
        assert_eq!(names(&value["layers"][0]), sorted(KNOWN_OF_LAYER));
        assert_eq!(names(&value["bookmarks"][0]), sorted(KNOWN_OF_BOOKMARK));
    }
}
