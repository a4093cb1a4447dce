//! What to open: a path with options, or the built-in sequence.

use std::path::{Path, PathBuf};

use crate::app::model::settings::choice_by_path::{ClassSources, ColumnRoles};
use crate::mot::{OpenOptions, Roles};
use crate::sequence::{PicturePairing, PictureView};

/// What to open.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "there are a handful at a time, and nearly all are files")]
pub enum Source {
    /// The built-in demo sequence.
    Demo,
    /// A file or a folder, and how to open it.
    File(PathBuf, OpenHow),
}

/// How to open a path. Everything that is not set is found out from the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenHow {
    /// Options for the main text file.
    pub text: OpenOptions,
    /// The folder of pictures, if the user chose one.
    pub images: Option<PathBuf>,
    /// The text file of the main layer, if it is not the one that follows from the path.
    pub main: Option<PathBuf>,
    /// Whether folder and main text are those with which the file was left, and not stated now. If they are gone, the file opens
    /// without them.
    pub comes_back: bool,
    /// The workspace that says what to open, if there is one.
    pub workspace: Option<PathBuf>,
    /// Whether the workspace is shown as it was left, and not as it was saved.
    pub resumes: bool,
    /// Further text files to show over the same pictures.
    pub layers: Vec<PathBuf>,
    /// The name of the text of each layer that is one of several in an archive.
    pub layer_members: Vec<(PathBuf, String)>,
    /// For each layer that is a large archive and was asked about, whether to unpack it.
    pub unpack_layers: Vec<(PathBuf, bool)>,
    /// Which picture a frame shows. What is remembered for the path counts, if it is automatic.
    pub pairing: PicturePairing,
    /// How picture files are shown. It follows the settings.
    pub view: PictureView,
    /// Which names class numbers have, for files where that was chosen. It follows the settings.
    pub class_sources: ClassSources,
    /// What the columns of texts mean, for texts where that was chosen. It follows the settings.
    pub columns: ColumnRoles,
}

impl From<OpenOptions> for OpenHow {
    fn from(text: OpenOptions) -> Self {
        Self { text, ..Self::default() }
    }
}

impl OpenHow {
    /// Makes the paths of text files and pictures absolute, so that a file has the same path wherever the program is started.
    #[must_use]
    pub fn absolute(self) -> Self {
        let full = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
        let layer_members = self.layer_members.into_iter().map(|(path, member)| (full(path), member)).collect();
        let layers = self.layers.into_iter().map(full).collect();
        Self { main: self.main.map(full), images: self.images.map(full), layers, layer_members, ..self }
    }

    /// The name of the text of the layer at `path`, if it is one of several in an archive.
    pub fn layer_member(&self, path: &Path) -> Option<&str> {
        self.layer_members.iter().find(|(layer, _)| layer == path).map(|(_, member)| &**member)
    }

    /// The answer whether to unpack the layer at `path`; `None` if that was not asked.
    pub fn unpacks(&self, path: &Path) -> Option<bool> {
        self.unpack_layers.iter().rev().find(|(layer, _)| layer == path).map(|&(_, answer)| answer)
    }

    /// The columns that are remembered for a text. The only text of an archive may be named or not.
    pub fn columns_of(&self, path: &Path, member: Option<&str>) -> Option<&Roles> {
        let named = member.and_then(|member| self.columns.of(&text_place(path, Some(member))));
        named.or_else(|| self.columns.of(path))
    }
}

impl Source {
    /// The workspace that says what to open, if there is one.
    pub fn workspace(&self) -> Option<&Path> {
        match self {
            Self::Demo => None,
            Self::File(_, how) => how.workspace.as_deref(),
        }
    }

    /// A file or a folder without options.
    pub fn path(path: PathBuf) -> Self {
        Self::File(path, OpenHow::default())
    }

    /// A short name to show to the user.
    pub fn name(&self) -> String {
        match self {
            Self::Demo => "demo".to_owned(),
            Self::File(path, how) => match &how.text.member {
                None => short_name(path),
                Some(member) => format!("{} / {}", short_name(path), short_name(Path::new(member))),
            },
        }
    }
}

/// The path under which choices for a text are remembered. `member` is its name, if it is one of several in an archive.
pub fn text_place(path: &Path, member: Option<&str>) -> PathBuf {
    let mut place = path.to_owned().into_os_string();
    if let Some(member) = member {
        place.push("/");
        place.push(member);
    }
    place.into()
}

/// The last parts of a path that distinguish it. Many MOT files are named `gt.txt`, so those keep their folders.
pub fn short_name(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let is_common = |part: &str| matches!(part, "gt" | "det") || part.starts_with("gt.") || part.starts_with("det.");
    let from = parts.iter().rposition(|part| !is_common(part)).unwrap_or(0).max(parts.len().saturating_sub(3));
    let named: Vec<&str> = parts[from.min(parts.len().saturating_sub(1))..].iter().map(AsRef::as_ref).collect();
    named.join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_with_common_names_are_told_apart_by_their_folders() {
        let name = |path: &str| short_name(Path::new(path));
        assert_eq!(name("/data/MOT17/train/MOT17-02/gt/gt.txt"), "MOT17-02 / gt / gt.txt");
        assert_eq!(name("results/MOT17-02.txt"), "MOT17-02.txt");
        assert_eq!(name("gt.txt"), "gt.txt");
        assert_eq!(name("gt/gt.txt"), "gt / gt.txt");
        let member = Some("MOT17/MOT17-02/gt/gt.txt".to_owned());
        let source = Source::File("/data/all.zip".into(), OpenOptions { member, ..OpenOptions::default() }.into());
        assert_eq!(source.name(), "all.zip / MOT17-02 / gt / gt.txt");
    }
}
