//! What is being copied, from its beginning to its end.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use eframe::egui;

use super::job::NotCopied;
use crate::app::model::state::Failure;
use crate::app::session::background::Task;
use crate::app::session::view::View;

/// What takes longer is told.
const LONG: Duration = Duration::from_millis(500);

/// What is read or drawn on a thread to be copied. Another copy takes its place.
pub struct Copying<A>(Option<Run<A>>);

struct Run<A> {
    task: Task<Result<A, NotCopied>>,
    /// The count of opened sequences when it began.
    sequence: u64,
    /// When it began, and when it was looked after last, on the window's clock.
    times: (Duration, Duration),
}

impl<A> Default for Copying<A> {
    fn default() -> Self {
        Self(None)
    }
}

impl<A: Send + 'static> Copying<A> {
    /// Begins `work`, which is to end soon after the flag is set.
    pub fn start(
        &mut self,
        view: &View<'_>,
        ctx: &egui::Context,
        work: impl FnOnce(&AtomicBool) -> Result<A, NotCopied> + Send + 'static,
    ) {
        let task = Task::start("motscope-copy", ctx, move |cancelled: &AtomicBool, answer: &mut dyn FnMut(_)| {
            answer(work(cancelled));
        });
        self.0 = Some(Run { task, sequence: view.state.sequences, times: (view.now, view.now) });
    }

    /// Ends it without an answer.
    pub fn stop(&mut self) {
        self.0 = None;
    }

    /// Ends it, if it has been going on for long. Returns whether it has.
    pub fn stop_long(&mut self) -> bool {
        let is_long = self.until_told() == Some(Duration::ZERO);
        if is_long {
            self.stop();
        }
        is_long
    }

    /// The time until it is told that something is being copied. `None` if nothing is.
    pub fn until_told(&self) -> Option<Duration> {
        self.0.as_ref().map(|run| LONG.saturating_sub(run.times.1.saturating_sub(run.times.0)))
    }

    /// What to copy, or why there is nothing, once it is known. Nothing comes of it once another sequence is open.
    pub fn take(&mut self, view: &View<'_>) -> Option<Result<A, Failure>> {
        let run = self.0.as_mut().filter(|run| run.sequence == view.state.sequences);
        let Some(run) = run else {
            self.stop();
            return None;
        };
        run.times.1 = view.now;
        let answer = match run.task.next() {
            Some(answer) => answer,
            None if run.task.is_over() => {
                let reason = "The thread for it could not be started, or has ended early.";
                Err(NotCopied::Because(reason.to_owned()))
            }
            None => return None,
        };
        self.stop();
        match answer {
            Ok(copied) => Some(Ok(copied)),
            Err(NotCopied::Because(reason)) => Some(Err(Failure::new("Nothing was copied", reason))),
            Err(NotCopied::Cancelled) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::state::State;
    use crate::app::session::current::Session;

    fn wait(copying: &mut Copying<u32>, state: &State) -> Result<u32, Failure> {
        loop {
            if let Some(answer) = copying.take(&View::new(state, &Session::default())) {
                return answer;
            }
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_copy_has_an_answer_also_if_its_thread_ends_early() {
        let (session, state, ctx) = (Session::default(), State::default(), egui::Context::default());
        let view = View::new(&state, &session);
        let mut copying = Copying::default();
        copying.start(&view, &ctx, |_| Ok(7));
        assert_eq!(wait(&mut copying, &state), Ok(7));
        copying.start(&view, &ctx, |_| panic!("as if memory were short"));
        assert!(wait(&mut copying, &state).is_err());
        assert_eq!(copying.until_told(), None);
    }

    #[test]
    fn a_long_copy_is_told_and_ends_on_demand_or_with_its_sequence() {
        let (session, mut state, ctx) = (Session::default(), State::default(), egui::Context::default());
        let mut copying = Copying::<u32>::default();
        let (gate, opened) = crossbeam_channel::bounded::<()>(0);
        for ends_with_sequence in [false, true] {
            let opened = opened.clone();
            copying.start(&View::new(&state, &session), &ctx, move |_| {
                let _ = opened.recv();
                Ok(1)
            });
            assert!(!copying.stop_long() && copying.until_told() == Some(LONG));
            state.now += LONG;
            assert!(copying.take(&View::new(&state, &session)).is_none());
            assert_eq!(copying.until_told(), Some(Duration::ZERO));
            if ends_with_sequence {
                state.sequences += 1;
                assert!(copying.take(&View::new(&state, &session)).is_none());
            } else {
                assert!(copying.stop_long());
            }
            assert_eq!(copying.until_told(), None);
        }
        drop(gate);
    }
}
