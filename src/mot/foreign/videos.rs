//! Which of the videos in a document is read.

use rustc_hash::FxHashMap;

use super::sink::{BoxSink, Halted};
use crate::mot::archive::member::Member;
use crate::mot::error::OpenReason;

/// The videos of a document, by name, in the order of appearance.
#[derive(Debug)]
pub(super) struct Videos<'a> {
    wanted: Option<&'a str>,
    names: Vec<String>,
    places: FxHashMap<String, usize>,
    /// The place of the latest name. Most items belong to the video of the item before.
    latest: usize,
}

impl<'a> Videos<'a> {
    /// No video yet. `wanted` is the one that is to be read; if it is `None`, the first one is.
    pub(super) fn new(wanted: Option<&'a str>) -> Self {
        Self { wanted, names: Vec::new(), places: FxHashMap::default(), latest: 0 }
    }

    /// Whether the boxes of this video are wanted. Remembers its name.
    pub(super) fn admits(&mut self, name: &str) -> bool {
        if self.names.get(self.latest).is_none_or(|latest| latest != name) {
            self.latest = self.places.get(name).copied().unwrap_or_else(|| {
                self.names.push(name.to_owned());
                self.places.insert(name.to_owned(), self.names.len() - 1);
                self.names.len() - 1
            });
        }
        match self.wanted {
            Some(wanted) => wanted == name,
            None => self.latest == 0,
        }
    }

    /// After all items: tells the sink which video was read, or that the user has to choose one.
    pub(super) fn settle(self, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        let members = || {
            let shown = |name: &String| name.replace(char::is_control, "\u{fffd}");
            self.names.iter().map(|name| Member { name: shown(name), bytes: None, may_have_boxes: true }).collect()
        };
        match self.wanted {
            None if self.names.len() > 1 => Err(out.fail(OpenReason::ChooseMember(members()))),
            None => Ok(()),
            Some(wanted) if self.places.contains_key(wanted) => {
                out.set_member(wanted, self.names.len() > 1);
                Ok(())
            }
            Some(wanted) => Err(out.fail(OpenReason::NoMember { name: wanted.to_owned(), members: members() })),
        }
    }
}
