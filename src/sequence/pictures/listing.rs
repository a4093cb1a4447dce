//! Which file of a folder is which picture.

use std::fmt::Write as _;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::clock::{Clock, clock};
use super::names::{self, Ending, Reading};
use super::numbering::{NumberTable, Numbering};
use crate::provider::KeySet;

/// How many remarks of one kind are listed; the rest is counted.
const MAX_REMARKS: usize = 3;

/// The picture files of a folder by number. All names are in one string, which takes less memory than a string each.
#[derive(Debug, Default)]
pub(super) struct Listing {
    names: String,
    /// One for each picture, sorted by number.
    entries: Vec<Entry>,
    reading: Reading,
    numbering: Numbering,
    pub numbers: Arc<KeySet>,
    /// Remarks about the files, for people.
    pub remarks: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    number: u64,
    /// Where its name begins in the string of all names, and how long it is, in bytes.
    begin: usize,
    len: u32,
    /// Which pattern its name follows. Patterns are numbered in order of appearance.
    pattern: u32,
    /// Whether its name has the expected ending.
    is_expected: bool,
    ending: Ending,
}

impl Listing {
    /// Makes the list from the names of all files. Of two files with one number, the one whose name ends with `expected` is
    /// taken, else the one of the more usual format, else the first by name. If more than half of the names follow one pattern, the other files are left out.
    pub(super) fn of<N: AsRef<str>>(names: impl IntoIterator<Item = N>, expected: Option<&str>) -> Self {
        let expected = expected.map(|ending| ending.trim_start_matches('.'));
        let mut listing = Self::default();
        for name in names {
            let name = name.as_ref();
            let (Some(ending), Ok(len)) = (Ending::of(name), u32::try_from(name.len())) else { continue };
            let is_expected = expected
                .is_some_and(|expected| names::ending(name).is_some_and(|is| is.eq_ignore_ascii_case(expected)));
            listing.entries.push(Entry { number: 0, begin: listing.names.len(), len, pattern: 0, is_expected, ending });
            listing.names.push_str(name);
        }
        let have_numbers = listing.drop_others();
        let counts = listing.find_patterns();
        if have_numbers {
            listing.drop_strays(&counts);
        }
        listing.number();
        listing.drop_repeats();
        listing.entries.shrink_to_fit();
        listing.names.shrink_to_fit();
        listing.numbers = Arc::new(KeySet::from_keys(listing.entries.iter().map(|entry| entry.number)));
        listing
    }

    /// Leaves out pictures that are not read where there are others, and names without a number where there are some with one.
    /// Returns whether the names that are left have numbers.
    fn drop_others(&mut self) -> bool {
        if let Some(best) = self.entries.iter().map(|entry| entry.ending).min() {
            let is_as_good = |ending: Ending| match best {
                Ending::Usual | Ending::Further => ending <= Ending::Further,
                Ending::Alone => ending == best,
                Ending::NotRead(_) => true,
            };
            self.entries.retain(|entry| is_as_good(entry.ending));
        }
        let names = std::mem::take(&mut self.names);
        let has_number = |entry: &Entry| names::numbers(name_in(&names, entry), Reading::Plain).next().is_some();
        let have_numbers = self.entries.iter().any(has_number);
        let mut first = None;
        if have_numbers {
            let name = |entry: &Entry| name_in(&names, entry);
            let is_beginning = |short: &Entry| {
                let stem = names::stem(name(short));
                let begins = |other: &&Entry| has_number(other) && name(other).starts_with(stem);
                self.entries.iter().filter(begins).count() * 2 > self.entries.len()
            };
            let without = self.entries.iter().filter(|entry| !has_number(entry)).take(MAX_REMARKS);
            first = without.into_iter().find(|entry| is_beginning(entry)).map(|entry| name(entry).to_owned());
            self.entries.retain(has_number);
        }
        self.names = names;
        self.remarks.extend(first.map(|name| {
            format!("{name} has no number, as others that begin so have, and is left out: it may be the first picture")
        }));
        have_numbers
    }

    /// Finds out which names follow one pattern, and returns how many follow each. Where most names differ, and do not differ but
    /// for hexadecimal words, the digits of these are no numbers: no two checksums look alike.
    fn find_patterns(&mut self) -> Vec<usize> {
        let has_usual = |counts: &[usize], all: usize| all > 1 && counts.iter().any(|count| count * 2 > all);
        let places = names::hash_words(&self.entries.iter().map(|entry| name_in(&self.names, entry)));
        if places != 0 {
            self.reading = Reading::WithoutWords(places);
            return self.patterns(self.reading);
        }
        let plain = self.patterns(Reading::Plain);
        if has_usual(&plain, self.entries.len()) {
            return plain;
        }
        self.reading = Reading::WithoutHashes;
        let counts = self.patterns(self.reading);
        if self.entries.len() == 1 || has_usual(&counts, self.entries.len()) {
            return counts;
        }
        self.reading = Reading::Plain;
        self.patterns(self.reading)
    }

    /// Sets the pattern of each name. Returns how many names follow each.
    fn patterns(&mut self, reading: Reading) -> Vec<usize> {
        let (mut patterns, mut counts) = (FxHashMap::<String, u32>::default(), Vec::new());
        for entry in &mut self.entries {
            let count = patterns.len() as u32;
            entry.pattern = *patterns.entry(names::pattern(name_in(&self.names, entry), reading)).or_insert(count);
            counts.resize(patterns.len(), 0_usize);
            counts[entry.pattern as usize] += 1;
        }
        counts
    }

    fn drop_strays(&mut self, counts: &[usize]) {
        let all = self.entries.len();
        let Some(usual) = counts.iter().position(|count| count * 2 > all) else { return };
        let is_usual = |entry: &Entry| entry.pattern as usize == usual;
        let strays: Vec<&str> =
            self.entries.iter().filter(|entry| !is_usual(entry)).map(|entry| self.name_of(entry)).collect();
        let remarks = limited(&strays, |name| format!("{name} is named unlike the other pictures and left out"));
        self.entries.retain(is_usual);
        self.remarks.extend(remarks);
    }

    /// Gives each picture its number.
    fn number(&mut self) {
        let Some(first) = self.entries.first().copied() else { return };
        let names = std::mem::take(&mut self.names);
        let reading = self.reading;
        let numbers = |entry: &Entry| names::numbers(name_in(&names, entry), reading);
        let has_one_pattern = self.entries.iter().all(|entry| entry.pattern == first.pattern);
        let columns = if has_one_pattern { numbers(&first).count() } else { 1 };
        self.numbering = if columns == 0 {
            Numbering::InOrder
        } else if has_one_pattern {
            let ends_with_point = names::pattern(name_in(&names, &first), reading).ends_with("#.#");
            let mut told = vec![Clock::Yes; columns];
            for entry in &self.entries {
                let digits: Vec<(usize, u64)> = names::digits(name_in(&names, entry), reading).collect();
                told.iter_mut().zip(clock(&digits)).for_each(|(told, one)| *told = one.min(*told));
            }
            NumberTable::new(self.entries.iter().flat_map(numbers).collect(), told, ends_with_point).numbering()
        } else {
            // Names of many kinds: only whether their last numbers can be those of frames.
            let last = self.entries.iter().filter_map(|entry| numbers(entry).last()).collect();
            NumberTable::new(last, vec![Clock::No], false).numbering()
        };
        let example = name_in(&names, &first);
        match self.numbering {
            Numbering::Last | Numbering::At(_) => {}
            Numbering::Camera { frame, camera, shown, cameras } => {
                let all = self.entries.len();
                self.entries.retain(|entry| numbers(entry).nth(camera) == Some(shown));
                let (left_out, which) = (all - self.entries.len(), |place| ordinal(place));
                self.remarks.push(format!(
                    "names such as {example} have two numbers that count: the {} is taken as the frame, the {} as one of {cameras} cameras or videos. {shown} is shown, {left_out} pictures of others are left out",
                    which(frame),
                    which(camera)
                ));
            }
            Numbering::InOrder => self.remarks.push(format!(
                "no number in names such as {example} counts up as frames do: the pictures are numbered in order of name, from 1"
            )),
        }
        let numbering = self.numbering;
        if numbering == Numbering::InOrder {
            let name = |entry: &Entry| name_in(&names, entry);
            // The digits of checksums have no value: their order is that of their letters and digits.
            let order = if reading == Reading::Plain { names::natural_order } else { str_order };
            self.entries.sort_unstable_by(|one, other| order(name(one), name(other)));
            let mut number = 0;
            let mut before = None;
            for entry in &mut self.entries {
                // A picture that is there in two formats has one number.
                let stem = names::stem(name_in(&names, entry));
                number += u64::from(before.replace(stem) != Some(stem));
                entry.number = number;
            }
        } else {
            for entry in &mut self.entries {
                entry.number = number_in(name_in(&names, entry), numbering, reading).unwrap_or(0);
            }
        }
        self.names = names;
    }

    fn drop_repeats(&mut self) {
        let names = std::mem::take(&mut self.names);
        let name = |entry: &Entry| name_in(&names, entry);
        self.entries.sort_unstable_by(|one, other| {
            let key = |entry: &Entry| (entry.number, !entry.is_expected, entry.ending);
            key(one).cmp(&key(other)).then_with(|| name(one).cmp(name(other)))
        });
        let mut repeats = Vec::new();
        self.entries.dedup_by(|next, taken| {
            let is_repeat = next.number == taken.number;
            if is_repeat {
                repeats.push((*taken, *next));
            }
            is_repeat
        });
        self.remarks.extend(limited(&repeats, |(taken, other)| {
            format!("two files for picture {}: {} is shown, not {}", taken.number, name(taken), name(other))
        }));
        self.names = names;
    }

    /// The file name of a picture.
    pub(super) fn name(&self, number: u64) -> Option<&str> {
        let at = self.entries.binary_search_by_key(&number, |entry| entry.number).ok()?;
        self.entries.get(at).map(|entry| self.name_of(entry))
    }

    /// The number of the picture in the file with this name.
    pub(super) fn number_of(&self, name: &str) -> Option<u64> {
        if self.numbering == Numbering::InOrder {
            return self.entries.iter().find(|entry| self.name_of(entry) == name).map(|entry| entry.number);
        }
        let number = number_in(name, self.numbering, self.reading)?;
        (self.name(number) == Some(name)).then_some(number)
    }

    /// Whether the pictures are numbered by their names, and not in order of name.
    pub(super) fn is_by_name(&self) -> bool {
        self.numbering != Numbering::InOrder
    }

    /// The name of the only file, if there is only one.
    pub(super) fn only(&self) -> Option<&str> {
        match self.entries.as_slice() {
            [only] => Some(self.name_of(only)),
            _ => None,
        }
    }

    fn name_of(&self, entry: &Entry) -> &str {
        name_in(&self.names, entry)
    }
}

/// The order of two names, letter by letter.
fn str_order(one: &str, other: &str) -> std::cmp::Ordering {
    one.cmp(other)
}

/// The name of an entry, in the string of all names.
fn name_in<'a>(names: &'a str, entry: &Entry) -> &'a str {
    &names[entry.begin..entry.begin + entry.len as usize]
}

/// The number that a name says.
fn number_in(name: &str, numbering: Numbering, reading: Reading) -> Option<u64> {
    let mut numbers = names::numbers(name, reading);
    match numbering {
        Numbering::Last => numbers.last(),
        Numbering::At(place) | Numbering::Camera { frame: place, .. } => numbers.nth(place),
        Numbering::InOrder => None,
    }
}

/// The word for a place counted from 0.
fn ordinal(place: usize) -> String {
    match place {
        0 => "first".to_owned(),
        1 => "second".to_owned(),
        2 => "third".to_owned(),
        _ => format!("{}th", place + 1),
    }
}

/// Remarks about the first [`MAX_REMARKS`] of them. The last one tells how many more there are.
fn limited<T>(all: &[T], remark: impl Fn(&T) -> String) -> Vec<String> {
    let mut remarks: Vec<String> = all.iter().take(MAX_REMARKS).map(remark).collect();
    if all.len() > MAX_REMARKS
        && let Some(last) = remarks.last_mut()
    {
        let _ = write!(last, " (and {} more)", all.len() - MAX_REMARKS);
    }
    remarks
}

#[cfg(test)]
mod tests;
