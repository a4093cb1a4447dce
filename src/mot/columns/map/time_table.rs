//! Frames from time stamps: the distinct moments of a file, in order.

use crate::mot::number;

/// The distinct moments of a file, sorted. The first one is frame 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::mot) struct TimeTable {
    moments: Vec<f64>,
    /// How many of them are known to be sorted and distinct.
    tidy: usize,
}

impl TimeTable {
    /// Adds a moment.
    pub(in crate::mot) fn add(&mut self, moment: f64) {
        if self.moments.last() == Some(&moment) {
            return;
        }
        self.moments.push(moment);
        // A file by tracks has each moment once for every track.
        if self.moments.len() > 2 * self.tidy + 4096 {
            self.finish();
        }
    }

    /// Sorts the moments. Must be called after the last one was added.
    pub(in crate::mot) fn finish(&mut self) {
        self.moments.sort_by(f64::total_cmp);
        self.moments.dedup();
        self.tidy = self.moments.len();
    }

    /// The frame of a moment.
    pub(in crate::mot::columns) fn frame(&self, moment: f64) -> Option<u32> {
        let place = self.moments.binary_search_by(|other| other.total_cmp(&moment)).ok()?;
        u32::try_from(place + 1).ok()
    }
}

/// A moment in seconds, or in whatever unit a plain number has: `12.5`, `00:01:02.5`, `2024-05-03 10:11:12.25`.
pub(in crate::mot) fn moment(field: &[u8]) -> Option<f64> {
    if let Some(value) = number::parse(field) {
        // −0 and 0 are one moment.
        return value.is_finite().then_some(value + 0.0);
    }
    let (day, clock) = match field.iter().position(|byte| matches!(byte, b' ' | b'T' | b'_')) {
        Some(at) => (days(&field[..at])?, &field[at + 1..]),
        None => (0.0, field),
    };
    let clock = clock.strip_suffix(b"Z").unwrap_or(clock);
    let parts: Vec<&[u8]> = clock.split(|byte| *byte == b':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let mut seconds = 0.0;
    for part in parts {
        seconds = seconds * 60.0 + number::parse(part).filter(|part| (0.0..1e6).contains(part))?;
    }
    Some(day * 86_400.0 + seconds)
}

/// A date as a number of days. It only has to grow from one day to the next.
fn days(date: &[u8]) -> Option<f64> {
    let parts: Vec<f64> =
        date.split(|byte| matches!(byte, b'-' | b'/' | b'.')).map(number::parse).collect::<Option<_>>()?;
    let &[year, month, day] = &parts[..] else { return None };
    // A date that begins with the day.
    let (year, day) = if day > 31.0 { (day, year) } else { (year, day) };
    let is_date = (0.0..=9999.0).contains(&year) && (1.0..=31.0).contains(&month) && (1.0..=31.0).contains(&day);
    is_date.then_some((year * 12.0 + month) * 31.0 + day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_all_spellings_are_in_order() {
        for [earlier, later] in [
            ["0.033", "0.067"],
            ["00:00:59.5", "00:01:00"],
            ["9:59", "10:00"],
            ["2024-05-03 23:59:59.9", "2024-05-04T00:00:00Z"],
            ["31.12.2023 10:00:00", "1.1.2024 10:00:00"],
        ] {
            assert!(moment(earlier.as_bytes()).unwrap() < moment(later.as_bytes()).unwrap(), "{earlier} {later}");
        }
        for none in ["", "frame", "1:2:3:4", "nan", "a:b"] {
            assert_eq!(moment(none.as_bytes()), None, "{none}");
        }
    }

    #[test]
    fn distinct_moments_are_frames_in_order() {
        let mut table = TimeTable::default();
        for round in 0..3 {
            (0..5000).rev().for_each(|moment| table.add(f64::from(moment * 3 + round % 2)));
        }
        table.finish();
        assert_eq!((table.frame(0.0), table.frame(1.0), table.frame(2.0)), (Some(1), Some(2), None));
        assert_eq!(table.frame(14_998.0), Some(10_000));
    }
}
