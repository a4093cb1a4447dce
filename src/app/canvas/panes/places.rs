//! Where the panes lie on the canvas.

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::{Rect, pos2, vec2};

use crate::app::model::panes::{MAX_PANES, PaneMode, Panes};

/// The height of a header, in points.
const HEADER: f32 = 24.0;
/// The gap between two panes, in points.
const GAP: f32 = 2.0;
/// Three panes lie in one row only if each is at least so wide, in points.
const LEAST_WIDTH: f32 = 260.0;

/// Where a pane is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The pane.
    pub pane: usize,
    /// The area that the scene is fitted into.
    pub canvas: Rect,
    /// The part of it where the pane is seen.
    pub part: Rect,
}

/// Where all panes and their headers lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// The panes that are seen. There is at least one.
    pub views: Vec<Place>,
    /// The headers of the panes.
    pub headers: Vec<(usize, Rect)>,
    /// A cell without a pane.
    pub free: Option<Rect>,
    /// Whether two panes share one canvas.
    pub is_wiped: bool,
}

impl Places {
    /// The places of `panes` in `rect`.
    pub fn new(panes: &Panes, rect: Rect, pixels_per_point: f32) -> Self {
        let (mode, count) = (panes.mode(), panes.count());
        let whole = |pane, canvas| Place { pane, canvas, part: canvas };
        let none = Self { views: Vec::new(), headers: Vec::new(), free: None, is_wiped: false };
        if mode == PaneMode::Single {
            return Self { views: vec![whole(0, rect)], ..none };
        }
        if mode == PaneMode::SideBySide {
            let columns = if count == 3 && rect.width() >= 3.0 * LEAST_WIDTH + 2.0 * GAP { 3 } else { 2 };
            let mut cells = cells(rect, columns, count, pixels_per_point);
            let free = cells.split_off(count).pop();
            let headers = cells.iter().map(|&cell| header(cell)).enumerate().collect();
            let views = cells.iter().enumerate().map(|(pane, &cell)| whole(pane, below(cell))).collect();
            return Self { views, headers, free, ..none };
        }
        let bar = header(rect);
        let headers: Vec<_> = cells(bar, count, count, pixels_per_point).into_iter().enumerate().collect();
        let canvas = below(rect);
        if mode == PaneMode::Blink {
            return Self { views: vec![whole(panes.active(), canvas)], headers, ..none };
        }
        let x = divider(canvas, panes.divider()).round_to_pixels(pixels_per_point);
        let parts = [canvas.with_max_x(x), canvas.with_min_x(x)];
        let views = parts.into_iter().enumerate().map(|(pane, part)| Place { pane, canvas, part }).collect();
        Self { views, headers, is_wiped: true, ..none }
    }

    /// The place of this pane, or else the first one.
    pub fn of(&self, pane: usize) -> Place {
        let place = self.views.iter().find(|place| place.pane == pane).or(self.views.first());
        place.copied().unwrap_or(Place { pane, canvas: Rect::ZERO, part: Rect::ZERO })
    }

    /// The different canvases.
    pub fn canvases(&self) -> impl Iterator<Item = &Place> {
        self.views.iter().take(if self.is_wiped { 1 } else { MAX_PANES })
    }
}

/// Where the divider at this share of the width lies.
pub fn divider(canvas: Rect, share: f32) -> f32 {
    canvas.left() + canvas.width() * share
}

fn header(cell: Rect) -> Rect {
    cell.with_max_y((cell.top() + HEADER).min(cell.bottom()))
}

fn below(cell: Rect) -> Rect {
    cell.with_min_y((cell.top() + HEADER + 1.0).min(cell.bottom()))
}

/// Cells of one size, row by row, at least `count`. All rows are full. With one size, the scene has one scale in all of them.
fn cells(rect: Rect, columns: usize, count: usize, pixels_per_point: f32) -> Vec<Rect> {
    let rows = count.div_ceil(columns);
    let part = |length: f32, parts: usize| {
        let part = (length - GAP * (parts - 1) as f32) / parts as f32;
        ((part * pixels_per_point).floor() / pixels_per_point).max(1.0)
    };
    let size = vec2(part(rect.width(), columns), part(rect.height(), rows));
    let at = |at: usize| {
        let (column, row) = ((at % columns) as f32, (at / columns) as f32);
        let corner = pos2(rect.left() + column * (size.x + GAP), rect.top() + row * (size.y + GAP));
        Rect::from_min_size(corner, size)
    };
    (0..columns * rows).map(at).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::app::model::panes::{PaneChange, PaneLayer};
    use crate::sequence::LayerKind;
    use proptest::prelude::*;

    fn panes(mode: PaneMode, count: usize) -> Panes {
        let layers =
            ["a", "b", "c", "d"].map(|path| PaneLayer { path: Path::new(path), kind: LayerKind::Results, shown: true });
        let mut panes = Panes::default();
        panes.apply(PaneChange::Turn(mode), &layers[..2]);
        (2..count).for_each(|_| _ = panes.apply(PaneChange::Add, &layers));
        panes
    }

    const MODES: [PaneMode; 4] = [PaneMode::Single, PaneMode::SideBySide, PaneMode::Wipe, PaneMode::Blink];

    proptest! {
        #[test]
        fn all_is_inside_nothing_overlaps_and_all_canvases_have_one_size(
            width in 120.0_f32..2600.0, height in 120.0_f32..1600.0, count in 2_usize..=4, mode in 0_usize..4,
            pixels in prop::sample::select(vec![1.0_f32, 1.5, 2.0]),
        ) {
            let rect = Rect::from_min_size(pos2(7.0, 5.0), vec2(width, height));
            let places = Places::new(&panes(MODES[mode], count), rect, pixels);
            let views = places.views.iter().map(|place| place.part);
            let all: Vec<Rect> = views.chain(places.headers.iter().map(|header| header.1)).chain(places.free).collect();
            prop_assert!(!places.views.is_empty());
            for (at, one) in all.iter().enumerate() {
                prop_assert!(rect.expand(0.1).contains_rect(*one), "{one}");
                prop_assert!(one.width() > 0.0 && one.height() > 0.0);
                for other in &all[at + 1..] {
                    let shared = one.intersect(*other);
                    prop_assert!(shared.width() < 0.1 || shared.height() < 0.1, "{one} {other}");
                }
            }
            let size = places.views[0].canvas.size();
            prop_assert!(places.views.iter().all(|place| (place.canvas.size() - size).length() < 0.01));
        }
    }

    #[test]
    fn two_are_columns_three_a_row_where_there_is_room_and_four_a_square() {
        let columns = |mode, count, width| {
            let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, 600.0));
            let places = Places::new(&panes(mode, count), rect, 1.0);
            let top = places.views[0].canvas.top();
            (places.views.iter().filter(|place| place.canvas.top() == top).count(), places.free.is_some())
        };
        assert_eq!(columns(PaneMode::SideBySide, 2, 450.0), (2, false));
        assert_eq!(columns(PaneMode::SideBySide, 3, 450.0), (2, true));
        assert_eq!(columns(PaneMode::SideBySide, 3, 1000.0), (3, false));
        assert_eq!(columns(PaneMode::SideBySide, 4, 2000.0), (2, false));
        assert_eq!(columns(PaneMode::Blink, 4, 2000.0), (1, false));
    }
}
