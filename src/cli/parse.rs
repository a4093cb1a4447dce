//! Numbers in arguments that have a least and a greatest value, sizes, and sources of class names.

use std::ops::RangeInclusive;

use clap::builder::{PathBufValueParser, RangedU64ValueParser, TypedValueParser};
use thiserror::Error;

use crate::mot::{ClassSource, Roles, UnknownColumn};

/// What `--classes` is, for `--help`.
pub(super) const CLASSES: &str = "Names of class numbers: mot17, coco (person is 0), coco-json (person is 1), visdrone, none, or a \
     file with one name a line or YAML with names. If left out, they are guessed";

/// A parser of a source of class names.
pub(super) fn class_source() -> impl TypedValueParser<Value = ClassSource> {
    PathBufValueParser::new().map(ClassSource::named)
}

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

/// Reads the meanings of columns, which must make a box.
pub(super) fn columns(list: &str) -> Result<Roles, String> {
    let roles: Roles = list.parse().map_err(|error: UnknownColumn| error.to_string())?;
    roles.problem().map_or(Ok(roles), Err)
}

/// A parser of whole numbers from 1 to `greatest`.
pub(super) fn count_up_to(greatest: u64) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=greatest)
}

/// The greatest width and height of a picture in pixels.
const MAX_SIDE: u32 = 1 << 20;

/// An argument that is not the size of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("it must be width and height in pixels, such as 1920x1080")]
pub(super) struct SizeError;

/// Reads the size of a picture, such as `1920x1080`.
pub(super) fn picture_size(text: &str) -> Result<(u32, u32), SizeError> {
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or(SizeError)?;
    let side = |text: &str| text.trim().parse().ok().filter(|side| (1..=MAX_SIDE).contains(side)).ok_or(SizeError);
    Ok((side(width)?, side(height)?))
}
