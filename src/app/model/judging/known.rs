//! What the window knows of the comparison of layers.

use std::sync::Arc;

use super::{AtDifference, Differences, EventOrder, Found, Judgement, JudgingChoice, Pairs};

/// What the window knows of the comparison of layers.
#[derive(Clone, Debug, Default)]
pub struct Judging {
    /// How layers are compared.
    pub choice: JudgingChoice,
    /// The layers that are compared. `None` if there is no ground truth or no result.
    pub pairs: Option<Pairs>,
    /// What came out, one for each layer of results, in the order of layers. Empty until the first comparison has ended. While a
    /// newer one is in progress, these are those before.
    pub judgements: Arc<[Arc<Judgement>]>,
    /// Increases whenever `judgements` changes.
    pub version: u64,
    /// Whether a comparison is in progress.
    pub is_working: bool,
    /// Why the last comparison failed.
    pub trouble: Option<String>,
    /// The layer of results that is looked at: its place among the results that are compared.
    pub looked_at: usize,
    /// The event that the user went to last: its place among the events of the judgement that is looked at.
    pub event: Option<usize>,
    /// What the user typed to find events. Only events that it finds are listed and gone to.
    pub search: String,
    /// The events that it finds, once they are known.
    pub found: Option<Arc<Found>>,
    /// The two results that the user compares with each other: their places among the results that are compared.
    pub pair: Option<(usize, usize)>,
    /// Where these two differ, once it is known.
    pub differences: Option<Arc<Differences>>,
    /// The differences that the user went to last, unless it was an event.
    pub at_difference: Option<AtDifference>,
}

impl Judging {
    /// The judgement that is looked at.
    pub fn judgement(&self) -> Option<&Arc<Judgement>> {
        self.judgements.get(self.looked_at).or_else(|| self.judgements.first())
    }

    /// The events that the keys go to: all, or those that the search finds. `None` as long as these are not known.
    pub fn order(&self) -> Option<&EventOrder> {
        let judgement = self.judgement()?;
        if self.search.trim().is_empty() {
            return Some(&judgement.order);
        }
        let found = self.found.as_ref().filter(|found| Arc::ptr_eq(&found.judgement, judgement))?;
        Some(&found.order)
    }

    /// The two results that are compared with each other: their places among the results that are compared. If the user has not
    /// chosen them, these are the one that is looked at and the next other one.
    pub fn compared(&self) -> (usize, usize) {
        let count = self.judgements.len();
        let chosen = self.pair.filter(|&(first, second)| first.max(second) < count);
        let first = if self.looked_at < count { self.looked_at } else { 0 };
        chosen.unwrap_or((first, usize::from(first == 0)))
    }

    /// The judgement in which the layer at this place takes part. For ground truth, it is the one that is looked at.
    pub fn of_layer(&self, place: usize) -> Option<&Arc<Judgement>> {
        let of_result = self.judgements.iter().find(|judgement| judgement.result == place);
        of_result.or_else(|| self.judgement().filter(|judgement| judgement.truth == place))
    }
}
