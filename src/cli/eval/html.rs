//! `--html`: one page with the table, HOTA at each threshold, `DetA` and `AssA`, and the worst events. It needs no other file.

use std::fmt::Write as _;

use super::outcome::{Line, Outcome};
use super::table;
use crate::metrics::{ALPHAS, Event, Value};

/// How many events the page lists.
const EVENTS: usize = 100;
/// The size of a plot, and the space around it, in pixels.
const SIDE: f64 = 300.0;
const EDGE: f64 = 40.0;
/// The colours of trackers: told apart by people who see colours differently, too (Okabe and Ito).
const COLOURS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

/// The page.
pub(super) fn page(outcome: &Outcome) -> String {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>motscope eval</title>\n<style>\
         body{font:14px sans-serif;margin:2em;max-width:75em}table{border-collapse:collapse;margin:1em 0}\
         th,td{padding:.2em .7em;text-align:right;border-bottom:1px solid #ccc}th:first-child,td:first-child{text-align:left}\
         svg{margin-right:2em}</style>\n<h1>Evaluation</h1>\n",
    );
    let _ = writeln!(page, "<p>Rules: {}</p>", outcome.benchmark);
    for remark in &outcome.remarks {
        let _ = writeln!(page, "<p>{}</p>", escaped(remark));
    }
    let lines: Vec<Vec<Line>> = outcome.trackers.iter().map(|tracker| outcome.lines(tracker)).collect();
    for (tracker, lines) in outcome.trackers.iter().zip(&lines) {
        scores(&mut page, &tracker.name, lines);
    }
    for class in outcome.classes() {
        // The last line of a class is all sequences together, or the only one.
        let last = |lines: &[Line]| lines.iter().rposition(|line| line.class == class);
        let totals: Vec<(&str, &Line)> = outcome
            .trackers
            .iter()
            .zip(&lines)
            .filter_map(|(tracker, lines)| Some((tracker.name.as_str(), &lines[last(lines)?])))
            .collect();
        let _ = writeln!(page, "<h2>{}</h2>", escaped(&class));
        legend(&mut page, &totals);
        by_alpha(&mut page, &totals);
        balance(&mut page, &totals);
    }
    events(&mut page, outcome);
    page.push_str("</html>\n");
    page
}

/// The table of a tracker.
fn scores(page: &mut String, name: &str, lines: &[Line]) {
    let _ = write!(page, "<table><tr><th>{}<th>class", escaped(name));
    for column in table::COLUMNS {
        let _ = write!(page, "<th>{}", table::title(column));
    }
    for line in lines {
        let _ = write!(page, "<tr><td>{}<td>{}", escaped(&line.sequence), escaped(&line.class));
        for column in table::COLUMNS {
            let _ = write!(page, "<td>{}", table::shown(table::value(line, column)));
        }
    }
    page.push_str("</table>\n");
}

fn colour(at: usize) -> &'static str {
    COLOURS[at % COLOURS.len()]
}

fn legend(page: &mut String, totals: &[(&str, &Line)]) {
    for (at, (name, _)) in totals.iter().enumerate() {
        let _ = write!(page, "<span style=\"color:{}\">&#9679; {}</span> ", colour(at), escaped(name));
    }
    page.push_str("<p>\n");
}

/// Begins a plot from 0 to 1 both ways.
fn begin(page: &mut String, across: &str, up: &str) {
    let (all, low) = (SIDE + 2.0 * EDGE, EDGE + SIDE);
    let _ = writeln!(
        page,
        "<svg width=\"{all}\" height=\"{all}\" font-size=\"12\"><rect x=\"{EDGE}\" y=\"{EDGE}\" width=\"{SIDE}\" \
         height=\"{SIDE}\" fill=\"none\" stroke=\"#999\"/><text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{across}</text>\
         <text x=\"{EDGE}\" y=\"{}\">{up}</text><text x=\"{EDGE}\" y=\"{}\">0</text><text x=\"{low}\" y=\"{}\" \
         text-anchor=\"end\">1</text><text x=\"{}\" y=\"{}\" text-anchor=\"end\">1</text>",
        EDGE + SIDE / 2.0,
        low + 30.0,
        EDGE - 10.0,
        low + 15.0,
        low + 15.0,
        EDGE - 5.0,
        EDGE + 10.0,
    );
}

/// Where a point of a plot is, in pixels.
fn at(across: f64, up: f64) -> (f64, f64) {
    (EDGE + SIDE * across, EDGE + SIDE * (1.0 - up))
}

/// HOTA at each threshold.
fn by_alpha(page: &mut String, totals: &[(&str, &Line)]) {
    begin(page, "threshold of similarity", "HOTA");
    for (number, (_, line)) in totals.iter().enumerate() {
        let Value::ByAlpha(values) = table::value(line, "HOTA") else { continue };
        let points = ALPHAS.iter().zip(values).fold(String::new(), |mut points, (alpha, value)| {
            let (x, y) = at(*alpha, value);
            let _ = write!(points, "{x:.1},{y:.1} ");
            points
        });
        let _ = writeln!(
            page,
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>",
            colour(number)
        );
    }
    page.push_str("</svg>\n");
}

/// Detection and association of each tracker.
fn balance(page: &mut String, totals: &[(&str, &Line)]) {
    begin(page, "DetA", "AssA");
    for (number, (_, line)) in totals.iter().enumerate() {
        let (x, y) = at(table::value(line, "DetA").number(), table::value(line, "AssA").number());
        let _ = writeln!(page, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\" fill=\"{}\"/>", colour(number));
    }
    page.push_str("</svg>\n");
}

/// The events that cost most.
fn events(page: &mut String, outcome: &Outcome) {
    let mut all: Vec<(&str, &str, &Event)> = Vec::new();
    for tracker in &outcome.trackers {
        for (sequence, evaluated) in outcome.sequences.iter().zip(&tracker.sequences) {
            let events = evaluated.classes.iter().flat_map(|class| &class.events);
            all.extend(events.map(|event| (tracker.name.as_str(), sequence.name.as_str(), event)));
        }
    }
    all.sort_by(|(.., one), (.., other)| {
        let identity = |event: &Event| event.cost.identity.unwrap_or(0);
        identity(other).cmp(&identity(one)).then(other.cost.mota.total_cmp(&one.cost.mota))
    });
    let _ = writeln!(
        page,
        "<h2>What cost most</h2><p>The {} events whose repair would gain most true positives of identity, of {} events.</p>\
         <table><tr><th>tracker<th>sequence<th>event<th>frames<th>truth<th>before<th>id<th>IDTP<th>MOTA",
        all.len().min(EVENTS),
        all.len()
    );
    let id = |id: Option<u64>| id.map(|id| id.to_string()).unwrap_or_default();
    for (tracker, sequence, event) in all.into_iter().take(EVENTS) {
        let _ = writeln!(
            page,
            "<tr><td>{}<td>{}<td>{}<td>{}–{}<td>{}<td>{}<td>{}<td>{}<td>{:.3}",
            escaped(tracker),
            escaped(sequence),
            event.kind.name(),
            event.first,
            event.last,
            id(event.truth),
            id(event.from),
            id(event.to),
            event.cost.identity.map_or_else(String::new, |gain| format!("{gain:+}")),
            event.cost.mota
        );
    }
    page.push_str("</table>\n");
}

/// A text in which nothing is read as markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
