//! What the prefetching cache promises, one test a promise, on real threads.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod changing;
mod closing;
mod events;
mod failures;
mod harness;
mod invalidate;
mod invalidate_model;
mod keys_change;
mod loads;
mod neighbours;
mod refresh;
mod settings;
mod stuck;
mod synthetic;
