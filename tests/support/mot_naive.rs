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
    /// Corners of an oriented box.
    pub corners: Option<[(f64, f64); 4]>,
    /// How many columns there are.
    pub count: usize,
    pub confidence: Option<f64>,
    /// The class, if it is text.
    pub name: Option<String>,
    /// Columns 8 and up; those that are the box, or not kept, as none.
    pub columns: Vec<Option<f64>>,
}

/// What the lines of a file are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Form {
    #[default]
    Mot,
    Kitti,
    Obb,
    Mots,
}

/// A whole file.
#[derive(Debug, Default)]
pub struct Naive {
    pub form: Form,
    pub rows: Vec<NaiveRow>,
    /// Line, reason, and the frame if the first field is one.
    pub rejected: Vec<(u64, &'static str, Option<u64>)>,
    pub header: bool,
    pub comments: u64,
    pub blank: u64,
    /// The last line, if it is still being written.
    pub pending: Option<u64>,
}

impl Naive {
    pub fn read(bytes: &[u8]) -> Self {
        Self::read_as(guess(bytes), bytes)
    }

    pub fn read_as(form: Form, bytes: &[u8]) -> Self {
        let bytes = with_line_feeds(bytes);
        let text = without_mark(&bytes);
        let mut naive = Self { form, ..Self::default() };
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
        let has_return = line.contains(&b'\r');
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
        let row = match self.form {
            _ if has_return => Err("a carriage return (CR) inside the line"),
            Form::Mot | Form::Mots => row(&fields, number),
            Form::Kitti => kitti(&fields, number),
            Form::Obb => oriented(&fields, number),
        };
        let row = row.map(|mut row| {
            // No more than 32 columns are kept.
            row.columns.iter_mut().skip(32 - 7).for_each(|value| *value = None);
            row
        });
        if is_unterminated {
            let before = self.rows.last().map(|row| row.count);
            match row {
                Ok(row) if before.is_none_or(|before| before == row.count) => self.rows.push(row),
                _ => self.pending = Some(number),
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

    /// The rows after the first of the same frame and id, each with the line of the first.
    pub fn duplicates(&self) -> Vec<(u64, &NaiveRow)> {
        let mut seen = BTreeMap::new();
        let mut found = Vec::new();
        for row in &self.rows {
            let Some(id) = row.id else { continue };
            let first = *seen.entry((row.frame, id)).or_insert(row.line);
            if first != row.line {
                found.push((first, row));
            }
        }
        found
    }
}

impl NaiveRow {
    pub fn is_degenerate(&self) -> bool {
        self.sides[2] <= 0.0 || self.sides[3] <= 0.0
    }
}

/// The text with line feeds, if its lines end with carriage returns alone.
fn with_line_feeds(bytes: &[u8]) -> Vec<u8> {
    let head = &bytes[..bytes.len().min(64 << 10)];
    let alone = head.windows(2).filter(|pair| pair[0] == b'\r' && pair[1] != b'\r' && pair[1] != b'\n').count();
    let feeds = head.split(|byte| *byte == b'\n').count() - 1;
    let mut text = bytes.to_vec();
    if alone > feeds {
        for at in 0..text.len() {
            if text[at] == b'\r' && text.get(at + 1) != Some(&b'\n') {
                text[at] = b'\n';
            }
        }
    }
    text
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The form of a file by its first line of data that is no header.
pub fn guess(bytes: &[u8]) -> Form {
    let bytes = with_line_feeds(bytes);
    let mut lines: Vec<&[u8]> = without_mark(&bytes).split(|&byte| byte == b'\n').map(trim).collect();
    lines.retain(|line| !line.is_empty() && line[0] != b'#');
    if lines.first().is_some_and(|line| value(split(line)[0]).is_none() && !has_mask(line)) {
        lines.remove(0);
    }
    let Some(line) = lines.first() else { return Form::Mot };
    let fields = split(line);
    let is_blank_separated = separator(line).is_none();
    if has_mask(line) {
        Form::Mots
    } else if is_blank_separated && fields.len() >= 10 && is_text(fields[2]) {
        Form::Kitti
    } else if fields.len() == 13 && fields.iter().all(|field| value(field).is_some()) {
        Form::Obb
    } else {
        Form::Mot
    }
}

fn has_mask(line: &[u8]) -> bool {
    // A mask may have semicolons: here nothing but blanks separates.
    let fields: Vec<String> =
        by_blanks(line).into_iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect();
    let [numbers @ .., mask] = &fields[..] else { return false };
    numbers.len() == 5
        && numbers.iter().all(|number| number.parse::<u64>().is_ok())
        && mask.len() >= 4
        && mask.chars().all(|letter| ('0'..='o').contains(&letter))
        && mask.chars().any(|letter| !letter.is_ascii_digit() && letter != ';')
        && is_text(mask.as_bytes())
}

fn is_text(field: &[u8]) -> bool {
    !field.is_empty() && value(field).is_none() && !is_non_finite(field)
}

fn is_non_finite(field: &[u8]) -> bool {
    let text = String::from_utf8_lossy(field).to_ascii_lowercase();
    ["nan", "inf", "infinity"].contains(&text.strip_prefix(['+', '-']).unwrap_or(&text))
}

fn trim(bytes: &[u8]) -> &[u8] {
    let padding = |byte: &u8| b" \t\r".contains(byte);
    let start = bytes.iter().position(|byte| !padding(byte)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| !padding(byte)).map_or(start, |at| at + 1);
    &bytes[start..end]
}

fn split(line: &[u8]) -> Vec<&[u8]> {
    match separator(line) {
        Some(separator) => tidy(cut(line, &[separator])),
        None => by_blanks(line),
    }
}

/// The semicolon or the comma that is between the fields of a line.
fn separator(line: &[u8]) -> Option<u8> {
    // What is in double quotes does not count, if all of them are closed.
    let quotes = |bytes: &[u8]| bytes.split(|byte| *byte == b'"').count() - 1;
    let is_free = |at: usize| quotes(line) % 2 == 1 || quotes(&line[..at]).is_multiple_of(2);
    let has = |wanted: u8| line.iter().enumerate().any(|(at, byte)| *byte == wanted && is_free(at));
    [b';', b','].into_iter().find(|separator| has(*separator))
}

fn by_blanks(line: &[u8]) -> Vec<&[u8]> {
    tidy(cut(line, b" \t"))
}

/// Cuts a line at separators that are not in a field in double quotes. Blanks in a row are one separator.
fn cut<'a>(line: &'a [u8], separators: &[u8]) -> Vec<&'a [u8]> {
    let are_blanks = separators.len() > 1;
    let (mut fields, mut start) = (Vec::new(), 0);
    loop {
        let mut at = start;
        if let Some(end) = end_of_quotes(&line[start..], separators) {
            at += end;
        }
        while at < line.len() && !separators.contains(&line[at]) {
            at += 1;
        }
        fields.push(&line[start..at]);
        if at == line.len() {
            return fields;
        }
        start = at + 1;
        while are_blanks && start < line.len() && separators.contains(&line[start]) {
            start += 1;
        }
    }
}

/// Where the quotes end that a field is in.
fn end_of_quotes(text: &[u8], separators: &[u8]) -> Option<usize> {
    let padding = |at: usize| text[at..].iter().take_while(|byte| b" \t".contains(byte)).count();
    let before = padding(0);
    if text.get(before) != Some(&b'"') || before > 0 && separators.len() > 1 {
        return None;
    }
    let mut at = before + 1;
    loop {
        at += text.get(at..)?.iter().position(|byte| *byte == b'"')? + 1;
        if text.get(at) == Some(&b'"') {
            at += 1;
            continue;
        }
        let ends = |at: usize| text.get(at).is_none_or(|byte| separators.contains(byte));
        let after = at + padding(at);
        return (ends(at) || ends(after) || text.get(after) == Some(&b'\r')).then_some(at);
    }
}

/// Fields trimmed and unquoted, without empty ones at the end.
fn tidy(mut fields: Vec<&[u8]>) -> Vec<&[u8]> {
    for field in &mut fields {
        *field = trim(field);
        for quote in [b"\"", b"'"] {
            if field.len() >= 2 && field.starts_with(quote) && field.ends_with(quote) {
                *field = trim(&field[1..field.len() - 1]);
                break;
            }
        }
    }
    while fields.len() > 1 && fields.last().is_some_and(|last| last.is_empty()) {
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
    let id = value(field).filter(|id| id.fract() == 0.0 && id.abs() <= 9_007_199_254_740_991.0)?;
    Some(if id < 0.0 { None } else { Some(id as u64) })
}

fn row(fields: &[&[u8]], line: u64) -> Result<NaiveRow, &'static str> {
    let (frame, id) = frame_and_id(fields, 6)?;
    let sides = coordinates(&fields[2..6])?.try_into().map_err(|_| "bad box")?;
    let mut optional = fields[6..].iter().map(finite);
    let confidence = optional.next().flatten();
    let (name, columns) = (fields.get(7).and_then(name), optional.collect());
    Ok(NaiveRow { line, frame, id, sides, corners: None, count: fields.len(), confidence, name, columns })
}

fn kitti(fields: &[&[u8]], line: u64) -> Result<NaiveRow, &'static str> {
    let (frame, id) = frame_and_id(fields, 10)?;
    let sides = coordinates(&fields[6..10])?;
    let sides = [sides[0], sides[1], sides[2] - sides[0], sides[3] - sides[1]];
    let confidence = fields.get(17).and_then(finite);
    let columns = vec![None; fields.len() - 7];
    let name = Some(shortened(fields[2])).filter(|name| !name.is_empty());
    Ok(NaiveRow { line, frame, id, sides, corners: None, count: fields.len(), confidence, name, columns })
}

fn oriented(fields: &[&[u8]], line: u64) -> Result<NaiveRow, &'static str> {
    let (frame, id) = frame_and_id(fields, 10)?;
    let numbers = coordinates(&fields[2..10])?;
    let corners: Vec<(f64, f64)> = numbers.chunks(2).map(|corner| (corner[0], corner[1])).collect();
    let least = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
    let greatest = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (left, top) = (least(|corner| corner.0), least(|corner| corner.1));
    let sides = [left, top, greatest(|corner| corner.0) - left, greatest(|corner| corner.1) - top];
    let confidence = fields.get(10).and_then(finite);
    let columns =
        (8..=fields.len()).map(|column| if column < 12 { None } else { finite(&fields[column - 1]) }).collect();
    let (corners, name) = (corners.try_into().ok(), fields.get(11).and_then(name));
    Ok(NaiveRow { line, frame, id, sides, corners, count: fields.len(), confidence, name, columns })
}

fn frame_and_id(fields: &[&[u8]], required: usize) -> Result<(u64, Option<u64>), &'static str> {
    if fields.len() < required {
        return Err("too few columns");
    }
    Ok((frame(fields[0]).ok_or("bad frame")?, id(fields[1]).ok_or("bad id")?))
}

fn coordinates(fields: &[&[u8]]) -> Result<Vec<f64>, &'static str> {
    let number = |field: &&[u8]| if is_non_finite(field) { Some(f64::INFINITY) } else { value(field) };
    let numbers: Vec<f64> = fields.iter().map(number).collect::<Option<_>>().ok_or("bad box")?;
    if numbers.iter().any(|number| !number.is_finite()) {
        return Err("non-finite box");
    }
    if numbers.iter().any(|number| number.abs() > 1e9) {
        return Err("box out of range");
    }
    Ok(numbers)
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn finite(field: &&[u8]) -> Option<f64> {
    value(field).filter(|value| value.is_finite())
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn name(field: &&[u8]) -> Option<String> {
    is_text(field).then(|| shortened(field))
}

/// Two double quotes are one.
fn undoubled(field: &[u8]) -> Vec<u8> {
    let (mut text, mut at) = (Vec::new(), 0);
    while at < field.len() {
        text.push(field[at]);
        at += if field[at..].starts_with(b"\"\"") { 2 } else { 1 };
    }
    text
}

/// Names have at most 128 bytes; longer ones end in dots.
fn shortened(field: &[u8]) -> String {
    let mut name = String::from_utf8_lossy(&undoubled(field)).into_owned();
    if name.len() > 128 {
        while name.len() > 125 {
            name.pop();
        }
        name.push('…');
    }
    name
}
