//! Keeps the clairvoyant's stall up to date while a panel shows it.

use eframe::egui;

use super::controller::Controller;
use crate::app::session::view::View;

impl Controller {
    /// Takes in and asks for the clairvoyant's stall, if a panel shows it.
    pub(super) fn follow_clairvoyant(&mut self, ctx: &egui::Context) {
        if !self.state.follows_clairvoyant {
            return;
        }
        let mut bound = std::mem::take(&mut self.state.clairvoyant);
        self.follower.follow(&mut bound, ctx, &View::new(&self.state, &self.session));
        self.state.clairvoyant = bound;
    }
}
