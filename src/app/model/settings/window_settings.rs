//! What survives a restart.

use std::path::{Path, PathBuf};

use eframe::egui;
use serde::{Deserialize, Serialize};

use super::cache_settings::EngineSettings;
use super::picture_style::PictureStyle;
use crate::app::model::layers::Styles;
use crate::playback::{FPS, Playback, SPEEDS};

/// Where eframe's storage keeps the settings.
const KEY: &str = "motscope";
/// Files remembered.
const MAX_RECENT: usize = 12;
/// Longest trail, in frames each way.
pub const MAX_TRAIL: u32 = 500;

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Dark.
    #[default]
    Dark,
    /// Light.
    Light,
    /// As the system has it.
    System,
}

impl Theme {
    /// All choices, with their names.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Dark, "Dark"), (Self::Light, "Light"), (Self::System, "As the system")];

    /// The same for egui.
    pub fn preference(self) -> egui::ThemePreference {
        match self {
            Self::Dark => egui::ThemePreference::Dark,
            Self::Light => egui::ThemePreference::Light,
            Self::System => egui::ThemePreference::System,
        }
    }
}

/// A tab of the panel on the right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tab {
    /// Charts and counters.
    #[default]
    Cache,
    /// Sliders.
    Tuning,
    /// The last events.
    Events,
    /// Lines that something is wrong with.
    Problems,
}

/// How boxes are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Boxes {
    /// Labels tell the id.
    pub id: bool,
    /// Labels tell the confidence.
    pub confidence: bool,
    /// Labels tell the class.
    pub class: bool,
    /// Width of outlines in points, whatever the zoom.
    pub line_width: f32,
    /// Size of labels in points, whatever the zoom.
    pub label_size: f32,
    /// Frames before and after the current one that a selected track's trail shows.
    pub trail: u32,
}

impl Default for Boxes {
    fn default() -> Self {
        Self { id: true, confidence: false, class: false, line_width: 2.0, label_size: 12.0, trail: 60 }
    }
}

/// How a sequence is played.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Play {
    /// Frames a second at speed 1.
    pub fps: f64,
    /// Factor on it.
    pub speed: f64,
    /// Begin again at the end.
    pub looping: bool,
    /// Skip frames that are not ready instead of waiting for them.
    pub real_time: bool,
    /// Stay at the end of a file that is being written.
    pub follow: bool,
}

impl Default for Play {
    fn default() -> Self {
        Self { fps: 30.0, speed: 1.0, looping: false, real_time: false, follow: true }
    }
}

/// Who says how many frames a second a sequence has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FpsSource {
    /// Nobody: the last chosen rate is assumed.
    Assumed,
    /// The sequence itself.
    Sequence,
    /// The user, or no sequence is open.
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

/// Everything that survives a restart, but for sizes of panels and of the window, which egui keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a check box, and none depends on another")]
pub struct Settings {
    /// Cache and predictor.
    pub engine: EngineSettings,
    /// Light or dark.
    pub theme: Theme,
    /// How boxes are drawn.
    pub boxes: Boxes,
    /// How layers are drawn.
    pub layers: Styles,
    /// How the picture under them is shown.
    pub picture: PictureStyle,
    /// How a sequence is played.
    pub play: Play,
    /// The list of tracks is open.
    pub show_tracks: bool,
    /// A small picture of the whole is shown when zoomed in.
    pub show_minimap: bool,
    /// The panel on the right is open.
    pub show_panels: bool,
    /// The close-up under the scrubber is open.
    pub show_closeup: bool,
    /// The open tab of the panel on the right.
    pub tab: Tab,
    /// Seconds that the charts show.
    pub chart_seconds: u32,
    /// Files opened, the latest first.
    pub recent: Vec<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            engine: EngineSettings::default(),
            theme: Theme::default(),
            boxes: Boxes::default(),
            layers: Styles::default(),
            picture: PictureStyle::default(),
            play: Play::default(),
            show_tracks: true,
            show_minimap: true,
            show_panels: true,
            show_closeup: true,
            tab: Tab::default(),
            chart_seconds: 30,
            recent: Vec::new(),
        }
    }
}

impl Settings {
    /// The stored settings; the defaults if there are none, or none that can be read.
    pub fn load(storage: Option<&dyn eframe::Storage>) -> Self {
        storage.and_then(|storage| eframe::get_value::<Self>(storage, KEY)).unwrap_or_default().sanitized()
    }

    /// Stores them.
    pub fn store(&self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, KEY, self);
    }

    /// Brings every value back into its range: anybody may have edited the file.
    fn sanitized(mut self) -> Self {
        let or = |value: f64, range: std::ops::RangeInclusive<f64>, default: f64| {
            if value.is_finite() { value.clamp(*range.start(), *range.end()) } else { default }
        };
        let (boxes, play) = (Boxes::default(), Play::default());
        self.engine = self.engine.sanitized();
        self.layers = self.layers.sanitized();
        self.boxes.line_width = or(self.boxes.line_width.into(), 1.0..=8.0, boxes.line_width.into()) as f32;
        self.boxes.label_size = or(self.boxes.label_size.into(), 8.0..=24.0, boxes.label_size.into()) as f32;
        self.boxes.trail = self.boxes.trail.min(MAX_TRAIL);
        self.picture = self.picture.sanitized();
        self.play.fps = or(self.play.fps, FPS, play.fps);
        self.play.speed = or(self.play.speed, SPEEDS[0]..=SPEEDS[SPEEDS.len() - 1], play.speed);
        self.chart_seconds = self.chart_seconds.clamp(10, 120);
        self.recent.truncate(MAX_RECENT);
        self
    }

    /// The distances that buttons and keys jump, in frames: those behind and those ahead, the shortest first. They are
    /// the jumps that the predictor holds possible.
    pub fn jumps(&self) -> (Vec<u64>, Vec<u64>) {
        let jumps = &self.engine.predictor.dynamic_data.possible_jumps;
        let sorted = |sign: i64| {
            let mut sizes: Vec<u64> =
                jumps.iter().filter(|jump| jump.signum() == sign).map(|jump| jump.unsigned_abs()).collect();
            sizes.sort_unstable();
            sizes.dedup();
            sizes
        };
        (sorted(-1), sorted(1))
    }

    /// Puts a file at the head of the recent ones. One whose name is no Unicode cannot be stored, and is left out.
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

    #[test]
    fn settings_survive_a_restart() {
        let mut settings = Settings { theme: Theme::Light, tab: Tab::Events, ..Settings::default() };
        settings.remember(Path::new("/data/gt.txt"));
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
