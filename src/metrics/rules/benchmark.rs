//! The benchmarks.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use crate::mot::{ClassNames, Format, MotFile};

/// Whose rules say which rows are judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Benchmark {
    /// MOT15: ground truth counts unless its flag is 0. There are no classes.
    Mot15,
    /// MOT16: see [`Mot17`](Self::Mot17).
    Mot16,
    /// MOT17, which `DanceTrack` and `SportsMOT` follow. Class 1 (pedestrian) of the ground truth counts unless its flag is 0. First each
    /// frame is matched by similarity ≥ 0.5. Results that are matched with a distractor are left out: person on vehicle, static
    /// person, distractor, reflection.
    Mot17,
    /// MOT20: as MOT17, and non-motorised vehicles are distractors too.
    Mot20,
    /// KITTI tracking, cars and pedestrians. Vans, and persons who sit, are distractors. So are objects with an occlusion above
    /// 2 or a truncation of 1 or more. Results without a match are left out if they are at most 25 pixels high, or if more than
    /// half of them is inside a `DontCare` region. A truncation is cut to a whole number, as `TrackEval` does.
    Kitti,
    /// `VisDrone`: pedestrian, car, van, truck and bus. Boxes of ground truth and results are left out if at least half of them is
    /// inside the regions of class 0 (ignored region) and 11 (others). This is the rule of `VisDrone2018-MOT-toolkit`
    /// (`eval/dropObjects.m`). `TrackEval` has no rules for `VisDrone`.
    VisDrone,
    /// Every row is judged, by class if both files have classes.
    #[default]
    None,
}

impl Benchmark {
    /// All benchmarks.
    pub const ALL: [Self; 7] =
        [Self::Mot15, Self::Mot16, Self::Mot17, Self::Mot20, Self::Kitti, Self::VisDrone, Self::None];

    /// Its name: `mot15`, `mot16`, `mot17`, `mot20`, `kitti`, `visdrone` or `none`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mot15 => "mot15",
            Self::Mot16 => "mot16",
            Self::Mot17 => "mot17",
            Self::Mot20 => "mot20",
            Self::Kitti => "kitti",
            Self::VisDrone => "visdrone",
            Self::None => "none",
        }
    }

    /// The benchmark that a file of ground truth belongs to, as its path and its rows tell.
    pub fn guess(truth: &MotFile) -> Self {
        let layout = truth.layout();
        if truth.format() == Format::Kitti {
            return Self::Kitti;
        }
        let named = Self::named_in(truth.path());
        match layout.class_names {
            ClassNames::Kitti => Self::Kitti,
            ClassNames::VisDrone => Self::VisDrone,
            ClassNames::Mot17 => named.filter(|found| *found != Self::Mot15).unwrap_or(Self::Mot17),
            ClassNames::Own if layout.class_column.is_none() && layout.columns >= 9 => named.unwrap_or(Self::Mot15),
            ClassNames::Own | ClassNames::Coco | ClassNames::CocoJson => named.unwrap_or(Self::None),
        }
    }

    /// The benchmark that a path names.
    fn named_in(path: &Path) -> Option<Self> {
        let path = path.to_string_lossy().to_ascii_lowercase();
        let named = [
            ("mot15", Self::Mot15),
            ("mot16", Self::Mot16),
            ("mot17", Self::Mot17),
            ("mot20", Self::Mot20),
            ("dancetrack", Self::Mot17),
            ("sportsmot", Self::Mot17),
            ("visdrone", Self::VisDrone),
        ];
        // The name closest to the file wins.
        let places = named.into_iter().filter_map(|(name, benchmark)| Some((path.rfind(name)?, benchmark)));
        places.max_by_key(|(place, _)| *place).map(|(_, benchmark)| benchmark)
    }

    /// The number of the first frame of its sequences.
    pub fn first_frame(self) -> u32 {
        u32::from(self != Self::Kitti)
    }

    /// Whether frames before the first one are an error.
    pub(in crate::metrics) fn is_first_frame_fixed(self) -> bool {
        matches!(self, Self::Mot15 | Self::Mot16 | Self::Mot17 | Self::Mot20)
    }
}

impl fmt::Display for Benchmark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A benchmark that there is not. Displays as a sentence that names those that there are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no benchmark; there are mot15, mot16, mot17, mot20, kitti, visdrone and none")]
pub struct UnknownBenchmark(pub String);

impl FromStr for Benchmark {
    type Err = UnknownBenchmark;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_named = |benchmark: &Self| text.eq_ignore_ascii_case(benchmark.name());
        Self::ALL.into_iter().find(is_named).ok_or_else(|| UnknownBenchmark(text.to_owned()))
    }
}
