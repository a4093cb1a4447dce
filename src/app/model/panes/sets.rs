//! Which pane shows which layers.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::mode::PaneMode;

/// The most panes.
pub const MAX_PANES: usize = 4;
/// The most layers of one pane that are kept. A person may have edited the file.
const MAX_LAYERS: usize = 64;
/// Where the divider of the wipe can be, as a share of the width.
const DIVIDER: RangeInclusive<f32> = 0.02..=0.98;

/// The layers that a pane shows, by the paths of their files.
pub type ShownLayers = BTreeSet<PathBuf>;

/// Which pane shows which layers, and how they are compared.
///
/// As long as there is a single picture, this says nothing about it: a layer is shown if it is switched on. The sets of the last
/// comparison are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Panes {
    mode: PaneMode,
    /// The layers of each pane.
    sets: Vec<ShownLayers>,
    /// Open layers that no pane shows. All others are new.
    hidden: BTreeSet<PathBuf>,
    /// What the single picture showed when the last comparison ended.
    single: ShownLayers,
    active: usize,
    divider: f32,
}

impl Default for Panes {
    fn default() -> Self {
        Self {
            mode: PaneMode::Single,
            sets: Vec::new(),
            hidden: BTreeSet::new(),
            single: ShownLayers::new(),
            active: 0,
            divider: 0.5,
        }
    }
}

impl Panes {
    /// How they are compared.
    pub fn mode(&self) -> PaneMode {
        self.mode
    }

    /// Whether there is not just a single picture.
    pub fn is_compared(&self) -> bool {
        self.mode != PaneMode::Single
    }

    /// How many panes there are. A wipe has two, and a single picture is one.
    pub fn count(&self) -> usize {
        self.compared().len().max(1)
    }

    /// The sets of layers that are compared. There is none in a single picture.
    pub fn compared(&self) -> &[ShownLayers] {
        match self.mode {
            PaneMode::Single => &[],
            PaneMode::Wipe => &self.sets[..self.sets.len().min(2)],
            PaneMode::SideBySide | PaneMode::Blink => &self.sets,
        }
    }

    /// The layers of each pane, those of the last comparison in a single picture.
    pub(super) fn sets(&self) -> &[ShownLayers] {
        &self.sets
    }

    /// The active pane: layers are switched on and off there, and exports show it. A blink shows it alone.
    pub fn active(&self) -> usize {
        self.active.min(self.count() - 1)
    }

    /// Where the divider of the wipe is, as a share of the width.
    pub fn divider(&self) -> f32 {
        self.divider
    }

    /// Whether a pane, or the active one, shows the layer at this path. `None` in a single picture.
    pub fn shows(&self, pane: Option<usize>, path: &Path) -> Option<bool> {
        let sets = self.compared();
        let set = sets.get(pane.unwrap_or(self.active()).min(sets.len().checked_sub(1)?))?;
        Some(set.contains(path))
    }

    /// Whether any pane shows the layer at this path, so that its boxes are loaded. `None` in a single picture.
    pub fn needs(&self, path: &Path) -> Option<bool> {
        self.is_compared().then(|| self.compared().iter().any(|set| set.contains(path)))
    }

    /// What the single picture showed when the last comparison ended.
    pub(super) fn single(&self) -> &ShownLayers {
        &self.single
    }

    /// Ends the comparison. The single picture shows these layers.
    pub(super) fn end(&mut self, single: ShownLayers) {
        if self.is_compared() {
            self.single = single;
            self.turn(PaneMode::Single);
        }
    }

    /// Whether a layer is shown by any pane, also of the last comparison.
    pub(super) fn is_in_any(&self, path: &Path) -> bool {
        self.sets.iter().any(|set| set.contains(path))
    }

    /// Shows a layer in a pane, or hides it there.
    pub fn show(&mut self, pane: usize, path: PathBuf, shown: bool) {
        let Some(set) = self.sets.get_mut(pane) else { return };
        if shown {
            self.hidden.remove(&path);
            set.insert(path);
        } else if set.remove(&path) && !self.is_in_any(&path) {
            self.hidden.insert(path);
        }
    }

    /// Takes in the layers that are open now: those that are new are shown in the active pane.
    pub fn meet<'a>(&mut self, open: impl Iterator<Item = &'a Path>) {
        let active = self.active();
        for path in open {
            if self.is_compared() && !self.is_in_any(path) && !self.hidden.contains(path) {
                self.show(active, path.to_owned(), true);
            }
        }
    }

    /// These panes for a file that is opened again with these layers. Panes of which none is open any more are left out. If one alone
    /// is left, there is a single picture.
    #[must_use]
    pub fn brought_back(mut self, open: &[&Path]) -> Self {
        let is_open = |set: &ShownLayers| set.is_empty() || set.iter().any(|path| open.contains(&path.as_path()));
        self.sets.retain(is_open);
        self = self.sanitized();
        self.meet(open.iter().copied());
        self
    }

    /// These panes for another sequence, whose layers stand for those that are named first.
    #[must_use]
    pub fn renamed(&self, files: &[(PathBuf, PathBuf)]) -> Self {
        let there = |path: &PathBuf| files.iter().find(|(here, _)| here == path).map(|(_, there)| there.clone());
        let renamed = |set: &ShownLayers| set.iter().filter_map(there).collect();
        let (hidden, single) = (renamed(&self.hidden), renamed(&self.single));
        Self { sets: self.sets.iter().map(renamed).collect(), hidden, single, ..self.clone() }
    }

    /// These panes as they can be stored: a path that is not Unicode cannot.
    #[must_use]
    pub fn storable(&self) -> Self {
        let storable = |set: &ShownLayers| set.iter().filter(|path| path.to_str().is_some()).cloned().collect();
        let (hidden, single) = (storable(&self.hidden), storable(&self.single));
        Self { sets: self.sets.iter().map(storable).collect(), hidden, single, ..self.clone() }
    }

    /// Brings every value into its range, because a person may have edited the file that it was kept in.
    #[must_use]
    pub fn sanitized(mut self) -> Self {
        self.sets.truncate(MAX_PANES);
        for set in self.sets.iter_mut().chain([&mut self.hidden, &mut self.single]) {
            *set = std::mem::take(set).into_iter().take(MAX_LAYERS).collect();
        }
        if self.sets.len() < 2 {
            self.mode = PaneMode::Single;
        }
        self.active = self.active.min(self.sets.len().saturating_sub(1));
        let divider = self.divider;
        self.divide(if divider.is_finite() { divider } else { Self::default().divider });
        self
    }

    /// Replaces all sets. The first pane is the active one.
    pub(super) fn replace<'a>(&mut self, sets: Vec<ShownLayers>, open: impl Iterator<Item = &'a Path>) {
        self.sets = sets;
        self.active = 0;
        self.hidden = open.filter(|path| !self.is_in_any(path)).map(Path::to_owned).collect();
    }

    pub(super) fn turn(&mut self, mode: PaneMode) {
        self.mode = if self.sets.len() < 2 { PaneMode::Single } else { mode };
        self.active = self.active();
    }

    pub(super) fn activate(&mut self, pane: usize) {
        self.active = pane.min(self.count() - 1);
    }

    pub(super) fn divide(&mut self, share: f32) {
        self.divider = share.clamp(*DIVIDER.start(), *DIVIDER.end());
    }

    pub(super) fn exchange(&mut self, one: usize, other: usize) {
        if one.max(other) < self.sets.len() {
            self.sets.swap(one, other);
        }
    }

    /// Adds a pane with these layers, or else with those of the active pane, and makes it the active one.
    pub(super) fn add(&mut self, set: Option<ShownLayers>) {
        if !self.is_compared() || self.sets.len() >= MAX_PANES {
            return;
        }
        let set = set.unwrap_or_else(|| self.sets[self.active()].clone());
        self.hidden.retain(|path| !set.contains(path));
        self.sets.push(set);
        self.activate(self.sets.len() - 1);
    }

    /// Closes a pane. Returns the layers of the last one if there is a single picture from now on.
    pub(super) fn close(&mut self, pane: usize) -> Option<ShownLayers> {
        if pane >= self.count() || !self.is_compared() {
            return None;
        }
        // A third set that a wipe does not show is not to come up in the place of a side.
        self.sets.truncate(self.count());
        let closed = self.sets.remove(pane);
        if pane < self.active {
            self.active -= 1;
        }
        if self.sets.len() < 2 {
            self.mode = PaneMode::Single;
            self.active = 0;
            self.hidden.clear();
            return Some(std::mem::take(&mut self.sets).pop().unwrap_or_default());
        }
        let gone = closed.into_iter().filter(|path| !self.sets.iter().any(|set| set.contains(path)));
        let gone: Vec<PathBuf> = gone.collect();
        self.hidden.extend(gone);
        self.active = self.active();
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::settings::lenient;
    use crate::app::test_storage::Stored;

    fn panes(mode: PaneMode, sets: &[&[&str]]) -> Panes {
        let set = |set: &&[&str]| set.iter().map(PathBuf::from).collect();
        Panes { mode, sets: sets.iter().map(set).collect(), ..Panes::default() }
    }

    #[test]
    fn a_layer_that_is_new_is_shown_in_the_active_pane_and_one_that_is_hidden_stays_hidden() {
        let mut panes = panes(PaneMode::SideBySide, &[&["gt"], &["a"]]);
        panes.activate(1);
        panes.meet(["gt", "a", "b"].map(Path::new).into_iter());
        assert_eq!(panes.sets[1], ["a".into(), "b".into()].into());
        panes.show(1, "b".into(), false);
        panes.meet(["gt", "a", "b"].map(Path::new).into_iter());
        assert_eq!(panes.sets[1], ["a".into()].into());
        let again = panes.clone().brought_back(&["gt", "a", "b"].map(Path::new));
        assert_eq!(again, panes);
    }

    #[test]
    fn when_a_side_of_a_wipe_is_closed_the_other_side_is_the_picture() {
        for (closed, left) in [(0, "a"), (1, "gt")] {
            let mut three = panes(PaneMode::Wipe, &[&["gt"], &["a"], &["b"]]);
            assert_eq!(three.close(closed), Some([left.into()].into()));
            assert_eq!(three.mode(), PaneMode::Single);
        }
    }

    #[test]
    fn panes_of_layers_that_are_gone_are_left_out() {
        let three = panes(PaneMode::Wipe, &[&["gt"], &["a"], &[]]);
        let left = three.clone().brought_back(&["gt"].map(Path::new));
        assert_eq!((left.mode(), left.sets.len()), (PaneMode::Wipe, 2));
        let left = panes(PaneMode::Wipe, &[&["gt"], &["a"]]).brought_back(&["a", "b"].map(Path::new));
        assert_eq!(left.mode(), PaneMode::Single);
        let renamed = three.renamed(&[("gt".into(), "other/gt".into())]);
        assert_eq!(renamed.sets, [["other/gt".into()].into(), BTreeSet::new(), BTreeSet::new()]);
    }

    #[test]
    fn panes_survive_a_restart_and_unknown_values_fall_back_one_by_one() {
        let mut kept = panes(PaneMode::SideBySide, &[&["gt"], &["a", "b"]]);
        kept.divide(0.25);
        kept.activate(1);
        let mut storage = Stored::default();
        eframe::set_value(&mut storage, "panes", &kept);
        let text = storage.0["panes"].clone();
        let read = |text: &str| lenient::read::<Panes>(text).value.sanitized();
        assert_eq!(read(&text), kept);
        for (old, new, expected) in [
            ("side-by-side", "stereo", Panes { mode: PaneMode::Single, ..kept.clone() }),
            ("0.25", "nan", Panes { divider: 0.5, ..kept.clone() }),
            ("0.25", "7.0", Panes { divider: 0.98, ..kept.clone() }),
            ("active:1", "active:-1", Panes { active: 0, ..kept.clone() }),
            ("active:1", "active:99", kept.clone()),
        ] {
            assert!(text.contains(old), "{text}");
            assert_eq!(read(&text.replace(old, new)), expected, "{new}");
        }
        let many = panes(PaneMode::SideBySide, &[&[], &[], &[], &[], &[], &[]]).sanitized();
        assert_eq!(many.sets.len(), MAX_PANES);
        assert_eq!(panes(PaneMode::Wipe, &[&["gt"]]).sanitized().mode(), PaneMode::Single);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_cannot_be_stored_is_left_out() {
        use std::os::unix::ffi::OsStrExt as _;
        let odd = PathBuf::from(std::ffi::OsStr::from_bytes(b"/\xFF"));
        let mut with = panes(PaneMode::Wipe, &[&["gt"], &["a"]]);
        with.show(1, odd, true);
        assert_eq!(with.storable(), panes(PaneMode::Wipe, &[&["gt"], &["a"]]));
    }
}
