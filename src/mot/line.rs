//! Lines and their fields: trimming, separators, and lines that are not data.

use std::borrow::Cow;

use memchr::memchr;

/// The character between the fields of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`. If a line has one, it is the separator, whatever else the line has.
    Semicolon,
    /// One or more blanks or tabs.
    Blank,
    /// One tab. Two tabs have an empty field between them.
    Tab,
    /// `|`, in tables only.
    Pipe,
}

impl Separator {
    /// The separator of a line: `;` if the line has one, else `,` if the line has one, else blanks. What is in double quotes
    /// does not count.
    pub(super) fn of(line: &[u8]) -> Self {
        match memchr::memchr2(b';', b'"', line).map(|at| line[at]) {
            // No quote comes before it.
            Some(b';') => Self::Semicolon,
            Some(_) => Self::of_quoted(line),
            None if memchr(b',', line).is_some() => Self::Comma,
            None => Self::Blank,
        }
    }

    /// The separator of a line with double quotes. If one of them is not closed, none of them encloses anything.
    #[cold]
    fn of_quoted(line: &[u8]) -> Self {
        let are_closed = memchr::memchr_iter(b'"', line).count().is_multiple_of(2);
        let (mut has_comma, mut is_inside) = (false, false);
        for byte in line {
            match byte {
                b'"' => is_inside = are_closed && !is_inside,
                b';' if !is_inside => return Self::Semicolon,
                b',' if !is_inside => has_comma = true,
                _ => {}
            }
        }
        if has_comma { Self::Comma } else { Self::Blank }
    }

    /// The one byte that it is; `None` for blanks.
    #[inline]
    pub(super) fn byte(self) -> Option<u8> {
        match self {
            Self::Comma => Some(b','),
            Self::Semicolon => Some(b';'),
            Self::Pipe => Some(b'|'),
            Self::Tab => Some(b'\t'),
            Self::Blank => None,
        }
    }

    /// Where the first separator is.
    #[inline]
    pub(super) fn find(self, text: &[u8]) -> Option<usize> {
        self.byte().map_or_else(|| memchr::memchr2(b' ', b'\t', text), |byte| memchr(byte, text))
    }

    /// Its name in `info --json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Blank => "blank",
            Self::Tab => "tab",
            Self::Pipe => "pipe",
        }
    }
}

/// Whether a byte is removed at both ends of lines and fields.
#[inline]
fn is_padding(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

/// Removes blanks, tabs and carriage returns at both ends.
#[inline]
pub(super) fn trim(mut bytes: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = bytes
        && is_padding(*first)
    {
        bytes = rest;
    }
    trim_end(bytes)
}

/// Removes blanks, tabs and carriage returns at the end.
#[inline]
pub(super) fn trim_end(mut bytes: &[u8]) -> &[u8] {
    while let [rest @ .., last] = bytes
        && is_padding(*last)
    {
        bytes = rest;
    }
    bytes
}

/// The kind of a line, as its first character shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Blank,
    Comment,
    Data,
}

/// The kind of a trimmed line.
#[inline]
pub(super) fn kind(trimmed: &[u8]) -> LineKind {
    match trimmed.first() {
        None => LineKind::Blank,
        Some(b'#') => LineKind::Comment,
        Some(_) => LineKind::Data,
    }
}

/// A line without what is around its fields, and its separator. In a file with tabs (`has_tabs`), one tab is between two
/// fields of a line that has no other separator.
pub(super) fn cut(text: &[u8], has_tabs: bool) -> (&[u8], Separator) {
    let trimmed = trim(text);
    match Separator::of(trimmed) {
        Separator::Blank if has_tabs && memchr(b'\t', text).is_some() => {
            // A carriage return is no field, wherever it stands at the ends of a line.
            let start = text.iter().take_while(|byte| **byte == b'\r').count();
            (trim_end(&text[start..]), Separator::Tab)
        }
        separator => (trimmed, separator),
    }
}

/// The first line of `text`, without its line end.
pub(super) fn first(text: &[u8]) -> &[u8] {
    memchr(b'\n', text).map_or(text, |end| &text[..end])
}

/// The fields of a trimmed line, without blanks and quotes around them. Empty fields at the end are included. Double quotes
/// keep a field together, whatever is in it.
pub(super) fn fields(line: &[u8], separator: Separator) -> impl Iterator<Item = &[u8]> + Clone {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let kept = match text.first() {
            Some(b'"' | b' ' | b'\t') => quoted(text, separator),
            _ => 0,
        };
        let end = separator.find(&text[kept..]).map(|end| kept + end);
        let field = end.map_or(text, |end| &text[..end]);
        rest = end.map(|end| match separator {
            Separator::Blank => trim_start_blanks(&text[end..]),
            _ => &text[end + 1..],
        });
        Some(unquote(trim(field)))
    })
}

/// How many bytes at the start of `text` are a field in double quotes; 0 if it begins with another field.
#[cold]
fn quoted(text: &[u8], separator: Separator) -> usize {
    let inner = trim_start_blanks(text);
    let before = text.len() - inner.len();
    match inner.split_first() {
        Some((b'"', rest)) if before == 0 || separator != Separator::Blank => {
            enclosed(rest, b'"', true, |after| separator.find(after) == Some(0)).map_or(0, |length| before + 1 + length)
        }
        _ => 0,
    }
}

/// How many bytes of `text`, which begins behind a quote or a bracket, the field has up to the `close` that ends it. `None` if
/// none does: behind it come only blanks, or `ends` is true for what follows. A quote that is written twice (`is_quote`) is
/// part of the field.
pub(super) fn enclosed(text: &[u8], close: u8, is_quote: bool, ends: impl Fn(&[u8]) -> bool) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = memchr(close, text.get(at..).unwrap_or_default()) {
        at += found + 1;
        if is_quote && text.get(at) == Some(&close) {
            at += 1;
            continue;
        }
        let after = trim_start_blanks(&text[at..]);
        let is_whole = after.is_empty() || after.first() == Some(&b'\r') || ends(&text[at..]) || ends(after);
        return is_whole.then_some(at);
    }
    None
}

/// The text of a field: two double quotes in it are one, as CSV has it.
pub(super) fn undoubled(field: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memmem::find(field, b"\"\"").is_none() {
        return Cow::Borrowed(field);
    }
    let mut text = Vec::with_capacity(field.len());
    let mut rest = field.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        text.push(byte);
        if byte == b'"' {
            rest.next_if_eq(&b'"');
        }
    }
    Cow::Owned(text)
}

pub(super) fn trim_start_blanks(text: &[u8]) -> &[u8] {
    let blanks = text.iter().take_while(|&&byte| matches!(byte, b' ' | b'\t')).count();
    &text[blanks..]
}

/// Removes the quotes around a field, if it has any.
pub(super) fn unquote(field: &[u8]) -> &[u8] {
    match field {
        [b'"', inner @ .., b'"'] | [b'\'', inner @ .., b'\''] => trim(inner),
        _ => field,
    }
}

/// Whether a line only says what is between the fields, as spreadsheets read it: `sep=;`.
pub(super) fn states_separator(line: &[u8]) -> bool {
    let told = unquote(trim(line));
    (4..=5).contains(&told.len()) && told[..4].eq_ignore_ascii_case(b"sep=")
}

/// How many columns a trimmed line has, and their fields. Empty fields at the end do not count.
pub(super) fn columns(line: &[u8], separator: Separator) -> (usize, impl Iterator<Item = &[u8]> + Clone) {
    let all = fields(line, separator);
    let count = all.clone().enumerate().filter(|(_, field)| !field.is_empty()).last().map_or(0, |(last, _)| last + 1);
    (count, all.take(count))
}

/// The first field of a trimmed line.
pub(super) fn first_field(line: &[u8]) -> &[u8] {
    fields(line, Separator::of(line)).next().unwrap_or_default()
}

/// The lines of `bytes` without line ends, each with its offset in bytes.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        let end = memchr(b'\n', rest);
        at += end.map_or(rest.len(), |end| end + 1);
        Some((start, end.map_or(rest, |end| &rest[..end])))
    })
}

/// The lines of `bytes` from the last to the first, without line ends. The last line need not have a line end.
pub(super) fn lines_backwards(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes.strip_suffix(b"\n").unwrap_or(bytes)).filter(|_| !bytes.is_empty());
    std::iter::from_fn(move || {
        let text = rest?;
        let start = memchr::memrchr(b'\n', text);
        rest = start.map(|start| &text[..start]);
        Some(start.map_or(text, |start| &text[start + 1..]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(line: &str) -> Vec<&str> {
        let line = trim(line.as_bytes());
        fields(line, Separator::of(line)).map(|field| std::str::from_utf8(field).unwrap_or("?")).collect()
    }

    #[test]
    fn a_semicolon_wins_over_commas_and_these_over_blanks() {
        assert_eq!(split("1,5; 2 ;3"), ["1,5", "2", "3"]);
        assert_eq!(split("1, 2 3 ,\"4\",'5'"), ["1", "2 3", "4", "5"]);
        assert_eq!(split("  1 \t 2  3\r\r"), ["1", "2", "3"]);
        assert_eq!(split("1,,2,"), ["1", "", "2", ""]);
        assert_eq!(split("\""), ["\""]);
    }

    #[test]
    fn double_quotes_keep_a_field_together() {
        assert_eq!(split("1,\"a, b; c\",3"), ["1", "a, b; c", "3"]);
        assert_eq!(split("1;\"a;b\" ;3"), ["1", "a;b", "3"]);
        assert_eq!(split("1 \"a b\" 3"), ["1", "a b", "3"]);
        assert_eq!(split("1,\"a \"\"b, c\"\"\",3"), ["1", "a \"\"b, c\"\"", "3"]);
        // What is not closed, or has text behind it, encloses nothing.
        assert_eq!(split("1,\"2,3"), ["1", "\"2", "3"]);
        assert_eq!(split("1,\"2\"x,3"), ["1", "\"2\"x", "3"]);
        assert_eq!(split("1,5\" pipe,3"), ["1", "5\" pipe", "3"]);
        assert_eq!(undoubled(b"a \"\"b\"\""), &b"a \"b\""[..]);
        assert_eq!(undoubled(b"\"\"\""), &b"\"\""[..]);
    }

    proptest! {
        #[test]
        fn lines_forwards_and_backwards_are_those_of_split(bytes in "[ab\r\n]{0,20}") {
            let mut naive: Vec<&[u8]> = bytes.as_bytes().split(|&byte| byte == b'\n').collect();
            if naive.last().is_some_and(|last| last.is_empty()) {
                naive.pop();
            }
            prop_assert_eq!(lines(bytes.as_bytes()).map(|(_, line)| line).collect::<Vec<_>>(), naive.clone());
            naive.reverse();
            prop_assert_eq!(lines_backwards(bytes.as_bytes()).collect::<Vec<_>>(), naive);
        }
    }
}
