//! Memory of opening and reading follows the number of rows: not the numbers in them, their order, or the length of a line.
//!
//! `MOTSCOPE_LINE_MB=100 cargo test --release --test memory` tries longer lines than a debug build has time for.

use std::fmt::Write as _;
use std::io::Write as _;

use motscope::DataProvider as _;
use motscope::mot::{MotFile, Progress, Summary};
use tempfile::NamedTempFile;

use crate::{alloc, alone};

/// Just above a power of two, where tables have most room to spare.
const ROWS: u64 = 33_000;

/// Bytes that each row may take, and bytes that every file may take beside them.
const PER_ROW: usize = 400;
const ALWAYS: usize = 2 << 20;

/// Bytes that a file of three lines may take, however long the lines are. How many rows there are is estimated from the
/// length, within limits.
const LINE: usize = 512 << 10;

/// Spreads numbers from 0 over all of 64 bits, each one once.
fn spread(number: u64) -> u64 {
    number.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn file_of(parts: &[&[u8]]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    parts.iter().for_each(|part| file.write_all(part).unwrap());
    file
}

/// Opens a file and reads all of it; how much memory that took at most.
fn read(file: &NamedTempFile) -> (MotFile, Summary, usize) {
    let ((file, summary), peak) = alloc::peak(|| {
        let file = MotFile::open(file.path()).unwrap();
        let summary = file.summarize(&Progress::new()).unwrap();
        (file, summary)
    });
    (file, summary, peak)
}

#[test]
fn memory_follows_the_rows_whatever_their_numbers_and_order() {
    let _alone = alone();
    let far = |row| spread(row) >> 33;
    let cases: [(&str, &dyn Fn(u64) -> String); 11] = [
        ("by frame", &|row| format!("{},{},1,1,1,1,1,1", row / 10, row % 10)),
        ("by track", &|row| format!("{},{},1,1,1,1,1,1", row % 2000, row / 2000)),
        ("one frame, one track", &|_| "2147483647,18446744073709551615,1,1,1,1".to_owned()),
        ("two frames in turn", &|row| format!("{},{row},1,1,1,1", row % 2 * 2_147_483_647)),
        ("frames far apart", &|row| format!("{},1,1,1,1,1", row * 65_000)),
        ("frames far apart, shuffled", &|row| format!("{},1,1,1,1,1", far(row))),
        ("ids far apart, shuffled", &|row| format!("1,{},1,1,1,1", spread(row))),
        ("a class each", &|row| format!("1,1,1,1,1,1,1,{}", row * 1000)),
        ("a class name each", &|row| format!("1,1,1,1,1,1,1,class {row}")),
        ("a frame, an id, a class name each, no area", &|row| {
            format!("{},{},1,1,0,0,1,class {row}", far(row), spread(row))
        }),
        ("no row", &|row| format!("{},x{row},1,1,1,1", far(row))),
    ];
    for (what, line) in cases {
        let mut text = String::new();
        (0..ROWS).for_each(|row| writeln!(text, "{}", line(row)).unwrap());
        let (file, summary, peak) = read(&file_of(&[text.as_bytes()]));
        assert_eq!(summary.rows + summary.rejected, ROWS);
        let bound = PER_ROW * ROWS as usize + ALWAYS;
        println!("{what}: {} bytes a row, index {}", peak / ROWS as usize, file.index().bytes() / ROWS);
        assert!(peak <= bound, "{what}: {peak} bytes, more than {bound}");
    }
}

#[test]
fn a_line_of_many_megabytes_is_a_row_or_a_rejected_line_and_takes_no_memory() {
    let _alone = alone();
    let megabytes = std::env::var("MOTSCOPE_LINE_MB").map_or(10, |text| text.parse().unwrap());
    let row = "7,3,10,20,30,40";
    for (head, filling, told) in [
        (row, b",5", None),
        ("8,1,", b"xy", Some("too few columns: 3 of 6")),
        ("", b"12", Some("too few columns: 1 of 6")),
    ] {
        let line = [head.as_bytes(), &filling.repeat(megabytes * 500_000), b"\n"].concat();
        let file = file_of(&[row.as_bytes(), b"\n", &line, row.as_bytes(), b"\n"]);
        let (file, summary, peak) = read(&file);
        assert!(peak <= LINE, "{peak} bytes");
        assert_eq!(summary.rejected, u64::from(told.is_some()));
        assert!(told.is_none_or(|told| format!("{summary:?}").contains(told)), "{summary:?}");
        let (frame, peak) = alloc::peak(|| file.load(7).unwrap());
        assert!(peak <= LINE, "{peak} bytes");
        let read = if told.is_none() { 3 } else { 2 };
        assert_eq!((frame.detections.len(), summary.rows), (read, read as u64));
    }
}

#[test]
fn two_million_rows_of_one_frame_load() {
    let _alone = alone();
    let rows = 2_000_000;
    let (file, summary, peak) = read(&file_of(&[&b"7,1,1,1,1,1\n".repeat(rows)]));
    assert_eq!((summary.rows, summary.frames.count), (rows as u64, 1));
    assert!(peak <= ALWAYS, "{peak} bytes");
    let (frame, peak) = alloc::peak(|| file.load(7).unwrap());
    assert_eq!(frame.detections.len(), rows);
    assert!(file.weight(&frame) <= (rows * 112 + 1000) as u64);
    // Twice: once with room to grow, once without.
    assert!(peak <= 240 * rows, "{peak} bytes");
}
