//! Which file of a folder is which picture.

use std::fmt::Write as _;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::names::{self, Numbered};
use crate::provider::KeySet;

/// How many remarks of one kind are listed; the rest is counted.
const MAX_REMARKS: usize = 3;

/// The picture files of a folder by number. All names are in one string, which takes less memory than a string each.
#[derive(Debug, Default)]
pub(super) struct Listing {
    names: String,
    /// One for each picture, sorted by number.
    entries: Vec<Entry>,
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
}

impl Listing {
    /// Makes the list from the names of all files. Of two files with one number, the one whose name ends with `expected` is
    /// taken, else the first by name. If more than half of the names follow one pattern, the other files are left out.
    pub(super) fn of<N: AsRef<str>>(names: impl IntoIterator<Item = N>, expected: Option<&str>) -> Self {
        let expected = expected.map(|ending| ending.trim_start_matches('.'));
        let mut listing = Self::default();
        let mut patterns = FxHashMap::<String, u32>::default();
        let mut counts = Vec::<usize>::new();
        for name in names {
            let name = name.as_ref();
            let (Some(Numbered { number, pattern }), Ok(len)) = (names::numbered(name), u32::try_from(name.len()))
            else {
                continue;
            };
            let pattern = *patterns.entry(pattern).or_insert(counts.len() as u32);
            if pattern as usize == counts.len() {
                counts.push(0);
            }
            counts[pattern as usize] += 1;
            let is_expected = expected
                .is_some_and(|expected| names::ending(name).is_some_and(|is| is.eq_ignore_ascii_case(expected)));
            listing.entries.push(Entry { number, begin: listing.names.len(), len, pattern, is_expected });
            listing.names.push_str(name);
        }
        listing.drop_strays(&counts);
        listing.drop_repeats();
        listing.entries.shrink_to_fit();
        listing.names.shrink_to_fit();
        listing.numbers = Arc::new(KeySet::from_keys(listing.entries.iter().map(|entry| entry.number)));
        listing
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

    fn drop_repeats(&mut self) {
        let names = std::mem::take(&mut self.names);
        let name = |entry: &Entry| &names[entry.begin..entry.begin + entry.len as usize];
        self.entries.sort_unstable_by(|one, other| {
            let key = |entry: &Entry| (entry.number, !entry.is_expected);
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

    fn name_of(&self, entry: &Entry) -> &str {
        &self.names[entry.begin..entry.begin + entry.len as usize]
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn of_two_files_with_one_number_the_expected_one_is_shown_and_the_other_remarked() {
        let names = ["2.png", "1.png", "1.jpg", "notes.txt", "Thumbs.db"];
        let listing = Listing::of(names, Some(".JPG"));
        assert_eq!((listing.name(1), listing.name(2), listing.name(3)), (Some("1.jpg"), Some("2.png"), None));
        assert_eq!(listing.remarks, ["two files for picture 1: 1.jpg is shown, not 1.png"]);
        assert_eq!(Listing::of(names, Some("png")).name(1), Some("1.png"));
        // Without any expectation, the order of the folder does not decide.
        for names in [["1.png", "01.png"], ["01.png", "1.png"]] {
            assert_eq!(Listing::of(names, None).name(1), Some("01.png"));
        }
    }

    #[test]
    fn a_file_named_unlike_the_others_is_a_stray() {
        let listing = Listing::of(["000001.jpg", "000002.jpg", "preview-900.jpg"], None);
        assert_eq!(*listing.numbers, KeySet::from_runs([1..=2]));
        assert_eq!(listing.remarks, ["preview-900.jpg is named unlike the other pictures and left out"]);
        let undecided = Listing::of(["a1.jpg", "b2.jpg"], None);
        assert_eq!(undecided.numbers.len(), 2);
    }

    #[test]
    fn many_remarks_of_a_kind_are_counted() {
        let names: Vec<String> = (0..10).flat_map(|n| [format!("{n}.jpg"), format!("{n}.png")]).collect();
        let remarks = Listing::of(&names, Some("jpg")).remarks;
        assert_eq!(remarks.len(), MAX_REMARKS);
        assert!(remarks[2].ends_with("(and 7 more)"), "{remarks:?}");
    }

    proptest! {
        #[test]
        fn every_number_has_a_name_that_says_it(names in prop::collection::vec("[a1]{0,1}[0-9]{1,2}\\.(jpg|png)", 0..20)) {
            let listing = Listing::of(&names, Some("png"));
            for number in listing.numbers.runs().flatten() {
                let name = listing.name(number).unwrap();
                prop_assert!(names.iter().any(|one| one == name));
                prop_assert_eq!(names::numbered(name).map(|name| name.number), Some(number));
            }
        }
    }
}
