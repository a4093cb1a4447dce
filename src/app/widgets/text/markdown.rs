//! Text in Markdown: headings, paragraphs, lists, tables, code. Links are shown as plain text.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Color32, FontFamily, FontId, Frame, Grid, Ui};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::app::widgets::theme;

/// The least share of the width that the last column of a table gets.
const LAST_COLUMN: f32 = 0.4;

/// A part of a document, from top to bottom.
enum Block {
    Heading(HeadingLevel, LayoutJob),
    Paragraph(LayoutJob),
    /// An item of a list, and how deep the list is inside others.
    Item(usize, LayoutJob),
    Code(String),
    /// Rows of cells; the first row is the header.
    Table(Vec<Vec<LayoutJob>>),
}

/// Draws a document over the whole width.
pub fn show(ui: &mut Ui, text: &str) {
    for (at, block) in blocks(ui, text).into_iter().enumerate() {
        match block {
            Block::Heading(level, job) => {
                ui.add_space(if level == HeadingLevel::H1 { theme::SPACE[0] } else { theme::SPACE[2] });
                ui.label(job);
            }
            Block::Paragraph(job) => _ = ui.label(job),
            Block::Item(depth, job) => {
                ui.horizontal_top(|ui| {
                    ui.add_space(theme::SPACE[2] * depth as f32);
                    ui.label("•");
                    ui.vertical(|ui| ui.label(job));
                });
            }
            Block::Code(code) => {
                Frame::group(ui.style()).fill(ui.visuals().extreme_bg_color).show(ui, |ui| {
                    ui.set_min_width(ui.available_width());
                    ui.monospace(code.trim_end());
                });
            }
            Block::Table(rows) => table(ui, at, rows),
        }
        ui.add_space(theme::SPACE[0]);
    }
}

/// Draws a table. Columns are as wide as their content; where that is too wide, the last one is broken into lines.
fn table(ui: &mut Ui, at: usize, rows: Vec<Vec<LayoutJob>>) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let Some(last) = columns.checked_sub(1) else { return };
    let mut widths = vec![0.0_f32; columns];
    for row in &rows {
        for (width, job) in widths.iter_mut().zip(row) {
            *width = width.max(ui.fonts_mut(|fonts| fonts.layout_job(job.clone())).size().x);
        }
    }
    let gaps = theme::SPACE[2] * last as f32;
    let room = (ui.available_width() - gaps).max(1.0);
    let most = room * (1.0 - LAST_COLUMN) / last.max(1) as f32;
    // Whole points, and never more than there is room: a window around the table would grow with each pass.
    widths[..last].iter_mut().for_each(|width| *width = width.ceil().min(most.floor()));
    widths[last] = widths[last].ceil().min((room - widths[..last].iter().sum::<f32>()).floor());
    Grid::new(("table", at))
        .num_columns(columns)
        .min_col_width(0.0)
        .striped(true)
        .spacing([theme::SPACE[2], theme::SPACE[0]])
        .show(ui, |ui| {
            for row in rows {
                for (job, &width) in row.into_iter().zip(&widths) {
                    ui.vertical(|ui| {
                        ui.set_width(width);
                        ui.label(job);
                    });
                }
                ui.end_row();
            }
        });
}

/// The parts of a document.
fn blocks(ui: &Ui, text: &str) -> Vec<Block> {
    let mut reader = Reader::new(ui);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        reader.take(event);
    }
    reader.blocks
}

/// Makes blocks of the events of the parser.
struct Reader {
    blocks: Vec<Block>,
    /// The text read so far of the part under way.
    job: LayoutJob,
    /// How deep the lists are inside each other at this point.
    lists: usize,
    is_strong: bool,
    heading: Option<HeadingLevel>,
    code: Option<String>,
    table: Vec<Vec<LayoutJob>>,
    /// Colours of text, of strong text, and of the ground of code.
    colors: [Color32; 3],
}

impl Reader {
    fn new(ui: &Ui) -> Self {
        let visuals = ui.visuals();
        Self {
            blocks: Vec::new(),
            job: LayoutJob::default(),
            lists: 0,
            is_strong: false,
            heading: None,
            code: None,
            table: Vec::new(),
            colors: [visuals.text_color(), visuals.strong_text_color(), visuals.code_bg_color],
        }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.push(&text, false),
            },
            Event::Code(text) => self.push(&text, true),
            Event::SoftBreak => self.push(" ", false),
            Event::HardBreak => self.push("\n", false),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.heading = Some(*level),
            Tag::Strong => self.is_strong = true,
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            Tag::List(_) => {
                // A list inside an item: the item ends here.
                self.end_item();
                self.lists += 1;
            }
            Tag::TableHead | Tag::TableRow => {
                self.is_strong = matches!(tag, Tag::TableHead);
                self.table.push(Vec::new());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                self.heading = None;
                let job = std::mem::take(&mut self.job);
                self.blocks.push(Block::Heading(level, job));
            }
            TagEnd::Paragraph if self.lists == 0 => {
                let job = std::mem::take(&mut self.job);
                self.blocks.push(Block::Paragraph(job));
            }
            TagEnd::Paragraph | TagEnd::Item => self.end_item(),
            TagEnd::List(_) => self.lists = self.lists.saturating_sub(1),
            TagEnd::Strong | TagEnd::TableHead => self.is_strong = false,
            TagEnd::CodeBlock => self.blocks.extend(self.code.take().map(Block::Code)),
            TagEnd::TableCell => {
                let job = std::mem::take(&mut self.job);
                if let Some(row) = self.table.last_mut() {
                    row.push(job);
                }
            }
            TagEnd::Table => self.blocks.push(Block::Table(std::mem::take(&mut self.table))),
            _ => {}
        }
    }

    fn end_item(&mut self) {
        let job = std::mem::take(&mut self.job);
        if !job.text.is_empty() {
            self.blocks.push(Block::Item(self.lists.saturating_sub(1), job));
        }
    }

    fn push(&mut self, text: &str, is_code: bool) {
        let [plain, strong, code] = self.colors;
        let size = match self.heading {
            Some(HeadingLevel::H1) => theme::TEXT[2] + 3.0,
            Some(_) => theme::TEXT[2],
            None => theme::TEXT[1],
        };
        let family = if is_code { FontFamily::Monospace } else { FontFamily::Proportional };
        let color = if self.is_strong || self.heading.is_some() { strong } else { plain };
        let background = if is_code { code } else { Color32::TRANSPARENT };
        let format = TextFormat { font_id: FontId::new(size, family), color, background, ..TextFormat::default() };
        self.job.append(text, 0.0, format);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{CentralPanel, Context, RawInput};

    /// Runs one pass of a window that nobody sees.
    fn run(draw: impl FnMut(&mut Ui)) {
        Context::default().run_ui(RawInput::default(), draw).textures_delta.clear();
    }

    /// The blocks of a document, in words.
    fn read(text: &str) -> Vec<String> {
        let mut told = Vec::new();
        run(|ui| {
            told = blocks(ui, text)
                .into_iter()
                .map(|block| match block {
                    Block::Heading(level, job) => format!("{level} {}", job.text),
                    Block::Paragraph(job) => format!("paragraph {}", job.text),
                    Block::Item(depth, job) => format!("item {depth} {}", job.text),
                    Block::Code(code) => format!("code {code}"),
                    Block::Table(rows) => {
                        let cells = |row: &Vec<LayoutJob>| row.iter().map(|job| job.text.clone()).collect::<Vec<_>>();
                        format!("table {:?}", rows.iter().map(cells).collect::<Vec<_>>())
                    }
                })
                .collect();
        });
        told
    }

    #[test]
    fn each_part_of_a_document_is_a_block_of_its_own() {
        let text = "# One\n\nSome **strong\ntext** and `code`.\n\n- a\n  b\n- c\n  - d\n\n```sh\nrun me\n```\n\n\
                    | x | y |\n|---|---|\n| `1` | 2 |\n";
        let expected = [
            "h1 One",
            "paragraph Some strong text and code.",
            "item 0 a b",
            "item 0 c",
            "item 1 d",
            "code run me\n",
            "table [[\"x\", \"y\"], [\"1\", \"2\"]]",
        ];
        assert_eq!(read(text), expected);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_drawn(text in "[ -~\n|*`#>\\[\\]-]{0,200}") {
            run(|ui| _ = CentralPanel::default().show(ui, |ui| show(ui, &text)));
        }
    }
}
