//! Hears of changes to one file, whatever becomes of it.

use std::path::Path;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, select};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// How often a file is looked at where the system tells nothing.
const POLL: Duration = Duration::from_secs(2);

/// Watches a file.
pub struct Watch {
    changes: Receiver<()>,
    _watcher: Box<dyn Watcher + Send>,
}

impl Watch {
    /// Begins to watch the folder of the file: one that is replaced, removed or made again keeps its name only. `None`
    /// where nothing can be watched.
    pub fn begin(path: &Path) -> Option<Self> {
        let path = std::path::absolute(path).ok()?;
        let folder = path.parent()?;
        let (sender, changes) = bounded(1);
        let config = Config::default().with_poll_interval(POLL);
        let recommended = RecommendedWatcher::new(handler(&path, sender.clone()), config);
        let mut watcher: Box<dyn Watcher + Send> = match recommended {
            Ok(watcher) => Box::new(watcher),
            Err(_) => Box::new(PollWatcher::new(handler(&path, sender.clone()), config).ok()?),
        };
        if watcher.watch(folder, RecursiveMode::NonRecursive).is_err() {
            watcher = Box::new(PollWatcher::new(handler(&path, sender), config).ok()?);
            watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
        }
        Some(Self { changes, _watcher: watcher })
    }

    /// Hears of changes; several in a row are one.
    pub fn changes(&self) -> Receiver<()> {
        self.changes.clone()
    }
}

/// Passes on what concerns the file. That it was opened or read does not: looking at it would be heard for ever.
fn handler(path: &Path, sender: Sender<()>) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    let name = path.file_name().map(ToOwned::to_owned);
    move |event| {
        let concerns = event.map_or(true, |event| {
            !matches!(event.kind, EventKind::Access(_))
                && (event.paths.is_empty() || event.paths.iter().any(|path| path.file_name() == name.as_deref()))
        });
        if concerns {
            let _ = sender.try_send(());
        }
    }
}

/// Waits for a change, and then until there was none for the first of the two times, or for the second one in all. False
/// if whoever holds the other end of `closed` is gone.
pub fn rests(changes: &Receiver<()>, closed: &Receiver<()>, [rest, most]: [Duration; 2]) -> bool {
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
