//! What a person can ask of the panes.

use std::path::PathBuf;

use super::first::{self, PaneLayer};
use super::mode::PaneMode;
use super::sets::{Panes, ShownLayers};

/// What a person can ask of the panes. Panes are counted from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum PaneChange {
    /// Compare in this way. If it is done already, there is a single picture again.
    Toggle(PaneMode),
    /// Compare in this way.
    Turn(PaneMode),
    /// Show the other set: the next pane (blink), the two sides exchanged (wipe), or the layers of the active pane exchanged with
    /// those of the next one (side by side). In a single picture, begins to blink.
    Swap,
    /// Make this pane the active one.
    Activate(usize),
    /// Show a layer in this pane, or hide it there.
    Show(usize, PathBuf, bool),
    /// Add a pane.
    Add,
    /// Close this pane.
    Close(usize),
    /// Move the divider of the wipe to this share of the width.
    Divide(f32),
}

impl Panes {
    /// Carries out a change. `layers` are the open layers. Returns the layers that the single picture shows from now on, if that
    /// changes: one pane alone is left.
    pub fn apply(&mut self, change: PaneChange, layers: &[PaneLayer<'_>]) -> Option<ShownLayers> {
        match change {
            PaneChange::Toggle(mode) if mode == self.mode() => self.end(shown(layers)),
            PaneChange::Turn(PaneMode::Single) => self.end(shown(layers)),
            PaneChange::Toggle(mode) | PaneChange::Turn(mode) => self.begin(mode, layers),
            PaneChange::Swap => self.swap(layers),
            PaneChange::Activate(pane) => self.activate(pane),
            PaneChange::Show(pane, path, shown) => self.show(pane, path, shown),
            PaneChange::Add => {
                let free = layers.iter().map(|layer| layer.path).find(|path| !self.is_in_any(path));
                self.add(free.map(|path| [path.to_owned()].into()));
            }
            PaneChange::Close(pane) => return self.close(pane),
            PaneChange::Divide(share) => self.divide(share),
        }
        None
    }

    /// Begins to compare. The sets of the last comparison come back if they have all that is shown now, and that was
    /// shown when the comparison ended.
    fn begin(&mut self, mode: PaneMode, layers: &[PaneLayer<'_>]) {
        if mode != PaneMode::Single && !self.is_compared() {
            let is_open = |path: &&PathBuf| layers.iter().any(|layer| layer.path == *path);
            let shown = shown(layers);
            let is_as_left = self.single().iter().filter(is_open).eq(&shown);
            let has_all = shown.iter().all(|path| self.is_in_any(path));
            if self.sets().len() < 2 || !is_as_left || !has_all || self.has_strangers(layers) {
                let sets = match mode {
                    PaneMode::Wipe | PaneMode::Blink => first::pair(layers),
                    PaneMode::Single | PaneMode::SideBySide => first::side_by_side(layers),
                };
                self.replace(sets, layers.iter().map(|layer| layer.path));
            }
        }
        self.turn(mode);
    }

    /// Whether there are no open layers in a set that has some.
    fn has_strangers(&self, layers: &[PaneLayer<'_>]) -> bool {
        let is_open = |path: &PathBuf| layers.iter().any(|layer| layer.path == path);
        self.sets().iter().any(|set| !set.is_empty() && !set.iter().any(is_open))
    }

    fn swap(&mut self, layers: &[PaneLayer<'_>]) {
        match self.mode() {
            PaneMode::Single => {
                self.begin(PaneMode::Blink, layers);
                // What is on screen already is not shown once more.
                let is_first = self.sets().first() == Some(&shown(layers));
                self.activate(usize::from(is_first));
            }
            PaneMode::Blink => self.activate((self.active() + 1) % self.count()),
            PaneMode::Wipe => self.exchange(0, 1),
            PaneMode::SideBySide => self.exchange(self.active(), (self.active() + 1) % self.count()),
        }
    }
}

/// What the single picture shows of these layers.
fn shown(layers: &[PaneLayer<'_>]) -> ShownLayers {
    layers.iter().filter(|layer| layer.shown).map(|layer| layer.path.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::sequence::LayerKind;

    const KINDS: [(&str, LayerKind); 4] = [
        ("gt", LayerKind::GroundTruth),
        ("a", LayerKind::Results),
        ("b", LayerKind::Results),
        ("det", LayerKind::Detections),
    ];

    /// Layers of which these are shown.
    fn layers(shown: &[&str]) -> Vec<PaneLayer<'static>> {
        let of = |(path, kind): (&'static str, LayerKind)| PaneLayer {
            path: Path::new(path),
            kind,
            shown: shown.contains(&path),
        };
        KINDS.map(of).to_vec()
    }

    fn told(panes: &Panes) -> String {
        let one = |set: &ShownLayers| set.iter().map(|path| path.to_string_lossy()).collect::<Vec<_>>().join("+");
        panes.sets().iter().map(one).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn side_by_side_ends_in_the_single_picture_and_comes_back_as_it_was() {
        let (mut panes, layers) = (Panes::default(), layers(&["gt", "a"]));
        let toggle = PaneChange::Toggle(PaneMode::SideBySide);
        assert_eq!(panes.apply(toggle.clone(), &layers), None);
        assert_eq!((panes.mode(), told(&panes).as_str()), (PaneMode::SideBySide, "gt|a"));
        panes.apply(PaneChange::Show(1, "b".into(), true), &layers);
        panes.apply(toggle.clone(), &layers);
        assert_eq!((panes.mode(), panes.shows(None, Path::new("b"))), (PaneMode::Single, None));
        panes.apply(toggle.clone(), &layers);
        assert_eq!(told(&panes), "gt|a+b");
        // A layer that was not compared is shown now.
        panes.apply(toggle.clone(), &layers);
        panes.apply(toggle.clone(), &self::layers(&["a", "det"]));
        assert_eq!(told(&panes), "a|det");
        // A layer that was compared is hidden now.
        panes.apply(toggle.clone(), &self::layers(&["gt", "a", "det"]));
        panes.apply(toggle, &self::layers(&["gt", "det"]));
        assert_eq!(told(&panes), "gt|det");
    }

    #[test]
    fn panes_are_added_up_to_four_and_the_last_one_left_is_the_single_picture() {
        let (mut panes, layers) = (Panes::default(), layers(&["gt", "a"]));
        panes.apply(PaneChange::Turn(PaneMode::SideBySide), &layers);
        (0..5).for_each(|_| _ = panes.apply(PaneChange::Add, &layers));
        assert_eq!((told(&panes).as_str(), panes.active()), ("gt|a|b|det", 3));
        for (close, left) in [(0, "a|b|det"), (1, "a|det"), (7, "a|det")] {
            assert_eq!(panes.apply(PaneChange::Close(close), &layers), None);
            assert_eq!(told(&panes), left);
        }
        assert_eq!(panes.apply(PaneChange::Close(1), &layers), Some(["a".into()].into()));
        assert_eq!((panes.mode(), panes.count()), (PaneMode::Single, 1));
    }

    #[test]
    fn each_press_shows_the_other_set() {
        let (mut panes, layers) = (Panes::default(), layers(&["gt", "a"]));
        panes.apply(PaneChange::Swap, &layers);
        assert_eq!((panes.mode(), told(&panes).as_str(), panes.active()), (PaneMode::Blink, "a+gt|b+gt", 1));
        panes.apply(PaneChange::Swap, &layers);
        assert_eq!(panes.active(), 0);
        panes.apply(PaneChange::Turn(PaneMode::Wipe), &layers);
        panes.apply(PaneChange::Swap, &layers);
        assert_eq!(told(&panes), "b+gt|a+gt");
        panes.apply(PaneChange::Turn(PaneMode::SideBySide), &layers);
        panes.apply(PaneChange::Add, &layers);
        panes.apply(PaneChange::Swap, &layers);
        assert_eq!(told(&panes), "det|a+gt|b+gt", "the active one, the last, with the first");
        panes.apply(PaneChange::Swap, &layers);
        assert_eq!(told(&panes), "b+gt|a+gt|det");
    }

    #[test]
    fn only_what_some_pane_shows_is_needed() {
        let (mut panes, layers) = (Panes::default(), layers(&["gt", "a", "b"]));
        let needed = |panes: &Panes| {
            KINDS.map(|(path, _)| panes.needs(Path::new(path))).into_iter().flatten().collect::<Vec<_>>()
        };
        assert!(needed(&panes).is_empty());
        panes.apply(PaneChange::Turn(PaneMode::SideBySide), &layers);
        assert_eq!(needed(&panes), [true, true, true, false]);
        panes.apply(PaneChange::Turn(PaneMode::Wipe), &layers);
        assert_eq!(needed(&panes), [true, true, false, false], "a wipe has two sides");
        panes.apply(PaneChange::Show(0, "gt".into(), false), &layers);
        assert_eq!(needed(&panes), [false, true, false, false]);
    }
}
