//! Threads for work that the window must not wait for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TryRecvError, unbounded};
use eframe::egui;

use crate::app::model::frame::dense::is_slow_to_drop;
use crate::app::model::frame::displayed_frame::DisplayedFrame;
use crate::cache::{Event, EventKind};

/// The delay of a repaint for events that only change a chart or the strip, so that several events share a repaint.
const SOON: Duration = Duration::from_millis(25);

/// Runs `work` on a new thread of this name. If the system cannot start a thread, `work` is dropped, and with it the
/// sender of its answers: the receiver then sees a closed channel.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) {
    let _ = thread::Builder::new().name(name.to_owned()).spawn(work);
}

/// A thread that answers questions. If several questions wait, it answers only the newest.
pub struct Newest<Q, A> {
    questions: Sender<Q>,
    answers: Receiver<A>,
}

impl<Q: Send + 'static, A: Send + 'static> Newest<Q, A> {
    /// Starts the thread. It ends after this value is dropped. `answer` gets a question, and a function that says
    /// whether a newer question waits. It may return `None`. Each answer causes a repaint.
    pub fn start(
        name: &str,
        ctx: &egui::Context,
        mut answer: impl FnMut(Q, &dyn Fn() -> bool) -> Option<A> + Send + 'static,
    ) -> Self {
        let (questions, asked) = unbounded::<Q>();
        let (sender, answers) = unbounded();
        let ctx = ctx.clone();
        spawn(name, move || {
            while let Ok(question) = asked.recv() {
                let question = asked.try_iter().last().unwrap_or(question);
                let Some(answer) = answer(question, &|| !asked.is_empty()) else { continue };
                if sender.send(answer).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
        });
        Self { questions, answers }
    }

    /// Asks a question, without waiting for the answer.
    pub fn ask(&self, question: Q) {
        // If the thread could not be started, the question stays unanswered.
        let _ = self.questions.send(question);
    }

    /// The answers that have arrived, oldest first.
    pub fn answers(&self) -> impl Iterator<Item = A> + '_ {
        self.answers.try_iter()
    }
}

/// Work on a thread of its own that sends several answers. It is cancelled when this value is dropped.
pub struct Task<A> {
    answers: Receiver<A>,
    cancelled: Arc<AtomicBool>,
    is_over: bool,
}

impl<A: Send + 'static> Task<A> {
    /// Starts the thread. `work` calls the function with each answer, and must end soon after the flag is set. Each
    /// answer and the end of the work cause a repaint.
    pub fn start(
        name: &str,
        ctx: &egui::Context,
        work: impl FnOnce(&AtomicBool, &mut dyn FnMut(A)) + Send + 'static,
    ) -> Self {
        let (sender, answers) = unbounded();
        let cancelled = Arc::new(AtomicBool::new(false));
        let (flag, ctx) = (Arc::clone(&cancelled), ctx.clone());
        spawn(name, move || {
            work(&flag, &mut |answer| {
                // After a cancellation there is no receiver any more.
                let _ = sender.send(answer);
                ctx.request_repaint();
            });
            drop(sender);
            ctx.request_repaint();
        });
        Self { answers, cancelled, is_over: false }
    }

    /// The next answer, if it has arrived.
    pub fn next(&mut self) -> Option<A> {
        match self.answers.try_recv() {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.is_over |= error == TryRecvError::Disconnected;
                None
            }
        }
    }

    /// Whether the work has ended and all its answers were taken.
    pub fn is_over(&self) -> bool {
        self.is_over
    }
}

impl<A> Drop for Task<A> {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// Drops a displayed frame. A dense frame is dropped on another thread, because that takes longer than a pass may.
pub fn let_go(displayed: DisplayedFrame) {
    if is_slow_to_drop(&displayed) {
        spawn("motscope-drop", move || drop(displayed));
    }
}

/// A callback for the events of a cache that asks for a repaint: at once if the frame that the user waits for has
/// arrived, otherwise soon. `wanted` is the number of that frame.
pub fn repaint_on(wanted: Arc<AtomicU64>, ctx: egui::Context) -> impl FnMut(&Event) + Send + 'static {
    move |event| {
        let arrives = match event.kind {
            EventKind::LoadComplete | EventKind::LoadError => true,
            EventKind::PrefetchSuccess
            | EventKind::PrefetchError
            | EventKind::Neighbour
            | EventKind::Invalidated
            | EventKind::Refreshed
            | EventKind::RefreshError => event.key == wanted.load(Ordering::Relaxed),
            _ => false,
        };
        if arrives {
            ctx.request_repaint();
        } else {
            ctx.request_repaint_after(SOON);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_tells_one_by_one_and_hears_that_it_is_given_up() {
        let (gate, opened) = crossbeam_channel::bounded::<()>(0);
        let (tell, told) = crossbeam_channel::bounded(1);
        let mut task = Task::start("test", &egui::Context::default(), move |cancelled, answer| {
            answer(1);
            opened.recv().unwrap();
            answer(2);
            opened.recv().unwrap();
            tell.send(cancelled.load(Ordering::Relaxed)).unwrap();
        });
        let mut next = || loop {
            if let Some(answer) = task.next() {
                return (answer, task.is_over());
            }
            thread::yield_now();
        };
        assert_eq!(next(), (1, false));
        gate.send(()).unwrap();
        assert_eq!(next(), (2, false));
        drop(task);
        gate.send(()).unwrap();
        assert!(told.recv().unwrap());
    }

    #[test]
    fn a_task_is_over_once_all_was_taken() {
        let mut task = Task::start("test", &egui::Context::default(), |_, answer| (0..3).for_each(answer));
        let mut got = Vec::new();
        while !task.is_over() {
            got.extend(task.next());
            thread::yield_now();
        }
        assert_eq!(got, [0, 1, 2]);
    }

    #[test]
    fn of_several_questions_that_wait_only_the_newest_is_answered() {
        let (began, beginning) = crossbeam_channel::bounded(1);
        let (gate, opened) = crossbeam_channel::bounded::<()>(0);
        let worker = Newest::start("test", &egui::Context::default(), move |question: u32, is_overtaken| {
            if question == 1 {
                began.send(()).unwrap();
                opened.recv().unwrap();
            }
            Some((question, is_overtaken()))
        });
        worker.ask(1);
        beginning.recv().unwrap();
        (2..=9).for_each(|question| worker.ask(question));
        gate.send(()).unwrap();
        let answers: Vec<_> = (0..2).map(|_| worker.answers.recv().unwrap()).collect();
        assert_eq!(answers, [(1, true), (9, false)]);
    }
}
