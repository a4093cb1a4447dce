//! The layouts of data sets, each found from each of its places.

use super::super::layouts::{LAYOUTS, Layout, Place};
use super::*;

/// A box of one picture, as a text for that picture has it.
const BOX: &str = "0 7 0.5 0.5 0.1 0.2\n";

/// Which name each placeholder has in these tests.
fn filled(pattern: &str) -> String {
    let names = [("{seq}", "S-07"), ("{split}", "train"), ("{suite}", "own"), ("{bench}", "all"), ("{tracker}", "T")];
    names
        .into_iter()
        .fold(pattern.to_owned(), |path, (placeholder, name)| path.replace(placeholder, name))
        .replace("{truth}", "first")
        .replace("{results}", "second")
}

/// A folder with all places of a layout: their paths, each with what is there.
fn laid_out(layout: Layout) -> (Tree, Vec<(Place, PathBuf)>) {
    let root = tree(&[]);
    let base = root.path().join("a/b/c");
    let mut places = Vec::new();
    for &(place, pattern) in layout {
        let path = base.join(filled(pattern));
        let (folder, files) = match place {
            Place::Pictures => (path.as_path(), vec![(path.join("000001.jpg"), "")]),
            Place::FrameTexts => {
                (path.as_path(), ["1", "2"].map(|name| (path.join(format!("{name}.txt")), BOX)).to_vec())
            }
            Place::Text(_) => (path.parent().unwrap(), vec![(path.clone(), ROW)]),
        };
        fs::create_dir_all(folder).unwrap();
        files.into_iter().for_each(|(file, text)| fs::write(file, text).unwrap());
        places.push((place, path));
    }
    (root, places)
}

#[test]
fn from_each_place_of_a_layout_all_others_are_found() {
    for &layout in LAYOUTS {
        let (_root, places) = laid_out(layout);
        let mut expected: Vec<&PathBuf> =
            places.iter().filter(|(place, _)| *place != Place::Pictures).map(|(_, path)| path).collect();
        expected.sort();
        let pictures = places.iter().find(|(place, _)| *place == Place::Pictures).map(|(_, path)| path);
        for (place, path) in &places {
            let parts = parts(path);
            let mut texts: Vec<&PathBuf> = parts.layers.iter().map(|layer| &layer.path).collect();
            texts.sort();
            assert_eq!(texts, expected, "from {}", path.display());
            assert_eq!(parts.pictures.as_ref(), pictures, "from {}", path.display());
            let main = &parts.layers[parts.main.unwrap()];
            match place {
                Place::Pictures | Place::FrameTexts => assert_eq!(main.kind, LayerKind::GroundTruth),
                Place::Text(kind) => assert_eq!((&main.path, main.kind), (path, *kind)),
            }
        }
    }
}

#[test]
fn from_a_picture_or_the_folder_of_a_sequence_or_a_packed_text_all_places_of_a_layout_are_found() {
    for &layout in LAYOUTS {
        let (_root, places) = laid_out(layout);
        let all: Vec<&PathBuf> =
            places.iter().filter(|(place, _)| *place != Place::Pictures).map(|(_, path)| path).collect();
        let Some(pictures) = places.iter().find(|(place, _)| *place == Place::Pictures).map(|(_, path)| path) else {
            continue;
        };
        let mut ways = vec![pictures.join("000001.jpg")];
        ways.extend(pictures.ancestors().find(|above| above.ends_with("S-07")).map(Path::to_owned));
        for way in ways {
            let parts = parts(&way);
            assert_eq!(parts.pictures.as_ref(), Some(pictures), "from {}", way.display());
            for path in &all {
                assert!(parts.layers.iter().any(|layer| layer.path == **path), "{path:?} from {}", way.display());
            }
        }
        // A packed text in place of a plain one.
        for (_, path) in
            places.iter().filter(|(place, path)| matches!(place, Place::Text(_)) && path.ends_with("S-07.txt"))
        {
            let packed = PathBuf::from(format!("{}.gz", path.display()));
            fs::rename(path, &packed).unwrap();
            assert_eq!(parts(&packed).pictures.as_ref(), Some(pictures), "from {}", packed.display());
            let found = parts(pictures);
            assert!(found.layers.iter().any(|layer| layer.path == packed), "{packed:?} from its pictures");
            fs::rename(&packed, path).unwrap();
        }
    }
}

#[test]
fn the_root_of_each_layout_lists_its_sequences_or_opens_the_only_one() {
    for &layout in LAYOUTS {
        let (root, places) = laid_out(layout);
        let pictures = places.iter().find(|(place, _)| *place == Place::Pictures).map(|(_, path)| path.clone());
        for above in ["a/b/c", "a/b"] {
            let above = root.path().join(above);
            let found = find(&above, None).unwrap_or_else(|error| panic!("{layout:?}: {error}"));
            match found {
                PathContent::Sequence(parts) => assert!(!parts.layers.is_empty(), "{layout:?}"),
                PathContent::DataSet(entries) => {
                    let has = |entry: &DataSetEntry| {
                        find(&entry.path, None).is_ok() && (entry.has_pictures || pictures.is_none())
                    };
                    assert!(entries.iter().any(has), "{layout:?}: {entries:?}");
                }
            }
        }
    }
}

#[test]
fn the_folder_of_a_sequence_is_as_good_as_what_is_in_it() {
    for (folder, pictures, text) in [
        ("GenericMOT_JPEG_Sequence/S", "GenericMOT_JPEG_Sequence/S/img1", "track_label/S.txt"),
        ("frames/S", "frames/S/rgb", "mot_annotations/S/gt/gt.txt"),
    ] {
        let root = tree(&[(&format!("{pictures}/1.jpg"), ""), (text, ROW)]);
        let parts = parts(root.path().join(folder));
        assert_eq!(super::pictures(&root, &parts).as_deref(), Some(pictures));
        assert_eq!(layers(&root, &parts), [(text.to_owned(), LayerKind::GroundTruth)]);
    }
}

#[test]
fn results_of_all_trackers_are_layers_and_no_file_of_another_sequence_is() {
    let root = tree(&[
        ("data/gt/mot_challenge/MOT17-train/A/gt/gt.txt", ROW),
        ("data/gt/mot_challenge/MOT17-train/B/gt/gt.txt", ROW),
        ("data/gt/mot_challenge/seqmaps/MOT17-train.txt", "name\nA\nB\n"),
        ("data/trackers/mot_challenge/MOT17-train/Two/data/A.txt", ROW),
        ("data/trackers/mot_challenge/MOT17-train/Two/data/B.txt", ROW),
        ("data/trackers/mot_challenge/MOT17-train/One/data/A.txt", ROW),
        ("data/trackers/mot_challenge/MOT15-train/One/data/A.txt", ROW),
    ]);
    let truth = "data/gt/mot_challenge/MOT17-train/A/gt/gt.txt";
    let results = ["One", "Two"].map(|name| format!("data/trackers/mot_challenge/MOT17-train/{name}/data/A.txt"));
    for from in ["data/gt/mot_challenge/MOT17-train/A", truth, &results[0]] {
        let parts = parts(root.path().join(from));
        let found: Vec<String> = layers(&root, &parts).into_iter().map(|(path, _)| path).collect();
        let mut expected = vec![truth.to_owned()];
        expected.extend(results.clone());
        // Results of the other benchmark, in a folder that is searched for anything of this name, come last.
        assert_eq!(
            found.iter().filter(|path| !path.contains("MOT15")).collect::<Vec<_>>(),
            expected.iter().collect::<Vec<_>>()
        );
        assert!(found.iter().all(|path| !path.contains("/B")), "{found:?}");
    }
}

#[test]
fn texts_of_equal_names_are_not_related_without_ground_truth_or_pictures() {
    let root = tree(&[("one/notes.txt", ROW), ("two/notes.txt", ROW)]);
    assert_eq!(parts(root.path().join("one/notes.txt")).layers.len(), 1);
}

#[test]
fn results_without_the_detector_are_found_and_that_is_told() {
    let root = tree(&[
        ("train/MOT17-92-FRCNN/img1/1.jpg", ""),
        ("train/MOT17-92-FRCNN/gt/gt.txt", ROW),
        ("MOT17-92.txt", ROW),
        ("results/T/MOT17-92.txt", ROW),
        ("results/T/MOT17-9.txt", ROW),
    ]);
    let remark = "MOT17-92.txt names no detector and is shown over MOT17-92-FRCNN";
    for from in ["MOT17-92.txt", "results/T/MOT17-92.txt", "train/MOT17-92-FRCNN"] {
        let parts = parts(root.path().join(from));
        assert_eq!(pictures(&root, &parts).as_deref(), Some("train/MOT17-92-FRCNN/img1"), "{from}");
        assert!(parts.remarks.iter().any(|told| told == remark), "{from}: {:?}", parts.remarks);
        assert!(layers(&root, &parts).iter().any(|(path, _)| path == "results/T/MOT17-92.txt"), "{from}");
    }
    assert_eq!(parts(root.path().join("results/T/MOT17-9.txt")).pictures, None);
}

#[test]
fn a_text_beside_a_folder_of_pictures_is_shown_over_them() {
    for name in ["img1", "img", "images", "frames"] {
        let root = tree(&[(&format!("a/{name}/1_2.jpg"), ""), ("a/res.txt", ROW)]);
        let parts = parts(root.path().join("a/res.txt"));
        assert_eq!(pictures(&root, &parts), Some(format!("a/{name}")));
    }
    let root = tree(&[("a/images/logo.svg", ""), ("a/res.txt", ROW)]);
    assert_eq!(parts(root.path().join("a/res.txt")).pictures, None);
    let root = tree(&[("walk/000001.jpg", ""), ("walk.txt", ROW)]);
    assert_eq!(pictures(&root, &parts(root.path().join("walk.txt"))).as_deref(), Some("walk"));
}

#[test]
fn a_folder_of_texts_is_a_list_to_choose_from() {
    let root = tree(&[
        ("T/data/A.txt", ROW),
        ("T/data/B.csv", ROW),
        ("T/data/README.txt", "1 2 3 4 5 6 steps\n"),
        ("T/data/labels.txt", "person\n"),
        ("T/data/._A.txt", "\0\0"),
        ("T/config.yaml", ""),
        ("gt/C/img1/1.jpg", ""),
    ]);
    for (folder, names) in [("T/data", ["A.txt", "B.csv"]), ("T", ["data/A.txt", "data/B.csv"])] {
        let PathContent::DataSet(entries) = find(&root.path().join(folder), None).unwrap() else { panic!("{folder}") };
        assert_eq!(entries.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), names);
        assert!(entries.iter().all(|entry| entry.path.is_file() && !entry.has_pictures));
    }
    fs::create_dir_all(root.path().join("B/img1")).unwrap();
    let PathContent::DataSet(entries) = find(&root.path().join("T"), None).unwrap() else { panic!("no list") };
    assert_eq!(entries.iter().map(|entry| entry.has_pictures).collect::<Vec<_>>(), [false, true]);
    fs::remove_file(root.path().join("T/data/B.csv")).unwrap();
    let only = parts(root.path().join("T/data"));
    assert_eq!(layers(&root, &only), [("T/data/A.txt".to_owned(), LayerKind::Results)]);
}

#[test]
fn a_flat_folder_with_ground_truth_is_a_sequence() {
    let root = tree(&[("task/gt.txt", ROW), ("task/labels.txt", "bus\n"), ("task/mine.txt", ROW)]);
    for from in ["task", "task/gt.txt"] {
        let parts = parts(root.path().join(from));
        let main = &parts.layers[parts.main.unwrap()];
        assert_eq!((main.name.as_str(), main.kind), ("gt.txt", LayerKind::GroundTruth), "{from}");
    }
    assert_eq!(parts(root.path().join("task")).layers.len(), 2);
}
