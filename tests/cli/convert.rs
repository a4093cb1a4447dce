//! The real program: `motscope convert`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Output;

use motscope::MotFile;
use motscope::mot::{Detection, OpenOptions, Progress};
use proptest::prelude::*;

use crate::{motscope, text};

const ROWS: &str = "\
0,7,10.25,20,30,40,0.5,car,0.25
0,8,1,2,3,4.125,0.75,bus,1
1,7,11.25,20,30,40,0.5,car,0
5,7,12,20,30,40,0.125,car,0.5
";

fn convert(input: &Path, output: &Path, more: &[&str]) -> Output {
    let mut arguments = vec!["convert", input.to_str().unwrap(), output.to_str().unwrap()];
    arguments.extend(more);
    motscope(&arguments)
}

/// A box as text, with what all formats keep.
fn told(file: &MotFile, frame: u64, row: &Detection) -> String {
    let layout = file.layout();
    let class = layout.class_of(row).map(|class| layout.class_label(&class).into_owned());
    let sides = [row.left, row.top, row.width, row.height].map(|side| format!("{side:.6}")).join(" ");
    format!("{frame} {:?} {sides} {:?} {class:?} {:?}", row.id, row.confidence, layout.visibility_of(row))
}

fn boxes(path: &Path) -> Vec<String> {
    let file = MotFile::open_with_options(path, &OpenOptions::default(), &Progress::new()).unwrap();
    let frames = file.frames().into_iter().map(u64::from);
    let mut boxes: Vec<String> = frames
        .flat_map(|frame| file.frame(frame).detections.into_iter().map(move |row| (frame, row)))
        .map(|(frame, row)| told(&file, frame, &row))
        .collect();
    boxes.sort();
    boxes
}

#[test]
fn every_format_reads_back_as_the_boxes_that_were_written() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.txt");
    fs::write(&input, ROWS).unwrap();
    let expected = boxes(&input);
    for name in ["a.txt", "a.csv", "a.json", "a.xml"] {
        let output = folder.path().join(name);
        let answer = convert(&input, &output, &[]);
        assert!(answer.status.success(), "{name}: {}", text(&answer.stderr));
        assert!(text(&answer.stdout).starts_with("4 boxes of 3 frames and 2 tracks written to "), "{answer:?}");
        assert_eq!(boxes(&output), expected, "{name}");
        // And from there to every other one.
        for next in ["b.txt", "b.csv", "b.json", "b.xml"] {
            let output_next = folder.path().join(next);
            assert!(convert(&output, &output_next, &["--force"]).status.success(), "{name} {next}");
            assert_eq!(boxes(&output_next), expected, "{name} {next}");
        }
    }
}

#[test]
fn an_output_that_exists_stays_unless_it_may_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.txt"), folder.path().join("a.json"));
    fs::write(&input, ROWS).unwrap();
    fs::write(&output, "mine").unwrap();
    let answer = convert(&input, &output, &[]);
    assert!(!answer.status.success() && text(&answer.stderr).contains("--force"), "{answer:?}");
    assert_eq!(fs::read_to_string(&output).unwrap(), "mine");
    assert!(convert(&input, &output, &["--force"]).status.success());
}

#[test]
fn offset_scale_and_class_names_change_what_they_say_and_ids_stay() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("in.txt"), "3,18446744073709551615,10,20,30,40,1,2\n4,-1,1,1,2,2,1,90\n").unwrap();
    fs::write(at("names.txt"), "person\nbicycle\n").unwrap();
    let names = at("names.txt");
    let more = ["--offset", "-3", "--scale", "2,0.5", "--classes", names.to_str().unwrap()];
    for name in ["a.txt", "a.csv", "a.json", "a.xml"] {
        let answer = convert(&at("in.txt"), &at(name), &more);
        assert!(answer.status.success(), "{}", text(&answer.stderr));
        let file = MotFile::open(at(name)).unwrap();
        assert_eq!(file.frames(), [0, 1], "{name}");
        let row = &file.frame(0).detections[0];
        assert_eq!((row.left, row.top, row.width, row.height), (20.0, 10.0, 60.0, 20.0), "{name}");
        assert_eq!(row.id.map(|id| id.0), Some(u64::MAX), "{name}");
        let class =
            |row: &Detection| file.layout().class_of(row).map(|class| file.layout().class_label(&class).into_owned());
        assert_eq!(class(row).as_deref(), Some("bicycle"), "{name}");
        assert_eq!(
            (file.frame(1).detections[0].id, class(&file.frame(1).detections[0]).as_deref()),
            (None, Some("class 90")),
            "{name}"
        );
    }
    let answer = convert(&at("in.txt"), &at("b.txt"), &["--offset", "-4"]);
    assert!(!answer.status.success() && text(&answer.stderr).contains("frame 3 would be -1"), "{answer:?}");
    assert!(!at("b.txt").exists());
}

#[test]
fn what_is_lost_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("in.txt"), "1,1,1,1,2,2,1,-1,5.5,-1\n1,1,1,1,3,3,1,-1,-1,-1\nx,1,1,1,1,1\n").unwrap();
    let lost = |name: &str| text(&convert(&at("in.txt"), &at(name), &[]).stderr);
    let told = lost("a.txt");
    assert!(told.contains("1 line of the input that is no box") && told.lines().count() == 1, "{told}");
    assert!(lost("a.csv").contains("columns beyond class and visibility (1 box)"));
    assert!(lost("a.json").contains("the class \"object\" is written (2 boxes)"));
    assert!(lost("a.xml").contains("further boxes of a track in one frame (1 box)"));
    fs::write(at("obb.txt"), "1,1,100,100,150,110,145,140,95,130,0.5,4,1\n").unwrap();
    let answer = convert(&at("obb.txt"), &at("b.csv"), &[]);
    assert!(text(&answer.stderr).contains("the corners of turned boxes"), "{answer:?}");
}

#[test]
fn what_has_no_row_gives_no_output() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.txt"), folder.path().join("out.csv"));
    fs::write(&input, "a text\n1,2,3\n1,2,4\n").unwrap();
    let answer = convert(&input, &output, &[]);
    assert!(!answer.status.success() && text(&answer.stderr).contains("is a row of boxes"), "{answer:?}");
    assert!(!output.exists());
}

#[test]
fn boxes_that_are_not_written_are_not_counted() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.txt"), folder.path().join("out.xml"));
    fs::write(&input, "1,7,10,20,30,40,1\n1,7,11,20,30,40,1\n2,7,12,20,30,40,1\n").unwrap();
    let answer = convert(&input, &output, &[]);
    assert!(text(&answer.stdout).starts_with("2 boxes of "), "{answer:?}");
    assert_eq!(boxes(&output).len(), 2);
}

#[test]
fn class_names_survive_whatever_is_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let names = ["person, adult", "the \"big\" one", "a; b", "\"quoted\"", "'single'", "5\" pipe, red", "plain"];
    let annotation =
        |at: usize| format!("{{\"image_id\":{at},\"track_id\":{at},\"bbox\":[1,2,3,4],\"category_id\":{at}}}");
    let annotations: Vec<String> = (0..names.len()).map(annotation).collect();
    let category = |(at, name): (usize, &&str)| serde_json::json!({ "id": at, "name": name }).to_string();
    let categories: Vec<String> = names.iter().enumerate().map(category).collect();
    let images: Vec<String> = (0..names.len()).map(|at| format!("{{\"id\":{at},\"frame_id\":{at}}}")).collect();
    let [annotations, categories, images] = [annotations, categories, images].map(|list| list.join(","));
    let json = format!("{{\"images\":[{images}],\"annotations\":[{annotations}],\"categories\":[{categories}]}}");
    fs::write(at("in.json"), json).unwrap();
    let classes = |path: &Path| -> Vec<String> {
        let file = MotFile::open(path).unwrap();
        let rows = file.frames().into_iter().flat_map(|frame| file.frame(frame.into()).detections);
        rows.map(|row| row.columns.class_name().unwrap().to_string()).collect()
    };
    let mut last = at("in.json");
    for name in ["a.csv", "b.txt", "c.csv", "d.json", "e.csv", "f.xml", "g.csv"] {
        assert!(convert(&last, &at(name), &[]).status.success(), "{name}");
        assert_eq!(classes(&at(name)), names, "{name}");
        last = at(name);
    }
}

#[test]
fn a_box_without_a_class_gets_no_class_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("in.txt"), "1,1,1,1,2,2,1,car\n1,2,1,1,3,3,1\n2,2,1,1,3,3,1,\n").unwrap();
    let answer = convert(&at("in.txt"), &at("a.json"), &[]);
    assert!(
        text(&answer.stderr).contains("that there is no class: the class \"object\" is written (2 boxes)"),
        "{answer:?}"
    );
    let json: serde_json::Value = serde_json::from_slice(&fs::read(at("a.json")).unwrap()).unwrap();
    let categories: Vec<&serde_json::Value> = json["categories"].as_array().unwrap().iter().collect();
    let id_of =
        |name: &str| categories.iter().find(|category| category["name"] == name).map(|category| category["id"].clone());
    let ids: Vec<_> = json["annotations"].as_array().unwrap().iter().map(|row| row["category_id"].clone()).collect();
    assert_eq!(ids, [id_of("car").unwrap(), id_of("object").unwrap(), id_of("object").unwrap()]);
}

#[test]
fn what_no_output_can_hold_is_told_for_every_kind_of_input() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let via = "filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes\n";
    let region = "a_3.png,1,{},1,0,\"{\"\"name\"\":\"\"rect\"\",\"\"x\"\":1,\"\"y\"\":2,\"\"width\"\":3,\"\"height\"\":4}\",\"{\"\"track\"\":\"\"7\"\",\"\"confidence\"\":\"\"0.75\"\",\"\"mood\"\":\"\"x\"\"}\"\n";
    let coco = "{\"images\":[{\"id\":1,\"frame_id\":1}],\"annotations\":[{\"image_id\":1,\"track_id\":-5,\"bbox\":[1,2,3,4],\
                \"iscrowd\":1,\"segmentation\":[[1,2,3,4,5,6]],\"attributes\":{\"occluded\":true}}],\"categories\":[]}";
    let cvat = "<annotations><track id=\"5\" label=\"a\"><box frame=\"3\" xtl=\"1\" ytl=\"2\" xbr=\"4\" ybr=\"6\" occluded=\"1\">\
                <attribute name=\"color\">red</attribute></box></track></annotations>";
    for (name, input, told) in [
        (
            "a.csv",
            "frame,id,x,y,w,h,speed,note\n1,7,1,2,3,4,9,z\n",
            &["what is not read of the input: speed, note"][..],
        ),
        ("b.txt", "1,-5,1,2,3,4,1,car,0.5\n", &["1 negative id other than -1"]),
        ("gt.txt", "1,7,1,2,3,4,1,1,0.5\n1,8,1,2,3,4,0,1,0.5\n", &["column 7 is a flag"]),
        ("c.txt", "1,1,100,100,150,110,145,140,95,130,0.5,4,7\n", &["corners of turned boxes", "columns beyond class"]),
        ("d.csv", &(via.to_owned() + region), &["attributes (1)"]),
        (
            "e.json",
            coco,
            &[
                "polygons (1) are not drawn, only their boxes are",
                "iscrowd (1)",
                "occluded (1)",
                "a negative id other than -1 is read as no id (annotations[0])",
            ],
        ),
        ("f.xml", cvat, &["occluded (1)", "attributes (1)"]),
        ("g.txt", "1,5.5,1,2,3,4\n1,5,1,2,3,4\n", &["1 line of the input that is no box"]),
    ] {
        fs::write(at(name), input).unwrap();
        let answer = convert(&at(name), &at("out.csv"), &["--force"]);
        assert!(answer.status.success(), "{name}: {answer:?}");
        for words in told {
            assert!(text(&answer.stderr).contains(words), "{name} does not say {words}: {}", text(&answer.stderr));
        }
    }
    assert!(convert(&at("d.csv"), &at("out.csv"), &["--force"]).status.success());
    assert!(fs::read_to_string(at("out.csv")).unwrap().contains("3,7,1,2,3,4,0.75,"), "its confidence is a text");
}

#[test]
fn turned_boxes_keep_their_corners_in_text_and_in_cvat() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let box_of = "<box frame=\"0\" xtl=\"10\" ytl=\"20\" xbr=\"40\" ybr=\"30\" rotation=\"30.5\"/>";
    fs::write(at("in.xml"), format!("<annotations><track id=\"5\" label=\"a\">{box_of}</track></annotations>"))
        .unwrap();
    let corners = |path: &Path| MotFile::open(path).unwrap().frame(0).detections[0].corners().unwrap();
    let expected = corners(&at("in.xml"));
    for name in ["a.txt", "a.xml"] {
        let answer = convert(&at("in.xml"), &at(name), &[]);
        assert!(answer.status.success() && !text(&answer.stderr).contains("not in the output"), "{answer:?}");
        for ((x, y), (right, down)) in corners_of(&at(name)).into_iter().zip(expected) {
            assert!((x - right).abs() < 1e-9 && (y - down).abs() < 1e-9, "{name}");
        }
    }
}

/// The corners of the only box. Text of oriented boxes without a number as class has to be told.
fn corners_of(path: &Path) -> [(f64, f64); 4] {
    let is_text = path.extension().is_some_and(|extension| extension == "txt");
    let format = is_text.then_some(motscope::mot::Format::Obb);
    let options = OpenOptions { format, ..OpenOptions::default() };
    let file = MotFile::open_with_options(path, &options, &Progress::new()).unwrap();
    file.frame(0).detections[0].corners().unwrap()
}

#[test]
fn an_output_without_a_known_name_needs_to() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("in.txt"), ROWS).unwrap();
    assert!(text(&convert(&at("in.txt"), &at("a"), &[]).stderr).contains("--to"));
    assert!(convert(&at("in.txt"), &at("a"), &["--to", "coco"]).status.success());
    assert!(fs::read_to_string(at("a")).unwrap().starts_with('{'));
    assert!(text(&convert(&at("none.txt"), &at("b.txt"), &[]).stderr).contains("none.txt"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_rows_survive_all_formats(
        rows in prop::collection::btree_map(
            (0..9_u32, prop::option::of(0..4_u64)),
            (prop::array::uniform4(0.0..1e4_f64), 0.0..1.0_f64, prop::sample::select(vec!["car", "a & <b>", "Ünï"])), 1..12,
        ),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        // A track of CVAT has one class.
        let class = |id: Option<u64>, own: &str| id.map_or(own.to_owned(), |id| format!("class of {id}"));
        let mut lines = String::new();
        for (&(frame, id), (sides, confidence, own)) in &rows {
            let sides = sides.map(|side| side.to_string()).join(",");
            let id_text = id.map_or("-1".to_owned(), |id| id.to_string());
            writeln!(lines, "{frame},{id_text},{sides},{confidence},{}", class(id, own)).unwrap();
        }
        fs::write(at("in.txt"), lines).unwrap();
        let expected = boxes(&at("in.txt"));
        let mut last = at("in.txt");
        for name in ["a.json", "b.xml", "c.csv", "d.txt"] {
            let answer = convert(&last, &at(name), &[]);
            prop_assert!(answer.status.success(), "{}", text(&answer.stderr));
            prop_assert_eq!(&boxes(&at(name)), &expected, "{}", name);
            last = at(name);
        }
    }
}
