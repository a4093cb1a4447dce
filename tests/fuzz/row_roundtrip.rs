//! What is written of a row reads back as that row, to the bit.

use motscope::mot::row::{self, Row};
use motscope::mot::{Format, MotFile, OpenReason, write};

pub fn target(bytes: &[u8]) {
    for line in bytes.split(|&byte| byte == b'\n') {
        if let Ok(row) = row::parse(line, 3) {
            let written = written([&row]);
            let again = row::parse(written.strip_suffix(b"\n").expect("a line end"), 3).expect("a row");
            assert_same(&again, &row);
        }
    }
    for format in [Format::Mot, Format::Obb] {
        let Ok(file) = MotFile::from_bytes_as("fuzz.txt", bytes.to_vec(), Some(format)) else { continue };
        let rows = rows(&file);
        let again = MotFile::from_bytes_as("again.txt", written(&rows), Some(format));
        // A name may have a zero byte; far from the beginning of a file, that is nothing special.
        if again.as_ref().is_err_and(|error| matches!(error.reason, OpenReason::NotText(_))) && bytes.contains(&0) {
            continue;
        }
        let again = self::rows(&again.expect("text"));
        assert_eq!(again.len(), rows.len());
        again.iter().zip(&rows).for_each(|(again, row)| assert_same(again, row));
    }
}

/// All rows of a file, without the places in the file that they were read from.
fn rows(file: &MotFile) -> Vec<Row> {
    let mut rows = Vec::new();
    for frame in file.frames() {
        let detections = file.frame(u64::from(frame)).detections;
        rows.extend(detections.into_iter().map(|mut detection| {
            detection.offset = 0;
            Row { frame, detection }
        }));
    }
    rows
}

fn written<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<u8> {
    let mut text = Vec::new();
    for row in rows {
        write::row(&mut text, row.frame, &row.detection).expect("memory takes all");
    }
    text
}

/// Equal, and with the same signs of zeros.
fn assert_same(one: &Row, other: &Row) {
    assert_eq!(one, other);
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}
