//! What a move is: the words in which habits are learned.

use serde::{Deserialize, Serialize};

use crate::predict::Hints;

/// A move, in the words in which people repeat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Move {
    /// By this many ranks.
    Step(i64),
    /// By this many places of the scrubber.
    Pixels(i64),
    /// To the next landmark.
    Next,
    /// To the previous landmark.
    Previous,
    /// To where no other word leads.
    Far,
}

/// A move that is longer than this, and neither a button, a landmark nor a repetition, is a jump to a place.
pub(super) const NEAR: u64 = 32;
/// Most possible jumps that are listened to.
const MAX_JUMPS: usize = 24;
/// Longest possible jump that is listened to.
const MAX_JUMP: u64 = 1 << 40;
/// Possible jumps where nobody said which there are.
const DEFAULT_JUMPS: [i64; 7] = [-15, -5, -1, 1, 5, 15, 30];

/// The distance between two ranks.
pub(super) fn distance(from: u64, to: u64) -> i64 {
    to.wrapping_sub(from).cast_signed()
}

/// Where the ranks are under the scrubber.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Raster {
    ranks: f64,
    pixels: f64,
}

impl Raster {
    /// A scrubber of that many pixels; none if there is nothing to drag along.
    pub(super) fn new(pixels: u32, ranks: u64) -> Option<Self> {
        let pixels = u64::from(pixels).min(ranks);
        (pixels >= 2).then(|| Self { ranks: (ranks - 1) as f64, pixels: (pixels - 1) as f64 })
    }

    /// The rank under a pixel; outside the scrubber that of its end.
    pub(super) fn rank(&self, pixel: i64) -> u64 {
        ((pixel as f64).clamp(0.0, self.pixels) * self.ranks / self.pixels).round() as u64
    }

    /// The pixel that stands for exactly this rank, if one does.
    pub(super) fn pixel(&self, rank: u64) -> Option<i64> {
        let pixel = self.nearest(rank);
        (self.rank(pixel) == rank).then_some(pixel)
    }

    /// The pixel nearest to a rank.
    fn nearest(&self, rank: u64) -> i64 {
        (rank as f64 * self.pixels / self.ranks).round() as i64
    }

    /// Whether a pixel is on the scrubber.
    pub(super) fn holds(&self, pixel: i64) -> bool {
        pixel >= 0 && pixel as f64 <= self.pixels
    }
}

/// What gives moves their meaning.
pub(super) struct Surroundings<'a> {
    pub(super) landmarks: &'a [u64],
    /// Distances that a single move may cover, both ways.
    pub(super) jumps: Vec<i64>,
    pub(super) raster: Option<Raster>,
    pub(super) ranks: u64,
}

impl<'a> Surroundings<'a> {
    /// What a caller's hints say of a set with that many ranks.
    pub(super) fn new(hints: &'a Hints, ranks: u64) -> Self {
        let said = if hints.jumps.is_empty() { &DEFAULT_JUMPS[..] } else { &hints.jumps };
        let mut jumps: Vec<i64> = Vec::with_capacity(MAX_JUMPS);
        for jump in said.iter().filter(|jump| (1..=MAX_JUMP).contains(&jump.unsigned_abs())).flat_map(|&j| [j, -j]) {
            if jumps.len() < MAX_JUMPS && !jumps.contains(&jump) {
                jumps.push(jump);
            }
        }
        // Where every rank has a pixel, a step of the keyboard looks like a drag: only what is said to be one is one.
        let is_dragging = hints.drag.is_some();
        let pixels = hints.scrubber.filter(|&pixels| is_dragging || u64::from(pixels) < ranks);
        let raster = pixels.and_then(|pixels| Raster::new(pixels, ranks));
        Self { landmarks: &hints.landmarks, jumps, raster, ranks }
    }

    /// The landmark after a rank.
    fn next(&self, rank: u64) -> Option<u64> {
        self.landmarks.get(self.landmarks.partition_point(|&mark| mark <= rank)).copied()
    }

    /// The landmark before a rank.
    fn previous(&self, rank: u64) -> Option<u64> {
        let at = self.landmarks.partition_point(|&mark| mark < rank).checked_sub(1)?;
        self.landmarks.get(at).copied()
    }

    /// Whether a rank is a landmark.
    pub(super) fn is_landmark(&self, rank: u64) -> bool {
        self.landmarks.binary_search(&rank).is_ok()
    }

    /// The word for a move; `known` says whether a distance has a word already.
    pub(super) fn name(&self, from: u64, to: u64, known: impl Fn(i64) -> bool) -> Move {
        let delta = distance(from, to);
        if delta.unsigned_abs() == 1 {
            return Move::Step(delta);
        }
        if self.next(from) == Some(to) {
            return Move::Next;
        }
        if self.previous(from) == Some(to) {
            return Move::Previous;
        }
        if self.jumps.contains(&delta) {
            return Move::Step(delta);
        }
        let pixels = self.raster.and_then(|raster| Some(raster.pixel(to)? - raster.pixel(from)?));
        if let Some(pixels) = pixels.filter(|pixels| pixels.unsigned_abs() <= NEAR) {
            return Move::Pixels(pixels);
        }
        if delta.unsigned_abs() <= NEAR || known(delta) { Move::Step(delta) } else { Move::Far }
    }

    /// Where a move leads; none if that is nowhere, or anywhere.
    pub(super) fn follow(&self, from: u64, step: Move) -> Option<u64> {
        let to = match step {
            Move::Step(delta) => from.checked_add_signed(delta)?,
            Move::Pixels(delta) => {
                let raster = self.raster?;
                let pixel = raster.nearest(from).checked_add(delta).filter(|&pixel| raster.holds(pixel))?;
                raster.rank(pixel)
            }
            Move::Next => self.next(from)?,
            Move::Previous => self.previous(from)?,
            Move::Far => return None,
        };
        (to < self.ranks && to != from).then_some(to)
    }
}
