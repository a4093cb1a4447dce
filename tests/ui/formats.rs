//! The format of a file: guessed, told, and chosen in the menu.

use std::path::{Path, PathBuf};

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use motscope::app::{Start, Window};
use motscope::mot::TrackId;

use crate::small::{canvas, open, open_menu, start};
use crate::window::{click, position};

fn choose_format(harness: &mut Harness<'_, Window>, format: &str) {
    open_menu(harness, "File");
    harness.get_by_label_contains("Format").click();
    (0..3).for_each(|_| harness.step());
    click(harness, format);
}

fn format(harness: &Harness<'_, Window>) -> motscope::mot::Format {
    harness.state().view().document.unwrap().file.format()
}

/// Twenty frames of an oriented box, which are MOT rows as well.
fn oriented_file(folder: &Path) -> PathBuf {
    let rows: Vec<String> = (1..=20).map(|frame| format!("{frame},3,10,10,30,10,30,20,10,20,0.9,0,0\n")).collect();
    let path = folder.join("oriented.txt");
    std::fs::write(&path, rows.concat()).unwrap();
    path
}

#[test]
fn a_format_that_is_told_is_not_guessed() {
    use motscope::mot::Format;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("oriented.txt");
    std::fs::write(&path, "1,1,10,10,30,10,30,20,10,20,0.9,0,0\n2,1,10,10,30,10,30,20,10,20,0.9,0,0\n").unwrap();
    for (format, expected) in [(None, Format::Obb), (Some(Format::Mot), Format::Mot)] {
        let harness = start(Start { path: Some(path.clone()), format, ..Start::default() });
        assert_eq!(harness.state().view().document.unwrap().file.format(), expected);
        assert_eq!(canvas(&harness), "frame 1, 1 box");
    }
}

#[test]
fn another_format_can_be_chosen_and_frame_and_selection_stay() {
    use motscope::mot::Format;
    let folder = tempfile::tempdir().unwrap();
    let path = Some(oriented_file(folder.path()));
    let mut harness = start(Start { path, frame: Some(7), track: Some(TrackId(3)), ..Start::default() });
    assert_eq!(format(&harness), Format::Obb);
    choose_format(&mut harness, "MOT");
    assert_eq!(format(&harness), Format::Mot);
    assert_eq!((position(&harness), harness.state().view().state.selected), (7, Some(TrackId(3))));
    choose_format(&mut harness, "as detected (oriented boxes)");
    assert_eq!(format(&harness), Format::Obb);
    assert_eq!((position(&harness), harness.state().view().state.selected), (7, Some(TrackId(3))));
}

#[test]
fn a_wrong_format_says_so_in_the_canvas_and_a_button_goes_back() {
    use motscope::mot::Format;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seven.txt");
    let rows: Vec<String> = (1..=20).map(|frame| format!("{frame},3,10,10,30,10,1\n")).collect();
    std::fs::write(&path, rows.concat()).unwrap();
    let mut harness = start(Start { path: Some(path), frame: Some(7), track: Some(TrackId(3)), ..Start::default() });
    choose_format(&mut harness, "KITTI tracking");
    harness.get_by_label("seven.txt: no rows when read as KITTI tracking");
    harness.get_by_label("The detected format is MOT.");
    harness.get_by_label_contains("No rows: 20 lines cannot be read. Line 1: too few columns");
    click(&mut harness, "Open as detected (MOT)");
    assert_eq!(format(&harness), Format::Mot);
    assert_eq!((position(&harness), harness.state().view().state.selected), (7, Some(TrackId(3))));
}

#[test]
fn a_selected_track_that_the_other_format_does_not_have_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ids.txt");
    // As MOT the third line is a row of another track; as oriented boxes it is too short.
    std::fs::write(&path, "1,3,10,10,30,10,30,20,10,20,0.9,0,0\n2,3,10,10,30,10,30,20,10,20,0.9,0,0\n2,4,1,1,5,5,1\n")
        .unwrap();
    let format = Some(motscope::mot::Format::Mot);
    let mut harness = start(Start { path: Some(path), format, track: Some(TrackId(4)), ..Start::default() });
    assert_eq!(harness.state().view().state.selected, Some(TrackId(4)));
    choose_format(&mut harness, "oriented boxes");
    assert_eq!((position(&harness), harness.state().view().state.selected), (2, None));
}

#[test]
fn what_was_guessed_is_told_and_nothing_is_offered_for_the_demo() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(oriented_file(folder.path()));
    open_menu(&mut harness, "File");
    harness.get_by_label_contains("Format").click();
    (0..3).for_each(|_| harness.step());
    for told in ["oriented boxes (guessed)", "comma", "13", "no", "results", "none (numbers)"] {
        harness.get_by_label(told);
    }
    let mut harness = start(Start::default());
    open_menu(&mut harness, "File");
    harness.get_by_label("Open the demo");
    assert!(harness.query_by_label_contains("Format").is_none());
}

#[test]
fn what_was_understood_of_a_table_is_told_and_each_column_can_be_changed() {
    use motscope::mot::Format;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("named.csv");
    std::fs::write(&path, "frame,id,x1,y1,x2,y2\n1,1,100,50,140,130\n2,1,104,50,144,130\n").unwrap();
    let mut harness = open(path);
    let width =
        |harness: &Harness<'_, Window>| harness.state().view().document.unwrap().file.frame(1).detections[0].width;
    assert_eq!((format(&harness), width(&harness)), (Format::Table, 40.0));
    open_menu(&mut harness, "File");
    harness.get_by_label_contains("Format").click();
    (0..3).for_each(|_| harness.step());
    harness.get_by_label_contains("by the header: frame = frame, id = id, corners");
    harness.get_by_label_contains("Columns").click();
    (0..3).for_each(|_| harness.step());
    for (column, role) in [("x2: right", "width"), ("y2: bottom", "height")] {
        harness.get_by_label_contains(column).click();
        (0..3).for_each(|_| harness.step());
        harness.get_by_label(role).click();
        (0..3).for_each(|_| harness.step());
        // Half a box is not read.
        let button = harness.get_by_label("Read with these columns");
        assert_eq!(button.accesskit_node().is_disabled(), role == "width");
    }
    click(&mut harness, "Read with these columns");
    assert_eq!((format(&harness), width(&harness)), (Format::Table, 140.0));
}

#[test]
fn columns_that_contradict_each_other_are_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("named.csv");
    std::fs::write(&path, "id,frame,left,top,width,height\n1,1,100,50,140,130\n1,2,104,50,144,130\n").unwrap();
    let mut harness = open(path);
    let step = |harness: &mut Harness<'_, Window>| (0..3).for_each(|_| harness.step());
    open_menu(&mut harness, "File");
    for menu in ["Format", "Columns"] {
        harness.get_by_label_contains(menu).click();
        step(&mut harness);
    }
    for (column, role, refusal) in [
        ("id: id", "frame", Some("Frame stands twice.")),
        ("id: frame", "not used", None),
        ("height: height", "width", Some("Width stands twice.")),
        ("height: width", "not used", Some("Width needs height beside it.")),
        ("width: width", "not used", None),
        ("top: top", "not used", Some("Left needs top beside it.")),
        ("frame: frame", "not used", Some("No column has the frame: use frame or time.")),
    ] {
        harness.get_by_label_contains(column).click();
        step(&mut harness);
        harness.get_by_label(role).click();
        step(&mut harness);
        let button = harness.get_by_label("Read with these columns");
        assert_eq!(button.accesskit_node().is_disabled(), refusal.is_some(), "{column} as {role}");
        if let Some(refusal) = refusal {
            button.hover();
            (0..60).for_each(|_| harness.step());
            harness.get_by_label(refusal);
        }
    }
}

#[test]
fn a_document_and_pictures_alone_have_no_format_to_choose() {
    let folder = tempfile::tempdir().unwrap();
    let coco = folder.path().join("a.json");
    let image = r#"{"id":1,"file_name":"000001.jpg","width":640,"height":480}"#;
    let annotation = r#"{"id":1,"image_id":1,"category_id":1,"bbox":[10,20,30,40]}"#;
    let category = r#"{"id":1,"name":"person"}"#;
    let text = format!(r#"{{"images":[{image}],"annotations":[{annotation}],"categories":[{category}]}}"#);
    std::fs::write(&coco, text).unwrap();
    let points = folder.path().join("points.csv");
    let header = "scorer,a,a,a\nbodyparts,nose,nose,nose\ncoords,x,y,likelihood\n";
    std::fs::write(&points, format!("{header}0,10,20,0.9\n1,11,20,0.9\n")).unwrap();
    let pictures = folder.path().join("pictures");
    std::fs::create_dir(&pictures).unwrap();
    image::RgbImage::new(32, 24).save(pictures.join("000001.png")).unwrap();
    for (path, is_document) in [(coco, true), (points, true), (pictures, false)] {
        let mut harness = open(&path);
        let kind = harness.state().view().document.unwrap().file.source().map(|kind| kind.title);
        assert_eq!(kind.is_some(), is_document, "{path:?}");
        open_menu(&mut harness, "File");
        harness.get_by_label_contains("Format").click();
        (0..3).for_each(|_| harness.step());
        for absent in ["MOT", "KITTI tracking", "oriented boxes", "separator", "columns"] {
            assert!(harness.query_by_label(absent).is_none(), "{path:?}: {absent}");
        }
        assert!(harness.query_by_label_contains("Columns").is_none(), "{path:?}");
        match kind {
            Some(kind) => _ = harness.get_by_label(&format!("as detected ({kind})")),
            None => _ = harness.get_by_label("There is no text with boxes."),
        }
    }
}
