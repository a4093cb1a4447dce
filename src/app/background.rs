//! Threads for what the window must not wait for.

use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};
use eframe::egui;

/// Runs `work` on a thread of that name. A system that has no thread left drops it: whoever waits for its answer sees
/// the channel end.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) {
    let _ = thread::Builder::new().name(name.to_owned()).spawn(work);
}

/// A thread that answers questions: of several that wait, only the newest.
pub struct Newest<Q, A> {
    questions: Sender<Q>,
    answers: Receiver<A>,
}

impl<Q: Send + 'static, A: Send + 'static> Newest<Q, A> {
    /// Starts it; it ends with this value. `answer` gets a question and a way to see that a newer one waits; whether it
    /// has an answer is up to it. The window is painted for each.
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

    /// Asks; never waits.
    pub fn ask(&self, question: Q) {
        // Without a thread there is no answer, as to any other question that is not answered yet.
        let _ = self.questions.send(question);
    }

    /// The answers that have come, oldest first.
    pub fn answers(&self) -> impl Iterator<Item = A> + '_ {
        self.answers.try_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
