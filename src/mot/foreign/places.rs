//! Where the boxes of a document are in it, for messages about boxes.

/// So many stretches are kept. The places of boxes behind them are not known.
const MOST: usize = 1 << 18;
/// The place of boxes of pictures, which have no track.
const NO_TRACK: usize = usize::MAX;

/// How a place is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PlaceForm {
    /// It is not known.
    #[default]
    Unknown,
    /// A line of the file.
    Line,
    /// An item of the list of this name, or of the outermost list.
    Item(&'static str),
    /// A label of a frame in the list of this name, or in the outermost list.
    Label(&'static str),
    /// A track at a frame.
    Track,
    /// A target of a frame.
    Target,
    /// A line of one of several texts.
    Text,
}

/// Boxes one after the other, each one place behind the one before.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// The number of its first box, counted from 0.
    first: u64,
    /// The item that they are in, and the place of the first in it.
    place: (usize, usize),
}

/// The places of all boxes. Boxes that follow each other take no memory of their own.
#[derive(Clone, Debug, Default)]
pub(in crate::mot) struct Places {
    form: PlaceForm,
    stretches: Vec<Stretch>,
    /// The ids of the tracks, or the names of the texts, as they are told.
    parts: Vec<String>,
    /// The place of the box that comes next.
    next: (usize, usize),
    is_full: bool,
}

impl Places {
    pub(super) fn set_form(&mut self, form: PlaceForm) {
        self.form = form;
    }

    /// Says where the box is that comes next.
    pub(super) fn set_next(&mut self, outer: usize, inner: usize) {
        self.next = (outer, inner);
    }

    /// Says that the boxes that come next are of a track or of a text of this name.
    pub(super) fn begin_part(&mut self, id: &str) {
        if self.parts.len() == MOST {
            self.is_full = true;
            return;
        }
        self.parts.push(id.to_owned());
        self.next.0 = self.parts.len() - 1;
    }

    /// Says at which frame of its track or in which line of its text the box is that comes next.
    pub(super) fn set_inner(&mut self, inner: usize) {
        self.next.1 = inner;
    }

    /// Says that the box that comes next is of a picture.
    pub(super) fn set_image(&mut self, frame: u32) {
        self.next = (NO_TRACK, frame as usize);
    }

    /// Keeps the place of box number `number`, counted from 0.
    pub(super) fn add(&mut self, number: u64) {
        if self.form == PlaceForm::Unknown || self.is_full {
            return;
        }
        let follows = self.stretches.last().is_some_and(|last| {
            let (outer, inner) = last.place;
            self.next.0 == outer && (self.next.1 as u64).checked_sub(inner as u64) == Some(number - last.first)
        });
        if follows {
            return;
        }
        if self.stretches.len() == MOST {
            self.is_full = true;
        } else {
            self.stretches.push(Stretch { first: number, place: self.next });
        }
    }

    /// Where box number `number` is, counted from 0.
    fn place(&self, number: u64) -> Option<(usize, usize)> {
        let at = self.stretches.partition_point(|stretch| stretch.first <= number).checked_sub(1)?;
        let Stretch { first, place: (outer, inner) } = self.stretches[at];
        // Where the last stretch ends is not known if there were more of them.
        let is_known = !self.is_full || at + 1 < self.stretches.len();
        is_known.then(|| (outer, inner + (number - first) as usize))
    }

    /// The line of a box, if its document has lines.
    pub(in crate::mot) fn line(&self, number: u64) -> Option<u64> {
        if self.form == PlaceForm::Line { self.place(number).map(|(_, line)| line as u64) } else { None }
    }

    /// Whether problems are told with lines of the document.
    pub(in crate::mot) fn are_lines(&self) -> bool {
        self.form == PlaceForm::Line
    }

    /// Where a box is, in words.
    pub(in crate::mot) fn told(&self, number: u64) -> Option<String> {
        let (outer, inner) = self.place(number)?;
        Some(match self.form {
            PlaceForm::Unknown => return None,
            PlaceForm::Line => format!("line {inner}"),
            PlaceForm::Item(list) => format!("{list}[{inner}]"),
            PlaceForm::Label(list) => format!("{list}[{outer}].labels[{inner}]"),
            PlaceForm::Track if outer == NO_TRACK => format!("image {inner}"),
            PlaceForm::Track => format!("track {} at frame {inner}", self.parts.get(outer)?),
            PlaceForm::Text => format!("{}, line {inner}", self.parts.get(outer)?),
            PlaceForm::Target => format!("target {inner} of frame {outer}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_box_is_where_it_was_said_to_be(places in prop::collection::vec((0..3_usize, 0..5_usize), 0..40)) {
            let mut kept = Places::default();
            kept.set_form(PlaceForm::Label("frames"));
            for (number, (outer, inner)) in (0..).zip(&places) {
                kept.set_next(*outer, *inner);
                kept.add(number);
            }
            for (number, (outer, inner)) in (0..).zip(&places) {
                prop_assert_eq!(kept.told(number), Some(format!("frames[{outer}].labels[{inner}]")));
            }
        }
    }

    #[test]
    fn boxes_one_after_the_other_take_one_stretch() {
        let mut kept = Places::default();
        kept.set_form(PlaceForm::Item("annotations"));
        for number in 0..1000 {
            kept.set_next(0, number + if number < 500 { 0 } else { 7 });
            kept.add(number as u64);
        }
        assert_eq!(kept.stretches.len(), 2);
        assert_eq!(kept.told(499).as_deref(), Some("annotations[499]"));
        assert_eq!(kept.told(500).as_deref(), Some("annotations[507]"));
    }
}
