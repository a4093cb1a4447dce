//! What is kept of comparisons between passes.

use std::time::Duration;

use crate::app::session::judging::Subject;

/// What is kept between passes.
#[derive(Default)]
pub struct JudgingRun {
    /// What the judgements in the state are of, even if there are none.
    pub judged: Option<Subject>,
    /// Before this time on the window's clock, grown files are not compared again.
    pub not_before: Duration,
}
