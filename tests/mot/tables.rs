//! Tables: columns by their names, and rows of other programs.

use std::fmt::Write as _;

use motscope::DataProvider as _;
use motscope::mot::{Detection, Format, MotFile, OpenError, OpenOptions, OpenReason, OtherFile, Progress};
use proptest::prelude::*;

use crate::mot_compare::compare_parts;

fn file(text: &str) -> MotFile {
    open("test.csv", text, &OpenOptions::default()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn open(name: &str, text: &str, options: &OpenOptions) -> Result<MotFile, OpenError> {
    let file = MotFile::from_bytes_with(name, text.as_bytes().to_vec(), options)?;
    compare_parts(&file);
    Ok(file)
}

/// All boxes: frame, id (−1 for none), left, top, width, height.
fn boxes(file: &MotFile) -> Vec<(u64, i64, [f64; 4])> {
    let of_frame = |number: u64| {
        let row = move |row: Detection| {
            let id = row.id.map_or(-1, |id| id.0 as i64);
            (number, id, [row.left, row.top, row.width, row.height])
        };
        file.frame(number).detections.into_iter().map(row)
    };
    file.frames().into_iter().map(u64::from).flat_map(of_frame).collect()
}

/// What a text that does not open is.
fn refused(text: &str) -> OtherFile {
    match open("test.txt", text, &OpenOptions::default()).map_err(|error| error.reason) {
        Err(OpenReason::Other(other, _)) => other,
        other => panic!("{other:?} is no refusal of {text}"),
    }
}

const PLAIN: [(u64, i64, [f64; 4]); 2] = [(1, 1, [100.0, 50.0, 40.0, 80.0]), (2, 7, [104.0, 51.0, 40.0, 80.0])];

#[test]
fn names_say_which_column_is_which() {
    for text in [
        "frame,id,left,top,width,height\n1,1,100,50,40,80\n2,7,104,51,40,80\n",
        "id,frame,x1,y1,x2,y2\n1,1,100,50,140,130\n7,2,104,51,144,131\n",
        ",frame,id,x,y,w,h,conf\n0,1,1,100,50,40,80,0.9\n1,2,7,104,51,40,80,0.9\n",
        "frame_id;class;track_id;score;cx;cy;w;h\n1;a;1;0.5;120;90;40;80\n2;b;7;0.5;124;91;40;80\n",
        "Frame_no, object_ids, x_min, y_min, x_max, y_max\r\n1, 1, 100,50,140,130\r\n2, 7, 104,51,144,131\r\n",
        "frame\ttrack_id\tnote\txmin\tymin\txmax\tymax\n1\t1\t\t100\t50\t140\t130\n2\t7\tx\t104\t51\t144\t131\n",
        "frame track_id class bbox_x1 bbox_y1 bbox_x2 bbox_y2\n1 1 a 100 50 140 130\n2 7 b 104 51 144 131\n",
        "image,id,bbox\nimg_1.png,1,\"[100, 50, 140, 130]\"\nimg_2.png,7,\"[104, 51, 144, 131]\"\n",
        "frame,id,bbox_tlwh\n1,1,[100 50 40 80]\n2,7,[104 51 40 80]\n",
        "timestamp,id,left,top,width,height\n10.25,1,100,50,40,80\n10.5,7,104,51,40,80\n",
        "time,id,left,top,width,height\n00:00:01.5,1,100,50,40,80\n00:00:02,7,104,51,40,80\n",
        "# frame,id,x1,y1,x2,y2\n1,1,100,50,140,130\n2,7,104,51,144,131\n",
        "\"frame\",\"id\",\"x1\",\"y1\",\"x2\",\"y2\"\n\"1\",\"1\",\"100\",\"50\",\"140\",\"130\"\n2,7,104,51,144,131\n",
        "frame,id,label,x1,y1,x2,y2\n1,1,\"a, b\",100,50,140,130\n2,7,c,104,51,144,131\n",
        ",0,1,2,3,4,5\n0,1,1,100,50,40,80\n1,2,7,104,51,40,80\n",
        "frame|id|x|y|w|h\n1|1|100|50|40|80\n2|7|104|51|40|80\n",
        "frame;id;x;y;w;h\n1;1;100,0;50,0;40,0;80,0\n2;7;104;51;40;80\n",
        "timestamp_ms,id,x,y,w,h\n33,1,100,50,40,80\n66,7,104,51,40,80\n",
        "frame,width,height,id,class,xmin,ymin,xmax,ymax\n1,640,480,1,a,100,50,140,130\n2,640,480,7,b,104,51,144,131\n",
    ] {
        assert_eq!(boxes(&file(text)), PLAIN, "{text}");
    }
}

#[test]
fn the_order_of_motchallenge_is_read_as_ever() {
    for header in ["frame,id,bb_left,bb_top,bb_width,bb_height,conf,x,y,z", "frame,id,x,y,width,height,confidence"] {
        let file = file(&format!("{header}\n1,1,100,50,40,80,1,-1,-1,-1\n"));
        assert_eq!((file.format(), file.columns()), (Format::Mot, None), "{header}");
    }
}

#[test]
fn rows_without_an_identity_have_none() {
    for text in [
        "frame,x,y,w,h,conf,class,track\n0,1,2,30,40,1,1,-1\n",
        "frame,x,y,w,h\n0,1,2,30,40\n",
        "frame,x,y,w,h,tracker_id\n0,1,2,30,40,\n",
        "frame,x,y,w,h,tracker_id\n0,1,2,30,40,nan\n",
    ] {
        assert_eq!(boxes(&file(text)), [(0, -1, [1.0, 2.0, 30.0, 40.0])], "{text}");
    }
    let text = "frame,id,x,y,w,h\n0,t1,1,2,30,40\n";
    let summary = file(text).summarize(&Progress::new()).unwrap();
    assert_eq!((summary.rows, &*summary.problems[0].message), (0, "bad id: id is \"t1\""));
}

#[test]
fn a_wide_table_has_a_box_for_each_object_that_is_there() {
    let text =
        "Frame,Car1_X,Car1_Y,Car1_W,Car1_H,Van2_X,Van2_Y,Van2_W,Van2_H\n8,1,2,30,40,5,6,70,80\n9,,,,,5,6,70,80\n";
    let file = file(text);
    let expected = [(8, 1, [1.0, 2.0, 30.0, 40.0]), (8, 2, [5.0, 6.0, 70.0, 80.0]), (9, 2, [5.0, 6.0, 70.0, 80.0])];
    assert_eq!(boxes(&file), expected);
    let names: Vec<_> = file.frame(8).detections.iter().map(|row| row.columns.class_name().cloned()).collect();
    assert_eq!(names, [Some("Car".into()), Some("Van".into())]);
    let twice = file_of_twice();
    let summary = twice.summarize(&Progress::new()).unwrap();
    assert_eq!((summary.rows, summary.duplicates), (4, 2));
}

fn file_of_twice() -> MotFile {
    file("Frame,A1_x,A1_y,A1_w,A1_h,B2_x,B2_y,B2_w,B2_h\n1,1,1,9,9,2,2,9,9\n1,3,3,9,9,4,4,9,9\n")
}

#[test]
fn other_programs_write_rows_in_other_orders() {
    let corners = "1,1,100,50,140,130,0.9,-1,-1,-1\n2,1,104,50,144,130,0.9,-1,-1,-1\n1,2,600,60,640,150,0.8,-1,-1,-1\n";
    assert_eq!(boxes(&file(corners))[0], (1, 1, [100.0, 50.0, 40.0, 80.0]));
    assert!(file(corners).columns().is_some_and(|columns| columns.describe().contains("corners")));
    let by_position = OpenOptions { format: Some(Format::Mot), ..OpenOptions::default() };
    assert_eq!(boxes(&open("a.txt", corners, &by_position).unwrap())[0].2, [100.0, 50.0, 140.0, 130.0]);
    for (text, count, first) in [
        ("0,2,5,1,2,30,40,hen,6,3,4,50,60,hen\n1,0\n2,1,5,1,2,30,40,\n", 3, (0, 5, [1.0, 2.0, 30.0, 40.0])),
        (
            "7,,3,1,2,31,42,0.5,-1,scallop,1.0\n7,a.png,4,1,2,31,42,0.5,-1,scallop,1.0\n",
            2,
            (3, 7, [1.0, 2.0, 30.0, 40.0]),
        ),
        ("5 1 2 31 42 3 0 0 1 \"pc\"\n5 1 2 31 42 4 1 0 1 \"pc\"\n", 1, (3, 5, [1.0, 2.0, 30.0, 40.0])),
        ("3,truck,1,2,30,40,0.5\n4,car,1,2,30,40,0.5\n", 2, (3, -1, [1.0, 2.0, 30.0, 40.0])),
        ("3,9,truck,1,2,30,40,0.5\n4,9,car,1,2,30,40,0.5\n", 2, (3, 9, [1.0, 2.0, 30.0, 40.0])),
        (
            "41 7 3 1 2 30 40 -1 -1\n41 7 4 1 2 30 40 -1 -1\n42 7 5 1 2 30 40 -1 -1\n42 7 6 1 2 30 40 -1 -1\n",
            4,
            (3, 7, [1.0, 2.0, 30.0, 40.0]),
        ),
        (
            "3 7 0 0 0 -1.5 1 2 31 42 1 1 1 1 1 1 1\n4 7 0 0 0 -1.5 1 2 31 42 1 1 1 1 1 1 1\n",
            2,
            (3, 7, [1.0, 2.0, 30.0, 40.0]),
        ),
        ("a/3.jpg,7,1,2,30,40\na/4.jpg,7,1,2,30,40\n", 2, (3, 7, [1.0, 2.0, 30.0, 40.0])),
        ("3,7,[1 2 31 42]\n4,7,[1 2 31 42]\n", 2, (3, 7, [1.0, 2.0, 30.0, 40.0])),
        (
            "3 7 1 2 30 40 -1 -1 -1 -1 person a/b.mp4\n4 7 1 2 30 40 -1 -1 -1 -1 car a/b.mp4\n",
            2,
            (3, 7, [1.0, 2.0, 30.0, 40.0]),
        ),
    ] {
        let boxes = boxes(&file(text));
        assert_eq!((boxes.len(), boxes[0]), (count, first), "{text}");
    }
}

#[test]
fn what_is_no_box_is_told() {
    for (text, kind) in [
        ("0 0.51 0.44 0.1 0.2\n", OtherFile::YoloLabels),
        ("0 0.51 0.44 0.1 0.2 7\n0 0.51 0.44 0.1 0.2 8\n", OtherFile::YoloLabels),
        ("0 0.51 0.44 0.1 0.2 0.3 0.4\n0 0.51 0.44 0.1 0.2 0.3 0.4 0.5 0.6\n", OtherFile::YoloPolygons),
        ("0 3 0.3 0.6 0.04 0.2\n0 8 0.5 0.3 0.04 0.1\n", OtherFile::JdeLabels),
        ("1,3,0.3,0.6,0.04,0.2,1,-1,-1,-1\n2,3,0.5,0.3,0.04,0.1,1,-1,-1,-1\n", OtherFile::Shares),
        ("1 0 9 0\n2 0 5 0\n3 6 9 2\n", OtherFile::Lineage),
        ("0 1 0 -0.5 0 1 0.3\n1 1.01 0 -0.1 0 1 0.2\n", OtherFile::CameraMotion),
        ("1,2,3,4,1 5,6,7,8,2\n1,2,3,4,1\n", OtherFile::LinesWithoutFrames),
        ("Frame: 0, Track: 1, Box: (1, 2)\n", OtherFile::Report),
        ("seq,IDF1,MOTA,MOTP\na,1,1,1\n", OtherFile::Metrics),
    ] {
        assert_eq!(refused(text), kind, "{text}");
    }
    // The pictures of two sequences have the same numbers.
    let told = refused("image,id,x1,y1,x2,y2\na/1.jpg,1,10,20,50,60\nb/1.jpg,1,10,20,50,60\n").to_string();
    assert!(told.contains("no column for a frame number"), "{told}");
    let told = refused("bild,spur,links,oben,breite,hoehe\n1,1,2,3,4,5\n").to_string();
    assert!(told.contains("\"bild\", \"spur\"") && told.contains("--columns"), "{told}");
}

#[test]
fn a_number_between_id_and_corners_is_a_class_or_a_confidence() {
    for (between, class, confidence) in [("3", Some(3.0), None), ("0.5", None, Some(0.5)), ("", None, None)] {
        let row = |at: u32| format!("{},{at},{between},{},50,{},130\n", at % 2, 100 * at, 100 * at + 40);
        let file = file(&(1..6).map(row).collect::<String>());
        let first = &file.frame(1).detections[0];
        assert_eq!((first.left, first.width, first.height), (100.0, 40.0, 80.0), "{between}");
        assert_eq!((first.columns.get(8), first.confidence), (class, confidence), "{between}");
    }
}

#[test]
fn detections_without_ids_are_no_rows_with_a_confidence_as_height() {
    let row = |at: u32| format!("{at},{},50,{},130,0.{at}\n", 100 * at, 100 * at + 40);
    let file = file(&(1..6).map(row).collect::<String>());
    assert_eq!(boxes(&file)[0], (1, -1, [100.0, 50.0, 40.0, 80.0]));
    assert_eq!(file.frame(1).detections[0].confidence, Some(0.1));
}

#[test]
fn columns_can_be_stated() {
    let columns = Some("frame,id,x1,y1,-,x2,y2".parse().unwrap());
    let options = OpenOptions { columns, ..OpenOptions::default() };
    let text = "bild,spur,a,b,c,d,e\n1,1,100,50,0,140,130\n2,7,104,51,0,144,131\n";
    assert_eq!(boxes(&open("a.csv", text, &options).unwrap()), PLAIN);
    let columns = Some("frame,id".parse().unwrap());
    assert!(open("a.csv", text, &OpenOptions { columns, ..OpenOptions::default() }).is_err());
}

#[test]
fn shares_become_pixels_where_the_size_is_known() {
    let options = OpenOptions { size: Some((1000, 500)), ..OpenOptions::default() };
    let expected = [(12, 3, [280.0, 250.0, 40.0, 100.0])];
    for text in ["0 3 0.3 0.6 0.04 0.2\n", "0 0.3 0.6 0.04 0.2 3\n", "0 0.3 0.6 0.04 0.2 0.9 3\n"] {
        let near = boxes(&open("a/video_12.txt", text, &options).unwrap());
        let is_near = |(one, other): (&f64, &f64)| (one - other).abs() < 1e-9;
        assert_eq!((near[0].0, near[0].1), (expected[0].0, expected[0].1), "{text}");
        assert!(near[0].2.iter().zip(&expected[0].2).all(is_near), "{near:?}");
        assert!(open("a/run.txt", text, &options).is_err(), "there is no frame number");
    }
    let text = "1,3,0.28,0.5,0.04,0.2,1,-1,-1,-1\n2,3,0.5,0.3,0.04,0.1,1,-1,-1,-1\n";
    assert_eq!(boxes(&open("run.txt", text, &options).unwrap())[0].2, [280.0, 250.0, 40.0, 100.0]);
}

#[test]
fn numbers_are_not_names() {
    let label = |name: &str, text: &str| {
        let file = open(name, text, &OpenOptions::default()).unwrap();
        let class = file.layout().class_of(&file.frame(1).detections[0]);
        class.map(|class| file.layout().class_label(&class).into_owned())
    };
    let cars = "1,1,100,60,40,99,0.54,2,-1\n2,1,101,60,40,99,0.54,2,-1\n";
    assert_eq!(label("cars.txt", cars).as_deref(), Some("class 2"));
    assert_eq!(label("MOT17/results/cars.txt", cars).as_deref(), Some("person on vehicle"));
    assert_eq!(label("a.txt", "1,1,100,60,40,99,1,2,0.5\n").as_deref(), Some("person on vehicle"));
    assert_eq!(label("a.txt", "1,1,100,60,40,99,1,1,0.5,1,2,3\n").as_deref(), Some("pedestrian"));
}

#[test]
fn a_flag_that_is_0_in_every_row_is_no_flag() {
    let judged = |text: &str| {
        let file = open("gt.txt", text, &OpenOptions::default()).unwrap();
        file.frame(1).detections.iter().filter(|row| file.layout().is_judged(row)).count()
    };
    assert_eq!(judged("1,1,621,810,18,32,0,1,1\n1,2,620,814,18,32,0,3,0.5\n"), 2);
    assert_eq!(judged("1,1,621,810,18,32,0,1,1\n1,2,620,814,18,32,1,3,0.5\n"), 1);
    // The rows of the first tracks may all be such that are not judged.
    let many = "1,1,621,810,18,32,0,1,1\n".repeat(600) + "1,2,621,810,18,32,1,1,1\n";
    assert_eq!(judged(&many), 1);
}

#[test]
fn a_table_that_grows_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let header = "id,x1,y1,x2,y2,frame\n";
    std::fs::write(&path, format!("{header}1,1,2,31,42,5\n1,1,2,31,42,")).unwrap();
    let file = MotFile::open(&path).unwrap();
    assert!(file.has_pending_last_line());
    std::fs::write(&path, format!("{header}1,1,2,31,42,5\n1,1,2,31,42,6\n")).unwrap();
    file.grow(&Progress::new(), &mut |_| ()).unwrap();
    assert_eq!((file.keys().last(), file.has_pending_last_line()), (Some(6), false));
}

/// A row: frame, id, left, top, width, height.
fn row() -> impl Strategy<Value = (u32, i64, [i32; 4])> {
    (0..50_u32, -1..9_i64, [-99..999_i32, -99..999, 3..500, 3..500])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_with_named_columns_in_any_order_reads_as_the_plain_rows_do(
        rows in prop::collection::vec(row(), 1..30),
        form in 0..3_usize,
        order in Just((0..9_usize).collect::<Vec<_>>()).prop_shuffle(),
        separator in prop::sample::select(vec![",", ";", "\t", ", "]),
    ) {
        let sides = [["left", "top", "width", "height"], ["x1", "y1", "x2", "y2"], ["cx", "cy", "w", "h"]][form];
        let names = ["frame_id", "track_id", sides[0], sides[1], sides[2], sides[3], "score", "class", "note"];
        let line = |fields: Vec<String>| order.iter().map(|&at| fields[at].clone()).collect::<Vec<_>>().join(separator) + "\n";
        let mut table = line(names.map(str::to_owned).to_vec());
        let mut plain = String::new();
        for (frame, id, [left, top, width, height]) in &rows {
            let (x, y) = (f64::from(*left), f64::from(*top));
            let (w, h) = (f64::from(*width), f64::from(*height));
            let four = [[x, y, w, h], [x, y, x + w, y + h], [x + w / 2.0, y + h / 2.0, w, h]][form];
            let mut fields = vec![frame.to_string(), id.to_string()];
            fields.extend(four.map(|side| side.to_string()));
            fields.extend(["0.5", "car", "\"x, y; z\""].map(str::to_owned));
            table += &line(fields);
            writeln!(plain, "{frame},{id},{left},{top},{width},{height},0.5,car").unwrap();
        }
        let by_position = OpenOptions { format: Some(Format::Mot), ..OpenOptions::default() };
        let (table, plain) = (file(&table), open("a.txt", &plain, &by_position).unwrap());
        prop_assert_eq!(boxes(&table), boxes(&plain));
        let [one, other] = [&table, &plain].map(|file| file.summarize(&Progress::new()).unwrap());
        prop_assert_eq!((one.rows, one.frames, one.duplicates, one.confidence, one.extent), (other.rows, other.frames, other.duplicates, other.confidence, other.extent));
        prop_assert_eq!(one.classes, other.classes);
    }
}

#[test]
fn ground_truth_of_motchallenge_has_sizes_whatever_its_numbers_are() {
    let row = |at: u32| format!("{at},1,{},{},{},{},1,1,1\n", 10 + at, 20 + at, 100 + at, 200 + at);
    let file = file(&(1..40).map(row).collect::<String>());
    assert_eq!(boxes(&file)[0], (1, 1, [11.0, 21.0, 101.0, 201.0]));
}

#[test]
fn three_rows_of_two_people_close_to_the_camera_have_sizes() {
    let file = file("1,1,10,20,30,40,1,-1,-1,-1\n1,2,50,60,70,80,1,-1,-1,-1\n2,1,11,21,30,40,1,-1,-1,-1\n");
    assert_eq!(boxes(&file)[1], (1, 2, [50.0, 60.0, 70.0, 80.0]));
}
