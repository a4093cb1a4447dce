//! From which number frames and pictures are counted: one answer for all texts of a sequence.

use std::fs;
use std::path::Path;

use motscope::mot::{OpenOptions, Progress};
use motscope::sequence::{PathContent, PicturePairing, Sequence, find, open};
use tempfile::TempDir;

fn rows(frames: std::ops::RangeInclusive<u32>) -> String {
    frames.map(|frame| format!("{frame},1,10,20,30,40,1,1,1\n")).collect()
}

/// A folder of files; pictures are empty.
fn tree(files: &[(&str, &str)], pictures: std::ops::RangeInclusive<u32>) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    files.iter().for_each(|(name, content)| write(name, content));
    pictures.for_each(|number| write(&format!("S/img1/{number:06}.jpg"), ""));
    root
}

fn opened(path: &Path) -> Sequence {
    let PathContent::Sequence(parts) = find(path, None).unwrap() else { panic!("a data set") };
    open(&parts, PicturePairing::Automatic, &OpenOptions::default(), &Progress::new()).unwrap()
}

#[test]
fn all_texts_of_a_sequence_are_paired_alike_and_a_shift_is_told() {
    let ini = "[Sequence]\nname=S\nseqLength=6\n";
    for (pictures, truth, detections, info, offset) in [
        (0..=5, 1..=6, 1..=5, "", -1),
        (0..=5, 1..=5, 3..=5, "", -1),
        (0..=5, 3..=5, 3..=4, ini, -1),
        (0..=5, 3..=5, 2..=6, "", -1),
        (0..=5, 0..=4, 1..=5, ini, 0),
        (1..=6, 0..=4, 1..=4, ini, 1),
        (1..=6, 1..=6, 1..=5, ini, 0),
    ] {
        let (truth, detections) = (rows(truth), rows(detections));
        let mut files = vec![("S/gt/gt.txt", truth.as_str()), ("S/det/det.txt", detections.as_str())];
        if !info.is_empty() {
            files.push(("S/seqinfo.ini", info));
        }
        let root = tree(&files, pictures.clone());
        for from in ["S", "S/gt/gt.txt", "S/det/det.txt"] {
            let sequence = opened(&root.path().join(from));
            let shown = sequence.picture_of(3).map(|picture| i64::try_from(picture).unwrap() - 3);
            assert_eq!(shown, Some(offset), "{from}: {pictures:?} {truth} {detections}");
            assert_eq!(sequence.pairing_remark().is_some(), offset != 0, "{from}");
            let copy = sequence.copy();
            assert_eq!(copy.picture_of(3), sequence.picture_of(3));
        }
    }
}

#[test]
fn a_doubt_is_told_and_a_choice_ends_it() {
    let root = tree(&[("S/gt/gt.txt", &rows(3..=5))], 0..=9);
    let sequence = opened(&root.path().join("S"));
    assert_eq!(sequence.picture_of(3), Some(3));
    assert!(sequence.pairing_remark().unwrap().contains("choose the offset"));
    sequence.set_pairing(PicturePairing::Offset(-1));
    assert_eq!((sequence.picture_of(3), sequence.pairing_remark()), (Some(2), None));
}
