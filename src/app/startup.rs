//! Starting the window, or saying in one line why there can be none.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use eframe::egui::ViewportBuilder;
use parking_lot::Mutex;

use super::window::{Start, Window};

/// What can be done all the same.
const WITHOUT: &str = "without one, `motscope info FILE` and `motscope generate -o FILE` work";

/// Opens the window and runs it to its end. Where none can be opened, the answer is exit code 2 and one line on stderr.
pub fn run(start: Start) -> ExitCode {
    let began = Instant::now();
    if let Some(missing) = no_display() {
        return no_window(&missing);
    }
    let options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_app_id("motscope")
            .with_title("motscope")
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([640.0, 400.0])
            .with_drag_and_drop(true),
        ..eframe::NativeOptions::default()
    };
    // Libraries of the window system are opened at run time, and one that is missing panics deep inside. Until the
    // window exists a panic is an answer to be told, later it is a defect.
    let is_open = Arc::new(AtomicBool::new(false));
    let told: Arc<Mutex<Option<String>>> = Arc::default();
    let hook = panic::take_hook();
    panic::set_hook(Box::new({
        let (is_open, told) = (Arc::clone(&is_open), Arc::clone(&told));
        move |info| {
            if is_open.load(Ordering::Relaxed) {
                hook(info);
            } else {
                told.lock().get_or_insert_with(|| message(info.payload()));
            }
        }
    }));
    let opened = Arc::clone(&is_open);
    let ended = panic::catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native(
            "motscope",
            options,
            Box::new(move |creation| {
                opened.store(true, Ordering::Relaxed);
                Ok(Box::new(Window::new(creation, start, began)))
            }),
        )
    }));
    match ended {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => no_window(&error.to_string()),
        Err(thrown) if is_open.load(Ordering::Relaxed) => panic::resume_unwind(thrown),
        Err(thrown) => no_window(&told.lock().take().unwrap_or_else(|| message(&*thrown))),
    }
}

/// Which display is missing, on systems where it is named by the environment.
fn no_display() -> Option<String> {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let by_environment = cfg!(all(unix, not(target_os = "macos")));
    let any = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].into_iter().any(is_set);
    (by_environment && !any).then(|| "there is no display: neither WAYLAND_DISPLAY nor DISPLAY is set".to_owned())
}

fn no_window(reason: &str) -> ExitCode {
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    complain(&format!("no window can be opened: {reason}; {WITHOUT}"));
    ExitCode::from(2)
}

/// One line on stderr; what happens to a line nobody can read is nobody's concern.
pub fn complain(message: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "motscope: {message}");
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("the window system failed").to_owned()
}
