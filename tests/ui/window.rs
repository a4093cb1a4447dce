//! The window without a screen: starting it, working it, and stepping it until something is so.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};
use motscope::mot::generate::{Amount, Options, to_vec};

/// How long anything may take before a test gives up; nothing waits for this long when all is well.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A file dropped on the window.
#[derive(Debug)]
pub struct Dropped(pub PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the window opens it by its path".to_owned())
    }
}

/// Starts with a file of boxes without pictures, which has the same rows every time. It is the quickest start for a test
/// that is not about pictures.
pub fn some_boxes() -> Start {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    let path = FILE.get_or_init(|| {
        let options =
            Options { frames: 600, amount: Amount::Density(14.0), min_track_length: 40, ..Options::default() };
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        // Other test programs make the same file at the same time.
        let part = folder.join(format!("boxes.{}.part", std::process::id()));
        std::fs::write(&part, to_vec(&options).unwrap()).unwrap();
        let path = folder.join("boxes.txt");
        std::fs::rename(&part, &path).unwrap();
        path
    });
    Start { path: Some(path.clone()), ..Start::default() }
}

/// Starts the window at a size in points, and waits until it is settled.
pub fn start(start: Start, size: [f32; 2]) -> Harness<'static, Window> {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_step_dt(1.0 / 60.0)
        .build_eframe(|creation| Window::new(creation, start, Instant::now()));
    settle(&mut harness);
    harness
}

/// Steps until nothing is being opened, read or loaded, and all of it has been drawn.
pub fn settle(harness: &mut Harness<'_, Window>) {
    until(harness, "settled", |window| {
        let state = window.state();
        let is_read = state.document.as_ref().is_none_or(|document| {
            document.summary.is_some() && document.cache.wait_idle(PATIENCE) && document.events.is_empty()
        });
        state.opening.is_none() && is_read
    });
}

/// Steps until `is_so` holds and the window has been drawn after that. `what` says in words what is waited for.
pub fn until(harness: &mut Harness<'_, Window>, what: &str, is_so: impl Fn(&Window) -> bool) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        harness.step();
        if is_so(harness.state()) {
            break;
        }
        assert!(Instant::now() < deadline, "the window is not {what}");
        std::thread::yield_now();
    }
    (0..3).for_each(|_| harness.step());
}

/// Presses a key, and settles.
pub fn press(harness: &mut Harness<'_, Window>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    settle(harness);
}

/// Clicks what has this label, and settles.
pub fn click(harness: &mut Harness<'_, Window>, label: &str) {
    harness.get_by_label(label).click();
    settle(harness);
}

/// The frame under the play head.
pub fn position(harness: &Harness<'_, Window>) -> u64 {
    harness.state().state().position().unwrap()
}
