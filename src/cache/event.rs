//! What the cache does, told as it happens.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Sender, TrySendError};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A key was asked for and was resident.
    Hit,
    /// A key was asked for while its load was in flight.
    LateHit,
    /// A key was asked for and had to be loaded.
    Miss,
    /// A load on demand began.
    LoadStart,
    /// A load on demand succeeded; `took` is its duration.
    LoadComplete,
    /// A load on demand failed; `message` tells why.
    LoadError,
    /// A prefetch began.
    PrefetchStart,
    /// A prefetch succeeded; `took` is its duration.
    PrefetchSuccess,
    /// A prefetch failed; `message` tells why.
    PrefetchError,
    /// A value left the cache to make room.
    Evict {
        /// It had been prefetched and was never asked for.
        unused: bool,
    },
    /// A queued prefetch is no longer wanted.
    Cancelled,
    /// A loaded value was not let in: no longer wanted, and no room.
    Rejected,
    /// A value left, or was not let in, because its key was invalidated since its load began.
    Invalidated,
    /// A new plan replaced the queue; the key is the one it was made for, `took` the time it took to make.
    Planned,
    /// User code panicked on a worker, or a thread could not be started; `message` tells which.
    WorkerError,
}

impl EventKind {
    /// All kinds; both sorts of eviction are listed.
    pub const ALL: [Self; 16] = [
        Self::Hit,
        Self::LateHit,
        Self::Miss,
        Self::LoadStart,
        Self::LoadComplete,
        Self::LoadError,
        Self::PrefetchStart,
        Self::PrefetchSuccess,
        Self::PrefetchError,
        Self::Evict { unused: false },
        Self::Evict { unused: true },
        Self::Cancelled,
        Self::Rejected,
        Self::Invalidated,
        Self::Planned,
        Self::WorkerError,
    ];

    /// Name for people and for exported tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::LateHit => "late hit",
            Self::Miss => "miss",
            Self::LoadStart => "load start",
            Self::LoadComplete => "load complete",
            Self::LoadError => "load error",
            Self::PrefetchStart => "prefetch start",
            Self::PrefetchSuccess => "prefetch success",
            Self::PrefetchError => "prefetch error",
            Self::Evict { unused: false } => "evict",
            Self::Evict { unused: true } => "evict unused",
            Self::Cancelled => "cancelled",
            Self::Rejected => "rejected",
            Self::Invalidated => "invalidated",
            Self::Planned => "planned",
            Self::WorkerError => "worker error",
        }
    }
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When, since the cache was built.
    pub at: Duration,
    /// What happened.
    pub kind: EventKind,
    /// The key it happened to.
    pub key: u64,
    /// How long it took, where that means something; otherwise zero.
    pub took: Duration,
    /// What went wrong, where something did.
    pub message: Option<Arc<str>>,
}

/// A function that is told every event, on a thread of its own.
pub(super) type EventCallback = Box<dyn FnMut(&Event) + Send>;

/// Where events go: bounded channels that are never waited for.
#[derive(Debug, Default)]
pub(crate) struct Emitter {
    sinks: Vec<Sender<Event>>,
    pub(crate) dropped: u64,
}

impl Emitter {
    pub(crate) fn new(sinks: Vec<Sender<Event>>) -> Self {
        Self { sinks, dropped: 0 }
    }

    /// Sends an event to every sink that has room, and counts those that have none.
    pub(crate) fn emit(&mut self, at: Duration, kind: EventKind, key: u64) {
        self.emit_full(Event { at, kind, key, took: Duration::ZERO, message: None });
    }

    pub(crate) fn emit_full(&mut self, event: Event) {
        let Some((last, others)) = self.sinks.split_last() else { return };
        for sink in others {
            if let Err(TrySendError::Full(_)) = sink.try_send(event.clone()) {
                self.dropped += 1;
            }
        }
        if let Err(TrySendError::Full(_)) = last.try_send(event) {
            self.dropped += 1;
        }
    }

    /// Lets go of all sinks, so that their receivers see the end.
    pub(crate) fn disconnect(&mut self) -> Vec<Sender<Event>> {
        std::mem::take(&mut self.sinks)
    }
}
