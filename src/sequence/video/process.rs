//! A program of `ffmpeg` that reads a video: how it is started, and that it ends.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};
use parking_lot::Mutex;

use super::error::VideoError;
use super::recognise::FORMATS;
use super::stamps::{Stamp, stamp};
use crate::shown::ShowPath as _;

/// The longest line of the log that is read, in bytes.
const LINE: u64 = 4096;
/// How many lines of the log are kept for an error message.
const KEPT: usize = 3;

/// A running program, which ends when this is dropped.
pub(super) struct Process {
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
}

impl Drop for Process {
    fn drop(&mut self) {
        // An error means that it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Process {
    /// Starts a program that reads `path`, with its standard output piped. The time stamps of the frames that it logs can be
    /// received until it ends. What it says of errors is kept.
    ///
    /// # Errors
    /// If it cannot be started.
    pub(super) fn start(
        program: &Path,
        before: &[OsString],
        path: &Path,
        after: &[OsString],
    ) -> Result<(Self, impl Read + use<>, Receiver<Stamp>), VideoError> {
        let failed = |reason: String| VideoError::NotStarted { program: program.shown().to_string(), reason };
        // Without the prefix, a name with a colon would be taken for an address.
        let mut input = OsString::from("file:");
        input.push(path);
        let mut child = Command::new(program)
            .args(before)
            .args(["-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-i"])
            .arg(input)
            .args(after)
            // The words of its messages are those that are looked for.
            .env("LC_ALL", "C")
            .env_remove("AV_LOG_FORCE_COLOR")
            .env("AV_LOG_FORCE_NOCOLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let (output, log) = (child.stdout.take(), child.stderr.take());
        let process = Self { child, said: Arc::default() };
        // Without a limit: before its first frame comes out, the program may log all of a long group that it leaves out.
        let (sender, stamps) = unbounded();
        let said = Arc::clone(&process.said);
        let (Some(output), Some(log)) = (output, log) else { return Err(failed("its output is not piped".to_owned())) };
        thread::Builder::new()
            .name("motscope-video-log".to_owned())
            .spawn(move || read_log(log, &sender, &said))
            .map_err(|error| failed(error.to_string()))?;
        Ok((process, output, stamps))
    }

    /// Waits for its end. Returns whether it succeeded.
    pub(super) fn wait(&mut self) -> bool {
        self.child.wait().is_ok_and(|status| status.success())
    }

    /// The last lines that it said of errors, for people.
    pub(super) fn said(&self) -> String {
        let said = self.said.lock().join(" / ");
        if said.is_empty() { "the decoder does not say why".to_owned() } else { said }
    }
}

/// Reads the log to its end: passes on time stamps, and keeps the last lines about errors.
fn read_log(log: impl Read, stamps: &Sender<Stamp>, said: &Mutex<Vec<String>>) {
    let mut log = BufReader::new(log);
    let (mut line, mut listens) = (Vec::new(), true);
    loop {
        line.clear();
        match log.by_ref().take(LINE).read_until(b'\n', &mut line) {
            Ok(1..) => {}
            _ => return,
        }
        let text = String::from_utf8_lossy(&line);
        if let Some(stamp) = stamp(&text) {
            // Once nobody listens, the rest is read and thrown away, so that the program can end.
            listens = listens && stamps.send(stamp).is_ok();
        } else if let Some(error) = error(&text) {
            let mut said = said.lock();
            if !said.contains(&error) {
                said.push(error);
            }
            let surplus = said.len().saturating_sub(KEPT);
            said.drain(..surplus);
        }
    }
}

/// What a line says of an error; `None` for the many other lines. With `-loglevel level+info`, each names its kind.
fn error(line: &str) -> Option<String> {
    let (_, said) = line.split_once("[error] ").or_else(|| line.split_once("[fatal] "))?;
    Some(said.trim().to_owned()).filter(|said| !said.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_gives_stamps_and_the_last_errors() {
        let log = b"[info] Input #0, mov\n[Parsed_showinfo_0 @ 0x1] [info] n:   0 pts:  12 pts_time:1\n[h264 @ 0x2] [error] one\n[error] two\n[error] two\n[fatal] three\n[h264 @ 0x1] [error] four\n\xFF\n";
        let (sender, stamps) = unbounded();
        let said = Mutex::default();
        read_log(&log[..], &sender, &said);
        drop(sender);
        assert_eq!(stamps.iter().collect::<Vec<_>>(), [Stamp { count: 0, time: Some(12) }]);
        assert_eq!(*said.lock(), ["two", "three", "four"]);
    }

    #[test]
    fn a_log_is_read_to_its_end_whether_anybody_listens_or_not() {
        let line = b"[Parsed_showinfo_0 @ 0x1] n:   0 pts:  12 pts_time:1\n";
        let (sender, stamps) = unbounded();
        read_log(&line.repeat(5000)[..], &sender, &Mutex::default());
        assert_eq!(stamps.len(), 5000);
        drop(stamps);
        read_log(&line.repeat(5000)[..], &sender, &Mutex::default());
    }
}
