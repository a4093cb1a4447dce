//! What `motscope eval` tells or refuses: results of another sequence, archives, frames without rows, doubtful columns.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::archives::zip;
use crate::eval::{RESULT, TRUTH, data_set, write};
use crate::{motscope, text};

/// Runs `eval` on paths in a folder. Returns what is told on standard error, what is printed, and the exit code.
fn eval(root: &Path, arguments: &[&str]) -> (String, String, i32) {
    let path = |argument: &&str| {
        let is_path = root.join(argument).exists();
        if is_path { root.join(argument).to_str().unwrap().to_owned() } else { (*argument).to_owned() }
    };
    let arguments: Vec<String> = ["eval"].iter().chain(arguments).map(path).collect();
    let output = motscope(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    (text(&output.stderr), text(&output.stdout), output.status.code().unwrap())
}

/// `eval` tells this, and with `--strict` refuses it.
#[track_caller]
fn is_told_and_refused(root: &Path, arguments: &[&str], told: &str) {
    let (stderr, _, code) = eval(root, arguments);
    assert!(code == 0 && stderr.contains(told), "{code}: {stderr}");
    let strict: Vec<&str> = arguments.iter().copied().chain(["--strict"]).collect();
    let (stderr, stdout, code) = eval(root, &strict);
    assert!(code == 1 && stderr.contains(told) && stdout.is_empty(), "{code}: {stderr}");
}

#[test]
fn results_with_the_name_of_another_sequence_and_missing_ones_are_told_and_refused() {
    let root = data_set();
    write(root.path(), "r/B.txt", RESULT);
    is_told_and_refused(root.path(), &["set/A", "r/B.txt"], "B.txt: it has the name of another sequence");
    write(root.path(), "MOT17-02-SDP/gt/gt.txt", TRUTH);
    write(root.path(), "r/MOT17-09-SDP.txt", RESULT);
    let other = "MOT17-09-SDP.txt: it has the name of another sequence than the ground truth, MOT17-02-SDP";
    is_told_and_refused(root.path(), &["MOT17-02-SDP", "r/MOT17-09-SDP.txt"], other);
    fs::write(root.path().join("one.zip"), zip(&[("x/MOT17-09.txt", RESULT.as_bytes())])).unwrap();
    is_told_and_refused(root.path(), &["MOT17-02-SDP", "one.zip"], "MOT17-09.txt: it has the name of another sequence");
    write(root.path(), "r/mine.txt", RESULT);
    let (told, _, code) = eval(root.path(), &["MOT17-02-SDP", "r/mine.txt", "--strict"]);
    assert_eq!((told.as_str(), code), ("", 0));
    write(root.path(), "part/A.txt", RESULT);
    is_told_and_refused(root.path(), &["set", "part"], "part has no result for B");
}

#[test]
fn several_trackers_in_one_archive_are_told_apart() {
    let root = data_set();
    let (one, other) = (RESULT.as_bytes(), TRUTH.replace(",1,1,1", ",1"));
    let files: Vec<(&str, &[u8])> = vec![
        ("mine/A.txt", one),
        ("mine/B.txt", one),
        ("yours/data/A.txt", other.as_bytes()),
        ("yours/data/B.txt", other.as_bytes()),
        ("readme/notes.txt", b"hello"),
    ];
    fs::write(root.path().join("both.zip"), zip(&files)).unwrap();
    let (told, printed, code) = eval(root.path(), &["set", "both.zip", "--csv"]);
    assert_eq!((code, told.as_str()), (0, ""));
    for row in ["both/mine,A,", "both/mine,COMBINED,", "both/yours,B,", "both/yours,COMBINED,"] {
        assert!(printed.lines().any(|line| line.starts_with(row)), "{row}: {printed}");
    }
}

#[test]
fn an_archive_without_texts_is_no_result_and_results_without_rows_are_told() {
    let root = data_set();
    fs::write(root.path().join("none.zip"), zip(&[])).unwrap();
    let others: [(&str, &[u8]); 2] = [("x.txt", RESULT.as_bytes()), ("y.txt", RESULT.as_bytes())];
    fs::write(root.path().join("others.zip"), zip(&others)).unwrap();
    for truth in ["set", "set/A"] {
        let (told, _, code) = eval(root.path(), &[truth, "others.zip"]);
        assert!(code == 1 && told.contains("no text in this archive has the name of a sequence"), "{truth}: {told}");
    }
    fs::write(root.path().join("zero.zip"), b"").unwrap();
    fs::write(root.path().join("zero.txt.gz"), b"").unwrap();
    for (truth, name) in [("set", "none.zip"), ("set/A", "none.zip"), ("set/A", "zero.zip"), ("set/A", "zero.txt.gz")] {
        let (told, printed, code) = eval(root.path(), &[truth, name]);
        assert!(code == 1 && told.contains(name) && printed.is_empty(), "{truth} {name}: {code} {told}");
    }
    write(root.path(), "empty.txt", "");
    let (told, _, code) = eval(root.path(), &["set/A", "empty.txt"]);
    assert!(code == 0 && told.contains("empty.txt: it has no rows"), "{told}");
}

#[test]
fn compressed_results_are_found_in_a_folder() {
    let root = data_set();
    fs::create_dir(root.path().join("packed")).unwrap();
    for name in ["A", "B"] {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(RESULT.as_bytes()).unwrap();
        fs::write(root.path().join(format!("packed/{name}.txt.gz")), packed.finish().unwrap()).unwrap();
    }
    let (told, printed, code) = eval(root.path(), &["set", "packed", "--csv"]);
    assert_eq!((told.as_str(), code), ("", 0), "{printed}");
    assert!(printed.lines().any(|line| line.starts_with("packed,B,pedestrian,")), "{printed}");
    let (told, printed, _) = eval(root.path(), &["set/A", "packed/A.txt.gz", "--strict", "--csv"]);
    assert!(told.is_empty() && printed.contains("packed,A,"), "{told} {printed}");
}

#[test]
fn rows_that_no_class_is_about_are_counted_once() {
    let root = tempfile::tempdir().unwrap();
    let row = |class: &str, id: i32| format!("0 {id} {class} 0 0 -10 10 10 50 60 -1 -1 -1 -1000 -1000 -1000 -10");
    let truth = format!("{}\n{}\n{}\n", row("Car", 1), row("Pedestrian", 2), row("Spaceship", 3));
    write(root.path(), "label_02/0000.txt", &truth);
    write(root.path(), "r/0000.txt", &truth.replace("-1000 -1000 -1000 -10", "-1000 -1000 -1000 -10 0.9"));
    let (told, _, code) = eval(root.path(), &["label_02/0000.txt", "r/0000.txt", "--benchmark", "kitti"]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("1 row is of a class that the benchmark does not have"), "{told}");
    assert!(told.contains("1 row is of a class that is not evaluated"), "{told}");
}

#[test]
fn frames_without_rows_are_frames_of_the_sequence() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "A/gt/gt.txt", "1,1,10,10,20,40,1,1,1\n10,1,12,10,20,40,1,1,1\n");
    write(root.path(), "A/seqinfo.ini", "[Sequence]\nseqLength=20\n");
    write(root.path(), "r.txt", "5,7,10,10,20,40,0.9\n");
    for (frames, told) in [("3-6", "no row in frames 3 to 6"), ("15-", "no row in frames 15 to 20")] {
        let frames = frames.replace("15-", "15..");
        let (stderr, printed, code) = eval(root.path(), &["A", "r.txt", "--frames", &frames, "--csv"]);
        assert!(code == 0 && stderr.contains(told), "{frames}: {stderr}");
        assert!(printed.contains("r,A,pedestrian,"), "{printed}");
    }
    let (told, _, code) = eval(root.path(), &["A", "r.txt", "--frames", "30-40"]);
    assert!(code == 1 && told.contains("the frames of the ground truth are 1 to 20"), "{told}");
}

#[test]
fn classes_that_have_nothing_in_common_are_told_and_refused() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "gt.txt", "1,1,10,10,20,40,1,3\n2,1,12,10,20,40,1,3\n");
    write(
        root.path(),
        "r.csv",
        "frame,id,left,top,width,height,conf,class\n1,7,10,10,20,40,0.9,car\n2,7,12,10,20,40,0.9,car\n",
    );
    let told = "2 rows are of classes that the ground truth does not have";
    is_told_and_refused(root.path(), &["gt.txt", "r.csv", "--benchmark", "none"], told);
}

#[test]
fn lines_without_a_frame_number_are_told_for_files_of_every_size_and_in_archives() {
    let root = data_set();
    let odd = format!("{RESULT}2.5,1,10,10,20,40,1\nabc\n");
    fs::write(root.path().join("odd.zip"), zip(&[("A.txt", odd.as_bytes())])).unwrap();
    let told = "2 lines have no frame number that can be read: left out";
    is_told_and_refused(root.path(), &["set/A", "odd.zip"], told);
    let header = format!("frame,id,left,top,width,height,conf\n{odd}");
    write(root.path(), "table.csv", &header);
    is_told_and_refused(root.path(), &["set/A", "table.csv"], &format!("table.csv: line 4: {told}"));
    let many = "1,7,10,10,20,40,0.9\n".repeat((1 << 19) + 10);
    write(root.path(), "large.txt", &format!("{many}abc\n{RESULT}"));
    let (stderr, _, _) = eval(root.path(), &["set/A", "large.txt"]);
    assert!(stderr.contains("large.txt: line 524299: 1 line has no frame number that can be read"), "{stderr}");
}

#[test]
fn guessed_corners_are_told_and_refused_unless_the_columns_are_stated() {
    let root = tempfile::tempdir().unwrap();
    let rows = |corners: bool| {
        let row = |frame: i32, id: i32| {
            let (x, y, width, height) = (100 * id + 3 * frame, 200 * id + 2 * frame, 40 + id, 90 + id);
            let (third, fourth) = if corners { (x + width, y + height) } else { (width, height) };
            format!("{frame},{id},{x},{y},{third},{fourth},0.9,-1,-1,-1\n")
        };
        (1..30)
            .flat_map(|frame| (1..6).map(move |id| (frame, id)))
            .map(|(frame, id)| row(frame, id))
            .collect::<String>()
    };
    write(root.path(), "MOT17/train/A/gt/gt.txt", &rows(false).replace("0.9,-1,-1,-1", "1,1,1"));
    write(root.path(), "r.txt", &rows(true));
    is_told_and_refused(root.path(), &["MOT17/train/A", "r.txt"], "r.txt: this is a guess: columns 5 and 6");
    let columns = ["MOT17/train/A", "r.txt", "--columns", "frame,id,x1,y1,x2,y2,conf", "--strict", "--json"];
    let (told, printed, code) = eval(root.path(), &columns);
    assert_eq!((told.as_str(), code), ("", 0));
    let json: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(json["results"]["r"]["A"]["CLEAR"]["MOTA"], 1.0);
    let (told, _, code) = eval(root.path(), &["MOT17/train/A", "r.txt", "--format", "mot", "--json"]);
    assert!(code == 0 && !told.contains("guess"), "{told}");
}

#[test]
fn a_crowd_of_many_boxes_at_one_place_is_evaluated() {
    let root = tempfile::tempdir().unwrap();
    let row = |id: i32| format!("1,{id},{:.1},10,400,40,1,1,1\n", f64::from(id) / 20.0);
    let crowd = (1..=2100).map(row).collect::<Vec<_>>().concat();
    write(root.path(), "gt.txt", &crowd);
    write(root.path(), "r.txt", &crowd);
    let (told, printed, code) = eval(root.path(), &["gt.txt", "r.txt", "--benchmark", "none", "--csv"]);
    assert!(code == 0 && printed.contains("r,gt,"), "{told} {printed}");
}

#[test]
#[cfg(unix)]
fn names_with_control_characters_reach_no_page_and_no_list() {
    let root = data_set();
    let name = "evil\u{1b}[31m";
    write(root.path(), &format!("{name}/A.txt"), RESULT);
    let (events, page) = (root.path().join("e.csv"), root.path().join("p.html"));
    let (told, printed, code) =
        eval(root.path(), &["set", name, "--events", events.to_str().unwrap(), "--html", page.to_str().unwrap()]);
    assert_eq!(code, 0, "{told}");
    let (_, csv, _) = eval(root.path(), &["set", name, "--csv"]);
    for text in [told, printed, csv, fs::read_to_string(events).unwrap(), fs::read_to_string(page).unwrap()] {
        assert!(!text.contains('\u{1b}') && text.contains("evil\\u001b[31m"), "{text:?}");
    }
}
