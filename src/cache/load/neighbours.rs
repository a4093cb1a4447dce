//! Takes values that a load has at hand beside its own: [`Offers`].

use std::sync::Arc;

use crate::cache::shared::Shared;
use crate::cache::store::{Dropped, Leaving, Ticket};
use crate::provider::{DataProvider, Neighbours};

/// Takes what one load offers.
pub(super) struct Offers<'a, P: DataProvider> {
    pub(super) shared: &'a Shared<P>,
    /// The load.
    pub(super) from: Ticket,
}

impl<P: DataProvider> Offers<'_, P> {
    /// Counts an offer that is not wanted. Returns whether it is one.
    fn is_refused(&self, key: u64) -> bool {
        let mut state = self.shared.state.lock();
        let is_refused = state.closed || !state.store.wants_neighbour(self.from, key);
        if is_refused {
            state.store.refuse_neighbour();
        }
        is_refused
    }
}

impl<P: DataProvider> Neighbours<P::Value> for Offers<'_, P> {
    fn wants(&self, key: u64) -> bool {
        let mut state = self.shared.state.lock();
        !state.closed && state.store.wants_neighbour(self.from, key)
    }

    fn offer(&self, key: u64, value: P::Value) {
        if self.is_refused(key) {
            return self.shared.let_go(value);
        }
        let loaded = self.shared.weigh(self.from, key, Arc::new(value));
        let (mut dropped, mut replaced) = (Dropped::new(), None);
        let mut state = self.shared.state.lock();
        let now = self.shared.now();
        if state.closed {
            dropped.push(Leaving::Value(loaded.value));
        } else if state.store.offer(self.from, key, loaded, now, &mut dropped)
            && let Some((_, number)) = state.lane.pending.take_if(|(waiting, _)| *waiting == key)
        {
            // The request needs no load any more.
            replaced = state.store.attach_request(key, number);
        }
        drop(state);
        self.shared.let_go_all(dropped);
        self.shared.let_go(replaced);
    }
}
