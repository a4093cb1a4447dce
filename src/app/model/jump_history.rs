//! The history of jumps of the play head: it goes back and forth in it as a browser does among pages.

use std::collections::VecDeque;

/// The most frames that are remembered to go back to.
pub const MAX_JUMPS: usize = 100;

/// The frames that the play head jumped away from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JumpHistory {
    /// Where the way back leads, the nearest last.
    back: VecDeque<u64>,
    /// Where the way forward leads, the nearest last.
    ahead: Vec<u64>,
    /// Whether the gesture in progress has jumped already. All of a drag counts as one jump.
    is_counted: bool,
}

impl JumpHistory {
    /// Remembers that the play head has jumped away from `frame`. A gesture of the pointer that is still `in_gesture` counts once,
    /// however often it jumps.
    pub fn jumped(&mut self, frame: u64, in_gesture: bool) {
        if std::mem::replace(&mut self.is_counted, in_gesture) && in_gesture {
            return;
        }
        self.ahead.clear();
        self.remember(frame);
    }

    /// The gesture of the pointer has ended: the next jump counts.
    pub fn end_gesture(&mut self) {
        self.is_counted = false;
    }

    /// The frame to go back to from `here`.
    pub fn go_back(&mut self, here: u64) -> Option<u64> {
        // The play head may have stepped there by itself.
        let frame = std::iter::from_fn(|| self.back.pop_back()).find(|frame| *frame != here)?;
        self.ahead.push(here);
        Some(frame)
    }

    /// The frame to go forward to from `here`, after the play head went back.
    pub fn go_ahead(&mut self, here: u64) -> Option<u64> {
        let frame = std::iter::from_fn(|| self.ahead.pop()).find(|frame| *frame != here)?;
        self.remember(here);
        Some(frame)
    }

    /// Whether there is a way back.
    pub fn leads_back(&self) -> bool {
        !self.back.is_empty()
    }

    /// Whether there is a way forward.
    pub fn leads_ahead(&self) -> bool {
        !self.ahead.is_empty()
    }

    /// Forgets all jumps, because another sequence is open.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn remember(&mut self, frame: u64) {
        if self.back.back() == Some(&frame) {
            return;
        }
        if self.back.len() == MAX_JUMPS {
            self.back.pop_front();
        }
        self.back.push_back(frame);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Copy, Debug)]
    enum Move {
        Jump(u64),
        Step(u64),
        Back,
        Ahead,
    }

    fn moves() -> impl Strategy<Value = Vec<Move>> {
        let one = prop_oneof![
            (0..6_u64).prop_map(Move::Jump),
            (0..6_u64).prop_map(Move::Step),
            Just(Move::Back),
            Just(Move::Ahead)
        ];
        prop::collection::vec(one, 0..400)
    }

    /// One list of frames with a place in it: what is before the place leads back, the rest leads forward.
    #[derive(Default)]
    struct Naive {
        frames: Vec<u64>,
        place: usize,
    }

    impl Naive {
        fn put(&mut self, frame: u64) {
            if self.place > 0 && self.frames[self.place - 1] == frame {
                return;
            }
            self.frames.insert(self.place, frame);
            self.place += 1;
            if self.place > MAX_JUMPS {
                self.frames.remove(0);
                self.place -= 1;
            }
        }

        fn go(&mut self, here: u64, is_back: bool) -> Option<u64> {
            loop {
                let found = if is_back { self.place.checked_sub(1)? } else { self.place };
                let frame = *self.frames.get(found)?;
                self.frames.remove(found);
                self.place = found;
                if frame == here {
                    continue;
                }
                if is_back {
                    self.frames.insert(self.place, here);
                } else {
                    self.put(here);
                }
                return Some(frame);
            }
        }
    }

    proptest! {
        #[test]
        fn back_and_forth_go_as_in_one_list_with_a_place(moves in moves()) {
            let (mut history, mut naive) = (JumpHistory::default(), Naive::default());
            let mut here = 0;
            for one in moves {
                match one {
                    Move::Step(to) => here = to,
                    Move::Jump(to) if to == here => {}
                    Move::Jump(to) => {
                        history.jumped(here, false);
                        naive.frames.truncate(naive.place);
                        naive.put(here);
                        here = to;
                    }
                    Move::Back | Move::Ahead => {
                        let is_back = matches!(one, Move::Back);
                        let found = if is_back { history.go_back(here) } else { history.go_ahead(here) };
                        prop_assert_eq!(found, naive.go(here, is_back));
                        here = found.unwrap_or(here);
                    }
                }
                prop_assert!(history.back.len() <= MAX_JUMPS && history.ahead.len() <= 2 * MAX_JUMPS);
                prop_assert_eq!(history.leads_back(), naive.place > 0);
                prop_assert_eq!(history.leads_ahead(), naive.place < naive.frames.len());
            }
        }
    }

    #[test]
    fn the_nearest_hundred_jumps_are_kept() {
        let mut history = JumpHistory::default();
        (0..1000).for_each(|frame| history.jumped(frame, false));
        let way: Vec<u64> = (1..=1000).map_while(|step| history.go_back(2000 + step)).collect();
        assert_eq!(way, (900..1000).rev().collect::<Vec<_>>());
    }

    #[test]
    fn all_of_a_drag_is_one_jump() {
        let mut history = JumpHistory::default();
        history.jumped(1, false);
        (10..20).for_each(|frame| history.jumped(frame, true));
        history.end_gesture();
        history.jumped(20, true);
        assert_eq!((history.go_back(50), history.go_back(20), history.go_back(10)), (Some(20), Some(10), Some(1)));
        assert_eq!(history.go_ahead(1), Some(10));
    }
}
