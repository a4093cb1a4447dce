//! Text: of the guide, and names that are too long for their place.

pub mod elide;
pub mod markdown;
