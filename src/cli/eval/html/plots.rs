//! HOTA at each threshold, and detection beside association, as drawings in the page.

use std::fmt::Write as _;

use super::escaped::escaped;
use crate::data_set::Line;
use crate::metrics::{ALPHAS, Value};

/// The size of a plot, and the space around it, in pixels.
const SIDE: f64 = 300.0;
const EDGE: f64 = 40.0;
/// The colours of trackers: told apart by people who see colours differently, too (Okabe and Ito).
const COLOURS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

/// Both plots, with a legend.
pub(super) fn all(page: &mut String, totals: &[(&str, &Line)]) {
    legend(page, totals);
    by_alpha(page, totals);
    balance(page, totals);
}

fn colour(at: usize) -> &'static str {
    COLOURS[at % COLOURS.len()]
}

fn legend(page: &mut String, totals: &[(&str, &Line)]) {
    page.push_str("<p>");
    for (at, (name, _)) in totals.iter().enumerate() {
        let _ = write!(page, "<span style=\"color:{}\">&#9679; {}</span> ", colour(at), escaped(name));
    }
    page.push_str("</p>\n");
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
    for share in [0.25, 0.5, 0.75] {
        let (x, y) = at(share, share);
        let _ = writeln!(
            page,
            "<path d=\"M{x} {EDGE}V{low}M{EDGE} {y}H{low}\" stroke=\"#ddd\"/><text x=\"{x}\" y=\"{}\" \
             text-anchor=\"middle\">{share}</text><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{share}</text>",
            low + 15.0,
            EDGE - 5.0,
            y + 4.0
        );
    }
}

/// Where a point of a plot is, in pixels.
fn at(across: f64, up: f64) -> (f64, f64) {
    (EDGE + SIDE * across, EDGE + SIDE * (1.0 - up))
}

/// HOTA at each threshold.
fn by_alpha(page: &mut String, totals: &[(&str, &Line)]) {
    begin(page, "threshold of similarity", "HOTA");
    for (number, (_, line)) in totals.iter().enumerate() {
        let Value::ByAlpha(values) = line.value("HOTA") else { continue };
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
        let (x, y) = at(line.value("DetA").number(), line.value("AssA").number());
        let _ = writeln!(page, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\" fill=\"{}\"/>", colour(number));
    }
    page.push_str("</svg>\n");
}
