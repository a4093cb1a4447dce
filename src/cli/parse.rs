//! Numbers in arguments that have a least and a greatest value.

use std::ops::RangeInclusive;

use clap::builder::RangedU64ValueParser;
use thiserror::Error;

/// An argument that is not a number, or a number outside the range allowed.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("it must be a number from {} to {}", .allowed.start(), .allowed.end())]
pub(super) struct NumberError {
    allowed: RangeInclusive<f64>,
}

/// Reads a number within `allowed`.
pub(super) fn number_within(text: &str, allowed: RangeInclusive<f64>) -> Result<f64, NumberError> {
    let number = text.parse().ok().filter(|number| allowed.contains(number));
    number.ok_or(NumberError { allowed })
}

/// A parser of whole numbers from 1 to `greatest`.
pub(super) fn count_up_to(greatest: u64) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=greatest)
}
