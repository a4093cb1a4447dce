//! What the user should know before trusting what is read.

use crate::mot::row::RowReason;
use crate::mot::{ColumnMap, Format, MotFile, OtherFile, Problem, ProblemKind, Summary};
use crate::shown::ShowPath as _;

/// Boxes smaller than this, in pixels, are hardly meant to be pixels.
const TINY: f64 = 2.0;

/// Why a file with such a summary counts as one that cannot be read. `None` if it has rows, or nothing but blank lines,
/// comments, a header and a line that is still being written.
pub(in crate::cli) fn nothing_read(file: &MotFile, summary: &Summary) -> Option<String> {
    let is_title_only = summary.header && file.format() == Format::Mot && summary.rejected == 0;
    if summary.rows > 0 || summary.pending_last_line || summary.rejected == 0 && !is_title_only {
        return None;
    }
    if is_title_only {
        return Some(format!("{}: {}", file.path().shown(), OtherFile::Text));
    }
    // A first line that was taken for a title was not read either.
    let count = summary.rejected + u64::from(summary.header && file.columns().is_none());
    let lines =
        if count == 1 { "the only line is no row".to_owned() } else { format!("none of {count} lines is a row") };
    let reason = commonest_reason(summary)
        .map_or_else(String::new, |problem| format!("; most often: {} (line {})", problem.message, problem.line));
    let is_id = commonest_reason(summary).is_some_and(|problem| problem.reason == Some(RowReason::BadId));
    let help = if is_id { "ids must be whole numbers: give each name a number" } else { help(file) };
    Some(format!("{}: {lines} of boxes{reason}; {help}", file.path().shown()))
}

/// The first of the rejected lines that have the commonest reason.
fn commonest_reason(summary: &Summary) -> Option<&Problem> {
    let rejected = || summary.problems_of(ProblemKind::Rejected);
    // Of equal counts, the first one wins.
    let mut best: Option<(usize, &Problem)> = None;
    for reason in [
        RowReason::InnerReturn,
        RowReason::TooFewColumns,
        RowReason::BadFrame,
        RowReason::BadId,
        RowReason::BadBox,
        RowReason::NonFiniteBox,
        RowReason::BoxOutOfRange,
    ] {
        let of_reason = || rejected().filter(move |problem| problem.reason == Some(reason));
        if let Some(first) = of_reason().next()
            && best.is_none_or(|(count, _)| of_reason().count() > count)
        {
            best = Some((of_reason().count(), first));
        }
    }
    best.map(|(_, problem)| problem)
}

/// What the user should know before trusting what is shown.
pub(in crate::cli) fn warnings(file: &MotFile, summary: &Summary) -> Vec<String> {
    let mut warnings = Vec::new();
    if summary.rows > 0 && summary.rejected > summary.rows {
        let lines = summary.rejected + summary.rows;
        let reason =
            commonest_reason(summary).map_or_else(String::new, |problem| format!(", most often: {}", problem.message));
        warnings.push(format!("most lines could not be read: {} of {lines}{reason}", summary.rejected));
    }
    if summary.rows > 0
        && let Some((width, height)) = summary.largest_box
        && width < TINY
        && height < TINY
    {
        warnings.push(format!(
            "every box is smaller than {TINY} pixels: are these pixels? (the largest has {width} × {height})"
        ));
    }
    if let Some(columns) = file.columns() {
        warnings.extend(columns.guess().map(|guess| format!("this is a guess: {guess}")));
        warnings.extend(contradiction(&columns, summary));
    }
    warnings.extend(file.doubt().map(|doubt| doubt.to_string()));
    let negative = summary.negative_ids;
    if let Some(first) = negative.first {
        let rows = if negative.rows == 1 { "row has".to_owned() } else { "rows have".to_owned() };
        warnings.push(format!(
            "{} {rows} a negative id other than -1 (the first in line {first}); negative ids are read as no id",
            negative.rows
        ));
    }
    warnings
}

/// What a row must look like in the format of a file.
fn help(file: &MotFile) -> &'static str {
    match file.format() {
        Format::Kitti => {
            "a row of KITTI tracking is: frame id type truncated occluded alpha left top right bottom, with blanks between them"
        }
        Format::Obb => "a row of oriented boxes is: frame, id, x1, y1, x2, y2, x3, y3, x4, y4",
        Format::Table => "--columns says what the columns are, such as --columns frame,id,left,top,width,height",
        _ => "a row of a MOT file is: frame, id, left, top, width, height",
    }
}

/// The rows that do not have corners although corners were guessed.
fn contradiction(columns: &ColumnMap, summary: &Summary) -> Option<String> {
    if columns.guess().is_none() || !columns.has_corners() {
        return None;
    }
    let is_reversed = |problem: &&Problem| {
        ["width is -", "height is -"].iter().any(|beginning| problem.message.starts_with(beginning))
    };
    let reversed: Vec<&Problem> = summary.problems_of(ProblemKind::Degenerate).filter(is_reversed).collect();
    let first = reversed.first()?;
    let (line, message) = (first.line, &first.message);
    Some(if reversed.len() == 1 {
        format!("line {line} contradicts that: its {message}")
    } else {
        format!("{} lines contradict that, the first is line {line}: its {message}", reversed.len())
    })
}
