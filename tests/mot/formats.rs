//! KITTI, oriented boxes and MOTS: guessed, read as a naive reader reads them, and overridden.

use std::fs;

use motscope::mot::{Class, ClassNames, DocumentProblem, FileKind, Format, MotFile, OpenOptions, OpenReason, Progress};
use proptest::prelude::*;

use crate::mot_compare::{compare, compare_as};
use crate::mot_naive::{Form, guess};

const KITTI: &str = "\
0 -1 DontCare -1 -1 -10 219.5 188.5 245.5 218.5 -1000 -1000 -1000 -10 -1 -1 -1
0 1 Car 0 0 -1.9 737.5 161.5 931 374 1.7 0.8 1.7 1.6 1.6 5.7 -1.6
1 1 Car 0 0 -1.9 740.5 161.5 931 374 1.7 0.8 1.7 1.6 1.6 5.7 -1.6
";
const OBB: &str = "1,1,100,100,150,110,145,140,95,130,0.5,4,1\n2,1,102,101,152,111,147,141,97,131,1,4,-1\n";
const MOTS: &str = "52 1005 1 375 1242 WSV:2d;1O10000O10000O1O100O100O1O100O1000000\n";

/// First lines of files. Some say which format it is, others fit several.
fn first() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "frame id type\n",
        "# rows\n\n",
        "0 1 Car 0 0 -1.9 737.5 161.5 931 374\n",
        "1,1,100,100,150,110,145,140,95,130,1,0,1\n",
        "1,1,1,1,1,1\n",
    ])
}

fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => (0..5_u32).prop_map(|number| number.to_string()),
        2 => (-20.0..20.0_f64).prop_map(|number| number.to_string()),
        1 => prop::sample::select(vec!["", "-1", "1e2", "nan", "-inf", "1e10", "Car", "\"2\"", "1.5", "2147483648", "#"])
            .prop_map(str::to_owned),
    ]
}

fn line() -> impl Strategy<Value = String> {
    let separator = prop::sample::select(vec![",", ",", " ", " ", "\t ", ";", " , "]);
    let ending = prop::sample::select(vec!["\n", "\n", "\r\n", ",\n", " \n", "\n\n", ""]);
    let class = prop::sample::select(vec!["", "", "Car", "DontCare", "7"]);
    (prop::collection::vec(field(), 8..20), class, separator, ending).prop_map(
        |(mut fields, class, separator, ending)| {
            if !class.is_empty() {
                class.clone_into(&mut fields[2]);
            }
            fields.join(separator) + ending
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_of_likely_lines_is_guessed_and_read_as_the_naive_reader_says(
        mark in prop::sample::select(vec!["", "\u{feff}"]), first in first(), lines in prop::collection::vec(line(), 0..30),
    ) {
        compare((mark.to_owned() + first + &lines.concat()).as_bytes());
    }

    #[test]
    fn in_every_format_likely_lines_read_as_the_naive_reader_says(
        form in prop::sample::select(vec![Form::Mot, Form::Kitti, Form::Obb]), lines in prop::collection::vec(line(), 0..30),
    ) {
        compare_as(form, lines.concat().as_bytes());
    }

    #[test]
    fn in_every_format_arbitrary_bytes_read_as_the_naive_reader_says(
        form in prop::sample::select(vec![Form::Mot, Form::Kitti, Form::Obb]),
        bytes in prop::collection::vec(
            prop_oneof![3 => prop::sample::select(b"0123456789,.;-  \t\r\n\n\"#eC".to_vec()), 1 => 1..=255_u8], 0..400,
        ),
    ) {
        if MotFile::from_bytes_as("x", bytes.clone(), Some(Format::Mot)).is_ok() {
            compare_as(form, &bytes);
        }
    }

    #[test]
    fn a_file_cut_anywhere_reads_as_the_naive_reader_says(
        text in prop::sample::select(vec![KITTI, OBB]), cut in 0..300_usize,
    ) {
        compare(&text.as_bytes()[..cut.min(text.len())]);
    }

    #[test]
    fn masks_are_what_the_naive_reader_takes_for_masks(
        numbers in prop::collection::vec("[0-9]{1,3}|-1|x", 4..7), mask in "[0-9;:A-Za-p]{1,9}", separator in "[ ,\t]",
    ) {
        let text = format!("{}{separator}{mask}\n", numbers.join(&separator));
        // A code that is no mask of the picture leaves the file without boxes.
        let is_mots = match MotFile::from_bytes("x", text.clone().into_bytes()) {
            Ok(file) => file.source().is_some_and(|source| source.name == "mots"),
            Err(error) => matches!(error.reason, OpenReason::Document(DocumentProblem::NoBoxes { title: "MOTS text", .. })),
        };
        prop_assert_eq!(is_mots, guess(text.as_bytes()) == Form::Mots);
    }
}

fn file(text: &str) -> MotFile {
    MotFile::from_bytes("test.txt", text.as_bytes().to_vec()).unwrap()
}

#[test]
fn kitti_has_corners_a_class_and_a_score() {
    let file = file(KITTI);
    let (frame, layout) = (file.frame(0), file.layout());
    let [ignored, car] = &frame.detections[..] else { panic!("{frame:?}") };
    assert_eq!((car.left, car.top, car.width, car.height), (737.5, 161.5, 193.5, 212.5));
    assert_eq!((ignored.id, layout.is_judged(ignored), layout.is_judged(car)), (None, false, true));
    assert_eq!(layout.class_of(car), Some(Class::Name("Car".into())));
    assert_eq!((layout.kind, layout.columns, layout.class_names), (FileKind::GroundTruth, 17, ClassNames::Kitti));
    let summary = file.summarize(&Progress::new()).unwrap();
    assert_eq!((summary.rows, summary.zero_based, summary.rows_without_id), (3, true, 1));

    let results = self::file("0 1 Car -1 -1 -10 1 2 3 4 -1 -1 -1 -1000 -1000 -1000 -10 0.75\n");
    assert_eq!(results.frame(0).detections[0].confidence, Some(0.75));
    assert_eq!(results.layout().kind, FileKind::Results);
}

#[test]
fn oriented_boxes_keep_their_corners_and_have_their_bounds_as_box() {
    let file = file(OBB);
    let row = &file.frame(1).detections[0];
    assert_eq!(row.corners(), Some([(100.0, 100.0), (150.0, 110.0), (145.0, 140.0), (95.0, 130.0)]));
    assert_eq!((row.left, row.top, row.width, row.height), (95.0, 100.0, 55.0, 40.0));
    assert_eq!((row.confidence, row.columns.get(12), row.columns.get(13)), (Some(0.5), Some(4.0), Some(1.0)));
    assert_eq!(file.layout().class_of(row), Some(Class::Number(4)));
    assert_eq!(self::file("1,1,1,1,1,1\n").frame(1).detections[0].corners(), None);
}

#[test]
fn rejected_lines_are_told_in_the_words_of_the_format() {
    let text = KITTI.to_owned()
        + "1 2 Car 0 0 -1.9 740.5 x 931 374\n1 2 Car 0\n1 2 Car 0 0 0 1 2 inf 4\nx 2 C 0 0 0 1 2 3 4\n";
    let summary = file(&text).summarize(&Progress::new()).unwrap();
    let told: Vec<&str> = summary.problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(
        told,
        [
            "bad box: top is \"x\"",
            "too few columns: 4 of 10",
            "non-finite box: right is \"inf\"",
            "bad frame: frame is \"x\"",
        ]
    );
    let summary = file(&(OBB.to_owned() + "3,1,1,1,1,1,1,1,2e9,1,1,1,1\n")).summarize(&Progress::new()).unwrap();
    assert_eq!(summary.problems[0].message, "box out of range: x4 is \"2e9\"");
}

#[test]
fn a_mask_that_is_cut_is_no_box_and_text_that_is_told_to_be_masks_is_checked() {
    let error = MotFile::from_bytes("a.txt", MOTS.as_bytes().to_vec()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.txt: this is MOTS text, but its only item is no box: line 1: bad mask: its code has other pixels than the picture of 1242 × 375"
    );
    let error = MotFile::from_bytes_as("a.txt", KITTI.as_bytes().to_vec(), Some(Format::Mots)).unwrap_err();
    assert!(matches!(error.reason, OpenReason::NotMots), "{error}");
    let forced = MotFile::from_bytes_as("a.txt", MOTS.as_bytes().to_vec(), Some(Format::Mot)).unwrap();
    assert_eq!(forced.summarize(&Progress::new()).unwrap().rows, 0);
}

#[test]
fn a_format_that_is_told_is_not_guessed() {
    let as_mot = MotFile::from_bytes_as("a.txt", OBB.as_bytes().to_vec(), Some(Format::Mot)).unwrap();
    assert_eq!((as_mot.format(), as_mot.frame(1).detections[0].width), (Format::Mot, 150.0));
    let as_obb = MotFile::from_bytes_as("a.txt", KITTI.as_bytes().to_vec(), Some(Format::Obb)).unwrap();
    assert_eq!(as_obb.summarize(&Progress::new()).unwrap().rejected, 3);
}

#[test]
fn class_names_come_from_the_labels_beside_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gt.txt");
    fs::write(&path, "1,1,1,1,9,9,1,1,0.5\n1,2,1,1,9,9,0,2,1\n1,3,1,1,9,9,1,3,1\n").unwrap();
    let names = || -> Vec<String> {
        let file = MotFile::open(&path).unwrap();
        let summary = file.summarize(&Progress::new()).unwrap();
        let classes: Vec<Class> =
            file.frame(1).detections.iter().filter_map(|row| file.layout().class_of(row)).collect();
        assert!(summary.classes.iter().all(|count| classes.contains(&count.class)));
        classes.iter().map(|class| file.layout().class_label(class).into_owned()).collect()
    };
    assert_eq!(names(), ["pedestrian", "person on vehicle", "car"]);
    fs::write(folder.path().join("labels.txt"), "cat\nfire engine\n").unwrap();
    assert_eq!(names(), ["cat", "fire engine", "class 3"]);
    // Numbers that are no classes get no names.
    fs::write(&path, "1,1,1,1,9,9,0.5,1.5,2.5,1\n").unwrap();
    assert!(names().is_empty());
}

#[test]
fn a_document_is_never_read_as_rows_of_a_stated_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    let open = |text: &str, format, columns: Option<&str>| {
        fs::write(&path, text).unwrap();
        let columns = columns.map(|list| list.parse().unwrap());
        MotFile::open_with_options(&path, &OpenOptions { format, columns, ..Default::default() }, &Progress::new())
    };
    for text in
        [r#"{"images":[],"annotations":[]}"#, " [{\"bbox\": []}]", "<annotations></annotations>", "\u{feff}<?xml?>"]
    {
        for (format, columns) in
            [(Some(Format::Mot), None), (Some(Format::Kitti), None), (None, Some("frame,id,x,y,w,h"))]
        {
            let error = open(text, format, columns).unwrap_err().to_string();
            assert!(error.contains("which has no rows; open it as detected"), "{text}: {error}");
        }
    }
    let file = open("[1 2 3 4] 7 8\n", Some(Format::Mot), None).unwrap();
    assert_eq!(file.source(), None, "a bracket alone begins no JSON");
}
