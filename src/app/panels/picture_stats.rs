//! Picture statistics of the cache panel.

use std::collections::VecDeque;
use std::time::Duration;

use crate::app::model::format;
use crate::app::session::document::Document;
use crate::cache::CacheStats;
use crate::sequence::PictureStats;

/// Rates are averaged over about this time.
const WINDOW: Duration = Duration::from_secs(2);
/// Minimum time between two stored readings, which bounds the memory of the meter.
const STEP: Duration = Duration::from_millis(100);

/// Computes a rate in bytes per second from occasional readings of a byte counter.
#[derive(Clone, Debug, Default)]
pub struct Meter(VecDeque<(Duration, u64)>);

impl Meter {
    /// Stores a reading of the counter. Returns the rate of the last two seconds, in bytes per second.
    pub fn read(&mut self, now: Duration, count: u64) -> f64 {
        // The counter or the clock was restarted.
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

/// Statistics of the small preview pictures of the whole sequence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Small {
    /// Distance in frames between neighbouring previews; none while there are too few.
    pub within: Option<u64>,
    /// Share of the previews that are made, 0 to 1.
    pub made: f32,
    /// Their memory, in bytes.
    pub bytes: u64,
}

/// Statistics of the pictures of a sequence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pictures {
    /// Times and counts of loading pictures.
    pub stats: PictureStats,
    /// Bytes read per second.
    pub rate: f64,
    /// The preview pictures.
    pub small: Small,
}

impl Pictures {
    /// The statistics of a document, if it has pictures. `now` is on the window's clock.
    pub fn of(document: &Document, meter: &mut Meter, now: Duration) -> Option<Self> {
        let proxies = &document.images.as_ref()?.proxies;
        let stats = document.sequence.picture_stats();
        let small = Small { within: proxies.spacing(), made: proxies.progress(), bytes: proxies.bytes() };
        Some(Self { stats, rate: meter.read(now, stats.bytes_read), small })
    }

    /// The mean time to read and decode a picture, as text.
    pub fn mean(&self) -> String {
        let count = u32::try_from(self.stats.decoded + self.stats.damaged).unwrap_or(u32::MAX);
        self.stats.decode_time.checked_div(count).map_or_else(|| format::NONE.to_owned(), format::time)
    }

    /// The time to read and decode the last picture, as text.
    pub fn last(&self) -> String {
        if self.stats.last_decode_time.is_zero() {
            return format::NONE.to_owned();
        }
        format::time(self.stats.last_decode_time)
    }

    /// The read rate per second, as text.
    pub fn read(&self) -> String {
        format!("{}/s", format::bytes(self.rate as u64))
    }

    /// Bytes in the cache and of pictures being decoded, and the limit of the cache if there is one, as text.
    pub fn memory(&self, stats: &CacheStats) -> String {
        let bytes = format::bytes(stats.bytes.saturating_add(self.stats.decoding));
        if stats.capacity_bytes == u64::MAX {
            bytes
        } else {
            format!("{bytes} / {}", format::bytes(stats.capacity_bytes))
        }
    }

    /// How many pictures have a preview, and the memory of the previews, as text.
    pub fn small(&self) -> String {
        let Small { within, made, bytes } = self.small;
        let dense = match within {
            None => return format::NONE.to_owned(),
            Some(0 | 1) => "all".to_owned(),
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
        assert_eq!(told(Some(1), 1.0), "all, 1.23 MB");
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

    #[test]
    fn memory_counts_what_decoders_take() {
        let stats = CacheStats { bytes: 2_000_000, capacity_bytes: 5_000_000, ..CacheStats::default() };
        let decoding = PictureStats { decoding: 3_000_000, ..PictureStats::default() };
        assert_eq!(Pictures::default().memory(&stats), "2.00 MB / 5.00 MB");
        assert_eq!(Pictures { stats: decoding, ..Pictures::default() }.memory(&stats), "5.00 MB / 5.00 MB");
    }
}
