//! The metrics that a table has for people, and how they are written.

use crate::metrics::Value;

/// The metrics of a table, by the names of `TrackEval`.
pub const COLUMNS: [&str; 11] =
    ["HOTA", "DetA", "AssA", "MOTA", "MOTP", "IDF1", "IDSW", "Frag", "CLR_FP", "CLR_FN", "Dets"];

/// The name of a metric as the head of a column.
pub fn title(column: &str) -> &str {
    column.trim_start_matches("CLR_")
}

/// A count, or a share in per cent.
pub fn shown(value: Value) -> String {
    match value {
        Value::Count(count) => count.to_string(),
        share => format!("{:.3}", 100.0 * share.number()),
    }
}
