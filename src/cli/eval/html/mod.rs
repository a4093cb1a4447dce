//! `--html`: one page with the table, HOTA at each threshold, `DetA` and `AssA`, and the worst events with pictures. It needs no
//! other file.

mod crops;
mod escaped;
mod events;
mod plots;

use std::fmt::Write as _;

use crate::data_set::{COLUMNS, Line, Outcome, Question, shown, title};
use escaped::escaped;

/// How every page begins, so that an earlier one is known.
pub(super) const BEGIN: &str =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>motscope eval</title>";

/// The page.
pub(super) fn page(outcome: &Outcome, question: &Question) -> String {
    let mut page = BEGIN.to_owned();
    page.push_str(
        "\n<style>\
         body{font:14px sans-serif;margin:2em;max-width:75em}table{border-collapse:collapse;margin:1em 0}\
         th,td{padding:.2em .7em;text-align:right;border-bottom:1px solid #ccc}th:first-child,td:first-child{text-align:left}\
         svg{margin-right:2em}figure{display:inline-block;vertical-align:top;width:20em;margin:0 1em 1.5em 0}\
         figure img{max-width:100%;display:block}figcaption{font-size:.9em;margin-top:.3em}</style></head>\n<body><h1>Evaluation</h1>\n",
    );
    let _ = writeln!(page, "<p>Rules: {}</p>", outcome.benchmark);
    for remark in &outcome.remarks {
        let _ = writeln!(page, "<p>{}</p>", escaped(remark));
    }
    let lines: Vec<Vec<Line>> = outcome.trackers.iter().map(|tracker| outcome.lines(tracker)).collect();
    for (tracker, lines) in outcome.trackers.iter().zip(&lines) {
        scores(&mut page, tracker.name(), lines);
    }
    for class in outcome.classes() {
        // The last line of a class is all sequences together, or the only one.
        let last = |lines: &[Line]| lines.iter().rposition(|line| line.class == class);
        let totals: Vec<(&str, &Line)> = outcome
            .trackers
            .iter()
            .zip(&lines)
            .filter_map(|(tracker, lines)| Some((tracker.name(), &lines[last(lines)?])))
            .collect();
        let _ = writeln!(page, "<h2>{}</h2>", escaped(&class));
        plots::all(&mut page, &totals);
    }
    events::worst(&mut page, outcome, question);
    page.push_str("</body></html>\n");
    page
}

/// The table of a tracker.
fn scores(page: &mut String, name: &str, lines: &[Line]) {
    let _ = write!(page, "<table><tr><th>{}<th>class", escaped(name));
    for column in COLUMNS {
        let _ = write!(page, "<th>{}", title(column));
    }
    for line in lines {
        let _ = write!(page, "<tr><td>{}<td>{}", escaped(&line.sequence), escaped(&line.class));
        for column in COLUMNS {
            let _ = write!(page, "<td>{}", shown(line.value(column)));
        }
    }
    page.push_str("</table>\n");
}
