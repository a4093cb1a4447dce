//! What a note says.

/// What a note says.
#[derive(Default)]
pub struct Note {
    /// What it is about.
    pub title: String,
    /// What is to be said of it.
    pub lines: Vec<String>,
    /// What is of less weight.
    pub more: String,
}
