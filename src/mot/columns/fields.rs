//! Cuts a line of a table into fields. Quotes and brackets keep a field together.

use memchr::memchr;

use crate::mot::line::{self, Separator};
use crate::mot::number;

impl Separator {
    /// The separator of a line of a table: the first of `;`, `,`, a tab and `|` that it has outside of quotes and brackets, else blanks.
    pub(super) fn of_table_line(line: &[u8]) -> Self {
        let (mut depth, mut quoted) = (0_u32, false);
        let mut has = [false; 4];
        for &byte in line {
            match byte {
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'[' | b'(' | b'{' => depth += 1,
                b']' | b')' | b'}' => depth = depth.saturating_sub(1),
                b';' if depth == 0 => has[0] = true,
                b',' if depth == 0 => has[1] = true,
                b'\t' if depth == 0 => has[2] = true,
                b'|' if depth == 0 => has[3] = true,
                _ => {}
            }
        }
        match has {
            [true, ..] => Self::Semicolon,
            [_, true, ..] => Self::Comma,
            [_, _, true, _] => Self::Tab,
            [.., true] => Self::Pipe,
            _ => Self::Blank,
        }
    }

    /// A number in a field. It may have a comma in place of its dot. Where commas are between the fields, such a number is in
    /// quotes, and three digits behind its comma may be thousands: then it is no number.
    #[inline]
    pub(super) fn number(self, field: &[u8]) -> Option<f64> {
        number::parse(field).or_else(|| with_comma(field, self == Self::Comma))
    }

    /// A line, with or without its line end, without what is around its fields. Where tabs are between them, a tab at the
    /// start has an empty field before it.
    pub(super) fn trimmed(self, line: &[u8]) -> &[u8] {
        if self == Self::Tab { line::trim_end(line) } else { line::trim(line) }
    }

    /// The fields of a trimmed line, without blanks and quotes around them. Empty fields at the end are included.
    pub(super) fn fields(self, line: &[u8]) -> Fields<'_> {
        Fields { rest: Some(line), separator: self, start: line.as_ptr() as usize }
    }
}

/// The fields of a line.
#[derive(Clone, Debug)]
pub(super) struct Fields<'a> {
    rest: Option<&'a [u8]>,
    separator: Separator,
    start: usize,
}

impl Fields<'_> {
    /// Where the next field begins, in bytes from the start of the line.
    pub(super) fn at(&self) -> usize {
        self.rest.map_or(0, |rest| rest.as_ptr() as usize - self.start)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let text = self.rest?;
        let kept = match text.first() {
            Some(b'"' | b'\'' | b'[' | b'(' | b'{' | b' ') => enclosed(text, self.separator),
            _ => 0,
        };
        let end = self.separator.find(&text[kept..]).map(|end| kept + end);
        let field = end.map_or(text, |end| &text[..end]);
        self.rest = end.map(|end| match self.separator {
            Separator::Blank => line::trim_start_blanks(&text[end..]),
            _ => &text[end + 1..],
        });
        Some(line::unquote(line::trim(field)))
    }
}

/// A number with a comma in place of its dot.
#[cold]
fn with_comma(field: &[u8], may_be_thousands: bool) -> Option<f64> {
    let at = memchr(b',', field).filter(|_| field.len() < 64)?;
    let has_digit = field.get(at + 1).is_some_and(u8::is_ascii_digit);
    if may_be_thousands && field.len() - at == 4 || !has_digit || memchr(b'.', field).is_some() {
        return None;
    }
    let mut text = field.to_vec();
    text[at] = b'.';
    number::parse(&text)
}

/// How many bytes at the start of `text` are in quotes or brackets; 0 if none are, or if they are never closed.
#[cold]
fn enclosed(text: &[u8], separator: Separator) -> usize {
    let inner = line::trim_start_blanks(text);
    let before = text.len() - inner.len();
    let (Some((&open, rest)), true) = (inner.split_first(), before == 0 || separator != Separator::Blank) else {
        return 0;
    };
    let close = match open {
        b'"' | b'\'' => open,
        b'[' => b']',
        b'(' => b')',
        b'{' => b'}',
        _ => return 0,
    };
    let ends = |after: &[u8]| separator.find(after) == Some(0);
    line::enclosed(rest, close, open == close, ends).map_or(0, |length| before + 1 + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<String> {
        let line = line::trim(text.as_bytes());
        Separator::of_table_line(line).fields(line).map(|field| String::from_utf8_lossy(field).into_owned()).collect()
    }

    #[test]
    fn quotes_and_brackets_keep_a_field_together() {
        assert_eq!(split("0,3,[100.5 50.2 140.1 130.9],0.6"), ["0", "3", "[100.5 50.2 140.1 130.9]", "0.6"]);
        assert_eq!(split("0,\"[1, 2, 3, 4]\",\"a\"\"b\",x"), ["0", "[1, 2, 3, 4]", "a\"\"b", "x"]);
        assert_eq!(split("1 [2 3] 4"), ["1", "[2 3]", "4"]);
        assert_eq!(split("1, (2, 3), 4"), ["1", "(2, 3)", "4"]);
        assert_eq!(split("1\t\t3"), ["1", "", "3"]);
        assert_eq!(split("1,[2,3"), ["1", "[2", "3"]);
        assert_eq!(split("1,\"2,3"), ["1", "\"2", "3"]);
    }

    #[test]
    fn a_comma_may_stand_in_place_of_the_dot() {
        for (separator, field, number) in [
            (Separator::Semicolon, "100,5", Some(100.5)),
            (Separator::Tab, "-0,25", Some(-0.25)),
            (Separator::Blank, "1,234", Some(1.234)),
            (Separator::Comma, "100,5", Some(100.5)),
            (Separator::Comma, "1,234", None),
            (Separator::Semicolon, "1,234.5", None),
            (Separator::Semicolon, "1.234,5", None),
            (Separator::Semicolon, "1,2,3", None),
            (Separator::Blank, "1,", None),
        ] {
            assert_eq!(separator.number(field.as_bytes()), number, "{field}");
        }
    }

    proptest! {
        #[test]
        fn without_quotes_and_brackets_the_fields_are_those_of_any_line(text in "[a1. ,;-]{0,30}") {
            let line = line::trim(text.as_bytes());
            let fields: Vec<&[u8]> = Separator::of_table_line(line).fields(line).collect();
            prop_assert_eq!(fields, line::fields(line, Separator::of(line)).collect::<Vec<_>>());
        }

        #[test]
        fn any_line_has_fields_that_lie_in_it_in_order(text in "[a1\\[\\](){}\"', ;\t]{0,40}") {
            let line = line::trim(text.as_bytes());
            for separator in [Separator::Comma, Separator::Semicolon, Separator::Pipe, Separator::Tab, Separator::Blank] {
                let mut fields = separator.fields(line);
                let mut before = 0;
                while fields.rest.is_some() {
                    prop_assert!(fields.at() >= before);
                    before = fields.at();
                    fields.next();
                }
            }
        }
    }
}
