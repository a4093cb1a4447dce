//! The caches of an opened sequence: what they load from, and what runs beside them.

pub mod caches;
pub mod frame_providers;

pub(super) mod idle;
pub(super) mod running;
