//! What is changed of every box.

use std::borrow::Cow;
use std::io;

use thiserror::Error;

use crate::mot::row::{MAX_COORDINATE, MAX_FRAME};
use crate::mot::{Class, ClassChoice, Detection, Layout};
use crate::provider::BoxError;

/// What is changed of every box.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change<'a> {
    /// What is added to frame numbers.
    pub(super) offset: i64,
    /// The factors of x and y.
    pub(super) scale: (f64, f64),
    /// Names of class numbers.
    pub(super) names: Option<&'a ClassChoice>,
}

/// Why boxes cannot be written.
#[derive(Debug, Error)]
pub(super) enum BoxesError {
    #[error("{0}")]
    Write(#[from] io::Error),
    #[error("{0}")]
    Load(BoxError),
    #[error("frame {frame} would be {moved} with this --offset; frame numbers are 0 to {MAX_FRAME}")]
    Frame { frame: u64, moved: i64 },
    #[error("a box of frame {0} would reach beyond {MAX_COORDINATE} pixels with this --scale")]
    Scale(u64),
    #[error("it was cancelled")]
    Cancelled,
}

impl Change<'_> {
    /// The new number of a frame.
    pub(super) fn frame(&self, frame: u64) -> Result<u32, BoxesError> {
        let moved = (frame as i64).saturating_add(self.offset);
        u32::try_from(moved).ok().filter(|moved| *moved <= MAX_FRAME).ok_or(BoxesError::Frame { frame, moved })
    }

    /// The name of the class of a box, if it has a class.
    pub(super) fn class(&self, layout: Layout, detection: &Detection) -> Option<String> {
        let class = layout.class_of(detection)?;
        Some(self.named(&class).unwrap_or_else(|| layout.class_label(&class)).into_owned())
    }

    /// The class of a box as a field: its name, or its number if it has no name.
    pub(super) fn class_field(&self, layout: Layout, detection: &Detection) -> Option<String> {
        match layout.class_of(detection)? {
            Class::Number(number) if !self.has_name(layout, number) => Some(number.to_string()),
            _ => self.class(layout, detection),
        }
    }

    fn has_name(&self, layout: Layout, number: i64) -> bool {
        let class = Class::Number(number);
        self.named(&class).is_some() || layout.class_label(&class) != format!("class {number}")
    }

    /// The name that `--classes` has for the class of a box.
    pub(super) fn new_name(&self, layout: Layout, detection: &Detection) -> Option<Cow<'static, str>> {
        self.named(&layout.class_of(detection)?)
    }

    /// The name that `--classes` has for a class.
    pub(super) fn named(&self, class: &Class) -> Option<Cow<'static, str>> {
        match class {
            Class::Number(number) => self.names?.name(*number),
            Class::Name(_) => None,
        }
    }
}
