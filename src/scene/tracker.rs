//! What a tracker makes of a scene, with the mistakes that trackers make.
//!
//! It loses who is hidden, and finds some of them again under another id; it mixes up two who pass each other; it follows
//! things for a while; its boxes tremble.

use std::collections::BTreeMap;

use super::area::Area;
use super::colour::noise;
use super::labels::{nobody, row};
use super::{Scene, Seen};
use crate::random::{Random, mix, unit};

/// Frames in which somebody must be seen before there is a track.
const WARM_UP: u32 = 3;
/// Frames without a box after which a track ends.
const PATIENCE: u32 = 25;
/// Two who cover each other by this share are passing each other; below the second they are apart again.
const PASSING: f64 = 0.22;
const APART: f64 = 0.05;

/// What the tracker knows of somebody.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    id: Option<u32>,
    /// Frames in which they were found, until there is a track.
    found: u32,
    missed: u32,
}

/// Something that is taken for a person.
#[derive(Clone, Copy, Debug)]
struct Ghost {
    id: u32,
    area: Area,
    until: u32,
}

struct Tracker<'a> {
    scene: &'a Scene,
    random: Random,
    known: BTreeMap<u32, Known>,
    passing: BTreeMap<(u32, u32), bool>,
    ghosts: Vec<Ghost>,
    ids: u32,
}

/// The boxes that a tracker reports, by frame, in ten columns: `frame,id,left,top,width,height,confidence,-1,-1,-1`.
///
/// Ids switch when people pass each other, boxes are missing while somebody is hidden, tracks break, and some follow what
/// is nobody.
pub fn tracker(scene: &Scene) -> Vec<u8> {
    let seed = scene.options.seed ^ 0x0054_5241_434B_4552;
    let mut tracker = Tracker {
        scene,
        random: Random::new(seed),
        known: BTreeMap::new(),
        passing: BTreeMap::new(),
        ghosts: Vec::new(),
        ids: 0,
    };
    let mut text = String::new();
    for frame in 1..=scene.options.frames {
        let people = scene.people(frame);
        tracker.mix_up(&people);
        for one in &people {
            if let Some((id, confidence)) = tracker.find(frame, one) {
                text += &row(frame, &id.to_string(), tracker.tremble(frame, one.id, one.area), confidence);
            }
        }
        // Nobody comes back once out of the picture.
        tracker.known.retain(|id, _| people.iter().any(|one| one.id == *id));
        tracker.haunt(frame, &mut text);
    }
    text.into_bytes()
}

impl Tracker<'_> {
    fn new_id(&mut self) -> u32 {
        self.ids += 1;
        self.ids
    }

    /// Swaps the ids of some who pass each other, once each time they do.
    fn mix_up(&mut self, people: &[Seen]) {
        for (at, one) in people.iter().enumerate() {
            for other in &people[at + 1..] {
                let pair = (one.id, other.id);
                let overlap = one.area.overlap(other.area);
                if overlap < APART {
                    self.passing.remove(&pair);
                } else if overlap > PASSING && one.visibility.min(other.visibility) < 0.6 {
                    let is_done = self.passing.entry(pair).or_default();
                    if !*is_done {
                        *is_done = true;
                        if self.random.below(5) < 2 {
                            self.swap(pair);
                        }
                    }
                }
            }
        }
    }

    fn swap(&mut self, (one, other): (u32, u32)) {
        let ids = [one, other].map(|id| self.known.get(&id).and_then(|known| known.id));
        if let ([Some(a), Some(b)], true) = (ids, one != other) {
            for (person, id) in [(one, b), (other, a)] {
                if let Some(known) = self.known.get_mut(&person) {
                    known.id = Some(id);
                }
            }
        }
    }

    /// Under which id somebody is found in a frame, and how surely.
    fn find(&mut self, frame: u32, one: &Seen) -> Option<(u32, f64)> {
        let seed = self.scene.options.seed;
        let luck = noise(f64::from(frame) / 9.0, f64::from(one.id), seed ^ 6);
        let mut known = self.known.get(&one.id).copied().unwrap_or_default();
        let is_missed = one.visibility + 0.12 * luck < 0.34 || luck < -0.93;
        if is_missed {
            known.missed += 1;
            self.known.insert(one.id, known);
            return None;
        }
        known.found += 1;
        let is_forgetful = unit(mix(seed ^ u64::from(frame) << 20 ^ u64::from(one.id))) < 0.2;
        if known.id.is_none() && known.found >= WARM_UP
            || known.id.is_some() && (known.missed > PATIENCE || known.missed > 5 && is_forgetful)
        {
            known.id = Some(self.new_id());
        }
        known.missed = 0;
        self.known.insert(one.id, known);
        let confidence = (0.38 + 0.55 * one.visibility + 0.08 * luck).clamp(0.1, 0.99);
        known.id.map(|id| (id, confidence))
    }

    /// The box, a little beside where it should be, smoothly from frame to frame.
    fn tremble(&self, frame: u32, id: u32, area: Area) -> [f64; 4] {
        let (width, height) = (f64::from(area.width()), f64::from(area.height()));
        let off = |part: u64| {
            let seed = self.scene.options.seed ^ (7 + part);
            let slow = noise(f64::from(frame) / 8.0, f64::from(id), seed);
            0.035 * slow + 0.008 * noise(f64::from(frame), f64::from(id), seed ^ 0x100)
        };
        [
            f64::from(area.left) + width * off(0),
            f64::from(area.top) + 0.6 * height * off(1),
            width * (1.0 + off(2)),
            height * (1.0 + 0.6 * off(3)),
        ]
    }

    /// Tracks of what is nobody: they come now and then, and stay for a second.
    fn haunt(&mut self, frame: u32, text: &mut String) {
        if self.random.below(80) == 0 {
            let area = nobody(self.scene, &mut self.random);
            let until = frame + 8 + self.random.below(35) as u32;
            let id = self.new_id();
            self.ghosts.push(Ghost { id, area, until });
        }
        self.ghosts.retain(|ghost| frame <= ghost.until);
        for ghost in &self.ghosts {
            let confidence = self.random.between(0.3, 0.5);
            *text += &row(frame, &ghost.id.to_string(), self.tremble(frame, ghost.id, ghost.area), confidence);
        }
    }
}
