//! Scrub through multi-object-tracking results without waiting.
//!
//! motscope is a viewer for `MOTChallenge` text files (the binary) and the engine behind it (this library): a bounded
//! cache that loads ahead what is likely to be asked for next, for any keyed data that is too large, too slow or too
//! far away to be held in memory.
//!
//! # Quick start
//!
//! Put a [`PrefetchCache`] in front of a [`DataProvider`]; ask it for keys.
//!
//! ```
//! use std::sync::Arc;
//! use motscope::{BoxError, DataProvider, KeySet, PrefetchCache};
//!
//! /// Something slow, by number.
//! struct Squares(Arc<KeySet>);
//!
//! impl DataProvider for Squares {
//!     type Value = u64;
//!     fn keys(&self) -> Arc<KeySet> {
//!         Arc::clone(&self.0)
//!     }
//!     fn load(&self, key: u64) -> Result<u64, BoxError> {
//!         Ok(key * key)
//!     }
//! }
//!
//! # fn main() -> Result<(), motscope::CacheError> {
//! let squares = Squares(Arc::new(KeySet::first_n(10_000)));
//! let cache = PrefetchCache::builder(squares).capacity(100).workers(2).build();
//! assert_eq!(*cache.get(12)?, 144); // blocks until it is there
//! cache.request(13);                // never blocks: ready, pending or failed
//! # Ok(()) }
//! ```
//!
//! # Data that changes
//!
//! A file may grow, be written again or be indexed while the cache runs. Let the provider see the new state first, then
//! tell the cache:
//!
//! - [`PrefetchCache::invalidate`] for keys whose values are no longer true, [`PrefetchCache::invalidate_all`] for all.
//!   No call that begins afterwards is answered with an older value: neither with one that was resident nor with one
//!   that was being loaded. Whoever waited for such a load before is answered by it. There is still at most one load a
//!   key that others may join; an outdated one may go on beside it, and what it brings is not let in.
//! - [`PrefetchCache::keys_changed`] for keys that came or went. What is gone leaves, is no longer queued, and answers
//!   [`CacheError::NoSuchKey`]; nothing is loaded for it.
//!
//! Neither moves the play head, and loading the current key again is neither a move nor a miss.
//! [`PrefetchCache::latest`] alone keeps an old value, so that a window has something to show until the newer one lands.
//! Values that leave this way count as [`CacheStats::invalidated`], not as evictions. The play head has its own side of
//! this: [`Playback::set_keys`] and [`Playback::set_follow`].
//!
//! ```
//! use motscope::{KeySet, PrefetchCache, Synthetic};
//! # fn main() -> Result<(), motscope::CacheError> {
//! let cache = PrefetchCache::builder(Synthetic::new(10)).build();
//! cache.get(9)?;
//! cache.provider().set_keys(KeySet::first_n(12));     // the file has grown by two frames, and frame 9 by some rows
//! cache.keys_changed();
//! cache.invalidate(&KeySet::from_keys([9]));
//! assert!(cache.get(11).is_ok() && cache.get(9).is_ok());
//! # Ok(()) }
//! ```
//!
//! # Map
//!
//! | module | what is in it |
//! |---|---|
//! | [`provider`] | [`DataProvider`], the [`KeySet`] it offers, providers for trying things out |
//! | [`cache`] | [`PrefetchCache`]: its builder, events, counters, eviction policies, snapshots |
//! | [`predict`] | [`AccessPredictor`], the built-in predictors and their parameters |
//! | [`mot`] | MOT files: row parser, index over the mapped file, frames on demand, summary, generator |
//! | [`scene`] | a made-up street: pictures, what is true of them, what a tracker makes of it |
//! | [`sequence`] | the pictures under the boxes: sequence folders, decoding, frames with their picture |
//! | [`render`] | one frame drawn as a picture: what the canvas shows, without a window |
//! | [`export`](mod@export) | frames written as pictures, as an animated GIF or as a video |
//! | [`palette`] | the colours of tracks |
//! | [`playback`] | the play head: play, pause, step, loop, speed; without a clock of its own |
//! | [`sim`] | recorded navigation replayed against a virtual clock |
//! | [`telemetry`] | events and counters as bounded time series |
//! | `cli` | the subcommands (feature `cli`) |
//! | `app` | the window (feature `gui`); the only module that names egui |
//!
//! Without default features the library builds without a window system.

// The README's snippets are tests, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(feature = "gui")]
pub mod app;
pub mod cache;
#[cfg(feature = "cli")]
pub mod cli;
pub mod export;
pub mod mot;
pub mod palette;
pub mod playback;
pub mod predict;
pub mod provider;
mod random;
pub mod render;
pub mod scene;
pub mod sequence;
pub mod sim;
#[cfg(any(feature = "cli", feature = "gui"))]
mod stderr;
pub mod telemetry;
mod unfinished;

pub use cache::{
    CacheError, CacheStats, Capacity, Event, EventKind, Eviction, EvictionChoice, EvictionPolicy, PrefetchCache,
    Request,
};
pub use mot::MotFile;
pub use playback::Playback;
pub use predict::{AccessHint, AccessHistory, AccessPredictor, Adaptive, AdaptivePredictor, Predictions};
pub use provider::{BoxError, DataProvider, Delayed, KeySet, Latency, ProviderStats, Synthetic};
pub use telemetry::Telemetry;
