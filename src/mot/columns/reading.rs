//! How a text is read, and what is known before it is looked at.

use std::path::Path;

use super::header::roles::Roles;
use super::map::column_map::ColumnMap;
use crate::mot::format::Format;
use crate::mot::other_file::OtherFile;

/// What is known before a text is looked at.
#[derive(Clone, Copy, Debug)]
pub(in crate::mot) struct Question<'a> {
    /// The path of the file.
    pub(in crate::mot) path: &'a Path,
    /// What the columns mean, if the user states it.
    pub(in crate::mot) roles: Option<&'a Roles>,
    /// The size of the pictures in pixels, if the user states it.
    pub(in crate::mot) size: Option<(u32, u32)>,
}

/// How a text is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::mot) enum Reading {
    /// As rows of a format, by the order of their columns.
    Rows(Format),
    /// As rows of `MOTChallenge` with one tab between two fields.
    Tabs,
    /// By a map of its columns.
    Table(ColumnMap),
    /// Not at all.
    Other(OtherFile),
}

/// How a text is read, and what speaks against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::mot) struct Recognised {
    pub(in crate::mot) reading: Reading,
    /// Why rows in the order of `MOTChallenge` may be read wrongly, with the way out.
    pub(in crate::mot) doubt: Option<String>,
}
