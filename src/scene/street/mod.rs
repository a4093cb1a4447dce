//! The empty street: where things are, the ground, the houses behind it, and what stands in it.

pub mod ground;
pub mod houses;
pub mod layout;
pub mod props;
