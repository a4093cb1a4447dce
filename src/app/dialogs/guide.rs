//! The user's guide: one page a topic, written in Markdown in `assets/guide`.

use eframe::egui::{self, Id, ScrollArea, Ui, vec2};

use crate::app::command::{Commands, WindowCommand};
use crate::app::widgets::text::markdown;

/// The pages, in the order in which they are listed. The first line of each is its title.
const PAGES: [&str; 9] = [
    include_str!("../../../assets/guide/1-opening.md"),
    include_str!("../../../assets/guide/2-window.md"),
    include_str!("../../../assets/guide/3-layers.md"),
    include_str!("../../../assets/guide/9-errors.md"),
    include_str!("../../../assets/guide/4-pictures.md"),
    include_str!("../../../assets/guide/5-cache-and-tuning.md"),
    include_str!("../../../assets/guide/6-command-line.md"),
    include_str!("../../../assets/guide/7-export.md"),
    include_str!("../../../assets/guide/8-replay-and-tune.md"),
];
/// The size of the window at first, in points, where there is room for it.
const SIZE: [f32; 2] = [680.0, 560.0];

/// The guide, and the page that is read.
#[derive(Default)]
pub struct Guide {
    shown: bool,
    page: usize,
}

impl Guide {
    /// Shows the guide at the page that was read last, or hides it.
    pub fn open(&mut self, shown: bool) {
        self.shown = shown;
    }

    /// Hides the guide. True if it was shown.
    pub fn close(&mut self) -> bool {
        std::mem::take(&mut self.shown)
    }

    /// Whether it is shown.
    pub fn is_open(&self) -> bool {
        self.shown
    }

    /// Draws the guide, if it is shown.
    pub fn show(&mut self, ui: &Ui, commands: &mut Commands) {
        if !self.shown {
            return;
        }
        let room = ui.ctx().content_rect();
        let size = vec2(SIZE[0].min(room.width() - 60.0), SIZE[1].min(room.height() - 110.0));
        let mut open = true;
        let window = egui::Window::new("Guide").open(&mut open).collapsible(false).default_size(size);
        let window = window.max_size(room.size() - vec2(60.0, 110.0));
        window.default_pos(room.center() - vec2(size.x / 2.0, room.height() / 2.0 - 32.0)).show(ui.ctx(), |ui| {
            ui.horizontal_wrapped(|ui| {
                for (at, page) in PAGES.iter().enumerate() {
                    ui.selectable_value(&mut self.page, at, title(page));
                }
            });
            ui.separator();
            let text = PAGES.get(self.page).copied().unwrap_or_default();
            // Each page remembers by itself how far it was read.
            let area = ScrollArea::vertical().id_salt(Id::unique(("guide", self.page))).auto_shrink(false);
            area.show(ui, |ui| markdown::show(ui, text));
        });
        if !open {
            commands.push(WindowCommand::Guide(false));
        }
    }
}

/// The title of a page: its first line without the mark of a heading.
fn title(page: &str) -> &str {
    page.lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_guide_has_a_title_of_its_own_and_some_text() {
        let mut titles: Vec<&str> = PAGES.iter().map(|page| title(page)).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), PAGES.len());
        for page in PAGES {
            assert!(page.starts_with("# ") && page.lines().count() > 10, "{}", title(page));
        }
    }
}
