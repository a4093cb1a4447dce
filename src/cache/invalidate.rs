//! Which keys there are, and which values are still true.

use std::sync::Arc;

use super::PrefetchCache;
use super::shared::Shared;
use crate::provider::{DataProvider, KeySet};

impl<P: DataProvider> PrefetchCache<P> {
    /// The provider's keys, as they were last looked at.
    pub fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.shared.state.lock().keys)
    }

    /// Looks at the provider's keys again, as after a file has grown, and plans anew.
    pub fn keys_changed(&self) {
        self.shared.refresh_keys();
        self.replan(|_| ());
    }
}

impl<P: DataProvider> Shared<P> {
    /// The provider's keys now. A panic leaves the set as it was.
    pub(super) fn refresh_keys(&self) -> Arc<KeySet> {
        match self.user(|| self.provider.keys()) {
            Ok(keys) => {
                let old = std::mem::replace(&mut self.state.lock().keys, Arc::clone(&keys));
                drop(old);
                keys
            }
            Err(thrown) => {
                self.report("the provider's keys()", thrown);
                Arc::clone(&self.state.lock().keys)
            }
        }
    }
}
