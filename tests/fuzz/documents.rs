//! Mutated documents: no panic, bounded memory, and one answer however they are opened.

use motscope::mot::{MotFile, OpenReason, ProblemKind, Progress, Summary};

use super::alloc;

/// Memory for a document: tables of its pictures, tracks and classes, buffers, and the index and summary of its boxes. A
/// keyframe of CVAT may stand for many boxes, so the text that is made of it counts, too.
fn allowed(bytes: usize, text: usize) -> usize {
    (1 << 20) + 100 * bytes + 60 * text
}

pub fn target(bytes: &[u8]) {
    if bytes.starts_with(b"\x1F\x8B") || bytes.starts_with(b"PK") {
        // Archives are unpacked from disk only.
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("document");
    std::fs::write(&path, bytes).expect("room");
    let (opened, peak) = alloc::peak(|| MotFile::open(&path));
    let text = opened.as_ref().map_or(0, |file| usize::try_from(file.bytes()).expect("small"));
    assert!(peak <= allowed(bytes.len(), text.max(1 << 20)), "{peak} bytes of memory for {} bytes", bytes.len());
    match (opened, MotFile::from_bytes("document", bytes.to_vec())) {
        (Ok(one), Ok(other)) => {
            assert_eq!((one.source(), one.remark(), one.frames()), (other.source(), other.remark(), other.frames()));
            let (one, other) = (told(&one), told(&other));
            assert_eq!(format!("{one:?}"), format!("{other:?}"));
        }
        (Err(one), Err(other)) => {
            assert_eq!(reason(&one.reason), reason(&other.reason));
            assert!(!reason(&one.reason).is_empty() && !reason(&one.reason).contains('\n'), "{one}");
        }
        (one, other) => panic!("{one:?} {other:?}"),
    }
}

fn reason(reason: &OpenReason) -> String {
    reason.to_string()
}

/// The summary, after its promises were checked.
fn told(file: &MotFile) -> Summary {
    let summary = file.summarize(&Progress::new()).expect("nobody cancels");
    if file.source().is_some() {
        let kept = summary.problems_of(ProblemKind::Rejected).count() as u64;
        assert!(summary.rows > 0 && kept == summary.rejected.min(Summary::MAX_PROBLEMS as u64));
        assert!(!summary.pending_last_line && !summary.header && summary.comments == 0 && summary.blank == 0);
    }
    summary
}
