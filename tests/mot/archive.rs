//! Gzip files and zip archives: they open as the text in them does, and each that does not says why.

use std::fs;
use std::path::PathBuf;

use motscope::DataProvider as _;
use motscope::mot::{
    ArchiveProblem, FileKind, Member, MotFile, OpenError, OpenOptions, OpenReason, Progress, UnpackLimit,
};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::archives::{gzip, patched, zip};

pub const TEXT: &[u8] = b"1,1,10,20,30,40,0.9,-1,-1,-1\n1,2,11,20,30,40,0.8,-1,-1,-1\n3,1,12,20,30,40,0.7,-1,-1,-1\n";
const OTHER: &[u8] = b"7,5,10,20,30,40,0.9,-1,-1,-1\n";

fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

pub fn open(bytes: &[u8], member: Option<&str>) -> Result<MotFile, OpenError> {
    let (_folder, path) = file("archive", bytes);
    let options = OpenOptions { member: member.map(str::to_owned), ..OpenOptions::default() };
    MotFile::open_with_options(path, &options, &Progress::new())
}

/// The message of an error, without the temporary folder in its path.
fn message(error: &OpenError) -> String {
    let folder = error.path.parent().unwrap().display().to_string() + "/";
    error.to_string().replace(&folder, "")
}

fn rows(file: &MotFile) -> Vec<(u64, usize)> {
    let keys = file.keys();
    keys.runs().flatten().map(|frame| (frame, file.frame(frame).detections.len())).collect()
}

fn member(name: &str, bytes: &[u8]) -> Member {
    Member { name: name.to_owned(), bytes: Some(bytes.len() as u64), may_have_boxes: true }
}

#[test]
fn a_gzip_file_opens_as_its_text() {
    let (first, second) = TEXT.split_at(40);
    for packed in [gzip(TEXT), [gzip(first), gzip(b""), gzip(second)].concat()] {
        let (_folder, path) = file("results.dat", &packed);
        let opened = MotFile::open(&path).unwrap();
        assert_eq!((opened.path(), opened.member(), opened.bytes()), (path.as_path(), None, TEXT.len() as u64));
        assert_eq!(rows(&opened), [(1, 2), (2, 0), (3, 1)]);
    }
    assert!(open(&gzip(b""), None).unwrap().keys().is_empty());
}

#[test]
fn what_follows_the_text_of_a_gzip_file_is_ignored_with_a_remark() {
    let (first, second) = TEXT.split_at(40);
    let zeros = vec![0; 300_000];
    for rest in [&b"\0"[..], &zeros, b"and more of it", b"\x1F", b"\x1F\x8A\x08"] {
        for packed in [gzip(TEXT), [gzip(first), gzip(second)].concat()] {
            let opened = open(&[&packed, rest].concat(), None).unwrap();
            assert_eq!(rows(&opened), [(1, 2), (2, 0), (3, 1)]);
            let remark = opened.remark().unwrap();
            let expected = format!("{} byte{}", rest.len(), if rest.len() == 1 { " " } else { "s " });
            assert!(remark.contains(&expected) && remark.contains("ignored"), "{remark}");
        }
    }
    for packed in [gzip(TEXT), zip(&[("a.txt", TEXT)]), TEXT.to_vec()] {
        assert_eq!(open(&packed, None).unwrap().remark(), None);
    }
}

/// Opens an archive with a limit for its text. Returns the length of the text.
fn open_within(bytes: &[u8], unpack: UnpackLimit) -> Result<u64, OpenError> {
    let (_folder, path) = file("archive", bytes);
    let options = OpenOptions { unpack, ..OpenOptions::default() };
    MotFile::open_with_options(path, &options, &Progress::new()).map(|opened| opened.bytes())
}

#[test]
fn a_text_that_is_too_large_or_packed_too_well_is_unpacked_only_if_that_is_allowed() {
    let text = TEXT.repeat(3000);
    let size = text.len() as u64;
    let (gzipped, zipped) = (gzip(&text), zip(&[("a.txt", &text)]));
    let stored = zip(&[("a.txt!", &text)]);
    let ratio = size / gzipped.len() as u64;
    assert!(ratio > 50);
    let all = UnpackLimit { bytes: size, ratio: 2 * ratio, always: 0 };
    for (packed, allowed, limit) in [
        (&gzipped, true, all),
        (&zipped, true, all),
        (&gzipped, false, UnpackLimit { bytes: size - 1, ..all }),
        (&zipped, false, UnpackLimit { bytes: size - 1, ..all }),
        (&stored, false, UnpackLimit { bytes: size - 1, ..all }),
        (&gzipped, false, UnpackLimit { ratio: 50, ..all }),
        (&zipped, false, UnpackLimit { ratio: 50, ..all }),
        (&stored, true, UnpackLimit { ratio: 1, ..all }),
        (&gzipped, true, UnpackLimit { ratio: 50, always: size, ..all }),
        (&gzipped, true, UnpackLimit::NONE),
        (&zipped, true, UnpackLimit::NONE),
    ] {
        match open_within(packed, limit) {
            Ok(bytes) => assert!(allowed && bytes == size, "{limit:?}"),
            Err(error) => {
                assert!(!allowed, "{limit:?}: {error}");
                assert!(matches!(error.reason, OpenReason::Archive(ArchiveProblem::Large { .. })), "{error}");
                let folder = std::env::temp_dir().display().to_string();
                assert!(error.to_string().contains(&format!(" in {folder}, from ")), "{error}");
            }
        }
    }
}

#[test]
fn an_archive_that_states_a_smaller_text_than_it_has_is_not_unpacked_beyond_the_limit() {
    let text = TEXT.repeat(3000);
    // The size of the text: its lower half, in both headers.
    let lies = patched(&zip(&[("a.txt", &text)]), [22, 24], |_| 7);
    let lies = patched(&lies, [24, 26], |_| 0);
    let limit = UnpackLimit { bytes: 1000, ratio: 1000, always: 0 };
    let told = open_within(&lies, limit).unwrap_err().to_string();
    assert!(told.contains("more than 1.0 kB") || told.contains("damaged"), "{told}");
}

#[test]
fn of_several_texts_the_only_one_with_rows_opens_without_a_question() {
    let members: [(&str, &[u8]); 9] = [
        ("README.txt", b"1 2 3 4 5 6 steps\n"),
        ("LICENSE", b"1 2 3 4 5 6\n"),
        ("gt/labels.txt", b"person\n"),
        ("__MACOSX/gt/._gt.txt", TEXT),
        ("gt/._gt.txt", TEXT),
        ("seqinfo.txt", TEXT),
        ("notes.txt", b"seen on Tuesday\n"),
        ("list.csv", b"MOT17-02\nMOT17-04\n"),
        ("gt/gt.txt", TEXT),
    ];
    let opened = open(&zip(&members), None).unwrap();
    assert_eq!((opened.member(), opened.has_other_members()), (Some("gt/gt.txt"), true));
    let opened = open(&zip(&[members[0], members[2], members[8]]), None).unwrap();
    assert_eq!((opened.member(), opened.has_other_members()), (Some("gt/gt.txt"), false));
    // Two with rows, or none: the user is asked.
    for asked in [&[("a.txt", TEXT), ("b.txt", OTHER)], &[("a.txt", &b"one\n"[..]), ("b.txt", b"two\n")]] {
        let error = open(&zip(asked), None).unwrap_err();
        assert!(matches!(&error.reason, OpenReason::ChooseMember(members) if members.len() == 2), "{error}");
    }
}

#[test]
fn members_of_one_name_are_told_apart_by_numbers() {
    let third = b"9,1,10,20,30,40,0.9,-1,-1,-1\n";
    let packed = zip(&[("a.txt", TEXT), ("gt/gt.txt", TEXT), ("a.txt", OTHER), ("a.txt#2", OTHER), ("a.txt", third)]);
    // A name that ends in `#2` has the extension `txt#2`, so that member is no text file.
    let OpenReason::ChooseMember(members) = open(&packed, None).unwrap_err().reason else { panic!() };
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["a.txt", "a.txt#2", "a.txt#3", "gt/gt.txt"]);
    for (name, first) in [("a.txt", 1), ("a.txt#2", 7), ("a.txt#3", 9)] {
        let opened = open(&packed, Some(name)).unwrap();
        assert_eq!((opened.member(), opened.keys().first()), (Some(name), Some(first)));
    }
    let error = open(&packed, Some("a.txt#4")).unwrap_err();
    assert!(matches!(error.reason, OpenReason::NoMember { .. }), "{error}");
    // A file that really has such a name keeps it.
    let packed = zip(&[("a", TEXT), ("a", OTHER), ("a#2", third)]);
    let OpenReason::ChooseMember(members) = open(&packed, None).unwrap_err().reason else { panic!() };
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["a", "a#3", "a#2"]);
    assert_eq!(open(&packed, Some("a#2")).unwrap().keys().first(), Some(9));
    assert_eq!(open(&packed, Some("a#3")).unwrap().keys().first(), Some(7));
    // What the name says of the contents is not lost with the number.
    let truth = b"1,1,10,20,30,40,1,-1,-1,-1\n";
    let packed = zip(&[("x/gt/gt.txt", truth), ("x/gt/gt.txt", truth)]);
    assert_eq!(open(&packed, Some("x/gt/gt.txt#2")).unwrap().layout().kind, FileKind::GroundTruth);
}

#[test]
fn what_the_names_of_a_text_tell_is_told_by_an_archive_too() {
    let truth = b"1,1,10,20,30,40,1,-1,-1,-1\n";
    let (folder, path) = file("gt.txt.gz", &gzip(truth));
    assert_eq!(MotFile::open(&path).unwrap().layout().kind, FileKind::GroundTruth);
    assert_eq!(open(&zip(&[("x/gt/gt.txt", truth)]), None).unwrap().layout().kind, FileKind::GroundTruth);
    assert_eq!(open(&zip(&[("x/det/det.txt", truth)]), None).unwrap().layout().kind, FileKind::Results);
    // Class names lie beside a text, compressed or not, but not beside the archive of many.
    fs::write(folder.path().join("labels.txt"), "cat\n").unwrap();
    fs::write(&path, gzip(b"1,1,10,20,30,40,1,1,0.5\n")).unwrap();
    let class = |opened: &MotFile| opened.layout().class_of(&opened.frame(1).detections[0]).unwrap();
    let label = |opened: MotFile| opened.layout().class_label(&class(&opened)).into_owned();
    assert_eq!(label(MotFile::open(&path).unwrap()), "cat");
    fs::write(&path, zip(&[("gt.txt", b"1,1,10,20,30,40,1,1,0.5\n")])).unwrap();
    assert_eq!(label(MotFile::open(&path).unwrap()), "pedestrian");
}

#[test]
fn the_only_text_of_a_zip_archive_is_taken() {
    for name in ["data/MOT17-02.TXT", "data/MOT17-02.TXT!"] {
        let packed = zip(&[
            ("data/", b""),
            ("data/img/000001.jpg", b"\xFF\xD8\xFF"),
            ("data/seqinfo.ini", b"[Sequence]"),
            ("data/.DS_Store", b"x"),
            (".git/HEAD", b"ref"),
            ("__MACOSX/data/._MOT17-02.txt", b"x"),
            ("data/link.txt@", b"MOT17-02.TXT"),
            (name, TEXT),
        ]);
        let opened = open(&packed, None).unwrap();
        assert_eq!((opened.member(), opened.has_other_members()), (Some("data/MOT17-02.TXT"), false));
        assert_eq!((rows(&opened), opened.bytes()), (vec![(1, 2), (2, 0), (3, 1)], TEXT.len() as u64));
        assert!(open(&packed, Some("data/MOT17-02.TXT")).is_ok());
    }
}

#[test]
fn of_several_texts_one_is_chosen_by_name() {
    let names = ["MOT17-2.txt", "a.csv", "MOT17-10.txt", "MOT17-02", "./x/MOT17-9.txt"];
    let packed = zip(&names.map(|name| (name, if name == "a.csv" { OTHER } else { TEXT })));
    let error = open(&packed, None).unwrap_err();
    assert_eq!(message(&error), "archive: the archive has 5 text files; choose one of them");
    let OpenReason::ChooseMember(members) = error.reason else { panic!("{error}") };
    let sorted = ["./x/MOT17-9.txt", "MOT17-02", "MOT17-2.txt", "MOT17-10.txt"].map(|name| member(name, TEXT));
    assert_eq!(members, [&sorted[..], &[member("a.csv", OTHER)]].concat());
    let opened = open(&packed, Some("a.csv")).unwrap();
    assert_eq!((opened.member(), opened.has_other_members()), (Some("a.csv"), true));
    assert_eq!(rows(&opened), [(7, 1)]);
    let error = open(&packed, Some("b.csv")).unwrap_err();
    assert_eq!(message(&error), "archive: the archive has no text file named b.csv");
    let OpenReason::NoMember { members, .. } = error.reason else { panic!("{error}") };
    assert_eq!(members.len(), 5);
    for bytes in [gzip(TEXT), TEXT.to_vec()] {
        assert_eq!(message(&open(&bytes, Some("a")).unwrap_err()), "archive: the archive has no text file named a");
    }
}

#[test]
fn names_are_only_shown_and_compared() {
    let long = "x".repeat(60_000);
    for (name, shown) in [
        ("../../../etc/passwd.txt", "../../../etc/passwd.txt"),
        ("/abs/a.txt", "/abs/a.txt"),
        ("C:\\a\\b.txt", "C:\\a\\b.txt"),
        ("ä/\u{1F600}.txt", "ä/\u{1F600}.txt"),
        ("a\n\u{1b}[2Jb\0.txt", "a\u{fffd}\u{fffd}[2Jb\u{fffd}.txt"),
        (&long, &long),
    ] {
        let packed = zip(&[(name, TEXT)]);
        assert_eq!(open(&packed, None).unwrap().member(), Some(shown));
        assert_eq!(open(&packed, Some(shown)).unwrap().keys().len(), 3);
    }
}

#[test]
fn what_does_not_open_is_one_message_with_file_and_member() {
    let one = zip(&[("a.txt", TEXT)]);
    let packed = gzip(TEXT);
    let with = |at: usize, byte: u8| {
        let mut bytes = packed.clone();
        bytes[at] ^= byte;
        bytes
    };
    let length = packed.len();
    let videos =
        br#"[{"videoName":"a","frameIndex":0,"name":"x","labels":[]},{"videoName":"b","frameIndex":0,"name":"y"}]"#;
    let masks = b"52 1005 1 375 1242 WSV:2d;1O10000O10000O1O100O100O1O100O1000000\n";
    for (bytes, expected) in [
        (packed[..length - 1].to_vec(), "archive: the archive is damaged or cut short: it ends too early"),
        (packed[..5].to_vec(), "archive: the archive is damaged or cut short: it ends too early"),
        (with(length - 5, 1), "archive: the archive is damaged or cut short: corrupt gzip stream"),
        (with(length - 8, 1), "archive: the archive is damaged or cut short: corrupt gzip stream"),
        (with(2, 1), "archive: the archive is damaged or cut short: invalid gzip header"),
        (
            [&packed[..], &packed[..length - 1]].concat(),
            "archive: the archive is damaged or cut short: it ends too early",
        ),
        (one[..one.len() - 1].to_vec(), "archive: the archive is damaged or cut short: "),
        (one[..40].to_vec(), "archive: the archive is damaged or cut short: "),
        (patched(&one, [14, 16], |crc| crc ^ 1), "archive / a.txt: the archive is damaged or cut short: "),
        (patched(&one, [6, 8], |flags| flags | 1), "archive / a.txt: it is encrypted; "),
        (patched(&one, [8, 10], |_| 12), "archive / a.txt: it is compressed by BZIP2, and only deflate"),
        (patched(&one, [8, 10], |_| 77), "archive / a.txt: it is compressed by method 77, and only deflate"),
        (zip(&[]), "archive: the archive is empty"),
        (zip(&[("a/", b"")]), "archive: the archive is empty"),
        (claiming_many(&one), "archive: the archive is damaged or cut short: its list of files is not complete"),
        (zip(&[("a.txt.gz", &packed)]), "archive: the archive has another archive in it, a.txt.gz; unpack it first"),
        (zip(&[("b.pdf", b""), ("in/a.zip", &one)]), "archive: the archive has another archive in it, in/a.zip"),
        (zip(&[("a.pdf", b"")]), "archive: the archive has no text file: of 1 file in it, none is .txt"),
        (
            zip(&[("README.txt", b"words"), ("a.pdf", b""), ("x/labels.txt", b"bus")]),
            "archive: the archive has no text of boxes: of 3 files in it, 2 are text, and the name says that no boxes are in it: \
             README.txt …",
        ),
        (
            zip(&[("x/1.txt", b"0 0.5 0.5 0.1 0.2\n"), ("x/2.txt", b""), ("x/3.txt", b"0 0.5 0.5 0.1 0.2 0.9\n")]),
            "archive: the archive has 3 texts, each with the boxes of one picture as shares of it (YOLO)",
        ),
        (zip(&[("a.txt", &packed)]), "archive / a.txt: it is an archive within the archive"),
        (zip(&[("a", &one)]), "archive / a: it is an archive within the archive"),
        (gzip(&one), "archive: it is an archive within the archive"),
        (gzip(&packed), "archive: it is an archive within the archive"),
        (gzip(b"\x89PNG\r\n"), "archive: this is a PNG picture, not a MOT text file"),
        (zip(&[("a.txt", b"1\0")]), "archive / a.txt: this is a binary file"),
        (zip(&[("a.txt", masks)]), "archive / a.txt: this is MOTS text, but its only item is no box: "),
        (
            zip(&[("a.txt", videos)]),
            "archive / a.txt: this document has 2 videos, and none can be chosen in an archive",
        ),
    ] {
        let told = message(&open(&bytes, None).unwrap_err());
        assert!(told.starts_with(expected), "{told} is not {expected}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
    let error = open(&zip(&[("a.jpg", b""), ("b/", b"")]), Some("a.jpg")).unwrap_err();
    assert!(matches!(error.reason, OpenReason::Archive(ArchiveProblem::NoText(1))), "{error}");
}

#[test]
fn a_cancelled_archive_does_not_open() {
    let progress = Progress::new();
    progress.cancel();
    for packed in [gzip(TEXT), zip(&[("a.txt", TEXT)])] {
        let (_folder, path) = file("archive", &packed);
        assert!(matches!(MotFile::open_with(path, &progress).unwrap_err().reason, OpenReason::Cancelled));
    }
}

/// The archive, but it says that it has more files than it has.
fn claiming_many(archive: &[u8]) -> Vec<u8> {
    let mut bytes = archive.to_vec();
    let end = bytes.len() - 22;
    bytes[end + 8..end + 12].fill(0xFE);
    bytes
}

/// Whatever is done to an archive, it opens as some text or says why not.
fn opens_or_tells(bytes: &[u8]) -> Option<u64> {
    match open(bytes, None) {
        Ok(opened) => Some(opened.bytes()),
        Err(error) => {
            assert_eq!(error.to_string().lines().count(), 1, "{error}");
            None
        }
    }
}

#[test]
fn an_archive_that_is_cut_anywhere_is_an_error() {
    for packed in [gzip(TEXT), zip(&[("a.txt", TEXT)]), zip(&[("a.txt!", TEXT), ("b.jpg", OTHER)])] {
        for length in 4..packed.len() {
            assert_eq!(opens_or_tells(&packed[..length]), None, "{length} of {}", packed.len());
        }
        assert_eq!(opens_or_tells(&packed), Some(TEXT.len() as u64));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_behind_a_signature_never_panic(
        signature in prop::sample::select(vec![&b"\x1F\x8B\x08\0"[..], b"\x1F\x8B", b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        opens_or_tells(&[signature, &bytes].concat());
    }

    #[test]
    fn a_changed_archive_opens_unchanged_or_tells(
        name in prop::sample::select(vec![None, Some("a.txt"), Some("a.txt!")]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut packed = name.map_or_else(|| gzip(TEXT), |name| zip(&[(name, TEXT), ("b.jpg", OTHER)]));
        for (at, byte) in changes {
            let at = at.index(packed.len());
            packed[at] = byte;
        }
        if kind_is_kept(&packed) && let Some(bytes) = opens_or_tells(&packed) {
            // The checksum answers for the text; of two members the other may now be the one that is called a text.
            prop_assert!(bytes == TEXT.len() as u64 || name.is_some() && bytes == OTHER.len() as u64, "{bytes}");
        }
    }
}

/// Whether the first bytes still say that it is an archive.
fn kind_is_kept(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1F\x8B") || bytes.starts_with(b"PK\x03\x04")
}
