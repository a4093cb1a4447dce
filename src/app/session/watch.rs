//! Watches files for changes, also if they are removed or replaced.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, select};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// The time between two checks of the files, if the system does not report changes.
const POLL: Duration = Duration::from_secs(2);

/// A changed file is read after it has not changed for the first time span. If it changes all the time, it is read
/// after the second.
const REST: [Duration; 2] = [Duration::from_millis(40), Duration::from_millis(200)];

/// A watch on files. It ends when this value is dropped.
pub struct Watch {
    _watcher: Box<dyn Watcher + Send>,
}

impl Watch {
    /// Begins to watch files, and sends to `changes` after each change. Several changes in a row arrive as one if `changes`
    /// has room for one. `None` if no folder can be watched.
    ///
    /// It watches the folders of the files, because a watch on a file itself would end when the file is replaced. If a file
    /// is a link, it watches both the link and what it leads to.
    pub fn files<'a>(paths: impl IntoIterator<Item = &'a Path>, changes: &Sender<()>) -> Option<Self> {
        let both = |path: &Path| [std::path::absolute(path), path.canonicalize()];
        let paths: Vec<PathBuf> = paths.into_iter().flat_map(both).filter_map(Result::ok).collect();
        let names: BTreeSet<OsString> = paths.iter().filter_map(|path| path.file_name()).map(OsStr::to_owned).collect();
        let folders: BTreeSet<&Path> =
            paths.iter().filter_map(|path| path.parent()).filter(|folder| folder.is_dir()).collect();
        if folders.is_empty() {
            return None;
        }
        let handler = || {
            let (names, changes) = (names.clone(), changes.clone());
            move |event: notify::Result<Event>| {
                let is_one = |path: &PathBuf| path.file_name().is_some_and(|name| names.contains(name));
                if written(&event).is_none_or(|paths| paths.iter().any(is_one)) {
                    let _ = changes.try_send(());
                }
            }
        };
        let config = Config::default().with_poll_interval(POLL);
        let watching = |mut watcher: Box<dyn Watcher + Send>| {
            let is_watched = |folder: &&Path| watcher.watch(folder, RecursiveMode::NonRecursive).is_ok();
            (folders.iter().copied().filter(is_watched).count() == folders.len()).then_some(Self { _watcher: watcher })
        };
        let recommended = RecommendedWatcher::new(handler(), config).ok();
        recommended
            .and_then(|watcher| watching(Box::new(watcher)))
            .or_else(|| watching(Box::new(PollWatcher::new(handler(), config).ok()?)))
    }

    /// Begins to watch all files of a folder, and calls `on_change` with the paths of changed files; with no paths if any of
    /// them may have changed. `None` if the system does not report changes there: a large folder is not searched for them.
    pub fn folder(folder: &Path, mut on_change: impl FnMut(&[PathBuf]) + Send + 'static) -> Option<Self> {
        let handler = move |event: notify::Result<Event>| match written(&event) {
            Some([]) => {}
            Some(paths) => on_change(paths),
            None => on_change(&[]),
        };
        let mut watcher = RecommendedWatcher::new(handler, Config::default()).ok()?;
        watcher.watch(&std::path::absolute(folder).ok()?, RecursiveMode::NonRecursive).ok()?;
        Some(Self { _watcher: Box::new(watcher) })
    }
}

/// The paths that an event is about; empty if it says only that files were opened or read, because otherwise every check
/// would cause another check. `None` if events may have been lost, or the event does not say what it is about.
fn written(event: &notify::Result<Event>) -> Option<&[PathBuf]> {
    match event {
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => Some(&[]),
        Ok(event) if event.paths.is_empty() => None,
        Ok(event) => Some(&event.paths),
        Err(_) => None,
    }
}

/// Waits for a change, and then until there is none for a while. Returns false if the other end of `closed` or of `changes`
/// is dropped.
pub fn rests(changes: &Receiver<()>, closed: &Receiver<()>) -> bool {
    let [rest, most] = REST;
    select! {
        recv(closed) -> _ => return false,
        recv(changes) -> change => if change.is_err() {
            return false;
        },
    }
    let latest = Instant::now() + most;
    loop {
        match changes.recv_timeout(rest.min(latest.saturating_duration_since(Instant::now()))) {
            Ok(()) if Instant::now() < latest => {}
            Ok(()) | Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// How long a test waits before it fails.
    const PATIENCE: Duration = Duration::from_mins(1);

    #[cfg(unix)]
    #[test]
    fn a_file_is_watched_through_a_link_and_so_is_the_link() {
        let (links, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (link, file) = (links.path().join("link.txt"), files.path().join("file.txt"));
        fs::write(&file, "1").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        for change in [
            |_: &Path, file: &Path| fs::write(file, "2").unwrap(),
            |link: &Path, _: &Path| fs::remove_file(link).unwrap(),
        ] {
            let (sender, changes) = crossbeam_channel::bounded(1);
            let _watch = Watch::files([link.as_path()], &sender).unwrap();
            change(&link, &file);
            changes.recv_timeout(PATIENCE).unwrap();
        }
    }

    #[test]
    fn changes_in_a_folder_come_with_the_paths_of_the_files() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, changes) = crossbeam_channel::unbounded();
        let _watch =
            Watch::folder(folder.path(), move |paths| paths.iter().for_each(|path| _ = sender.send(path.clone())));
        let path = folder.path().join("1.png");
        fs::write(&path, "1").unwrap();
        assert_eq!(changes.recv_timeout(PATIENCE).unwrap(), path);
    }
}
