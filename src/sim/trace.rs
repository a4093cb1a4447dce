//! The navigation of one person: [`Trace`].

use std::io::Write;
use std::ops::RangeInclusive;
use std::time::Duration;

use crate::provider::KeySet;

/// One request of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// When, since the recording began.
    pub at: Duration,
    /// The key asked for.
    pub key: u64,
}

/// Recorded navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The name of the trace: that of its file, without extension.
    pub name: String,
    /// The range of the keys that existed, both ends included, if the recording tells it.
    pub keys: Option<RangeInclusive<u64>>,
    /// The requests, the oldest first. Times never decrease.
    pub moves: Vec<Move>,
}

impl Trace {
    /// The keys that existed; none if the recording does not tell them.
    pub fn key_set(&self) -> Option<KeySet> {
        self.keys.clone().map(|keys| KeySet::from_runs([keys]))
    }

    /// The trace as text that [`parse`](Self::parse) reads: rows of `time_ms,frame`. Times are in milliseconds, exact
    /// to the nanosecond.
    pub fn to_csv(&self) -> String {
        let mut bytes = Vec::with_capacity(32 + self.moves.len() * 16);
        // Writing to memory cannot fail.
        if let Some(keys) = &self.keys {
            let _ = writeln!(bytes, "# keys {}..{}", keys.start(), keys.end());
        }
        let mut writer = csv::Writer::from_writer(bytes);
        let _ = writer.write_record(["time_ms", "frame"]);
        for Move { at, key } in &self.moves {
            let fraction = format!("{:06}", at.subsec_nanos() % 1_000_000);
            let digits = fraction.trim_end_matches('0').len().max(1);
            let _ = writer.write_record([format!("{}.{}", at.as_millis(), &fraction[..digits]), key.to_string()]);
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}
