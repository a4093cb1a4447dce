//! Loaders, a person who waits for every frame, and the reference algorithms, replayed in the plainest way: millisecond
//! by millisecond, with lists that are searched. All load times are equal.

/// What a trace is replayed on. Times are milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Machine {
    pub load: u64,
    /// How many frames are kept.
    pub capacity: usize,
    /// Background loaders, beside the demand lane.
    pub workers: usize,
    /// The keys are 0 to this, which is none of them.
    pub keys: i64,
}

/// A request: when it was recorded, and the key.
pub type Move = (u64, i64);

#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub key: i64,
    pub end: u64,
    pub is_demand: bool,
}

/// What an algorithm sees.
pub struct View<'a> {
    pub machine: Machine,
    pub moves: &'a [Move],
    /// The row that was asked for last.
    pub row: usize,
    pub now: u64,
    /// When the frame of the last row was shown, if it was.
    pub shown: Option<u64>,
    /// Resident keys, in the order in which they were loaded last.
    pub resident: &'a [i64],
    /// Loads that are going on.
    pub loads: &'a [Load],
}

impl View<'_> {
    pub fn is_on_its_way(&self, key: i64) -> bool {
        self.loads.iter().any(|load| load.key == key)
    }

    pub fn is_there_or_on_its_way(&self, key: i64) -> bool {
        self.resident.contains(&key) || self.is_on_its_way(key)
    }
}

/// What makes one algorithm another.
pub trait Algorithm {
    /// The person's own thread loads: it does not see what background loaders are at, and begins after them.
    const CALLER_LOADS: bool = false;

    /// The last row was asked for.
    fn asked(&mut self, _: &View) {}

    /// What a free loader begins to load.
    fn next(&mut self, view: &View) -> Option<i64>;

    /// Who of the resident keys leaves, over capacity. The last one has just been loaded.
    fn victim(&mut self, view: &View) -> i64;
}

/// How a replay went.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How long the person waited for each row, in milliseconds.
    pub stalls: Vec<u64>,
    /// How many rows found their frame resident.
    pub hits: u64,
    /// How many loads began.
    pub loads: u64,
}

struct Replay<'a, A> {
    algorithm: A,
    machine: Machine,
    moves: &'a [Move],
    row: usize,
    now: u64,
    shown: Option<u64>,
    resident: Vec<i64>,
    loads: Vec<Load>,
    outcome: Outcome,
}

pub fn replay<A: Algorithm>(algorithm: A, machine: Machine, moves: &[Move]) -> Outcome {
    let mut replay = Replay {
        algorithm,
        machine,
        moves,
        row: 0,
        now: moves[0].0,
        shown: None,
        resident: Vec::new(),
        loads: Vec::new(),
        outcome: Outcome::default(),
    };
    let mut due = replay.now;
    for row in 0..moves.len() {
        // Loads that end at the instant of a request are there.
        while replay.now < due {
            replay.now += 1;
            replay.end_loads();
        }
        replay.ask(row);
        while replay.shown.is_none() {
            replay.now += 1;
            replay.end_loads();
        }
        replay.outcome.stalls.push(replay.now - due);
        due = replay.now + moves.get(row + 1).map_or(0, |next| next.0 - moves[row].0);
    }
    replay.outcome
}

impl<A: Algorithm> Replay<'_, A> {
    fn view(&mut self) -> (&mut A, View<'_>) {
        let Self { algorithm, machine, moves, row, now, shown, resident, loads, .. } = self;
        (algorithm, View { machine: *machine, moves, row: *row, now: *now, shown: *shown, resident, loads })
    }

    fn ask(&mut self, row: usize) {
        self.row = row;
        let key = self.moves[row].1;
        let is_resident = self.resident.contains(&key);
        self.outcome.hits += u64::from(is_resident);
        self.shown = is_resident.then_some(self.now);
        let (algorithm, view) = self.view();
        algorithm.asked(&view);
        if A::CALLER_LOADS {
            self.fill();
        }
        let is_coming = !A::CALLER_LOADS && self.loads.iter().any(|load| load.key == key);
        if !is_resident && !is_coming {
            self.begin(key, true);
        }
        self.fill();
    }

    fn begin(&mut self, key: i64, is_demand: bool) {
        self.outcome.loads += 1;
        self.loads.push(Load { key, end: self.now + self.machine.load, is_demand });
    }

    /// Free loaders begin what the algorithm wants.
    fn fill(&mut self) {
        while self.loads.iter().filter(|load| !load.is_demand).count() < self.machine.workers {
            let (algorithm, view) = self.view();
            let Some(key) = algorithm.next(&view) else { break };
            self.begin(key, false);
        }
    }

    fn end_loads(&mut self) {
        // All take equally long, so they end in the order in which they began.
        while self.loads.first().is_some_and(|load| load.end == self.now) {
            let load = self.loads.remove(0);
            self.resident.retain(|&key| key != load.key);
            self.resident.push(load.key);
            let is_awaited = load.key == self.moves[self.row].1 && (load.is_demand || !A::CALLER_LOADS);
            let is_answer = self.shown.is_none() && is_awaited;
            if self.resident.len() > self.machine.capacity {
                let (algorithm, view) = self.view();
                let victim = algorithm.victim(&view);
                self.resident.retain(|&key| key != victim);
            }
            if is_answer {
                self.shown = Some(self.now);
            }
            self.fill();
        }
    }
}
