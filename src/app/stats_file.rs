//! `--stats FILE`: what the window counted, written as JSON when it ends, for benchmarks and the smoke test.

use std::io;
use std::path::Path;

use super::model::stats::run_stats::RunStats;

/// Writes the statistics to a file.
///
/// # Errors
/// If the file cannot be written.
pub fn write(stats: &mut RunStats, path: &Path) -> io::Result<()> {
    stats.latency.finish();
    let mut json = serde_json::to_vec_pretty(stats).map_err(io::Error::other)?;
    json.push(b'\n');
    std::fs::write(path, json)
}
