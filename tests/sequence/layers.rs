//! Further layers that fail, are replaced, and are left out, as a library user has them.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use motscope::mot::Progress;
use motscope::sequence::{PicturePairing, Sequence, SequenceFrame, Unread};
use motscope::{DataProvider, KeySet, MotFile, PrefetchCache};

/// One row in each of these frames.
fn rows(frames: std::ops::RangeInclusive<u64>) -> String {
    frames.map(|frame| format!("{frame},1,10,20,30,40,1\n")).collect()
}

/// A sequence of a main layer in memory and a further one at `path`, each with the frames 1 to 9.
fn sequence(path: &Path) -> Sequence {
    let main = Arc::new(MotFile::from_bytes("main.txt", rows(1..=9).into_bytes()).unwrap());
    fs::write(path, rows(1..=9)).unwrap();
    let further = Arc::new(MotFile::open(path).unwrap());
    Sequence::new(vec![main, further], None, None, PicturePairing::Automatic)
}

/// The number of boxes of the main layer and of the further one; `None` if the further one failed or is left out.
fn counts(frame: &SequenceFrame) -> (usize, Option<usize>) {
    (frame.boxes.detections.len(), frame.overlays[0].as_ref().ok().map(|boxes| boxes.detections.len()))
}

#[test]
fn a_further_layer_that_fails_is_missing_and_the_frame_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("further.txt");
    let sequence = sequence(&path);
    fs::write(&path, "").unwrap();
    let frame = sequence.load(5).unwrap();
    assert_eq!(counts(&frame), (1, None));
    let reason = frame.overlays[0].as_ref().unwrap_err();
    let reason = reason.to_string();
    assert!(reason.contains("further.txt") && reason.contains("frame 5"), "{reason}");
    assert!(sequence.layer_has_failed(1) && sequence.stats().errors == 1);
    assert!(sequence.boxes_of(6).is_ok_and(|frame| frame.overlays[0].is_err()));
}

#[test]
fn a_layer_that_was_replaced_or_repaired_tells_which_frames_to_load_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("further.txt");
    let sequence = Arc::new(sequence(&path));
    let cache = PrefetchCache::builder(Arc::clone(&sequence)).workers(0).build();
    fs::write(&path, "").unwrap();
    assert_eq!(counts(&cache.get(5).unwrap()), (1, None));
    // Written whole again, with the old rows: only the frame that failed is loaded again.
    fs::write(&path, rows(1..=9)).unwrap();
    sequence.layers()[1].grow(&Progress::new(), &mut |_| ()).unwrap();
    let lacking = sequence.layer_repaired(1);
    assert_eq!((&lacking, sequence.layer_has_failed(1)), (&KeySet::from_keys([5]), false));
    assert!(sequence.layer_repaired(1).is_empty());
    cache.invalidate(&lacking);
    assert_eq!(counts(&cache.get(5).unwrap()), (1, Some(1)));
    // Another file: the frames of both.
    let other = MotFile::from_bytes("other.txt", rows(8..=12).repeat(2).into_bytes()).unwrap();
    assert_eq!(sequence.replace_layer(1, Arc::new(other)), KeySet::from_runs([1..=12]));
    assert_eq!(*sequence.keys(), KeySet::from_runs([1..=12]));
    assert_eq!(
        [5, 9, 12].map(|frame| counts(&sequence.load(frame).unwrap())),
        [(1, Some(0)), (1, Some(2)), (0, Some(2))]
    );
}

#[test]
fn a_layer_that_is_left_out_is_not_read_and_its_frames_are_known_when_it_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("further.txt");
    let sequence = sequence(&path);
    let of_then = sequence.copy();
    assert!(sequence.set_layer_loaded(1, false).is_empty());
    let reads = |sequence: &Sequence| sequence.layers()[1].stats().loads;
    assert_eq!([3, 4].map(|frame| counts(&sequence.load(frame).unwrap())), [(1, None); 2]);
    assert_eq!(sequence.load(3).unwrap().overlays[0], Err(Unread::LeftOut));
    assert_eq!((reads(&sequence), sequence.keys().len()), (0, 9));
    // A copy, for instance for an export, is not changed.
    assert_eq!(counts(&of_then.load(3).unwrap()), (1, Some(1)));
    assert_eq!(sequence.set_layer_loaded(1, true), KeySet::from_runs([3..=4]));
    assert!(sequence.set_layer_loaded(1, true).is_empty());
    assert_eq!(counts(&sequence.load(3).unwrap()), (1, Some(1)));
    // The main layer is always loaded.
    assert!(sequence.set_layer_loaded(0, false).is_empty());
    assert_eq!(counts(&sequence.load(3).unwrap()), (1, Some(1)));
}
