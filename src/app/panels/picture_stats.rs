//! What the cache panel tells of pictures.

use std::collections::VecDeque;
use std::time::Duration;

use crate::app::model::format;
use crate::app::session::document::Document;
use crate::sequence::PictureStats;

/// A rate is over about this long.
const WINDOW: Duration = Duration::from_secs(2);
/// Looked at more often than this, the meter keeps no more.
const STEP: Duration = Duration::from_millis(100);

/// Bytes a second, of a counter that is looked at now and then.
#[derive(Clone, Debug, Default)]
pub struct Meter(VecDeque<(Duration, u64)>);

impl Meter {
    /// Takes in what the counter shows, and answers the rate of the last two seconds.
    pub fn read(&mut self, now: Duration, count: u64) -> f64 {
        // Another counter, or another clock.
        if self.0.back().is_some_and(|&(at, last)| count < last || now < at) {
            self.0.clear();
        }
        while self.0.get(1).is_some_and(|&(at, _)| now.saturating_sub(at) >= WINDOW) {
            self.0.pop_front();
        }
        if self.0.back().is_none_or(|&(at, _)| now.saturating_sub(at) >= STEP) {
            self.0.push_back((now, count));
        }
        let Some(&(from, first)) = self.0.front() else { return 0.0 };
        let seconds = now.saturating_sub(from).max(WINDOW).as_secs_f64();
        count.saturating_sub(first) as f64 / seconds
    }
}

/// Small pictures of the whole sequence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Small {
    /// No picture is farther than this from one that has a small one.
    pub within: Option<u64>,
    /// The share of them that is made.
    pub made: f32,
    /// What they take, in bytes.
    pub bytes: u64,
}

/// Figures of the pictures of a sequence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pictures {
    /// What loading them took.
    pub stats: PictureStats,
    /// Bytes read a second.
    pub rate: f64,
    /// Small pictures.
    pub small: Small,
}

impl Pictures {
    /// Those of a document, if it has pictures. `now` is the window's clock.
    pub fn of(document: &Document, meter: &mut Meter, now: Duration) -> Option<Self> {
        let proxies = &document.images.as_ref()?.proxies;
        let stats = document.sequence.picture_stats();
        let small = Small { within: proxies.spacing(), made: proxies.progress(), bytes: proxies.bytes() };
        Some(Self { stats, rate: meter.read(now, stats.bytes_read), small })
    }

    /// The mean time of a picture.
    pub fn mean(&self) -> String {
        let count = u32::try_from(self.stats.decoded + self.stats.damaged).unwrap_or(u32::MAX);
        self.stats.decode_time.checked_div(count).map_or_else(|| format::NONE.to_owned(), format::time)
    }

    /// The time of the last picture.
    pub fn last(&self) -> String {
        if self.stats.last_decode_time.is_zero() {
            return format::NONE.to_owned();
        }
        format::time(self.stats.last_decode_time)
    }

    /// Bytes read a second.
    pub fn read(&self) -> String {
        format!("{}/s", format::bytes(self.rate as u64))
    }

    /// How dense the small pictures are, and what they take.
    pub fn small(&self) -> String {
        let Small { within, made, bytes } = self.small;
        let dense = match within {
            None => return format::NONE.to_owned(),
            Some(0 | 1) => "every one".to_owned(),
            Some(within) => format!("every {within}th"),
        };
        let made = if made < 1.0 { format!("{:.0} %, ", (made * 100.0).floor()) } else { String::new() };
        format!("{made}{dense}, {}", format::bytes(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn a_rate_is_of_the_last_two_seconds_and_falls_to_nothing() {
        let mut meter = Meter::default();
        assert_eq!(meter.read(ms(0), 1000), 0.0);
        assert_eq!(meter.read(ms(1000), 3000), 1000.0);
        assert_eq!(meter.read(ms(2000), 5000), 2000.0);
        assert_eq!(meter.read(ms(3000), 7000), 2000.0);
        assert_eq!(meter.read(ms(6000), 7000), 0.0);
        assert_eq!(meter.read(ms(6001), 0), 0.0, "another counter");
        (0..10_000).for_each(|at| _ = meter.read(ms(7000 + at), at));
        assert!(meter.0.len() <= 22, "{}", meter.0.len());
    }

    #[test]
    fn small_pictures_are_told_while_they_are_made_and_after() {
        let told =
            |within, made| Pictures { small: Small { within, made, bytes: 1_234_567 }, ..Pictures::default() }.small();
        assert_eq!(told(None, 0.0), "–");
        assert_eq!(told(Some(64), 0.129), "12 %, every 64th, 1.23 MB");
        assert_eq!(told(Some(8), 1.0), "every 8th, 1.23 MB");
        assert_eq!(told(Some(1), 1.0), "every one, 1.23 MB");
    }

    #[test]
    fn times_of_pictures_are_absent_before_the_first_one() {
        let mut pictures = Pictures::default();
        assert_eq!([pictures.mean(), pictures.last()], ["–", "–"]);
        pictures.stats.decoded = 4;
        pictures.stats.decode_time = ms(40);
        pictures.stats.last_decode_time = ms(8);
        assert_eq!([pictures.mean(), pictures.last()], ["10.0 ms", "8.00 ms"]);
    }
}
