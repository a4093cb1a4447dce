//! What came out of comparing one layer of results with the ground truth.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use super::EventOrder;
use crate::app::model::layers::Layer;
use crate::metrics::tracks::{ResultState, TruthState};
use crate::metrics::{
    Benchmark, ClassEvaluation, Evaluation, Event, EventKind, FrameCounts, Options, Remark, Scales, Scores,
};
use crate::mot::TrackId;

/// What came out of comparing one layer of results with the ground truth.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The place of the ground truth among the layers.
    pub truth: usize,
    /// The place of the results among the layers.
    pub result: usize,
    /// The files of both.
    pub paths: (PathBuf, PathBuf),
    /// The names of their texts, where a file is an archive.
    pub members: (Option<String>, Option<String>),
    /// The rules that say which rows are judged.
    pub benchmark: Benchmark,
    /// The least similarity of a match in CLEAR and Identity.
    pub threshold: f64,
    /// Factors on the coordinates of the boxes that were compared.
    pub scales: Scales,
    /// The frames of the sequence, if they are known.
    pub sequence: Option<RangeInclusive<u32>>,
    /// The names of all classes that are judged.
    pub class_names: Vec<String>,
    /// The classes that are looked at: one or all.
    pub classes: Vec<ClassEvaluation>,
    /// The scores of these classes together.
    pub scores: Scores,
    /// The events of these classes, sorted by their first frame.
    pub events: Vec<Event>,
    /// Where the events of each kind are among them.
    pub order: EventOrder,
    /// The class of each event: its place among `classes`.
    pub event_classes: Vec<u16>,
    /// The frames of all fragmentations, sorted.
    fragmentations: Vec<u32>,
    /// What was odd about the files, and what was done.
    pub remarks: Vec<Remark>,
}

impl Judgement {
    /// The judgement of an evaluation that was made with `options`. `class` is the name of the class to look at; if there is none
    /// of this name, all are.
    pub fn new(
        (truth, result): (usize, usize),
        paths: (PathBuf, PathBuf),
        options: &Options,
        evaluation: Evaluation,
        class: Option<&str>,
    ) -> Self {
        let Evaluation { mut classes, remarks } = evaluation;
        let class_names: Vec<String> = classes.iter().map(|class| class.name.clone()).collect();
        if class_names.iter().any(|name| Some(name.as_str()) == class) {
            classes.retain(|evaluation| Some(evaluation.name.as_str()) == class);
        }
        let mut events: Vec<(u16, Event)> = Vec::new();
        for (class, place) in classes.iter_mut().zip(0..) {
            events.extend(std::mem::take(&mut class.events).into_iter().map(|event| (place, event)));
        }
        events.sort_by_key(|(_, event)| event.first);
        let (event_classes, events): (Vec<u16>, Vec<Event>) = events.into_iter().unzip();
        let fragmentations = events.iter().filter(|event| event.kind == EventKind::Fragmentation);
        Self {
            truth,
            result,
            paths,
            members: (None, None),
            benchmark: options.benchmark,
            threshold: options.threshold,
            scales: options.scales,
            sequence: options.sequence.clone(),
            class_names,
            scores: together(&classes),
            classes,
            fragmentations: fragmentations.map(|event| event.first).collect(),
            order: EventOrder::new(&events),
            events,
            event_classes,
            remarks,
        }
    }

    /// The scores of an evaluation of a part of the frames, of the classes that are looked at.
    pub fn scores_of(&self, mut evaluation: Evaluation) -> Scores {
        evaluation.classes.retain(|class| self.classes.iter().any(|own| own.name == class.name));
        together(&evaluation.classes)
    }

    /// The class of the event at this place.
    pub fn class_of_event(&self, place: usize) -> Option<&str> {
        let class = self.classes.get(usize::from(*self.event_classes.get(place)?))?;
        Some(&class.name)
    }

    /// How many fragmentations fall into a range of frames.
    pub fn fragmentations(&self, range: &RangeInclusive<u32>) -> u64 {
        let end = self.fragmentations.partition_point(|frame| frame <= range.end());
        let begin = self.fragmentations.partition_point(|frame| frame < range.start());
        end.saturating_sub(begin) as u64
    }

    /// Whether it is of the layers that are at its places now.
    pub fn is_of(&self, layers: &[Layer]) -> bool {
        let is = |place: usize, path: &PathBuf, member: &Option<String>| {
            let file = layers.get(place).map(|layer| &layer.file);
            file.is_some_and(|file| file.path() == path && file.member() == member.as_deref())
        };
        is(self.truth, &self.paths.0, &self.members.0) && is(self.result, &self.paths.1, &self.members.1)
    }

    /// What is counted in a range of frames.
    pub fn counts(&self, range: RangeInclusive<u32>) -> FrameCounts {
        let mut sum = FrameCounts::default();
        for class in &self.classes {
            let counts = class.records.range(range.clone());
            sum.truth += counts.truth;
            sum.result += counts.result;
            sum.true_positives += counts.true_positives;
            sum.switches += counts.switches;
            sum.similarity_sum += counts.similarity_sum;
            for (sum, count) in sum.hota_true_positives.iter_mut().zip(counts.hota_true_positives) {
                *sum += count;
            }
        }
        sum
    }

    /// Whether a frame was compared: it had rows then.
    pub fn has_frame(&self, frame: u64) -> bool {
        let has = |class: &ClassEvaluation| {
            u32::try_from(frame).is_ok_and(|frame| class.records.frames().binary_search(&frame).is_ok())
        };
        self.classes.iter().any(has)
    }

    /// What became of a box of the ground truth. `None` if it is not judged.
    pub fn truth_state(&self, id: TrackId, frame: u64) -> Option<TruthState> {
        let frame = u32::try_from(frame).ok()?;
        self.classes.iter().find_map(|class| class.tracks.truth(id.0)?.at(frame))
    }

    /// What a box of the results is. `None` if it is not judged.
    pub fn result_state(&self, id: TrackId, frame: u64) -> Option<ResultState> {
        let frame = u32::try_from(frame).ok()?;
        self.classes.iter().find_map(|class| class.tracks.result(id.0)?.at(frame))
    }

    /// Whether any box of a track of the layer at this place is judged. All are of layers that are not compared.
    pub fn judges(&self, layer: usize, id: TrackId) -> bool {
        let is_in = |class: &ClassEvaluation| {
            if layer == self.truth { class.tracks.truth(id.0).is_some() } else { class.tracks.result(id.0).is_some() }
        };
        (layer != self.truth && layer != self.result) || self.classes.iter().any(is_in)
    }

    /// The track of the ground truth that a track of the results is matched with first.
    pub fn first_covered(&self, id: TrackId) -> Option<u64> {
        let stretches = self.classes.iter().filter_map(|class| class.tracks.result(id.0)).flat_map(|of| &of.stretches);
        stretches.into_iter().find_map(|stretch| match stretch.state {
            ResultState::Matched(truth) => Some(truth),
            ResultState::Duplicate(_) | ResultState::Ghost => None,
        })
    }

    /// The id before, if the match of a box of the ground truth is a switch.
    pub fn switched_from(&self, id: TrackId, frame: u64) -> Option<u64> {
        let frame = u32::try_from(frame).ok()?;
        self.classes.iter().find_map(|class| class.tracks.truth(id.0)?.switched_from(frame))
    }
}

/// The scores of classes together.
fn together(classes: &[ClassEvaluation]) -> Scores {
    match classes {
        [one] => one.scores.clone(),
        several => Scores::combined(several.iter().map(|class| &class.scores)),
    }
}
