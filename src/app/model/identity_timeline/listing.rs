//! Which rows are listed, and in which order.

use std::sync::Arc;

use super::facts::Facts;
use super::rows::{RowId, Rows};
use super::search::RowSearch;

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// By first frame.
    #[default]
    Birth,
    /// By the number of frames they are in.
    Length,
    /// By the number of switches.
    Switches,
    /// By the number of missed frames.
    Missed,
    /// By id.
    Id,
}

impl SortBy {
    /// All, in the order of the menu.
    pub const ALL: [Self; 5] = [Self::Birth, Self::Length, Self::Switches, Self::Missed, Self::Id];

    /// Whether the greatest comes first at first: long tracks and many errors are what one looks for.
    pub fn begins_with_greatest(self) -> bool {
        matches!(self, Self::Length | Self::Switches | Self::Missed)
    }
}

/// Which rows are listed, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// What was typed to find rows.
    pub search: String,
    /// What they are sorted by.
    pub by: SortBy,
    /// Whether the greatest comes first.
    pub descending: bool,
    /// The frame that a listed track must be in, between its first and its last frame.
    pub frame: Option<u64>,
}

/// Rows in an order. It is made on a thread, because it looks at all rows.
#[derive(Debug)]
pub struct Listing {
    /// All rows.
    pub rows: Arc<Rows>,
    listed: Vec<RowId>,
    /// For each class and each place in it, the place in `listed`, or [`NOWHERE`].
    places: Vec<Vec<u32>>,
}

/// Marks a row that is not listed.
const NOWHERE: u32 = u32::MAX;

impl Listing {
    /// Lists the rows.
    pub fn new(rows: Arc<Rows>, order: &Order) -> Self {
        let classes = rows.classes();
        let search = RowSearch::new(&order.search);
        let all =
            (0..).zip(&classes).flat_map(|(class, &count)| (0..count as u32).map(move |place| RowId { class, place }));
        let is_listed =
            |row: &RowId| search.finds(&rows, *row) && order.frame.is_none_or(|frame| is_in(rows.facts(*row), frame));
        let mut listed: Vec<RowId> = all.filter(is_listed).collect();
        let key = |row: &RowId| {
            let facts = rows.facts(*row);
            match order.by {
                SortBy::Birth => facts.first.into(),
                SortBy::Length => facts.length.into(),
                SortBy::Switches => facts.switches.into(),
                SortBy::Missed => facts.missed.into(),
                SortBy::Id => rows.id(*row).unwrap_or(0),
            }
        };
        // Equal rows stay in the order of their ids.
        if order.descending {
            listed.sort_by_cached_key(|row| std::cmp::Reverse(key(row)));
        } else {
            listed.sort_by_cached_key(key);
        }
        let mut places: Vec<Vec<u32>> = classes.iter().map(|&count| vec![NOWHERE; count]).collect();
        for (at, row) in (0..).zip(&listed) {
            places[row.class as usize][row.place as usize] = at;
        }
        Self { rows, listed, places }
    }

    /// How many rows are listed.
    pub fn len(&self) -> usize {
        self.listed.len()
    }

    /// Whether no row is listed.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// The row at a place.
    pub fn row(&self, at: usize) -> Option<RowId> {
        self.listed.get(at).copied()
    }

    /// The place of a row, if it is listed.
    pub fn place_of(&self, row: RowId) -> Option<usize> {
        let place = *self.places.get(row.class as usize)?.get(row.place as usize)?;
        (place != NOWHERE).then_some(place as usize)
    }
}

fn is_in(facts: Facts, frame: u64) -> bool {
    (facts.first.into()..=facts.last.into()).contains(&frame)
}
