//! How the user left each file: frame, layers, looks, camera, and which panels were open. It comes back when the file is opened
//! again, also after a restart.

use std::path::{Path, PathBuf};

use eframe::Storage;
use serde::{Deserialize, Serialize};

use super::camera::Viewport;
use super::layers::Looks;
use super::opening::source::{OpenHow, Source, text_place};
use super::panes::Panes;
use super::settings::{Settings, Tab, lenient};
use crate::mot::{OpenOptions, TrackId};
use crate::workspace::is_workspace;

/// The key in eframe's storage.
const KEY: &str = "motscope-left-off";
/// The most files of which it is kept.
const MAX_FILES: usize = 64;
/// The most layers of one file.
const MAX_LAYERS: usize = 64;

/// Which panels were open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a panel")]
pub struct OpenPanels {
    tracks: bool,
    panels: bool,
    closeup: bool,
    timeline: bool,
    tab: Tab,
}

impl Default for OpenPanels {
    fn default() -> Self {
        Self::of(&Settings::default())
    }
}

impl OpenPanels {
    /// Those that are open now.
    pub fn of(settings: &Settings) -> Self {
        Self {
            tracks: settings.show_tracks,
            panels: settings.show_panels,
            closeup: settings.show_closeup,
            timeline: settings.judging.show_timeline,
            tab: settings.tab,
        }
    }

    /// Opens these again.
    pub fn open(self, settings: &mut Settings) {
        (settings.show_tracks, settings.show_panels, settings.show_closeup) = (self.tracks, self.panels, self.closeup);
        settings.judging.show_timeline = self.timeline;
        settings.tab = self.tab;
    }
}

/// How the user left a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeftFile {
    /// The frame under the play head.
    pub frame: Option<u64>,
    /// The selected track.
    selected: Option<u64>,
    /// The text of the main layer, the folder of pictures, and the further layers, as far as the user chose them.
    main: Option<PathBuf>,
    images: Option<PathBuf>,
    layers: Vec<PathBuf>,
    layer_members: Vec<(PathBuf, String)>,
    unpack_layers: Vec<(PathBuf, bool)>,
    /// The looks of the layers.
    pub looks: Looks,
    /// Zoom and pan.
    pub viewport: Viewport,
    /// The open panels.
    pub panels: OpenPanels,
    /// Which pane shows which layers.
    pub panes: Panes,
}

impl LeftFile {
    /// The state of a file that is opened in this way.
    pub fn new(how: &OpenHow, frame: Option<u64>, selected: Option<TrackId>) -> Self {
        // A path that is not Unicode cannot be stored.
        let storable = |path: &Option<PathBuf>| path.clone().filter(|path| path.to_str().is_some());
        Self {
            frame,
            selected: selected.map(|id| id.0),
            main: storable(&how.main),
            images: storable(&how.images),
            layers: how.layers.iter().filter(|path| path.to_str().is_some()).take(MAX_LAYERS).cloned().collect(),
            layer_members: how.layer_members.iter().filter(|(path, _)| path.to_str().is_some()).cloned().collect(),
            unpack_layers: how.unpack_layers.iter().filter(|(path, _)| path.to_str().is_some()).cloned().collect(),
            ..Self::default()
        }
    }

    /// The selected track.
    pub fn selected(&self) -> Option<TrackId> {
        self.selected.map(TrackId)
    }

    /// Adds the layers and pictures to a way to open the file. What is stated there stays.
    fn add_to(&self, how: &mut OpenHow) {
        if how.layers.is_empty() {
            how.layers.clone_from(&self.layers);
            how.layer_members.clone_from(&self.layer_members);
            how.unpack_layers.clone_from(&self.unpack_layers);
        }
        if how.main.is_none() && how.images.is_none() {
            (how.main, how.images) = (self.main.clone(), self.images.clone());
            how.comes_back = how.main.is_some() || how.images.is_some();
        }
    }
}

/// How the user left each file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeftOff {
    /// The file that was open last, and its name in an archive of several.
    last: Option<(PathBuf, Option<String>)>,
    /// The files, the one that was left last first.
    files: Vec<(PathBuf, LeftFile)>,
}

impl LeftOff {
    /// Reads what is stored. Without readable storage, nothing is known.
    pub fn load(storage: Option<&dyn Storage>) -> Self {
        let text = storage.and_then(|storage| storage.get_string(KEY)).unwrap_or_default();
        let mut known = lenient::read::<Self>(&text).value;
        // A person may have edited the file.
        known.files.truncate(MAX_FILES);
        for (_, file) in &mut known.files {
            file.layers.truncate(MAX_LAYERS);
            file.viewport = file.viewport.sanitized();
            file.panes = std::mem::take(&mut file.panes).sanitized();
        }
        known
    }

    /// Writes what is known to `storage`.
    pub fn store(&self, storage: &mut dyn Storage) {
        eframe::set_value(storage, KEY, self);
    }

    /// Keeps how the file at `path` is left. `member` is its name if it is one of several in an archive.
    pub fn leave(&mut self, path: &Path, member: Option<&str>, file: LeftFile) {
        if path.to_str().is_none() {
            return;
        }
        let place = text_place(path, member);
        self.last = Some((path.to_owned(), member.map(str::to_owned)));
        self.files.retain(|(known, _)| *known != place);
        self.files.insert(0, (place, file));
        self.files.truncate(MAX_FILES);
    }

    /// How the file was left.
    pub fn of(&self, path: &Path, member: Option<&str>) -> Option<&LeftFile> {
        let place = text_place(path, member);
        self.files.iter().find(|(known, _)| *known == place).map(|(_, file)| file)
    }

    /// The file that was open last.
    pub fn last(&self) -> Option<Source> {
        let (path, member) = self.last.clone()?;
        let text = OpenOptions { member, ..OpenOptions::default() };
        let resumes = is_workspace(&path);
        Some(Source::File(path, OpenHow { resumes, ..text.into() }))
    }

    /// The source with the layers and the pictures that it was left with, and the frame to begin at. What is stated stays.
    pub fn again(&self, source: Source, frame: Option<u64>) -> (Source, Option<u64>) {
        let Source::File(path, mut how) = source else { return (source, frame) };
        if is_workspace(&path) && !how.resumes {
            // It is shown as it was saved.
            return (Source::File(path, how), frame);
        }
        let path = std::path::absolute(&path).unwrap_or(path);
        let left = self.of(&path, how.text.member.as_deref());
        if let Some(left) = left {
            left.add_to(&mut how);
        }
        let frame = frame.or_else(|| left?.frame);
        (Source::File(path, how), frame)
    }

    /// Forgets all files.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::test_storage::Stored;

    fn layers(paths: &[&str]) -> OpenHow {
        OpenHow { layers: paths.iter().map(PathBuf::from).collect(), ..OpenHow::default() }
    }

    #[test]
    fn a_file_is_opened_again_as_it_was_left_after_a_restart() {
        let mut left = LeftOff::default();
        left.leave(Path::new("/a.txt"), None, LeftFile::new(&layers(&["/b.txt"]), Some(7), Some(TrackId(3))));
        left.leave(Path::new("/set.zip"), Some("b.txt"), LeftFile::new(&OpenHow::default(), Some(2), None));
        let mut storage = Stored::default();
        left.store(&mut storage);
        let left = LeftOff::load(Some(&storage));
        assert_eq!(left.last().map(|source| source.name()).as_deref(), Some("set.zip / b.txt"));
        let (source, frame) = left.again(Source::path("/a.txt".into()), None);
        assert_eq!((source, frame), (Source::File("/a.txt".into(), layers(&["/b.txt"])), Some(7)));
        assert_eq!(left.of(Path::new("/a.txt"), None).unwrap().selected(), Some(TrackId(3)));
    }

    #[test]
    fn what_is_stated_comes_before_what_was_left() {
        let mut left = LeftOff::default();
        left.leave(Path::new("/a.txt"), None, LeftFile::new(&layers(&["/b.txt"]), Some(7), None));
        let stated = Source::File("/a.txt".into(), layers(&["/c.txt"]));
        assert_eq!(left.again(stated.clone(), Some(1)), (stated, Some(1)));
        assert_eq!(left.again(Source::Demo, None), (Source::Demo, None));
        let other = Source::path("/other.txt".into());
        assert_eq!(left.again(other.clone(), None), (other, None));
    }

    #[test]
    fn the_files_left_last_are_kept_and_absurd_values_are_not() {
        let mut left = LeftOff::default();
        for at in 0..100 {
            left.leave(Path::new(&format!("/{at}")), None, LeftFile::default());
        }
        assert_eq!((left.files.len(), left.files[0].0.as_path()), (MAX_FILES, Path::new("/99")));
        let mut storage = Stored::default();
        left.store(&mut storage);
        let text = storage.0[KEY].replace("zoom:1.0", "zoom:inf");
        assert!(text.contains("inf"), "{text}");
        storage.0.insert(KEY.to_owned(), text);
        assert_eq!(LeftOff::load(Some(&storage)).files[0].1.viewport, Viewport::default());
        for broken in ["", "(", "(files: 3)", "[]"] {
            storage.0.insert(KEY.to_owned(), broken.to_owned());
            assert_eq!(LeftOff::load(Some(&storage)), LeftOff::default(), "{broken}");
        }
    }

    #[test]
    fn what_cannot_be_read_of_one_file_leaves_the_rest_of_it_and_all_others() {
        let mut left = LeftOff::default();
        for (path, frame) in [("/b.txt", 3), ("/a.txt", 7)] {
            left.leave(Path::new(path), None, LeftFile::new(&layers(&["/layer.txt"]), Some(frame), None));
        }
        let mut storage = Stored::default();
        left.store(&mut storage);
        let text = storage.0[KEY].clone();
        let frames = |left: &LeftOff| left.files.iter().map(|(_, file)| file.frame).collect::<Vec<_>>();
        for (old, new) in [("tab:errors", "tab:future"), ("zoom:1.0", "zoom:\"far\""), ("mode:\"single\"", "mode:7")] {
            assert!(text.contains(old), "{text}");
            storage.0.insert(KEY.to_owned(), text.replacen(old, new, 1));
            assert_eq!(LeftOff::load(Some(&storage)), left, "{new}");
        }
        storage.0.insert(KEY.to_owned(), text.replacen("frame:Some(7)", "frame:Some(-7)", 1));
        let read = LeftOff::load(Some(&storage));
        assert_eq!((frames(&read), &read.files[0].1.layers), (vec![None, Some(3)], &left.files[0].1.layers));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_cannot_be_stored_is_left_out() {
        use std::os::unix::ffi::OsStrExt as _;
        let odd = PathBuf::from(std::ffi::OsStr::from_bytes(b"/\xFF"));
        let mut left = LeftOff::default();
        left.leave(&odd, None, LeftFile::default());
        assert_eq!(left, LeftOff::default());
        let how =
            OpenHow { main: Some(odd.clone()), images: Some(odd.clone()), layers: vec![odd], ..OpenHow::default() };
        assert_eq!(LeftFile::new(&how, None, None), LeftFile::default());
    }
}
