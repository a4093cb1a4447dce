//! Which column of a text means what, where it is not the order of `MOTChallenge`.
//!
//! A header with names says it ([`header`]), or the first rows do ([`rows`]), or the user does ([`Roles`]). The answer is a
//! [`ColumnMap`], and [`rows_of_line`] reads lines by it. Everything here is pure: bytes in, values out.

mod column_sample;
mod fields;
mod first_lines;
mod header;
mod map;
mod reading;
mod recognise;
mod rows;
mod sample;
mod separator;
mod statistics;

pub use column_sample::ColumnSample;
pub use header::role::Role;
pub use header::roles::{Roles, UnknownColumn};
pub use map::column_map::ColumnMap;

pub(super) use column_sample::column_samples;
pub(super) use map::column_map::FrameSource;
pub(super) use map::table_row::{
    LineFacts, describe, first_field, frame_of_line, moment_of_line, other_negative_ids, rows_of_line,
};
pub(super) use map::time_table::TimeTable;
pub(super) use map::values::number_in_name;
pub(super) use reading::{Question, Reading, Recognised};
pub(super) use recognise::{in_order_of_motchallenge, recognise};
pub(super) use statistics::most_common;
