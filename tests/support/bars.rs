//! Measuring peers side by side and holding the ratio against a bar.
#![allow(dead_code, clippy::unused_self)]

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Median time of a call of each of several operations, measured in turn, batch by batch, so that a change in the
/// machine's speed touches all of them alike. An operation makes the calls it is told to and answers how long they took;
/// the first batch of each is not counted.
pub fn medians<const N: usize>(
    rounds: usize,
    calls: u32,
    mut operations: [&mut dyn FnMut(u32) -> Duration; N],
) -> [Duration; N] {
    let mut times: [Vec<Duration>; N] = std::array::from_fn(|_| Vec::with_capacity(rounds));
    for round in 0..=rounds {
        for (operation, times) in operations.iter_mut().zip(&mut times) {
            let took = operation(black_box(calls));
            if round > 0 {
                times.push(took / calls);
            }
        }
    }
    times.map(median)
}

/// How long it takes to do something this many times.
pub fn time(calls: u32, mut what: impl FnMut(u64)) -> Duration {
    let began = Instant::now();
    for call in 0..u64::from(calls) {
        what(black_box(call));
    }
    began.elapsed()
}

/// The middle one.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Collects figures and whether they keep their bars; says so at the end.
#[derive(Default)]
pub struct Report {
    missed: Vec<String>,
}

impl Report {
    /// Prints a figure without a bar.
    pub fn figure(&self, what: &str, figure: &str) {
        println!("{what:<64} {figure:>34}");
    }

    /// Prints a figure and whether it keeps its bar.
    pub fn bar(&mut self, what: &str, figure: &str, bar: &str, keeps: bool) {
        println!("{what:<64} {figure:>34}   {} {bar}", if keeps { "keeps " } else { "MISSES" });
        if !keeps {
            self.missed.push(format!("{what}: {figure}, bar {bar}"));
        }
    }

    /// Prints what was missed. With `--strict` among the arguments a miss ends the program with an error.
    pub fn finish(self) {
        println!("\n{} missed", self.missed.len());
        self.missed.iter().for_each(|missed| println!("  {missed}"));
        if !self.missed.is_empty() && std::env::args().any(|argument| argument == "--strict") {
            std::process::exit(1);
        }
    }
}

/// A ratio of two times.
pub fn ratio(this: Duration, that: Duration) -> f64 {
    this.as_secs_f64() / that.as_secs_f64()
}
