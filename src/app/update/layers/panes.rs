//! Changes which pane shows which layers, and loads the layers that any pane shows.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::app::model::layers::Look;
use crate::app::model::panes::{PaneChange, PaneLayer, Panes};
use crate::app::session::document::Document;
use crate::app::update::controller::Controller;

impl Controller {
    /// Carries out a change of the panes.
    pub(in crate::app::update) fn change_panes(&mut self, change: PaneChange) {
        let Some(document) = &self.session.document else { return };
        let needs_others = !matches!(change, PaneChange::Divide(_) | PaneChange::Activate(_));
        let styles = &self.state.settings.layers;
        let shown = |place| self.state.looks.look(&document.layers, place, styles).is_none_or(|look| look.shown);
        let layers: Vec<PaneLayer<'_>> = listed(document)
            .map(|(place, path)| PaneLayer { path, kind: document.layers[place].kind, shown: shown(place) })
            .collect();
        if let Some(alone) = self.state.panes.apply(change, &layers) {
            self.show_alone(&alone);
        }
        if needs_others {
            self.load_needed();
        }
    }

    /// Shows these layers in the single picture, and no others.
    fn show_alone(&mut self, alone: &BTreeSet<PathBuf>) {
        let Some(document) = &self.session.document else { return };
        for (place, path) in listed(document) {
            let styles = &mut self.state.settings.layers;
            if let Some(look) = self.state.looks.look(&document.layers, place, styles) {
                let look = Look { shown: alone.contains(path), ..look };
                self.state.looks.change(&document.layers, place, look, styles);
            }
        }
    }

    /// Changes the look of the layer at `place`. If panes are compared, it is shown or hidden in the active one.
    pub(in crate::app::update) fn set_look(&mut self, place: usize, look: Look) {
        let Some(document) = &self.session.document else { return };
        let Some(path) = document.layers.get(place).map(|layer| layer.file.path().to_owned()) else { return };
        let styles = &self.state.settings.layers;
        let mut kept = look;
        if self.state.panes.is_compared() {
            kept.shown = self.state.looks.look(&document.layers, place, styles).is_none_or(|before| before.shown);
            self.state.panes.show(self.state.panes.active(), path, look.shown);
        }
        self.bring_look(place, kept);
    }

    /// Changes the look of the layer at `place` in the single picture. Panes show what they show.
    pub(in crate::app::update) fn bring_look(&mut self, place: usize, look: Look) {
        let Some(document) = &self.session.document else { return };
        self.state.looks.change(&document.layers, place, look, &mut self.state.settings.layers);
        self.load_needed();
    }

    /// Loads the layers that are shown anywhere. Boxes of hidden layers are not loaded.
    fn load_needed(&self) {
        if let Some(document) = &self.session.document {
            self.load_needed_of(document);
        }
    }

    /// Loads the layers of `document` that are shown anywhere.
    pub(in crate::app::update) fn load_needed_of(&self, document: &Document) {
        for (place, layer) in document.layers.iter().enumerate().skip(1) {
            let is_shown = || {
                let look = self.state.looks.look(&document.layers, place, &self.state.settings.layers);
                look.is_none_or(|look| look.shown)
            };
            document.set_layer_loaded(place, self.state.panes.needs(layer.file.path()).unwrap_or_else(is_shown));
        }
    }

    /// Takes panes for `document`, which takes the place of another sequence. Those of the sequence before stay if the document is
    /// the next one of its data set.
    pub(in crate::app::update) fn turn_panes(&mut self, document: &Document) {
        let Some(mut files) = self.neighbour_files.take() else {
            self.state.panes = Panes::default();
            return;
        };
        let main = |document: &Document| document.layers.first().map(|layer| layer.file.path().to_owned());
        files.extend(self.session.document.as_ref().and_then(main).zip(main(document)));
        self.state.panes = self.state.panes.renamed(&files);
    }

    /// Panes as they were kept for `document`.
    pub(in crate::app::update) fn bring_back_panes(&mut self, kept: &Panes, document: &Document) {
        let open: Vec<&Path> = listed(document).map(|(_, path)| path).collect();
        self.state.panes = kept.clone().brought_back(&open);
    }

    /// Shows layers that have been added in the active pane.
    pub(in crate::app::update) fn meet_layers(&mut self, document: &Document) {
        self.state.panes.meet(listed(document).map(|(_, path)| path));
    }
}

/// The places and paths of the layers. A sequence without a text file has an empty main layer, which is none to the user.
fn listed(document: &Document) -> impl Iterator<Item = (usize, &Path)> {
    let is_layer = |place, bytes| place > 0 || bytes > 0;
    let layers = document.layers.iter().enumerate();
    layers
        .filter(move |(place, layer)| is_layer(*place, layer.file.bytes()))
        .map(|(place, layer)| (place, layer.file.path()))
}
