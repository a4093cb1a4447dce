//! Real results, and small cases, with the values of `TrackEval` 1.3.0.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use motscope::MotFile;
use motscope::metrics::{Benchmark, FrameRecords, Options, Scores, evaluate};
use motscope::mot::Progress;
use serde_json::Value as Json;

use crate::compare::{differences, evaluation, number};
use crate::shared;

fn json(path: &Path) -> Json {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[track_caller]
fn none(differences: &[String]) {
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn expected_metrics_of_real_results_are_equal() {
    let (data, mut found, mut cases) = (shared::folder("data"), Vec::new(), 0);
    for file in fs::read_dir(shared::folder("data/expected")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let expected = json(&path);
        let benchmark = expected["meta"]["benchmark"].as_str().unwrap();
        for (tracker, sequences) in expected["results"].as_object().unwrap() {
            let mut all = Vec::new();
            for (sequence, expected) in sequences.as_object().unwrap().iter().filter(|(name, _)| *name != "COMBINED") {
                let folder = data.join(benchmark).join("train").join(sequence);
                let result = data.join(benchmark).join("results").join(tracker).join(format!("{sequence}.txt"));
                let rules = benchmark.parse::<Benchmark>().unwrap();
                let mut evaluation = evaluation(&folder.join("gt/gt.txt"), &result, &folder.join("seqinfo.ini"), rules);
                let class = evaluation.classes.remove(0);
                let name = format!("{sequence}.{tracker}");
                found.extend(differences(&name, expected, &class.scores));
                let frames = data.join("expected/frames").join(format!("{name}.csv"));
                found.extend(differences_by_frame(&name, &fs::read_to_string(frames).unwrap(), &class.records));
                all.push(class.scores);
                cases += 1;
            }
            if let Some(combined) = sequences.get("COMBINED") {
                found.extend(differences(&format!("{tracker} combined"), combined, &Scores::combined(&all)));
            }
        }
    }
    println!("{cases} pairs");
    none(&found);
    assert!(cases > 0, "no case was found");
}

/// Differences between the counts of frames and lines `frame,gt,dets,tp,fp,fn,idsw`.
fn differences_by_frame(name: &str, csv: &str, records: &FrameRecords) -> Vec<String> {
    let difference = |line: &str| {
        let numbers: Vec<u64> = line.split(',').map(|number| number.parse().unwrap()).collect();
        let counts = records.frame(numbers[0] as u32);
        let own =
            [counts.truth, counts.result, counts.true_positives, counts.false_positives(), counts.false_negatives()];
        (own != numbers[1..6] || counts.switches != numbers[6]).then(|| format!("{name}: frame {line}: {counts:?}"))
    };
    csv.lines().skip(1).filter_map(difference).collect()
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn metric_edges_are_equal() {
    let folder = shared::folder("data/metric_edges");
    let mut found = Vec::new();
    for (case, expected) in json(&folder.join("expected.json")).as_object().unwrap() {
        let rules = expected["benchmark"].as_str().unwrap().parse::<Benchmark>().unwrap();
        let of = folder.join(case);
        let evaluation = evaluation(&of.join("gt/gt.txt"), &of.join("result.txt"), &of.join("seqinfo.ini"), rules);
        found.extend(differences(case, expected, &evaluation.classes[0].scores));
    }
    none(&found);
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn metric_corners_are_equal() {
    let folder = shared::folder("data/metric_corners");
    let mut found = Vec::new();
    for (case, expected) in json(&folder.join("expected.json"))["cases"].as_object().unwrap() {
        let of = folder.join(case);
        let evaluation =
            evaluation(&of.join("gt/gt.txt"), &of.join("result.txt"), &of.join("seqinfo.ini"), Benchmark::Mot17);
        let scores = &evaluation.classes[0].scores;
        for (name, expected) in expected.as_object().unwrap() {
            let own = match name.as_str() {
                "TP" | "FP" | "FN" => number(scores, &format!("CLR_{name}")),
                name => number(scores, name),
            };
            if (own - expected.as_f64().unwrap()).abs() > 1e-9 {
                found.push(format!("{case}: {name} is {own}, not {expected}"));
            }
        }
    }
    none(&found);
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn ranges_of_real_results_score_as_files_cut_to_them() {
    let (data, mut cases) = (shared::folder("data"), 0);
    for benchmark in ["MOT15", "MOT17"] {
        for tracker in fs::read_dir(data.join(benchmark).join("results")).unwrap() {
            for result in fs::read_dir(tracker.unwrap().path()).unwrap() {
                let result = result.unwrap().path();
                let name = result.file_stem().unwrap();
                let truth = data.join(benchmark).join("train").join(name).join("gt/gt.txt");
                if !truth.is_file() {
                    continue;
                }
                let rules = benchmark.parse::<Benchmark>().unwrap();
                for range in [1..=20, 31..=90, 60..=60, 50..=1000, 2000..=3000] {
                    let of_range = scores_of(&truth, &result, rules, Some(range.clone()));
                    let cut = |path: &Path| cut_to(path, &range);
                    let of_cut = scores_of_files(&cut(&truth), &cut(&result), rules, range.clone());
                    assert_eq!(of_range, of_cut, "{} {range:?}", result.display());
                    cases += 1;
                }
            }
        }
    }
    assert!(cases > 0, "no case was found");
}

/// The rows of these frames, as a file of its own.
fn cut_to(path: &Path, range: &RangeInclusive<u32>) -> MotFile {
    let text = fs::read_to_string(path).unwrap();
    let frame = |line: &str| line.split(',').next().and_then(|frame| frame.trim().parse::<f64>().ok());
    let is_in = |line: &&str| frame(line).is_some_and(|frame| range.contains(&(frame as u32)));
    let cut: String = text.lines().filter(is_in).flat_map(|line| [line, "\n"]).collect();
    MotFile::from_bytes(path, cut.into_bytes()).unwrap()
}

fn scores_of(truth: &Path, result: &Path, benchmark: Benchmark, range: Option<RangeInclusive<u32>>) -> Scores {
    let open = |path: &Path| MotFile::open(path).unwrap();
    let options = Options { benchmark, range, sequence: Some(1..=5000), ..Options::default() };
    scores(&open(truth), &open(result), &options)
}

/// The scores of files whose sequence is this range.
fn scores_of_files(truth: &MotFile, result: &MotFile, benchmark: Benchmark, range: RangeInclusive<u32>) -> Scores {
    scores(truth, result, &Options { benchmark, sequence: Some(range), ..Options::default() })
}

fn scores(truth: &MotFile, result: &MotFile, options: &Options) -> Scores {
    evaluate(truth, Some(result), options, &Progress::new()).unwrap().classes.remove(0).scores
}
