//! The events that are listed, with what they are of.

use std::sync::Arc;

use super::query::{EventPlaces, EventQuery};
use crate::app::model::judging::Judgement;
use crate::app::model::judging::names::{sequence_name, tracker_name};
use crate::metrics::Event;
use crate::metrics::event_list::{EventWriter, Run};

/// The events of a judgement that are listed.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The judgement.
    pub judgement: Arc<Judgement>,
    /// What was asked for.
    pub query: EventQuery,
    /// The events.
    pub list: EventPlaces,
}

impl Listing {
    /// The event in this row: its place among all events, and itself.
    pub fn row(&self, row: usize) -> Option<(usize, &Event)> {
        let place = usize::try_from(*self.list.places.get(row)?).ok()?;
        Some((place, self.judgement.events.get(place)?))
    }

    /// The row of the event at this place among all events.
    pub fn row_of(&self, place: usize) -> Option<usize> {
        self.list.places.iter().position(|&listed| usize::try_from(listed) == Ok(place))
    }

    /// Rows as CSV, with the columns of `motscope eval --events`.
    pub fn csv(&self, rows: impl IntoIterator<Item = usize>) -> String {
        let (truth, result) = &self.judgement.paths;
        let sequence = sequence_name(truth);
        let tracker = tracker_name(result, &sequence);
        let run = |class: &str| Run {
            tracker: tracker.clone(),
            sequence: sequence.clone(),
            class: class.to_owned(),
            truth: Some(truth.clone()),
            truth_member: None,
            result: Some(result.clone()),
            member: None,
        };
        let mut text = Vec::new();
        let written = EventWriter::new(&mut text, None).and_then(|mut writer| {
            for (place, event) in rows.into_iter().filter_map(|row| self.row(row)) {
                writer.write(&run(self.judgement.class_of_event(place).unwrap_or_default()), event)?;
            }
            Ok(writer.finish()?)
        });
        // Writing to memory cannot fail.
        written.map_or_else(|_| String::new(), |()| String::from_utf8(text).unwrap_or_default())
    }
}
