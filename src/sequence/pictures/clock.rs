//! Dates and times of day in the names of pictures: their numbers count up, but not frames.

use std::ops::RangeInclusive;

/// What a number in a name may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Clock {
    /// No part of a date or time.
    #[default]
    No,
    /// A part of what may be a time of day without a date. It is a frame if it counts up, and no camera if time goes on in it.
    Bare,
    /// What may be a part of a second or a time, and a frame if it counts up by 1.
    Maybe,
    /// A part of a date or time.
    Yes,
}

/// The years of dates.
const YEARS: RangeInclusive<u64> = 1970..=2100;
/// The least time of day, as hour, minute and second in one number, that is not the number of a frame.
const LEAST_TIME: u64 = 10_000;

/// What the numbers of a name may be. Each is given by how many digits it has, and by its value.
pub(super) fn clock(numbers: &[(usize, u64)]) -> Vec<Clock> {
    let mut told = vec![Clock::No; numbers.len()];
    let mut at = 0;
    while at < numbers.len() {
        let rest = &numbers[at..];
        let date = date(rest);
        let time = time(&rest[date..], date > 0);
        if date + time.len() == 0 {
            at += 1;
            continue;
        }
        told[at..at + date].fill(Clock::Yes);
        told[at + date..at + date + time.len()].copy_from_slice(&time);
        at += date + time.len();
    }
    told
}

/// How many of the first numbers are a date.
fn date(numbers: &[(usize, u64)]) -> usize {
    let is_month = |number: u64| (1..=12).contains(&number);
    let is_day = |number: u64| (1..=31).contains(&number);
    match numbers {
        [(4, year), (2, month), (2, day), ..] if YEARS.contains(year) && is_month(*month) && is_day(*day) => 3,
        [(2, one), (2, other), (4, year), ..]
            if YEARS.contains(year) && is_day(*one) && is_day(*other) && (is_month(*one) || is_month(*other)) =>
        {
            3
        }
        [(8, date), ..] if YEARS.contains(&(date / 10_000)) && is_month(date / 100 % 100) && is_day(date % 100) => 1,
        _ => 0,
    }
}

/// What the first numbers are, if they are a time of day. Without a date before it, a time has parts of a second.
fn time(numbers: &[(usize, u64)], follows_date: bool) -> Vec<Clock> {
    let is_time = |hour: u64, minute: u64, second: u64| hour < 24 && minute < 60 && second < 60;
    let has_part = |numbers: &[(usize, u64)]| matches!(numbers, [(3 | 6 | 9, _), ..]);
    let mut told = match numbers {
        [(2, hour), (2, minute), (2, second), rest @ ..]
            if is_time(*hour, *minute, *second) && (follows_date || has_part(rest)) =>
        {
            vec![Clock::Yes; 3]
        }
        [(2, hour), (2, minute), (2, second)] if is_time(*hour, *minute, *second) => return vec![Clock::Bare; 3],
        [(6, time)] if *time >= LEAST_TIME && is_time(time / 10_000, time / 100 % 100, time % 100) && !follows_date => {
            return vec![Clock::Bare];
        }
        [(6, time), ..] if follows_date && is_time(time / 10_000, time / 100 % 100, time % 100) => {
            vec![if *time >= LEAST_TIME { Clock::Yes } else { Clock::Maybe }]
        }
        [(9, time), ..] if follows_date && is_time(time / 10_000_000, time / 100_000 % 100, time / 1000 % 100) => {
            return vec![Clock::Maybe];
        }
        [(2, hour), (2, minute), ..] if follows_date && is_time(*hour, *minute, 0) => vec![Clock::Yes; 2],
        [(4, time), ..] if follows_date && is_time(time / 100, time % 100, 0) => return vec![Clock::Maybe],
        _ => return Vec::new(),
    };
    if has_part(&numbers[told.len()..]) {
        told.push(Clock::Maybe);
    }
    told
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::names::{self, Reading};
    use super::*;

    fn told(name: &str) -> String {
        let letter = |clock: &Clock| match clock {
            Clock::No => '-',
            Clock::Bare => 'b',
            Clock::Maybe => '?',
            Clock::Yes => 'c',
        };
        clock(&names::digits(name, Reading::Plain).collect::<Vec<_>>()).iter().map(letter).collect()
    }

    #[test]
    fn dates_and_times_are_told_from_numbers_of_frames() {
        for (name, expected) in [
            ("2024-05-01_12-30-01-123.jpg", "cccccc?"),
            ("cam1_2024-05-01_12-30-01.jpg", "-cccccc"),
            ("IMG_20240501_123001.jpg", "cc"),
            ("IMG_20240501_000001.jpg", "c?"),
            ("20240501_0001.jpg", "c?"),
            ("12-30-01-123.png", "ccc?"),
            ("01-05-2024 12.30.jpg", "ccccc"),
            ("000001.jpg", "-"),
            ("a_17_02_03_0123.jpg", "----"),
            ("seq_2024_000017.jpg", "--"),
            ("99991231_1.jpg", "--"),
            ("cam_12-00-59.jpg", "bbb"),
            ("120059.jpg", "b"),
            ("120060.jpg", "-"),
            ("000059.jpg", "-"),
            ("cover.jpg", ""),
        ] {
            assert_eq!(told(name), expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_numbers_are_answered(numbers in prop::collection::vec((0_usize..20, any::<u64>()), 0..9)) {
            prop_assert_eq!(clock(&numbers).len(), numbers.len());
        }
    }
}
