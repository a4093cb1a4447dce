//! In which frames a track is, and how well it is seen there.

use crate::metrics::tracks::Stretch;

/// The level of a box that is seen as a whole.
pub const FULL: u8 = 8;

/// In which frames a track is, and how well it is seen in each: from 0, not at all, to [`FULL`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    runs: Vec<Stretch<u8>>,
    /// The frame after the last one that a row was looked for in.
    end: u64,
}

impl Levels {
    /// Adds a frame that the track is in. It stands for the frames before `next`, the next frame that is looked at.
    /// `visibility` is the share that is seen; `None` if it is not known.
    pub fn push(&mut self, frame: u64, next: u64, visibility: Option<f64>) {
        let level = visibility.map_or(FULL, |share| (share.clamp(0.0, 1.0) * f64::from(FULL)).round() as u8);
        let (Ok(first), Ok(last)) = (u32::try_from(frame), u32::try_from(next.saturating_sub(1))) else { return };
        match self.runs.last_mut() {
            // A second row of one frame.
            Some(run) if run.last >= first => return,
            Some(run) if run.state == level && self.end == frame => run.last = last,
            _ => self.runs.push(Stretch { first, last, state: level }),
        }
        self.end = next;
    }

    /// Stretches of equal level, sorted. Frames between them are those that it is not in.
    pub fn runs(&self) -> &[Stretch<u8>] {
        &self.runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_one_level_are_a_run_and_others_are_a_gap() {
        let mut levels = Levels::default();
        let frames = [
            (1, 2, None),
            (2, 3, Some(1.0)),
            (2, 3, Some(0.0)),
            (3, 4, Some(0.49)),
            (4, 9, Some(0.51)),
            (10, 11, Some(-3.0)),
            (u64::MAX, u64::MAX, None),
        ];
        frames.into_iter().for_each(|(frame, next, visibility)| levels.push(frame, next, visibility));
        let run = |first, last, state| Stretch { first, last, state };
        assert_eq!(levels.runs(), [run(1, 2, FULL), run(3, 8, 4), run(10, 10, 0)]);
    }
}
