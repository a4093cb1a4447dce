//! A pass that takes long: a progress bar beside it, and its end on Ctrl-C.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::mot::Progress;

/// Cancels on Ctrl-C and on termination.
fn cancel_on_signal(progress: &Arc<Progress>) {
    let signalled = Arc::clone(progress);
    // Without a handler (there can be only one) Ctrl-C still ends the program, only less tidily.
    let _ = ctrlc::set_handler(move || signalled.cancel());
}

/// Returns a new progress that Ctrl-C and termination cancel.
pub(super) fn cancelled_by_signal() -> Arc<Progress> {
    let progress = Arc::new(Progress::new());
    cancel_on_signal(&progress);
    progress
}

/// Runs `work` with a progress bar beside it that counts `what`, and hides itself where stderr is no terminal.
pub(super) fn show_while<T>(progress: &Progress, what: &str, work: impl FnOnce() -> T) -> T {
    let bar = ProgressBar::new(0);
    let template = format!("{{bar:40}} {{percent:>3}} % of {{human_len}} {what}, {{eta}} left");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    thread::scope(|scope| {
        let (stop, stopped) = crossbeam_channel::bounded::<()>(0);
        scope.spawn(move || {
            while stopped.recv_timeout(Duration::from_millis(100)).is_err_and(|error| error.is_timeout()) {
                bar.set_length(progress.total());
                bar.set_position(progress.done());
            }
            bar.finish_and_clear();
        });
        let done = work();
        drop(stop);
        done
    })
}
