//! Tests of [`export`]: what is written, and that nothing is left after an error.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use super::*;
use crate::sequence::Rgba;

/// A picture of one colour, which depends on the frame number.
fn plain(number: u64, width: u32, height: u32) -> Picture {
    let pixel = Rgba([(number * 20) as u8, 80, 160, 255]);
    Picture::new(width, height, vec![pixel; (width * height) as usize])
}

fn job(kind: Kind, output: &Path) -> Job {
    Job { kind, output: output.to_owned(), replace: false, fps: 25.0 }
}

/// The files of a folder: their names and their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap_or_default())).collect()
}

fn frames(first: u64, last: u64) -> KeySet {
    KeySet::from_runs([first..=last])
}

#[test]
fn a_picture_is_written_as_it_was_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    let mut drawn = plain(3, 5, 4);
    drawn.pixels[7] = Rgba([1, 2, 3, 255]);
    let written =
        export(&job(Kind::Picture(Still::Png), &path), &frames(3, 3), |_| Ok(drawn.clone()), &Progress::new()).unwrap();
    let read = image::open(&path).unwrap().into_rgba8();
    assert_eq!(read.dimensions(), (5, 4));
    assert_eq!(read.as_raw().as_slice(), bytemuck::cast_slice::<Rgba, u8>(&drawn.pixels));
    assert_eq!(written, Written { frames: 1, bytes: path.metadata().unwrap().len() });
}

#[test]
fn a_sequence_is_numbered_by_its_frames_gaps_included() {
    let folder = tempfile::tempdir().unwrap();
    for (still, extension) in [(Still::Png, "png"), (Still::Jpeg, "jpg")] {
        let output = folder.path().join(extension);
        let progress = Progress::new();
        let keys = KeySet::from_runs([8..=9, 1_000_000..=1_000_000]);
        export(&job(Kind::Pictures(still), &output), &keys, |number| Ok(plain(number, 16, 8)), &progress).unwrap();
        let files = files(&output);
        let names = [format!("000008.{extension}"), format!("000009.{extension}"), format!("1000000.{extension}")];
        assert_eq!(files.keys().cloned().collect::<Vec<_>>(), names);
        let pixel = image::load_from_memory(&files[&names[1]]).unwrap().into_rgb8().get_pixel(3, 3).0;
        assert!(pixel[0].abs_diff(180) <= 3 && pixel[2].abs_diff(160) <= 3, "{pixel:?}");
        assert_eq!((progress.done(), progress.total()), (3, 3));
    }
}

#[test]
fn a_gif_has_all_frames_their_colours_and_their_times() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gif");
    let draw = |number| Ok(plain(number, 20, 10));
    export(&job(Kind::Gif, &path), &frames(1, 10), draw, &Progress::new()).unwrap();
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut gif = options.read_info(fs::File::open(&path).unwrap()).unwrap();
    assert_eq!((gif.width(), gif.height(), gif.repeat()), (20, 10, gif::Repeat::Infinite));
    let mut number = 0;
    while let Some(frame) = gif.read_next_frame().unwrap() {
        number += 1;
        assert_eq!(frame.delay, 4);
        assert!(frame.buffer.chunks_exact(4).all(|pixel| pixel == [(number * 20) as u8, 80, 160, 255]));
    }
    assert_eq!(number, 10);
}

#[test]
fn frames_of_another_size_are_fitted_into_that_of_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gif");
    let draw = |number| Ok(if number == 1 { plain(1, 40, 20) } else { plain(2, 30, 60) });
    export(&job(Kind::Gif, &path), &frames(1, 2), draw, &Progress::new()).unwrap();
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut gif = options.read_info(fs::File::open(&path).unwrap()).unwrap();
    gif.read_next_frame().unwrap();
    let second = gif.read_next_frame().unwrap().unwrap();
    let at = |x: usize, y: usize| &second.buffer[(y * 40 + x) * 4..][..3];
    // 10 × 20 pixels in the middle.
    assert_eq!(
        (at(14, 10), at(15, 10), at(24, 19), at(25, 19)),
        (&[16; 3][..], &[40, 80, 160][..], &[40, 80, 160][..], &[16; 3][..])
    );
}

#[test]
fn what_is_there_is_left_alone_and_nothing_is_drawn_for_it() {
    let folder = tempfile::tempdir().unwrap();
    for kind in [Kind::Picture(Still::Png), Kind::Pictures(Still::Jpeg), Kind::Gif] {
        let path = folder.path().join(format!("{kind:?}"));
        if matches!(kind, Kind::Pictures(_)) {
            fs::create_dir(&path).unwrap();
            fs::write(path.join("mine"), "mine").unwrap();
        } else {
            fs::write(&path, "mine").unwrap();
        }
        let before = files(folder.path());
        let draw = |_| -> Result<Picture, BoxError> { panic!("nothing is to be drawn") };
        let error = export(&job(kind, &path), &frames(1, 1), draw, &Progress::new()).unwrap_err();
        assert!(matches!(error.reason, ExportReason::Exists(_)), "{error}");
        assert_eq!(files(folder.path()), before);
        let replace = Job { replace: true, ..job(kind, &path) };
        export(&replace, &frames(1, 1), |_| Ok(plain(1, 8, 8)), &Progress::new()).unwrap();
        assert_ne!(fs::read(&path).unwrap_or_default(), b"mine");
    }
}

#[test]
fn cancelled_or_failed_exports_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    for kind in [Kind::Pictures(Still::Png), Kind::Gif] {
        let progress = Progress::new();
        let cancel = |number| {
            if number == 40 {
                progress.cancel();
            }
            Ok(plain(number, 8, 8))
        };
        let error = export(&job(kind, &path), &frames(1, 1000), cancel, &progress).unwrap_err();
        assert!(matches!(error.reason, ExportReason::Cancelled), "{error}");
        assert!(progress.done() < 100);
        let fail = |number| if number == 7 { Err("torn".into()) } else { Ok(plain(number, 8, 8)) };
        let error = export(&job(kind, &path), &frames(1, 1000), fail, &Progress::new()).unwrap_err();
        assert_eq!(error.to_string(), format!("{}: frame 7: torn", path.display()));
        let panic = |number| if number == 3 { panic!("a test of panics") } else { Ok(plain(number, 8, 8)) };
        let error = export(&job(kind, &path), &frames(1, 9), panic, &Progress::new()).unwrap_err();
        assert!(error.to_string().contains("frame 3: drawing it failed"), "{error}");
        assert!(files(folder.path()).is_empty());
    }
}

#[test]
fn impossible_exports_are_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let refused = |kind, keys: &KeySet, picture: Picture| {
        let error = export(&job(kind, &path), keys, |_| Ok(picture.clone()), &Progress::new()).unwrap_err();
        assert!(files(folder.path()).is_empty());
        error.to_string()
    };
    let one = Kind::Picture(Still::Png);
    assert!(refused(one, &KeySet::default(), plain(1, 8, 8)).ends_with("there is no frame to write"));
    assert!(refused(one, &frames(1, 3), plain(1, 8, 8)).ends_with("one picture cannot show 3 frames"));
    assert!(refused(one, &frames(1, 1), Picture::default()).contains("frame 1: there is nothing to draw"));
    assert!(refused(Kind::Gif, &frames(1, 2), plain(1, 65_536, 1)).contains("65536 × 1 pixels are more than"));
    let nowhere = job(Kind::Gif, &folder.path().join("no/such/folder.gif"));
    assert!(matches!(
        export(&nowhere, &frames(1, 1), |_| Ok(plain(1, 8, 8)), &Progress::new()).unwrap_err().reason,
        ExportReason::Io(_)
    ));
}

#[test]
fn few_pictures_are_in_memory_at_once() {
    static ALIVE: AtomicU64 = AtomicU64::new(0);
    struct Counted(Picture);
    impl Drop for Counted {
        fn drop(&mut self) {
            ALIVE.fetch_sub(1, Ordering::SeqCst);
        }
    }
    let most = AtomicU64::new(0);
    let make = |at| {
        most.fetch_max(ALIVE.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        Ok(Counted(plain(at, 8, 8)))
    };
    let take = |counted: Counted| if counted.0.pixels.is_empty() { Err(ExportReason::NoFrames) } else { Ok(()) };
    pipeline::ordered(500, make, |_| ExportReason::NoFrames, take).unwrap();
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    assert!(most.load(Ordering::SeqCst) <= 2 * cores + 1, "{most:?}");
}

/// An `ffmpeg` that does what a shell script says; `$out` is the file it is to write.
#[cfg(unix)]
mod with_program {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    /// Locked by each test: a script cannot be started while a child process of another test has it open for writing.
    static ALONE: parking_lot::Mutex<()> = parking_lot::Mutex::new(());

    fn write(script: &str, count: u64, progress: &Progress) -> (Result<u64, ExportReason>, BTreeMap<String, Vec<u8>>) {
        let _alone = ALONE.lock();
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("ffmpeg");
        let script = format!("#!/bin/sh\nfor out; do :; done\nout=${{out#file:}}\n{script}\n");
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let output = folder.path().join("video");
        fs::create_dir(&output).unwrap();
        let job = job(Kind::Mp4, &output.join("a.mp4"));
        let draw = |number| Ok(plain(number, 5, 4));
        let frames = frames(1, count);
        let run = Run { job: &job, fps: job.fps, frames: &frames, draw: &draw, progress };
        (run.mp4(&program), files(&output))
    }

    #[test]
    fn a_video_is_fed_with_even_frames_and_put_in_its_place() {
        let (bytes, files) = write("{ echo \"$@\"; cat; } > \"$out\"", 7, &Progress::new());
        let text = &files["a.mp4"];
        assert_eq!((bytes.unwrap(), files.len()), (text.len() as u64, 1));
        let arguments = text.split(|&byte| byte == b'\n').next().unwrap();
        // Five columns become six.
        assert_eq!(text.len(), arguments.len() + 1 + 7 * 6 * 4 * 4);
        let arguments = String::from_utf8_lossy(arguments);
        assert!(arguments.contains("-s 6x4 -r 25 -i pipe:0") && arguments.contains("-pix_fmt yuv420p"), "{arguments}");
    }

    #[test]
    fn the_end_of_the_error_output_is_in_the_message() {
        for script in [
            "cat >/dev/null; echo one >&2; echo 'Unknown encoder' >&2; exit 1",
            // This one closes its input at once.
            "exec <&-; echo 'Unknown encoder' >&2; exit 1",
        ] {
            let (result, files) = write(script, 2000, &Progress::new());
            let error = result.unwrap_err().at(Path::new("a.mp4")).to_string();
            assert!(error.starts_with("a.mp4: ffmpeg failed: ") && error.ends_with("Unknown encoder"), "{error}");
            assert!(files.is_empty());
        }
        let (result, files) = write("cat >/dev/null; exit 3", 2, &Progress::new());
        assert!(matches!(result, Err(ExportReason::Ffmpeg(words)) if words.contains('3')));
        assert!(files.is_empty());
        let (result, files) = write("cat >/dev/null", 2, &Progress::new());
        assert!(matches!(result, Err(ExportReason::Ffmpeg(words)) if words.contains("wrote nothing")));
        assert!(files.is_empty());
    }

    #[test]
    fn a_program_that_takes_nothing_can_be_cancelled() {
        let progress = Progress::new();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                // The pipe to the program is full before so many frames; then the export waits.
                while progress.done() < 200 {
                    std::thread::yield_now();
                }
                progress.cancel();
            });
            let (result, files) = write("exec sleep 1000", 1_000_000, &progress);
            assert!(matches!(result, Err(ExportReason::Cancelled)), "{result:?}");
            assert!(files.is_empty());
        });
    }
}
