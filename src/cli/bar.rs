//! Long tasks: a progress bar, and cancelling by Ctrl-C.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::mot::Progress;

/// Cancels the task on Ctrl-C and on a request to terminate.
fn cancel_on_signal(progress: &Arc<Progress>) {
    let signalled = Arc::clone(progress);
    // There can be only one handler. Without it, Ctrl-C still ends the program, but unfinished files stay.
    let _ = ctrlc::set_handler(move || signalled.cancel());
}

/// Returns a new progress that Ctrl-C and termination cancel.
pub(super) fn cancelled_by_signal() -> Arc<Progress> {
    let progress = Arc::new(Progress::new());
    cancel_on_signal(&progress);
    progress
}

/// Runs `work` and shows a progress bar meanwhile. `what` is the plural of what it counts. No bar is shown if standard error
/// is not a terminal.
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
