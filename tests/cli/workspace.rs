//! The real program on workspaces: `motscope info`, and what cannot be read.

use std::fs;

use serde_json::{Value, json};

use crate::{motscope, text};

#[test]
fn info_tells_what_is_in_a_workspace_and_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("gt.txt"), "1,1,10,20,30,40,1\n").unwrap();
    let path = folder.path().join("run.motws");
    let written = json!({
        "motscope_workspace": 1, "open": "gt.txt", "frame": 7, "mood": 1,
        "layers": [{"file": "gt.txt", "is_main": true}, {"file": "runs/a.txt", "look": {"shown": false}}],
        "bookmarks": [{"frame": 3, "name": "they meet", "note": "both turn\nleft"}],
    });
    fs::write(&path, written.to_string()).unwrap();
    let path = path.to_str().unwrap();
    let output = motscope(&["info", path, "--json"]);
    assert!(output.status.success());
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&told["kind"], &told["opens"], &told["frame"]), (&json!("workspace"), &json!("gt.txt"), &json!(7)));
    let layers = json!([
        {"file": "gt.txt", "main": true, "shown": true, "filtered": false, "missing": false},
        {"file": "runs/a.txt", "main": false, "shown": false, "filtered": false, "missing": true},
    ]);
    assert_eq!(told["layers"], layers);
    let spoken = text(&motscope(&["info", path]).stdout);
    for line in [
        "opens        gt.txt\n",
        "layer        runs/a.txt, hidden, missing\n",
        "bookmark     3: they meet: both turn",
        "mood",
    ] {
        assert!(spoken.contains(line), "{line}: {spoken}");
    }
}

#[test]
fn what_is_no_workspace_is_refused_with_file_line_and_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.motws");
    for (written, reason) in [
        (&b"{\n\"open\": 3}"[..], "run.motws: line 2: invalid type"),
        (b"1,1,10,20,30,40,1\n", "run.motws: line 1: "),
        (b"{}", "run.motws: this is no workspace"),
        (b"{\n\n\xFF", "run.motws: line 3: this is not UTF-8"),
        (b"{\"motscope_workspace\": 9}", "run.motws: this is a workspace of version 9"),
    ] {
        fs::write(&path, written).unwrap();
        let output = motscope(&["info", path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains(reason), "{reason}: {}", text(&output.stderr));
    }
    let output = motscope(&["info", folder.path().join("no.motws").to_str().unwrap()]);
    assert!(!output.status.success() && text(&output.stderr).contains("no.motws"));
}

#[test]
fn other_commands_do_not_take_a_workspace_for_boxes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.motws");
    fs::write(&path, "{\n  \"motscope_workspace\": 1,\n  \"open\": \"gt.txt\"\n}\n").unwrap();
    let output = motscope(&["convert", path.to_str().unwrap(), folder.path().join("a.txt").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("workspace"), "{}", text(&output.stderr));
}
