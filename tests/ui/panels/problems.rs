//! The list of problems.

use eframe::egui;
use eframe::egui::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use motscope::app::command::Command;

use super::{Bench, SIZE, Which, open, read};

#[test]
fn problems_are_listed_filtered_copied_and_lead_to_their_frame() {
    let mut harness = open(Which::Problems, SIZE, Bench::new());
    harness.run();
    harness.get_by_label("7 lines");
    harness.get_by_label_contains("line 4, repeated id: ").click();
    harness.run();
    assert_eq!(harness.state_mut().asked.take(), Some(Command::Seek(1)));
    for kind in ["Show not a row: 2", "Show no area: 2"] {
        harness.get_by_label(kind).click();
        harness.run();
    }
    harness.get_by_label("3 lines");
    assert!(harness.query_by_label_contains("line 2, not a row").is_none());
    harness.get_by_label("Copy").click();
    harness.run();
    let text = harness.state_mut().copied.take().unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines[1].starts_with("4\t1\tduplicate\t") && lines[3].starts_with("9\t6\tpending\t"), "{text}");
    for kind in ["Show repeated id: 2", "Show unfinished: 1"] {
        harness.get_by_label(kind).click();
        harness.run();
    }
    harness.get_by_label_contains("No problems of the kinds switched on");
}

#[test]
fn a_problem_of_no_frame_there_is_cannot_be_clicked() {
    let mut harness = open(Which::Problems, SIZE, Bench::new());
    harness.run();
    for (problem, role) in [
        ("line 4, repeated id: ", Role::Button),
        ("line 5, not a row: bad frame", Role::Label),
        ("line 9, unfinished: ", Role::Label),
    ] {
        let node = harness.get_by_label_contains(problem);
        assert_eq!(node.accesskit_node().role(), role, "{problem}");
        node.click();
        harness.run();
        assert_eq!(harness.state_mut().asked.take().is_some(), role == Role::Button, "{problem}");
    }
}

#[test]
fn every_problem_is_reached_by_keyboard() {
    let mut bench = Bench::new();
    let rows: Vec<String> = (1..=200).map(|frame| format!("{frame},1,0,0,0,9,1\n")).collect();
    bench.problems = read(&rows.concat());
    let mut harness = open(Which::Problems, [360.0, 300.0], bench);
    harness.run();
    harness.get_by_label_contains("line 1, no area").focus();
    harness.run();
    for _ in 1..200 {
        harness.key_press(egui::Key::Tab);
        harness.run();
    }
    assert!(harness.get_by_label_contains("line 200, no area").is_focused());
    harness.key_press(egui::Key::Enter);
    harness.run();
    assert_eq!(harness.state_mut().asked.take(), Some(Command::Seek(200)));
}

#[test]
fn of_very_many_problems_the_first_are_shown_and_all_are_counted() {
    let mut bench = Bench::new();
    bench.problems = read(&("1,1,0,0,9,9,1\n".to_owned() + &"no row\n".repeat(25_310)));
    let mut harness = open(Which::Problems, SIZE, bench);
    harness.run();
    harness.get_by_label("1,000 of 25,310 lines");
    assert!(harness.query_all_by_label_contains("line ").count() < 100, "only those in view are laid out");
}

#[test]
fn without_problems_the_panel_says_so() {
    let mut bench = Bench::new();
    bench.problems = read("1,1,0,0,9,9,1\n");
    let mut harness = open(Which::Problems, SIZE, bench);
    harness.run();
    harness.get_by_label("No problems found");
}

#[test]
fn where_there_are_no_boxes_nothing_is_said_to_be_without_problems() {
    let folder = tempfile::tempdir().unwrap();
    let (empty, header) = (folder.path().join("empty.txt"), folder.path().join("header.txt"));
    std::fs::write(&empty, "").unwrap();
    std::fs::write(&header, "# frame,id,left,top,width,height\n\n").unwrap();
    let pictures = folder.path().join("pictures");
    std::fs::create_dir(&pictures).unwrap();
    image::RgbImage::new(32, 24).save(pictures.join("000001.png")).unwrap();
    for path in [empty, header, pictures] {
        let mut harness = crate::small::open(&path);
        crate::window::click(&mut harness, "Errors");
        for told in ["There are no rows to check.", "There are no boxes to filter.", "There are no tracks."] {
            harness.get_by_label(told);
        }
        for untrue in ["No problems found", "All rows have the same confidence.", "This file has no ids."] {
            assert!(harness.query_by_label(untrue).is_none(), "{path:?}: {untrue}");
        }
    }
}

#[test]
fn one_problem_is_told_as_one() {
    let mut bench = Bench::new();
    bench.problems = read("1,1,0,0,9,9,1\nno row\n");
    let mut harness = open(Which::Problems, SIZE, bench);
    harness.run();
    harness.get_by_label("1 line");
    harness.get_by_label("Show not a row: 1");
}
