//! The store: what is resident, queued, in flight and failed, and every decision about that.
//!
//! It has no thread, clock or I/O. The time of each step is a parameter, so that a simulator can drive the same code as
//! the threads of a cache.

mod admission;
mod capacity;
mod conditions;
mod flights;
mod in_flight;
mod inspect;
mod invalidation;
mod latest;
mod moves;
mod queue;
mod snapshot;
mod state;
mod value;
mod victims;
mod worth;

pub use capacity::Capacity;
pub use in_flight::{Lane, Ticket};
pub use moves::RecentMove;
pub use snapshot::{FlightInfo, LastMove, ResidentInfo, Snapshot, Verdict};
pub use state::{Store, Touch};
pub use value::{Dropped, Failure, Leaving, Loaded, Retention, Retentions};
