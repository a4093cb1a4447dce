//! Why a value could not be had.

use std::sync::Arc;

use crate::provider::BoxError;

/// Why a value could not be had. Cheap to clone: all callers that waited for one load share it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CacheError {
    /// The provider has no such key.
    NoSuchKey(u64),
    /// The provider's load answered with this error.
    Load(Arc<dyn std::error::Error + Send + Sync>),
    /// The provider's load panicked with this message.
    Panicked(Arc<str>),
    /// The time limit passed first. The load goes on.
    Timeout,
    /// The key was asked for by its own load, which would have waited for itself for ever.
    Reentrant(u64),
    /// The cache was closed.
    Closed,
}

impl std::fmt::Display for CacheError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoSuchKey(key) => write!(f, "there is no key {key}"),
            Self::Load(error) => error.fmt(f),
            Self::Panicked(message) => write!(f, "the provider panicked: {message}"),
            Self::Timeout => f.write_str("not loaded within the time limit"),
            Self::Reentrant(key) => write!(f, "the load of key {key} asked for itself"),
            Self::Closed => f.write_str("the cache is closed"),
        }
    }
}

impl std::error::Error for CacheError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Load(error) => error.source(),
            _ => None,
        }
    }
}

impl From<BoxError> for CacheError {
    fn from(error: BoxError) -> Self {
        Self::Load(error.into())
    }
}

/// What a panic said, from what it was thrown with.
pub(crate) fn panic_message(thrown: &(dyn std::any::Any + Send)) -> Arc<str> {
    let text = thrown.downcast_ref::<&str>().copied().or_else(|| thrown.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").into()
}
