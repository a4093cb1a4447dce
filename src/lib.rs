//! A bounded cache that prefetches what is likely to be asked for next, and a viewer for multi-object-tracking results
//! that uses it.
//!
//! motscope is a program and a library. The program opens `MOTChallenge` text files and sequences, draws the boxes of
//! each frame, and lets a person scrub through them without waiting. The library is the engine behind it. It works for
//! any data with integer keys that is too large, too slow or too far away to be held in memory: frames of a video,
//! tiles, lines of a log, rows of a table.
//!
//! To use the library without the window and its dependencies:
//!
//! ```toml
//! motscope = { version = "0.1", default-features = false }
//! ```
//!
//! # Quick start
//!
//! Implement [`DataProvider`] for your data and put a [`PrefetchCache`] in front of it.
//!
//! ```
//! use std::sync::Arc;
//! use motscope::{BoxError, DataProvider, KeySet, PrefetchCache, Request};
//!
//! /// Values that are slow to load, by number.
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
//!
//! // Waits until the value is there, and loads it on this thread if need be.
//! assert_eq!(*cache.get(12)?, 144);
//!
//! // Never waits, so it is the right call for a window.
//! match cache.request(13) {
//!     Request::Ready(value) => assert_eq!(*value, 169),
//!     Request::Pending => {} // ask again when an event tells that the load has ended
//!     Request::Failed(error) => return Err(error),
//! }
//!
//! // `hit_rate` is none before the first move.
//! assert!(cache.stats().hit_rate().is_some());
//! # Ok(()) }
//! ```
//!
//! # How prediction works
//!
//! Each [`get`](PrefetchCache::get) or [`request`](PrefetchCache::request) of another key is a *move* of the play head.
//! After a move, the planning thread runs the predictor. It gives each key a *score*, which tells how likely the key is
//! asked for, and a *benefit*, which tells how much it is worth to load the key now.
//!
//! The cache then chooses the *wanted set*: the keys that are worth most and fit the capacity together with the current
//! key. Resident values and keys to be loaded compete for it. Missing keys of the wanted set are loaded, the most
//! useful first, and at most `degree` of them are asked for at once. Only values outside the wanted set are evicted:
//! the least likely first, and among equally likely ones in the order of the [`Eviction`] policy. A new plan replaces
//! the queue, so a free worker always loads for the newest position. The number of workers adapts to the load times and
//! to the pace of the moves, unless you set it.
//!
//! These predictors are built in; d is the distance from the current key:
//!
//! | predictor | score |
//! |---|---|
//! | [`AdaptivePredictor`] (default) | learned from the person who navigates, see below |
//! | [`DistanceDecay`](predict::DistanceDecay) | 1 / (\|d\| + 1)^1.5, up to 60 keys in both directions |
//! | [`DynamicDistanceDecay`](predict::DynamicDistanceDecay) | 2 / d^0.8 ahead and 0.3 / d^1.2 behind; the next nine × 1.5 after a move forward |
//! | [`DynamicData`](predict::DynamicData) | like the one above, + 5 for the target of each jump button, + 2 / (\|o\| + 1) at o keys from it; the next ten × 2 after two moves forward |
//! | [`NoPrefetch`](predict::NoPrefetch) | none |
//!
//! The adaptive predictor learns which action follows on the last two: steps, jump buttons, movements of the pointer
//! along a scrubber, landmarks. It learns the places that a person returns to, and infers where the drag under way will
//! end. It follows up to 24 possible futures 14 moves ahead. The score of a key is the sum of the likelihoods of the
//! futures that lead to it, × 0.96 for each move ahead. Its benefit is the score times the share of the load time that
//! is saved by not waiting for the next move. What it has learned is in [`SharedHabits`](predict::SharedHabits), which
//! can be saved and cleared. All these numbers are parameters; see [`PredictorConfig`](predict::PredictorConfig).
//!
//! What you know, a predictor need not guess: [`PrefetchCache::hint`] tells it about playback, a drag, jump buttons,
//! landmarks and the width of a scrubber.
//!
//! A predictor of your own implements [`AccessPredictor`], or is a closure:
//!
//! ```
//! use motscope::{AccessHistory, Predictions, PrefetchCache, Synthetic};
//! use std::time::Duration;
//!
//! # fn main() -> Result<(), motscope::CacheError> {
//! // Expects the key that is 40 keys ahead.
//! let stride = |_: &AccessHistory, out: &mut Predictions| out.add(40, 1.0, 0);
//! let cache = PrefetchCache::builder(Synthetic::new(1000)).predictor(stride).build();
//! cache.get(0)?;
//! assert!(cache.wait_idle(Duration::from_secs(10)));
//! assert_eq!(cache.peek(40).as_deref(), Some(&40)); // prefetched
//! # Ok(()) }
//! ```
//!
//! How well this works is measured by replaying navigation with a virtual clock ([`sim`]): eight kinds of made-up
//! navigation, with loads of 60 ms, a capacity of 64 frames and four workers (`motscope replay`, means):
//!
//! | | hits | stall per move | loads per move |
//! |---|---|---|---|
//! | adaptive | 98 % | 0.9 ms | 3.3 |
//! | dynamic data | 88 % | 6.6 ms | 5.4 |
//! | read-ahead, as film players do | 84 % | 9.0 ms | 5.8 |
//! | a Python library with the formula of dynamic data | 69 % | 18 ms | 2.8 |
//! | no prefetching | 33 % | 40 ms | 0.7 |
//! | a clairvoyant, which knows the moves in advance | 99.95 % | 0.03 ms | 0.7 |
//!
//! Hits are moves whose value was resident; a value that was still in flight is a *late hit* and does not count as one.
//! [Accuracy](CacheStats::accuracy) is the share of the prefetched values that were used.
//! [Loads per move](CacheStats::loads_per_move) tell what prefetching costs.
//!
//! # What the cache guarantees
//!
//! Each of these guarantees has tests (`tests/engine.rs`, `tests/invalidate.rs`, `tests/keys_change.rs`):
//!
//! - The value of the current key is never evicted.
//! - The wanted set never exceeds the capacity, and victims come only from outside it.
//! - Single flight: there is one load for a key, even if many callers wait for it.
//! - A caller of `get` never waits for a prefetch of another key.
//! - No user code runs, no I/O happens and no value is dropped while a lock is held.
//! - A panic in a provider, predictor, policy or callback is contained, and every caller that waits gets an answer.
//! - `close` returns even if a load never does.
//! - A hit allocates no memory.
//! - After an invalidation, no caller gets the old value.
//! - A value that is refreshed stays until the new one replaces it, and none stays old.
//!
//! # Data that changes
//!
//! A file may grow, be written again or be indexed while the cache runs. First let the provider return the new data,
//! then tell the cache:
//!
//! - [`PrefetchCache::invalidate`] if the data of some keys has changed, and [`PrefetchCache::invalidate_all`] if that
//!   of all has. No later call gets an old value, neither one that was resident nor one that was being loaded. Callers
//!   that waited for such a load before the invalidation get its value.
//! - [`PrefetchCache::refresh`] and [`PrefetchCache::refresh_all`] if the old values are good enough for the moment. They
//!   stay until they are loaded again in the background, so nobody waits. The provider's [`reload`](DataProvider::reload)
//!   is given the old value, and can keep the parts of it that have not changed.
//! - [`PrefetchCache::keys_changed`] if keys were added or removed. Values of removed keys leave, and to ask for such a
//!   key fails with [`CacheError::NoSuchKey`].
//!
//! None of these calls moves the play head. To load the current key again counts neither as a move nor as a miss. Values
//! that leave in this way count as [`CacheStats::invalidated`], not as evictions. Values that were replaced in place count
//! as [`CacheStats::refreshed`], and their loads are not among [`CacheStats::loads`]. After an invalidation, only [`PrefetchCache::latest`] keeps an
//! old value until the new one arrives, so that a window has something to show. The play head has similar calls:
//! [`Playback::set_keys`] and [`Playback::set_follow`].
//!
//! ```
//! use motscope::{KeySet, PrefetchCache, Synthetic};
//! # fn main() -> Result<(), motscope::CacheError> {
//! let cache = PrefetchCache::builder(Synthetic::new(10)).build();
//! cache.get(9)?;
//! cache.provider().set_keys(KeySet::first_n(12)); // the file has two more frames, and frame 9 has more rows
//! cache.keys_changed();
//! cache.invalidate(&KeySet::from_keys([9]));
//! assert!(cache.get(11).is_ok() && cache.get(9).is_ok());
//! # Ok(()) }
//! ```
//!
//! # Modules
//!
//! | module | content |
//! |---|---|
//! | [`provider`] | [`DataProvider`], the [`KeySet`] of its keys, and providers for experiments |
//! | [`cache`] | [`PrefetchCache`]: its builder, events, counters, eviction policies and snapshots |
//! | [`predict`] | [`AccessPredictor`], the built-in predictors and their parameters |
//! | [`mot`] | text files of boxes: rows, the index of a file, frames on demand, summary, generator |
//! | [`sequence`] | the pictures of a sequence: its folder, decoding, frames with their picture |
//! | [`metrics`] | how well a tracker did: HOTA, CLEAR (MOTA) and Identity (IDF1), by the rules of benchmarks |
//! | [`data_set`] | the sequences of a data set with the results of trackers, all of them evaluated |
//! | [`scene`] | a made-up street: its pictures, the true boxes, and the output of a made-up tracker |
//! | [`render`] | draws a frame as a picture, without a window |
//! | [`export`](mod@export) | writes frames as pictures, as an animated GIF or as a video |
//! | [`palette`] | the colours of tracks |
//! | [`playback`] | the play head: play, pause, step, seek, loop and speed |
//! | [`sim`] | replays recorded navigation with a virtual clock |
//! | [`telemetry`] | events and counters of a cache as time series |
//! | `cli` | the subcommands (feature `cli`) |
//! | `app` | the window (feature `gui`); the only module that uses egui |
//!
//! The folder `examples` of the repository has a short program for each common question.

// The code blocks of these documents are tests, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
#[cfg(doctest)]
#[doc = include_str!("../examples/README.md")]
struct ExamplesReadme;

#[cfg(feature = "gui")]
pub mod app;
pub mod cache;
#[cfg(feature = "cli")]
pub mod cli;
pub mod data_set;
pub mod export;
mod ffmpeg;
#[cfg(any(feature = "cli", feature = "gui"))]
mod icon;
pub mod metrics;
pub mod mot;
pub mod palette;
mod parallel;
pub mod playback;
pub mod predict;
pub mod provider;
mod random;
pub mod render;
pub mod scene;
pub mod sequence;
#[cfg_attr(not(any(feature = "cli", feature = "gui")), allow(dead_code))]
mod shown;
pub mod sim;
#[cfg_attr(not(any(feature = "cli", feature = "gui")), allow(dead_code))]
mod stderr;
pub mod telemetry;
mod unfinished;
#[cfg(any(feature = "cli", feature = "gui"))]
mod workspace;

pub use cache::{
    CacheError, CacheStats, Capacity, Event, EventKind, Eviction, EvictionChoice, EvictionPolicy, PrefetchCache,
    Request,
};
pub use mot::MotFile;
pub use playback::Playback;
pub use predict::{AccessHint, AccessHistory, AccessPredictor, Adaptive, AdaptivePredictor, Predictions};
pub use provider::{BoxError, DataProvider, Delayed, KeySet, Latency, Neighbours, ProviderStats, Synthetic};
pub use telemetry::Telemetry;
