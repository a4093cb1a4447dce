//! Starting the window, or saying in one line why there can be none.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use eframe::egui::{IconData, ViewportBuilder};
use parking_lot::Mutex;

use super::widgets::theme;
use super::window::{Start, Window};
use crate::stderr;

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
            .with_icon(icon())
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

/// Two boxes in the colours of two tracks.
fn icon() -> IconData {
    const SIDE: u32 = 32;
    let boxes = [(2, 8, 18, 29, 1), (12, 3, 29, 22, 2)];
    let mut rgba = vec![0; (SIDE * SIDE * 4) as usize];
    for (at, pixel) in (0..).zip(rgba.chunks_exact_mut(4)) {
        let (x, y) = (at % SIDE, at / SIDE);
        for (left, top, right, bottom, id) in boxes {
            let inside =
                |edge: u32| (left + edge..=right - edge).contains(&x) && (top + edge..=bottom - edge).contains(&y);
            if inside(0) && !inside(3) {
                pixel.copy_from_slice(&theme::track_color(id).to_array());
            }
        }
    }
    IconData { rgba, width: SIDE, height: SIDE }
}

/// Which display is missing, on systems where it is named by the environment.
fn no_display() -> Option<String> {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let by_environment = cfg!(all(unix, not(target_os = "macos")));
    let any = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].into_iter().any(is_set);
    (by_environment && !any).then(|| "there is no display: neither WAYLAND_DISPLAY nor DISPLAY is set".to_owned())
}

fn no_window(reason: &str) -> ExitCode {
    stderr::message(format_args!("no window can be opened: {}; {WITHOUT}", in_words(reason)));
    ExitCode::from(2)
}

/// What the window system said, in one line, without the places in its source code, and with names instead of "one of".
fn in_words(reason: &str) -> String {
    let line = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let place = line.rfind(".rs:").and_then(|at| Some(at + line[at..].find(": ")? + 2));
    let said = &line[place.unwrap_or(0)..];
    if said.contains("one of xlib's shared libraries") {
        return "one of the libraries libX11, libX11-xcb, libXcursor and libXi is missing".to_owned();
    }
    if said.contains("glutin") {
        return "OpenGL cannot be used: libGL, libEGL or the drivers behind them (Mesa) are missing".to_owned();
    }
    said.trim_end_matches('.').to_owned()
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("the window system failed").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_in_one_line_without_places_in_source_code() {
        let said = "winit EventLoopError: os error at /a/b/mod.rs:788: Failed to load one of xlib's shared libraries";
        assert!(in_words(said).contains("libXcursor"));
        assert_eq!(
            in_words("os error at /a/mod.rs:89: Could not find\n wayland compositor"),
            "Could not find wayland compositor"
        );
        let said = "Library libxkbcommon-x11.so could not be loaded.";
        assert_eq!(in_words(said), "Library libxkbcommon-x11.so could not be loaded");
        assert_eq!(in_words(".rs:"), ".rs:");
    }
}
