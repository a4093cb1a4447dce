//! A reader of MOT text that takes its time: one line after the other, by the rules, with the standard library only.

use std::collections::{BTreeMap, BTreeSet};

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct NaiveRow {
    pub line: u64,
    pub frame: u64,
    /// `None` if negative.
    pub id: Option<u64>,
    pub sides: [f64; 4],
    /// How many columns there are.
    pub count: usize,
    pub confidence: Option<f64>,
    /// Columns 8 and up.
    pub columns: Vec<Option<f64>>,
}

/// A whole file.
#[derive(Debug, Default)]
pub struct Naive {
    pub rows: Vec<NaiveRow>,
    /// Line, reason, and the frame if the first field is one.
    pub rejected: Vec<(u64, &'static str, Option<u64>)>,
    pub header: bool,
    pub comments: u64,
    pub blank: u64,
    pub pending: bool,
}

impl Naive {
    pub fn read(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut naive = Self::default();
        let mut lines: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
        let last = lines.pop().unwrap_or_default();
        let (mut number, mut seen_data) = (0, false);
        for line in lines {
            number += 1;
            naive.line(line, number, &mut seen_data, false);
        }
        if !last.is_empty() {
            naive.line(last, number + 1, &mut seen_data, true);
        }
        naive
    }

    fn line(&mut self, line: &[u8], number: u64, seen_data: &mut bool, is_unterminated: bool) {
        let line = trim(line);
        if line.is_empty() {
            self.blank += 1;
            return;
        }
        if line[0] == b'#' {
            self.comments += 1;
            return;
        }
        let fields = split(line);
        if !*seen_data && value(fields[0]).is_none() {
            *seen_data = true;
            self.header = true;
            return;
        }
        *seen_data = true;
        let row = row(&fields, number);
        if is_unterminated {
            let before = self.rows.last().map(|row| row.count);
            match row {
                Ok(row) if before.is_none_or(|before| before == row.count) => self.rows.push(row),
                _ => self.pending = true,
            }
            return;
        }
        match row {
            Ok(row) => self.rows.push(row),
            Err(reason) => self.rejected.push((number, reason, frame(fields[0]))),
        }
    }

    /// The rows of each frame that has some.
    pub fn frames(&self) -> BTreeMap<u64, Vec<&NaiveRow>> {
        let mut frames: BTreeMap<u64, Vec<&NaiveRow>> = BTreeMap::new();
        for row in &self.rows {
            frames.entry(row.frame).or_default().push(row);
        }
        frames
    }

    pub fn ids(&self) -> BTreeSet<u64> {
        self.rows.iter().filter_map(|row| row.id).collect()
    }

    pub fn duplicates(&self) -> u64 {
        let mut seen = BTreeSet::new();
        self.rows.iter().filter(|row| row.id.is_some_and(|id| !seen.insert((row.frame, id)))).count() as u64
    }

    pub fn degenerate(&self) -> u64 {
        self.rows.iter().filter(|row| row.sides[2] <= 0.0 || row.sides[3] <= 0.0).count() as u64
    }
}

fn trim(bytes: &[u8]) -> &[u8] {
    let padding = |byte: &u8| b" \t\r".contains(byte);
    let start = bytes.iter().position(|byte| !padding(byte)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| !padding(byte)).map_or(start, |at| at + 1);
    &bytes[start..end]
}

fn split(line: &[u8]) -> Vec<&[u8]> {
    let separator = [b';', b','].into_iter().find(|separator| line.contains(separator));
    let mut fields: Vec<&[u8]> = match separator {
        Some(separator) => line.split(|&byte| byte == separator).collect(),
        None => line.split(|byte| b" \t".contains(byte)).filter(|field| !field.is_empty()).collect(),
    };
    for field in &mut fields {
        *field = trim(field);
        for quote in [b"\"", b"'"] {
            if field.len() >= 2 && field.starts_with(quote) && field.ends_with(quote) {
                *field = trim(&field[1..field.len() - 1]);
                break;
            }
        }
    }
    while fields.len() > 1 && fields.last().is_some_and(|field| field.is_empty()) {
        fields.pop();
    }
    fields
}

/// A number by the grammar: sign, digits with a dot, exponent.
fn value(field: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(field).ok()?;
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if is_plain { text.parse().ok() } else { None }
}

fn frame(field: &[u8]) -> Option<u64> {
    value(field)
        .filter(|frame| frame.fract() == 0.0 && (0.0..=2_147_483_647.0).contains(frame))
        .map(|frame| frame as u64)
}

#[allow(clippy::option_option)]
fn id(field: &[u8]) -> Option<Option<u64>> {
    let text = std::str::from_utf8(field).ok()?;
    if let Ok(id) = text.parse::<i128>() {
        return (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&id).then_some(u64::try_from(id).ok());
    }
    let id = value(field).filter(|id| id.fract() == 0.0 && id.abs() <= 9_007_199_254_740_992.0)?;
    Some(if id < 0.0 { None } else { Some(id as u64) })
}

fn row(fields: &[&[u8]], line: u64) -> Result<NaiveRow, &'static str> {
    if fields.len() < 6 {
        return Err("too few columns");
    }
    let frame = frame(fields[0]).ok_or("bad frame")?;
    let id = id(fields[1]).ok_or("bad id")?;
    let words = ["nan", "inf", "infinity"];
    let side = |field: &[u8]| {
        let text = String::from_utf8_lossy(field).to_ascii_lowercase();
        let word = text.strip_prefix(['+', '-']).unwrap_or(&text);
        if words.contains(&word) { Some(f64::INFINITY) } else { value(field) }
    };
    let sides: Option<Vec<f64>> = fields[2..6].iter().map(|field| side(field)).collect();
    let sides: [f64; 4] = sides.ok_or("bad box")?.try_into().map_err(|_| "bad box")?;
    if sides.iter().any(|side| !side.is_finite()) {
        return Err("non-finite box");
    }
    if sides.iter().any(|side| side.abs() > 1e9) {
        return Err("box out of range");
    }
    let finite = |field: &&[u8]| value(field).filter(|value| value.is_finite());
    let mut optional = fields[6..].iter().map(finite);
    let confidence = optional.next().flatten();
    Ok(NaiveRow { line, frame, id, sides, count: fields.len(), confidence, columns: optional.collect() })
}
