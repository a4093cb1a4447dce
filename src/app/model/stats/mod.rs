//! What the window counts and measures about itself.

pub mod latency_stats;
pub mod run_stats;
