//! The read-only view of the window for everything that draws: the state and the open sequence.

use std::sync::Arc;
use std::time::Duration;

use super::current::Session;
use super::document::Document;
use super::evaluating::Evaluating;
use super::judging::Judge;
use super::opening::open::Opening;
use super::recent::Recent;
use crate::app::model::camera::Area;
use crate::app::model::command_line::command_line;
use crate::app::model::filter::{Bounds, Filter};
use crate::app::model::judging::Judgement;
use crate::app::model::layers::{self, Layer, Look, Paint};
use crate::app::model::replay::replay_setup::ReplaySetup;
use crate::app::model::settings::{FpsSource, JudgedOnly};
use crate::app::model::shown_rows::{JudgedRows, LeftOut, ShownRows, TrackLengths};
use crate::app::model::state::State;
use crate::app::model::tracks::{ShownTracks, TrackSet, Tracks, with_counterparts};
use crate::export::short_names;
use crate::metrics::tracks::Track;
use crate::metrics::{Benchmark, Event, EventKind, Judges};
use crate::mot::TrackId;
use crate::provider::DataProvider as _;
use crate::sequence::{LayerKind, Unread};
use crate::sim::Trace;

/// A read-only view of the window. Panels can read everything through it, and change nothing.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The state of the window.
    pub state: &'a State,
    /// The sequence on screen.
    pub document: Option<&'a Document>,
    /// The sequence that is being opened.
    pub opening: Option<&'a Opening>,
    /// The thread that compares layers.
    pub judge: Option<&'a Judge>,
    /// The evaluation of a data set in progress.
    pub evaluating: Option<&'a Evaluating>,
    /// Which recent files still exist.
    pub recent: &'a Recent,
    /// The window's clock at the last update.
    pub now: Duration,
    /// The pane whose layers are seen. If it is `None`, it is the active one.
    pub pane: Option<usize>,
}

impl<'a> View<'a> {
    /// The view of a state and a session.
    pub fn new(state: &'a State, session: &'a Session) -> Self {
        Self {
            state,
            document: session.document.as_ref(),
            opening: session.opening.as_ref(),
            judge: session.judge.as_ref(),
            evaluating: session.evaluating.as_ref(),
            recent: &session.recent,
            now: state.now,
            pane: None,
        }
    }

    /// This view with the layers of another pane.
    #[must_use]
    pub fn of_pane(self, pane: usize) -> Self {
        Self { pane: Some(pane), ..self }
    }

    /// Whether the open sequence has pictures.
    pub fn has_pictures(&self) -> bool {
        self.document.is_some_and(Document::has_pictures)
    }

    /// The number of the frame under the play head, if there is one.
    pub fn position(&self) -> Option<u64> {
        self.document?.playback().frame()
    }

    /// The numbers of the frames with the selected track's first and last box.
    pub fn selected_ends(&self) -> Option<(u64, u64)> {
        let track = self.document?.summary.as_ref()?.track(self.state.selected?)?;
        Some((track.first.into(), track.last.into()))
    }

    /// Frames a second in effect, and where the rate comes from.
    pub fn fps(&self) -> (f64, FpsSource) {
        let Some(document) = self.document else { return (self.state.settings.play.fps, FpsSource::Chosen) };
        let source = match document.fps {
            _ if document.assumes_fps() => FpsSource::Assumed,
            Some(_) => FpsSource::Sequence,
            None => FpsSource::Chosen,
        };
        (document.playback().fps(), source)
    }

    /// The look of the layer at this place of the open sequence. Whether it is shown differs between panes.
    pub fn look(&self, place: usize) -> Option<Look> {
        let look = self.look_in_single_picture(place)?;
        let shown = self.state.panes.shows(self.pane, self.document?.layers.get(place)?.file.path());
        Some(Look { shown: shown.unwrap_or(look.shown), ..look })
    }

    /// The look of the layer at this place, whatever panes show.
    pub fn look_in_single_picture(&self, place: usize) -> Option<Look> {
        self.state.looks.look(&self.document?.layers, place, &self.state.settings.layers)
    }

    /// The look of the main layer.
    pub fn main_look(&self) -> Look {
        self.look(0).unwrap_or_default()
    }

    /// Where an event is, in pixels of the scene.
    pub fn area_of(&self, judgement: &Judgement, event: &Event) -> Area {
        let is_on_result = matches!(
            event.kind,
            EventKind::GhostStretch | EventKind::Duplicate | EventKind::LooseBox | EventKind::Transfer
        );
        let layer = if is_on_result { judgement.result } else { judgement.truth };
        // Its place is that of the boxes as they were compared. They may be drawn otherwise by now.
        let compared = if is_on_result { judgement.scales.result } else { judgement.scales.truth };
        let drawn = self.look(layer).map_or([1.0; 2], |look| look.scale);
        let [across, down] = [drawn[0] / compared[0], drawn[1] / compared[1]];
        let [left, top, width, height] = event.place;
        let (right, bottom) = ((left + width) * across, (top + height) * down);
        Area { left: left * across, top: top * down, right, bottom }
    }

    /// The judgement of the boxes of the layer at this place. Of ground truth it is the one that is looked at, or that of results
    /// in the same pane.
    pub fn judgement_of(&self, place: usize) -> Option<&'a Arc<Judgement>> {
        let judging = &self.state.judging;
        let looked_at = judging.of_layer(place)?;
        let shows = |judgement: &Judgement| self.look(judgement.result).is_some_and(|look| look.shown);
        if looked_at.truth != place || !self.state.panes.is_compared() || shows(looked_at) {
            return Some(looked_at);
        }
        let beside = judging.judgements.iter().find(|judgement| judgement.truth == place && shows(judgement));
        Some(beside.unwrap_or(looked_at))
    }

    /// The colours of the boxes of the layer at this place, drawn in `look`.
    pub fn paint(&self, place: usize, look: Look) -> Paint {
        let Some(document) = self.document else { return Paint::default() };
        let confidence = document.summary.as_ref().and_then(|summary| summary.confidence);
        layers::paint(&document.layers, place, look.style, confidence)
    }

    /// Width and height of the scene in pixels, if it has any.
    pub fn scene_size(&self) -> Option<(f64, f64)> {
        let area = self.state.extent.area;
        let size = ((area.right - area.left).ceil(), (area.bottom - area.top).ceil());
        (size.0 > 0.0 && size.1 > 0.0 && size.0.is_finite() && size.1.is_finite()).then_some(size)
    }

    /// The filter of the layer at this place.
    pub fn filter(&self, place: usize) -> Filter {
        let layer = self.document.and_then(|document| document.layers.get(place));
        let filter = layer.map_or_else(Filter::default, |layer| self.state.filters.of(layer.file.path()));
        if place == 0 {
            return filter;
        }
        // Tracks are read, and listed, of the main layer only.
        Filter { length: Bounds::default(), in_frame: false, ..filter }
    }

    /// Which rows of the layer at this place are shown.
    pub fn shown_rows(&self, place: usize) -> ShownRows {
        let filter = self.filter(place);
        let summary = self.document.and_then(|document| document.summary.as_ref());
        let lengths = summary.filter(|_| filter.length.are_set());
        let lengths = lengths.map(|summary| TrackLengths { bounds: filter.length, summary: Arc::clone(summary) });
        ShownRows { tracks: self.shown_tracks(place), filter, lengths, judged: self.judged_rows(place) }
    }

    /// Which tracks of the layer at this place are drawn.
    pub fn shown_tracks(&self, place: usize) -> ShownTracks {
        let layer = self.document.and_then(|document| document.layers.get(place));
        layer.map_or_else(ShownTracks::default, |layer| self.state.shown_tracks.of(layer.file.path()))
    }

    /// Whether not all tracks are drawn, because only some are.
    pub fn is_solo(&self) -> bool {
        self.places().any(|place| self.shown_tracks(place).solo.is_some())
    }

    /// Whether only these tracks are drawn, and those that a comparison matches with them.
    pub fn draws_alone(&self, tracks: &Tracks) -> bool {
        let alone = with_counterparts(tracks, &self.state.judging.judgements);
        alone.iter().all(|(place, tracks)| self.shown_tracks(*place).solo.as_ref() == Some(tracks))
    }

    /// Whether the boxes of all tracks of all layers are drawn.
    pub fn draws_all_tracks(&self) -> bool {
        self.places().all(|place| self.shown_tracks(place) == ShownTracks::default())
    }

    /// The command that opens again what is open, at this frame.
    pub fn command_line(&self, frame: u64) -> Option<String> {
        let document = self.document?;
        let pictures = document.images.as_ref().and_then(|images| images.path.as_deref());
        command_line(&document.source, pictures, Some(frame), self.state.selected)
    }

    /// The numbers of the frames with the first and the last box of a track of the layer at this place, if they are known. Of further
    /// layers, it is the first and the last box that is judged.
    pub fn ends_of(&self, place: usize, id: TrackId) -> Option<(u64, u64)> {
        if place == 0 {
            let track = self.document?.summary.as_ref()?.track(id)?;
            return Some((track.first.into(), track.last.into()));
        }
        let judgement = self.state.judging.of_layer(place)?;
        let ends = judgement.classes.iter().filter_map(|class| {
            if place == judgement.truth {
                class.tracks.truth(id.0).map(Track::ends)
            } else {
                class.tracks.result(id.0).map(Track::ends)
            }
        });
        let ends = ends.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))?;
        Some((ends.0.into(), ends.1.into()))
    }

    /// The selected tracks of the layer at this place.
    pub fn selected_tracks(&self, place: usize) -> TrackSet {
        if place == 0 && self.state.several.is_empty() {
            return Arc::new(self.state.selected.into_iter().collect());
        }
        let layer = self.document.and_then(|document| document.layers.get(place));
        layer.map_or_else(TrackSet::default, |layer| self.state.several.of(layer.file.path()))
    }

    /// The selected tracks of all layers that have any.
    pub fn all_selected(&self) -> Tracks {
        let of = self.places().map(|place| (place, self.selected_tracks(place)));
        of.filter(|(_, tracks)| !tracks.is_empty()).collect()
    }

    /// The places of the layers.
    fn places(&self) -> std::ops::Range<usize> {
        0..self.document.map_or(0, |document| document.layers.len())
    }

    /// The rows of the layer at this place that are judged, if no others are shown. Detections are not judged, so all are shown.
    fn judged_rows(&self, place: usize) -> Option<JudgedRows> {
        let kind = self.document?.layers.get(place)?.kind;
        let judges = self.judges().filter(|_| self.is_judged_only() && kind != LayerKind::Detections)?;
        let is_truth = kind == LayerKind::GroundTruth;
        let left_out = self.left_out(place).filter(|_| !is_truth);
        Some(JudgedRows { judges, is_truth, left_out })
    }

    /// The results of the layer at this place that the comparison leaves out, for example on distractors.
    fn left_out(&self, place: usize) -> Option<LeftOut> {
        let judging = &self.state.judging;
        let judgement = judging.judgements.iter().find(|judgement| judgement.result == place)?;
        let judgement = Arc::clone(judgement);
        Some(LeftOut::new(judging.version, move |frame, id| {
            // Frames that have come since then are not compared yet.
            judgement.has_frame(frame) && judgement.result_state(id, frame).is_none()
        }))
    }

    /// Whether rows that are not judged are hidden.
    pub fn is_judged_only(&self) -> bool {
        match self.state.settings.judged_only {
            JudgedOnly::Automatic => {
                self.first_of(LayerKind::GroundTruth).and(self.first_of(LayerKind::Results)).is_some()
            }
            JudgedOnly::On => true,
            JudgedOnly::Off => false,
        }
    }

    /// The rules by which rows are judged: those that the user chose, or else those of the benchmark that the first ground truth
    /// among the layers belongs to. `None` without ground truth.
    pub fn judges(&self) -> Option<Judges> {
        let truth = self.first_of(LayerKind::GroundTruth)?;
        let choice = &self.state.judging.choice;
        let benchmark = choice.benchmark.unwrap_or_else(|| Benchmark::guess(&truth.file));
        Some(Judges::of(benchmark, choice.class.as_deref()))
    }

    /// The first layer of this kind that has rows.
    fn first_of(&self, kind: LayerKind) -> Option<&'a Layer> {
        self.document?.layers.iter().find(|layer| layer.kind == kind && layer.file.bytes() > 0)
    }

    /// The short names of all layers, with which their labels begin.
    pub fn short_names(&self) -> Vec<String> {
        let layers = self.document.map_or(&[][..], |document| &document.layers);
        // A sequence without a text file has an empty main layer, which is no layer to the user.
        let is_layer = |layer: &&Layer| layer.file.bytes() > 0;
        let kinds: Vec<_> = layers.iter().filter(is_layer).map(|layer| layer.kind).collect();
        let mut names = short_names(&kinds).into_iter();
        layers
            .iter()
            .map(|layer| if is_layer(&layer) { names.next().unwrap_or_default() } else { String::new() })
            .collect()
    }

    /// The two results that are compared with each other, each with the letter that the labels of its boxes begin with. `None` if
    /// there are no two.
    pub fn compared(&self) -> Option<[(String, &'a Arc<Judgement>); 2]> {
        let judging = &self.state.judging;
        let (first, second) = judging.compared();
        let (one, other) = judging.judgements.get(first).zip(judging.judgements.get(second))?;
        let letters = self.short_names();
        let letter = |of: &Judgement| letters.get(of.result).cloned().filter(|letter| !letter.is_empty());
        Some([(one, "A"), (other, "B")].map(|(of, side)| (letter(of).unwrap_or_else(|| side.to_owned()), of)))
    }

    /// Why the boxes of the layer at this place are missing, if they are.
    pub fn layer_trouble(&self, place: usize) -> Option<&'a str> {
        let layer = self.document?.layers.get(place)?;
        let in_frame = || {
            let boxes = self.state.displayed.as_ref()?.further_boxes().get(place.checked_sub(1)?)?;
            match boxes {
                Err(Unread::Failed(reason)) => Some(&**reason),
                Ok(_) | Err(Unread::LeftOut) => None,
            }
        };
        layer.trouble.as_deref().or_else(in_frame)
    }

    /// Whether the boxes of the layer at this place, in the frame on screen, are still being read.
    pub fn awaits_layer(&self, place: usize) -> bool {
        let Some(displayed) = &self.state.displayed else { return false };
        let is_left_out = |at: usize| matches!(displayed.further_boxes().get(at), Some(Err(Unread::LeftOut)));
        let awaits = place.checked_sub(1).map_or_else(|| displayed.awaits_main(), is_left_out);
        awaits && self.look(place).is_some_and(|look| look.shown)
    }

    /// Whether the boxes on screen are those of the frame under the play head, while its picture is still being loaded.
    pub fn is_preview_of_wanted(&self) -> bool {
        let displayed = self.state.displayed.as_ref();
        displayed.is_some_and(|frame| !frame.is_whole() && Some(frame.number()) == self.position())
    }

    /// The moves recorded so far, and the range of the frames that exist.
    pub fn trace(&self) -> Option<Trace> {
        let document = self.document?;
        let keys = document.keys.first().zip(document.keys.last()).map(|(first, last)| first..=last);
        Some(self.state.navigation.trace(&document.name, keys))
    }

    /// The set-up for replays of the recorded moves on the open sequence.
    pub fn replay_setup(&self) -> Option<ReplaySetup> {
        let document = self.document?;
        let storage = document.sequence.stats();
        let loads = u32::try_from(storage.loads).unwrap_or(u32::MAX).max(1);
        let told = &self.state.hints.told;
        let stats = &self.state.snapshot.stats;
        Some(ReplaySetup {
            load: storage.busy / loads,
            frame_bytes: (stats.bytes / stats.resident.max(1) as u64).max(1),
            room: document.room(),
            keys: Arc::clone(&document.keys),
            landmarks: Arc::clone(&told.landmarks),
            scrubber: told.scrubber,
        })
    }
}
