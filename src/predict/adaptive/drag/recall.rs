//! Predicts where a drag goes from what the same hand did before in a similar moment: [`Recall`].
//!
//! Real hands keep to no formula: they hesitate, correct, overshoot and crawl, and their samples may come a tenth of a
//! second apart. So the last samples are kept as they were. The moments most like the present one, by the last steps and
//! pauses, tell what may follow and how likely: a kernel density estimate. Steps are compared and continued in
//! proportion to the speed, so what was learned at one speed holds at another. What is typical of hands stands in until
//! enough was seen.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::super::futures::Scoring;
use super::foretold::{Foretold, WINDOW};
use super::hand::HandModel;
use super::kernel::Kernel;
use super::typical::{self, Pace};

/// How many samples are kept.
const KEPT: usize = 1024;
/// How many of the most similar moments are used.
const NEIGHBOURS: usize = 64;
/// How many samples ahead are predicted at most.
const AHEAD: usize = 6;
/// Longer pauses count as this, in milliseconds.
const LONGEST_PAUSE: f32 = 2000.0;
/// A pause that has lasted this long, in milliseconds, tells nothing more by lasting longer.
const LONGEST_IDLE: f32 = 400.0;
/// A longer pause separates two movements, in milliseconds.
const MOVEMENT_PAUSE: u16 = 300;
/// Two samples with a shorter pause between them, in milliseconds, are one movement that was reported in two parts.
const SPLIT_PAUSE: u16 = 8;
/// How many samples the mean speed is taken over.
const MEAN_OF: usize = 6;
/// The difference between two moments at which the weight of one for the other has fallen to 0.61.
const WIDTH: f32 = 0.6;
/// This difference for a hand at rest, of which the last steps tell less.
const WIDTH_AT_REST: f32 = 0.8;
/// Moments whose weight is less than e to the minus this are no neighbours.
const FARTHEST: f32 = 6.0;
/// A continuation less likely than this is left out.
const UNLIKELY: f32 = 3e-4;
/// How many exactly equal moments all typical continuations weigh as much as.
const PRIOR: f32 = 1.0;

/// What a moment is like: speed, accelerations, rhythm, and mean speed. 1 is a clear difference in each.
type Context = [f32; 6];

/// One sample of the pointer, at another pixel than the one before.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sample {
    /// Pixels moved, negative backward. 0 stands for something that was no drag.
    step: i16,
    /// Milliseconds since the sample before.
    pause: u16,
}

/// What came before the first sample of a drag.
const NO_DRAG: Sample = Sample { step: 0, pause: LONGEST_PAUSE as u16 };

/// A sample, and what the moment after it is like.
#[derive(Clone, Copy, Debug)]
struct Moment {
    sample: Sample,
    context: Context,
    /// The unit in which steps are compared, in pixels. It grows with speed and is never 0.
    unit: f32,
}

/// A sample that may follow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Following {
    /// Pixels from here.
    place: f32,
    /// Milliseconds from now.
    time: f32,
}

/// What the times of the samples that may follow are reckoned from, in milliseconds.
#[derive(Clone, Copy, Debug)]
struct Clock {
    /// How long the hand has paused.
    idle: f32,
    /// The time between two samples of a pointer that moves.
    usual: f32,
    /// How long a pause between two moves is.
    pause: f32,
}

/// A moment that is like the present one.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Neighbour {
    /// The number of its sample.
    at: u64,
    weight: f32,
}

/// The moments that are most like the present one. They are found once after each sample.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::predict::adaptive) struct Likeness {
    /// The number of the sample that the present moment follows on; 0 if it follows on none.
    of: u64,
    neighbours: Vec<Neighbour>,
}

/// The last samples of a hand. They are saved as pairs of pixels and milliseconds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(i16, u16)>", into = "Vec<(i16, u16)>")]
pub(in crate::predict::adaptive) struct Recall {
    /// The oldest first. Their numbers follow each other.
    moments: VecDeque<Moment>,
    /// How many samples were forgotten.
    forgotten: u64,
}

impl PartialEq for Recall {
    fn eq(&self, other: &Self) -> bool {
        self.moments.iter().map(|moment| moment.sample).eq(other.moments.iter().map(|moment| moment.sample))
    }
}

impl From<Vec<(i16, u16)>> for Recall {
    fn from(saved: Vec<(i16, u16)>) -> Self {
        let mut recall = Self::default();
        let surplus = saved.len().saturating_sub(KEPT);
        saved.into_iter().skip(surplus).for_each(|(step, pause)| recall.push(step.into(), pause.into()));
        recall
    }
}

impl From<Recall> for Vec<(i16, u16)> {
    fn from(recall: Recall) -> Self {
        recall.moments.iter().map(|Moment { sample, .. }| (sample.step, sample.pause)).collect()
    }
}

/// The direction of a step, as a factor.
fn sign(step: i16) -> f32 {
    if step < 0 { -1.0 } else { 1.0 }
}

impl Moment {
    /// The moment after these samples, the newest first.
    fn new(recent: [Sample; MEAN_OF]) -> Self {
        let [last, before, third, ..] = recent;
        let pixels = |sample: Sample| f32::from(sample.step);
        let is_split = last.pause < SPLIT_PAUSE && before.step != 0;
        let unit = 0.5 + if is_split { pixels(last) + pixels(before) } else { pixels(last) }.abs();
        let mut sum = 0.0;
        for sample in recent {
            sum += pixels(sample);
            if sample.step == 0 || sample.pause > MOVEMENT_PAUSE {
                break;
            }
        }
        let relative = |pixels: f32| (sign(last.step) * pixels / (0.5 * unit + 0.25)).asinh().clamp(-3.0, 3.0);
        let rhythm = |sample: Sample| (f32::from(sample.pause) + 8.0).log2();
        // The weights say how much is told by what.
        let context = [
            (unit + 0.5).log2(),
            0.7 * relative(pixels(before)),
            0.25 * relative(pixels(third)),
            0.35 * rhythm(last),
            0.2 * rhythm(before),
            0.3 * relative(sum / MEAN_OF as f32),
        ];
        Self { sample: last, context, unit }
    }
}

impl Recall {
    /// Learns that the pointer moved by this many pixels, `pause` milliseconds after the sample before. `likeness` becomes
    /// that of the moment that follows. If it was not that of the newest sample, another drag begins.
    pub(in crate::predict::adaptive) fn learn(&mut self, step: i64, pause: f32, likeness: &mut Likeness) {
        if !self.is_dragging(likeness) && self.moments.back().is_some_and(|last| last.sample.step != 0) {
            self.push(0, LONGEST_PAUSE);
        }
        self.push(step, pause);
        likeness.of = self.newest();
        likeness.neighbours = self.similar(0.0);
    }

    fn push(&mut self, step: i64, pause: f32) {
        if self.moments.len() == KEPT {
            self.moments.pop_front();
            self.forgotten += 1;
        }
        let step = step.clamp(-WINDOW, WINDOW) as i16;
        let sample = Sample { step, pause: pause.clamp(0.0, LONGEST_PAUSE) as u16 };
        let mut recent = [NO_DRAG; MEAN_OF];
        let newest_first = std::iter::once(sample).chain(self.moments.iter().rev().map(|moment| moment.sample));
        recent.iter_mut().zip(newest_first).for_each(|(slot, sample)| *slot = sample);
        self.moments.push_back(Moment::new(recent));
    }

    /// The number of the newest sample, from 1; 0 if there is none.
    fn newest(&self) -> u64 {
        self.forgotten + self.moments.len() as u64
    }

    /// The moment after the sample with this number, unless that was no drag.
    fn get(&self, number: u64) -> Option<&Moment> {
        let at = usize::try_from(number.checked_sub(self.forgotten + 1)?).ok()?;
        self.moments.get(at).filter(|moment| moment.sample.step != 0)
    }

    /// Whether the present moment follows on the newest sample.
    pub(in crate::predict::adaptive) fn is_dragging(&self, likeness: &Likeness) -> bool {
        likeness.of == self.newest() && self.get(likeness.of).is_some()
    }

    /// The moments most like the newest one that were followed by a pause longer than `idle` milliseconds.
    fn similar(&self, idle: f32) -> Vec<Neighbour> {
        let Some(now) = self.get(self.newest()) else { return Vec::new() };
        let width = if idle > 0.0 { WIDTH_AT_REST } else { WIDTH };
        let sharpness = 0.5 / (width * width);
        // The number and the difference of each moment. The weights of all would take long to compute.
        let mut found: Vec<(u64, f32)> = Vec::new();
        let pairs = self.moments.iter().zip(self.moments.iter().skip(1));
        for (at, (moment, next)) in (self.forgotten + 1..).zip(pairs) {
            if moment.sample.step == 0 || next.sample.step == 0 || f32::from(next.sample.pause) <= idle {
                continue;
            }
            let squares = moment.context.iter().zip(&now.context).map(|(one, other)| (one - other) * (one - other));
            let difference = sharpness * squares.sum::<f32>();
            if difference < FARTHEST {
                found.push((at, difference));
            }
        }
        if found.len() > NEIGHBOURS {
            found.select_nth_unstable_by(NEIGHBOURS - 1, |a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            found.truncate(NEIGHBOURS);
        }
        found.into_iter().map(|(at, difference)| Neighbour { at, weight: (-difference).exp() }).collect()
    }

    /// Calls `out` with each continuation: its likelihood, and the samples that follow. `recalled` and `typical` are the
    /// shares that similar moments and what is typical are expected to explain. The likelihoods sum to the sum of both at
    /// most. At most `SAMPLES` of them are told.
    fn continuations<const SAMPLES: usize>(
        &self,
        neighbours: &[Neighbour],
        clock: Clock,
        [recalled, typical]: [f32; 2],
        mut out: impl FnMut(f32, &[Following]),
    ) {
        let Some(now) = self.get(self.newest()) else { return };
        let total: f32 = neighbours.iter().map(|neighbour| neighbour.weight).sum();
        // Few similar moments explain less than many do, and what is typical explains the more.
        let share = recalled / (total + PRIOR);
        let typical = typical + share * PRIOR;
        let direction = sign(now.sample.step);
        let mut path = [Following::default(); SAMPLES];
        for neighbour in neighbours {
            let Some(then) = self.get(neighbour.at) else { continue };
            let factor = direction * sign(then.sample.step) * now.unit / then.unit;
            let (mut place, mut time, mut count) = (0.0, -clock.idle, 0);
            let following = (neighbour.at + 1..).map_while(|number| self.get(number));
            for (slot, next) in path.iter_mut().zip(following) {
                place += factor * f32::from(next.sample.step);
                time += f32::from(next.sample.pause);
                *slot = Following { place, time };
                count += 1;
            }
            out(neighbour.weight * share, &path[..count]);
        }
        // What is typical of a moving hand says nothing of one that rests.
        if clock.idle > clock.usual {
            let time = clock.pause;
            typical::first_steps(|p, pixels| out(typical * p, &[Following { place: direction * pixels, time }]));
            return;
        }
        self.pace(now).continuations(|p, steps: [f32; SAMPLES]| {
            let (mut place, mut time) = (0.0, 0.0);
            for (slot, step) in path.iter_mut().zip(steps) {
                place += direction * step;
                time += clock.pause;
                *slot = Following { place, time };
            }
            out(typical * p, &path);
        });
    }

    /// What the newest moment has in common with those of other hands.
    fn pace(&self, now: &Moment) -> Pace {
        let before = self.get(self.newest() - 1).filter(|_| now.sample.pause <= MOVEMENT_PAUSE);
        let before = before.map(|before| sign(now.sample.step) * f32::from(before.sample.step) / now.unit);
        Pace { unit: now.unit, before }
    }

    /// The likelihoods that similar moments and what is typical gave to the next sample being this many pixels from here.
    /// `usual` is the time between two samples.
    pub(in crate::predict::adaptive) fn likelihoods(&self, likeness: &Likeness, usual: f32, step: i64) -> [f32; 2] {
        [[1.0, 0.0], [0.0, 1.0]].map(|shares| {
            let mut sum = 0.0;
            let clock = Clock { idle: 0.0, usual, pause: usual };
            self.continuations::<1>(&likeness.neighbours, clock, shares, |p, path| {
                sum += path.first().map_or(0.0, |next| p * Kernel::new(next.place).mass(step as f32));
            });
            sum
        })
    }

    /// The likelihood of the next sample being this many pixels from here if nothing explains it: a wide distribution whose
    /// width grows with speed.
    pub(in crate::predict::adaptive) fn unforeseen(&self, step: i64) -> f32 {
        let width = self.get(self.newest()).map_or(0.0, |now| now.unit) + 10.0;
        0.5 / width * (-(step as f32).abs() / width).exp()
    }

    /// Foretells the next samples of a hand that has paused for `idle` milliseconds. Adds what the pixels are worth to
    /// `out`, multiplied by `trust`.
    pub(in crate::predict::adaptive) fn foretell(
        &self,
        likeness: &Likeness,
        idle: f32,
        hand: &HandModel,
        scoring: &Scoring,
        trust: f32,
        out: &mut Foretold,
    ) {
        let idle = idle.clamp(0.0, LONGEST_IDLE);
        let at_rest;
        let neighbours = if idle > 0.0 {
            at_rest = self.similar(idle);
            &at_rest
        } else {
            &likeness.neighbours
        };
        let shares = [hand.recalled, hand.typical];
        let clock = Clock { idle, usual: hand.sample_time, pause: scoring.pause };
        self.continuations::<AHEAD>(neighbours, clock, shares, |p, path| {
            // All of these together are worth no load.
            let Some(first) = path.first().filter(|_| p >= UNLIKELY) else { return };
            out.begin_path();
            let mut keep = trust * p;
            for next in path.iter().take_while(|next| next.place.abs() <= WINDOW as f32) {
                keep *= scoring.decay;
                let saved = scoring.saved_at(next.time, first.time);
                Kernel::new(next.place).pixels().for_each(|(pixel, mass)| out.add(pixel, mass, keep, keep * saved));
            }
        });
    }
}

#[cfg(test)]
mod tests;
