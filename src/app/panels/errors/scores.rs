//! The scores of the results that are looked at: of all frames, of those so far, and of the last ones.

use std::ops::RangeInclusive;
use std::sync::Arc;

use eframe::egui::{Align, Button, DragValue, Label, Layout, RichText, Ui, UiBuilder};

use super::table::{self, Cell};
use crate::app::command::Commands;
use crate::app::model::format::{self, count};
use crate::app::model::judging::{Judgement, Score};
use crate::app::session::judging::{RangeScorer, RangeScores, Ranges};
use crate::app::session::view::View;
use crate::metrics::{FrameCounts, Scores};

/// The most frames that the last ones can be.
const MOST_LAST: u32 = 100_000;

/// The state of the table.
#[derive(Default)]
pub struct ScoreTable {
    /// Whether all scores are shown, if the user has chosen.
    shows_all: Option<bool>,
    scorer: Option<RangeScorer>,
}

/// The text of a score: a count, or per cent with two decimals.
pub fn text(score: Score, value: f64) -> String {
    if score.is_count() { count(value as u64) } else { format!("{value:.2}").replace('-', "−") }
}

/// A score of some of the frames. `None` if it is not known yet, and whether it is of other frames than those asked for.
type RangeScore = Option<(f64, bool)>;

impl ScoreTable {
    /// Whether the user wants to see all scores, however little room there is.
    pub fn shows_all(&self) -> bool {
        self.shows_all == Some(true)
    }

    /// Draws the main scores of the whole sequence in one line. `menu` draws a button at its end, whose menu begins with what it
    /// is given.
    pub fn line(&mut self, ui: &mut Ui, judgement: &Judgement, menu: impl FnOnce(&mut Ui, &mut dyn FnMut(&mut Ui))) {
        let main = &Score::ALL[..Score::MAIN];
        let told = |score: &Score| {
            let value = score.of(&judgement.scores);
            let short = if score.is_count() { text(*score, value) } else { format!("{value:.1}").replace('-', "−") };
            format!("{} {short}", score.name())
        };
        let shown: Vec<String> = main.iter().map(told).collect();
        let exact = main.iter().map(|score| format!("{}: {}", score.name(), text(*score, score.of(&judgement.scores))));
        let exact: Vec<String> = exact.collect();
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                menu(ui, &mut |ui| {
                    let help = "Shows all scores";
                    let button = ui.button("All scores").on_hover_text(help);
                    if button.clicked() {
                        self.shows_all = Some(true);
                    }
                    button.accessible_name(help);
                });
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let label = Label::new(RichText::new(shown.join(" ")).small()).truncate();
                    ui.add(label).on_hover_text(exact.join("\n"));
                });
            });
        });
    }

    /// Draws the table. Where there is little room, only the main scores are shown unless the user wants all.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        judgement: &Arc<Judgement>,
        has_room: bool,
        commands: &mut Commands,
    ) {
        let position = view.position().and_then(|frame| u32::try_from(frame).ok()).unwrap_or(u32::MAX);
        let first = judgement.sequence.as_ref().map_or(judgement.benchmark.first_frame(), |range| *range.start());
        let last = view.state.settings.judging.last.max(1);
        let so_far = first..=position;
        let frames = [so_far, position.saturating_sub(last - 1).max(first)..=position];
        let known = self.known(ui, view, judgement, frames.clone());
        let shows_all = self.shows_all.unwrap_or(has_room);
        if head(ui, view, shows_all, commands) {
            self.shows_all = Some(!shows_all);
        }
        let counted = frames.map(|frames| Counted::new(judgement, &frames));
        let weak = ui.visuals().weak_text_color();
        for score in Score::ALL.into_iter().take(if shows_all { Score::ALL.len() } else { Score::MAIN }) {
            let ranges = [0, 1].map(|at| of_range(score, &counted[at], known.as_ref(), at));
            let whole = text(score, score.of(&judgement.scores));
            let texts =
                ranges.map(|range| range.map_or_else(|| format::NONE.to_owned(), |(value, _)| text(score, value)));
            let told = format!(
                "{}: {whole}, so far {}, last {} {}",
                score.name(),
                texts[0],
                format::counted(last.into(), "frame", "frames"),
                texts[1]
            );
            let mut cells = vec![Cell { text: whole, color: ui.visuals().strong_text_color(), is_best: false }];
            cells.extend(texts.into_iter().zip(ranges).map(|(text, range)| {
                let is_fresh = range.is_some_and(|(_, is_fresh)| is_fresh);
                Cell { text, color: if is_fresh { ui.visuals().text_color() } else { weak }, is_best: false }
            }));
            table::line(ui, (score.name(), ui.visuals().text_color()), &cells, &told).on_hover_text(score.help());
        }
    }

    /// What is known of ranges.
    fn known(
        &mut self,
        ui: &Ui,
        view: &View<'_>,
        judgement: &Arc<Judgement>,
        frames: [RangeInclusive<u32>; 2],
    ) -> Option<Known> {
        let document = view.document?;
        let scorer = self.scorer.get_or_insert_with(|| RangeScorer::start(ui.ctx()));
        let ranges = Ranges { judgement: Arc::clone(judgement), frames };
        let is_playing = document.playback().is_playing();
        let known = scorer.scores(&ranges, &document.layers, is_playing, view.now, ui.ctx())?;
        Some(Known::new(known, &ranges))
    }
}

/// The scores of ranges, and whether they are of the ranges asked for.
struct Known {
    scores: [Option<Scores>; 2],
    is_fresh: bool,
}

impl Known {
    fn new(scores: &RangeScores, ranges: &Ranges) -> Self {
        Self { scores: scores.scores.clone(), is_fresh: scores.of == *ranges }
    }
}

/// What is counted in a range.
struct Counted {
    counts: FrameCounts,
    fragmentations: u64,
}

impl Counted {
    fn new(judgement: &Judgement, range: &RangeInclusive<u32>) -> Self {
        Self { counts: judgement.counts(range.clone()), fragmentations: judgement.fragmentations(range) }
    }
}

/// A score of a range: what is counted is known at once.
fn of_range(score: Score, counted: &Counted, known: Option<&Known>, at: usize) -> RangeScore {
    let counts = &counted.counts;
    let value = match score {
        Score::Mota => 100.0 * counts.mota(),
        Score::Switches => counts.switches as f64,
        Score::FalsePositives => counts.false_positives() as f64,
        Score::FalseNegatives => counts.false_negatives() as f64,
        Score::Fragmentations => counted.fragmentations as f64,
        Score::Hota | Score::DetA | Score::AssA | Score::Idf1 => {
            let known = known?;
            return Some((score.of(known.scores[at].as_ref()?), known.is_fresh));
        }
    };
    Some((value, true))
}

/// The titles of the columns. The number of the last frames can be changed. Returns whether the user wants more or fewer scores.
fn head(ui: &mut Ui, view: &View<'_>, shows_all: bool, commands: &mut Commands) -> bool {
    let places = table::header(ui, 3);
    let mut is_clicked = false;
    let mut cell = |at: usize, add: &mut dyn FnMut(&mut Ui)| {
        let layout = if at == 0 { Layout::left_to_right(Align::Center) } else { Layout::right_to_left(Align::Center) };
        let builder = UiBuilder::new().max_rect(places[at]).layout(layout);
        ui.scope_builder(builder, add);
    };
    let title = |text: &str| RichText::new(text).small().weak();
    cell(0, &mut |ui| {
        let (text, help) = if shows_all { ("fewer", "Shows the main scores") } else { ("more", "Shows all scores") };
        let button = ui.add(Button::new(title(text)).frame_when_inactive(false).small()).on_hover_text(help);
        is_clicked = button.clicked();
        button.accessible_name(help);
    });
    cell(1, &mut |ui| _ = ui.label(title("all")).on_hover_text("Of the whole sequence"));
    cell(2, &mut |ui| {
        _ = ui.label(title("so far")).on_hover_text("Of the frames up to the one on screen");
    });
    cell(3, &mut |ui| {
        commands.change(&view.state.settings, |settings| {
            let last = DragValue::new(&mut settings.judging.last).range(1..=MOST_LAST).prefix("last ");
            ui.style_mut().override_text_style = Some(eframe::egui::TextStyle::Small);
            let help = "Of so many frames up to the one on screen.\nHOTA and IDF1 are those of a sequence cut to these frames.";
            _ = ui.add(last).on_hover_text(help).accessible_name("Last frames");
        });
    });
    is_clicked
}
