//! What became of every move of the play head: was the frame there, and how soon was it on screen. Pure.

use std::collections::VecDeque;
use std::time::Duration;

use serde::Serialize;

use crate::cache::{Histogram, LastMove, Verdict};

/// LatencyStats that can be on their way to the screen; of more than these, the oldest are not followed any more.
const FOLLOWED: usize = 64;

/// Why the play head moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Somebody pressed a key, dragged or jumped.
    Person,
    /// It plays; on the window's clock, the next frame is due then.
    Playback(Duration),
}

/// What a pass has drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawnFrame {
    /// The number of the frame whose boxes it has drawn.
    pub frame: u64,
    /// All there is of it was drawn.
    pub is_whole: bool,
    /// There was a picture under the boxes, if only a small one that is near enough; or there is none to be had.
    pub has_picture: bool,
}

/// Counters of the moves. DrawnFrame means by the window's thread: what the graphics driver does later is seen only in the pass
/// that it delays.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LatencyStats {
    /// Frames that playing moved to.
    pub due: u64,
    /// Those of them that were in the cache when they were due.
    pub due_resident: u64,
    /// Those of them that were drawn whole before the next one was due.
    pub due_drawn: u64,
    /// LatencyStats by keys, drags and jumps.
    pub own: u64,
    /// Those of them that found their frame in the cache.
    pub own_resident: u64,
    /// Those of them whose boxes, or those of a move after them, were drawn in the same pass.
    pub boxes_same_pass: u64,
    /// The same in the pass after it.
    pub boxes_next_pass: u64,
    /// The same in a later pass.
    pub boxes_later: u64,
    /// Those of them that had their boxes and a picture on screen in the same pass or the one after it.
    pub boxes_and_picture: u64,
    /// The time that half of the moves waited at most, in milliseconds. LatencyStats overtaken by others are not counted.
    pub wait_p50_ms: f64,
    /// The time that 99 of 100 moves waited at most.
    pub wait_p99_ms: f64,
    /// The longest such time.
    pub wait_max_ms: f64,
    #[serde(skip)]
    waits: Histogram,
    #[serde(skip)]
    pass: u64,
    /// The last move, and whether it was waited to its end.
    #[serde(skip)]
    last: Option<(Duration, bool)>,
    #[serde(skip)]
    followed: VecDeque<Followed>,
}

/// A move on its way to the screen.
#[derive(Clone, Copy, Debug)]
struct Followed {
    frame: u64,
    cause: Cause,
    pass: u64,
    has_boxes: bool,
}

impl LatencyStats {
    /// Takes in the last move; the same one may be told again.
    pub fn saw(&mut self, last: &LastMove, cause: Cause) {
        let is_known = self.last.is_some_and(|(at, _)| at == last.at);
        if !is_known {
            self.last = Some((last.at, false));
            let (count, resident) = match cause {
                Cause::Person => (&mut self.own, &mut self.own_resident),
                Cause::Playback(_) => (&mut self.due, &mut self.due_resident),
            };
            *count += 1;
            *resident += u64::from(last.verdict == Verdict::Hit);
            if self.followed.len() == FOLLOWED
                && let Some(Followed { cause: Cause::Person, has_boxes: false, .. }) = self.followed.pop_front()
            {
                self.boxes_later += 1;
            }
            self.followed.push_back(Followed { frame: last.key, cause, pass: self.pass, has_boxes: false });
        }
        if let (Some((_, is_over @ false)), Some(wait)) = (&mut self.last, last.wait) {
            *is_over = true;
            self.waits.record(wait);
            self.wait_max_ms = self.wait_max_ms.max(wait.as_secs_f64() * 1000.0);
        }
    }

    /// Takes in what a pass, which ended at `now` on the window's clock, has drawn.
    pub fn drew(&mut self, drawn: Option<DrawnFrame>, now: Duration) {
        let pass = self.pass;
        self.pass += 1;
        let newest = drawn.and_then(|drawn| self.followed.iter().rposition(|one| one.frame == drawn.frame));
        let (mut followed, mut at) = (std::mem::take(&mut self.followed), 0);
        followed.retain_mut(|one| {
            let is_seen = newest.is_some_and(|newest| at <= newest);
            let is_itself = drawn.is_some_and(|drawn| drawn.frame == one.frame);
            at += 1;
            match one.cause {
                Cause::Playback(until) => {
                    let is_whole = is_itself && drawn.is_some_and(|drawn| drawn.is_whole);
                    self.due_drawn += u64::from(is_whole && now <= until);
                    !is_whole && now <= until
                }
                Cause::Person => self.follow(one, is_seen, drawn, pass - one.pass),
            }
        });
        self.followed = followed;
    }

    /// Counts a move of a person; answers whether there is more to be counted of it.
    fn follow(&mut self, one: &mut Followed, is_seen: bool, drawn: Option<DrawnFrame>, age: u64) -> bool {
        if is_seen && !one.has_boxes {
            one.has_boxes = true;
            match age {
                0 => self.boxes_same_pass += 1,
                1 => self.boxes_next_pass += 1,
                _ => self.boxes_later += 1,
            }
        }
        let has_picture = is_seen && age <= 1 && drawn.is_some_and(|drawn| drawn.has_picture);
        self.boxes_and_picture += u64::from(has_picture);
        !has_picture && (!one.has_boxes || age < 1)
    }

    /// Works out the percentiles.
    pub fn finish(&mut self) {
        let milliseconds = |share| self.waits.percentile(share).as_secs_f64() * 1000.0;
        (self.wait_p50_ms, self.wait_p99_ms) = (milliseconds(0.5), milliseconds(0.99));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn moved(key: u64, verdict: Verdict, wait: Option<u64>) -> LastMove {
        LastMove { key, verdict, asked_by: None, at: ms(key * 1000), wait: wait.map(ms) }
    }

    fn drawn(frame: u64, is_whole: bool, has_picture: bool) -> DrawnFrame {
        DrawnFrame { frame, is_whole, has_picture }
    }

    #[test]
    fn a_due_frame_counts_as_drawn_only_whole_and_before_the_next_one_is_due() {
        let mut moves = LatencyStats::default();
        let due = |frame: u64| Cause::Playback(ms(frame * 33 + 33));
        moves.saw(&moved(1, Verdict::Hit, Some(0)), due(1));
        moves.drew(Some(drawn(1, true, true)), ms(40));
        moves.drew(Some(drawn(1, true, true)), ms(50));
        // Whole too late, after a sketch in time.
        moves.saw(&moved(2, Verdict::Late, None), due(2));
        moves.drew(Some(drawn(2, false, true)), ms(70));
        moves.saw(&moved(2, Verdict::Late, Some(5)), due(2));
        moves.drew(Some(drawn(2, true, true)), ms(100));
        // Never.
        moves.saw(&moved(3, Verdict::Miss, None), due(3));
        moves.drew(Some(drawn(2, true, true)), ms(140));
        moves.drew(Some(drawn(3, true, true)), ms(141));
        assert_eq!((moves.due, moves.due_resident, moves.due_drawn, moves.own), (3, 1, 1, 0));
        assert!(moves.followed.is_empty());
    }

    #[test]
    fn passes_from_a_move_to_its_boxes_are_counted_and_whether_a_picture_was_under_them() {
        let mut moves = LatencyStats::default();
        let go = |moves: &mut LatencyStats, key| moves.saw(&moved(key, Verdict::Miss, None), Cause::Person);
        // At once, with a picture.
        go(&mut moves, 1);
        moves.drew(Some(drawn(1, false, true)), ms(0));
        assert_eq!((moves.boxes_same_pass, moves.boxes_and_picture), (1, 1));
        // At once, and a picture in the next pass.
        go(&mut moves, 2);
        moves.drew(Some(drawn(2, false, false)), ms(0));
        moves.drew(Some(drawn(2, true, true)), ms(0));
        assert_eq!((moves.boxes_same_pass, moves.boxes_and_picture), (2, 2));
        // In the next pass, and a picture too late.
        go(&mut moves, 3);
        moves.drew(Some(drawn(2, true, true)), ms(0));
        moves.drew(Some(drawn(3, false, false)), ms(0));
        moves.drew(Some(drawn(3, true, true)), ms(0));
        assert_eq!((moves.boxes_next_pass, moves.boxes_and_picture), (1, 2));
        // Much too late.
        go(&mut moves, 4);
        (0..3).for_each(|_| moves.drew(Some(drawn(3, true, true)), ms(0)));
        moves.drew(Some(drawn(4, true, true)), ms(0));
        assert_eq!((moves.boxes_later, moves.boxes_and_picture), (1, 2));
        assert!(moves.followed.is_empty());
    }

    #[test]
    fn a_move_is_served_by_the_frame_of_one_after_it_and_not_of_one_before_it() {
        let mut moves = LatencyStats::default();
        for key in 1..=4 {
            moves.saw(&moved(key, Verdict::Miss, None), Cause::Person);
            // Each pass shows what was asked for in the pass before it.
            moves.drew((key > 1).then(|| drawn(key - 1, false, true)), ms(0));
        }
        moves.drew(Some(drawn(4, true, true)), ms(0));
        assert_eq!((moves.boxes_next_pass, moves.boxes_and_picture), (4, 4));
        for key in 5..=8 {
            moves.saw(&moved(key, Verdict::Miss, None), Cause::Person);
            moves.drew(Some(drawn(4, true, true)), ms(0));
        }
        moves.drew(Some(drawn(8, true, true)), ms(0));
        assert_eq!((moves.boxes_next_pass, moves.boxes_later, moves.boxes_and_picture), (5, 3, 5));
    }

    #[test]
    fn waits_are_counted_once_and_those_of_overtaken_moves_not_at_all() {
        let mut moves = LatencyStats::default();
        moves.saw(&moved(1, Verdict::Miss, None), Cause::Person);
        for _ in 0..3 {
            moves.saw(&moved(2, Verdict::Miss, Some(8)), Cause::Person);
        }
        (3..=200).for_each(|key| moves.saw(&moved(key, Verdict::Hit, Some(0)), Cause::Person));
        moves.finish();
        assert_eq!((moves.own, moves.own_resident, moves.wait_max_ms), (200, 198, 8.0));
        assert_eq!((moves.wait_p50_ms, moves.wait_p99_ms), (0.0, 0.0));
        assert!(moves.followed.len() <= FOLLOWED);
    }
}
