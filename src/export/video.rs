//! MP4 videos, made by the `ffmpeg` program: it reads raw pixels from its standard input.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::Duration;

use parking_lot::Mutex;

use super::error::ExportReason;
use crate::mot::Progress;
use crate::sequence::{Picture, Rgba};
use crate::shown::ShowPath as _;

/// How often the thread that watches for cancellation looks, while `ffmpeg` may be reading nothing.
const CANCEL_CHECK: Duration = Duration::from_millis(50);
/// How many bytes of the end of its error output are kept.
const ERROR_BYTES: usize = 4096;
/// How many lines of these are shown in an error message.
const ERROR_LINES: usize = 4;

/// Makes a video at `path` and replaces a file that is there. Width and height of `size`, in pixels, are even. `feed`
/// writes the pixels of all frames, four bytes each.
///
/// # Errors
/// The error of `feed`, or the end of the error output of `ffmpeg` if the program fails.
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
        .map_err(|error| ExportReason::Ffmpeg(format!("{}: {error}", program.shown())))?;
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let child = Mutex::new(child);
    let outcome = thread::scope(|scope| {
        let reader = scope.spawn(move || stderr.map(last_lines).unwrap_or_default());
        let (stop, stopped) = crossbeam_channel::bounded::<()>(0);
        let watched = &child;
        scope.spawn(move || {
            while stopped.recv_timeout(CANCEL_CHECK).is_err_and(|error| error.is_timeout()) {
                if progress.is_cancelled() {
                    return end(watched);
                }
            }
        });
        let result = stdin.map_or(Ok(()), |mut stdin| feed(&mut stdin));
        if result.as_ref().is_err_and(|reason| !is_gone(reason)) {
            end(&child);
        }
        // The input is closed now, so the program finishes and closes its error output.
        let said = reader.join().unwrap_or_default();
        drop(stop);
        result
            .map_err(|reason| if is_gone(&reason) { ExportReason::Ffmpeg(said.clone()) } else { reason })
            .map(|()| said)
    });
    let status = child.into_inner().wait();
    if progress.is_cancelled() {
        return Err(ExportReason::Cancelled);
    }
    let said = outcome?;
    let status = status?;
    if !status.success() {
        let said = if said.is_empty() { status.to_string() } else { said };
        return Err(ExportReason::Ffmpeg(said));
    }
    match path.metadata() {
        Ok(there) if there.len() > 0 => Ok(()),
        _ => Err(ExportReason::Ffmpeg(format!("it wrote nothing. {said}"))),
    }
}

/// Arguments that make H.264 of raw pixels from the standard input, in a form that every player can read.
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
    // Without the prefix, ffmpeg would take a name with a colon for an address.
    let mut output = OsString::from("file:");
    output.push(path);
    words.iter().map(OsString::from).chain([output]).collect()
}

/// Whether the program closed its input. Its error output tells why.
fn is_gone(reason: &ExportReason) -> bool {
    matches!(reason, ExportReason::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
}

fn end(child: &Mutex<Child>) {
    // An error means that it has ended already.
    let _ = child.lock().kill();
}

/// Reads the error output of a program to its end and returns the last lines. Invalid UTF-8 is replaced.
fn last_lines(mut stderr: impl Read) -> String {
    let (mut kept, mut buffer) = (Vec::new(), [0; ERROR_BYTES]);
    while let Ok(count @ 1..) = stderr.read(&mut buffer) {
        kept.extend_from_slice(&buffer[..count]);
        kept.drain(..kept.len().saturating_sub(ERROR_BYTES));
    }
    let text = String::from_utf8_lossy(&kept);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(ERROR_LINES)..].join(" / ")
}

/// Writes the pixels of a picture, its last column repeated if the width is odd and its last row if the height is odd: H.264
/// needs even sides.
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
            let picture = Picture::new(width, height, pixels);
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
    fn the_last_lines_of_a_long_error_output_are_kept() {
        let text = (0..10_000).map(|at| format!("line {at}\n\n")).collect::<Vec<_>>().concat();
        assert_eq!(last_lines(text.as_bytes()), "line 9996 / line 9997 / line 9998 / line 9999");
        assert_eq!(last_lines(&[0xFF, b'\n'][..]), "\u{fffd}");
        assert_eq!(last_lines(io::empty()), "");
    }
}
