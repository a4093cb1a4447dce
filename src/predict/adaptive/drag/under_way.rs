//! The drag under way, foretold in two ways at once: [`Drag`].

use super::super::futures::Scoring;
use super::foretold::Foretold;
use super::hand::{HandModel, shifted};
use super::motion::Motion;
use super::recall::{Likeness, Recall};

/// How many samples of the pointer the shape of the movement is followed ahead.
const SAMPLES: u8 = 12;
/// A shorter time since the last sample counts as none, in milliseconds.
const LEAST_IDLE: f32 = 20.0;

/// The drag under way. It is foretold by the shape of aimed movements, and by what the hand did before in a similar moment.
/// How much each of the two is trusted is learned.
#[derive(Clone, Debug, Default)]
pub(in crate::predict::adaptive) struct Drag {
    motion: Motion,
    likeness: Likeness,
}

impl Drag {
    /// Ends the drag, because the person did something else.
    pub(in crate::predict::adaptive) fn stop(&mut self) {
        self.motion.stop();
        self.likeness = Likeness::default();
    }

    /// Whether anything is known of the drag.
    pub(in crate::predict::adaptive) fn is_active(&self, recall: &Recall) -> bool {
        self.motion.is_active() || recall.is_dragging(&self.likeness)
    }

    /// Learns that the pointer went from one pixel to another, `pause` milliseconds after the sample before. Returns the
    /// likelihood that was foretold for this, if any was.
    pub(in crate::predict::adaptive) fn moved(
        &mut self,
        (from, to): (i64, i64),
        pause: f32,
        hand: &mut HandModel,
        recall: &mut Recall,
    ) -> Option<f32> {
        let step = to - from;
        let neither = recall.unforeseen(step);
        let recalled = recall.is_dragging(&self.likeness).then(|| {
            let [similar, typical] = recall.likelihoods(&self.likeness, hand.sample_time, step);
            let p = hand.recalled * similar + hand.typical * typical;
            hand.learn_following([similar, typical, neither]);
            p
        });
        recall.learn(step, pause, &mut self.likeness);
        let moved = self.motion.moved(from, to, pause, hand).map(|shape| {
            let p = hand.shaped * shape;
            hand.learn_shaped(shape, neither);
            p
        });
        let (Some(recalled), Some(moved)) = (recalled, moved) else { return recalled.or(moved) };
        let trust = hand.trust_in_recall;
        hand.trust_in_recall = shifted(trust, recalled.max(1e-3), moved.max(1e-3));
        Some(trust * recalled + (1.0 - trust) * moved)
    }

    /// How much what the hand did before in a similar moment is trusted over the shape of aimed movements, from 0 to 1.
    pub(in crate::predict::adaptive) fn trust_in_recall(&self, hand: &HandModel, recall: &Recall) -> f32 {
        match (recall.is_dragging(&self.likeness), self.motion.is_active()) {
            (true, true) => hand.trust_in_recall,
            (true, false) => 1.0,
            (false, _) => 0.0,
        }
    }

    /// Foretells where the drag goes on if the pointer is at pixel `here` and has not moved for `idle` milliseconds.
    pub(in crate::predict::adaptive) fn foretell(
        &self,
        here: i64,
        idle: f32,
        (hand, recall): (&HandModel, &Recall),
        scoring: &Scoring,
    ) -> Foretold {
        let mut out = Foretold::default();
        let trust = self.trust_in_recall(hand, recall);
        if trust > 0.0 {
            let idle = if idle < LEAST_IDLE { 0.0 } else { idle };
            recall.foretell(&self.likeness, idle, hand, scoring, trust, &mut out);
        }
        if self.motion.is_active() {
            let scoring = Scoring { pause: hand.sample_time, ..*scoring };
            out.begin_path();
            self.motion.foretell(here, SAMPLES, hand, |sample, pixel, p| {
                let keep = (1.0 - trust) * hand.shaped * scoring.decay.powi(sample.into());
                out.add(pixel - here, p, keep, keep * scoring.saved(sample.into()));
            });
        }
        out
    }
}
