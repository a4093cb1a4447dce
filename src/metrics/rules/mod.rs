//! The rules of benchmarks: which rows are judged, and by which.
//!
//! Belongs here: one file for each family of benchmarks, which answers for single rows. What follows for a frame is in
//! `frames`. May import `mot`.

mod benchmark;
mod judges;
mod kitti;
mod mot;
mod role;
mod subject;
mod visdrone;

pub use benchmark::Benchmark;
pub use judges::Judges;
pub(super) use role::{ResultRole, TruthRole};
pub(super) use subject::{RegionRule, Subject};
