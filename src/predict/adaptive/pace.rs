//! How long people stay on a frame, and whether they wait for it.

use std::collections::VecDeque;

const REMEMBERED: usize = 9;
/// What is believed of somebody who just came.
const UNKNOWN: f32 = 250.0;

/// The last pauses before a move, and patience. All times are in milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pace {
    pauses: VecDeque<f32>,
    /// 1 for who waits until a frame is shown, 0 for who moves on whether it is or not.
    patience: f32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { pauses: VecDeque::with_capacity(REMEMBERED), patience: 1.0 }
    }
}

impl Pace {
    /// Learns that a move came `gap` after the last one, whose frame was expected to take `waiting` until it was shown.
    /// Returns the pause that was made of one's own will: who waits thinks only once there is something to see.
    pub(super) fn learn(&mut self, gap: f32, waiting: f32) -> f32 {
        if waiting > 0.0 {
            let change = if gap >= waiting {
                0.1
            } else if gap < 0.6 * waiting {
                -0.2
            } else {
                0.0
            };
            self.patience = (self.patience + change).clamp(0.0, 1.0);
        }
        let pause = (gap - self.patient(waiting)).max(0.0);
        if self.pauses.len() == REMEMBERED {
            self.pauses.pop_front();
        }
        self.pauses.push_back(pause);
        pause
    }

    /// How much of the time until a frame is shown is really waited for.
    pub(super) fn patient(&self, waiting: f32) -> f32 {
        if self.patience > 0.5 { waiting } else { 0.0 }
    }

    /// The median of the last pauses.
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
        (0..9).for_each(|_| assert_eq!(waits.learn(90.0, 60.0), 30.0));
        assert_eq!((waits.median(), waits.patient(60.0)), (30.0, 60.0));
        let mut moves_on = Pace::default();
        (0..20).for_each(|_| _ = moves_on.learn(17.0, 60.0));
        assert_eq!((moves_on.median(), moves_on.patient(60.0)), (17.0, 0.0));
    }
}
