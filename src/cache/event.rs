//! Events: what the cache does, as it happens.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Sender, TrySendError};

/// The kind of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A key was asked for and was resident.
    Hit,
    /// A key was asked for while its load was in flight.
    LateHit,
    /// A key was asked for and was neither resident nor in flight.
    Miss,
    /// A load on demand began.
    LoadStart,
    /// A load on demand succeeded. `took` is its duration.
    LoadComplete,
    /// A load on demand failed. `message` tells why.
    LoadError,
    /// A prefetch began.
    PrefetchStart,
    /// A prefetch succeeded. `took` is its duration.
    PrefetchSuccess,
    /// A prefetch failed. `message` tells why.
    PrefetchError,
    /// A value came with the load of another key and was taken: see [`Neighbours`](crate::Neighbours).
    Neighbour,
    /// A value was evicted to make room.
    Evict {
        /// Whether it had been prefetched and was never asked for.
        unused: bool,
    },
    /// A queued prefetch was cancelled, because the newest plan does not want it.
    Cancelled,
    /// A loaded value was not admitted: there is no room, and what is resident is worth more.
    Rejected,
    /// A value left, or was not admitted, because its key was invalidated since its load began.
    Invalidated,
    /// A resident value was loaded again and has replaced the old one. `took` is the duration of the load.
    Refreshed,
    /// A resident value could not be loaded again, and has left. `message` tells why.
    RefreshError,
    /// A new plan replaced the queue. The key is the position it was made for, and `took` the time to make it.
    Planned,
    /// User code panicked, or a thread could not be started. `message` tells which.
    WorkerError,
}

impl EventKind {
    /// All kinds, with both sorts of eviction.
    pub const ALL: [Self; 19] = [
        Self::Hit,
        Self::LateHit,
        Self::Miss,
        Self::LoadStart,
        Self::LoadComplete,
        Self::LoadError,
        Self::PrefetchStart,
        Self::PrefetchSuccess,
        Self::PrefetchError,
        Self::Neighbour,
        Self::Evict { unused: false },
        Self::Evict { unused: true },
        Self::Cancelled,
        Self::Rejected,
        Self::Invalidated,
        Self::Refreshed,
        Self::RefreshError,
        Self::Planned,
        Self::WorkerError,
    ];

    /// The name of the kind, for display and for exported tables.
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
            Self::Neighbour => "neighbour",
            Self::Evict { unused: false } => "evict",
            Self::Evict { unused: true } => "evict unused",
            Self::Cancelled => "cancelled",
            Self::Rejected => "rejected",
            Self::Invalidated => "invalidated",
            Self::Refreshed => "refreshed",
            Self::RefreshError => "refresh error",
            Self::Planned => "planned",
            Self::WorkerError => "worker error",
        }
    }
}

/// Something that the cache did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When it happened, since the cache was built.
    pub at: Duration,
    /// What happened.
    pub kind: EventKind,
    /// The key that it concerns.
    pub key: u64,
    /// How long it took; zero for kinds that take no time.
    pub took: Duration,
    /// What went wrong, if something did.
    pub message: Option<Arc<str>>,
}

/// A function that is called with every event, on a thread of its own.
pub(super) type EventCallback = Box<dyn FnMut(&Event) + Send>;

/// Sends events to bounded channels, and never waits for one.
#[derive(Debug, Default)]
pub(crate) struct Emitter {
    sinks: Vec<Sender<Event>>,
    /// How many events found a full channel.
    pub(crate) dropped: u64,
}

impl Emitter {
    pub(crate) fn new(sinks: Vec<Sender<Event>>) -> Self {
        Self { sinks, dropped: 0 }
    }

    /// Sends an event without duration and message.
    pub(crate) fn emit(&mut self, at: Duration, kind: EventKind, key: u64) {
        self.emit_full(Event { at, kind, key, took: Duration::ZERO, message: None });
    }

    /// Sends an event to every channel that has room, and counts the channels that have none.
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

    /// Takes all channels out, so that their receivers are disconnected once these are dropped.
    pub(crate) fn disconnect(&mut self) -> Vec<Sender<Event>> {
        std::mem::take(&mut self.sinks)
    }
}
