//! Which tracks are listed, and in which order. Computed once per change, not on every repaint. No widgets here.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};

use eframe::egui;

use crate::app::model::filter::Filter;
use crate::app::model::format::has_digits;
use crate::app::model::frame::displayed_frame::DisplayedFrame;
use crate::app::model::judging::Judgement;
use crate::app::session::background::Newest;
use crate::app::widgets::long_list::Scroll;
use crate::mot::{Frame, Layout, Summary, Track, TrackId};

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
    /// The sort key.
    pub by: SortBy,
    /// Whether the order is descending.
    pub descending: bool,
}

/// Up to this many tracks, of a frame with up to this many rows, are sorted at once. More are sorted on a thread while the old list
/// stays visible.
const FEW: usize = 20_000;
/// Marks a track that is not listed.
const NOWHERE: u32 = u32::MAX;

/// Which tracks are listed, in which order.
#[derive(Clone, Debug, PartialEq)]
struct Order {
    search: String,
    sort: Sort,
    filter: Filter,
    /// The frame whose tracks alone are listed.
    frame: Option<InFrame>,
    judged: Option<JudgedTracks>,
}

/// The frame on screen. It is kept alive elsewhere.
#[derive(Clone, Debug)]
struct InFrame {
    frame: Weak<Frame>,
    layout: Layout,
}

impl PartialEq for InFrame {
    fn eq(&self, other: &Self) -> bool {
        self.frame.ptr_eq(&other.frame) && self.layout == other.layout
    }
}

/// How many tracks that the search finds are not listed, by the reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOutTracks {
    /// By the filter.
    pub filtered: u64,
    /// Only because they are not judged.
    pub not_judged: u64,
}

/// The tracks of a layer that a comparison judges.
#[derive(Clone, Debug)]
pub struct JudgedTracks {
    /// The comparison.
    pub by: Arc<Judgement>,
    /// The place of the layer.
    pub layer: usize,
}

impl PartialEq for JudgedTracks {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.by, &other.by) && self.layer == other.layer
    }
}

/// A finished list.
#[derive(Debug)]
pub struct Listing {
    /// The summary it was made from. It may be older than the current one while a file is still being read.
    pub summary: Arc<Summary>,
    order: Order,
    /// For each row, the index of its track in `Summary::tracks`.
    rows: Vec<u32>,
    /// For each index in `Summary::tracks`, its row, or `NOWHERE`.
    row_of: Vec<u32>,
    left_out: LeftOutTracks,
}

impl Listing {
    /// The list in this order. `None` if its frame is gone: another one is on screen then, and asked about next.
    fn new(summary: Arc<Summary>, order: Order) -> Option<Self> {
        let in_frame = match &order.frame {
            None => None,
            Some(frame) => Some(tracks_in(&*frame.frame.upgrade()?, frame.layout, &order.filter)),
        };
        let (rows, left_out) = rows(&summary, &order, in_frame.as_deref());
        let mut row_of = vec![NOWHERE; summary.tracks.len()];
        for (row, &at) in (0..).zip(&rows) {
            row_of[at as usize] = row;
        }
        Some(Self { summary, order, rows, row_of, left_out })
    }

    /// How many tracks are listed.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many tracks that the search finds are not listed.
    pub fn left_out(&self) -> LeftOutTracks {
        self.left_out
    }

    /// The track in a row.
    pub fn track(&self, row: usize) -> Option<&Track> {
        self.summary.tracks.get(*self.rows.get(row)? as usize)
    }

    /// The tracks from one row to another, in either order.
    pub fn between(&self, one: usize, other: usize) -> BTreeSet<TrackId> {
        let rows = one.min(other)..one.max(other).saturating_add(1).min(self.len());
        rows.filter_map(|row| self.track(row)).map(|track| track.id).collect()
    }

    /// The row of a track, if it is listed.
    pub fn row_of(&self, id: TrackId) -> Option<usize> {
        let at = self.summary.tracks.binary_search_by_key(&id, |track| track.id).ok()?;
        Some(self.row_of[at]).filter(|&row| row != NOWHERE).map(|row| row as usize)
    }
}

/// The list of tracks: search, sort order, and the last finished list.
#[derive(Default)]
pub struct TrackList {
    /// Digits that a listed id must contain; empty lists all.
    pub search: String,
    /// How it is sorted.
    pub sort: Sort,
    /// The selected track that the list last scrolled to, and how many tracks were not judged then.
    pub scrolled_to: (Option<TrackId>, u64),
    /// The track that a click with Shift selects from.
    pub anchor: Option<TrackId>,
    /// The scroll position.
    pub scroll: Scroll,
    /// Whether to go to the first track as soon as the list is finished.
    pub visit_first: bool,
    /// The frame on screen, if its boxes are known.
    frame: Option<InFrame>,
    listing: Option<Listing>,
    asked: Option<(Arc<Summary>, Order)>,
    worker: Option<Newest<(Arc<Summary>, Order), Listing>>,
}

impl TrackList {
    /// Takes the frame on screen, once its boxes are known.
    pub fn look_at(&mut self, displayed: Option<&DisplayedFrame>, layout: Layout) {
        if let Some(displayed) = displayed.filter(|displayed| !displayed.awaits_main()) {
            self.frame = Some(InFrame { frame: Arc::downgrade(displayed.boxes()), layout });
        }
    }

    /// Starts a new list if `summary`, search or sort order changed: at once for few tracks, else on a thread.
    pub fn update(
        &mut self,
        summary: &Arc<Summary>,
        filter: &Filter,
        judged: Option<JudgedTracks>,
        ctx: &egui::Context,
    ) {
        if let Some(newest) = self.worker.as_ref().and_then(|worker| worker.answers().last()) {
            self.listing = Some(newest);
        }
        let is_asked = self.asked.as_ref().is_some_and(|(of, order)| {
            Arc::ptr_eq(of, summary)
                && (&order.search, order.sort, &order.filter) == (&self.search, self.sort, filter)
                && order.judged == judged
                && order.frame.as_ref() == self.frame.as_ref().filter(|_| filter.in_frame)
        });
        if is_asked {
            return;
        }
        let frame = self.frame.clone().filter(|_| filter.in_frame);
        let order = Order { search: self.search.clone(), sort: self.sort, filter: filter.clone(), frame, judged };
        self.asked = Some((Arc::clone(summary), order.clone()));
        let frame_rows =
            order.frame.as_ref().and_then(|frame| frame.frame.upgrade()).map(|frame| frame.detections.len());
        if summary.tracks.len().max(frame_rows.unwrap_or(0)) <= FEW {
            self.worker = None;
            if let Some(listing) = Listing::new(Arc::clone(summary), order) {
                self.listing = Some(listing);
            }
        } else {
            let start = || Newest::start("motscope-tracks", ctx, |(of, order), _| Listing::new(of, order));
            self.worker.get_or_insert_with(start).ask((Arc::clone(summary), order));
        }
    }

    /// The last finished list.
    pub fn listing(&self) -> Option<&Listing> {
        self.listing.as_ref()
    }

    /// Whether the last finished list is up to date.
    pub fn is_current(&self) -> bool {
        match (&self.listing, &self.asked) {
            (Some(listing), Some((of, order))) => Arc::ptr_eq(&listing.summary, of) && listing.order == *order,
            (None, None) => true,
            _ => false,
        }
    }
}

/// The rows, and how many tracks are left out. Only the tracks `in_frame` are listed, if that is stated.
fn rows(summary: &Summary, order: &Order, in_frame: Option<&[TrackId]>) -> (Vec<u32>, LeftOutTracks) {
    let Order { search, sort, filter, frame: _, judged } = order;
    let search = search.trim();
    let tracks = &summary.tracks;
    let is_in_frame = |id: TrackId| in_frame.is_none_or(|ids| ids.binary_search(&id).is_ok());
    let mut filtered = 0;
    let mut is_listed = |track: &Track| {
        let is_found = search.is_empty() || has_digits(track.id.0, search);
        let passes = is_found && filter.lists(track, summary) && is_in_frame(track.id);
        filtered += u64::from(is_found && !passes);
        passes
    };
    let mut rows: Vec<u32> = (0..).zip(tracks).filter(|(_, track)| is_listed(track)).map(|(at, _)| at).collect();
    let found = rows.len();
    if let Some(judged) = judged {
        rows.retain(|&at| judged.by.judges(judged.layer, tracks[at as usize].id));
    }
    let not_judged = (found - rows.len()) as u64;
    let track = |at: u32| &tracks[at as usize];
    match sort.by {
        SortBy::Id => {}
        // The sort is stable: equal tracks stay in the order of their ids.
        SortBy::First => rows.sort_by_key(|&at| track(at).first),
        SortBy::Boxes => rows.sort_by_key(|&at| track(at).boxes),
    }
    if sort.descending {
        rows.reverse();
    }
    (rows, LeftOutTracks { filtered, not_judged })
}

/// The tracks with a box in a frame that the filter shows, sorted.
fn tracks_in(frame: &Frame, layout: Layout, filter: &Filter) -> Vec<TrackId> {
    let shown = frame.detections.iter().filter(|row| filter.passes(row, layout));
    let mut ids: Vec<TrackId> = shown.filter_map(|row| row.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::{Class, MotFile, Progress};

    fn file(rows: &str) -> (MotFile, Arc<Summary>) {
        let file = MotFile::from_bytes("gt.txt", rows.as_bytes().to_vec()).unwrap();
        let summary = file.summarize(&Progress::new()).unwrap();
        (file, Arc::new(summary))
    }

    fn listed(list: &TrackList) -> Vec<u64> {
        let listing = list.listing().unwrap();
        (0..listing.len()).map(|row| listing.track(row).unwrap().id.0).collect()
    }

    fn ids(list: &mut TrackList, summary: &Arc<Summary>, filter: &Filter) -> Vec<u64> {
        list.update(summary, filter, None, &egui::Context::default());
        assert!(list.is_current());
        let ids = listed(list);
        for (row, id) in ids.iter().enumerate() {
            assert_eq!(list.listing().unwrap().row_of(TrackId(*id)), Some(row));
        }
        ids
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
        assert_eq!(list.listing().unwrap().row_of(TrackId(3)), None);
        list.search = "x".to_owned();
        assert!(ids(&mut list, &summary, &all).is_empty());
    }

    #[test]
    fn many_tracks_are_listed_in_the_background_and_the_old_list_stays_until_then() {
        let rows: Vec<String> = (1..=FEW as u64 + 1).map(|id| format!("1,{id},0,0,9,9,1\n")).collect();
        let (_, summary) = file(&rows.concat());
        let (mut list, all, ctx) = (TrackList::default(), Filter::default(), egui::Context::default());
        let wait = |list: &mut TrackList| {
            while !list.is_current() {
                std::thread::yield_now();
                list.update(&summary, &all, None, &ctx);
            }
        };
        list.update(&summary, &all, None, &ctx);
        wait(&mut list);
        assert_eq!(listed(&list).len(), rows.len());
        list.search = "2000".to_owned();
        list.update(&summary, &all, None, &ctx);
        assert!(listed(&list).len() == rows.len() || list.is_current());
        list.search = "20001".to_owned();
        list.update(&summary, &all, None, &ctx);
        wait(&mut list);
        assert_eq!(listed(&list), [20_001]);
    }

    #[test]
    fn the_tracks_of_a_dense_frame_are_found_in_the_background_and_the_old_list_stays_if_the_frame_goes() {
        let (_, summary) = file(ROWS);
        let rows: Vec<String> = (1..=FEW as u64 + 1).map(|row| format!("1,{},0,0,9,9,1\n", 10 + row % 3)).collect();
        let dense = MotFile::from_bytes("dense.txt", rows.concat().into_bytes()).unwrap();
        let (frame, layout) = (Arc::new(dense.frame(1)), dense.layout());
        let in_frame = Filter { in_frame: true, ..Filter::default() };
        let (mut list, ctx) = (TrackList::default(), egui::Context::default());
        list.frame = Some(InFrame { frame: Arc::downgrade(&frame), layout });
        list.update(&summary, &in_frame, None, &ctx);
        assert!(list.worker.is_some());
        while !list.is_current() {
            std::thread::yield_now();
            list.update(&summary, &in_frame, None, &ctx);
        }
        assert_eq!(listed(&list), [12]);
        drop(frame);
        list.search = "3".to_owned();
        list.update(&summary, &in_frame, None, &ctx);
        assert_eq!(listed(&list), [12]);
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
}
