//! The events that a search finds.

use std::sync::Arc;

use super::{EventOrder, EventSearch, Judgement};

/// The events of a judgement that a search finds.
#[derive(Clone, Debug)]
pub struct Found {
    /// The judgement.
    pub judgement: Arc<Judgement>,
    /// What was typed.
    pub search: String,
    /// Where the events that are found are among all.
    pub order: EventOrder,
}

impl Found {
    /// Looks at all events, which takes long if there are many.
    pub fn new(judgement: Arc<Judgement>, search: String) -> Self {
        let by = EventSearch::new(&search);
        let order = EventOrder::of(&judgement.events, |event| by.finds(event));
        Self { judgement, search, order }
    }
}
