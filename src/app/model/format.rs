//! Numbers as short texts whose width changes little: counts, shares, times, bytes.

use std::time::Duration;

pub use super::settings::cache_settings::milliseconds;

/// The text where there is no value yet.
pub const NONE: &str = "–";

/// A count, such as `1,234,567` or `12.3 M`. From ten million on, three digits and a unit.
pub fn count(value: u64) -> String {
    if value >= 10_000_000 {
        return scaled(value as f64, &["", "k", "M", "G", "T", "P", "E"]);
    }
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count in at most six characters, such as `999` or `25.3 k`. From a thousand on, three digits and a unit.
pub fn short(value: u64) -> String {
    scaled(value as f64, &["", "k", "M", "G", "T", "P", "E"]).trim_end().to_owned()
}

/// A count with the name of what is counted: `1 box`, `2 boxes`.
pub fn counted(count: u64, one: &str, more: &str) -> String {
    format!("{} {}", self::count(count), if count == 1 { one } else { more })
}

/// A share from 0 to 1 as a percentage with one decimal.
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| NONE.to_owned(), |share| format!("{:.1} %", share * 100.0))
}

/// A ratio with two decimals.
pub fn ratio(value: Option<f64>) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| format!("{value:.2}"))
}

/// A time in µs, ms or s, with three digits.
pub fn time(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (value, unit) = if seconds < 0.000_999_5 {
        (seconds * 1e6, "µs")
    } else if seconds < 0.999_5 {
        (seconds * 1e3, "ms")
    } else {
        (seconds, "s")
    };
    format!("{} {unit}", three_digits(value))
}

/// A round time without decimals, as on an axis.
pub fn round_time(time: Duration) -> String {
    match time.as_nanos() {
        nanos @ ..1_000 => format!("{nanos} ns"),
        nanos @ ..1_000_000 => format!("{} µs", nanos / 1_000),
        nanos @ ..1_000_000_000 => format!("{} ms", nanos / 1_000_000),
        nanos => format!("{} s", nanos / 1_000_000_000),
    }
}

/// A number of bytes with three digits. Units are powers of 1000.
pub fn bytes(bytes: u64) -> String {
    scaled(bytes as f64, &["B", "kB", "MB", "GB", "TB", "PB", "EB"])
}

/// A time on the clock of the events: minutes, seconds and milliseconds. From 100 minutes on: hours, minutes, seconds.
pub fn clock(time: Duration) -> String {
    let (seconds, minutes) = (time.as_secs() % 60, time.as_secs() / 60);
    if minutes < 100 {
        return format!("{minutes}:{seconds:02}.{:03}", time.subsec_millis());
    }
    format!("{}:{:02}:{seconds:02}", minutes / 60, minutes % 60)
}

/// A number in at most `digits` characters: if it is longer, `…` and its last digits.
pub fn tail(number: u64, digits: usize) -> String {
    let text = number.to_string();
    match text.len().checked_sub(digits) {
        None | Some(0) => text,
        Some(over) => format!("…{}", &text[over + 1..]),
    }
}

/// Whether the decimal digits of an id contain these. It allocates nothing: lists have millions of ids.
pub fn has_digits(id: u64, search: &str) -> bool {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = id;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    search.is_empty() || digits[at..].windows(search.len()).any(|window| window == search.as_bytes())
}

/// A value with the unit that leaves a number below 1000. Each unit is 1000 times the one before.
fn scaled(mut value: f64, units: &[&str]) -> String {
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let number = if unit == 0 { format!("{value:.0}") } else { three_digits(value) };
    format!("{number} {}", units[unit])
}

/// A number below 1000 with three digits.
fn three_digits(value: f64) -> String {
    match value {
        _ if value >= 99.95 => format!("{value:.0}"),
        _ if value >= 9.995 => format!("{value:.1}"),
        _ if value > 0.0 => format!("{value:.2}"),
        _ => "0".to_owned(),
    }
}

/// The end of a scale for `value`: the smallest of 1, 2, 5 times a power of ten that holds it, and at least `least`.
pub fn scale_end(value: f64, least: f64) -> f64 {
    if !(value > least && value.is_finite()) {
        return least;
    }
    let power = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * power).find(|&end| end >= value).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ids_are_searched_as_they_are_written(id: u64, search in "[0-9]{0,4}") {
            prop_assert_eq!(has_digits(id, &search), id.to_string().contains(&search));
        }
    }

    #[test]
    fn figures_stay_short_whatever_their_size() {
        assert_eq!([count(0), count(999), count(1000), count(1_234_567)], ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([count(12_345_678), count(u64::MAX)], ["12.3 M", "18.4 E"]);
        assert_eq!([bytes(0), bytes(999), bytes(212_400_000), bytes(u64::MAX)], ["0 B", "999 B", "212 MB", "18.4 EB"]);
        assert_eq!([short(0), short(999), short(25_310), short(u64::MAX)], ["0", "999", "25.3 k", "18.4 E"]);
        let times = [0, 850, 999_900, 3_210_000, 80_000_000, 999_900_000, 1_500_000_000].map(Duration::from_nanos);
        assert_eq!(times.map(time), ["0 µs", "0.85 µs", "1.00 ms", "3.21 ms", "80.0 ms", "1.00 s", "1.50 s"]);
        let times = [100, 2_000, 50_000_000, 1_000_000_000].map(Duration::from_nanos);
        assert_eq!(times.map(round_time), ["100 ns", "2 µs", "50 ms", "1 s"]);
        assert_eq!([percent(None), percent(Some(1.0)), ratio(Some(1.066))], ["–", "100.0 %", "1.07"]);
        let times = [1.5, 0.0, -1.0, f64::NAN, f64::INFINITY].map(milliseconds);
        assert_eq!(times, [1500, 0, 0, 0, 0].map(Duration::from_micros));
        assert_eq!(clock(Duration::from_millis(125_042)), "2:05.042");
        assert_eq!(clock(Duration::from_secs(100 * 60 + 7)), "1:40:07");
        assert_eq!([tail(1_234_567, 7), tail(12_345_678, 7), tail(u64::MAX, 7)], ["1234567", "…345678", "…551615"]);
    }

    #[test]
    fn a_scale_ends_at_a_round_figure_that_holds_the_value() {
        for (value, end) in [(0.0, 10.0), (10.0, 10.0), (10.1, 20.0), (45.0, 50.0), (51.0, 100.0), (1000.0, 1000.0)] {
            assert_eq!(scale_end(value, 10.0), end, "{value}");
        }
        assert_eq!(scale_end(f64::NAN, 1.0), 1.0);
        assert_eq!(scale_end(f64::INFINITY, 1.0), 1.0);
    }
}
