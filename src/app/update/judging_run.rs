//! What is kept of comparisons between passes.

use std::time::Duration;

use crate::app::session::judging::Subject;
use crate::metrics::Event;
use crate::metrics::event_list::Run;

/// What is kept between passes.
#[derive(Default)]
pub struct JudgingRun {
    /// What the judgements in the state are of, even if there are none.
    pub judged: Option<Subject>,
    /// The event of a list that the user chose, while its sequence is opened and compared.
    pub awaited: Option<(Run, Event)>,
    /// Before this time on the window's clock, grown files are not compared again.
    pub not_before: Duration,
}
