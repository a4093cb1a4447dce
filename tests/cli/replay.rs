//! The real program: `motscope replay` and `motscope tune`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::text;

fn motscope(folder: &Path, arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_motscope"))
        .current_dir(folder)
        .args(arguments.split_whitespace())
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A folder with two traces: somebody who steps ahead, and somebody who goes to and fro between two frames.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let rows =
        |key: fn(u64) -> u64| (0..40).map(|at| format!("{}.0,{}\n", at * 100, key(at))).collect::<Vec<_>>().concat();
    fs::write(folder.path().join("ahead.csv"), format!("# keys 0..99\ntime_ms,frame\n{}", rows(|at| at))).unwrap();
    fs::write(folder.path().join("to-and-fro.csv"), rows(|at| 10 + at % 2 * 60)).unwrap();
    folder
}

/// What went wrong: the message on stderr, nothing on stdout.
fn complaint(arguments: &str, write: impl FnOnce(PathBuf)) -> String {
    let folder = folder();
    write(folder.path().to_owned());
    let output = motscope(folder.path(), arguments);
    assert!(!output.status.success() && output.stdout.is_empty(), "{}", text(&output.stdout));
    text(&output.stderr)
}

#[test]
fn replay_answers_every_trace_with_every_algorithm_asked_for() {
    let folder = folder();
    let asked = "--trace ahead.csv --trace to-and-fro.csv --predictor none,python-library/dynamic-data,lower-bound";
    let answer = json(&motscope(folder.path(), &format!("replay {asked} --load-ms 20 --capacity 16 --json")));
    let results = answer["results"].as_array().unwrap();
    let names: Vec<_> =
        results.iter().map(|row| (row["trace"].as_str().unwrap(), row["algorithm"].as_str().unwrap())).collect();
    let algorithms = ["none", "python_library/dynamic_data", "lower_bound"];
    let expected: Vec<_> =
        ["ahead", "to-and-fro"].iter().flat_map(|&trace| algorithms.map(|algorithm| (trace, algorithm))).collect();
    assert_eq!(names, expected);
    let row = &results[0];
    assert_eq!((&row["load_ms"], &row["capacity"], &row["workers"]), (&20.0.into(), &16.into(), &4.into()));
    assert_eq!((&row["user"], &row["rows"]), (&"block".into(), &40.into()));
    // Without prefetching every step ahead waits for its load, and of two frames only the first visits do.
    assert_eq!(
        (&row["hit_rate"], &row["stall_mean_ms"], &row["loads_per_move"]),
        (&0.0.into(), &20.0.into(), &1.0.into())
    );
    assert_eq!((&results[3]["hit_rate"], &results[3]["loads"]), (&0.95.into(), &2.into()));
    assert_eq!(results[1]["workers"], 1, "the Python library has one");
    assert!(results[2]["stall_mean_ms"].is_f64() && results[2]["hit_rate"].is_null());
}

#[test]
fn a_video_costs_what_its_decoders_have_to_decode() {
    let folder = folder();
    let line = "replay --trace ahead.csv --predictor none,lower-bound --gop 10 --decode-ms 4 --seek-ms 20 --json";
    let answer = json(&motscope(folder.path(), line));
    let row = &answer["results"][0];
    // Four times to a key frame, and forty frames.
    let stall = f64::from(4 * 20 + 40 * 4) / 40.0;
    assert_eq!((&row["stall_mean_ms"], &row["loads"], &row["neighbours"]), (&stall.into(), &40.into(), &0.into()));
    assert_eq!((&row["gop"], &row["load_ms"]), (&10.into(), &42.0.into()));
    assert!(answer["results"][1]["stall_mean_ms"].is_null(), "{answer}");
}

#[test]
fn replay_without_a_choice_compares_all_and_ends_with_the_means() {
    let folder = folder();
    let output = motscope(folder.path(), "replay --trace ahead.csv --trace to-and-fro.csv --load-ms 20");
    let spoken = text(&output.stdout);
    assert!(output.status.success());
    for (name, count) in [("ahead ", 1), ("to-and-fro ", 1), ("mean ", 1), ("clairvoyant ", 3), ("lower-bound ", 3)] {
        assert_eq!(spoken.lines().filter(|line| line.starts_with(name)).count(), count, "{name}: {spoken}");
    }
}

#[test]
fn a_bad_trace_is_told_with_its_file_and_line() {
    let write = |text: &'static str| move |folder: PathBuf| fs::write(folder.join("bad.csv"), text).unwrap();
    for command in ["replay", "tune"] {
        let line = format!("{command} --trace ahead.csv --trace bad.csv");
        let told = complaint(&line, write("time_ms,frame\n0.0,1\n5.0,2\n4.0,3\n"));
        assert_eq!(told, "motscope: bad.csv: line 4: the time goes backwards\n");
        let told = complaint(&line, write("0.0,1\n5.0,10000\n"));
        assert_eq!(told, "motscope: bad.csv: line 2: frame 10000 is outside the frames 0 to 9999\n");
        let told = complaint(&line, |_| {});
        assert!(told.starts_with("motscope: bad.csv: ") && told.lines().count() == 1, "{told}");
    }
}

#[test]
fn bad_hints_are_told_with_their_line_and_a_trace_without_hints_by_its_name() {
    let line = "replay --trace ahead.csv --predictor none --hints hints.json";
    let told = complaint(line, |folder| fs::write(folder.join("hints.json"), "{\"ahead\":\n 7}").unwrap());
    assert!(told.starts_with("motscope: hints.json: ") && told.contains("line 2"), "{told}");
    assert!(complaint(line, |_| {}).starts_with("motscope: hints.json: "));
    let folder = folder();
    fs::write(folder.path().join("hints.json"), "{\"behind\": {}}").unwrap();
    let output = motscope(folder.path(), line);
    assert!(output.status.success());
    assert_eq!(text(&output.stderr), "--hints has no entry for the trace \"ahead\"\n");
}

#[test]
fn what_makes_no_sense_is_refused_before_anything_runs() {
    for (line, told) in [
        ("replay", "--trace"),
        ("tune", "--trace"),
        ("replay --trace ahead.csv --predictor belady", "clairvoyant"),
        ("tune --trace ahead.csv --predictor clairvoyant", "dynamic-data"),
        ("tune --trace ahead.csv --budget 0", "--budget"),
        ("replay --trace ahead.csv --load-ms nan", "--load-ms"),
        ("replay --trace ahead.csv --capacity 0", "--capacity"),
        ("replay --person nobody", "ping-pong"),
        ("replay --trace ahead.csv --gop 0", "--gop"),
        ("replay --trace ahead.csv --gop 10 --load-ms 5", "--load-ms"),
        ("replay --trace ahead.csv --decode-ms 5", "--gop"),
    ] {
        let complaint = complaint(line, |_| {});
        assert!(complaint.contains(told), "{line}: {complaint}");
    }
}

#[test]
fn persons_are_made_up_from_the_seed() {
    let folder = folder();
    let replay = |more: &str| {
        let line =
            format!("replay --person review,ping-pong --rows 60 --frames 500 --predictor dynamic-data --json {more}");
        json(&motscope(folder.path(), &line))
    };
    let answer = replay("");
    let names: Vec<_> =
        answer["results"].as_array().unwrap().iter().map(|row| row["trace"].as_str().unwrap()).collect();
    assert_eq!(names, ["review", "ping-pong"]);
    assert_eq!(answer["results"][0]["rows"], 60);
    assert_eq!(answer, replay("--seed 1"));
    assert_ne!(answer, replay("--seed 2"));
    let with_a_trace = json(&motscope(folder.path(), "replay --trace ahead.csv --person hold --predictor none --json"));
    assert_eq!(with_a_trace["results"].as_array().unwrap().len(), 2);
}

#[test]
fn tune_answers_what_now_reaches_and_a_front_that_nothing_in_it_beats() {
    let folder = folder();
    let line = "tune --trace ahead.csv --person jumps --rows 100 --predictor dynamic-distance-decay --budget 24 --json";
    let answer = json(&motscope(folder.path(), line));
    assert_eq!((&answer["evaluated"], &answer["cancelled"]), (&24.into(), &false.into()));
    let keys: BTreeSet<_> = answer["now"].as_object().unwrap().keys().map(String::as_str).collect();
    let expected =
        ["predictor", "capacity", "degree", "parameters", "hit_rate", "stall_mean_ms", "loads_per_move"].into();
    assert_eq!(keys, expected);
    assert_eq!(answer["now"]["predictor"], "dynamic_distance_decay");
    assert_eq!(answer["now"]["parameters"], serde_json::json!({ "forward_bias": 2.0, "max_span": 25 }));
    let front = answer["front"].as_array().unwrap();
    assert!(!front.is_empty());
    let figures = |point: &Value| ["loads_per_move", "stall_mean_ms"].map(|name| point[name].as_f64().unwrap());
    for two in front.windows(2) {
        let ([loads, stall], [more_loads, less_stall]) = (figures(&two[0]), figures(&two[1]));
        assert!(loads < more_loads && stall > less_stall);
    }
    assert!(front.iter().all(|point| (8..=64).contains(&point["capacity"].as_u64().unwrap())));
    assert_eq!(answer, json(&motscope(folder.path(), line)), "the same seed finds the same");
}

#[test]
fn tune_tells_the_same_as_a_table() {
    let folder = folder();
    let output = motscope(folder.path(), "tune --trace ahead.csv --predictor dynamic-data --budget 10");
    let spoken = text(&output.stdout);
    let lines: Vec<&str> = spoken.lines().collect();
    assert!(output.status.success() && lines.len() >= 5, "{spoken}");
    assert!(lines[0].starts_with("now ") && lines[1].starts_with("dynamic-data ") && lines[2].is_empty(), "{spoken}");
    assert!(lines[3].starts_with("best ") && lines[3].ends_with("other than default"), "{spoken}");
    assert!(lines[4..].iter().all(|line| line.starts_with("dynamic-data ")), "{spoken}");
}
