//! The tracks of both files.

/// What became of boxes of the ground truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TruthState {
    /// They are matched by this id of the results.
    Matched(u64),
    /// They are not matched.
    Missed,
}

/// What boxes of the results are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResultState {
    /// They are matched with this track of the ground truth.
    Matched(u64),
    /// They are on this track of the ground truth, which another box is matched with.
    Duplicate(u64),
    /// They are on no track of the ground truth.
    Ghost,
}

/// Boxes of one track in frames that follow each other, with one state. Frames without rows in both files do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch<State> {
    /// The number of the first frame.
    pub first: u32,
    /// The number of the last frame.
    pub last: u32,
    /// What became of the boxes.
    pub state: State,
}

/// One track in the frames in which it is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track<State> {
    /// Its id in the file.
    pub id: u64,
    /// Its stretches, sorted by frame. There is at least one.
    pub stretches: Vec<Stretch<State>>,
}

impl<State: Copy> Track<State> {
    /// What became of its box in a frame. `None` if it has no box there that is judged.
    pub fn at(&self, frame: u32) -> Option<State> {
        let next = self.stretches.partition_point(|stretch| stretch.last < frame);
        self.stretches.get(next).filter(|stretch| stretch.first <= frame).map(|stretch| stretch.state)
    }

    /// The numbers of its first and its last frame.
    pub fn ends(&self) -> (u32, u32) {
        let ends = self.stretches.first().zip(self.stretches.last());
        ends.map_or((0, 0), |(first, last)| (first.first, last.last))
    }
}

impl Track<TruthState> {
    /// The id before, if the match in this frame is a switch.
    pub fn switched_from(&self, frame: u32) -> Option<u64> {
        let at = self.stretches.partition_point(|stretch| stretch.first < frame);
        let TruthState::Matched(id) = self.stretches.get(at).filter(|stretch| stretch.first == frame)?.state else {
            return None;
        };
        let before = self.stretches[..at].iter().rev().find_map(|stretch| match stretch.state {
            TruthState::Matched(before) => Some(before),
            TruthState::Missed => None,
        });
        before.filter(|before| *before != id)
    }
}

/// The tracks of both files that have boxes that are judged, each list sorted by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracks {
    /// The tracks of the ground truth.
    pub truth: Vec<Track<TruthState>>,
    /// The tracks of the results.
    pub result: Vec<Track<ResultState>>,
}

impl Tracks {
    /// The track of the ground truth with this id.
    pub fn truth(&self, id: u64) -> Option<&Track<TruthState>> {
        of_id(&self.truth, id)
    }

    /// The track of the results with this id.
    pub fn result(&self, id: u64) -> Option<&Track<ResultState>> {
        of_id(&self.result, id)
    }
}

fn of_id<State>(tracks: &[Track<State>], id: u64) -> Option<&Track<State>> {
    tracks.binary_search_by_key(&id, |track| track.id).ok().map(|at| &tracks[at])
}
