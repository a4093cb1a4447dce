//! Counts the rows of each class.

use std::collections::HashMap;

use crate::mot::layout::Class;

/// How often a class occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassCount {
    /// The class.
    pub class: Class,
    /// How many rows have it.
    pub rows: u64,
}

/// The classes found so far, in the order of appearance.
#[derive(Clone, Debug, Default)]
pub(super) struct ClassTable {
    /// The place of each class in `counts`.
    places: HashMap<Class, u32>,
    counts: Vec<ClassCount>,
    /// The place of the class of the latest row. Most rows have the class of the row before.
    latest: usize,
}

impl ClassTable {
    /// Counts a row of a class. Returns the place of the class in the order of appearance.
    #[inline]
    pub(super) fn count(&mut self, class: Class) -> u32 {
        if self.counts.get(self.latest).is_none_or(|latest| latest.class != class) {
            self.latest = self.place(class) as usize;
        }
        self.counts[self.latest].rows += 1;
        self.latest as u32
    }

    /// The place of a class, which is added if it is new.
    fn place(&mut self, class: Class) -> u32 {
        if let Some(&place) = self.places.get(&class) {
            return place;
        }
        let place = self.counts.len() as u32;
        self.counts.push(ClassCount { class: class.clone(), rows: 0 });
        self.places.insert(class, place);
        place
    }

    /// Adds the counts of another part of the file. Returns the new place of each of its classes.
    pub(super) fn merge(&mut self, part: Self) -> Vec<u32> {
        let add = |count: ClassCount| {
            let place = self.place(count.class);
            self.counts[place as usize].rows += count.rows;
            place
        };
        part.counts.into_iter().map(add).collect()
    }

    /// The counts sorted by class, and for each class its new place in them.
    pub(super) fn sorted(&self) -> (Vec<ClassCount>, Vec<u32>) {
        let mut by_class: Vec<usize> = (0..self.counts.len()).collect();
        by_class.sort_by(|&one, &other| self.counts[one].class.cmp(&self.counts[other].class));
        let mut order = vec![0; by_class.len()];
        by_class.iter().enumerate().for_each(|(place, &old)| order[old] = place as u32);
        (by_class.into_iter().map(|old| self.counts[old].clone()).collect(), order)
    }
}
