//! What is known of a person beside the trace: [`PersonHints`], read from a file of hints.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::predict::Hints;

/// What is known of one person beside the trace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct PersonHints {
    /// Frames worth jumping to.
    pub landmarks: Vec<u64>,
    /// Frames that the person bookmarked. They are worth jumping to as well.
    pub bookmarks: Vec<u64>,
    /// Sizes of the jump buttons in frames, each for both directions.
    pub jumps: Vec<u32>,
    /// Width of the scrubber in pixels. The first one is used.
    pub pixels: Vec<u32>,
}

impl PersonHints {
    /// Reads a file of hints: a JSON object with the hints of each person, by the name of the trace (its file name
    /// without extension).
    ///
    /// # Errors
    /// The text is not such JSON; the error tells line and column.
    pub fn read_all(bytes: &[u8]) -> Result<BTreeMap<String, Self>, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// The possible jumps in frames, rising: single steps and every size, in both directions; `default` if no size is
    /// known.
    pub fn jumps(&self, default: &[i64]) -> Vec<i64> {
        if self.jumps.is_empty() {
            return default.to_vec();
        }
        let sizes = self.jumps.iter().map(|&size| i64::from(size)).filter(|&size| size > 0);
        let mut jumps: Vec<i64> = sizes.chain([1]).flat_map(|size| [-size, size]).collect();
        jumps.sort_unstable();
        jumps.dedup();
        jumps
    }

    /// These hints in the form in which a predictor gets them.
    pub fn hints(&self, default_jumps: &[i64]) -> Hints {
        let mut landmarks: Vec<u64> = self.landmarks.iter().chain(&self.bookmarks).copied().collect();
        landmarks.sort_unstable();
        landmarks.dedup();
        Hints {
            landmarks: landmarks.into(),
            jumps: self.jumps(default_jumps).into(),
            scrubber: self.pixels.first().copied(),
            ..Hints::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::DEFAULT_JUMPS;

    #[test]
    fn sizes_count_for_both_directions_and_bookmarks_are_landmarks() {
        let text = br#"{"a": {"landmarks": [7, 3], "bookmarks": [5, 3], "jumps": [5, 30], "pixels": [1000]}, "b": {}}"#;
        let all = PersonHints::read_all(text).unwrap();
        let hints = all["a"].hints(&DEFAULT_JUMPS);
        assert_eq!(*hints.landmarks, [3, 5, 7]);
        assert_eq!(*hints.jumps, [-30, -5, -1, 1, 5, 30]);
        assert_eq!(hints.scrubber, Some(1000));
        assert_eq!(*all["b"].hints(&DEFAULT_JUMPS).jumps, DEFAULT_JUMPS);
        assert!(PersonHints::read_all(b"{\"a\": 3}").is_err());
    }
}
