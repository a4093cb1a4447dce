//! The real program: `motscope info`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::{archives, motscope, text};

/// What it says of a file as JSON; null if that is no JSON.
pub fn info(path: &Path) -> (Value, Output) {
    let output = motscope(&["info", path.to_str().unwrap(), "--json"]);
    (serde_json::from_slice(&output.stdout).unwrap_or_default(), output)
}

#[test]
fn info_tells_what_is_in_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.txt");
    let rows = "# made by hand\nframe,id,x,y,w,h\n0,1,10,20,30,40,0.5\n0,1,10,20,30,40,0.9\n2,-1,1,1,0,1\n\nx,1,1,1,1,1\n3,4,1";
    fs::write(&path, rows).unwrap();
    let (info, output) = info(&path);
    assert!(output.status.success());
    for (pointer, expected) in [
        ("/path", json!(path)),
        ("/kind", json!("mot")),
        ("/bytes", json!(rows.len())),
        ("/rows", json!(3)),
        ("/frames", json!({ "count": 2, "first": 0, "last": 2 })),
        ("/tracks", json!(1)),
        ("/rows_without_id", json!(1)),
        ("/rejected", json!({ "count": 1, "first": [{ "line": 7, "reason": "bad frame: frame is \"x\"" }] })),
        ("/header", json!(true)),
        ("/comments", json!(1)),
        ("/blank", json!(1)),
        ("/zero_based", json!(true)),
        ("/duplicates", json!(1)),
        ("/degenerate", json!(1)),
        ("/pending_last_line", json!(true)),
        ("/separator", json!("comma")),
    ] {
        assert_eq!(info.pointer(pointer), Some(&expected), "{pointer} of {info}");
    }
    assert!(info.pointer("/index/seconds").is_some_and(Value::is_f64));
    assert!(info.pointer("/index/bytes").is_some_and(Value::is_u64));
    let spoken = text(&motscope(&["info", path.to_str().unwrap()]).stdout);
    assert!(spoken.contains("line 7: bad frame") && spoken.contains("counted from 0"), "{spoken}");
}

#[test]
fn info_tells_problems_of_every_kind() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.txt");
    fs::write(&path, "1,7,1,1,-3,1\n1,7,1,1,5,0\n1,x,1,1,1,1\n1,8").unwrap();
    let (info, _) = info(&path);
    assert_eq!(
        info["problems"],
        json!([
            { "kind": "rejected", "line": 3, "frame": 1, "message": "bad id: id is \"x\"" },
            { "kind": "degenerate", "line": 1, "frame": 1, "message": "width is -3" },
            { "kind": "degenerate", "line": 2, "frame": 1, "message": "height is 0" },
            { "kind": "duplicate", "line": 2, "frame": 1, "message": "id 7 again in frame 1, first in line 1" },
            { "kind": "pending", "line": 4, "frame": 1, "message": "the last line has no end yet: \"1,8\"" },
        ])
    );
    let spoken = text(&motscope(&["info", path.to_str().unwrap()]).stdout);
    for told in [
        "degenerate   2\n",
        "line 1: width is -3\n",
        "duplicate    1\n",
        "line 2: id 7 again in frame 1, first in line 1\n",
        "pending      1\n",
        "line 4: the last line has no end yet: \"1,8\"\n",
    ] {
        assert!(spoken.contains(told), "{told} is not in {spoken}");
    }
}

#[test]
fn info_of_hostile_text_writes_nothing_that_a_terminal_obeys() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.txt");
    let hostile = "\u{1b}[2J\u{202e}\u{7}\u{9b}1m";
    let rows = format!("1,1,1,1,1,1,1,{hostile}\n1,{hostile},1,1,1,1\n1,2,{hostile}");
    fs::write(&path, rows.as_bytes()).unwrap();
    let spoken = text(&motscope(&["info", path.to_str().unwrap()]).stdout);
    let is_obeyed = |letter: char| letter != '\n' && letter.is_control() || letter == '\u{202e}';
    assert!(!spoken.contains(is_obeyed) && spoken.matches("\\u{202e}").count() == 3, "{spoken:?}");
    let (info, _) = info(&path);
    for problem in info["problems"].as_array().unwrap() {
        assert!(!problem["message"].as_str().unwrap().contains(is_obeyed), "{problem}");
    }
}

#[test]
fn info_shows_the_first_twenty_rejected_lines() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.txt");
    fs::write(&path, "1,2\n".repeat(50)).unwrap();
    let (info, output) = info(&path);
    assert!(output.status.success());
    assert_eq!((&info["rows"], &info["rejected"]["count"]), (&json!(0), &json!(50)));
    assert_eq!(info["rejected"]["first"].as_array().map(Vec::len), Some(20));
    assert_eq!(info["problems"].as_array().map(Vec::len), Some(20));
    let spoken = text(&motscope(&["info", path.to_str().unwrap()]).stdout);
    assert!(spoken.contains("… and 30 more"), "{spoken}");
}

#[test]
fn info_of_an_empty_file_is_all_zero() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("empty.txt");
    fs::write(&path, "").unwrap();
    let (info, output) = info(&path);
    assert!(output.status.success());
    assert_eq!(info["frames"], json!({ "count": 0, "first": null, "last": null }));
    assert_eq!((&info["rows"], &info["tracks"], &info["bytes"]), (&json!(0), &json!(0), &json!(0)));
}

#[test]
fn info_of_what_cannot_be_read_fails_in_one_line() {
    let directory = tempfile::tempdir().unwrap();
    let picture = directory.path().join("a.png");
    fs::write(&picture, b"\x89PNG\r\n\x1A\n").unwrap();
    let missing = directory.path().join("missing.txt");
    for (path, message) in [
        (&picture, "PNG picture"),
        (&missing, "no such file"),
        (&directory.path().to_owned(), "no sequence in this folder"),
    ] {
        let (info, output) = info(path);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(text(&output.stderr).lines().count(), 1);
        assert!(text(&output.stderr).contains(message) && info["error"].as_str().unwrap().contains(message));
        assert_eq!(info["path"], json!(path));
    }
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.txt");
    fs::write(&path, "1,1,1,1,1,1\n").unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_motscope"))
        .arg("info")
        .arg(&path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn info_tells_the_format_and_takes_another_one() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.txt");
    for (rows, kind, as_mot) in [
        ("0 1 Car 0 0 -1.9 737.5 161.5 931 374\n", "kitti", 0),
        ("1,1,100,100,150,110,145,140,95,130,0.5,4,1\n", "obb", 1),
        ("1,1,1,1,9,9\n", "mot", 1),
    ] {
        fs::write(&path, rows).unwrap();
        let (info, _) = info(&path);
        assert_eq!((&info["kind"], &info["rows"]), (&json!(kind), &json!(1)));
        let output = motscope(&["info", path.to_str().unwrap(), "--json", "--format", "mot"]);
        let info: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&info["kind"], &info["rows"]), (&json!("mot"), &json!(as_mot)));
    }
}

#[test]
fn info_refuses_masks_that_cannot_be_read_with_one_message() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.txt");
    fs::write(&path, "52 1005 1 375 1242 WSV:2d1O10000O10000O1O100O\n".repeat(3)).unwrap();
    let (info, output) = info(&path);
    assert!(!output.status.success());
    let message = text(&output.stderr);
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(message.contains("MOTS text, but none of its 3 items is a box"), "{message}");
    assert_eq!(info["error"].as_str().map(|error| format!("motscope: {error}\n")), Some(message));
}

#[test]
fn info_of_a_document_tells_what_it_is_its_remarks_and_what_is_no_box() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.txt");
    let text_of = r#"{"images":[{"id":1,"frame_id":3}],"categories":[{"id":1,"name":"car"}],
        "annotations":[{"image_id":1,"category_id":1,"track_id":7,"bbox":[1,2,3,4]},{"image_id":2,"bbox":[1,2,3,4]}]}"#;
    fs::write(&path, text_of).unwrap();
    let (info, output) = info(&path);
    assert!(output.status.success());
    for (pointer, expected) in [
        ("/kind", json!("coco")),
        ("/rows", json!(1)),
        ("/classes", json!([{ "name": "car", "rows": 1 }])),
        ("/rejected/count", json!(1)),
        ("/rejected/first/0/reason", json!("annotations[1]: there is no image with the id 2")),
        ("/ground_truth", json!(true)),
    ] {
        assert_eq!(info.pointer(pointer), Some(&expected), "{pointer} of {info}");
    }
    let spoken = text(&motscope(&["info", path.to_str().unwrap()]).stdout);
    assert!(spoken.contains("COCO JSON") && spoken.contains("annotations[1]: there is no image"), "{spoken}");
}

#[test]
fn info_lists_the_videos_of_a_document() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.json");
    let frame = |video: &str| {
        format!(
            r#"{{"videoName":"{video}","frameIndex":0,"labels":[{{"id":"1","box2d":{{"x1":1,"y1":1,"x2":2,"y2":2}}}}]}}"#
        )
    };
    fs::write(&path, format!("[{},{}]", frame("one"), frame("two"))).unwrap();
    let (info, output) = info(&path);
    assert_eq!(info["members"], json!([{ "name": "one", "bytes": null }, { "name": "two", "bytes": null }]));
    assert!(text(&output.stderr).contains("2 videos; choose one of them with --member NAME"), "{output:?}");
    let output = motscope(&["info", path.to_str().unwrap(), "--json", "--member", "two"]);
    let info: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&info["member"], &info["rows"]), (&json!("two"), &json!(1)));
}

#[test]
fn info_of_an_archive_is_that_of_its_text() {
    let directory = tempfile::tempdir().unwrap();
    let rows = b"1,1,10,20,30,40,0.5\n1,x,10,20,30,40,0.9\n2,-1,1,1,0,1\n";
    let path = directory.path().join("a");
    let told = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let (mut info, output) = info(&path);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(info["path"], json!(path));
        info["index"] = json!(null);
        let member = info["member"].take();
        (info, member)
    };
    let (expected, member) = told(rows);
    assert_eq!(member, json!(null));
    assert_eq!(told(&archives::gzip(rows)), (expected.clone(), json!(null)));
    assert_eq!(told(&archives::zip(&[("x/b.txt", rows), ("c.jpg", b"")])), (expected, json!("x/b.txt")));
    let spoken = text(&motscope(&["info", path.to_str().unwrap()]).stdout);
    assert!(spoken.contains("member       x/b.txt\n"), "{spoken}");
}

#[test]
fn info_lists_what_there_is_to_choose_from() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.zip");
    fs::write(&path, archives::zip(&[("b-10.txt", b"1,1,1,1,1,1\n"), ("b-9.txt", b"3,1,1,1,1,1\n")])).unwrap();
    let members = json!([{ "name": "b-9.txt", "bytes": 12 }, { "name": "b-10.txt", "bytes": 12 }]);
    let name = path.to_str().unwrap();
    for (asked, message) in [
        (&[][..], format!("{name}: the archive has 2 text files; choose one of them with --member NAME")),
        (&["--member", "c"][..], format!("{name}: the archive has no text file named c")),
    ] {
        let output = motscope(&[&["info", name, "--json"], asked].concat());
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(text(&output.stderr), format!("motscope: {message}\n  b-9.txt\n  b-10.txt\n"));
        let info: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&info["error"], &info["members"]), (&json!(message), &members));
        assert_eq!(info["member"], json!(asked.get(1)));
    }
    let output = motscope(&["info", name, "--json", "--member", "b-9.txt"]);
    let info: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&info["frames"]["first"], &info["member"]), (&json!(3), &json!("b-9.txt")));
}

#[test]
fn info_asks_before_it_unpacks_far_more_than_it_reads() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.txt.gz");
    fs::write(&path, archives::gzip(&b"1,1,1,1,1,1\n".repeat(100_000))).unwrap();
    let name = path.to_str().unwrap();
    let output = motscope(&["info", name]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    let begins =
        format!("motscope: {name}: it unpacks to more than 1.0 MB in {}, from ", std::env::temp_dir().display());
    assert!(told.starts_with(&begins) && told.ends_with("; add --yes to unpack it there\n"), "{told}");
    let output = motscope(&["info", name, "--yes"]);
    assert!(text(&output.stdout).contains("rows         100000\n"), "{output:?}");
}

#[test]
fn info_tells_what_it_ignored_after_a_compressed_text_and_which_of_two_members_it_read() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a");
    fs::write(&path, [archives::gzip(b"1,1,1,1,1,1\n"), vec![0; 512]].concat()).unwrap();
    let (info, output) = info(&path);
    let remark = format!("{}: 512 bytes after the compressed text were ignored", path.display());
    assert_eq!((output.status.code(), &info["remark"]), (Some(0), &json!(remark)));
    let spoken = text(&motscope(&["info", path.to_str().unwrap()]).stdout);
    assert!(spoken.contains(&format!("remark       {remark}\n")), "{spoken}");
    fs::write(&path, archives::zip(&[("a.txt", b"1,1,1,1,1,1\n"), ("a.txt", b"2,1,1,1,1,1\n")])).unwrap();
    let output = motscope(&["info", path.to_str().unwrap()]);
    assert!(text(&output.stderr).ends_with("\n  a.txt\n  a.txt#2\n"), "{output:?}");
    let output = motscope(&["info", path.to_str().unwrap(), "--member", "a.txt#2"]);
    assert!(text(&output.stdout).contains("from 2 to 2\n"), "{output:?}");
}

#[cfg(unix)]
#[test]
fn the_temporary_folder_stays_empty_and_is_named_if_it_cannot_be_used() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.txt.gz");
    let temporary = directory.path().join("temporary");
    let info = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_motscope"));
        command.arg("info").arg(&path).env("TMPDIR", &temporary).output().unwrap()
    };
    let packed = archives::gzip(&b"1,1,1,1,1,1\n".repeat(80_000));
    fs::write(&path, &packed).unwrap();
    let output = info();
    assert_eq!(output.status.code(), Some(1));
    let message = format!("{}: it cannot be unpacked in {}: ", path.display(), temporary.display());
    assert!(text(&output.stderr).contains(&message), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("TMPDIR"));
    fs::create_dir(&temporary).unwrap();
    assert!(info().status.success());
    fs::write(&path, &packed[..packed.len() - 1]).unwrap();
    assert!(!info().status.success());
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0);
}
