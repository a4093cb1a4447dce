//! What a tracker would report of a scene, with the mistakes that trackers make.
//!
//! It loses people who are hidden, and finds some of them again under another id. It switches the ids of two people who pass
//! each other. It follows things that are not people for a while. Its boxes are not exact.

use std::collections::BTreeMap;

use super::rows::{false_positive, row};
use crate::random::{Random, mix, unit};
use crate::scene::drawing::colour::noise;
use crate::scene::drawing::pixel_box::PixelBox;
use crate::scene::street_scene::{Scene, VisiblePerson};

/// Number of frames in which a person must be found before there is a track. Whoever is found in the first frames has one at once:
/// the tracker has nothing to compare them with.
const WARM_UP: u32 = 3;
/// Number of frames without a box after which a track ends.
const PATIENCE: u32 = 25;
/// Intersection over union of two boxes from which on the two people pass each other.
const PASSING: f64 = 0.22;
/// Intersection over union below which the two people are apart again.
const APART: f64 = 0.05;

/// What the tracker knows about a person.
#[derive(Clone, Copy, Debug, Default)]
struct Target {
    /// The id of its track, once there is one.
    id: Option<u32>,
    /// Number of frames in which it was found.
    hits: u32,
    /// Number of frames since it was found last.
    misses: u32,
}

/// A track of something that is not a person.
#[derive(Clone, Copy, Debug)]
struct FalseTrack {
    id: u32,
    bounds: PixelBox,
    /// The last frame of the track.
    last: u32,
}

struct Tracker<'a> {
    scene: &'a Scene,
    random: Random,
    /// By the id of the person.
    targets: BTreeMap<u32, Target>,
    /// Pairs of people who pass each other, and whether a switch of their ids was decided already.
    passing: BTreeMap<(u32, u32), bool>,
    false_tracks: Vec<FalseTrack>,
    /// The id that was given last.
    last_id: u32,
}

/// The boxes that a tracker reports, by frame, in ten columns: `frame,id,left,top,width,height,confidence,-1,-1,-1`.
///
/// Ids switch when people pass each other, boxes are missing while a person is hidden, tracks break, and some tracks follow
/// something that is not a person.
pub fn tracker(scene: &Scene) -> Vec<u8> {
    let seed = scene.options().seed ^ 0x0054_5241_434B_4552;
    let mut tracker = Tracker {
        scene,
        random: Random::new(seed),
        targets: BTreeMap::new(),
        passing: BTreeMap::new(),
        false_tracks: Vec::new(),
        last_id: 0,
    };
    let mut text = String::new();
    for frame in 1..=scene.options().frames {
        let people = scene.people(frame);
        tracker.switch_ids(&people);
        for person in &people {
            if let Some((id, confidence)) = tracker.find(frame, person) {
                text += &row(frame, &id.to_string(), tracker.inexact(frame, person.id, person.bounds), confidence);
            }
        }
        // Nobody comes back after leaving the picture.
        tracker.targets.retain(|id, _| people.iter().any(|person| person.id == *id));
        tracker.add_false_tracks(frame, &mut text);
    }
    text.into_bytes()
}

impl Tracker<'_> {
    fn new_id(&mut self) -> u32 {
        self.last_id += 1;
        self.last_id
    }

    /// Switches the ids of some people who pass each other, at most once each time they do.
    fn switch_ids(&mut self, people: &[VisiblePerson]) {
        for (at, one) in people.iter().enumerate() {
            for other in &people[at + 1..] {
                let pair = (one.id, other.id);
                let overlap = one.bounds.overlap(other.bounds);
                if overlap < APART {
                    self.passing.remove(&pair);
                } else if overlap > PASSING && one.visibility.min(other.visibility) < 0.6 {
                    let is_decided = self.passing.entry(pair).or_default();
                    if !*is_decided {
                        *is_decided = true;
                        if self.random.below(5) < 2 {
                            self.swap(pair);
                        }
                    }
                }
            }
        }
    }

    fn swap(&mut self, (one, other): (u32, u32)) {
        let ids = [one, other].map(|id| self.targets.get(&id).and_then(|target| target.id));
        if let ([Some(a), Some(b)], true) = (ids, one != other) {
            for (person, id) in [(one, b), (other, a)] {
                if let Some(target) = self.targets.get_mut(&person) {
                    target.id = Some(id);
                }
            }
        }
    }

    /// The id and the confidence with which a person is found in a frame; `None` if it is not.
    fn find(&mut self, frame: u32, person: &VisiblePerson) -> Option<(u32, f64)> {
        let seed = self.scene.options().seed;
        let luck = noise(f64::from(frame) / 9.0, f64::from(person.id), seed ^ 6);
        let mut target = self.targets.get(&person.id).copied().unwrap_or_default();
        let is_missed = person.visibility + 0.12 * luck < 0.34 || luck < -0.93;
        if is_missed {
            target.misses += 1;
            self.targets.insert(person.id, target);
            return None;
        }
        target.hits += 1;
        let is_forgetful = unit(mix(seed ^ u64::from(frame) << 20 ^ u64::from(person.id))) < 0.2;
        if target.id.is_none() && (target.hits >= WARM_UP || frame <= WARM_UP)
            || target.id.is_some() && (target.misses > PATIENCE || target.misses > 5 && is_forgetful)
        {
            target.id = Some(self.new_id());
        }
        target.misses = 0;
        self.targets.insert(person.id, target);
        let confidence = (0.38 + 0.55 * person.visibility + 0.08 * luck).clamp(0.1, 0.99);
        target.id.map(|id| (id, confidence))
    }

    /// Left, top, width and height in pixels, each a little wrong. The errors change smoothly from frame to frame.
    fn inexact(&self, frame: u32, id: u32, bounds: PixelBox) -> [f64; 4] {
        let (width, height) = (f64::from(bounds.width()), f64::from(bounds.height()));
        let off = |part: u64| {
            let seed = self.scene.options().seed ^ (7 + part);
            let slow = noise(f64::from(frame) / 8.0, f64::from(id), seed);
            0.035 * slow + 0.008 * noise(f64::from(frame), f64::from(id), seed ^ 0x100)
        };
        [
            f64::from(bounds.left) + width * off(0),
            f64::from(bounds.top) + 0.6 * height * off(1),
            width * (1.0 + off(2)),
            height * (1.0 + 0.6 * off(3)),
        ]
    }

    /// Adds the rows of false tracks, which begin now and then and last about a second.
    fn add_false_tracks(&mut self, frame: u32, text: &mut String) {
        if self.random.below(80) == 0 {
            let bounds = false_positive(self.scene, &mut self.random);
            let last = frame + 8 + self.random.below(35) as u32;
            let id = self.new_id();
            self.false_tracks.push(FalseTrack { id, bounds, last });
        }
        self.false_tracks.retain(|track| frame <= track.last);
        for track in &self.false_tracks {
            let confidence = self.random.between(0.3, 0.5);
            *text += &row(frame, &track.id.to_string(), self.inexact(frame, track.id, track.bounds), confidence);
        }
    }
}
