//! The area of the picture where there is no picture, but a text states its size.

use std::fs;
use std::path::Path;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use motscope::app::{Start, Window};

use crate::small;

/// A sequence folder without pictures, whose box reaches to 150, 110.
fn sequence(folder: &Path, info: &str) -> Harness<'static, Window> {
    fs::create_dir_all(folder.join("gt")).unwrap();
    fs::write(folder.join("gt/gt.txt"), "1,1,100,50,50,60,1,1,1\n").unwrap();
    fs::write(folder.join("seqinfo.ini"), format!("[Sequence]\nname=a\n{info}\n")).unwrap();
    small::open(folder)
}

/// The rectangle of the scene, and whether it is that of the picture.
fn extent(harness: &Harness<'_, Window>) -> ([f64; 4], bool) {
    let extent = harness.state().view().state.extent;
    ([extent.area.left, extent.area.top, extent.area.right, extent.area.bottom], extent.is_picture)
}

#[test]
fn the_whole_picture_area_is_shown_where_seqinfo_states_it() {
    let folder = tempfile::tempdir().unwrap();
    let harness = sequence(folder.path(), "imWidth=640\nimHeight=480");
    assert_eq!(extent(&harness), ([0.0, 0.0, 640.0, 480.0], true));
}

#[test]
fn sizes_that_no_picture_has_are_told_and_not_used() {
    for info in ["imWidth=0\nimHeight=480", "imWidth=-640\nimHeight=480", "imWidth=640\nimHeight=1000000000"] {
        let folder = tempfile::tempdir().unwrap();
        let harness = sequence(folder.path(), info);
        assert_eq!(extent(&harness), ([100.0, 50.0, 150.0, 110.0], false), "{info}");
        harness.get_by_label("1 remark");
    }
    let folder = tempfile::tempdir().unwrap();
    let harness = sequence(folder.path(), "imWidth=20\nimHeight=10");
    assert_eq!(extent(&harness), ([100.0, 50.0, 150.0, 110.0], false), "the box is far outside");
}

#[test]
fn a_document_states_the_size_of_its_pictures_also_as_a_further_layer() {
    let folder = tempfile::tempdir().unwrap();
    let [document, text] = ["coco.json", "a.txt"].map(|name| folder.path().join(name));
    let image = r#"{"id": 1, "frame_id": 1, "width": 320, "height": 200}"#;
    let boxes = r#"{"image_id": 1, "category_id": 1, "track_id": 1, "bbox": [10, 10, 20, 20]}"#;
    let categories = r#"[{"id": 1, "name": "car"}]"#;
    fs::write(&document, format!(r#"{{"images": [{image}], "categories": {categories}, "annotations": [{boxes}]}}"#))
        .unwrap();
    fs::write(&text, "1,1,10,10,20,20,1\n").unwrap();
    let expected = ([0.0, 0.0, 320.0, 200.0], true);
    assert_eq!(extent(&small::open(&document)), expected);
    let start = Start { path: Some(text), layers: vec![document], ..Start::default() };
    assert_eq!(extent(&small::start(start)), expected);
}
