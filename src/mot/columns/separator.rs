//! What is between the fields of a file, by its first rows.

use super::statistics::are_most;
use crate::mot::line::{self, Separator};
use crate::mot::number;

/// So many fields has a row of boxes at least: a frame and four numbers.
const FIELDS: usize = 5;

/// The separator of one line.
pub(super) fn of_line(line: &[u8]) -> Separator {
    let separator = Separator::of_table_line(line::trim(line));
    if separator == Separator::Comma { with_decimal_commas(&[line]).unwrap_or(separator) } else { separator }
}

/// The separator of the rows of a file. `header` is its header and the separator of that.
pub(super) fn of_rows(rows: &[&[u8]], header: Option<(&[u8], Separator)>) -> Separator {
    let header = header.map(|(line, separator)| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        (separator, separator.fields(separator.trimmed(line)).count(), separator.fields(line).count())
    });
    let Some(first) = rows.first() else { return header.map_or(Separator::Blank, |(separator, ..)| separator) };
    let mut separator = Separator::of_table_line(line::trim(first));
    if separator == Separator::Comma {
        separator = with_decimal_commas(rows).unwrap_or(separator);
    }
    // Text in a row may have other separators than those between its fields, and a row of one word has none.
    if let Some((of_header, names, _)) = header
        && of_header != separator
    {
        let count = |separator: Separator| separator.fields(separator.trimmed(first)).count();
        if count(of_header) > 1 && count(of_header).abs_diff(names) <= count(separator).abs_diff(names) {
            separator = of_header;
        }
    }
    if separator == Separator::Tab && !is_one_tab(rows, header.map(|(_, names, all)| (names, all))) {
        return Separator::Blank;
    }
    separator
}

/// The separator of rows whose numbers have commas in place of dots, with tabs or blanks between them.
fn with_decimal_commas(rows: &[&[u8]]) -> Option<Separator> {
    let first_of = |row: &[u8]| Separator::Comma.fields(line::trim(row)).next().and_then(number::parse);
    if rows.iter().any(|row| first_of(row).is_some() && row.contains(&b',')) {
        return None;
    }
    let is_row = |row: &[u8], separator: Separator| {
        let mut fields = separator.fields(separator.trimmed(row)).enumerate();
        let are_decimal = fields.clone().all(|(at, field)| {
            let is_number = separator.number(field).is_some();
            if at == 0 || field.contains(&b',') { is_number } else { true }
        });
        are_decimal && fields.nth(FIELDS - 1).is_some()
    };
    [Separator::Tab, Separator::Blank]
        .into_iter()
        .find(|separator| are_most(rows.iter().filter(|row| is_row(row, *separator)).count(), rows.len()))
}

/// Whether one tab is between two fields of these rows, so that two tabs have an empty field between them. Otherwise tabs and
/// blanks only align the fields. `names` is how many names a header has,
/// without and with empty ones at its end.
fn is_one_tab(rows: &[&[u8]], names: Option<(usize, usize)>) -> bool {
    let is_number = |field: &[u8]| Separator::Tab.number(field).is_some();
    let holds_several = |field: &[u8]| {
        let mut parts = field.split(|byte| *byte == b' ').filter(|part| !part.is_empty());
        field.contains(&b' ') && parts.all(is_number)
    };
    let fields = |row: &'_ [u8]| -> Vec<Vec<u8>> {
        Separator::Tab.fields(row.strip_suffix(b"\r").unwrap_or(row)).map(<[u8]>::to_vec).collect()
    };
    let rows: Vec<Vec<Vec<u8>>> = rows.iter().map(|row| fields(row)).collect();
    if are_most(rows.iter().filter(|row| row.iter().any(|field| holds_several(field))).count(), rows.len()) {
        return false;
    }
    if rows.iter().all(|row| row.iter().all(|field| !field.is_empty())) {
        return true;
    }
    // How many fields a row has if tabs are between them, and if they align them.
    let counts: Vec<(usize, usize)> =
        rows.iter().map(|row| (row.len(), row.iter().filter(|field| !field.is_empty()).count())).collect();
    if let Some((names, all)) = names {
        let with_tabs = counts.iter().filter(|counts| counts.0 == all).count();
        return with_tabs >= counts.iter().filter(|counts| counts.1 == names).count();
    }
    let of = |count: fn(&(usize, usize)) -> usize| {
        let mut all: Vec<usize> = counts.iter().map(count).collect();
        all.sort_unstable();
        all.chunk_by(|one, next| one == next).map(<[usize]>::len).max().unwrap_or(0)
    };
    let (with_tabs, aligned) = (of(|counts| counts.0), of(|counts| counts.1));
    // If both fit, the box must be where rows have it.
    let has_box =
        |row: &&Vec<Vec<u8>>| [2, 3, 4, 5].iter().all(|at| row.get(*at).is_some_and(|field| is_number(field)));
    with_tabs > aligned || with_tabs == aligned && are_most(rows.iter().filter(has_box).count(), rows.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Separator {
        of_rows(&text.lines().map(str::as_bytes).collect::<Vec<_>>(), None)
    }

    #[test]
    fn tabs_are_between_fields_or_align_them() {
        for (text, separator) in [
            ("1\t7\t10\t20\t30\t40", Separator::Tab),
            ("1\t7\t10\t20\t30\t40\n1\t\t10\t20\t30\t40", Separator::Tab),
            ("1\t\t10\t20\t30\t40\t1\n2\t\t10\t20\t30\t40\t1", Separator::Tab),
            ("1\t\t7\t10\t20\t30\t40\n100\t7\t10\t20\t30\t40", Separator::Blank),
            ("1\t\t7\t\t10\t\t20\t\t30\t\t40\n", Separator::Blank),
            ("1 7\t10 20\t30 40", Separator::Blank),
            ("1\tbig car\t10\t20\t30\t40", Separator::Tab),
            ("1\t7\t100,5\t50,2\t40\t80", Separator::Tab),
            ("1 7 100,5 50,2 40 80", Separator::Blank),
            ("1, 7, 100, 50, 40, 80", Separator::Comma),
            ("1,\t7,\t100,\t50,\t40,\t80", Separator::Comma),
            ("1;7;100,5;50,2;40;80", Separator::Semicolon),
        ] {
            assert_eq!(of(text), separator, "{text:?}");
        }
    }
}
