//! The table that people read.

use std::fmt::Write as _;

use crate::data_set::{COLUMNS, Line, Outcome, TrackerOutcome, shown, title};
use crate::metrics::Value;
use crate::shown::shown_text;

/// How wide the columns of numbers are.
const WIDTH: usize = 9;

/// All tables: one for each tracker, and one for the differences of each to the first.
pub(super) fn text(outcome: &Outcome) -> String {
    let lines: Vec<Vec<Line>> = outcome.trackers.iter().map(|tracker| outcome.lines(tracker)).collect();
    let has_classes = outcome.classes().len() > 1;
    let label = |line: &Line| {
        shown_text(&if has_classes { format!("{} {}", line.sequence, line.class) } else { line.sequence.clone() })
    };
    let labels = lines.iter().flatten().map(|line| label(line).chars().count());
    let names = outcome.trackers.iter().map(|tracker| shown_text(tracker.name()).chars().count());
    let width = labels.chain(names).max().unwrap_or(0);
    let mut text = format!("rules: {}\n", outcome.benchmark);
    for (tracker, lines) in outcome.trackers.iter().zip(&lines) {
        head(&mut text, &shown_text(tracker.name()), width);
        for line in lines {
            row(&mut text, &label(line), width, |column| shown(line.value(column)));
        }
    }
    if let ([first, others @ ..], [first_lines, other_lines @ ..]) = (&outcome.trackers[..], &lines[..]) {
        for (other, lines) in others.iter().zip(other_lines) {
            difference(&mut text, (first, first_lines), (other, lines), width, label);
        }
    }
    text
}

/// The table of the differences between two trackers.
fn difference(
    text: &mut String,
    (first, first_lines): (&TrackerOutcome, &[Line]),
    (other, lines): (&TrackerOutcome, &[Line]),
    width: usize,
    label: impl Fn(&Line) -> String,
) {
    let _ = write!(text, "\n{} minus {}", shown_text(other.name()), shown_text(first.name()));
    head(text, "", width);
    for line in lines {
        let is_pair = |before: &&Line| before.sequence == line.sequence && before.class == line.class;
        let Some(before) = first_lines.iter().find(is_pair) else { continue };
        row(text, &label(line), width, |column| match line.value(column) {
            Value::Count(count) => format!("{:+}", count as i64 - before.value(column).number() as i64),
            share => format!("{:+.3}", 100.0 * (share.number() - before.value(column).number())),
        });
    }
}

fn head(text: &mut String, name: &str, width: usize) {
    text.push('\n');
    row(text, name, width, |column| title(column).to_owned());
}

fn row(text: &mut String, label: &str, width: usize, cell: impl Fn(&str) -> String) {
    let _ = write!(text, "{label:width$}");
    for column in COLUMNS {
        let _ = write!(text, " {:>WIDTH$}", cell(column));
    }
    text.push('\n');
}
