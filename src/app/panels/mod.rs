//! The panels at the sides: the tabs at the right (cache, tuning, events, errors, bookmarks), the lists of layers and of tracks at
//! the left. This file draws the tabs; `window.rs` puts panels into the window.
//!
//! What is here reads a view and pushes commands; it changes nothing itself. May import: `model`, `command`, `session`,
//! `widgets`.

pub mod cache_panel;
pub mod errors;
pub mod events_panel;
pub mod picture_problems;
pub mod problems_panel;
pub mod tuning;
pub mod what_if;

pub(super) mod layers_panel;
pub(super) mod tracks;

mod bookmarks_panel;
mod cache_charts;
mod filter_controls;
mod layer_menu;
mod picture_stats;

use eframe::egui::{self, Ui};

use super::command::Commands;
use super::model::settings::Tab;
use super::session::document::Document;
use super::session::view::View;
use super::widgets::theme;
use cache_panel::CachePanel;
use errors::ErrorsPanel;
use events_panel::EventsPanel;
use picture_stats::{Meter, Pictures};
use what_if::WhatIf;

/// From this width on, in points, tabs have their usual distances.
const ROOMY: f32 = 400.0;
/// How often values that change without an event are checked for a change.
const LOOK_AGAIN: std::time::Duration = std::time::Duration::from_millis(500);

/// The state of the tabs.
#[derive(Default)]
pub struct Panels {
    cache: CachePanel,
    events: EventsPanel,
    errors: ErrorsPanel,
    what_if: WhatIf,
    meter: Meter,
    /// The picture statistics that were shown last.
    pictures: Option<Pictures>,
    /// The number of the opened sequence that the tabs belong to.
    opened: u64,
}

impl Panels {
    /// Whether the clairvoyant bound is needed: the cache tab is open and not paused.
    pub fn shows_clairvoyant(&self, view: &View<'_>) -> bool {
        view.state.settings.tab == Tab::Cache && !self.cache.is_paused()
    }

    /// Draws the open tab.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        if std::mem::replace(&mut self.opened, view.state.opened) != view.state.opened {
            self.cache.resume();
            self.events.resume();
            self.errors.reset();
        }
        ui.horizontal_wrapped(|ui| {
            if ui.available_width() < ROOMY {
                // All tabs stay in one row.
                ui.spacing_mut().item_spacing.x = 1.0;
                ui.spacing_mut().button_padding.x = 3.0;
            }
            commands.change(&view.state.settings, |settings| {
                for (tab, name) in [(Tab::Cache, "Cache"), (Tab::Tuning, "Tuning"), (Tab::Events, "Events")] {
                    ui.selectable_value(&mut settings.tab, tab, name);
                }
                let mut atoms = egui::Atoms::new("Errors");
                if let Some((badge, is_warning)) = errors::badge(view) {
                    let warning = theme::readable(theme::state::FAILED, ui.visuals().dark_mode);
                    let is_open = settings.tab == Tab::Errors;
                    let badge = egui::RichText::new(badge).small();
                    // The warning colour is not readable on the background of the open tab, and not needed there.
                    atoms.push_right(if is_open || !is_warning { badge } else { badge.color(warning) });
                }
                ui.selectable_value(&mut settings.tab, Tab::Errors, atoms);
                ui.selectable_value(&mut settings.tab, Tab::Bookmarks, "Bookmarks");
            });
        });
        ui.separator();
        match view.state.settings.tab {
            Tab::Cache => self.cache(ui, view, commands),
            Tab::Tuning => {
                self.what_if.show(ui, view, commands);
                ui.separator();
                let has_pictures = view.document.is_some_and(Document::has_pictures);
                tuning::show(ui, &view.state.settings, &view.state.snapshot, has_pictures, commands);
            }
            Tab::Events => events_panel::show(ui, &view.state.telemetry, &mut self.events, commands),
            Tab::Errors => self.errors.show(ui, view, commands),
            Tab::Bookmarks => bookmarks_panel::show(ui, view, commands),
        }
    }

    fn cache(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        self.cache.seconds = view.state.settings.chart_seconds;
        if !self.cache.is_paused() {
            self.cache.bound.clone_from(&view.state.clairvoyant);
        }
        let pictures = view.document.and_then(|open| Pictures::of(open, &mut self.meter, view.now));
        // Previews are made, and the read rate falls, without an event. Repaint only while these values change.
        if std::mem::replace(&mut self.pictures, pictures) != pictures {
            ui.request_repaint_after(LOOK_AGAIN);
        }
        cache_panel::show(ui, &view.state.telemetry, &view.state.snapshot, pictures, &mut self.cache, commands);
        commands.change(&view.state.settings, |settings| settings.chart_seconds = self.cache.seconds);
    }
}

/// Minimum and default width of the panel, in points.
pub const WIDTH: [f32; 2] = [272.0, 340.0];

/// Whether the panel fits beside a canvas of minimum width `least_canvas`, in points.
pub fn fits(ui: &egui::Ui, least_canvas: f32) -> bool {
    ui.available_width() >= WIDTH[0] + least_canvas
}
