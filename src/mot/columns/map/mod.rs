//! A map of columns, and how a line is read by it.

pub(super) mod column_map;
pub(super) mod table_row;
pub(super) mod time_table;
pub(super) mod values;

mod words;
