//! What the user types to find rows.

use super::rows::{RowId, Rows, Subject};
use crate::app::model::format::has_digits;
use crate::metrics::tracks::TruthState;

/// What the user types to find rows: `gt 12` is a true track, `r12` or `id 12` an id of the results, `12` either. A number alone also
/// finds the tracks whose id contains its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowSearch {
    /// Everything is found.
    All,
    /// A track of the ground truth.
    Truth(u64),
    /// All tracks that this id of the results covers.
    Result(u64),
    /// Either, as digits.
    Digits(String),
    /// Nothing is found by this.
    Nothing,
}

impl RowSearch {
    /// Reads what was typed. A word that a number has to follow finds everything as long as there is none.
    pub fn new(text: &str) -> Self {
        let text = text.trim().to_lowercase();
        let digits = text.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        let of = text[..text.len() - digits.len()].trim_matches(|letter: char| !letter.is_alphanumeric());
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        match (of, digits.parse()) {
            ("" | "gt" | "truth" | "id" | "r" | "result", _) if digits.is_empty() => Self::All,
            ("", _) if is_number => Self::Digits(digits.to_owned()),
            ("gt" | "truth", Ok(id)) if is_number => Self::Truth(id),
            ("id" | "r" | "result", Ok(id)) if is_number => Self::Result(id),
            _ => Self::Nothing,
        }
    }

    /// Whether a row is found.
    pub fn finds(&self, rows: &Rows, row: RowId) -> bool {
        let is_judged = matches!(rows.subject, Subject::Judged(_));
        match self {
            Self::All => true,
            Self::Nothing => false,
            Self::Truth(id) => is_judged && rows.id(row) == Some(*id),
            Self::Result(id) if is_judged => is_covered(rows, row, *id),
            Self::Result(id) => rows.id(row) == Some(*id),
            Self::Digits(digits) => {
                rows.id(row).is_some_and(|id| has_digits(id, digits))
                    || is_judged && digits.parse().is_ok_and(|id| is_covered(rows, row, id))
            }
        }
    }
}

/// Whether an id of the results ever covers the track of a row.
fn is_covered(rows: &Rows, row: RowId, id: u64) -> bool {
    let strips = (0..rows.strips()).filter_map(|strip| rows.strip(row, strip));
    strips.into_iter().any(|strip| strip.stretches.iter().any(|stretch| stretch.state == TruthState::Matched(id)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn true_tracks_and_ids_of_results_are_told_apart_by_what_is_before_the_number() {
        for (text, expected) in [
            ("", RowSearch::All),
            ("gt ", RowSearch::All),
            ("r", RowSearch::All),
            ("GT 12", RowSearch::Truth(12)),
            ("gt12", RowSearch::Truth(12)),
            ("r12", RowSearch::Result(12)),
            (" id: 12 ", RowSearch::Result(12)),
            ("12", RowSearch::Digits("12".to_owned())),
            ("007", RowSearch::Digits("007".to_owned())),
            ("person 12", RowSearch::Nothing),
            ("gt 12x", RowSearch::Nothing),
            ("gt 99999999999999999999999", RowSearch::Nothing),
        ] {
            assert_eq!(RowSearch::new(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_can_be_typed_panics(text in any::<String>()) {
            RowSearch::new(&text);
        }
    }
}
