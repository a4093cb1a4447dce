//! Reads traces from text.

use std::ops::RangeInclusive;
use std::time::Duration;

use thiserror::Error;

use super::trace::{Move, Trace};

/// The latest time of a trace, about 31 years in nanoseconds: sums with load times then never overflow 64 bits.
const MAX_NANOS: u64 = 1_000_000_000_000_000_000;
const NANOS_PER_MILLI: u64 = 1_000_000;

/// Why a trace could not be read, and in which line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {fault}")]
pub struct TraceError {
    /// The number of the line, from 1.
    pub line: usize,
    /// The reason.
    pub fault: TraceFault,
}

/// Why a line of a trace could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TraceFault {
    /// The row has no second column.
    #[error("a row needs two columns, time_ms,frame")]
    MissingColumn,
    /// The time, whose text this is, is not a decimal number.
    #[error("the time \"{0}\" is not a number of milliseconds like 12.5")]
    TimeNotANumber(String),
    /// The time is below zero.
    #[error("the time is negative")]
    TimeNegative,
    /// The time is too large for any recording.
    #[error("the time is too large, the most is {} ms", MAX_NANOS / NANOS_PER_MILLI)]
    TimeTooLarge,
    /// The time is before that of the row above.
    #[error("the time goes backwards")]
    TimeGoesBack,
    /// The frame, whose text this is, is not a whole number that a key can be.
    #[error("the frame \"{0}\" is not a whole number from 0")]
    FrameNotANumber(String),
    /// The frame is outside this range of keys.
    #[error("frame {0} is outside the frames {first} to {last}", first = .1.start(), last = .1.end())]
    FrameOutside(u64, RangeInclusive<u64>),
    /// The text of a `# keys a..b` comment is not a range of keys.
    #[error("\"{0}\" is not a range of frames like 0..9999")]
    BadKeys(String),
    /// The trace has no rows at all.
    #[error("the trace has no rows")]
    NoRows,
}

impl Trace {
    /// Reads a trace called `name` from rows of `time_ms,frame`: the time in milliseconds, and the key asked for.
    ///
    /// A header, a byte order mark, any line ends, blank lines, comments that begin with `#`, spaces around fields and
    /// further columns are allowed. A comment `# keys a..b` tells the range of the keys, both ends included; without it
    /// the range is `keys`. Times are read exactly, except that digits beyond the nanosecond are cut off.
    ///
    /// # Errors
    /// [`TraceError`]: the first line that cannot be read, or the first whose frame is outside the keys, and why.
    pub fn parse(name: &str, bytes: &[u8], keys: Option<RangeInclusive<u64>>) -> Result<Self, TraceError> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut trace = Self { name: name.to_owned(), keys: None, moves: Vec::new() };
        let mut lines: Vec<usize> = Vec::new();
        let mut may_be_header = true;
        for (line, text) in (1..).zip(text.split('\n')) {
            let text = text.trim();
            let fail = |fault| TraceError { line, fault };
            if text.is_empty() {
                continue;
            }
            if let Some(comment) = text.strip_prefix('#') {
                if let Some(range) = keys_of(comment).map_err(fail)? {
                    trace.keys = Some(range);
                }
                continue;
            }
            if std::mem::take(&mut may_be_header) && is_header(text) {
                continue;
            }
            trace.moves.push(row(text, trace.moves.last()).map_err(fail)?);
            lines.push(line);
        }
        if trace.moves.is_empty() {
            return Err(TraceError { line: text.split('\n').count(), fault: TraceFault::NoRows });
        }
        trace.keys = trace.keys.or(keys);
        if let Some(keys) = &trace.keys
            && let Some(at) = trace.moves.iter().position(|step| !keys.contains(&step.key))
        {
            let fault = TraceFault::FrameOutside(trace.moves[at].key, keys.clone());
            return Err(TraceError { line: lines[at], fault });
        }
        Ok(trace)
    }
}

/// Whether a line is a header: its first two columns begin with a letter.
fn is_header(text: &str) -> bool {
    let mut columns = text.split(',').map(str::trim);
    let starts_with_a_letter = |column: Option<&str>| column.is_some_and(|it| it.starts_with(char::is_alphabetic));
    starts_with_a_letter(columns.next()) && starts_with_a_letter(columns.next())
}

/// The range of keys that a comment tells; none if the comment is about something else.
fn keys_of(comment: &str) -> Result<Option<RangeInclusive<u64>>, TraceFault> {
    let Some(range) = comment.trim().strip_prefix("keys ").filter(|range| range.contains("..")) else {
        return Ok(None);
    };
    let ends = range.split_once("..").and_then(|(first, last)| Some((key(first)?, key(last)?)));
    match ends {
        Some((first, last)) if first <= last => Ok(Some(first..=last)),
        _ => Err(TraceFault::BadKeys(shorten(range))),
    }
}

/// Reads a row; its time must not be before that of the `previous` one.
fn row(text: &str, previous: Option<&Move>) -> Result<Move, TraceFault> {
    let mut columns = text.split(',').map(str::trim);
    let (Some(time), Some(frame)) = (columns.next(), columns.next()) else { return Err(TraceFault::MissingColumn) };
    let at = time_of(time)?;
    if previous.is_some_and(|previous| at < previous.at) {
        return Err(TraceFault::TimeGoesBack);
    }
    let key = key(frame).ok_or_else(|| TraceFault::FrameNotANumber(shorten(frame)))?;
    Ok(Move { at, key })
}

/// Reads a whole number.
fn key(text: &str) -> Option<u64> {
    let text = text.trim();
    // `parse` alone would accept a plus sign.
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Reads milliseconds in decimal notation, without floating point, so that no digit is lost.
fn time_of(text: &str) -> Result<Duration, TraceFault> {
    let no_number = || TraceFault::TimeNotANumber(shorten(text));
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut all = whole.bytes().chain(fraction.bytes());
    if whole.len() + fraction.len() == 0 || !all.all(|byte| byte.is_ascii_digit()) {
        return Err(no_number());
    }
    if is_negative && !whole.bytes().chain(fraction.bytes()).all(|byte| byte == b'0') {
        return Err(TraceFault::TimeNegative);
    }
    let mut nanos: u64 = 0;
    for byte in whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(6)) {
        nanos = nanos.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
    }
    if nanos > MAX_NANOS {
        return Err(TraceFault::TimeTooLarge);
    }
    Ok(Duration::from_nanos(nanos))
}

/// The beginning of a text, long enough to recognise it in a message.
fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &str) -> (usize, TraceFault) {
        let error = Trace::parse("t", text.as_bytes(), None).unwrap_err();
        (error.line, error.fault)
    }

    #[test]
    fn times_are_read_exactly() {
        let text = "0.1,0\n0.3,1\n16.7,2\n000017,3\n+18.0000019,4\n19.,5\n1000000000000,6";
        let trace = Trace::parse("t", text.as_bytes(), None).unwrap();
        let times: Vec<u128> = trace.moves.iter().map(|step| step.at.as_nanos()).collect();
        let last = 1_000_000_000_000_000_000;
        assert_eq!(times, [100_000, 300_000, 16_700_000, 17_000_000, 18_000_001, 19_000_000, last]);
    }

    #[test]
    fn header_comments_blank_lines_and_any_line_ends_are_read_over() {
        let text = "\u{feff}# a comment, with a comma\r\n\r\ntime_ms,frame\r\n# keys 2..5\r\n 0.0 , 2 ,note\r\n-0.0,5\n\n# keys matter";
        let trace = Trace::parse("t", text.as_bytes(), Some(0..=1)).unwrap();
        assert_eq!(trace.keys, Some(2..=5));
        assert_eq!(trace.moves.iter().map(|step| step.key).collect::<Vec<_>>(), [2, 5]);
        assert_eq!(trace.key_set().unwrap().len(), 4);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        use TraceFault::*;
        let head = "time_ms,frame\n";
        assert_eq!(fault(&format!("{head}5.0,1\n4.9,1\n")), (3, TimeGoesBack));
        assert_eq!(fault(&format!("{head}\n-0.5,1")), (3, TimeNegative));
        assert_eq!(fault("1e3,1"), (1, TimeNotANumber("1e3".into())));
        assert_eq!(fault(".,1"), (1, TimeNotANumber(".".into())));
        assert_eq!(fault("nan,1"), (1, TimeNotANumber("nan".into())));
        assert_eq!(fault("1000000000000.000001,1"), (1, TimeTooLarge));
        assert_eq!(fault(&format!("{}.0,1", "9".repeat(400))), (1, TimeTooLarge));
        assert_eq!(fault("1.0,1\n2.0"), (2, MissingColumn));
        assert_eq!(fault("1.0,"), (1, FrameNotANumber(String::new())));
        assert_eq!(fault("1.0,+5"), (1, FrameNotANumber("+5".into())));
        assert_eq!(fault("1.0,18446744073709551616"), (1, FrameNotANumber("18446744073709551616".into())));
        assert_eq!(fault("# keys 0..9\n1.0,9\n2.0,10"), (3, FrameOutside(10, 0..=9)));
        assert_eq!(fault("# keys 9..0\n1.0,9"), (1, BadKeys("9..0".into())));
        assert_eq!(fault(head), (2, NoRows));
        assert_eq!(fault(""), (1, NoRows));
        let outside = Trace::parse("t", b"1.0,7", Some(0..=6)).unwrap_err();
        assert_eq!(outside.to_string(), "line 1: frame 7 is outside the frames 0 to 6");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            steps in prop::collection::vec((0_u64..5_000_000_000, any::<u64>()), 1..40), keys in any::<bool>(),
        ) {
            let mut at = 0;
            let moves = steps.iter().map(|&(gap, key)| {
                at += gap;
                Move { at: Duration::from_nanos(at), key }
            }).collect();
            let trace = Trace { name: "t".into(), keys: keys.then_some(0..=u64::MAX), moves };
            prop_assert_eq!(Trace::parse("t", trace.to_csv().as_bytes(), None), Ok(trace));
        }

        #[test]
        fn any_bytes_are_a_trace_or_an_error_with_a_line(
            bytes in prop::collection::vec(prop::sample::select(b"0123456789.,-+#e\n\r \xff keys..".to_vec()), 0..80),
        ) {
            if let Err(error) = Trace::parse("t", &bytes, None) {
                prop_assert!(error.line >= 1 && error.line <= bytes.len() + 1);
            }
        }
    }
}
