//! Descriptions of the open sequence for the user.

use super::document::Document;
use crate::app::model::format::{NONE, counted};
use crate::app::model::opening::source::{Source, short_name};
use crate::mot::{Class, ClassCount, ClassNames, ClassSource, FileKind, Format, ProblemKind, Separator, Summary};
use crate::sequence::{ActivePairing, PicturePairing};

/// The remarks on how the sequence was opened, among them one on pictures that are shifted, and one on labels and pictures that
/// do not meet.
pub fn remarks(document: &Document) -> Vec<String> {
    let told = document.sequence.pairing_remark().map(|remark| format!("{remark}. View > Pictures changes this"));
    let meeting = document.sequence.meeting().map(|meeting| match meeting.offers.first() {
        None => meeting.remark(),
        Some(&offer) => {
            format!("{}. View > Pictures offers: {}", meeting.remark(), meeting.offer(offer))
        }
    });
    document.remarks.iter().cloned().chain(told).chain(meeting).collect()
}

/// The name of a format, as the user sees it.
pub fn format_name(format: Format) -> &'static str {
    match format {
        Format::Mot => "MOT",
        Format::Kitti => "KITTI tracking",
        Format::Obb => "oriented boxes",
        Format::Mots => "MOTS",
        Format::Table => "table",
    }
}

/// The format that the user chose, if it is not the one that was recognised.
pub fn chosen_format(document: &Document) -> Option<Format> {
    let Source::File(_, how) = &document.source else { return None };
    how.text.format.filter(|&format| format != document.guessed)
}

/// Whether the user stated what the columns are, now or before.
pub fn has_stated_columns(document: &Document) -> bool {
    document.layers.first().is_some_and(|main| main.text.columns.is_some())
}

/// Whether a text with lines of its own is open: neither a document, nor pictures without a text.
pub fn has_lines(document: &Document) -> bool {
    document.file.source().is_none() && document.file.bytes() > 0
}

/// How the file is read: names and values to show to the user. Nothing if there is no text.
pub fn lines(document: &Document) -> Vec<(&'static str, String)> {
    let (file, layout) = (&document.file, document.file.layout());
    if file.bytes() == 0 && file.source().is_none() {
        return Vec::new();
    }
    let none = || NONE.to_owned();
    let separator = file.separator().map_or_else(none, |separator| {
        match separator {
            Separator::Comma => "comma",
            Separator::Semicolon => "semicolon",
            Separator::Blank => "blank",
            Separator::Tab => "tab",
            Separator::Pipe => "pipe",
        }
        .to_owned()
    });
    let columns = if layout.columns == 0 { none() } else { layout.columns.to_string() };
    let zero_based = match &document.summary {
        Some(summary) if summary.zero_based => "yes: there is a frame 0".to_owned(),
        Some(_) => "no".to_owned(),
        None => "reading…".to_owned(),
    };
    let kind = match layout.kind {
        FileKind::GroundTruth => "ground truth",
        FileKind::Results => "results",
    };
    let is_chosen = chosen_format(document).is_some() || has_stated_columns(document);
    let guessed = if is_chosen { "chosen" } else { "guessed" };
    let mut told = match file.source() {
        // The separator and the columns of the text that was made of a document are not those of the document.
        Some(source) => vec![("format", format!("as detected ({})", source.title))],
        None => vec![
            ("format", format!("{} ({guessed})", format_name(file.format()))),
            ("separator", separator),
            ("columns", columns),
        ],
    };
    told.extend([("zero-based", zero_based), ("kind", kind.to_owned()), ("class names", class_names(document))]);
    told
}

/// Where the names of classes come from.
fn class_names(document: &Document) -> String {
    let layout = document.file.layout();
    let in_use = document.layers.first().filter(|layer| layer.names_trouble.is_none());
    let chosen = match in_use.and_then(|layer| layer.class_source.as_ref()) {
        Some(ClassSource::File(path, _)) => Some(format!("of {}", short_name(path))),
        Some(ClassSource::Numbers) => Some("numbers".to_owned()),
        Some(_) => Some(names_of(layout.chosen_names.unwrap_or(layout.class_names)).to_owned()),
        None => None,
    };
    match (layout.class_column, chosen) {
        (None, _) => "no classes".to_owned(),
        (_, Some(chosen)) => chosen + " (chosen)",
        (_, None) if document.file.has_labels() && layout.has_class_numbers => "of labels.txt".to_owned(),
        // The numbers of the file have no names.
        (_, None) if layout.class_names == ClassNames::Own && !has_names(document) => "none (numbers)".to_owned(),
        (_, None) => names_of(layout.class_names).to_owned(),
    }
}

/// Whether rows have names as classes, as far as that is known.
fn has_names(document: &Document) -> bool {
    let is_name = |count: &ClassCount| matches!(count.class, Class::Name(_));
    let known = document.summary.as_ref().map(|summary| summary.classes.iter().any(is_name));
    known.unwrap_or(!document.file.layout().has_class_numbers)
}

/// The name of a set of class names.
fn names_of(names: ClassNames) -> &'static str {
    match names {
        ClassNames::Own => "of the file",
        ClassNames::Mot17 => "of MOT17",
        ClassNames::Coco | ClassNames::CocoJson => "of COCO",
        ClassNames::VisDrone => "of VisDrone",
        ClassNames::Kitti => "of KITTI",
    }
}

/// Which picture a frame shows, if it is not the picture with its own number.
pub fn pairing(document: &Document) -> Option<String> {
    let is_told = document.has_pictures() && !document.sequence.pairing().is_by_number();
    is_told.then(|| pairing_in_force(document))
}

/// Which picture a frame shows, and whether that was found automatically.
pub fn pairing_in_force(document: &Document) -> String {
    let is_automatic = document.sequence.chosen_pairing() == PicturePairing::Automatic;
    in_words(&document.sequence.pairing(), is_automatic)
}

/// Which picture a frame shows, in words.
fn in_words(pairing: &ActivePairing, is_automatic: bool) -> String {
    let words = match *pairing {
        ActivePairing::Offset(0) => "picture = frame".to_owned(),
        ActivePairing::Offset(offset @ ..0) => format!("picture = frame − {}", offset.unsigned_abs()),
        ActivePairing::Offset(offset) => format!("picture = frame + {offset}"),
        ActivePairing::Step(step) => {
            format!("every {}th frame, frame {} shows picture {}", step.step, step.frame, step.picture)
        }
        ActivePairing::Order(_) => "pictures by order".to_owned(),
    };
    words + if is_automatic { " (automatic)" } else { " (chosen)" }
}

/// The number of all problems of the open sequence: lines with problems, and pictures that cannot be read.
pub fn all_problems(document: &Document) -> u64 {
    document.summary.as_ref().map_or(0, |summary| problem_count(summary)) + document.damaged().count
}

/// All problems of the open sequence in words, one line for each kind.
pub fn all_problems_in_words(document: &Document) -> String {
    let lines = document.summary.as_ref().map(|summary| problems(summary)).filter(|lines| !lines.is_empty());
    let count = document.damaged().count;
    let pictures = (count > 0).then(|| format!("{} that cannot be read", counted(count, "picture", "pictures")));
    lines.into_iter().chain(pictures).collect::<Vec<_>>().join("\n")
}

/// The number of problems of all kinds.
pub fn problem_count(summary: &Summary) -> u64 {
    ProblemKind::ALL.iter().map(|&kind| summary.count(kind)).sum()
}

/// The problems of a file in words, one line for each kind.
pub fn problems(summary: &Summary) -> String {
    let found = ProblemKind::ALL.into_iter().filter(|&kind| summary.count(kind) > 0);
    let lines = found.map(|kind| problem_told(kind, summary.count(kind)));
    lines.collect::<Vec<_>>().join("\n")
}

/// A kind of problem, in one or two words.
pub fn problem_name(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Rejected => "not a row",
        ProblemKind::Degenerate => "no area",
        ProblemKind::Duplicate => "repeated id",
        ProblemKind::Pending => "unfinished",
    }
}

/// So many problems of a kind, in a few words.
pub fn problem_told(kind: ProblemKind, count: u64) -> String {
    let (one, several) = match kind {
        ProblemKind::Rejected => ("line that cannot be read as a row", "lines that cannot be read as rows"),
        ProblemKind::Degenerate => ("row whose box has no area", "rows whose boxes have no area"),
        ProblemKind::Duplicate => ("row that repeats an id of its frame", "rows that repeat an id of their frame"),
        ProblemKind::Pending => ("last line that seems to be unfinished", "last lines that seem to be unfinished"),
    };
    counted(count, one, several)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pairing_says_where_it_comes_from() {
        for (offset, is_automatic, words) in [
            (-1, true, "picture = frame − 1 (automatic)"),
            (12, false, "picture = frame + 12 (chosen)"),
            (0, false, "picture = frame (chosen)"),
            (i64::MIN, false, "picture = frame − 9223372036854775808 (chosen)"),
        ] {
            assert_eq!(in_words(&ActivePairing::Offset(offset), is_automatic), words);
        }
    }
}
