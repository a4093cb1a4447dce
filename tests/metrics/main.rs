//! Metrics: equal to `TrackEval` 1.3.0, on real results and on cases in which evaluators differ.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod compare;
mod events;
mod fixtures;
mod judges;
mod naive;
mod properties;
mod refused;
mod rules;
#[path = "../support/shared.rs"]
mod shared;
mod shared_data;
