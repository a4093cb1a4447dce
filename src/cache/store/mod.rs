//! What is resident, queued, in flight and failed, and every decision about it. Pure: no thread, clock or I/O; the
//! time of each step is handed in, so that a simulator can drive the same code as the program.

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
pub use snapshot::{FlightInfo, LastMove, ResidentInfo, Snapshot, Verdict};
pub use state::{Store, Touch};
pub use value::{Dropped, Failure, Leaving, Loaded};
