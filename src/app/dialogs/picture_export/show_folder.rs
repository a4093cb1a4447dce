//! Shows the folder of what was written in the program that the system has for folders.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use crossbeam_channel::{Receiver, bounded};
use eframe::egui;

use crate::app::session::background;

/// The program that shows folders on this system.
const PROGRAM: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

/// A request to show a folder, and why the last one failed.
#[derive(Default)]
pub struct ShowFolder {
    answer: Option<Receiver<String>>,
    /// Why the folder could not be shown.
    pub trouble: Option<String>,
}

impl ShowFolder {
    /// Begins to show the folder of `written`, or `written` itself if it is a folder. Does not wait for the program.
    pub fn show(&mut self, written: &Path, ctx: &egui::Context) {
        let (sender, answer) = bounded(1);
        *self = Self { answer: Some(answer), trouble: None };
        let (written, ctx) = (std::path::absolute(written).unwrap_or_else(|_| written.to_owned()), ctx.clone());
        background::spawn("motscope-folder", move || {
            let folder = if written.is_dir() { Some(written.as_path()) } else { written.parent() };
            if let Some(trouble) = folder.and_then(|folder| run(PROGRAM, folder)) {
                let _ = sender.send(trouble);
                ctx.request_repaint();
            }
        });
    }

    /// Collects why the folder could not be shown.
    pub fn poll(&mut self) {
        if let Some(trouble) = self.answer.as_ref().and_then(|answer| answer.try_recv().ok()) {
            *self = Self { answer: None, trouble: Some(trouble) };
        }
    }
}

/// Runs the program on a folder. Returns why the folder was not shown.
fn run(program: &str, folder: &Path) -> Option<String> {
    let null = Stdio::null;
    let child = Command::new(program).arg(folder).stdin(null()).stdout(null()).stderr(null()).spawn();
    let ended = match child {
        Ok(mut child) => child.wait(),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Some(format!("The folder cannot be shown: the program {program} was not found."));
        }
        Err(error) => Err(error),
    };
    match ended {
        // The explorer of Windows ends with 1 also when all is well.
        Ok(status) if status.success() || cfg!(windows) => None,
        Ok(status) => Some(format!("The folder cannot be shown: {program} ended with {status}.")),
        Err(error) => Some(format!("The folder cannot be shown: {program}: {error}.")),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_missing_or_fails_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(run("true", folder.path()), None);
        let missing = run("no-such-program-anywhere", folder.path()).unwrap();
        assert!(missing.ends_with("the program no-such-program-anywhere was not found."), "{missing}");
        assert!(run("false", folder.path()).unwrap().contains("false ended with exit status: 1"));
    }
}
