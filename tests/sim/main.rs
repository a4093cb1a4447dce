//! How good the predictors are, on navigation that is replayed against a virtual clock, and what the reference algorithms
//! reach there.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod adaptive;
mod bound;
mod formulas;
mod golden;
mod naive;
mod predictors;
mod reference;
mod references;
#[path = "../support/sessions.rs"]
mod sessions;
#[path = "../support/shared.rs"]
mod shared;
mod twins;
