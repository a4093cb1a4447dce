//! Which number in the names of pictures is that of the frame.
//!
//! It is the last one that counts up by 1 from picture to picture, or else the last one that counts up. A number that stays the
//! same is a size, a date or a camera. One that jumps is a time, and so are two with a point between them, of which the first
//! changes. Dates and times of day are told by their form. If two numbers count, as in `FRAME_CAMERA.jpg`, one is chosen that
//! counts up for each value of the other. If no number counts up, the pictures are numbered in order of name.

use std::collections::BTreeSet;

use super::clock::Clock;

/// The least number that cannot be that of a frame: it is a time in seconds since 1970, or a part of one.
const NO_FRAME: u64 = 1_000_000_000;
/// The most that neighbouring frames may be apart, in the middle of a sequence: pictures may have been taken every tenth of a
/// second, or every half minute.
const MOST_APART: u64 = 1000;
/// The most values of a number that tells cameras apart.
const MAX_CAMERAS: usize = 64;

/// How pictures get their numbers from their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Numbering {
    /// The last number of the name.
    #[default]
    Last,
    /// The number at this place, counted from 0 at the left.
    At(usize),
    /// The number at this place, in names whose number at another place is that of one camera.
    Camera { frame: usize, camera: usize, shown: u64, cameras: usize },
    /// From 1, in order of name.
    InOrder,
}

/// The numbers in names of one pattern.
pub(super) struct NumberTable {
    /// The numbers of all names, one name after the other.
    numbers: Vec<u64>,
    /// How many each name has.
    columns: usize,
    /// What each of them may be.
    clock: Vec<Clock>,
    /// The names in order of their numbers, as the beginnings of their numbers; names with the numbers of others left out.
    order: Vec<usize>,
}

impl NumberTable {
    /// A table of `numbers`, of which each name has as many as `clock`, one or more. `clock` says what each may be, judged by its
    /// form. `ends_with_point` says that there is a point between the last two.
    pub(super) fn new(numbers: Vec<u64>, mut clock: Vec<Clock>, ends_with_point: bool) -> Self {
        let columns = clock.len();
        let mut order: Vec<usize> = (0..numbers.len()).step_by(columns.max(1)).collect();
        order.retain(|&at| at + columns <= numbers.len());
        let row = |at: usize| &numbers[at..at + columns];
        order.sort_unstable_by(|&one, &other| row(one).cmp(row(other)));
        order.dedup_by(|one, other| row(*one) == row(*other));
        let whole = columns.saturating_sub(2);
        let is_time = ends_with_point && order.windows(2).any(|two| row(two[0])[whole] != row(two[1])[whole]);
        if is_time {
            clock[whole..].fill(Clock::Yes);
        }
        Self { numbers, columns, clock, order }
    }

    /// How the names are numbered best.
    pub(super) fn numbering(&self) -> Numbering {
        let at = |place| if place + 1 == self.columns { Numbering::Last } else { Numbering::At(place) };
        let by_one = self.counting_by(&self.order, None, Clock::Maybe, 1);
        if self.are_times() {
            return Numbering::InOrder;
        }
        let found = by_one.or_else(|| self.consecutive()).or_else(|| self.counting(&self.order, None));
        found.map(at).or_else(|| self.cameras()).unwrap_or(Numbering::InOrder)
    }

    /// Whether the last columns are times of day that go on from one minute to the next: after a second near the end of a minute
    /// comes one near its begin. Numbers of frames would count on.
    fn are_times(&self) -> bool {
        let width = self.clock.iter().rev().take_while(|clock| **clock == Clock::Bare).count();
        let seconds = |&at: &usize| {
            let number = |back: usize| self.number(at, self.columns - back);
            match width {
                1 => number(1) / 10_000 * 3600 + number(1) / 100 % 100 * 60 + number(1) % 100,
                _ => number(3) * 3600 + number(2) * 60 + number(1),
            }
        };
        if !matches!(width, 1 | 3) || self.order.len() < 3 {
            return false;
        }
        let times: Vec<u64> = self.order.iter().map(seconds).collect();
        let steps: Vec<u64> = times.windows(2).map(|two| two[1].saturating_sub(two[0])).collect();
        let crosses = |two: &[u64]| two[0] / 60 != two[1] / 60;
        let goes_on = |two: &[u64]| two[1] > two[0] && two[1] - two[0] < 60 && two[0] % 60 > two[1] % 60;
        let most = steps.iter().max().copied().unwrap_or(0);
        // Numbers of frames that are all as far apart, such as 120000, 120050, 120100.
        let values = |&at: &usize| self.number(at, self.columns - 1);
        let plain: Vec<u64> = self.order.iter().map(values).collect();
        // In names with several numbers, the last one may also go down.
        let step = |two: &[u64]| two[1].checked_sub(two[0]);
        let are_even = width == 1 && plain.windows(2).all(|two| step(two).is_some() && step(two) == step(&plain));
        let mut minutes = times.windows(2).filter(|two| crosses(two)).peekable();
        minutes.peek().is_some() && minutes.all(goes_on) && most > 0 && !are_even
    }

    /// The last column that has each number from its least to its greatest once, in any order of the names.
    fn consecutive(&self) -> Option<usize> {
        let is_consecutive = |column: usize| {
            let values: BTreeSet<u64> = self.order.iter().map(|&at| self.number(at, column)).collect();
            let (Some(least), Some(greatest)) = (values.first(), values.last()) else { return false };
            let is_count = values.len() > 2 && values.len() == self.order.len() && *greatest < NO_FRAME;
            is_count && greatest - least == values.len() as u64 - 1
        };
        self.candidates(Clock::Maybe).rev().find(|&column| is_consecutive(column))
    }

    /// The columns that are a date or time at most as surely as `clock`.
    fn candidates(&self, clock: Clock) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.columns).filter(move |&column| self.clock[column] <= clock)
    }

    fn number(&self, at: usize, column: usize) -> u64 {
        self.numbers.get(at + column).copied().unwrap_or(0)
    }

    /// The last column, other than `without`, that counts up by 1 over these rows, or else the last that counts up.
    fn counting(&self, rows: &[usize], without: Option<usize>) -> Option<usize> {
        self.counting_by(rows, without, Clock::Maybe, 1)
            .or_else(|| self.counting_by(rows, without, Clock::Bare, MOST_APART))
    }

    /// The last column that counts up, with neighbours at most so far apart, in the middle.
    fn counting_by(&self, rows: &[usize], without: Option<usize>, clock: Clock, most_apart: u64) -> Option<usize> {
        let mut columns = self.candidates(clock).rev().filter(|&column| Some(column) != without);
        columns.find(|&column| self.counts_up(rows, column, most_apart))
    }

    /// Whether a column counts up as the numbers of frames do, with neighbours at most so far apart, in the middle.
    fn counts_up(&self, rows: &[usize], column: usize, most_apart: u64) -> bool {
        let values = || rows.iter().map(|&at| self.number(at, column));
        if values().max().is_none_or(|greatest| greatest >= NO_FRAME) || !values().is_sorted_by(|one, next| one < next)
        {
            return false;
        }
        let mut steps: Vec<u64> = values().zip(values().skip(1)).map(|(one, next)| next - one).collect();
        let middle = steps.len() / 2;
        steps.is_empty() || *steps.select_nth_unstable(middle).1 <= most_apart
    }

    /// Two columns that count together: frames, and cameras or videos.
    fn cameras(&self) -> Option<Numbering> {
        let values =
            |column| -> BTreeSet<u64> { self.order.iter().map(|&at| self.number(at, column)).take(1 << 16).collect() };
        let mut columns: Vec<(usize, BTreeSet<u64>)> =
            self.candidates(Clock::No).map(|column| (column, values(column))).collect();
        columns.retain(|(_, values)| (2..=MAX_CAMERAS.min(self.order.len() / 2)).contains(&values.len()));
        columns.sort_by_key(|(_, values)| values.len());
        columns.iter().find_map(|(camera, values)| {
            let rows = |value: u64| -> Vec<usize> {
                self.order.iter().copied().filter(|&at| self.number(at, *camera) == value).collect()
            };
            let shown = values.first().copied()?;
            let frame = self.counting(&rows(shown), Some(*camera))?;
            let is_so = values.iter().all(|&value| self.counts_up(&rows(value), frame, MOST_APART));
            is_so.then_some(Numbering::Camera { frame, camera: *camera, shown, cameras: values.len() })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sequence::pictures::clock::clock;
    use crate::sequence::pictures::names::{self, Reading};

    fn numbering(names: &[&str]) -> Numbering {
        let reading = Reading::Plain;
        let ends_with_point = names::pattern(names[0], reading).ends_with("#.#");
        let clock = clock(&names::digits(names[0], reading).collect::<Vec<_>>());
        NumberTable::new(names.iter().flat_map(|name| names::numbers(name, reading)).collect(), clock, ends_with_point)
            .numbering()
    }

    #[test]
    fn the_frame_is_the_last_number_that_counts_up() {
        for (names, expected) in [
            (&["000001.jpg", "000002.jpg", "000003.jpg"][..], Numbering::Last),
            (&["DJI_1000(1).JPG", "DJI_1000(2).JPG", "DJI_1000(10).JPG"], Numbering::Last),
            (&["3_0000001.jpg", "3_0000002.jpg"], Numbering::Last),
            // Every hundredth frame; frames that somebody picked; a gap.
            (&["v_0.png", "v_100.png", "v_200.png"], Numbering::Last),
            (&["1.png", "50.png", "200.png"], Numbering::Last),
            (&["1.png", "2.png", "3.png", "900000.png"], Numbering::Last),
            // A camera, a size, a time behind the frame.
            (&["0_0.jpg", "1_0.jpg", "2_0.jpg"], Numbering::At(0)),
            (&["f1_640x480.jpg", "f2_640x480.jpg"], Numbering::At(0)),
            (&["1_1623412345033.jpg", "2_1623412345066.jpg"], Numbering::At(0)),
            (&["9.png"], Numbering::Last),
            (&["12-00-01.jpg", "12-00-02.jpg", "12-00-03.jpg"], Numbering::Last),
            (&["120000.jpg", "120050.jpg", "120100.jpg", "120150.jpg"], Numbering::Last),
            (&["shot1.0001.png", "shot1.0002.png"], Numbering::Last),
            (&["7_1.5.png", "8_2.0.png"], Numbering::At(0)),
            // A number that counts by 1 goes before one that counts milliseconds.
            (&["0001_33.jpg", "0002_66.jpg", "0003_100.jpg"], Numbering::At(0)),
            (&["IMG_20240501_000001.jpg", "IMG_20240501_000002.jpg"], Numbering::Last),
            (&["2024-05-01_12-30-01_0001.jpg", "2024-05-01_12-30-02_0002.jpg"], Numbering::Last),
            // Each number once, in another order than that of the names.
            (&["731_0002.jpg", "12_0001.jpg", "944_0000.jpg"], Numbering::Last),
        ] {
            assert_eq!(numbering(names), expected, "{names:?}");
        }
    }

    #[test]
    fn times_are_no_frames() {
        for names in [
            &["760577.250899.jpg", "760577.583012.jpg", "760577.916120.jpg", "760578.249233.jpg"][..],
            &["1623412345033.jpg", "1623412345066.jpg", "1623412345100.jpg"],
            &["1305031453.359684.png", "1305031453.391690.png"],
            &["1.000.png", "1.500.png", "2.000.png", "2.500.png", "3.000.png", "3.500.png"],
            &["18446744073709551615.jpg", "18446744073709551616.jpg"],
            &["2024-05-01_12-30-01-123.jpg", "2024-05-01_12-30-01-156.jpg", "2024-05-01_12-30-01-189.jpg"],
            &["2024-05-01_12-30-01.jpg", "2024-05-01_12-30-02.jpg", "2024-05-01_12-30-03.jpg"],
            &["IMG_20240501_123001.jpg", "IMG_20240501_123002.jpg"],
            &["12-00-58.jpg", "12-00-59.jpg", "12-01-00.jpg", "12-01-01.jpg"],
            &["120058.jpg", "120059.jpg", "120100.jpg", "120101.jpg"],
            &["1532402927.jpg", "1532402928.jpg", "1532402929.jpg"],
            &["12-30-01-123.jpg", "12-30-01-456.jpg", "12-30-02-001.jpg"],
        ] {
            assert_eq!(numbering(names), Numbering::InOrder, "{names:?}");
        }
    }

    #[test]
    fn one_of_several_cameras_is_shown() {
        let names = ["0_0.jpg", "0_1.jpg", "1_0.jpg", "1_1.jpg", "2_0.jpg", "2_1.jpg"];
        assert_eq!(numbering(&names), Numbering::Camera { frame: 0, camera: 1, shown: 0, cameras: 2 });
        let names =
            ["c1_000001.jpg", "c1_000002.jpg", "c1_000003.jpg", "c2_000001.jpg", "c2_000002.jpg", "c2_000003.jpg"];
        assert_eq!(numbering(&names), Numbering::Camera { frame: 1, camera: 0, shown: 1, cameras: 2 });
    }
}
