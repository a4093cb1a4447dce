//! The panels of the window: which there are, where each one lies, and how large it is. They can be dragged beside each other,
//! into tabs, and resized.
//!
//! This folder places what `panels` and `canvas` draw. May import: `model`, `command`, `session`, `widgets`, `panels`, `canvas`.

mod arrangement;
mod drawing;
mod pane;
mod sizes;

use eframe::egui::Ui;

use super::command::{Commands, WindowCommand};
use super::model::settings::{Layout, Tab};
use super::session::view::View;
use arrangement::Arrangement;
use drawing::Drawing;
pub use drawing::Parts;
use pane::Pane;

/// The key in eframe's storage.
const KEY: &str = "motscope-panels";

/// Where the window is narrower than this, tabs are closer to each other, in points.
const NARROW: f32 = 1200.0;

/// The panels in each layout.
pub struct Dock {
    arrangements: [Arrangement; 2],
    /// The tab that was chosen when the panels were drawn last, and the layout.
    last: Option<(Tab, Layout)>,
    /// Where the panels lay when a mouse button was pressed last.
    before: String,
}

impl Dock {
    /// The panels as they were kept. What cannot be read is as at first.
    pub fn load(storage: Option<&dyn eframe::Storage>) -> Self {
        let kept = storage.and_then(|storage| eframe::get_value::<[Arrangement; 2]>(storage, KEY));
        Self::of(kept)
    }

    fn of(kept: Option<[Arrangement; 2]>) -> Self {
        let [review, engine] = kept.map_or([None, None], |kept| kept.map(Some));
        let or_first = |layout: Layout, kept: Option<Arrangement>| {
            kept.filter(|kept| kept.is_of(layout)).unwrap_or_else(|| Arrangement::first(layout))
        };
        Self {
            arrangements: [or_first(Layout::Review, review), or_first(Layout::Engine, engine)],
            last: None,
            before: String::new(),
        }
    }

    /// Keeps them.
    pub fn store(&self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, KEY, &self.arrangements);
    }

    /// Where the panels lie, as text.
    pub fn text(&self) -> String {
        serde_json::to_string(&self.arrangements).unwrap_or_default()
    }

    /// Puts the panels where they lay, as [`text`](Self::text) told it.
    pub fn bring(&mut self, text: &str) {
        if let Ok(kept) = serde_json::from_str(text) {
            *self = Self::of(Some(kept));
        }
    }

    /// Puts the panels of a layout where they are at first.
    pub fn reset(&mut self, layout: Layout) {
        self.arrangements[layout as usize] = Arrangement::first(layout);
        self.last = None;
    }

    /// Draws the panels into the remaining space. Returns whether the panel of the cache was drawn.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, parts: Parts<'_>, commands: &mut Commands) -> bool {
        let settings = &view.state.settings;
        if ui.input(|input| input.pointer.any_pressed()) {
            self.before = self.text();
        }
        let arrangement = &mut self.arrangements[settings.layout as usize];
        let chosen = (settings.tab, settings.layout);
        if self.last.replace(chosen) != Some(chosen) {
            arrangement.activate(Pane::of_tab(settings.tab));
        }
        arrangement.fit(ui.available_size(), settings);
        let mut drawing = Drawing::new(view, parts, (arrangement.bare(), ui.available_width() < NARROW), commands);
        // Between the tiles nothing else is drawn.
        ui.painter().rect_filled(ui.max_rect(), 0.0, ui.visuals().panel_fill);
        arrangement.show(ui, &mut drawing);
        let (edits, drawn) = drawing.end();
        if edits.resized {
            arrangement.keep_sizes();
        }
        // Another tab lies over the chosen one now.
        if edits.chosen
            && settings.show_panels
            && let Some(tab) = arrangement.tab_over(Pane::of_tab(settings.tab))
        {
            self.last = Some((tab, settings.layout));
            commands.change(settings, |settings| settings.tab = tab);
        }
        if edits.resized || edits.moved {
            commands.push(WindowCommand::PanelsMoved(self.before.clone(), self.text()));
        }
        drawn.contains(&Pane::Cache)
    }
}
