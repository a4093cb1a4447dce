//! The settings of the window, which are kept across restarts.

use std::path::{Path, PathBuf};

use eframe::egui;
use serde::{Deserialize, Serialize};

use super::cache_settings::CacheSettings;
use super::choice_by_path::{ClassSources, ColumnRoles, Pairings};
use super::judged_only::JudgedOnly;
use super::layout::Layout;
use super::lenient;
use super::picture_style::PictureStyle;
use crate::app::model::actions::Keymap;
use crate::app::model::judging::JudgingSettings;
use crate::app::model::layers::Styles;
use crate::mot::ClassSource;
use crate::playback::{FPS, Playback, SPEEDS};

/// The key of the settings in eframe's storage.
const KEY: &str = "motscope";
/// The key in eframe's storage of settings that could not be read as a whole. They are kept as the text that they were.
const KEY_UNREAD: &str = "motscope-unread";
/// How many recent files are kept.
const MAX_RECENT: usize = 12;
/// The longest trail, in frames before and after the current one.
pub const MAX_TRAIL: u32 = 500;

/// The colours of the window: dark, light, or like the system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Dark.
    #[default]
    Dark,
    /// Light.
    Light,
    /// The theme of the system.
    System,
}

impl Theme {
    /// All choices, with their names in the menu.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Dark, "Dark"), (Self::Light, "Light"), (Self::System, "Like the system")];

    /// The theme as egui takes it.
    pub fn preference(self) -> egui::ThemePreference {
        match self {
            Self::Dark => egui::ThemePreference::Dark,
            Self::Light => egui::ThemePreference::Light,
            Self::System => egui::ThemePreference::System,
        }
    }
}

/// A panel among those that lie over each other as tabs at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tab {
    /// Charts and counters of the cache.
    Cache,
    /// The settings of cache and predictor.
    Tuning,
    /// The last events of the cache.
    Events,
    /// The bookmarks of the open file.
    Bookmarks,
    /// Where the tracker went wrong, and lines of the file with problems.
    #[serde(alias = "problems")]
    #[default]
    Errors,
}

/// How boxes are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a check box, and none depends on another")]
pub struct Boxes {
    /// Whether labels show the id.
    pub id: bool,
    /// Whether labels show the confidence.
    pub confidence: bool,
    /// Whether labels show the class.
    pub class: bool,
    /// Whether masks are drawn, where a document has them.
    pub masks: bool,
    /// The width of outlines in points, at any zoom.
    pub line_width: f32,
    /// The size of labels in points, at any zoom.
    pub label_size: f32,
    /// The length of the selected track's trail, in frames before and after the current one.
    pub trail: u32,
}

impl Default for Boxes {
    fn default() -> Self {
        Self { id: true, confidence: false, class: false, masks: true, line_width: 2.0, label_size: 12.0, trail: 60 }
    }
}

/// How a sequence is played.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Play {
    /// Frames a second at speed 1.
    pub fps: f64,
    /// The factor on the rate.
    pub speed: f64,
    /// Whether playback begins again at the end.
    pub looping: bool,
    /// Whether playback skips frames that are not loaded in time, instead of waiting for them.
    pub real_time: bool,
    /// Whether a play head at the end stays at the end while the file grows.
    pub follow: bool,
}

impl Default for Play {
    fn default() -> Self {
        Self { fps: 30.0, speed: 1.0, looping: false, real_time: false, follow: true }
    }
}

/// Where the rate of a sequence, in frames a second, comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FpsSource {
    /// It is not known. The rate that the user chose last is assumed.
    Assumed,
    /// The sequence says it.
    Sequence,
    /// The user chose it, or no sequence is open.
    Chosen,
}

impl Play {
    /// Makes a play head follow these settings.
    pub fn apply(self, playback: &mut Playback) {
        playback.set_fps(self.fps);
        playback.set_speed(self.speed);
        playback.set_looping(self.looping);
        playback.set_real_time(self.real_time);
    }
}

/// All settings that are kept across restarts, except the sizes of panels and of the window, which egui keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a check box, and none depends on another")]
pub struct Settings {
    /// The settings of cache and predictor.
    #[serde(rename = "engine")]
    pub cache: CacheSettings,
    /// The colours of the window.
    pub theme: Theme,
    /// How boxes are drawn.
    pub boxes: Boxes,
    /// The remembered style for each role of a layer.
    pub layers: Styles,
    /// Whether rows that are not judged are hidden.
    pub judged_only: JudgedOnly,
    /// How the picture under the boxes is shown.
    pub picture: PictureStyle,
    /// How a sequence is played.
    pub play: Play,
    /// What of the comparison of results with ground truth is shown.
    pub judging: JudgingSettings,
    /// Whether the list of tracks is open.
    pub show_tracks: bool,
    /// Whether a minimap of the whole scene is shown when the view is zoomed in.
    pub show_minimap: bool,
    /// Whether cache, tuning, events and errors are shown.
    pub show_panels: bool,
    /// Whether the close-up under the scrubber is open.
    pub show_closeup: bool,
    /// Whether the list of lines with problems is open below the list of errors.
    pub show_problems: bool,
    /// The open tab among cache, tuning, events and errors.
    pub tab: Tab,
    /// Which panels there are, and where they lie at first.
    pub layout: Layout,
    /// How many seconds the charts show.
    pub chart_seconds: u32,
    /// The keys that the user has chosen.
    pub keys: Keymap,
    /// The recently opened files, the latest first.
    pub recent: Vec<PathBuf>,
    /// Which picture a frame shows, for files where that was chosen.
    pub pairings: Pairings,
    /// Which names class numbers have, for files where that was chosen.
    pub class_sources: ClassSources,
    /// What the columns of texts mean, for texts where that was chosen.
    pub columns: ColumnRoles,
    /// The `ffmpeg` program that a person chose instead of the one on the `PATH`.
    pub ffmpeg: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cache: CacheSettings::default(),
            theme: Theme::default(),
            boxes: Boxes::default(),
            layers: Styles::default(),
            judged_only: JudgedOnly::default(),
            picture: PictureStyle::default(),
            play: Play::default(),
            judging: JudgingSettings::default(),
            show_tracks: true,
            show_minimap: true,
            show_panels: true,
            show_closeup: true,
            show_problems: false,
            tab: Tab::default(),
            layout: Layout::default(),
            chart_seconds: 30,
            keys: Keymap::default(),
            recent: Vec::new(),
            pairings: Pairings::default(),
            class_sources: ClassSources::default(),
            columns: ColumnRoles::default(),
            ffmpeg: None,
        }
    }
}

impl Settings {
    /// Reads the stored settings. Each value that is not there or cannot be read has its default.
    pub fn load(storage: Option<&dyn eframe::Storage>) -> Self {
        let text = storage.and_then(|storage| storage.get_string(KEY)).unwrap_or_default();
        lenient::read::<Self>(&text).value.sanitized()
    }

    /// Writes the settings to `storage`. If the settings there can be read only in part, their text is kept under another
    /// key, because the version that wrote them may be used again.
    pub fn store(&self, storage: &mut dyn eframe::Storage) {
        if let Some(text) = storage.get_string(KEY)
            && !lenient::read::<Self>(&text).is_whole
        {
            storage.set_string(KEY_UNREAD, text);
        }
        let has_storable_path =
            |source: &ClassSource| !matches!(source, ClassSource::File(path, _) if path.to_str().is_none());
        let stored = Self {
            pairings: self.pairings.storable(|_| true),
            class_sources: self.class_sources.storable(has_storable_path),
            columns: self.columns.storable(|_| true),
            ffmpeg: self.ffmpeg.clone().filter(|path| path.to_str().is_some()),
            ..self.clone()
        };
        eframe::set_value(storage, KEY, &stored);
    }

    /// Brings every value into its range, because a person may have edited the file.
    #[must_use]
    pub fn sanitized(mut self) -> Self {
        let or = |value: f64, range: std::ops::RangeInclusive<f64>, default: f64| {
            if value.is_finite() { value.clamp(*range.start(), *range.end()) } else { default }
        };
        let (boxes, play) = (Boxes::default(), Play::default());
        self.cache = self.cache.sanitized();
        self.layers = self.layers.sanitized();
        self.boxes.line_width = or(self.boxes.line_width.into(), 1.0..=8.0, boxes.line_width.into()) as f32;
        self.boxes.label_size = or(self.boxes.label_size.into(), 8.0..=24.0, boxes.label_size.into()) as f32;
        self.boxes.trail = self.boxes.trail.min(MAX_TRAIL);
        self.picture = self.picture.sanitized();
        self.judging = self.judging.sanitized();
        self.play.fps = or(self.play.fps, FPS, play.fps);
        self.play.speed = or(self.play.speed, SPEEDS[0]..=SPEEDS[SPEEDS.len() - 1], play.speed);
        self.chart_seconds = self.chart_seconds.clamp(10, 120);
        self.keys = self.keys.sanitized();
        self.recent.truncate(MAX_RECENT);
        self.pairings = self.pairings.sanitized();
        self.class_sources = self.class_sources.sanitized();
        self.columns = self.columns.sanitized();
        self
    }

    /// The distances that buttons and keys jump, in frames: first those backwards, then those forwards, each the
    /// shortest first. They are also the possible jumps of the predictor.
    pub fn jumps(&self) -> (Vec<u64>, Vec<u64>) {
        let jumps = &self.cache.predictor.dynamic_data.possible_jumps;
        let sorted = |sign: i64| {
            let mut sizes: Vec<u64> =
                jumps.iter().filter(|jump| jump.signum() == sign).map(|jump| jump.unsigned_abs()).collect();
            sizes.sort_unstable();
            sizes.dedup();
            sizes
        };
        (sorted(-1), sorted(1))
    }

    /// Puts a file first in the list of recent files. A path that is not Unicode cannot be stored, so it is left out.
    pub fn remember(&mut self, path: &Path) {
        if path.to_str().is_some() {
            self.recent.retain(|known| known != path);
            self.recent.insert(0, path.to_owned());
            self.recent.truncate(MAX_RECENT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::test_storage::Stored;
    use crate::predict::PredictorKind;

    #[test]
    fn settings_survive_a_restart() {
        let mut settings = Settings { theme: Theme::Light, tab: Tab::Events, ..Settings::default() };
        settings.remember(Path::new("/data/gt.txt"));
        settings.columns.remember(Path::new("/data/own.csv"), "frame,-,cx,cy,w,h".parse().ok());
        let mut storage = Stored::default();
        settings.store(&mut storage);
        assert_eq!(Settings::load(Some(&storage)), settings);
    }

    #[test]
    fn broken_settings_do_not_keep_the_window_from_opening() {
        let mut storage = Stored::default();
        for broken in ["", "(", "(theme: purple)", "\u{0}\u{1}", "[1, 2]", "(boxes: (line_width: \"wide\"))"] {
            storage.0.insert(KEY.to_owned(), broken.to_owned());
            assert_eq!(Settings::load(Some(&storage)), Settings::default(), "{broken}");
        }
        assert_eq!(Settings::load(None), Settings::default());
    }

    #[test]
    fn a_value_of_another_version_falls_back_alone_and_the_old_text_is_kept() {
        let mut settings =
            Settings { theme: Theme::Light, tab: Tab::Events, show_tracks: false, ..Settings::default() };
        settings.remember(Path::new("/data/gt.txt"));
        settings.cache.capacity_entries = 7;
        settings.cache.predictor.kind = PredictorKind::DynamicData;
        settings.layers.results.width = 2.0;
        let mut storage = Stored::default();
        settings.store(&mut storage);
        let before = storage.0[KEY].clone();
        assert!(!storage.0.contains_key(KEY_UNREAD));
        for (old, new) in [("theme:light", "theme:solarized"), ("kind:r#dynamic-data", "kind:oracle(3)")] {
            assert!(before.contains(old), "{before}");
            storage.0.insert(KEY.to_owned(), before.replace(old, new));
            let mut expected = settings.clone();
            if old.starts_with("theme") {
                expected.theme = Theme::default();
            } else {
                expected.cache.predictor.kind = PredictorKind::default();
            }
            let loaded = Settings::load(Some(&storage));
            assert_eq!(loaded, expected, "{new}");
            loaded.store(&mut storage);
            loaded.store(&mut storage);
            assert_eq!(storage.0[KEY_UNREAD], before.replace(old, new));
            assert_eq!(Settings::load(Some(&storage)), expected);
        }
    }

    #[test]
    fn the_tab_of_problems_of_older_versions_is_the_one_that_has_them_now() {
        let mut storage = Stored::default();
        Settings { tab: Tab::Errors, ..Settings::default() }.store(&mut storage);
        let text = storage.0[KEY].clone();
        assert!(text.contains("tab:errors"), "{text}");
        storage.0.insert(KEY.to_owned(), text.replace("tab:errors", "tab:problems"));
        assert_eq!(Settings::load(Some(&storage)).tab, Tab::Errors);
    }

    #[test]
    fn absurd_values_are_brought_into_range() {
        let mut settings = Settings::default();
        settings.boxes.line_width = f32::NAN;
        settings.play.speed = -3.0;
        settings.chart_seconds = 100_000;
        settings.boxes.trail = u32::MAX;
        settings.picture.adjusted.contrast = f32::INFINITY;
        let settings = settings.sanitized();
        assert_eq!((settings.boxes.line_width, settings.boxes.trail), (2.0, MAX_TRAIL));
        assert_eq!(settings.picture.adjusted.contrast, 4.0);
        assert_eq!((settings.play.speed, settings.chart_seconds), (0.25, 120));
    }

    #[test]
    fn a_file_opened_again_moves_to_the_head_of_the_recent_ones() {
        let mut settings = Settings::default();
        (0..20).for_each(|at| settings.remember(&PathBuf::from(format!("{at}.txt"))));
        settings.remember(Path::new("15.txt"));
        assert_eq!(settings.recent.len(), MAX_RECENT);
        assert_eq!(settings.recent[0], Path::new("15.txt"));
        assert_eq!(settings.recent.iter().filter(|path| path.as_path() == Path::new("15.txt")).count(), 1);
    }
}
