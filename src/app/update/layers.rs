//! Adds and removes layers, and changes how they look.

use std::path::PathBuf;

use eframe::egui;

use super::controller::Controller;
use crate::app::model::filter::Filter;
use crate::app::model::layers::Look;
use crate::mot::OpenOptions;

impl Controller {
    /// Shows a text file as a layer, or removes the layer.
    pub(super) fn show_layer(&mut self, path: PathBuf, shown: bool, ctx: &egui::Context) {
        self.reopen(
            |how| {
                how.layers.retain(|other| *other != path);
                if shown {
                    how.layers.push(path);
                }
            },
            ctx,
        );
    }

    /// Shows text files as layers, in addition to the layers already shown.
    pub(super) fn add_layers(&mut self, paths: Vec<PathBuf>, ctx: &egui::Context) {
        let Some(document) = &self.session.document else { return };
        let shown: Vec<PathBuf> = document.layers.iter().map(|layer| layer.file.path().to_owned()).collect();
        self.reopen(
            |how| {
                // A file that could not be read before is tried again, and is not added twice.
                how.layers.retain(|path| !paths.contains(path));
                how.layers.extend(paths.into_iter().filter(|path| !shown.contains(path)));
            },
            ctx,
        );
    }

    /// Makes a text file the main layer.
    pub(super) fn make_main(&mut self, path: PathBuf, ctx: &egui::Context) {
        let Some(document) = &self.session.document else { return };
        // A sequence without a text file has an empty main layer, which is no file.
        let shown = document.layers.iter().enumerate().filter(|(place, layer)| *place > 0 || layer.file.bytes() > 0);
        let others = shown.map(|(_, layer)| layer.file.path().to_owned()).filter(|other| *other != path).collect();
        // Another file has other ids and classes, and its lines may have another format.
        self.state.selected = None;
        self.state.filter = Filter::default();
        self.reopen(
            |how| {
                how.layers = others;
                how.main = Some(path);
                how.text = OpenOptions::default();
            },
            ctx,
        );
    }

    /// Changes the look of the layer at this place. The boxes of a hidden layer are not loaded.
    pub(super) fn set_look(&mut self, place: usize, look: Look) {
        let Some(document) = &self.session.document else { return };
        self.state.looks.change(&document.layers, place, look, &mut self.state.settings.layers);
        document.set_layer_loaded(place, look.shown);
    }
}
