//! The first lines of a text, cut into fields.

use super::first_lines::{are_numbers_in_order, before_table};
use super::separator;
use super::statistics::{is_true_of_most, most_common};
use crate::mot::line::{self, LineKind, Separator};
use crate::mot::number;

/// How many lines are looked at, within how many bytes.
const LIMIT: (usize, usize) = (500, 1 << 20);
/// How many fields of a line are looked at.
const FIELDS: usize = 4096;

/// Most lines have no more fields than this.
const USUAL: usize = 12;

/// A line cut into fields.
#[derive(Clone, Debug)]
pub(super) struct Cells<'a> {
    /// The line, without what is around its fields.
    pub(super) line: &'a [u8],
    /// What is between its fields.
    pub(super) separator: Separator,
    /// Its fields, without empty ones at the end.
    pub(super) fields: Vec<&'a [u8]>,
    /// The numbers in them; NaN for a field that is no number.
    pub(super) numbers: Vec<f64>,
}

impl<'a> Cells<'a> {
    /// Cuts a line.
    pub(super) fn of(line: &'a [u8], separator: Separator) -> Self {
        let line = separator.trimmed(line);
        let mut fields: Vec<&[u8]> = Vec::with_capacity(USUAL);
        fields.extend(separator.fields(line).take(FIELDS));
        while fields.last().is_some_and(|last| last.is_empty()) {
            fields.pop();
        }
        let numbers = fields.iter().map(|field| separator.number(field).unwrap_or(f64::NAN)).collect();
        Self { line, separator, fields, numbers }
    }

    /// How many columns there are.
    pub(super) fn count(&self) -> usize {
        self.fields.len()
    }

    /// The field in a column, counted from 1; empty if there is none.
    pub(super) fn text(&self, column: usize) -> &'a [u8] {
        self.fields.get(column - 1).copied().unwrap_or_default()
    }

    /// The number in a column, counted from 1; NaN if there is none.
    pub(super) fn number(&self, column: usize) -> f64 {
        self.numbers.get(column - 1).copied().unwrap_or(f64::NAN)
    }

    /// Whether a column has a whole number from 0 on.
    pub(super) fn is_whole(&self, column: usize) -> bool {
        let value = self.number(column);
        value >= 0.0 && number::is_whole(value)
    }

    /// Whether a column has a text that is no number.
    pub(super) fn is_text(&self, column: usize) -> bool {
        self.number(column).is_nan() && number::is_text(self.text(column))
    }

    /// Whether these columns have numbers.
    pub(super) fn are_numbers(&self, columns: std::ops::RangeInclusive<usize>) -> bool {
        columns.into_iter().all(|column| self.number(column).is_finite())
    }

    /// Four columns as numbers.
    pub(super) fn four(&self, first: usize) -> [f64; 4] {
        std::array::from_fn(|at| self.number(first + at))
    }
}

/// The first lines of a text.
#[derive(Clone, Debug)]
pub(super) struct Sample<'a> {
    /// The line with the names of the columns: the first line that is neither blank nor comment, if it does not begin with a
    /// number, or a later one.
    pub(super) header: Option<Cells<'a>>,
    /// How many lines stand before it that are no part of the table, such as a title.
    pub(super) before: usize,
    /// Whether that line begins with blanks, as if it had a column without a name.
    pub(super) is_indented: bool,
    /// The last comment before that line, without its `#`.
    pub(super) comment: Option<&'a [u8]>,
    /// The lines behind the header, or all.
    pub(super) rows: Vec<Cells<'a>>,
    /// What is between the fields.
    pub(super) separator: Separator,
    /// Whether a row has other fields if the rules for lines cut it: its tabs have an empty field between them, or a field has
    /// blanks, quotes or brackets.
    pub(super) cut_matters: bool,
}

impl<'a> Sample<'a> {
    /// Looks at the first lines of `text`.
    pub(super) fn of(text: &'a [u8]) -> Self {
        let (mut comment, mut begin) = (None, None);
        let mut lines: Vec<&[u8]> = Vec::new();
        for (at, text) in line::lines(text) {
            // A line may have gigabytes.
            let text = &text[..text.len().min(LIMIT.1)];
            let line = line::trim(text);
            match line::kind(line) {
                LineKind::Comment if begin.is_none() => comment = Some(line::trim(&line[1..])),
                LineKind::Blank | LineKind::Comment => {}
                LineKind::Data => {
                    let begin = *begin.get_or_insert(at);
                    if lines.len() > LIMIT.0 || at - begin > LIMIT.1 {
                        break;
                    }
                    lines.push(text);
                }
            }
        }
        let before = before_table(&lines);
        lines.drain(..before);
        let has_end = text.last() == Some(&b'\n');
        let first = lines.first().copied().unwrap_or_default();
        let of_first = separator::of_line(first);
        let mut of_header = of_first.fields(of_first.trimmed(first));
        let has_header = !lines.is_empty()
            && (are_numbers_in_order(of_header.clone()) && lines.len() > 1
                || of_header.next().and_then(|field| of_first.number(field)).is_none());
        let header = has_header.then(|| Cells::of(first, of_first));
        let lines = &lines[usize::from(has_header)..];
        let separator = separator::of_rows(lines, has_header.then_some((first, of_first)));
        let mut rows: Vec<Cells> = lines.iter().map(|line| Cells::of(line, separator)).collect();
        let is_cut_alike = |row: &Cells<'_>| {
            let line = line::trim(row.line);
            let own = Separator::of(line);
            // Each line has its own separator there.
            let is_other = own != separator && (own, separator) != (Separator::Blank, Separator::Tab);
            let filled = line::fields(line, own).take(FIELDS).enumerate().filter(|(_, field)| !field.is_empty());
            is_other || filled.last().map_or(0, |(last, _)| last + 1) == row.count()
        };
        let cut_matters = !rows.iter().all(is_cut_alike);
        // A last line without line end may be unfinished.
        if !has_end && rows.len() > 1 && rows[rows.len() - 1].count() != rows[rows.len() - 2].count() {
            rows.pop();
        }
        let is_indented = header.is_some() && first.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        Self { header, before, is_indented, comment, rows, separator, cut_matters }
    }

    /// Whether the first column grows from row to row.
    pub(super) fn first_column_grows(&self) -> bool {
        self.rows.windows(2).all(|pair| pair[1].number(1) > pair[0].number(1))
    }

    /// Whether one tab is between two fields.
    pub(super) fn has_tabs(&self) -> bool {
        self.separator == Separator::Tab && !self.rows.is_empty()
    }

    /// The header, if there is one, and all rows.
    pub(super) fn all(&self) -> impl Iterator<Item = &Cells<'a>> + Clone {
        self.header.iter().chain(&self.rows)
    }

    /// Whether there are rows, and `test` is true for nine of ten or more.
    pub(super) fn most(&self, test: impl Fn(&Cells<'a>) -> bool) -> bool {
        is_true_of_most(&self.rows, test)
    }

    /// Four columns of all rows that have numbers there, and the identities of these rows in column 2.
    pub(super) fn boxes_and_ids(&self, first: usize) -> (Vec<[f64; 4]>, Vec<f64>) {
        let rows = self.rows.iter().map(|row| (row.four(first), row.number(2)));
        rows.filter(|(sides, _)| sides.iter().all(|side| side.is_finite())).unzip()
    }

    /// Four columns of all rows that have numbers there.
    pub(super) fn boxes(&self, first: usize) -> Vec<[f64; 4]> {
        self.rows.iter().map(|row| row.four(first)).filter(|sides| sides.iter().all(|side| side.is_finite())).collect()
    }

    /// How many columns most rows have.
    pub(super) fn usual_count(&self) -> usize {
        most_common(self.rows.iter().map(Cells::count))
    }
}
