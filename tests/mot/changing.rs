//! A file that other programs shorten, write on and replace while it is read all the time.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::thread;

use motscope::DataProvider as _;
use motscope::mot::{Change, MotFile, Progress};

const TIMES: u64 = 1000;

/// Rows whose box tells their frame: whatever is read must agree with itself.
fn rows(first: u64, count: u64) -> String {
    let mut text = String::new();
    for frame in first..first + count {
        for id in 0..8 {
            let _ = writeln!(text, "{frame},{id},{frame},{id},9,9,1,-1,-1,-1");
        }
    }
    text
}

#[test]
fn a_file_changed_a_thousand_times_under_scrubbing_and_indexing_never_ends_the_program_nor_lies() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("results.txt"), folder.path().join("results.new"));
    fs::write(&path, rows(1, 400)).unwrap();
    let current = RwLock::new(Arc::new(MotFile::open(&path).unwrap()));
    let (ends, loads, failures) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    let mut changes = [0_u64; 4];
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut key: u64 = 7;
            while !ends.load(Ordering::Relaxed) {
                key = key.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let file = Arc::clone(&current.read().unwrap());
                let keys = file.keys();
                let Some(frame) = keys.key_at((key >> 33) % keys.len().max(1)) else { continue };
                loads.fetch_add(1, Ordering::Relaxed);
                match file.load(frame) {
                    Ok(read) => {
                        let fits = |row: &motscope::mot::Detection| row.left == frame as f64 && row.height == 9.0;
                        assert!(read.detections.iter().all(fits), "frame {frame} has rows of others");
                    }
                    Err(error) => {
                        failures.fetch_add(1, Ordering::Relaxed);
                        assert!(error.to_string().contains("results.txt: frame "), "{error}");
                    }
                }
            }
        });
        let mut frames = 400;
        for round in 0..TIMES {
            match round % 4 {
                0 => OpenOptions::new().write(true).open(&path).unwrap().set_len(round * 37 % 20_000).unwrap(),
                1 => fs::write(&path, rows(1 + round, 400)).unwrap(),
                2 => {
                    let more = rows(round + 500 + frames, 50);
                    OpenOptions::new().append(true).open(&path).unwrap().write_all(more.as_bytes()).unwrap();
                    frames += 50;
                }
                _ => {
                    fs::write(&other, rows(2 * round + 1, 300)).unwrap();
                    fs::rename(&other, &path).unwrap();
                }
            }
            let file = Arc::clone(&current.read().unwrap());
            let change = file.grow(&Progress::new(), &mut |_| ());
            let reopens = match change {
                Ok(Change::Grown) => {
                    changes[0] += 1;
                    false
                }
                Ok(Change::Replaced) => {
                    changes[1] += 1;
                    true
                }
                Ok(Change::Shortened(_)) => {
                    changes[2] += 1;
                    // Half of the time what is left is opened, half of the time what is missing is asked for on.
                    round % 8 == 0
                }
                Ok(_) => false,
                Err(error) => panic!("{error}"),
            };
            // While the first part is on screen, the rest is indexed.
            if reopens {
                *current.write().unwrap() = Arc::new(MotFile::open(&path).unwrap());
            }
            changes[3] += file.summarize(&Progress::new()).map_or(0, |_| 1);
        }
        ends.store(true, Ordering::Relaxed);
    });
    println!("{changes:?}, {loads:?} loads, {failures:?} failed");
    assert!(changes.iter().all(|&count| count >= TIMES / 10), "{changes:?}");
    assert!(loads.into_inner() >= TIMES && failures.into_inner() > 0);
}
