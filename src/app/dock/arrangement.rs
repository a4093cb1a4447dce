//! Where the panes of a layout lie.

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::{Id, Ui, Vec2};
use egui_tiles::{Behavior, Container, Linear, LinearDir, Tabs, Tile, TileId, Tiles, Tree};
use serde::{Deserialize, Serialize};

use super::pane::Pane;
use super::sizes;
use crate::app::model::settings::{Layout, Settings, Tab};

/// The width of the lists and of the panels at first, in points.
const WIDTHS: [f32; 2] = [210.0, 340.0];
/// The width of the charts in the layout of the engine, in points.
const CHARTS: f32 = 420.0;
/// The share of the height that the tabs below the picture have there.
const BELOW: f32 = 0.35;

/// Where the panes of a layout lie.
#[derive(Serialize, Deserialize)]
pub struct Arrangement {
    tree: Tree<Pane>,
    /// The width that each tile beside the picture is to have, in points, where there is room for it.
    widths: BTreeMap<u64, f32>,
}

impl Arrangement {
    /// Where the panes lie at first.
    pub fn first(layout: Layout) -> Self {
        let mut tiles = Tiles::default();
        let mut tabs = |panes: &[Pane]| {
            let children = panes.iter().map(|&pane| tiles.insert_pane(pane)).collect();
            tiles.insert_tab_tile(children)
        };
        let mut widths = BTreeMap::new();
        let root = match layout {
            Layout::Review => {
                let (tracks, canvas) = (tabs(&[Pane::Tracks]), tabs(&[Pane::Canvas]));
                let right = tabs(&[Pane::Errors, Pane::Cache, Pane::Tuning, Pane::Events, Pane::Bookmarks]);
                let live = tabs(&[Pane::Live]);
                widths.extend([(tracks.0, WIDTHS[0]), (right.0, WIDTHS[1])]);
                // Below the picture: it is wider than high, and a list of errors needs its height.
                let middle = tiles.insert_vertical_tile(vec![canvas, live]);
                tiles.insert_horizontal_tile(vec![tracks, middle, right])
            }
            Layout::Engine => {
                let (canvas, below) =
                    (tabs(&[Pane::Canvas]), tabs(&[Pane::Events, Pane::Tracks, Pane::Errors, Pane::Bookmarks]));
                let (cache, tuning) = (tabs(&[Pane::Cache]), tabs(&[Pane::Tuning]));
                let left = Linear::new_binary(LinearDir::Vertical, [canvas, below], 1.0 - BELOW);
                let left = tiles.insert_container(left);
                let right = tiles.insert_vertical_tile(vec![cache, tuning]);
                widths.insert(right.0, CHARTS);
                tiles.insert_horizontal_tile(vec![left, right])
            }
        };
        Self { tree: Tree::new(id(layout), root, tiles), widths }
    }

    /// Whether it is one of this layout: each of its panes lies in it once. A person may have edited the file of settings.
    pub fn is_of(&self, layout: Layout) -> bool {
        let (mut known, mut panes) = (BTreeSet::new(), Vec::new());
        let mut open: Vec<TileId> = self.tree.root().into_iter().collect();
        while let Some(tile) = open.pop() {
            if !known.insert(tile.0) {
                return false;
            }
            match self.tree.tiles.get(tile) {
                Some(Tile::Pane(pane)) => panes.push(*pane),
                Some(Tile::Container(container)) => open.extend(container.children().copied()),
                None => return false,
            }
        }
        panes.sort_unstable();
        let widths = self.widths.values().all(|width| width.is_finite());
        panes == Pane::all(layout) && known.len() == self.tree.tiles.len() && self.tree.id() == id(layout) && widths
    }

    /// Shows a pane whose tab lies under another one.
    pub fn activate(&mut self, pane: Pane) {
        self.tree.make_active(|_, tile| *tile == Tile::Pane(pane));
    }

    /// The tiles that show no bar of tabs: the picture, and the row of three.
    pub fn bare(&self) -> Vec<TileId> {
        [Pane::Canvas, Pane::Live].iter().filter_map(|pane| self.tree.tiles.find_pane(pane)).collect()
    }

    /// Makes the picture and what is beside it fit into `size`.
    pub fn fit(&mut self, size: Vec2, settings: &Settings) {
        let (shows_tracks, shows_panels) = (settings.show_tracks, settings.show_panels);
        let root = self.tree.root();
        let tiles = &mut self.tree.tiles;
        for pane in Pane::all(Layout::Review) {
            let is_shown = match pane {
                Pane::Canvas => true,
                Pane::Tracks => shows_tracks,
                _ => shows_panels,
            };
            if let Some(tile) = tiles.find_pane(pane) {
                tiles.set_visible(tile, is_shown);
            }
        }
        if let Some(root) = root {
            sizes::fit(tiles, root, size, &self.widths);
        }
    }

    /// Draws all of it.
    pub fn show(&mut self, ui: &mut Ui, behavior: &mut dyn Behavior<Pane>) {
        self.tree.ui(behavior, ui);
    }

    /// Keeps the widths that the user has given to what is beside the picture.
    pub fn keep_sizes(&mut self) {
        if let Some(root) = self.tree.root() {
            self.widths = sizes::widths(&self.tree.tiles, root);
        }
    }

    /// The tab that lies over this pane, if it is covered.
    pub fn tab_over(&self, pane: Pane) -> Option<Tab> {
        let tile = self.tree.tiles.find_pane(&pane)?;
        let Container::Tabs(Tabs { active, .. }) = self.tree.tiles.get_container(self.tree.tiles.parent_of(tile)?)?
        else {
            return None;
        };
        let over = active.filter(|&active| active != tile)?;
        // The lists are no tab of the settings.
        Some(self.tree.tiles.get_pane(&over)?.tab().unwrap_or_default())
    }
}

fn id(layout: Layout) -> Id {
    Id::unique(("panels", layout as usize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::test_storage::Stored;

    #[test]
    fn an_arrangement_is_read_as_it_was_kept_and_one_of_another_layout_or_a_broken_one_is_not_used() {
        for layout in [Layout::Review, Layout::Engine] {
            let mut storage = Stored::default();
            eframe::set_value(&mut storage, "a", &Arrangement::first(layout));
            let read: Arrangement = eframe::get_value(&storage, "a").unwrap();
            assert!(read.is_of(layout));
            assert!(!read.is_of(if layout == Layout::Review { Layout::Engine } else { Layout::Review }));
            let mut twice = Arrangement::first(layout);
            let tile = twice.tree.tiles.insert_pane(Pane::Cache);
            if let Some(Tile::Container(root)) = twice.tree.root().and_then(|root| twice.tree.tiles.get_mut(root)) {
                root.add_child(tile);
            }
            assert!(!twice.is_of(layout));
            let mut circle = Arrangement::first(layout);
            let root = circle.tree.root().unwrap();
            if let Some(Tile::Container(container)) = circle.tree.tiles.get_mut(root) {
                container.add_child(root);
            }
            assert!(!circle.is_of(layout));
        }
    }
}
