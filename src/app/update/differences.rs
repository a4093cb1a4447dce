//! Has two trackers compared, and goes to where they differ.

use std::sync::Arc;

use eframe::egui;

use super::controller::Controller;
use crate::app::model::camera::Reveal;
use crate::app::model::judging::{AtDifference, Difference, next_after};
use crate::app::session::judging::{Differ, let_go};
use crate::mot::TrackId;
use crate::playback::Playback;

impl Controller {
    /// Takes in where the two trackers that are compared differ.
    pub(super) fn find_differences(&mut self, ctx: &egui::Context) {
        let judging = &self.state.judging;
        let (first, second) = judging.compared();
        let pair = judging.judgements.get(first).zip(judging.judgements.get(second)).filter(|_| first != second);
        let Some((first, second)) = pair else {
            return self.forget_differences();
        };
        let differ = self.session.differ.get_or_insert_with(|| Differ::start(ctx));
        self.state.judging.differences = differ.differences(&[Arc::clone(first), Arc::clone(second)]);
    }

    /// Forgets where trackers differ.
    pub(super) fn forget_differences(&mut self) {
        self.state.judging.at_difference = None;
        let old = (self.state.judging.differences.take(), self.session.differ.take());
        if old.0.is_some() || old.1.is_some() {
            let_go(old);
        }
    }

    /// Goes to the next frame in which one of the two trackers begins to be right about a track, and the other one is wrong. The
    /// track is selected, and the camera goes to it. Playback pauses.
    pub(super) fn step_difference(&mut self, is_first_right: bool) {
        let Some(position) = self.view().position() else { return };
        let differences = self.state.judging.differences.as_ref();
        let next = differences.and_then(|differences| next_after(differences.of(is_first_right), position));
        let Some(&Difference { first: frame, truth: id, .. }) = next else { return };
        let Some(truth) = self.state.judging.judgement().map(|judgement| judgement.truth) else { return };
        let judging = &mut self.state.judging;
        (judging.at_difference, judging.event) = (Some(AtDifference { is_first_right, frame }), None);
        if truth == 0 {
            self.state.selected = Some(TrackId(id));
        }
        let (frame, camera) = (frame.into(), &mut self.state.camera);
        if self.state.settings.judging.camera_goes && camera.lock.is_none() {
            camera.reveal = Some(Reveal::Box { layer: truth, id: TrackId(id), frame });
        }
        if self.session.document.as_ref().is_some_and(|document| document.playback().is_playing()) {
            self.navigate(Playback::pause);
        }
        self.seek(frame);
    }
}
