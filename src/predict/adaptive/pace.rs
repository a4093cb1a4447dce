//! How long people stay on a frame, and whether they wait for it.

use std::collections::VecDeque;

/// How many pauses are kept.
const REMEMBERED: usize = 9;
/// The pause in milliseconds that is assumed before the first move.
const UNKNOWN: f32 = 250.0;

/// The last pauses between two moves, and whether the person waits for frames. All times are in milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pace {
    /// The oldest first.
    pauses: VecDeque<f32>,
    /// From 0 for a person who moves on before a frame is shown, to 1 for a person who waits until it is.
    patience: f32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { pauses: VecDeque::with_capacity(REMEMBERED), patience: 1.0 }
    }
}

impl Pace {
    /// Learns that a move came `gap` after the one before, which waited for its frame for `wait`; none if the frame was
    /// not there yet. Returns the pause: the part of the gap after the frame was shown.
    pub(super) fn learn(&mut self, gap: f32, wait: Option<f32>) -> f32 {
        let change = match wait {
            Some(wait) if wait > 0.0 => 0.1,
            Some(_) => 0.0,
            None => -0.2,
        };
        self.patience = (self.patience + change).clamp(0.0, 1.0);
        let pause = (gap - wait.unwrap_or(0.0)).max(0.0);
        if self.pauses.len() == REMEMBERED {
            self.pauses.pop_front();
        }
        self.pauses.push_back(pause);
        pause
    }

    /// How long the person will wait for a frame that is shown `waiting` from now: all that time, or not at all.
    pub(super) fn patient(&self, waiting: f32) -> f32 {
        if self.patience > 0.5 { waiting } else { 0.0 }
    }

    /// The median of the last pauses; the upper one of an even number.
    pub(super) fn median(&self) -> f32 {
        let mut sorted: Vec<f32> = self.pauses.iter().copied().collect();
        sorted.sort_by(f32::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or(UNKNOWN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_no_pause_for_who_waits_and_is_for_who_moves_on() {
        let mut waits = Pace::default();
        (0..9).for_each(|_| assert_eq!(waits.learn(90.0, Some(60.0)), 30.0));
        assert_eq!((waits.median(), waits.patient(60.0)), (30.0, 60.0));
        let mut moves_on = Pace::default();
        (0..20).for_each(|_| _ = moves_on.learn(17.0, None));
        assert_eq!((moves_on.median(), moves_on.patient(60.0)), (17.0, 0.0));
    }
}
