//! Turns the ids of a document into numbers.

use std::hash::{BuildHasher as _, Hasher as _};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::found_box::FoundId;

/// An error: the ids of the document are not distinct numbers, so all of them have to be numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotNumbers;

/// The ids of a document that are texts. Its memory grows with the number of tracks.
#[derive(Debug, Default)]
pub(super) struct IdTable {
    /// A hash of the spelling of each number that is written as a text: `7` and `007` are two ids.
    spellings: FxHashMap<u64, u64>,
    /// The number of each text, if all ids are numbered in the order of appearance, from 1.
    numbered: FxHashMap<Box<str>, u64>,
    /// The text of number 1.
    first: String,
}

impl IdTable {
    /// The number of an id. With `numbers`, ids are numbered in the order of appearance.
    pub(super) fn number(&mut self, id: FoundId<'_>, numbers: bool) -> Result<Option<u64>, NotNumbers> {
        match id {
            FoundId::None | FoundId::Negative => Ok(None),
            FoundId::Number(number) if !numbers => Ok(Some(number)),
            FoundId::Number(number) => Ok(Some(self.place(&number.to_string()))),
            FoundId::Text(text) if numbers => Ok(Some(self.place(text))),
            FoundId::Text(text) => {
                let number = Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
                let number: u64 = number.and_then(|digits| digits.parse().ok()).ok_or(NotNumbers)?;
                let spelling = hash(text);
                let known = *self.spellings.entry(number).or_insert(spelling);
                if known == spelling { Ok(Some(number)) } else { Err(NotNumbers) }
            }
        }
    }

    fn place(&mut self, text: &str) -> u64 {
        if let Some(&number) = self.numbered.get(text) {
            return number;
        }
        let number = self.numbered.len() as u64 + 1;
        if number == 1 {
            self.first = text.chars().take(40).filter(|letter| !letter.is_control()).collect();
        }
        self.numbered.insert(text.into(), number);
        number
    }

    /// What the user should know about the ids.
    pub(super) fn remark(&self) -> Option<String> {
        let count = self.numbered.len();
        (count > 0).then(|| {
            let first = &self.first;
            format!("its ids are not numbers, so the {count} tracks are numbered in the order of appearance: \"{first}\" is 1")
        })
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_digits_are_their_numbers_unless_two_of_them_are_equal_numbers() {
        let mut table = IdTable::default();
        assert_eq!(table.number(FoundId::Text("00000007"), false), Ok(Some(7)));
        assert_eq!(table.number(FoundId::Text("00000007"), false), Ok(Some(7)));
        assert_eq!(table.number(FoundId::Text("18446744073709551615"), false), Ok(Some(u64::MAX)));
        for text in ["7", "a", "", "-1", "+7", "18446744073709551616"] {
            assert_eq!(table.number(FoundId::Text(text), false), Err(NotNumbers), "{text}");
        }
        assert_eq!(table.remark(), None);
    }

    #[test]
    fn other_ids_are_numbered_in_the_order_of_appearance_and_that_is_told() {
        let mut table = IdTable::default();
        for (id, number) in [("b", 1), ("7", 2), ("007", 3), ("b", 1)] {
            assert_eq!(table.number(FoundId::Text(id), true), Ok(Some(number)));
        }
        assert_eq!(table.number(FoundId::Number(7), true), Ok(Some(2)));
        assert!(table.remark().is_some_and(|remark| remark.contains("3 tracks") && remark.contains("\"b\" is 1")));
    }
}
