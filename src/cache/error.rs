//! Why a value could not be had: [`CacheError`].

use std::sync::Arc;

use thiserror::Error;

use crate::provider::BoxError;

/// Why the cache cannot answer with a value. Cheap to clone: all callers that waited for one load get the same error.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum CacheError {
    /// The provider has no such key.
    #[error("there is no key {0}")]
    NoSuchKey(u64),
    /// The provider's load returned this error.
    #[error(transparent)]
    Load(Arc<dyn std::error::Error + Send + Sync>),
    /// The provider's load panicked with this message.
    #[error("the provider panicked: {0}")]
    Panicked(Arc<str>),
    /// The time limit of [`get_timeout`](crate::PrefetchCache::get_timeout) passed first. The load continues.
    #[error("the value was not loaded within the time limit")]
    Timeout,
    /// The load of this key would have waited for itself for ever: it asked the cache for its own key, or for a key whose
    /// load waits for it in turn.
    #[error("the load of key {0} waits for itself")]
    Reentrant(u64),
    /// The cache is closed.
    #[error("the cache is closed")]
    Closed,
}

impl From<BoxError> for CacheError {
    fn from(error: BoxError) -> Self {
        Self::Load(error.into())
    }
}

/// The message of a panic, from its payload.
pub(crate) fn panic_message(payload: &(dyn std::any::Any + Send)) -> Arc<str> {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").into()
}
