//! Feeds a target and tells what it failed on.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, Once, PoisonError, mpsc};
use std::time::Duration;

use super::corpus;
use super::minimise::minimise;
use super::mutate;
use super::random::Random;

/// A promise about bytes: panics if it is broken.
pub type Target = fn(&[u8]);

/// A target that takes longer than this for one input hangs.
const HANG: Duration = Duration::from_mins(2);

/// One target at a time, as memory is counted for the whole process.
static ALONE: Mutex<()> = Mutex::new(());

/// Tries the inputs of the numbers below `runs`, or below `MOTSCOPE_FUZZ_RUNS`; panics with the first that fails.
pub fn drive(name: &str, target: Target, runs: u64) {
    drive_on(name, target, runs, corpus::all);
}

/// Tries the inputs made from this corpus. It is made once this target is alone: making it takes memory that another
/// target would be blamed for.
pub fn drive_on(name: &str, target: Target, runs: u64, corpus: fn() -> Vec<Vec<u8>>) {
    let number = |variable| std::env::var(variable).ok().map(|text| text.parse::<u64>().expect(variable));
    let runs = number("MOTSCOPE_FUZZ_RUNS").unwrap_or(runs);
    let seed = number("MOTSCOPE_FUZZ_SEED").unwrap_or(0);
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let corpus = corpus();
    if let Some(failure) = first_failure(name, target, runs, &|run| input(seed, run, &corpus)) {
        panic!("{name}: {failure}");
    }
    println!("{name}: {runs} inputs, seed {seed}, mutated from {} files", corpus.len());
}

/// The input of a number: first the corpus as it is, then mutations.
fn input(seed: u64, run: u64, corpus: &[Vec<u8>]) -> Vec<u8> {
    if let Some(file) = corpus.get(run as usize) {
        return file.clone();
    }
    let mut random = Random::new(seed.wrapping_mul(0xD134_2543_DE82_EF95) ^ run);
    mutate::input(&mut random, corpus)
}

fn first_failure(name: &str, target: Target, runs: u64, input: &(dyn Fn(u64) -> Vec<u8> + Sync)) -> Option<String> {
    let current = AtomicU64::new(0);
    std::thread::scope(|scope| {
        let (done, ended) = mpsc::channel::<()>();
        let run = &current;
        scope.spawn(move || watch(name, &ended, run, input));
        let failed = (0..runs).find_map(|run| {
            current.store(run, Ordering::Relaxed);
            let input = input(run);
            failure(target, &input).map(|message| (run, input, message))
        });
        drop(done);
        failed.map(|(run, input, message)| {
            let least = minimise(&input, |input| failure(target, input).is_some());
            let why = failure(target, &least).unwrap_or_default();
            format!(
                "run {run}: {message}\ninput: b\"{}\"\nleast input: b\"{}\"\nfails with: {why}",
                input.escape_ascii(),
                least.escape_ascii()
            )
        })
    })
}

/// Ends the process if one input takes too long, with that input: a thread that hangs cannot be ended.
fn watch(name: &str, ended: &mpsc::Receiver<()>, current: &AtomicU64, input: &dyn Fn(u64) -> Vec<u8>) {
    let mut last = None;
    while ended.recv_timeout(HANG) == Err(mpsc::RecvTimeoutError::Timeout) {
        let run = current.load(Ordering::Relaxed);
        if last.replace(run) == Some(run) {
            eprintln!("{name}: run {run} hangs\ninput: b\"{}\"", input(run).escape_ascii());
            std::process::abort();
        }
    }
}

/// The message that a target panics with, if it panics.
fn failure(target: Target, input: &[u8]) -> Option<String> {
    thread_local!(static QUIET: Cell<bool> = const { Cell::new(false) });
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                usual(panic);
            }
        }));
    });
    QUIET.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| target(input)));
    QUIET.set(false);
    let panic = outcome.err()?;
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned())).or(Some("a panic".to_owned()))
}

#[test]
fn a_failure_is_told_with_its_input_and_the_least_of_it() {
    let target: Target = |bytes| assert!(!bytes.contains(&b'\n'), "a line end");
    let inputs = |run| if run < 3 { b"12".to_vec() } else { b"1\n2".to_vec() };
    let told = first_failure("test", target, 5, &inputs);
    let expected = "run 3: a line end\ninput: b\"1\\n2\"\nleast input: b\"\\n\"\nfails with: a line end";
    assert_eq!(told.as_deref(), Some(expected));
    assert_eq!(first_failure("test", target, 3, &inputs), None);
}
