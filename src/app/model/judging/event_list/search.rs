//! What the user types to find events.

use crate::metrics::Event;

/// What the user types to find events, such as `gt 23`, `id 5`, `23`, `frame 92`, `switch` or several of them. An event is found
/// if all of it is true of the event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventSearch {
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    /// A track of the ground truth.
    Truth(u64),
    /// An id of the results.
    Result(u64),
    /// Either.
    Track(u64),
    /// A frame between the first and the last one.
    Frame(u64),
    /// A part of the name of the kind.
    Word(String),
}

impl EventSearch {
    /// Reads what was typed. A word that a number has to follow is passed over as long as there is none.
    pub fn new(text: &str) -> Self {
        let mut terms = Vec::new();
        let mut wanted: Option<fn(u64) -> Term> = None;
        for part in parts(&text.to_lowercase()) {
            if part.starts_with(|letter: char| letter.is_ascii_digit()) {
                // No track has a number that is too long for one.
                let number = part.parse().ok();
                let term = number.map(wanted.take().unwrap_or(Term::Track));
                terms.push(term.unwrap_or(Term::Word(part)));
                continue;
            }
            wanted = match part.as_str() {
                "gt" | "truth" => Some(Term::Truth),
                "id" | "result" | "r" => Some(Term::Result),
                "frame" => Some(Term::Frame),
                _ => None,
            };
            if wanted.is_none() {
                terms.push(Term::Word(part));
            }
        }
        Self { terms }
    }

    /// Whether an event is found.
    pub fn finds(&self, event: &Event) -> bool {
        let is_truth = |id: u64| event.truth == Some(id) || event.other_truth == Some(id);
        let is_result = |id: u64| event.from == Some(id) || event.to == Some(id);
        self.terms.iter().all(|term| match term {
            Term::Truth(id) => is_truth(*id),
            Term::Result(id) => is_result(*id),
            Term::Track(id) => is_truth(*id) || is_result(*id),
            Term::Frame(frame) => (u64::from(event.first)..=u64::from(event.last)).contains(frame),
            Term::Word(word) => event.kind.name().contains(word.as_str()),
        })
    }
}

/// Runs of digits and runs of letters.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut before = None;
    for letter in text.chars() {
        let kind = letter.is_alphanumeric().then(|| letter.is_ascii_digit());
        if kind.is_some() {
            match parts.last_mut().filter(|_| kind == before) {
                Some(part) => part.push(letter),
                None => parts.push(letter.to_string()),
            }
        }
        before = kind;
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::model::judging::event_list::test_events::event;
    use crate::metrics::EventKind;

    #[test]
    fn tracks_frames_and_kinds_are_found_alone_and_together() {
        let switch = Event { to: Some(25), ..event(EventKind::Switch, 92, Some(23), Some(5)) };
        let loose = Event { last: 120, ..event(EventKind::LooseBox, 100, Some(25), None) };
        for (text, expected) in [
            ("", [true, true]),
            ("gt 23", [true, false]),
            ("GT23", [true, false]),
            ("gt 25", [false, true]),
            ("25", [true, true]),
            ("id 25", [true, false]),
            ("id: 5", [true, false]),
            ("gt", [true, true]),
            ("frame 119", [false, true]),
            ("loose", [false, true]),
            ("loose box 25", [false, true]),
            ("swit gt 23", [true, false]),
            ("99999999999999999999999", [false, false]),
            ("nothing", [false, false]),
            ("– ·", [true, true]),
        ] {
            let search = EventSearch::new(text);
            assert_eq!([&switch, &loose].map(|event| search.finds(event)), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_can_be_typed_panics(text in any::<String>()) {
            EventSearch::new(&text).finds(&event(EventKind::Swap, 1, Some(1), None));
        }
    }
}
