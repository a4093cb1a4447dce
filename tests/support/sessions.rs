//! Recorded navigation and what it is replayed on: that of the shared folder, if there is one.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use motscope::KeySet;
use motscope::cache::Capacity;
use motscope::predict::{Hints, PredictorConfig};
use motscope::sim::{DEFAULT_JUMPS, Machine, Person, PersonHints, Setup, Trace, Tuning, User};

/// Frames of the sequence that the traces were recorded on.
const FRAMES: u64 = 10_000;

/// A trace, and what it is replayed on.
#[derive(Clone)]
pub struct Session {
    pub trace: Trace,
    pub setup: Setup,
}

/// 60 ms a load, 64 frames, four loaders, a person who waits for each frame.
pub fn machine() -> Machine {
    Machine {
        load: Duration::from_millis(60),
        sigma: 0.0,
        seed: 1,
        capacity: Capacity::entries(64),
        frame_bytes: 1,
        workers: 4,
        user: User::Block,
        keys: Arc::new(KeySet::first_n(FRAMES)),
        video: None,
    }
}

/// The traces of the folder that `MOTSCOPE_SHARED` names, with what is known of each person.
pub fn shared_sessions(folder: &Path) -> Vec<Session> {
    sessions_in(&folder.join("traces"))
}

/// Drags of real hands in the folder that `MOTSCOPE_SHARED` names.
pub fn hands(folder: &Path) -> Vec<Session> {
    sessions_in(&folder.join("traces/hands"))
}

/// The traces of a folder, with what its file of hints tells of each person.
fn sessions_in(folder: &Path) -> Vec<Session> {
    let persons = PersonHints::read_all(&std::fs::read(folder.join("hints.json")).unwrap()).unwrap();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    paths.sort();
    let session = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let trace = Trace::parse(name, &std::fs::read(path).unwrap(), Some(0..=FRAMES - 1)).unwrap();
        Session { setup: setup(&persons[name]), trace }
    };
    paths.iter().map(session).collect()
}

fn setup(person: &PersonHints) -> Setup {
    Setup {
        machine: machine(),
        tuning: Tuning::default(),
        predictors: PredictorConfig::default(),
        hints: Hints::default(),
        jumps: DEFAULT_JUMPS.to_vec(),
    }
    .with_hints(person.hints(&DEFAULT_JUMPS))
}

fn generated(person: Person) -> Session {
    let (trace, hints) = person.navigation(1, 2000, FRAMES);
    Session { trace, setup: setup(&hints) }
}

/// Navigation of every made-up person.
pub fn generated_sessions() -> Vec<Session> {
    Person::ALL.into_iter().map(generated).collect()
}

/// The shared traces, or generated ones.
pub fn sessions() -> Vec<Session> {
    match std::env::var_os("MOTSCOPE_SHARED") {
        Some(folder) => shared_sessions(folder.as_ref()),
        None => generated_sessions(),
    }
}
