//! The files that `eval` writes. What it has not written itself is never replaced, so no mistake in a command destroys ground truth or
//! results.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::args::EvalArgs;
use super::html;
use crate::metrics::event_list::EventList;
use crate::shown::ShowPath as _;

/// Whether the files may be written. Otherwise says which may not, and why.
pub(super) fn check(args: &EvalArgs) -> Result<(), String> {
    let outputs = [(&args.events, is_events as fn(&Path) -> bool), (&args.html, is_page)];
    for (path, is_own) in outputs {
        let Some(path) = path else { continue };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(format!("{}: there is no folder {}", path.shown(), folder.shown()));
        }
        let is_other = fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > 0) && !is_own(path);
        if is_other {
            return Err(format!(
                "{}: this file was not written by this option of motscope eval, so it is not replaced; choose another name",
                path.shown()
            ));
        }
    }
    match (&args.events, &args.html) {
        (Some(events), Some(page)) if plain(events) == plain(page) => {
            Err(format!("{}: --events and --html need two different files", page.shown()))
        }
        _ => Ok(()),
    }
}

/// Whether a file is a list of events.
fn is_events(path: &Path) -> bool {
    EventList::is_at(path)
}

/// Whether a file begins as a page of this program does.
fn is_page(path: &Path) -> bool {
    let mut begin = Vec::new();
    let read = File::open(path).and_then(|file| file.take(html::BEGIN.len() as u64).read_to_end(&mut begin));
    read.is_ok() && begin == html::BEGIN.as_bytes()
}

/// The file behind a path, as far as its folder tells.
fn plain(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    path.canonicalize().unwrap_or_else(|_| folder.join(path.file_name().unwrap_or_default()))
}
