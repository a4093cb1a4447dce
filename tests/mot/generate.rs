//! The generator makes the same file on every machine, and one that is plausible and readable.

use std::io::{self, Write};

use motscope::mot::generate::{Amount, Options, Order, to_vec, write_to};
use motscope::mot::{MotFile, Progress, Summary};

use crate::mot_compare::compare;

fn options() -> Options {
    Options { frames: 300, amount: Amount::Density(12.0), ..Options::default() }
}

fn summary(options: &Options) -> Summary {
    let file = MotFile::from_bytes("made.txt", to_vec(options).unwrap()).unwrap();
    file.summarize(&Progress::new()).unwrap()
}

/// FNV-1a, 64 bits.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[test]
fn the_same_options_give_the_same_bytes_on_every_machine() {
    let bytes = to_vec(&options()).unwrap();
    assert_eq!(bytes, to_vec(&options()).unwrap());
    assert_eq!(hash(&bytes), PINNED, "{}", String::from_utf8_lossy(&bytes[..200]));
    assert_ne!(bytes, to_vec(&Options { seed: 43, ..options() }).unwrap());
}

const PINNED: u64 = 11_364_186_518_436_144_864;

#[test]
fn what_is_written_reads_back() {
    for order in [Order::Frame, Order::Track, Order::Shuffled] {
        let (_, naive) = compare(&to_vec(&Options { frames: 60, order, ..options() }).unwrap());
        assert!(naive.rejected.is_empty() && naive.pending.is_none());
    }
}

#[test]
fn every_order_has_the_same_rows() {
    let lines = |order| {
        let bytes = to_vec(&Options { order, ..options() }).unwrap();
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let numbers = |line: &String| {
        let mut fields = line.split(',').map(|field| field.parse::<u64>().unwrap_or(0));
        (fields.next().unwrap(), fields.next().unwrap())
    };
    let by_frame = lines(Order::Frame);
    assert!(by_frame.is_sorted_by_key(numbers));
    let by_track = lines(Order::Track);
    assert!(by_track.is_sorted_by_key(|line| (numbers(line).1, numbers(line).0)));
    let shuffled = lines(Order::Shuffled);
    let falls = shuffled.windows(2).filter(|pair| numbers(&pair[0]) > numbers(&pair[1])).count();
    assert!(falls * 5 > shuffled.len() * 2, "{falls} falls are too few for no order");
    let sorted = |mut lines: Vec<String>| {
        lines.sort();
        lines
    };
    let expected = sorted(by_frame);
    assert_eq!(sorted(by_track), expected);
    assert_eq!(sorted(shuffled), expected);
}

#[test]
fn boxes_stay_in_the_picture_and_confidence_varies() {
    for (width, height) in [(1920, 1080), (64, 48), (16, 16), (100_000, 100)] {
        let summary = summary(&Options { width, height, ..options() });
        let extent = summary.extent.unwrap();
        assert!(extent.left >= 0.0 && extent.top >= 0.0, "{extent:?}");
        assert!(extent.right <= f64::from(width) + 1e-6 && extent.bottom <= f64::from(height) + 1e-6, "{extent:?}");
        assert_eq!(summary.degenerate, 0);
        let (least, greatest) = summary.confidence.unwrap();
        assert!((0.0..0.5).contains(&least) && (0.9..=1.0).contains(&greatest), "{least} {greatest}");
    }
}

#[test]
fn tracks_are_unbroken_and_as_long_as_asked() {
    for (frames, shortest, longest) in [(300, 10, 200), (300, 7, 7), (5, 10, 20), (1, 1, 1)] {
        let options = Options { frames, min_track_length: shortest, max_track_length: longest, ..options() };
        let summary = summary(&options);
        assert_eq!(summary.duplicates, 0);
        for track in &summary.tracks {
            assert_eq!(track.boxes, track.last - track.first + 1, "{track:?}");
            assert!((shortest.min(frames)..=longest).contains(&track.boxes), "{track:?}");
        }
        assert_eq!(summary.tracks.last().map(|track| track.id.0), Some(summary.tracks.len() as u64));
    }
}

#[test]
fn people_move_smoothly() {
    let file = MotFile::from_bytes("made.txt", to_vec(&options()).unwrap()).unwrap();
    for frame in 1..300 {
        let (now, then) = (file.frame(frame), file.frame(frame + 1));
        for one in &now.detections {
            if let Some(other) = then.detections.iter().find(|other| other.id == one.id) {
                let ((x, y), (x2, y2)) = (one.center(), other.center());
                let limit = 0.1 * one.height + 3.0;
                assert!((x - x2).abs() < limit && (y - y2).abs() < limit, "frame {frame}: {one:?} {other:?}");
            }
        }
    }
}

#[test]
fn density_and_number_of_tracks_are_kept() {
    // In sequences shorter than most tracks as well.
    for (density, frames) in [(2.5, 4000), (12.0, 4000), (100.0, 4000), (200.0, 300), (400.0, 100), (400.0, 30)] {
        let options = Options { frames, amount: Amount::Density(density), ..options() };
        let mean = summary(&options).rows as f64 / f64::from(frames);
        assert!((mean / density - 1.0).abs() < 0.1, "{mean} for {density} over {frames} frames");
    }
    for tracks in [0, 1, 250] {
        assert_eq!(summary(&Options { amount: Amount::Tracks(tracks), ..options() }).tracks.len(), tracks as usize);
    }
}

#[test]
fn options_that_make_no_sense_are_refused() {
    for options in [
        Options { frames: 0, ..options() },
        Options { width: 0, ..options() },
        Options { min_track_length: 0, ..options() },
        Options { min_track_length: 30, max_track_length: 20, ..options() },
        Options { amount: Amount::Density(f64::NAN), ..options() },
        Options { amount: Amount::Density(-1.0), ..options() },
        Options { frames: i32::MAX as u32, amount: Amount::Density(1e6), ..options() },
    ] {
        assert_eq!(to_vec(&options).unwrap_err().kind(), io::ErrorKind::InvalidInput, "{options:?}");
    }
}

#[test]
fn a_full_disk_and_a_cancel_are_errors() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let error = write_to(Full, &options(), &Progress::new()).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    let progress = Progress::new();
    progress.cancel();
    let error = write_to(io::sink(), &options(), &progress).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::Interrupted);
}
