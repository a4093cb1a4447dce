//! What is found at paths of all kinds.

mod both_ends;
mod layouts;
mod nearby;
mod roots;
mod splits;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;

const ROW: &str = "1,1,10,20,30,40,1,1,1\n";

/// A folder of files, deep in a temporary folder: the folders above it are searched, too, and trees of other tests must not be
/// in them.
struct Tree {
    root: PathBuf,
    _folder: TempDir,
}

impl Tree {
    fn path(&self) -> &Path {
        &self.root
    }
}

/// A folder of files; names ending in `/` are folders.
fn tree(files: &[(&str, &str)]) -> Tree {
    let folder = TempDir::with_prefix("motscope-find").unwrap();
    let root = folder.path().join("one/two/three/four/five/six/seven");
    fs::create_dir_all(&root).unwrap();
    let root = Tree { root, _folder: folder };
    for (name, content) in files {
        let path = root.path().join(name);
        if name.ends_with('/') {
            fs::create_dir_all(path).unwrap();
        } else {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
    }
    root
}

fn parts(path: impl AsRef<Path>) -> Parts {
    match find(path.as_ref(), None).unwrap() {
        PathContent::Sequence(parts) => *parts,
        PathContent::DataSet(entries) => panic!("a data set: {entries:?}"),
    }
}

/// A path relative to the folder of the test.
fn below(root: &Tree, path: &Path) -> String {
    let root = root.path().canonicalize().unwrap();
    path.canonicalize().unwrap().strip_prefix(root).unwrap().to_string_lossy().into_owned()
}

fn layers(root: &Tree, parts: &Parts) -> Vec<(String, LayerKind)> {
    parts.layers.iter().map(|layer| (below(root, &layer.path), layer.kind)).collect()
}

fn pictures(root: &Tree, parts: &Parts) -> Option<String> {
    parts.pictures.as_deref().map(|path| below(root, path))
}

fn sequence() -> Tree {
    tree(&[
        ("train/SEQ/seqinfo.ini", "[Sequence]\r\nname=SEQ\r\nimDir=img1\r\nseqLength=3\r\n"),
        ("train/SEQ/img1/000001.jpg", ""),
        ("train/SEQ/gt/gt.txt", ROW),
        ("train/SEQ/gt/a_gt.txt", ROW),
        ("train/SEQ/gt/labels.txt", "person\n"),
        ("train/SEQ/det/det.txt", ""),
        ("train/SEQ/notes.txt", "seen on Tuesday, by us, all of us, and so on, and on, and on\n"),
        ("train/SEQ/mine.txt", ROW),
        ("results/fast/SEQ.txt", ROW),
        ("results/fast/OTHER.txt", ROW),
        ("train/OTHER/gt/gt.txt", ROW),
        ("test/THIRD/img1/", ""),
        ("empty/", ""),
    ])
}

#[test]
fn a_sequence_folder_offers_its_layers_and_results_called_like_it() {
    let root = sequence();
    let parts = parts(root.path().join("train/SEQ"));
    let expected = [
        ("train/SEQ/gt/gt.txt", LayerKind::GroundTruth),
        ("train/SEQ/gt/a_gt.txt", LayerKind::GroundTruth),
        ("train/SEQ/det/det.txt", LayerKind::Detections),
        ("train/SEQ/mine.txt", LayerKind::Results),
        ("results/fast/SEQ.txt", LayerKind::Results),
    ];
    assert_eq!(layers(&root, &parts), expected.map(|(path, kind)| (path.to_owned(), kind)));
    assert_eq!((parts.main, parts.name.as_str(), parts.length()), (Some(0), "SEQ", Some(3)));
    assert_eq!(pictures(&root, &parts).as_deref(), Some("train/SEQ/img1"));
    assert_eq!(parts.remarks, [""; 0]);
}

#[test]
fn results_in_folders_with_dots_in_their_names_are_found() {
    let root = tree(&[
        ("train/SEQ/gt/gt.txt", ROW),
        ("results/byte_conf0.25/SEQ.txt", ROW),
        ("results/v1.2/data/SEQ.txt", ROW),
        ("results/.hidden/SEQ.txt", ROW),
    ]);
    let parts = parts(root.path().join("train/SEQ"));
    let found: Vec<String> = layers(&root, &parts).into_iter().map(|(path, _)| path).collect();
    assert_eq!(found, ["train/SEQ/gt/gt.txt", "results/byte_conf0.25/SEQ.txt", "results/v1.2/data/SEQ.txt"]);
}

#[test]
fn parts_of_a_sequence_lead_to_it() {
    let root = sequence();
    for part in ["gt", "det", "img1", "img1/000001.jpg", "seqinfo.ini"] {
        let parts = parts(root.path().join("train/SEQ").join(part));
        assert_eq!((parts.name.as_str(), parts.layers.len()), ("SEQ", 5), "{part}");
    }
}

#[test]
fn a_text_leads_to_its_sequence_and_is_the_main_layer() {
    let root = sequence();
    for (text, kind) in [
        ("train/SEQ/gt/a_gt.txt", LayerKind::GroundTruth),
        ("train/SEQ/det/det.txt", LayerKind::Detections),
        ("train/SEQ/mine.txt", LayerKind::Results),
        ("results/fast/SEQ.txt", LayerKind::Results),
    ] {
        let parts = parts(root.path().join(text));
        let main = &parts.layers[parts.main.unwrap()];
        assert_eq!((below(&root, &main.path), main.kind), (text.to_owned(), kind));
        assert_eq!(pictures(&root, &parts).as_deref(), Some("train/SEQ/img1"), "{text}");
        assert_eq!(parts.layers.len(), 5, "{text}");
    }
}

#[test]
fn a_text_that_is_of_no_sequence_stays_alone() {
    let root = sequence();
    fs::write(root.path().join("alone.txt"), ROW).unwrap();
    fs::write(root.path().join("train/ALONE.zip"), "PK").unwrap();
    for name in ["alone.txt", "train/ALONE.zip"] {
        let parts = parts(root.path().join(name));
        assert_eq!((parts.layers.len(), parts.main, &parts.pictures, &parts.folder), (1, Some(0), &None, &None));
    }
}

#[test]
fn a_data_set_lists_its_sequences() {
    let root = sequence();
    let PathContent::DataSet(entries) = find(root.path(), None).unwrap() else { panic!("no data set") };
    let told: Vec<_> = entries.iter().map(|entry| (entry.name.as_str(), entry.frames, entry.has_pictures)).collect();
    assert_eq!(told, [("test/THIRD", None, true), ("train/OTHER", None, false), ("train/SEQ", Some(3), true)]);
    let PathContent::DataSet(entries) = find(&root.path().join("train"), None).unwrap() else { panic!("no data set") };
    assert_eq!(entries.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["OTHER", "SEQ"]);
    // A data set with one sequence only is opened as that sequence.
    assert_eq!(parts(root.path().join("test")).name, "THIRD");
}

#[test]
fn the_folder_of_pictures_is_found_as_it_is_told() {
    let told = |im_dir: &str| format!("imDir={im_dir}\n");
    for (im_dir, expected, remarks) in [
        ("../A/img1", "A/img1", 1),
        ("..\\A\\IMG1", "A/img1", 1),
        ("../B/frames2", "B/frames2", 0),
        ("./frames2", "B/frames2", 0),
        ("Frames2", "B/frames2", 0),
        ("nowhere", "B/images", 1),
    ] {
        let root = tree(&[
            ("A/img1/1.jpg", ""),
            ("B/frames2/1.jpg", ""),
            ("B/images/1.jpg", ""),
            ("B/SeqInfo.INI", &told(im_dir)),
        ]);
        let parts = parts(root.path().join("B"));
        assert_eq!(pictures(&root, &parts).as_deref(), Some(expected), "{im_dir}");
        assert_eq!(parts.remarks.len(), remarks, "{:?}", parts.remarks);
    }
}

#[test]
fn pictures_outside_of_the_sequence_folder_are_shown_with_a_remark() {
    let root = tree(&[("A/img1/1.jpg", ""), ("B/gt/gt.txt", ROW)]);
    let absolute = root.path().join("A/img1");
    for im_dir in ["../A/img1", absolute.to_str().unwrap()] {
        fs::write(root.path().join("B/seqinfo.ini"), format!("imDir={im_dir}\n")).unwrap();
        let parts = parts(root.path().join("B"));
        assert_eq!(pictures(&root, &parts).as_deref(), Some("A/img1"));
        let remark = format!("seqinfo.ini names a folder of pictures outside of the sequence folder: {im_dir}");
        assert_eq!(parts.remarks, [remark]);
    }
}

#[test]
fn a_bare_folder_of_pictures_is_a_sequence() {
    let root = tree(&[("walk/frame-12.png", ""), ("walk/Thumbs.db", ""), ("walk/boxes.txt", ROW)]);
    for path in ["walk", "walk/frame-12.png"] {
        let parts = parts(root.path().join(path));
        assert_eq!((parts.name.as_str(), parts.main), ("walk", Some(0)));
        assert_eq!(pictures(&root, &parts).as_deref(), Some("walk"));
    }
}

#[test]
fn pictures_chosen_by_hand_go_before_those_found() {
    let root = sequence();
    fs::create_dir_all(root.path().join("mine/img1")).unwrap();
    fs::write(root.path().join("mine/img1/5.jpg"), "").unwrap();
    for images in ["mine", "mine/img1", "mine/img1/5.jpg"] {
        let images = root.path().join(images);
        for path in ["train/SEQ", "train/SEQ/gt/gt.txt", "results/fast/OTHER.txt"] {
            let PathContent::Sequence(parts) = find(&root.path().join(path), Some(&images)).unwrap() else { panic!() };
            assert_eq!(pictures(&root, &parts).as_deref(), Some("mine/img1"), "{path}");
        }
    }
    let gone = root.path().join("gone");
    assert!(matches!(find(&root.path().join("train/SEQ"), Some(&gone)), Err(FindError::Io(path, _)) if path == gone));
}

#[test]
fn what_cannot_be_shown_is_told_with_path_and_reason() {
    let root = sequence();
    fs::write(root.path().join("all.tar.gz"), "").unwrap();
    fs::write(root.path().join("a.7z"), "").unwrap();
    let told = |name: &str| {
        let path: PathBuf = root.path().join(name);
        let error = find(&path, None).unwrap_err();
        assert_eq!(error.path(), path);
        error.to_string().strip_prefix(&format!("{}: ", path.display())).unwrap().to_owned()
    };
    assert_eq!(told("nothing"), "there is no such file or folder");
    assert!(told("empty").starts_with("no sequence in this folder"));
    assert!(told("all.tar.gz").contains("unpack it") && told("a.7z").contains("unpack it"));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_told_and_never_waited_for() {
    let root = tree(&[("a/", "")]);
    let pipe = root.path().join("a/gt.txt");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert!(matches!(find(&pipe, None), Err(FindError::NotAFile(_))));
    assert!(matches!(find(&root.path().join("a"), None), Err(FindError::Nothing(_))));
}
