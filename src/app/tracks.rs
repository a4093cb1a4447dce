//! Tracks and filters: which are shown, in which order. The order is found once, not in every pass. No widgets here.

use std::collections::BTreeSet;

use crate::mot::{Class, Detection, Layout, Summary, Track, TrackId};

/// Which boxes and tracks are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Rows with a lower confidence are hidden; rows without one are shown.
    pub min_confidence: Option<f64>,
    /// Rows of these classes are hidden.
    pub hidden_classes: BTreeSet<Class>,
}

impl Filter {
    /// Whether anything can be hidden by it.
    pub fn is_active(&self) -> bool {
        *self != Self::default()
    }

    /// Whether a row is shown.
    pub fn passes(&self, detection: &Detection, layout: Layout) -> bool {
        let sure =
            self.min_confidence.is_none_or(|min| detection.confidence.is_none_or(|confidence| confidence >= min));
        sure && (self.hidden_classes.is_empty()
            || layout.class_of(detection).is_none_or(|class| !self.hidden_classes.contains(&class)))
    }

    /// Whether a track is listed: its surest row is sure enough, and the class of most of its rows is shown.
    fn lists(&self, track: &Track, summary: &Summary) -> bool {
        // The summary keeps confidences in 32 bits; a bound as large as the greatest one must still let it pass.
        let sure = self.min_confidence.is_none_or(|min| track.max_confidence.is_none_or(|max| max >= min as f32));
        sure && (self.hidden_classes.is_empty()
            || summary.class_of(track).is_none_or(|class| !self.hidden_classes.contains(class)))
    }
}

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// By id.
    #[default]
    Id,
    /// By first frame.
    First,
    /// By number of boxes.
    Boxes,
}

/// How the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub by: SortBy,
    /// Greatest first.
    pub descending: bool,
}

/// The list: the places of the tracks to show in `Summary::tracks`, in order.
#[derive(Clone, Debug, Default)]
pub struct TrackList {
    /// Part of the ids to show.
    pub search: String,
    /// How it is sorted.
    pub sort: Sort,
    /// The track that was scrolled to last.
    pub scrolled_to: Option<TrackId>,
    /// The part of the list that was to be seen last, from its top, in points.
    pub visible: Option<(f32, f32)>,
    rows: Vec<u32>,
    made_for: Option<(String, Sort, Filter)>,
}

impl TrackList {
    /// Makes the list anew the next time it is asked for, as when tracks have become known.
    pub fn forget(&mut self) {
        self.made_for = None;
    }

    /// The places of the tracks to show, in order.
    pub fn rows(&mut self, summary: &Summary, filter: &Filter) -> &[u32] {
        let is_known = self.made_for.as_ref().is_some_and(|(search, sort, made_filter)| {
            *search == self.search && *sort == self.sort && made_filter == filter
        });
        if !is_known {
            self.rows = rows(summary, &self.search, self.sort, filter);
            self.made_for = Some((self.search.clone(), self.sort, filter.clone()));
        }
        &self.rows
    }
}

fn rows(summary: &Summary, search: &str, sort: Sort, filter: &Filter) -> Vec<u32> {
    let search = search.trim();
    let tracks = &summary.tracks;
    let is_listed = |track: &Track| (search.is_empty() || matches(track.id, search)) && filter.lists(track, summary);
    let mut rows: Vec<u32> = (0..).zip(tracks).filter(|(_, track)| is_listed(track)).map(|(at, _)| at).collect();
    let track = |at: u32| &tracks[at as usize];
    match sort.by {
        SortBy::Id => {}
        // Equal ones stay in the order of their ids.
        SortBy::First => rows.sort_by_key(|&at| track(at).first),
        SortBy::Boxes => rows.sort_by_key(|&at| track(at).boxes),
    }
    if sort.descending {
        rows.reverse();
    }
    rows
}

fn matches(id: TrackId, search: &str) -> bool {
    // Ids are compared as they are read: digit by digit.
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = id.0;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    digits[at..].windows(search.len()).any(|window| window == search.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::{MotFile, Progress};
    use proptest::prelude::*;

    fn file(rows: &str) -> (MotFile, Summary) {
        let file = MotFile::from_bytes("gt.txt", rows.as_bytes().to_vec()).unwrap();
        let summary = file.summarize(&Progress::new()).unwrap();
        (file, summary)
    }

    fn ids(list: &mut TrackList, summary: &Summary, filter: &Filter) -> Vec<u64> {
        list.rows(summary, filter).iter().map(|&at| summary.tracks[at as usize].id.0).collect()
    }

    const ROWS: &str = "1,12,0,0,9,9,1,1,1\n2,12,0,0,9,9,1,1,1\n3,3,0,0,9,9,0,7,1\n1,21,0,0,9,9,0.5,1,1\n";

    #[test]
    fn the_list_is_searched_by_id_and_sorted_as_asked() {
        let (_, summary) = file(ROWS);
        let mut list = TrackList::default();
        let all = Filter::default();
        assert_eq!(ids(&mut list, &summary, &all), [3, 12, 21]);
        list.sort = Sort { by: SortBy::Boxes, descending: true };
        assert_eq!(ids(&mut list, &summary, &all), [12, 21, 3]);
        list.sort = Sort { by: SortBy::First, descending: false };
        assert_eq!(ids(&mut list, &summary, &all), [12, 21, 3]);
        list.search = " 2 ".to_owned();
        assert_eq!(ids(&mut list, &summary, &all), [12, 21]);
        list.search = "x".to_owned();
        assert!(ids(&mut list, &summary, &all).is_empty());
    }

    #[test]
    fn a_filter_acts_on_rows_and_on_the_list_alike() {
        let (file, summary) = file(ROWS);
        let mut list = TrackList::default();
        let sure = Filter { min_confidence: Some(0.75), ..Filter::default() };
        assert_eq!(ids(&mut list, &summary, &sure), [12]);
        let shown = file.frame(1).detections.iter().filter(|row| sure.passes(row, file.layout())).count();
        assert_eq!(shown, 1);
        let hidden_classes = [Class::Number(7)].into();
        let no_static = Filter { hidden_classes, ..Filter::default() };
        assert_eq!(ids(&mut list, &summary, &no_static), [12, 21]);
        assert!(!no_static.passes(&file.frame(3).detections[0], file.layout()));
    }

    #[test]
    fn a_bound_as_large_as_the_greatest_confidence_keeps_it() {
        let (_, summary) = file("1,5,0,0,9,9,0.9,-1,-1,-1\n");
        let filter = Filter { min_confidence: summary.confidence.map(|range| range.1), ..Filter::default() };
        assert_eq!(ids(&mut TrackList::default(), &summary, &filter), [5]);
    }

    proptest! {
        #[test]
        fn ids_are_searched_as_they_are_written(id: u64, search in "[0-9]{1,4}") {
            prop_assert_eq!(matches(TrackId(id), &search), id.to_string().contains(&search));
        }
    }
}
