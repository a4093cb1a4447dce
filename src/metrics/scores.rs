//! The scores of a sequence or of several, by the names of `TrackEval`.

use super::clear::Clear;
use super::count::Count;
use super::hota::Hota;
use super::identity::Identity;
use super::value::Value;

/// All scores of one class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// HOTA and its parts.
    pub hota: Hota,
    /// MOTA and its parts.
    pub clear: Clear,
    /// IDF1 and its parts.
    pub identity: Identity,
    /// Boxes and tracks.
    pub count: Count,
}

/// A score with its name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// `HOTA`, `CLEAR`, `Identity` or `Count`.
    pub family: &'static str,
    /// The name that `TrackEval` gives it.
    pub name: &'static str,
    /// Its value.
    pub value: Value,
}

impl Scores {
    /// The scores of several sequences together, combined as `TrackEval` 1.3.0 does: what is counted is summed, what is a share
    /// is computed from the sums, and associations are weighted by true positives.
    pub fn combined<'a>(of: impl IntoIterator<Item = &'a Self, IntoIter: Clone>) -> Self {
        let of = of.into_iter();
        Self {
            hota: Hota::combined(of.clone().map(|scores| &scores.hota)),
            clear: Clear::combined(of.clone().map(|scores| &scores.clear)),
            identity: Identity::combined(of.clone().map(|scores| &scores.identity)),
            count: Count::combined(of.map(|scores| &scores.count)),
        }
    }

    /// All scores by the names of `TrackEval`.
    pub fn fields(&self) -> Vec<Field> {
        let count = self.count;
        let counts = [
            ("Dets", count.result_boxes),
            ("GT_Dets", count.truth_boxes),
            ("IDs", count.result_tracks),
            ("GT_IDs", count.truth_tracks),
            ("Frames", count.frames),
        ];
        let of = |family: &'static str, fields: Vec<(&'static str, Value)>| {
            fields.into_iter().map(move |(name, value)| Field { family, name, value })
        };
        of("HOTA", self.hota.fields())
            .chain(of("CLEAR", self.clear.fields()))
            .chain(of("Identity", self.identity.fields()))
            .chain(of("Count", counts.map(|(name, count)| (name, Value::Count(count))).to_vec()))
            .collect()
    }
}
