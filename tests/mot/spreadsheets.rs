//! Tables as spreadsheets, data frames and exports write them: tabs, decimal commas, quotes, and other line ends.

use std::fmt::Write as _;

use motscope::mot::{Format, MotFile, OpenOptions, OpenReason, OtherFile, ProblemKind, Progress, Separator};
use proptest::prelude::*;

use crate::mot_compare::compare_parts;

fn try_open(text: &str) -> Result<MotFile, OpenReason> {
    let file = MotFile::from_bytes_with("test.csv", text.as_bytes().to_vec(), &OpenOptions::default());
    let file = file.map_err(|error| error.reason)?;
    compare_parts(&file);
    Ok(file)
}

fn open(text: &str) -> MotFile {
    try_open(text).unwrap_or_else(|error| panic!("{error}: {text:?}"))
}

/// All rows as text: frame, id (- for none), box, confidence and class.
fn rows(file: &MotFile) -> Vec<String> {
    let layout = file.layout();
    let frames = file.frames().into_iter().map(u64::from);
    frames
        .flat_map(|number| file.frame(number).detections.into_iter().map(move |row| (number, row)))
        .map(|(number, row)| {
            let id = row.id.map_or("-".to_owned(), |id| id.to_string());
            let sides = [row.left, row.top, row.width, row.height].map(|side| side.to_string()).join(" ");
            let confidence = row.confidence.map_or("-".to_owned(), |confidence| confidence.to_string());
            let class = layout.class_of(&row).map_or("-".to_owned(), |class| layout.class_label(&class).into_owned());
            format!("{number} {id} {sides} {confidence} {class}")
        })
        .collect()
}

#[test]
fn one_tab_is_between_two_fields_and_two_tabs_have_an_empty_one_between_them() {
    let expected = ["1 7 100 50 40 80 0.9 -", "2 - 104 50 40 80 0.8 -"];
    for text in [
        "1\t7\t100\t50\t40\t80\t0.9\n2\t\t104\t50\t40\t80\t0.8\n",
        "\tframe\tid\tx\ty\tw\th\tconf\n0\t1\t7\t100\t50\t40\t80\t0.9\n1\t2\t\t104\t50\t40\t80\t0.8\n",
        "frame\tid\tleft\ttop\twidth\theight\tconfidence\r\n1\t7\t100\t50\t40\t80\t0.9\r\n2\t\t104\t50\t40\t80\t0.8\r\n",
        "id\tframe\tx\ty\tw\th\tconf\n7\t1\t100\t50\t40\t80\t0.9\n\t2\t104\t50\t40\t80\t0.8\n",
        "note\tframe\tid\tx\ty\tw\th\tconf\na\t1\t7\t100\t50\t40\t80\t0.9\n\t2\t\t104\t50\t40\t80\t0.8\n",
    ] {
        let file = open(text);
        assert_eq!(rows(&file), expected, "{text:?}");
        assert_eq!(file.separator(), Some(Separator::Tab), "{text:?}");
        let summary = file.summarize(&Progress::new()).unwrap();
        assert_eq!((summary.rejected, summary.rows_without_id), (0, 1), "{text:?}");
    }
    let file = open("frame\tid\tx\ty\tw\th\t\r\n1\t7\t100\t50\t40\t80\t\r\n2\t\t104\t50\t40\t80\t\r\n");
    assert_eq!(rows(&file), ["1 7 100 50 40 80 - -", "2 - 104 50 40 80 - -"]);
    // An empty frame is no frame, and no field moves to its place.
    let file = open("1\t7\t100\t50\t40\t80\t0.9\n\t7\t104\t50\t40\t80\t0.8\n");
    assert_eq!(rows(&file), ["1 7 100 50 40 80 0.9 -"]);
    assert_eq!(file.summarize(&Progress::new()).unwrap().problems[0].message, "bad frame: frame is \"\"");
}

#[test]
fn tabs_are_tabs_where_the_order_of_the_columns_is_stated() {
    let text = "1\t7\t100\t50\t140\t130\t\t3\n2\t7\t104\t50\t144\t130\t\t3\n".repeat(2);
    let options = OpenOptions { format: Some(Format::Mot), ..OpenOptions::default() };
    let file = MotFile::from_bytes_with("a.txt", text.into_bytes(), &options).unwrap();
    let row = &file.frame(1).detections[0];
    assert_eq!((row.width, row.confidence, row.columns.get(8)), (140.0, None, Some(3.0)));
}

#[test]
fn an_empty_field_far_behind_the_first_rows_moves_nothing() {
    let many = (1..700).map(|frame| format!("{frame}\t7\t100\t50\t40\t80\t0.9\n")).collect::<String>();
    let file = open(&(many + "700\t\t104\t50\t40\t80\t0.8\n"));
    let summary = file.summarize(&Progress::new()).unwrap();
    let told: Vec<_> =
        summary.problems_of(ProblemKind::Rejected).map(|problem| (problem.line, &*problem.message)).collect();
    assert_eq!((summary.rows, told), (699, vec![(700, "bad id: id is \"\"")]));
}

#[test]
fn tabs_and_blanks_that_align_the_fields_are_one_separator() {
    let expected = ["1 7 100 50 40 80 - -", "100 7 104 50 40 80 - -"];
    for text in [
        "1\t\t7\t100\t50\t40\t80\n100\t7\t104\t50\t40\t80\n",
        "  1   7 100  50 40 80\n100   7 104  50 40 80\n",
        "1 7\t100 50\t40 80\n100 7\t104 50\t40 80\n",
        "frame\t\tid\tx\ty\tw\th\n1\t\t7\t100\t50\t40\t80\n100\t\t7\t104\t50\t40\t80\n",
        "     frame  id    x   y   w   h\n0    1   7  100  50  40  80\n1    100   7  104  50  40  80\n",
    ] {
        assert_eq!(rows(&open(text)), expected, "{text:?}");
    }
}

#[test]
fn a_comma_may_stand_in_place_of_the_dot() {
    let expected = ["1 7 100.5 50.2 40 80 0.9 -", "2 7 104.5 50.2 40 80.5 0.8 -"];
    for separator in [";", "\t", " "] {
        let lines = [["1", "7", "100,5", "50,2", "40", "80", "0,9"], ["2", "7", "104,5", "50,2", "40", "80,5", "0,8"]];
        let body = lines.map(|fields| fields.join(separator) + "\n").concat();
        let header = ["frame", "id", "x", "y", "w", "h", "conf"].join(separator) + "\n";
        assert_eq!(rows(&open(&body)), expected, "{separator:?}");
        assert_eq!(rows(&open(&(header.clone() + &body))), expected, "{separator:?}");
        // Where all numbers have decimals, frames and ids have them, too.
        let body = body.replace(&format!("{separator}7{separator}"), &format!("{separator}7,0{separator}"));
        assert_eq!(rows(&open(&(header + &body))), expected, "{separator:?}");
    }
    assert_eq!(rows(&open("1;7;100;50;40;80;0,9\n2;7;100;50;40;80;1\n"))[0], "1 7 100 50 40 80 0.9 -");
    assert_eq!(rows(&open("frame,id,x,y,w,h\n1,7,\"100,5\",\"50,2\",40,80\n")), ["1 7 100.5 50.2 40 80 - -"]);
    // Three digits in a field with quotes may be thousands: no row rather than a wrong one.
    let summary =
        open("frame,id,x,y,w,h\n1,7,\"1,234\",50,40,80\n2,7,1,50,40,80\n").summarize(&Progress::new()).unwrap();
    assert_eq!((summary.rows, &*summary.problems[0].message), (1, "bad box: left is \"1,234\""));
}

#[test]
fn commas_between_fields_and_in_numbers_are_refused_by_name() {
    let rows = "1,7,100,5,50,2,40,1,80,0,0,9\n2,7,104,5,50,2,40,1,80,0,0,8\n";
    for header in ["", "frame,id,x,y,w,h,conf\n"] {
        let refused = try_open(&format!("{header}{rows}")).err();
        assert!(matches!(refused, Some(OpenReason::Other(OtherFile::DecimalCommas, _))), "{header:?} {refused:?}");
    }
    // Rows of MOTChallenge with whole numbers are none.
    for text in ["1,7,100,50,40,80,1,3,2,0\n", "frame,id,x,y,w,h,conf\n1,7,100,50,40,80,1,-1,-1,-1\n"] {
        assert_eq!(open(text).format(), Format::Mot, "{text}");
    }
}

#[test]
fn double_quotes_keep_a_class_together_in_every_kind_of_text() {
    for (text, class) in [
        ("1,7,100,50,40,80,0.9,\"person, adult\"\n", "person, adult"),
        ("1;7;100;50;40;80;0.9;\"person; adult\"\n", "person; adult"),
        ("1 7 100 50 40 80 0.9 \"big car\"\n", "big car"),
        ("1,7,100,50,40,80,0.9,\"the \"\"big\"\" car\"\n", "the \"big\" car"),
        ("1,7,100,50,40,80,0.9,5\" pipe\n", "5\" pipe"),
        (
            "frame,id,left,top,width,height,confidence,class,visibility\n1,7,100,50,40,80,0.9,\"a, \"\"b\"\"\",\n",
            "a, \"b\"",
        ),
        ("frame,id,x1,y1,x2,y2,label\n1,7,100,50,140,130,\"a, \"\"b\"\"\"\n", "a, \"b\""),
    ] {
        let file = open(text);
        let row = &file.frame(1).detections[0];
        assert_eq!((row.width, row.columns.class_name().map(|name| &**name)), (40.0, Some(class)), "{text}");
    }
}

#[test]
fn a_first_line_that_tells_a_spreadsheet_the_separator_is_no_header() {
    for text in [
        "sep=;\nframe;id;x1;y1;x2;y2\n1;7;100,5;50;140,5;130\n",
        "\u{feff}\"sep=;\"\r\nframe;id;x;y;w;h\r\n1;7;100.5;50;40;80\r\n",
    ] {
        let file = open(text);
        assert_eq!(rows(&file), ["1 7 100.5 50 40 80 - -"], "{text:?}");
        let summary = file.summarize(&Progress::new()).unwrap();
        assert_eq!((summary.header, summary.rejected), (true, 0), "{text:?}");
    }
}

#[test]
fn lines_that_end_with_a_carriage_return_alone_are_lines() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("a.txt", "1,7,100,50,40,80,0.9\r2,8,104,50,40,80,0.8\r"),
        ("b.csv", "frame,id,x1,y1,x2,y2,conf\r1,7,100,50,140,130,0.9\r2,8,104,50,144,130,0.8\r"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        for file in [MotFile::open(&path).unwrap(), open(text)] {
            assert_eq!(rows(&file), ["1 7 100 50 40 80 0.9 -", "2 8 104 50 40 80 0.8 -"], "{name}");
            assert!(file.remark().is_some_and(|remark| remark.contains("carriage return")), "{name}");
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
    // Among other line ends, a row is never lost without a word.
    let file = open("1,7,100,50,40,80,0.9\n2,7,104,50,40,80,0.8\r3,7,104,50,40,80,0.8\n4,7,1,5,4,8,0.8\n");
    let summary = file.summarize(&Progress::new()).unwrap();
    assert_eq!((summary.rows, summary.rejected, summary.problems[0].line), (2, 1, 2));
    assert!(summary.problems[0].message.starts_with("a carriage return (CR) inside the line"), "{summary:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_reads_the_same_with_any_separator_decimals_and_line_ends(
        table in prop::collection::vec((1..50_u32, prop::option::of(0..9_u32), prop::array::uniform4(2..999_i32), 0..100_u32), 2..20),
        separator in prop::sample::select(vec![";", "\t"]), has_comma in any::<bool>(), end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let mut text = ["", "frame", "id", "x", "y", "w", "h", "conf"].join(separator) + end;
        let mut plain = String::new();
        for (at, (frame, id, sides, share)) in table.iter().enumerate() {
            let [x, y, w, h] = sides.map(|side| format!("{side}.5"));
            let id_text = id.map_or(String::new(), |id| id.to_string());
            let fields = [at.to_string(), frame.to_string(), id_text, x.clone(), y.clone(), w.clone(), h.clone(), format!("0.{share:02}")];
            let line = fields.join(separator);
            text += &(if has_comma { line.replace('.', ",") } else { line });
            text += end;
            let id = id.map_or("-1".to_owned(), |id| id.to_string());
            writeln!(plain, "{frame},{id},{x},{y},{w},{h},0.{share:02}").unwrap();
        }
        let options = OpenOptions { format: Some(Format::Mot), ..OpenOptions::default() };
        let plain = MotFile::from_bytes_with("a.txt", plain.into_bytes(), &options).unwrap();
        prop_assert_eq!(rows(&open(&text)), rows(&plain), "{:?}", text);
    }
}
