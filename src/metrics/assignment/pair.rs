//! A row and a column that may be matched.

/// A row and a column with a value above 0: how similar their boxes are, or how much it is worth to match them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::metrics) struct Pair {
    pub row: u32,
    pub column: u32,
    pub value: f64,
}
