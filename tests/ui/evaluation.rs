//! All sequences of a data set: evaluated from the errors tab, as a table and as one list of errors.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use motscope::app::{Start, Window};
use motscope::data_set::{Question, ScoreTable, Watch, evaluate};
use motscope::mot::OpenOptions;

use crate::archives;
use crate::errors_panel::toggle;
use crate::window::{self, click, position, press, settle, until};

/// One box a frame: the id in each. Those of ground truth have a flag, a class and a visibility.
fn rows(ids: &[u64], is_truth: bool) -> String {
    let rest = if is_truth { "1,1,1" } else { "0.9,-1,-1,-1" };
    (1..).zip(ids).map(|(frame, id)| format!("{frame},{id},0,0,10,10,{rest}\n")).collect::<Vec<_>>().concat()
}

/// A data set of two sequences, and two trackers: `one` switches in B and in frame 3 of A, `two` nowhere.
fn data_set(folder: &Path) -> PathBuf {
    for (name, ids) in [("A", [5, 5, 6, 6]), ("B", [5, 6, 7, 7])] {
        let sequence = folder.join("set").join(name);
        fs::create_dir_all(sequence.join("gt")).unwrap();
        fs::write(sequence.join("gt/gt.txt"), rows(&[1; 4], true)).unwrap();
        fs::write(sequence.join("seqinfo.ini"), format!("[Sequence]\nname={name}\nseqLength=4\n")).unwrap();
        for (tracker, ids) in [("one", &ids), ("two", &[9; 4])] {
            fs::create_dir_all(folder.join(tracker)).unwrap();
            fs::write(folder.join(tracker).join(format!("{name}.txt")), rows(ids, false)).unwrap();
        }
    }
    folder.join("set")
}

fn open(folder: &Path, size: [f32; 2]) -> Harness<'static, Window> {
    let path = data_set(folder).join("A");
    let start = Start { path: Some(path), layers: vec![folder.join("one/A.txt")], ..Start::default() };
    let mut harness = window::start(start, size);
    harness.get_by_label_contains("Errors").click();
    settle(&mut harness);
    harness
}

/// Asks for the dialog, writes these paths into it, and evaluates.
fn evaluate_with(harness: &mut Harness<'_, Window>, results: &str) {
    click(harness, "Evaluate all sequences…");
    harness.get_by_label("Results of trackers").set_text_value_accesskit(results);
    (0..2).for_each(|_| harness.step());
    click(harness, "Evaluate");
}

/// The row of the table whose description begins like this.
fn wait_for(harness: &mut Harness<'_, Window>, text: &str) {
    let deadline = Instant::now() + window::PATIENCE;
    while harness.query_all_by_label_contains(text).next().is_none() {
        assert!(Instant::now() < deadline, "nothing says “{text}”");
        harness.step();
        std::thread::yield_now();
    }
}

/// Whether the ground truth and the results that are looked at are these.
fn looks_at(window: &Window, truth: &Path, result: &Path) -> bool {
    let view = window.view();
    let judgement = view.state.judging.judgement();
    judgement.is_some_and(|judgement| (judgement.paths.0.as_path(), judgement.paths.1.as_path()) == (truth, result))
}

#[test]
fn a_data_set_is_evaluated_and_each_row_and_each_error_opens_its_sequence() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), [1280.0, 1200.0]);
    click(&mut harness, "Evaluate all sequences…");
    let value = |harness: &Harness<'_, Window>, label: &str| harness.get_by_label(label).value().unwrap();
    let [set, one, two] = ["set", "one", "two"].map(|name| folder.path().join(name));
    assert_eq!(value(&harness, "Ground truth of the data set"), set.to_str().unwrap());
    assert_eq!(value(&harness, "Results of trackers"), one.to_str().unwrap());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("Results of trackers").is_none(), "Escape closes the dialog");
    evaluate_with(&mut harness, &format!("{}\n\n{}", one.display(), two.display()));
    wait_for(&mut harness, "COMBINED · one: HOTA");
    wait_for(&mut harness, "B · one: HOTA");
    wait_for(&mut harness, "set: 3 errors");
    // A row opens the sequence with these results.
    let truth = |name: &str| set.join(name).join("gt/gt.txt");
    harness.get_by_label_contains("B · two: HOTA").click();
    until(&mut harness, "at B with two", |window| looks_at(window, &truth("B"), &two.join("B.txt")));
    assert!(harness.state().view().state.listed.is_some(), "the table stays");
    // An error opens it at its frame.
    wait_for(&mut harness, "B · one · frame 3");
    harness.get_by_label_contains("B · one · frame 3").click();
    until(&mut harness, "at B with one", |window| looks_at(window, &truth("B"), &one.join("B.txt")));
    until(&mut harness, "at frame 3", |window| window.view().position() == Some(3));
    assert_eq!(position(&harness), 3);
    click(&mut harness, "Close the list");
    assert!(harness.query_by_label_contains("COMBINED").is_none());
}

#[test]
fn the_table_is_sorted_and_shows_trackers_alone_and_as_differences() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), [1280.0, 900.0]);
    let results = ["one", "two"].map(|name| folder.path().join(name).display().to_string());
    evaluate_with(&mut harness, &results.join("\n"));
    wait_for(&mut harness, "COMBINED · two: HOTA");
    let top = |harness: &Harness<'_, Window>, label: &str| harness.get_by_label_contains(label).rect().top();
    assert!(top(&harness, "A · one: HOTA") < top(&harness, "A · two: HOTA"));
    assert!(top(&harness, "A · two: HOTA") < top(&harness, "B · one: HOTA"));
    click(&mut harness, "Sort all by HOTA");
    assert!(top(&harness, "B · two: HOTA") < top(&harness, "A · one: HOTA"), "the best come first");
    assert!(top(&harness, "COMBINED · one: HOTA") < top(&harness, "A · two: HOTA"), "totals stay at the top");
    harness.get_by_label("Trackers of the table").click();
    (0..3).for_each(|_| harness.step());
    harness.get_by_label("two minus one").click();
    (0..3).for_each(|_| harness.step());
    wait_for(&mut harness, "B: HOTA +");
    let difference = harness.get_by_label_contains("B: HOTA +").accesskit_node().label().unwrap_or_default();
    assert!(difference.contains("IDSW −2"), "{difference}");
}

#[test]
fn an_evaluation_that_fails_says_why_and_what_is_missing_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), [1280.0, 900.0]);
    evaluate_with(&mut harness, "/no/such/results");
    wait_for(&mut harness, "Could not evaluate");
    wait_for(&mut harness, "/no/such/results");
    fs::remove_file(folder.path().join("two/B.txt")).unwrap();
    evaluate_with(&mut harness, folder.path().join("two").to_str().unwrap());
    wait_for(&mut harness, "1 remark");
    click(&mut harness, "1 remark");
    wait_for(&mut harness, "two has no result for B: all of its ground truth counts as missed");
    // What has no result opens as ground truth.
    harness.get_by_label_contains("B: HOTA 0.00").click();
    until(&mut harness, "at B", |window| {
        window.view().document.is_some_and(|document| document.file.path().ends_with("B/gt/gt.txt"))
    });
}

/// A table of scores, as `eval` prints it, in `folder`.
fn scores(folder: &Path, truth: PathBuf, results: PathBuf) -> PathBuf {
    let question = Question {
        truth,
        results: vec![results],
        benchmark: None,
        frames: None,
        threshold: 0.5,
        is_strict: false,
        has_events: false,
        most_events: 0,
        truth_options: OpenOptions::default(),
        result_options: OpenOptions::default(),
    };
    let table = ScoreTable::of(&evaluate(&question, &Watch::default()).unwrap());
    let path = folder.join("scores.csv");
    table.write(fs::File::create(&path).unwrap()).unwrap();
    path
}

#[test]
fn a_table_that_eval_has_printed_opens_and_a_row_opens_its_sequence() {
    let folder = tempfile::tempdir().unwrap();
    let path = scores(folder.path(), data_set(folder.path()), folder.path().join("one"));
    let mut harness = window::start(Start { path: Some(path), ..Start::default() }, [900.0, 600.0]);
    wait_for(&mut harness, "scores.csv: 3 rows of scores");
    wait_for(&mut harness, "COMBINED: HOTA");
    harness.get_by_label_contains("B: HOTA").click();
    let (truth, result) = (folder.path().join("set/B/gt/gt.txt"), folder.path().join("one/B.txt"));
    until(&mut harness, "at B", |window| looks_at(window, &truth, &result));
    fs::write(folder.path().join("bad.csv"), "tracker,sequence,HOTA\none,A,much\n").unwrap();
    let bad = folder.path().join("bad.csv");
    let mut harness = window::start(Start { path: Some(bad), ..Start::default() }, [900.0, 600.0]);
    wait_for(&mut harness, "line 2: \"much\" is no value of the column HOTA");
}

#[test]
fn table_and_list_fit_a_small_window_and_ask_for_no_repaint_at_rest() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), [900.0, 600.0]);
    toggle(&mut harness, "Evaluate all sequences…");
    let window = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(900.0, 600.0));
    for label in ["Ground truth of the data set", "Results of trackers", "Rules of the evaluation", "Evaluate"] {
        let rect = harness.get_by_label(label).rect();
        assert!(window.contains_rect(rect), "{label}: {rect:?}");
    }
    click(&mut harness, "Evaluate");
    wait_for(&mut harness, "COMBINED: HOTA");
    for label in ["Close the list", "Copy scores", "Sort all by HOTA", "Save all errors as CSV"] {
        let rect = harness.get_by_label(label).rect();
        assert!(window.contains_rect(rect), "{label}: {rect:?}");
    }
    let deadline = Instant::now() + window::PATIENCE;
    let mut calm = 0;
    while calm < 10 {
        harness.step();
        let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
        calm = if delay == std::time::Duration::MAX { calm + 1 } else { 0 };
        assert!(Instant::now() < deadline, "it does not come to rest");
        std::thread::yield_now();
    }
}

#[test]
fn a_row_whose_ground_truth_and_results_are_in_archives_opens_the_right_text_of_each() {
    let folder = tempfile::tempdir().unwrap();
    data_set(folder.path());
    let zip = |archive: &str, texts: [&str; 2]| {
        let bytes = texts.map(|text| fs::read(folder.path().join(text)).unwrap());
        let path = folder.path().join(archive);
        fs::write(&path, archives::zip(&[(texts[0], &bytes[0]), (texts[1], &bytes[1])])).unwrap();
        path
    };
    let truth = zip("truth.zip", ["set/A/gt/gt.txt", "set/B/gt/gt.txt"]);
    let path = scores(folder.path(), truth.clone(), zip("one.zip", ["one/A.txt", "one/B.txt"]));
    let mut harness = window::start(Start { path: Some(path), ..Start::default() }, [1280.0, 900.0]);
    wait_for(&mut harness, "COMBINED: HOTA");
    for (name, errors) in [("B", 2), ("A", 1), ("B", 2)] {
        harness.get_by_label_contains(&format!("{name}: HOTA")).click();
        let texts = (Some(format!("set/{name}/gt/gt.txt")), Some(format!("one/{name}.txt")));
        until(&mut harness, &format!("at {name}"), |window| {
            let view = window.view();
            let judgement = view.state.judging.judgement();
            judgement.is_some_and(|judgement| judgement.members == texts && judgement.events.len() == errors)
        });
        assert_eq!(harness.state().view().state.judging.judgement().unwrap().paths.0, truth);
    }
}
