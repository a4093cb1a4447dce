//! Takes the boxes of a document and writes them as MOT text.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};

use super::class_text::ClassText;
use super::converted::Converted;
use super::found_box::{FoundBox, FoundClass, FoundId};
use super::id_table::IdTable;
use super::kind::SourceKind;
use super::places::{PlaceForm, Places};
use super::problem::{DocumentProblem, ItemProblem, one_line};
use super::stated_size::StatedSize;
use crate::mot::archive::limit::Allowance;
use crate::mot::error::OpenReason;
use crate::mot::index;
use crate::mot::progress::Progress;
use crate::mot::row::{MAX_COORDINATE, MAX_FRAME};
use crate::mot::write;

/// How many items that are no boxes are kept. Further ones are only counted.
const MAX_PROBLEMS: usize = 1000;
/// What is told of objects whose polygons are not drawn.
pub(super) const POLYGONS: &str = "polygons";
/// How many items are taken before the task is asked whether it is cancelled.
const CHECK: u64 = 1024;

/// How the boxes of a document are written. All rows of a text have one format, and all ids of a text are numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own about the document")]
pub(super) struct Mode {
    /// All boxes are written with their corners, because some are turned.
    pub(super) is_oriented: bool,
    /// All ids are numbered, because some are not numbers.
    pub(super) numbers_ids: bool,
    /// Each row ends with its mask, because some boxes have one.
    pub(super) has_masks: bool,
    /// Nothing is taken from a place that may not be what it seems, because it was not.
    pub(super) is_careful: bool,
}

/// An error: reading must stop. The sink knows why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("reading was stopped")]
pub(crate) struct Halted;

/// Why the sink takes no more boxes.
#[derive(Debug)]
pub(super) enum Halt {
    /// The document has to be read again from its start, in this mode.
    Again(Mode),
    /// The document does not open.
    Failed(OpenReason),
}

/// Takes the boxes of a document and writes them as MOT text. Counts what is no box.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each says of one column whether it is there")]
pub(crate) struct BoxSink<'a> {
    out: BufWriter<File>,
    mode: Mode,
    allowance: Allowance,
    progress: &'a Progress,
    pub(super) halt: Option<Halt>,
    kind: SourceKind,
    ids: IdTable,
    classes: ClassText,
    rows: u64,
    /// The size of the text in bytes.
    bytes: u64,
    has_confidence: bool,
    has_class: bool,
    has_visibility: bool,
    are_points: bool,
    rejected: u64,
    problems: Vec<ItemProblem>,
    remarks: Vec<String>,
    /// What the document has that boxes do not have, and how often.
    lost: Vec<(&'static str, u64)>,
    /// How many boxes have a negative id other than −1, and where the first one is.
    negative_ids: (u64, String),
    places: Places,
    /// The size of the pictures.
    pub(crate) size: StatedSize,
    member: Option<(String, bool)>,
    line: Vec<u8>,
}

impl<'a> BoxSink<'a> {
    /// A sink that writes to an empty file.
    pub(super) fn new(file: File, kind: SourceKind, mode: Mode, allowance: Allowance, progress: &'a Progress) -> Self {
        Self {
            out: BufWriter::with_capacity(128 << 10, file),
            mode,
            allowance,
            progress,
            halt: None,
            kind,
            ids: IdTable::default(),
            classes: ClassText::default(),
            rows: 0,
            bytes: 0,
            has_confidence: false,
            has_class: false,
            has_visibility: false,
            are_points: false,
            rejected: 0,
            problems: Vec::new(),
            remarks: Vec::new(),
            lost: Vec::new(),
            negative_ids: (0, String::new()),
            places: Places::default(),
            size: StatedSize::default(),
            member: None,
            line: Vec::new(),
        }
    }

    /// Says what kind of document this is, as soon as that is known.
    pub(crate) fn set_kind(&mut self, kind: SourceKind) {
        self.kind = kind;
    }

    /// Whether no box was written yet.
    pub(crate) fn has_no_rows(&self) -> bool {
        self.rows == 0
    }

    /// Says that the items are points: boxes without width and height.
    pub(super) fn set_points(&mut self) {
        self.are_points = true;
    }

    /// Says which of several videos this is, and whether there are others.
    pub(crate) fn set_member(&mut self, name: &str, has_others: bool) {
        self.member = Some((name.to_owned(), has_others));
    }

    /// Adds something that the user should know about the document as a whole.
    pub(crate) fn remark(&mut self, remark: impl Into<String>) {
        self.remarks.push(remark.into());
    }

    /// Says that the box that comes next has something that boxes do not have here, if `is_lost`.
    pub(crate) fn lose_if(&mut self, is_lost: bool, what: &'static str) {
        if !is_lost {
            return;
        }
        match self.lost.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => *count += 1,
            None => self.lost.push((what, 1)),
        }
    }

    /// Says how the places of boxes are told.
    pub(crate) fn set_places(&mut self, form: PlaceForm) {
        self.places.set_form(form);
    }

    /// Says where the box is that comes next: in which item, and where in it.
    pub(super) fn at(&mut self, outer: usize, inner: usize) {
        self.places.set_next(outer, inner);
    }

    /// Says that the boxes that come next are of a track or of a text of this name.
    pub(crate) fn begin_part(&mut self, name: &str) {
        self.places.begin_part(name);
    }

    /// Says at which frame of its track or in which line of its text the box is that comes next.
    pub(crate) fn at_inner(&mut self, inner: usize) {
        self.places.set_inner(inner);
    }

    /// Says that the box that comes next is of a picture.
    pub(super) fn at_image(&mut self, frame: u32) {
        self.places.set_image(frame);
    }

    /// Takes a box. `place` says where it is in the document. A box that cannot be a row is rejected.
    ///
    /// # Errors
    /// If reading must stop.
    pub(crate) fn push(&mut self, found: &FoundBox<'_>, place: impl FnOnce() -> String) -> Result<(), Halted> {
        self.check_cancelled()?;
        let sides = [("left", found.left), ("top", found.top), ("width", found.width), ("height", found.height)];
        if let Some((name, value)) = sides.into_iter().find(|(_, value)| value.is_nan() || value.abs() > MAX_COORDINATE)
        {
            let why = if value.is_finite() { "box out of range" } else { "non-finite box" };
            self.reject(Some(found.frame), || {
                // With all their digits, such numbers would be hundreds of letters long.
                let value = if value.is_finite() { format!("{value:e}") } else { value.to_string() };
                format!("{}: {why}: {name} is {value}", place())
            });
            return Ok(());
        }
        if found.frame > MAX_FRAME {
            self.reject(None, || format!("{}: bad frame: frame is {}", place(), found.frame));
            return Ok(());
        }
        if found.rotation != 0.0 && !self.mode.is_oriented {
            return self.again(Mode { is_oriented: true, ..self.mode });
        }
        if found.mask.is_some() && !self.mode.has_masks {
            return self.again(Mode { has_masks: true, ..self.mode });
        }
        let Ok(id) = self.ids.number(found.id, self.mode.numbers_ids) else {
            return self.again(Mode { numbers_ids: true, ..self.mode });
        };
        if found.id == FoundId::Negative {
            self.negative_ids.0 += 1;
            if self.negative_ids.0 == 1 {
                self.negative_ids.1 = one_line(&place());
            }
        }
        self.write(found, id)
    }

    fn write(&mut self, found: &FoundBox<'_>, id: Option<u64>) -> Result<(), Halted> {
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        let confidence = found.confidence.filter(|confidence| confidence.is_finite());
        self.lose_if(found.visibility.is_some() && self.mode.is_oriented, "visibility");
        let visibility = found.visibility.filter(|share| share.is_finite() && !self.mode.is_oriented);
        let class = match found.class {
            FoundClass::Name(name) => self.classes.written(name),
            FoundClass::None | FoundClass::Number(_) => None,
        };
        write::whole(&mut line, found.frame.into());
        line.push(b',');
        match id {
            Some(id) => write::whole(&mut line, id),
            None => line.extend_from_slice(b"-1"),
        }
        let corners = self.mode.is_oriented.then(|| found.corners().map(|(x, y)| [x, y]));
        let sides = [found.left, found.top, found.width, found.height];
        for side in corners.as_ref().map_or(&sides[..], |corners| corners.as_flattened()) {
            line.push(b',');
            write::short(&mut line, *side);
        }
        let has_class = class.is_some() || matches!(found.class, FoundClass::Number(_));
        if confidence.is_some() || has_class || visibility.is_some() {
            line.push(b',');
            write::short_or_nan(&mut line, confidence);
        }
        if has_class || visibility.is_some() {
            line.push(b',');
            match (class, found.class) {
                (Some(name), _) => line.extend_from_slice(name.as_bytes()),
                (None, FoundClass::Number(number)) => line.extend_from_slice(number.to_string().as_bytes()),
                (None, _) => line.extend_from_slice(b"nan"),
            }
        }
        if visibility.is_some() {
            line.push(b',');
            write::short_or_nan(&mut line, visibility);
        }
        if self.mode.has_masks {
            line.push(b',');
            match found.mask {
                Some(mask) => mask.code(&mut line),
                None => line.push(b'm'),
            }
        }
        line.push(b'\n');
        self.has_confidence |= confidence.is_some();
        self.has_class |= has_class;
        self.has_visibility |= visibility.is_some();
        self.places.add(self.rows);
        self.rows += 1;
        self.bytes += line.len() as u64;
        let written = self.out.write_all(&line);
        self.line = line;
        written.map_err(|error| self.fail(temporary(&error)))?;
        if self.bytes > index::MAX_BYTES {
            return Err(self.fail(OpenReason::TooLarge));
        }
        // A few keyframes can stand for more boxes than the disk holds.
        self.allowance.check(self.bytes).map_err(|problem| self.fail(problem.into()))
    }

    /// Counts an item that is no box. `message` says where it is and why.
    pub(crate) fn reject(&mut self, frame: Option<u32>, message: impl FnOnce() -> String) {
        self.rejected += 1;
        if self.problems.len() < MAX_PROBLEMS {
            let number = self.rows + self.rejected;
            self.problems.push(ItemProblem { number, frame: frame.map(u64::from), message: one_line(&message()) });
        }
    }

    /// Stops reading if the task is cancelled. Called for every item that may be skipped; boxes are checked by themselves.
    ///
    /// # Errors
    /// If the task is cancelled.
    pub(crate) fn check_cancelled(&mut self) -> Result<(), Halted> {
        let is_due = (self.rows + self.rejected).is_multiple_of(CHECK);
        if is_due && self.progress.is_cancelled() { Err(self.fail(OpenReason::Cancelled)) } else { Ok(()) }
    }

    /// Stops reading for good.
    pub(crate) fn fail(&mut self, reason: OpenReason) -> Halted {
        self.halt.get_or_insert(Halt::Failed(reason));
        Halted
    }

    /// Stops reading because the syntax is wrong at a place of the document: its line and column, both counted from 1.
    pub(super) fn damaged(&mut self, (line, column): (u64, u64), what: &str) -> Halted {
        let title = self.kind.title;
        self.fail(DocumentProblem::Damaged { title, line, column, what: one_line(what) }.into())
    }

    /// Whether nothing may be taken from a place that may not be what it seems.
    pub(super) fn is_careful(&self) -> bool {
        self.mode.is_careful
    }

    /// Begins again, because something was taken from a place that is not what it seemed.
    pub(super) fn again_carefully(&mut self) -> Result<(), Halted> {
        self.again(Mode { is_careful: true, ..self.mode })
    }

    /// Begins again in another mode.
    fn again(&mut self, mode: Mode) -> Result<(), Halted> {
        self.halt.get_or_insert(Halt::Again(mode));
        Err(Halted)
    }

    /// Ends the text. Without any row, the document does not open.
    pub(super) fn finish(mut self) -> Result<(File, Converted), OpenReason> {
        if self.rows == 0 {
            return Err(self.no_boxes().into());
        }
        self.remarks.extend(self.ids.remark());
        self.remarks.extend(self.told_of_negative_ids());
        self.remarks.extend(self.told_of_lost());
        self.remarks.extend(self.classes.remark());
        self.remarks.extend(self.size.remark());
        let file = self.out.into_inner().map_err(|error| temporary(error.error()))?;
        let converted = Converted {
            kind: self.kind,
            is_oriented: self.mode.is_oriented,
            has_confidence: self.has_confidence,
            has_class: self.has_class,
            has_visibility: self.has_visibility,
            are_points: self.are_points,
            has_masks: self.mode.has_masks,
            rejected: self.rejected,
            problems: self.problems,
            picture_size: self.size.of_all(),
            remarks: self.remarks,
            places: self.places,
            member: self.member,
        };
        Ok((file, converted))
    }

    fn told_of_negative_ids(&self) -> Option<String> {
        let (count, first) = &self.negative_ids;
        match count {
            0 => None,
            1 => Some(format!("a negative id other than -1 is read as no id ({first})")),
            count => Some(format!("{count} negative ids other than -1 are read as no id (the first at {first})")),
        }
    }

    fn told_of_lost(&self) -> Option<String> {
        let (polygons, others): (Vec<_>, Vec<_>) = self.lost.iter().partition(|(what, _)| *what == POLYGONS);
        let drawn =
            polygons.iter().map(|(what, count)| format!("{what} ({count}) are not drawn, only their boxes are"));
        let others: Vec<String> = others.iter().map(|(what, count)| format!("{what} ({count})")).collect();
        let others = (!others.is_empty()).then(|| format!("not read, as boxes do not have it: {}", others.join(", ")));
        let told: Vec<String> = drawn.chain(others).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }

    fn no_boxes(&self) -> DocumentProblem {
        let what = match (self.rejected, self.problems.first()) {
            (0, _) | (_, None) => "it has no boxes".to_owned(),
            (1, Some(only)) => format!("its only item is no box: {}", only.message),
            (count, Some(first)) => format!("none of its {count} items is a box: the first is {}", first.message),
        };
        DocumentProblem::NoBoxes { title: self.kind.title, what }
    }
}

fn temporary(error: &io::Error) -> OpenReason {
    DocumentProblem::Temporary { error: error.to_string() }.into()
}
