//! Goes to the next and to the previous sequence of a data set, with the same layers.

use eframe::egui;

use crate::app::model::opening::source::{OpenHow, Source};
use crate::app::model::state::Failure;
use crate::app::session::opening::neighbours::{self, Neighbour};
use crate::app::update::controller::Controller;

impl Controller {
    /// Begins to search for the sequence after the open one, or before it.
    pub(in crate::app::update) fn find_neighbour(&mut self, is_next: bool, ctx: &egui::Context) {
        // The key may be held. The next search begins at the sequence that this one finds.
        if self.neighbour.is_some() || self.session.opening.is_some() {
            return;
        }
        let Some(document) = &self.session.document else { return };
        let Source::File(path, how) = &document.source else {
            self.state.failure = Some(Failure::new("No other sequence", "The demo is not part of a data set"));
            return;
        };
        let layers = how.main.iter().chain(&how.layers).cloned().collect();
        self.neighbour = Some(neighbours::search(path.clone(), layers, is_next, ctx));
    }

    /// Opens the sequence that was searched for, once it is found.
    pub(in crate::app::update) fn take_neighbour(&mut self, ctx: &egui::Context) {
        let Some(task) = &mut self.neighbour else { return };
        let found = task.next();
        if found.is_none() && !task.is_over() {
            return;
        }
        self.neighbour = None;
        match found {
            Some(Ok(found)) => self.go_to_neighbour(found, ctx),
            Some(Err(reason)) => self.state.failure = Some(Failure::new("No other sequence", reason)),
            None => {}
        }
    }

    fn go_to_neighbour(&mut self, found: Neighbour, ctx: &egui::Context) {
        self.leave();
        let open = self.session.document.as_ref().map(|document| &document.source);
        let Some(Source::File(_, before)) = open else { return };
        let there = |path: &std::path::PathBuf| {
            found.layers.iter().find(|(here, _)| here == path).map(|(_, there)| there.clone())
        };
        let how = OpenHow {
            main: before.main.as_ref().and_then(there),
            layers: before.layers.iter().filter_map(there).collect(),
            ..OpenHow::default()
        };
        for (here, there) in &found.layers {
            self.state.looks.copy(here, there);
        }
        // It begins where it was left, as everything else that is opened again.
        let frame = self.state.left_off.of(&found.path, None).and_then(|left| left.frame);
        self.open(Source::File(found.path, how), frame, ctx);
        self.neighbour_files = Some(found.layers);
        if !found.missing.is_empty() {
            let reason = format!("This sequence has no {}", found.missing.join(", no "));
            self.known_layers = Some(Failure::new("Not all layers", reason));
        }
    }
}
