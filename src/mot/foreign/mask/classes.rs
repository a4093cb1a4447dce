//! The classes of MOTS.

use std::borrow::Cow;

/// The name of a class of MOTS. Source: `vision.rwth-aachen.de/page/mots`: 1 is a car, 2 a pedestrian, and 10 a region that
/// evaluation ignores.
pub(super) fn class_name(class: u64) -> Cow<'static, str> {
    match class {
        1 => Cow::Borrowed("car"),
        2 => Cow::Borrowed("pedestrian"),
        10 => Cow::Borrowed("ignored region"),
        other => Cow::Owned(format!("class {other}")),
    }
}
