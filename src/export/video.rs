//! MP4, made by an `ffmpeg` program that is fed with pixels.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::Duration;

use parking_lot::Mutex;

use super::error::ExportReason;
use crate::mot::Progress;
use crate::sequence::{Picture, Rgba};

/// How soon a wish to end is seen while `ffmpeg` takes nothing.
const ATTENTION: Duration = Duration::from_millis(50);
/// Bytes of its last words that are kept, and lines that are told.
const WORDS: usize = 4096;
const LINES: usize = 4;

/// The `ffmpeg` program, if there is one on the path.
pub fn ffmpeg() -> Option<PathBuf> {
    find(&env::var_os("PATH")?)
}

fn find(path: &OsStr) -> Option<PathBuf> {
    let name = format!("ffmpeg{}", env::consts::EXE_SUFFIX);
    // A relative folder would be another one wherever the program is started.
    env::split_paths(path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(&name))
        .find(|file| is_program(file))
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().is_ok_and(|there| there.is_file() && there.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

/// Makes a video at `path`, replacing what is there, of `size` pixels, both even. `feed` writes the pixels of all frames,
/// four bytes each.
///
/// # Errors
/// What `feed` answers, or what `ffmpeg` said last if it fails.
pub fn write(
    program: &Path,
    path: &Path,
    size: (u32, u32),
    fps: f64,
    progress: &Progress,
    feed: impl FnOnce(&mut ChildStdin) -> Result<(), ExportReason>,
) -> Result<(), ExportReason> {
    let mut child = Command::new(program)
        .args(arguments(path, size, fps))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| ExportReason::Ffmpeg(format!("{}: {error}", program.display())))?;
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let child = Mutex::new(child);
    let outcome = thread::scope(|scope| {
        let words = scope.spawn(move || stderr.map(last_words).unwrap_or_default());
        let (stop, stopped) = crossbeam_channel::bounded::<()>(0);
        let watched = &child;
        scope.spawn(move || {
            while stopped.recv_timeout(ATTENTION).is_err_and(|error| error.is_timeout()) {
                if progress.is_cancelled() {
                    return end(watched);
                }
            }
        });
        let result = stdin.map_or(Ok(()), |mut stdin| feed(&mut stdin));
        if result.as_ref().is_err_and(|reason| !is_gone(reason)) {
            end(&child);
        }
        // With its input closed it finishes; its words end when it does.
        let words = words.join().unwrap_or_default();
        drop(stop);
        result
            .map_err(|reason| if is_gone(&reason) { ExportReason::Ffmpeg(words.clone()) } else { reason })
            .map(|()| words)
    });
    let status = child.into_inner().wait();
    if progress.is_cancelled() {
        return Err(ExportReason::Cancelled);
    }
    let words = outcome?;
    let status = status?;
    if !status.success() {
        let words = if words.is_empty() { status.to_string() } else { words };
        return Err(ExportReason::Ffmpeg(words));
    }
    match path.metadata() {
        Ok(there) if there.len() > 0 => Ok(()),
        _ => Err(ExportReason::Ffmpeg(format!("it wrote nothing. {words}"))),
    }
}

/// Pixels from the standard input to H.264 in a form that every player knows.
fn arguments(path: &Path, (width, height): (u32, u32), fps: f64) -> Vec<OsString> {
    let (size, rate) = (format!("{width}x{height}"), fps.to_string());
    let words = [
        "-y",
        "-v",
        "error",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgba",
        "-s",
        &size,
        "-r",
        &rate,
        "-i",
        "pipe:0",
        "-an",
        "-c:v",
        "libx264",
        "-crf",
        "18",
        "-pix_fmt",
        "yuv420p",
        "-movflags",
        "+faststart",
        "-f",
        "mp4",
    ];
    // Without the prefix, a name with a colon would be taken for an address.
    let mut output = OsString::from("file:");
    output.push(path);
    words.iter().map(OsString::from).chain([output]).collect()
}

/// The program does not listen any more: what it said tells why.
fn is_gone(reason: &ExportReason) -> bool {
    matches!(reason, ExportReason::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
}

fn end(child: &Mutex<Child>) {
    // It may have ended by itself.
    let _ = child.lock().kill();
}

/// The last lines of what a program says, whatever and however much it is.
fn last_words(mut stderr: impl Read) -> String {
    let (mut kept, mut buffer) = (Vec::new(), [0; WORDS]);
    while let Ok(count @ 1..) = stderr.read(&mut buffer) {
        kept.extend_from_slice(&buffer[..count]);
        kept.drain(..kept.len().saturating_sub(WORDS));
    }
    let text = String::from_utf8_lossy(&kept);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(LINES)..].join(" / ")
}

/// Writes a picture with its last column and row repeated, where there are odd numbers of them.
///
/// # Errors
/// If it cannot be written.
pub fn feed_even(picture: &Picture, into: &mut impl Write) -> io::Result<()> {
    let (width, height) = (picture.width as usize, picture.height as usize);
    if width.is_multiple_of(2) {
        into.write_all(bytemuck::cast_slice(&picture.pixels))?;
    } else {
        let mut row: Vec<Rgba> = Vec::with_capacity(width + 1);
        for pixels in picture.pixels.chunks_exact(width) {
            row.clear();
            row.extend_from_slice(pixels);
            row.extend(pixels.last());
            into.write_all(bytemuck::cast_slice(&row))?;
        }
    }
    if !height.is_multiple_of(2)
        && let Some(last) = picture.pixels.chunks_exact(width.max(1)).last()
    {
        into.write_all(bytemuck::cast_slice(last))?;
        if let Some(pixel) = last.last().filter(|_| !width.is_multiple_of(2)) {
            into.write_all(&pixel.0)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_pictures_are_padded_to_even_ones() {
        for (width, height) in [(2, 2), (3, 2), (2, 3), (3, 3), (1, 1)] {
            let pixels = (0..width * height).map(|at| Rgba([at as u8, 1, 2, 255])).collect();
            let picture = Picture { width, height, pixels };
            let mut bytes = Vec::new();
            feed_even(&picture, &mut bytes).unwrap();
            let [wide, high] = [width, height].map(|side| side.next_multiple_of(2));
            assert_eq!(bytes.len(), (wide * high * 4) as usize, "{width} × {height}");
            for (at, pixel) in bytes.chunks_exact(4).enumerate() {
                let (x, y) = ((at as u32 % wide).min(width - 1), (at as u32 / wide).min(height - 1));
                assert_eq!(Some(pixel), picture.pixel(x, y).as_ref().map(|pixel| &pixel.0[..]), "{width} × {height}");
            }
        }
    }

    #[test]
    fn of_many_words_the_last_are_told() {
        let text = (0..10_000).map(|at| format!("line {at}\n\n")).collect::<Vec<_>>().concat();
        assert_eq!(last_words(text.as_bytes()), "line 9996 / line 9997 / line 9998 / line 9999");
        assert_eq!(last_words(&[0xFF, b'\n'][..]), "\u{fffd}");
        assert_eq!(last_words(io::empty()), "");
    }

    #[test]
    fn a_program_is_looked_for_on_the_path_alone() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(find(folder.path().as_os_str()), None);
        let program = folder.path().join(format!("ffmpeg{}", env::consts::EXE_SUFFIX));
        std::fs::write(&program, "").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(find(folder.path().as_os_str()), None);
            std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        let path = env::join_paths([Path::new("."), Path::new("/nowhere"), folder.path()]).unwrap();
        assert_eq!(find(&path), Some(program));
    }
}
