//! The real program: `motscope generate`.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::info::info;
use crate::{motscope, text};

#[test]
fn generate_writes_what_info_reads_and_never_overwrites_unasked() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("made.txt");
    let name = path.to_str().unwrap();
    let made = motscope(&["generate", "-o", name, "-t", "30", "-f", "50"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let (info, _) = info(&path);
    assert_eq!((&info["tracks"], &info["rejected"]["count"]), (&json!(30), &json!(0)));
    let before = fs::read(&path).unwrap();
    let refused = motscope(&["generate", "-o", name, "-t", "3", "-f", "50"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("--force"));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(motscope(&["generate", "-o", name, "-t", "3", "-f", "50", "--force"]).status.success());
    assert_ne!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "no other file is left");
}

#[test]
fn generate_refuses_what_is_no_file_or_no_option() {
    let directory = tempfile::tempdir().unwrap();
    let there = directory.path().to_str().unwrap();
    let nowhere = format!("{there}/missing/a.txt");
    assert_eq!(motscope(&["generate", "-o", there, "--force"]).status.code(), Some(1));
    assert_eq!(motscope(&["generate", "-o", &nowhere]).status.code(), Some(1));
    let path = format!("{there}/a.txt");
    assert_eq!(motscope(&["generate", "-o", &path, "-f", "0"]).status.code(), Some(2));
    assert_eq!(motscope(&["generate", "-o", &path, "-t", "1", "--density", "1"]).status.code(), Some(2));
    assert_eq!(fs::read_dir(there).unwrap().count(), 0);
}

#[test]
fn generate_makes_a_sequence_and_replaces_only_one_that_nothing_was_added_to() {
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path().join("street");
    let name = folder.to_str().unwrap();
    let generate = |more: &[&str]| {
        let size = ["generate", "--pictures", "-o", name, "-f", "3", "--width", "64", "--height", "48"];
        motscope(&[&size, more].concat())
    };
    let made = generate(&[]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(text(&made.stderr).contains("3 pictures"));
    assert_eq!(fs::read_dir(folder.join("img1")).unwrap().count(), 3);
    for file in ["gt/gt.txt", "det/det.txt", "tracker.txt"] {
        let (info, _) = info(&folder.join(file));
        assert_eq!((&info["rejected"]["count"], &info["frames"]["last"]), (&json!(0), &json!(3)), "{file}");
    }
    let truth = || fs::read(folder.join("gt/gt.txt")).unwrap();
    let before = truth();
    let refused = generate(&["--seed", "7"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("--force"));
    assert_eq!(truth(), before);
    assert!(generate(&["--seed", "7", "--force"]).status.success());
    assert_ne!(truth(), before);
    fs::write(folder.join("img1/mine.jpg"), "mine").unwrap();
    assert_eq!(generate(&["--force"]).status.code(), Some(1));
    assert_eq!(fs::read(folder.join("img1/mine.jpg")).unwrap(), b"mine");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "nothing else is left");
}

#[test]
fn generate_refuses_pictures_that_make_no_sense_or_have_no_room() {
    let directory = tempfile::tempdir().unwrap();
    let there = directory.path().join("a.txt");
    fs::write(&there, "mine").unwrap();
    let generate = |path: &Path, more: &[&str]| {
        motscope(&[&["generate", "--pictures", "-o", path.to_str().unwrap()], more].concat()).status.code()
    };
    let folder = directory.path().join("street");
    assert_eq!(generate(&folder, &["--width", "100000"]), Some(2));
    assert_eq!(generate(&folder, &["--frames", "0"]), Some(2));
    assert_eq!(generate(&folder, &["--order", "track"]), Some(2));
    assert_eq!(generate(&there, &["--force"]), Some(1));
    assert_eq!(generate(directory.path(), &["--force"]), Some(1));
    assert_eq!(generate(&directory.path().join("missing/street"), &[]), Some(1));
    assert_eq!(fs::read(&there).unwrap(), b"mine");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_left_is_removed_by_the_next_one_and_a_link_to_nothing_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    let mut ended = std::process::Command::new("true").spawn().unwrap();
    ended.wait().unwrap();
    let left = |name: &str| at(&format!(".{name}.{}.part", ended.id()));
    fs::write(left("a.txt"), "half").unwrap();
    fs::create_dir_all(left("street").join("img1")).unwrap();
    let own = at(&format!(".a.txt.{}.part", std::process::id()));
    fs::write(&own, "of a process that runs").unwrap();
    let generate = |name: &str, more: &[&str]| {
        motscope(&[&["generate", "-o", at(name).to_str().unwrap(), "--frames", "2"], more].concat()).status.code()
    };
    assert_eq!(generate("a.txt", &["--tracks", "2"]), Some(0));
    assert_eq!(generate("street", &["--pictures", "--width", "320", "--height", "180"]), Some(0));
    assert!(!left("a.txt").exists() && !left("street").exists() && own.exists());
    std::os::unix::fs::symlink("nothing.txt", at("link.txt")).unwrap();
    assert_eq!(generate("link.txt", &["--tracks", "2"]), Some(1));
    assert!(at("link.txt").is_symlink() && !at("nothing.txt").exists());
    assert_eq!(generate("link.txt", &["--tracks", "2", "--force"]), Some(0));
    assert!(at("link.txt").is_symlink() && at("nothing.txt").is_file());
}
