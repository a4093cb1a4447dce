//! Arbitrary bytes as a file, and as the class names beside it: no panic, and memory in proportion.

use motscope::DataProvider as _;
use motscope::mot::{Frame, MotFile, OpenReason, Progress};

use super::alloc;

/// Memory for a file of so many bytes and the same bytes as class names: a row has 12 bytes or more, and takes most where
/// it has a track and a class of its own; a class name has 1 byte or more, and only so many are read.
fn allowed(bytes: usize) -> usize {
    (256 << 10) + 40 * bytes + 80 * bytes.min(64 << 10)
}

/// What unpacking takes beside that, whatever is in the archive: its buffer and the state of the decoder. A document has a
/// buffer, too.
const UNPACKING: usize = 512 << 10;

pub fn target(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("gt.txt");
    std::fs::write(&path, bytes).expect("room");
    std::fs::write(folder.path().join("labels.txt"), bytes).expect("room");
    let mut is_document = false;
    let (file, peak) = alloc::peak(|| {
        let opened = MotFile::open(&path);
        is_document = match &opened {
            Ok(file) => file.source().is_some(),
            Err(error) => matches!(error.reason, OpenReason::Document(_) | OpenReason::ChooseMember(_)),
        };
        let file = opened.map_err(|error| assert!(!error.to_string().is_empty())).ok()?;
        let summary = file.summarize(&Progress::new()).expect("nobody cancels");
        for track in &summary.tracks {
            assert!(summary.track(track.id).is_some() && track.first <= track.last && track.boxes > 0);
            summary.class_of(track).map(|class| file.layout().class_label(class).len());
        }
        Some(file)
    });
    let is_archive = bytes.starts_with(b"\x1F\x8B") || bytes.starts_with(b"PK");
    let text = file.as_ref().map_or(0, |file| file.bytes() as usize).max(bytes.len());
    let most = allowed(text) + if is_archive || is_document { UNPACKING } else { 0 };
    assert!(peak <= most, "{peak} bytes of memory for {} bytes", bytes.len());
    file.iter().for_each(load_all);
}

/// Loads every frame that has lines, which reads no byte twice, and some that have none or are not there.
fn load_all(file: &MotFile) {
    let keys = file.keys();
    let load = |number| {
        let loaded = file.load(number);
        assert_eq!(loaded.is_ok(), keys.contains(number));
        let frame = loaded.unwrap_or_else(|_| file.frame(number));
        look_at(file, &frame);
    };
    let before = file.stats().bytes_read;
    file.frames().into_iter().map(u64::from).for_each(load);
    assert!(file.stats().bytes_read - before <= file.bytes());
    [0, 1, u64::from(u32::MAX) + 1, u64::MAX].into_iter().for_each(load);
}

/// Everything that the window asks of a frame.
fn look_at(file: &MotFile, frame: &Frame) {
    let layout = file.layout();
    for row in &frame.detections {
        assert!([row.left, row.top, row.right(), row.bottom(), row.center().0].iter().all(|side| side.is_finite()));
        assert!(row.offset < file.bytes() && row.confidence.is_none_or(f64::is_finite));
        assert!(row.columns.class_name().is_none_or(|name| !name.is_empty()));
        let _ = (layout.is_judged(row), layout.visibility_of(row), row.is_degenerate());
        let _ = layout.class_of(row).map(|class| layout.class_label(&class).len());
    }
    assert!(file.weight(frame) >= (frame.detections.len() * size_of_val(&0_u64)) as u64);
}
