//! What a person did in a move: the [`Action`]s in which habits are learned.

use serde::{Deserialize, Serialize};

use crate::predict::hints::Hints;

/// What a person did to get from one frame to another, described so that doing it again elsewhere is the same action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Action {
    /// A step by this many ranks, negative backward.
    Step(i64),
    /// A movement of the pointer by this many pixels of the scrubber, negative backward.
    Pixels(i64),
    /// To the next landmark.
    Next,
    /// To the previous landmark.
    Previous,
    /// A jump to a place that no other action leads to. Saved habits have its former name.
    #[serde(rename = "Far")]
    Jump,
}

/// Longest step, in ranks, and longest movement of the pointer, in pixels, that is an action by its length alone. A
/// longer one is a jump to a place, unless it is that of a button, leads to a landmark, or repeats a known step.
pub(super) const NEAR: u64 = 32;
/// Most distances of jump buttons that are taken into account.
const MAX_JUMPS: usize = 24;
/// Longest distance of a jump button that is taken into account, in ranks.
const MAX_JUMP: u64 = 1 << 40;
/// Distances of jump buttons in ranks, where no hint tells them.
const DEFAULT_JUMPS: [i64; 7] = [-15, -5, -1, 1, 5, 15, 30];

/// The signed distance from one rank to another.
pub(super) fn distance(from: u64, to: u64) -> i64 {
    to.wrapping_sub(from).cast_signed()
}

/// Which rank is under which pixel of the scrubber. Pixels and ranks are spread evenly, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Raster {
    /// The last rank.
    ranks: f64,
    /// The last pixel.
    pixels: f64,
}

impl Raster {
    /// A scrubber of that many pixels over that many ranks; none if it has fewer than two places.
    pub(super) fn new(pixels: u32, ranks: u64) -> Option<Self> {
        let pixels = u64::from(pixels).min(ranks);
        (pixels >= 2).then(|| Self { ranks: (ranks - 1) as f64, pixels: (pixels - 1) as f64 })
    }

    /// The rank under a pixel. A pixel outside the scrubber counts as its nearest end.
    pub(super) fn rank(&self, pixel: i64) -> u64 {
        ((pixel as f64).clamp(0.0, self.pixels) * self.ranks / self.pixels).round() as u64
    }

    /// The pixel under which exactly this rank is; none if no pixel has this rank.
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

/// What turns a pair of ranks into an action and an action into a rank.
pub(super) struct Surroundings<'a> {
    /// Ranks worth jumping to, rising.
    pub(super) landmarks: &'a [u64],
    /// Distances of the jump buttons in ranks, each in both directions.
    pub(super) jumps: Vec<i64>,
    /// The scrubber, where a drag may use it.
    pub(super) raster: Option<Raster>,
    /// How many ranks there are.
    pub(super) ranks: u64,
}

impl<'a> Surroundings<'a> {
    /// The surroundings that the caller's hints describe, for a set with that many ranks.
    pub(super) fn new(hints: &'a Hints, ranks: u64) -> Self {
        let said = if hints.jumps.is_empty() { &DEFAULT_JUMPS[..] } else { &hints.jumps };
        let mut jumps: Vec<i64> = Vec::with_capacity(MAX_JUMPS);
        for jump in said.iter().filter(|jump| (1..=MAX_JUMP).contains(&jump.unsigned_abs())).flat_map(|&j| [j, -j]) {
            if jumps.len() < MAX_JUMPS && !jumps.contains(&jump) {
                jumps.push(jump);
            }
        }
        // Where every rank has a pixel, a step by keyboard looks like a drag. There only a hint makes it a drag.
        let is_dragging = hints.drag.is_some();
        let pixels = hints.scrubber.filter(|&pixels| is_dragging || u64::from(pixels) < ranks);
        let raster = pixels.and_then(|pixels| Raster::new(pixels, ranks));
        Self { landmarks: &hints.landmarks, jumps, raster, ranks }
    }

    /// The first landmark after a rank.
    fn next(&self, rank: u64) -> Option<u64> {
        self.landmarks.get(self.landmarks.partition_point(|&mark| mark <= rank)).copied()
    }

    /// The last landmark before a rank.
    fn previous(&self, rank: u64) -> Option<u64> {
        let at = self.landmarks.partition_point(|&mark| mark < rank).checked_sub(1)?;
        self.landmarks.get(at).copied()
    }

    /// Whether a rank is a landmark.
    pub(super) fn is_landmark(&self, rank: u64) -> bool {
        self.landmarks.binary_search(&rank).is_ok()
    }

    /// The action that leads from one rank to another. `known` tells whether a step by a distance was made before.
    pub(super) fn action(&self, from: u64, to: u64, known: impl Fn(i64) -> bool) -> Action {
        let delta = distance(from, to);
        if delta.unsigned_abs() == 1 {
            return Action::Step(delta);
        }
        if self.next(from) == Some(to) {
            return Action::Next;
        }
        if self.previous(from) == Some(to) {
            return Action::Previous;
        }
        if self.jumps.contains(&delta) {
            return Action::Step(delta);
        }
        let pixels = self.raster.and_then(|raster| Some(raster.pixel(to)? - raster.pixel(from)?));
        if let Some(pixels) = pixels.filter(|pixels| pixels.unsigned_abs() <= NEAR) {
            return Action::Pixels(pixels);
        }
        if delta.unsigned_abs() <= NEAR || known(delta) { Action::Step(delta) } else { Action::Jump }
    }

    /// The rank that an action leads to; none for a jump, which may lead anywhere, and if there is no such rank.
    pub(super) fn follow(&self, from: u64, action: Action) -> Option<u64> {
        let to = match action {
            Action::Step(delta) => from.checked_add_signed(delta)?,
            Action::Pixels(delta) => {
                let raster = self.raster?;
                let pixel = raster.nearest(from).checked_add(delta).filter(|&pixel| raster.holds(pixel))?;
                raster.rank(pixel)
            }
            Action::Next => self.next(from)?,
            Action::Previous => self.previous(from)?,
            Action::Jump => return None,
        };
        (to < self.ranks && to != from).then_some(to)
    }
}
