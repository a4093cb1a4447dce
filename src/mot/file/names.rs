//! The names of class numbers that are not in the file.

use std::sync::Arc;

use crate::mot::class_names::{ClassChoice, ClassList, ClassNames};

/// The names of class numbers that are not in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// What the user chose.
    choice: Option<ClassChoice>,
    /// The names in `labels.txt` beside the file.
    beside: Option<Arc<ClassList>>,
}

impl Names {
    /// The names that the user chose, and those in `labels.txt` beside the file.
    pub(super) fn new(choice: Option<ClassChoice>, beside: Option<ClassList>) -> Self {
        Self { choice, beside: beside.map(Arc::new) }
    }

    /// The list of names that is used.
    pub(super) fn list(&self) -> Option<&Arc<ClassList>> {
        self.choice.as_ref().map_or(self.beside.as_ref(), ClassChoice::list)
    }

    /// Whether the numbers are those of `labels.txt`, and so not those of a data set.
    pub(super) fn are_of_labels(&self) -> bool {
        self.beside.is_some()
    }

    /// The data set whose names the user chose.
    pub(super) fn chosen(&self) -> Option<ClassNames> {
        self.choice.as_ref().map(ClassChoice::data_set)
    }
}
