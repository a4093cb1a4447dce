//! `seqinfo.ini`: the description that comes with a sequence.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use thiserror::Error;

/// The most bytes of a file that are read.
const MAX_BYTES: u64 = 64 << 10;
/// The most frames: MOT files have no greater frame numbers.
const MAX_LENGTH: u64 = (1 << 31) - 1;
/// The most frames a second.
const MAX_RATE: f64 = 10_000.0;
/// The greatest width and height in pixels.
const MAX_SIDE: u32 = 1 << 20;
/// The most bytes of a name.
const MAX_TEXT: usize = 1024;
/// The most characters of a value that an error shows.
const MAX_SHOWN: usize = 40;

/// The content of `seqinfo.ini`. Every field is optional. Where it contradicts the pictures or the labels, these are right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeqInfo {
    /// `name`.
    pub name: Option<String>,
    /// `imDir`: the folder of pictures, relative to that of the file.
    pub im_dir: Option<String>,
    /// `frameRate`: pictures a second, above 0.
    pub frame_rate: Option<f64>,
    /// `seqLength`: number of frames.
    pub seq_length: Option<u64>,
    /// `imWidth`, in pixels.
    pub im_width: Option<u32>,
    /// `imHeight`, in pixels.
    pub im_height: Option<u32>,
    /// `imExt`: the ending of the names of picture files, for example `.jpg`.
    pub im_ext: Option<String>,
    /// Lines that could not be used.
    pub problems: Vec<IniProblem>,
}

/// A line that could not be used. Displays as `line 3: reason`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IniProblem {
    /// Number of the line, from 1.
    pub line: u64,
    /// Why it could not be used.
    pub reason: IniError,
}

impl fmt::Display for IniProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

/// Why a line of `seqinfo.ini` cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IniError {
    /// It is neither a section nor a comment, and has neither `=` nor `:`.
    #[error("neither a section nor key = value")]
    Syntax,
    /// The key has no value.
    #[error("{key} is empty")]
    Empty {
        /// The key as written.
        key: String,
    },
    /// The value is too long for a name, or has control characters in it.
    #[error("{key} is not a name")]
    NotAName {
        /// The key as written.
        key: String,
    },
    /// The value is not a number, or out of the range that makes sense.
    #[error("{key} cannot be {value:?}")]
    NotANumber {
        /// The key as written.
        key: String,
        /// The beginning of the value as written.
        value: String,
    },
}

impl SeqInfo {
    /// Reads a file, at most its first 64 KiB: real files have a few hundred bytes.
    ///
    /// # Errors
    /// If it is not a regular file, or cannot be read.
    pub fn read(path: &Path) -> io::Result<Self> {
        // Checked before opening: opening a pipe would wait for somebody who writes to it.
        if !fs::metadata(path)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
        }
        let mut bytes = Vec::new();
        File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
        Ok(Self::parse(&bytes))
    }

    /// Reads lines of `key = value` from any bytes, and skips what it cannot use. Blanks, quotes, letter case, line ends,
    /// sections and unknown keys do not matter. Comments begin with `#` or `;`. If a key comes twice, the first usable value
    /// counts.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut info = Self::default();
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        // Line ends of all systems become LF, so that CR LF does not count as two lines.
        let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n");
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim_matches(is_blank);
            if line.is_empty() || line.starts_with(['#', ';', '[']) {
                continue;
            }
            let taken = match line.split_once(['=', ':']) {
                Some((key, value)) => info.take(key.trim_matches(is_blank), value),
                None => Err(IniError::Syntax),
            };
            if let Err(reason) = taken {
                info.problems.push(IniProblem { line: number, reason });
            }
        }
        info
    }

    /// Stores the value of a key, unless the key has a value already or is unknown.
    fn take(&mut self, key: &str, value: &str) -> Result<(), IniError> {
        let value = plain(value);
        match key.to_ascii_lowercase().as_str() {
            "name" => text(&mut self.name, key, value),
            "imdir" => text(&mut self.im_dir, key, value),
            "imext" => text(&mut self.im_ext, key, value),
            "framerate" => number(&mut self.frame_rate, key, value, |&rate: &f64| rate > 0.0 && rate <= MAX_RATE),
            "seqlength" => number(&mut self.seq_length, key, value, |length| (1..=MAX_LENGTH).contains(length)),
            "imwidth" => number(&mut self.im_width, key, value, |width| (1..=MAX_SIDE).contains(width)),
            "imheight" => number(&mut self.im_height, key, value, |height| (1..=MAX_SIDE).contains(height)),
            _ => Ok(()),
        }
    }
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter == '\0' || letter == '\u{feff}'
}

/// A value without the blanks and quotes around it, and without a comment behind it.
fn plain(value: &str) -> &str {
    let value = value.trim_matches(is_blank);
    for quote in ['"', '\''] {
        if let Some((inner, _)) = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote)) {
            return inner.trim_matches(is_blank);
        }
    }
    // A name may contain `;` or `#`; a comment has a blank before it.
    let comment = [" ;", " #", "\t;", "\t#"].into_iter().filter_map(|begin| value.find(begin)).min();
    value[..comment.unwrap_or(value.len())].trim_matches(is_blank)
}

/// Stores a name in an empty `field`.
fn text(field: &mut Option<String>, key: &str, value: &str) -> Result<(), IniError> {
    if value.is_empty() {
        return Err(IniError::Empty { key: key.to_owned() });
    }
    if value.len() > MAX_TEXT || value.contains(char::is_control) {
        return Err(IniError::NotAName { key: key.to_owned() });
    }
    if field.is_none() {
        *field = Some(value.to_owned());
    }
    Ok(())
}

/// Stores a number in an empty `field`. Whole numbers may have a fraction of 0, because some programs write them so.
fn number<T: std::str::FromStr>(
    field: &mut Option<T>,
    key: &str,
    value: &str,
    fits: impl Fn(&T) -> bool,
) -> Result<(), IniError> {
    let whole = value.split_once('.').filter(|(_, rest)| rest.bytes().all(|digit| digit == b'0'));
    let parsed = value.parse().or_else(|error| whole.map_or(Err(error), |(whole, _)| whole.parse()));
    if let Some(number) = parsed.ok().filter(fits) {
        field.get_or_insert(number);
        return Ok(());
    }
    Err(IniError::NotANumber { key: key.to_owned(), value: value.chars().take(MAX_SHOWN).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLAIN: &str =
        "[Sequence]\nname=MOT17-02\nimDir=img1\nframeRate=30\nseqLength=600\nimWidth=1920\nimHeight=1080\nimExt=.jpg\n";

    fn expected() -> SeqInfo {
        SeqInfo {
            name: Some("MOT17-02".to_owned()),
            im_dir: Some("img1".to_owned()),
            frame_rate: Some(30.0),
            seq_length: Some(600),
            im_width: Some(1920),
            im_height: Some(1080),
            im_ext: Some(".jpg".to_owned()),
            problems: Vec::new(),
        }
    }

    #[test]
    fn every_way_to_write_it_tells_the_same() {
        let ways = [
            PLAIN.to_owned(),
            PLAIN.replace('\n', "\r\n"),
            PLAIN.replace('\n', "\r"),
            format!("\u{feff}{PLAIN}"),
            PLAIN.replace('=', " = "),
            PLAIN.replace('=', "\t=\t"),
            PLAIN.to_uppercase().replace("IMG1", "img1").replace(".JPG", ".jpg"),
            PLAIN.replace("imDir", "IMDIR").replace("frameRate", "framerate").replace("[Sequence]", "[SEQUENCE]"),
            PLAIN.replace("MOT17-02", "\"MOT17-02\"").replace("img1", "'img1'"),
            PLAIN.replace('\n', " ; said\n").replace("[Sequence] ; said", "# said\n\n[Sequence]"),
            PLAIN.replace("[Sequence]\n", ""),
            PLAIN.trim_end().to_owned(),
            format!("{PLAIN}camera=7\nname=another\nseqLength=5\n"),
            PLAIN.replace("=600", "=600.0").replace("=30\n", "=30.00\n"),
        ];
        for way in ways {
            assert_eq!(SeqInfo::parse(way.as_bytes()), expected(), "{way:?}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_told_with_its_line() {
        let info = SeqInfo::parse(
            b"[Sequence]\nframeRate=fast\n\nseqLength = -3\r\nimWidth=0\nimExt=\nnonsense\nframeRate=25",
        );
        let told: Vec<String> = info.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "line 2: frameRate cannot be \"fast\"",
                "line 4: seqLength cannot be \"-3\"",
                "line 5: imWidth cannot be \"0\"",
                "line 6: imExt is empty",
                "line 7: neither a section nor key = value",
            ]
        );
        assert_eq!(info.frame_rate, Some(25.0));
        assert_eq!(SeqInfo { frame_rate: None, problems: Vec::new(), ..info }, SeqInfo::default());
    }

    #[test]
    fn no_value_is_endless() {
        for value in ["inf", "nan", "1e300", "0", "-25"] {
            assert_eq!(SeqInfo::parse(format!("frameRate={value}").as_bytes()).frame_rate, None, "{value}");
        }
        assert_eq!(SeqInfo::parse(b"seqLength=99999999999").seq_length, None);
        assert_eq!(SeqInfo::parse(b"frameRate=29.97").frame_rate, Some(29.97));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            SeqInfo::parse(&bytes);
        }

        #[test]
        fn arbitrary_values_never_panic(
            lines in prop::collection::vec(("(name|imDir|frameRate|SEQLENGTH|imWidth|imExt)", "\\PC{0,12}"), 0..8),
        ) {
            let text = lines.iter().map(|(key, value)| format!("{key}={value}\n")).collect::<Vec<_>>().concat();
            let info = SeqInfo::parse(text.as_bytes());
            prop_assert!(info.frame_rate.is_none_or(|rate| rate > 0.0 && rate.is_finite()));
            prop_assert!(info.problems.len() <= lines.len() + text.matches(char::is_whitespace).count());
        }
    }
}
