//! What one evaluation is about: a class under the rules of a benchmark.

use super::benchmark::Benchmark;
use super::role::{ResultRole, TruthRole};
use super::{kitti, mot, visdrone};
use crate::mot::{Class, Detection, Layout, VISDRONE_CLASSES};

/// A class under the rules of a benchmark.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::metrics) enum Subject {
    /// Pedestrians of MOT15, MOT16, MOT17 or MOT20.
    Pedestrians(Benchmark),
    /// A class of KITTI, and its distractors.
    Kitti(&'static str, &'static str),
    /// A class of `VisDrone`.
    VisDrone(i64),
    /// One class, by the layouts of ground truth and results.
    Class(String),
    /// All rows.
    All,
}

/// What regions without labels do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::metrics) enum RegionRule {
    /// Nothing.
    None,
    /// Results without a match are left out if they are small or inside a region.
    Kitti,
    /// All boxes inside the union of regions are left out.
    VisDrone,
}

impl Subject {
    /// The subjects of a benchmark. `classes` are those of the files, if both have classes.
    pub(in crate::metrics) fn of(benchmark: Benchmark, classes: Option<Vec<String>>) -> Vec<Self> {
        match benchmark {
            Benchmark::Mot15 | Benchmark::Mot16 | Benchmark::Mot17 | Benchmark::Mot20 => {
                vec![Self::Pedestrians(benchmark)]
            }
            Benchmark::Kitti => kitti::CLASSES.map(|(judged, distractor)| Self::Kitti(judged, distractor)).to_vec(),
            Benchmark::VisDrone => visdrone::CLASSES.map(Self::VisDrone).to_vec(),
            Benchmark::None => match classes {
                Some(classes) if !classes.is_empty() => classes.into_iter().map(Self::Class).collect(),
                _ => vec![Self::All],
            },
        }
    }

    /// The name of the class.
    pub(in crate::metrics) fn name(&self) -> String {
        match self {
            Self::Pedestrians(_) => "pedestrian".to_owned(),
            Self::Kitti(judged, _) => (*judged).to_owned(),
            Self::VisDrone(class) => VISDRONE_CLASSES
                .get(*class as usize)
                .map_or_else(|| format!("class {class}"), |name| (*name).to_owned()),
            Self::Class(name) => name.clone(),
            Self::All => "all".to_owned(),
        }
    }

    /// What a row of the ground truth is.
    pub(in crate::metrics) fn truth(&self, row: &Detection, layout: &Layout) -> TruthRole {
        match self {
            Self::Pedestrians(Benchmark::Mot15) => mot::truth_of_mot15(row),
            Self::Pedestrians(benchmark) => mot::truth(row, *benchmark == Benchmark::Mot20),
            Self::Kitti(judged, distractor) => kitti::truth(row, (judged, distractor)),
            Self::VisDrone(class) => visdrone::truth(row, *class),
            Self::Class(name) if *name != label(row, layout) => TruthRole::Absent,
            Self::Class(_) | Self::All => TruthRole::Judged,
        }
    }

    /// What a row of the results is.
    pub(in crate::metrics) fn result(&self, row: &Detection, layout: &Layout) -> ResultRole {
        match self {
            // Columns 8 to 10 of MOT15 are a place in the world.
            Self::Pedestrians(Benchmark::Mot15) | Self::All => ResultRole::Judged,
            Self::Pedestrians(_) => mot::result(row),
            Self::Kitti(judged, _) => kitti::result(row, judged),
            Self::VisDrone(class) => visdrone::result(row, *class),
            Self::Class(name) => {
                if *name == label(row, layout) {
                    ResultRole::Judged
                } else {
                    ResultRole::Absent
                }
            }
        }
    }

    /// What regions without labels do.
    pub(in crate::metrics) fn region_rule(&self) -> RegionRule {
        match self {
            Self::Kitti(..) => RegionRule::Kitti,
            Self::VisDrone(_) => RegionRule::VisDrone,
            Self::Pedestrians(_) | Self::Class(_) | Self::All => RegionRule::None,
        }
    }
}

/// The class of a row as text. Empty if it has none.
pub(in crate::metrics) fn label(row: &Detection, layout: &Layout) -> String {
    layout.class_of(row).map(|class: Class| layout.class_label(&class).into_owned()).unwrap_or_default()
}
