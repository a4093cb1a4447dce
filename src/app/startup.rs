//! Starts the window, or says in one line why no window can be opened.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use eframe::egui::{IconData, ViewportBuilder};
use parking_lot::Mutex;

use super::window::{Start, Window};
use crate::stderr;

/// What the program can do without a window.
const WITHOUT_WINDOW: &str = "without a window, `motscope info FILE` and `motscope generate -o FILE` work";

/// What to do where OpenGL is missing or too old. The packages have Mesa, which draws on the processor if need be.
const OPENGL: &str = "OpenGL 2.0 cannot be used: a driver is missing; software OpenGL is in libgl1-mesa-dri (Debian, Ubuntu), \
    mesa-dri-drivers (Fedora) or mesa (Arch)";

/// Opens the window and runs it until it is closed. If no window can be opened, returns exit code 2 and writes one line
/// to stderr.
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
    // The libraries of the window system are loaded at run time, and a missing one causes a panic. Before the window
    // exists, a panic is reported in one line. Afterwards it is a defect, and the usual hook prints it.
    let is_open = Arc::new(AtomicBool::new(false));
    let panic_message: Arc<Mutex<Option<String>>> = Arc::default();
    let hook = panic::take_hook();
    panic::set_hook(Box::new({
        let (is_open, panic_message) = (Arc::clone(&is_open), Arc::clone(&panic_message));
        move |info| {
            if is_open.load(Ordering::Relaxed) {
                hook(info);
            } else {
                panic_message.lock().get_or_insert_with(|| message(info.payload()));
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
        Err(thrown) => no_window(&panic_message.lock().take().unwrap_or_else(|| message(&*thrown))),
    }
}

/// The icon of the window.
fn icon() -> IconData {
    const SIDE: u32 = 64;
    IconData { rgba: crate::icon::pixels(SIDE), width: SIDE, height: SIDE }
}

/// Why there is no display, on systems where environment variables name the display. `None` if there is one.
fn no_display() -> Option<String> {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let by_environment = cfg!(all(unix, not(target_os = "macos")));
    let any = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].into_iter().any(is_set);
    (by_environment && !any).then(|| "there is no display: neither WAYLAND_DISPLAY nor DISPLAY is set".to_owned())
}

/// Reports that no window can be opened. Returns exit code 2.
fn no_window(reason: &str) -> ExitCode {
    stderr::message(format_args!("no window can be opened: {}; {WITHOUT_WINDOW}", in_words(reason)));
    ExitCode::from(2)
}

/// The message of the window system in one line, without positions in source code, and with the names of the missing
/// libraries.
fn in_words(reason: &str) -> String {
    let line = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let place = line.rfind(".rs:").and_then(|at| Some(at + line[at..].find(": ")? + 2));
    let said = &line[place.unwrap_or(0)..];
    if said.contains("one of xlib's shared libraries") {
        return "one of the libraries libX11, libX11-xcb, libXcursor and libXi is missing".to_owned();
    }
    if said.contains("glutin") || said.to_ascii_lowercase().contains("opengl") {
        return OPENGL.to_owned();
    }
    said.trim_end_matches('.').to_owned()
}

/// The text of a panic.
fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("the window system failed").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_in_one_line_without_places_in_source_code() {
        let said = "winit EventLoopError: os error at /a/b/mod.rs:788: Failed to load one of xlib's shared libraries";
        assert!(in_words(said).contains("libXcursor"));
        assert_eq!(
            in_words("os error at /a/mod.rs:89: Could not find\n wayland compositor"),
            "Could not find wayland compositor"
        );
        for said in
            ["egui_glow: OpenGL: egui_glow requires opengl 2.0+. ", "Found no glutin configs matching the template"]
        {
            assert!(in_words(said).contains("libgl1-mesa-dri"), "{said}");
        }
        let said = "Library libxkbcommon-x11.so could not be loaded.";
        assert_eq!(in_words(said), "Library libxkbcommon-x11.so could not be loaded");
        assert_eq!(in_words(".rs:"), ".rs:");
    }
}
