//! How wide the picture is, and what lies beside it. The picture takes what is left, and keeps at least half of the window.

use std::collections::BTreeMap;

use eframe::egui::Vec2;
use egui_tiles::{Container, Linear, LinearDir, Tile, TileId, Tiles};

use super::pane::Pane;

/// The least share of the window's width that the picture has.
const CANVAS_SHARE: f32 = 0.5;
/// The height of the row of three, in points.
const LIVE: f32 = 58.0;
/// Where the window is lower than this, the row of three is left out, in points.
const LOW: f32 = 300.0;
/// The gap between two tiles, in points.
pub const GAP: f32 = 2.0;

/// Gives the picture and what lies beside it their widths, and hides what has no room. `widths` are those that the user wants.
pub fn fit(tiles: &mut Tiles<Pane>, container: TileId, size: Vec2, widths: &BTreeMap<u64, f32>) {
    let least = Pane::Canvas.least_width().max(size.x * CANVAS_SHARE);
    let mut width = size.x;
    for (tile, on_the_way) in way_to_canvas(tiles, container) {
        if let Some(Tile::Container(Container::Linear(linear))) = tiles.get(tile)
            && linear.dir == LinearDir::Horizontal
        {
            width = beside(tiles, (tile, on_the_way), (width, least), widths);
        }
    }
    live(tiles, size.y);
}

/// The widths of what lies beside the picture.
pub fn widths(tiles: &Tiles<Pane>, root: TileId) -> BTreeMap<u64, f32> {
    let mut widths = BTreeMap::new();
    for (tile, on_the_way) in way_to_canvas(tiles, root) {
        if let Some(Tile::Container(Container::Linear(linear))) = tiles.get(tile)
            && linear.dir == LinearDir::Horizontal
        {
            let sides = linear.children.iter().filter(|&&child| child != on_the_way);
            widths.extend(sides.map(|&child| (child.0, linear.shares[child])));
        }
    }
    widths
}

/// The containers from the root to the picture, each with its child on this way.
fn way_to_canvas(tiles: &Tiles<Pane>, root: TileId) -> Vec<(TileId, TileId)> {
    let mut way = Vec::new();
    let mut child = tiles.find_pane(&Pane::Canvas);
    while let Some(parent) = child.filter(|&child| child != root).and_then(|child| tiles.parent_of(child)) {
        way.extend(child.map(|child| (parent, child)));
        child = Some(parent);
    }
    way.reverse();
    way
}

/// Gives the children of a container their widths. Returns that of the child on the way to the picture.
fn beside(
    tiles: &mut Tiles<Pane>,
    (tile, on_the_way): (TileId, TileId),
    (room, least): (f32, f32),
    widths: &BTreeMap<u64, f32>,
) -> f32 {
    let Some(Tile::Container(Container::Linear(linear))) = tiles.get(tile).cloned() else { return room };
    let sides: Vec<TileId> = linear.children.iter().copied().filter(|&child| child != on_the_way).collect();
    // What was hidden for want of room may have it now.
    sides.iter().for_each(|&side| tiles.set_visible(side, true));
    let mut shown: Vec<(TileId, f32)> = sides
        .iter()
        .filter(|&&side| tiles.is_visible_in_layout(side))
        .map(|&side| (side, least_width(tiles, side)))
        .collect();
    let free = |shown: &[(TileId, f32)]| room - least - GAP * shown.len() as f32;
    // In a very narrow window not even the picture alone has the width that it should have.
    while !shown.is_empty() && shown.iter().map(|(_, least)| least).sum::<f32>() > free(&shown) {
        // The lists go first, because the tabs show more of what was asked for.
        let lists = shown.iter().position(|&(side, _)| holds(tiles, side, Pane::Tracks));
        let (hidden, _) = shown.remove(lists.unwrap_or(shown.len() - 1));
        tiles.set_visible(hidden, false);
    }
    let wanted = |side: TileId, least: f32| widths.get(&side.0).map_or(least, |width| width.max(least));
    let free = free(&shown);
    let extra: f32 = free - shown.iter().map(|(_, least)| least).sum::<f32>();
    let more: f32 = shown.iter().map(|&(side, least)| wanted(side, least) - least).sum();
    let share = if more > extra { extra.max(0.0) / more } else { 1.0 };
    let mut rest = room - GAP * shown.len() as f32;
    let mut set = |linear: &mut Linear| {
        for &(side, least) in &shown {
            let width = least + (wanted(side, least) - least) * share;
            linear.shares.set_share(side, width);
            rest -= width;
        }
        linear.shares.set_share(on_the_way, rest.max(1.0));
    };
    if let Some(Tile::Container(Container::Linear(linear))) = tiles.get_mut(tile) {
        set(linear);
    }
    rest
}

/// The least width at which all of a tile can be read.
fn least_width(tiles: &Tiles<Pane>, tile: TileId) -> f32 {
    match tiles.get(tile) {
        Some(Tile::Pane(pane)) => pane.least_width(),
        Some(Tile::Container(container)) => {
            let widths = container.children().map(|&child| least_width(tiles, child));
            match container {
                Container::Linear(linear) if linear.dir == LinearDir::Horizontal => widths.sum(),
                _ => widths.fold(0.0, f32::max),
            }
        }
        None => 0.0,
    }
}

fn holds(tiles: &Tiles<Pane>, tile: TileId, pane: Pane) -> bool {
    match tiles.get(tile) {
        Some(Tile::Pane(held)) => *held == pane,
        Some(Tile::Container(container)) => container.children().any(|&child| holds(tiles, child, pane)),
        None => false,
    }
}

fn holds_only(tiles: &Tiles<Pane>, tile: TileId, pane: Pane) -> bool {
    match tiles.get(tile) {
        Some(Tile::Pane(held)) => *held == pane,
        Some(Tile::Container(container)) => container.children().all(|&child| holds_only(tiles, child, pane)),
        None => false,
    }
}

/// Gives the row of three its height, where it lies below or above something else.
fn live(tiles: &mut Tiles<Pane>, height: f32) {
    let live = tiles.find_pane(&Pane::Live);
    let Some(tabs) = live.and_then(|live| tiles.parent_of(live)) else { return };
    let alone = holds_only(tiles, tabs, Pane::Live);
    if let Some(live) = live.filter(|_| height < LOW) {
        tiles.set_visible(live, false);
    }
    let Some(parent) = tiles.parent_of(tabs).filter(|_| alone) else { return };
    if let Some(Tile::Container(Container::Linear(linear))) = tiles.get_mut(parent)
        && linear.dir == LinearDir::Vertical
    {
        let others: Vec<TileId> = linear.children.iter().copied().filter(|&child| child != tabs).collect();
        let sum: f32 = others.iter().map(|&other| linear.shares[other]).sum();
        let room = height - LIVE - GAP * others.len() as f32;
        for other in others {
            let share = linear.shares[other];
            linear.shares.set_share(other, room.max(1.0) * share / sum.max(f32::EPSILON));
        }
        linear.shares.set_share(tabs, LIVE);
    }
}
