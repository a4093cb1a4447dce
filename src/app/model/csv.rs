//! Texts for other programs: counters and series as CSV, events and problems for the clipboard.

use std::fmt::Write;
use std::time::Duration;

use crate::cache::Event;
use crate::mot::Problem;
use crate::telemetry::{Sample, Telemetry};

/// A column of the table of samples: its name with the unit, and the text of its value.
type Column = (&'static str, fn(&Sample) -> String);

const COLUMNS: [Column; 36] = [
    ("time_s", |sample| seconds(sample.at)),
    ("hits", |sample| sample.stats.hits.to_string()),
    ("late_hits", |sample| sample.stats.late_hits.to_string()),
    ("misses", |sample| sample.stats.misses.to_string()),
    ("hit_rate", |sample| share(sample.stats.hit_rate())),
    ("rolling_hit_rate", |sample| share(sample.hit_rate)),
    ("loads", |sample| sample.stats.loads.to_string()),
    ("loads_per_move", |sample| share(sample.stats.loads_per_move())),
    ("load_errors", |sample| sample.stats.load_errors.to_string()),
    ("prefetched", |sample| sample.stats.prefetched.to_string()),
    ("prefetch_errors", |sample| sample.stats.prefetch_errors.to_string()),
    ("used", |sample| sample.stats.used.to_string()),
    ("wasted", |sample| sample.stats.wasted.to_string()),
    ("accuracy", |sample| share(sample.stats.accuracy())),
    ("evictions", |sample| sample.stats.evictions.to_string()),
    ("cancelled", |sample| sample.stats.cancelled.to_string()),
    ("rejected", |sample| sample.stats.rejected.to_string()),
    ("invalidated", |sample| sample.stats.invalidated.to_string()),
    ("refreshed", |sample| sample.stats.refreshed.to_string()),
    ("refresh_errors", |sample| sample.stats.refresh_errors.to_string()),
    ("planned", |sample| sample.stats.planned.to_string()),
    ("worker_errors", |sample| sample.stats.worker_errors.to_string()),
    ("dropped_events", |sample| sample.stats.dropped_events.to_string()),
    ("resident", |sample| sample.stats.resident.to_string()),
    ("capacity_entries", |sample| sample.stats.capacity_entries.to_string()),
    ("bytes", |sample| sample.stats.bytes.to_string()),
    ("capacity_bytes", |sample| limit(sample.stats.capacity_bytes)),
    ("queued", |sample| sample.stats.queued.to_string()),
    ("prefetches_in_flight", |sample| sample.stats.prefetches_in_flight.to_string()),
    ("demands_in_flight", |sample| sample.stats.demands_in_flight.to_string()),
    ("stale", |sample| sample.stats.stale.to_string()),
    ("load_p50_s", |sample| seconds(sample.stats.load_p50)),
    ("load_p99_s", |sample| seconds(sample.stats.load_p99)),
    ("rolling_load_p50_s", |sample| sample.load_times.map_or_else(String::new, |times| seconds(times[0]))),
    ("rolling_load_p99_s", |sample| sample.load_times.map_or_else(String::new, |times| seconds(times[1]))),
    ("rolling_stall_s", |sample| sample.stall.map_or_else(String::new, seconds)),
];

/// Counters and series as CSV: a header, then a row for every sample, oldest first. Times are in seconds, sizes in
/// bytes, rates from 0 to 1. A missing value is empty. Counters start at the last clearing.
pub fn csv(telemetry: &Telemetry) -> String {
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(256 * (telemetry.samples().len() + 1)));
    // Writing to memory cannot fail.
    let _ = writer.write_record(COLUMNS.map(|(name, _)| name));
    for sample in telemetry.samples() {
        let _ = writer.write_record(COLUMNS.map(|(_, figure)| figure(sample)));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// Events as a table with tabs between the columns, which spreadsheets can paste.
pub fn events<'a>(events: impl IntoIterator<Item = &'a Event>) -> String {
    let mut text = "time_s\tframe\tkind\tduration_s\tmessage\n".to_owned();
    for event in events {
        let took = if event.took.is_zero() { String::new() } else { seconds(event.took) };
        let message = event.message.as_deref().unwrap_or_default().replace(['\t', '\n', '\r'], " ");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}\t{}\t{}\t{took}\t{message}", seconds(event.at), event.key, event.kind.name());
    }
    text
}

/// Problems as a table with tabs between the columns.
pub fn problems<'a>(problems: impl IntoIterator<Item = &'a Problem>) -> String {
    let mut text = "line\tframe\tkind\tmessage\n".to_owned();
    for problem in problems {
        let frame = problem.frame.map_or_else(String::new, |frame| frame.to_string());
        let message = problem.message.replace(['\t', '\n', '\r'], " ");
        let line = problem.line_number().map_or_else(String::new, |line| line.to_string());
        let _ = writeln!(text, "{line}\t{frame}\t{}\t{message}", problem.kind.name());
    }
    text
}

/// A time in seconds.
fn seconds(time: Duration) -> String {
    format!("{:.6}", time.as_secs_f64())
}

/// A rate; empty if there is none.
fn share(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.6}"))
}

/// A limit. It is empty if it is `u64::MAX`, which means no limit.
fn limit(value: u64) -> String {
    if value == u64::MAX { String::new() } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::cache::{CacheStats, EventKind};

    fn event(message: Option<&str>) -> Event {
        Event {
            at: Duration::from_millis(1500),
            kind: EventKind::LoadError,
            key: 42,
            took: Duration::from_micros(250),
            message: message.map(Into::into),
        }
    }

    #[test]
    fn every_row_has_a_figure_or_a_blank_for_every_column() {
        let mut telemetry = Telemetry::new();
        telemetry.push(&event(None));
        let stats = CacheStats { hits: 3, misses: 1, capacity_bytes: u64::MAX, ..CacheStats::default() };
        telemetry.sample(Duration::from_secs(2), &stats);
        let text = csv(&telemetry);
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].len(), rows[1].len()), (COLUMNS.len(), COLUMNS.len()));
        let figure = |name| rows[1][rows[0].iter().position(|&column| column == name).unwrap()];
        assert_eq!((figure("time_s"), figure("hits"), figure("hit_rate")), ("2.000000", "3", "0.750000"));
        assert_eq!((figure("capacity_bytes"), figure("accuracy"), figure("rolling_load_p50_s")), ("", "", ""));
        assert_eq!(csv(&Telemetry::new()).lines().count(), 1);
    }

    #[test]
    fn an_event_is_one_line_whatever_its_message() {
        let text = events([&event(Some("no\tsuch\r\nframe"))]);
        assert_eq!(text.lines().nth(1), Some("1.500000\t42\tload error\t0.000250\tno such  frame"));
        assert_eq!(text.lines().count(), 2);
    }
}
