//! What a panel shows while the file has no summary.

use std::time::Duration;

use eframe::egui::Ui;

/// How often the progress is drawn.
pub const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Shows the progress of the summary: `what`, and the share that is read, from 0 to 1. `None` if reading has ended without a
/// summary.
pub fn show(ui: &mut Ui, what: &str, share: Option<f32>) {
    match share {
        Some(share) => {
            ui.weak(format!("{what} {:.0} %", share * 100.0));
            ui.request_repaint_after(LOOK_AGAIN);
        }
        None => _ = ui.weak("The file could not be read to its end."),
    }
}
