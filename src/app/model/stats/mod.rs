//! What the window counts about itself.

pub mod latency_stats;
pub mod run_stats;
