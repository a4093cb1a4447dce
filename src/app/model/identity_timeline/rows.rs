//! The tracks of the timeline, and what covers them.

use std::borrow::Cow;
use std::sync::Arc;

use super::facts::{ClassFacts, Facts, Switch};
use crate::app::model::judging::Judgement;
use crate::metrics::ClassEvaluation;
use crate::metrics::tracks::{ResultState, Stretch, TruthState};
use crate::mot::{Summary, Track, TrackId};

/// What the timeline shows.
#[derive(Clone, Debug)]
pub enum Subject {
    /// The tracks of the ground truth, covered by the ids of results: of those that are looked at, and of others below.
    Judged(Vec<Arc<Judgement>>),
    /// The tracks of the main layer.
    Tracks(Arc<Summary>),
}

impl Subject {
    /// Whether both are one and the same, so that nothing has to be computed again.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Judged(one), Self::Judged(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| Arc::ptr_eq(one, other))
            }
            (Self::Tracks(one), Self::Tracks(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// A row: the place of a track in a class. Without ground truth there is one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowId {
    /// The place of the class.
    pub class: u32,
    /// The place of the track among those of the class.
    pub place: u32,
}

/// What covers a track over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip<'a> {
    /// What became of it, sorted by frame.
    pub stretches: Cow<'a, [Stretch<TruthState>]>,
    /// What is counted of it.
    pub facts: Facts,
    /// The changes of the id that covers it, sorted by frame.
    pub switches: &'a [Switch],
}

impl Strip<'_> {
    /// What became of the track in a frame. `None` if it is not there.
    pub fn at(&self, frame: u64) -> Option<TruthState> {
        let next = self.stretches.partition_point(|stretch| u64::from(stretch.last) < frame);
        self.stretches.get(next).filter(|stretch| u64::from(stretch.first) <= frame).map(|stretch| stretch.state)
    }

    /// The last change of the id up to a frame.
    pub fn switch(&self, frame: u64) -> Option<&Switch> {
        let next = self.switches.partition_point(|switch| u64::from(switch.frame) <= frame);
        self.switches.get(next.checked_sub(1)?)
    }
}

/// All tracks of the timeline, with what is counted of them.
#[derive(Debug)]
pub struct Rows {
    /// What the rows are made of.
    pub subject: Subject,
    /// The facts of each class of each strip.
    facts: Vec<Vec<ClassFacts>>,
}

impl Rows {
    /// Looks at all tracks, which takes long if there are many.
    pub fn new(subject: Subject) -> Self {
        let of_class = |class: &ClassEvaluation| ClassFacts::of(&class.tracks.truth, class.records.frames());
        let facts = match &subject {
            Subject::Judged(strips) => strips.iter().map(|of| of.classes.iter().map(of_class).collect()).collect(),
            Subject::Tracks(_) => Vec::new(),
        };
        Self { subject, facts }
    }

    /// How many strips a row has.
    pub fn strips(&self) -> usize {
        match &self.subject {
            Subject::Judged(strips) => strips.len(),
            Subject::Tracks(_) => 1,
        }
    }

    /// How many tracks each class has.
    pub fn classes(&self) -> Vec<usize> {
        match &self.subject {
            Subject::Judged(strips) => {
                let first = strips.first().map_or(&[][..], |of| &of.classes);
                first.iter().map(|class| class.tracks.truth.len()).collect()
            }
            Subject::Tracks(summary) => vec![summary.tracks.len()],
        }
    }

    /// How many tracks there are.
    pub fn len(&self) -> usize {
        self.classes().into_iter().sum()
    }

    /// Whether there are no tracks.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id of the track in a row.
    pub fn id(&self, row: RowId) -> Option<u64> {
        match &self.subject {
            Subject::Judged(_) => Some(self.class(row, 0)?.tracks.truth.get(row.place as usize)?.id),
            Subject::Tracks(summary) => Some(summary.tracks.get(row.place as usize)?.id.0),
        }
    }

    /// The name of the class of a row, if there are several.
    pub fn class_name(&self, row: RowId) -> Option<&str> {
        match &self.subject {
            Subject::Judged(strips) if strips.first()?.classes.len() > 1 => Some(&self.class(row, 0)?.name),
            _ => None,
        }
    }

    /// What is counted of the track in a row, by the results that are looked at.
    pub fn facts(&self, row: RowId) -> Facts {
        match &self.subject {
            Subject::Judged(_) => {
                let class = self.facts.first().and_then(|classes| classes.get(row.class as usize));
                class.and_then(|class| class.track(row.place as usize)).map(|(facts, _)| facts).unwrap_or_default()
            }
            Subject::Tracks(summary) => summary.tracks.get(row.place as usize).map(facts_of).unwrap_or_default(),
        }
    }

    /// What covers the track in a row: by the results of this strip, 0 for those that are looked at.
    pub fn strip(&self, row: RowId, strip: usize) -> Option<Strip<'_>> {
        let judged = match &self.subject {
            Subject::Judged(judged) => judged.get(strip)?,
            Subject::Tracks(summary) => {
                let track = summary.tracks.get(row.place as usize)?;
                let state = TruthState::Matched(track.id.0);
                let stretches = vec![Stretch { first: track.first, last: track.last, state }];
                return Some(Strip { stretches: stretches.into(), facts: facts_of(track), switches: &[] });
            }
        };
        let (mut class, mut place) = (row.class as usize, row.place as usize);
        if strip > 0 {
            // Other results may have other classes, and tracks that are judged with one may not be with the other.
            let name = &self.class(row, 0)?.name;
            class = judged.classes.iter().position(|class| class.name == *name)?;
            let id = self.id(row)?;
            place = judged.classes.get(class)?.tracks.truth.binary_search_by_key(&id, |track| track.id).ok()?;
        }
        let track = judged.classes.get(class)?.tracks.truth.get(place)?;
        let (facts, switches) = self.facts.get(strip)?.get(class)?.track(place)?;
        Some(Strip { stretches: track.stretches.as_slice().into(), facts, switches })
    }

    /// The track of the layer at `layer` that a row stands for in a frame: its own, or the one that covers it there.
    pub fn track_of_layer(&self, row: RowId, layer: usize, frame: u64) -> Option<TrackId> {
        let Subject::Judged(judged) = &self.subject else { return (layer == 0).then_some(TrackId(self.id(row)?)) };
        if judged.first()?.truth == layer {
            return Some(TrackId(self.id(row)?));
        }
        let strip = judged.iter().position(|of| of.result == layer)?;
        match self.strip(row, strip)?.at(frame)? {
            TruthState::Matched(id) => Some(TrackId(id)),
            TruthState::Missed => None,
        }
    }

    /// The place of the layer whose tracks the rows are.
    pub fn layer(&self) -> usize {
        match &self.subject {
            Subject::Judged(judged) => judged.first().map_or(0, |of| of.truth),
            Subject::Tracks(_) => 0,
        }
    }

    /// The row of a track of the layer at `layer`. For a track of results, it is the row that it covers in this frame, or else the
    /// one that it covers first.
    pub fn row_of(&self, layer: usize, id: TrackId, frame: u64) -> Option<RowId> {
        let judged = match &self.subject {
            Subject::Judged(judged) => judged,
            Subject::Tracks(summary) => {
                let place = summary.tracks.binary_search_by_key(&id, |track| track.id).ok()?;
                return (layer == 0).then_some(RowId { class: 0, place: place as u32 });
            }
        };
        let looked_at = judged.first()?;
        let of = judged.iter().find(|of| of.result == layer).unwrap_or(looked_at);
        let truth = match of.result_state(id, frame) {
            _ if looked_at.truth == layer => id.0,
            Some(ResultState::Matched(truth)) => truth,
            _ => of.first_covered(id)?,
        };
        let mut classes = (0..).zip(&looked_at.classes);
        classes.find_map(|(class, evaluation)| {
            let place = evaluation.tracks.truth.binary_search_by_key(&truth, |track| track.id).ok()?;
            Some(RowId { class, place: place as u32 })
        })
    }

    fn class(&self, row: RowId, strip: usize) -> Option<&ClassEvaluation> {
        match &self.subject {
            Subject::Judged(judged) => judged.get(strip)?.classes.get(row.class as usize),
            Subject::Tracks(_) => None,
        }
    }
}

fn facts_of(track: &Track) -> Facts {
    let span = u64::from(track.last) + 1 - u64::from(track.first);
    let missed = span.saturating_sub(track.boxes.into()) as u32;
    Facts { first: track.first, last: track.last, length: track.boxes, missed, switches: 0 }
}
