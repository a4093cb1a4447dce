//! Made-up scenes: equal to the naive twin, whatever is in them.

use std::fmt::Write as _;

use motscope::MotFile;
use motscope::metrics::{Benchmark, Evaluation, Evaluator, Options, evaluate};
use motscope::mot::Progress;
use proptest::prelude::*;

use crate::naive::{self, Naive, Scene, naive};

/// Few boxes on few places, so that many tie, and some anywhere.
fn boxes() -> impl Strategy<Value = Vec<naive::Box>> {
    let place = prop_oneof![3 => (0..4_u32).prop_map(|at| f64::from(at) * 3.0), 1 => 0.0..10.0_f64];
    let of = (0..5_u64, place.clone(), place).prop_map(|(id, left, top)| (id, [left, top, left + 10.0, top + 10.0]));
    prop::collection::vec(of, 0..5).prop_map(|mut boxes| {
        let mut seen = std::collections::BTreeSet::new();
        boxes.retain(|(id, _)| seen.insert(*id));
        boxes
    })
}

fn scene() -> impl Strategy<Value = Scene> {
    prop::collection::vec((boxes(), boxes()), 1..12)
}

/// The scene as two files.
fn files(scene: &Scene) -> (MotFile, MotFile) {
    let text = |of: fn(&naive::Boxes) -> &Vec<naive::Box>| {
        let mut text = String::new();
        for (frame, boxes) in scene.iter().enumerate() {
            for (id, [left, top, right, bottom]) in of(boxes) {
                writeln!(text, "{},{id},{left},{top},{},{},1", frame + 1, right - left, bottom - top).unwrap();
            }
        }
        text.into_bytes()
    };
    let open = |name: &str, text| MotFile::from_bytes(name, text).unwrap();
    (open("truth.txt", text(|boxes| &boxes.0)), open("result.txt", text(|boxes| &boxes.1)))
}

fn evaluated(scene: &Scene, options: &Options) -> Evaluation {
    let (truth, result) = files(scene);
    evaluate(&truth, Some(&result), options, &Progress::new()).unwrap()
}

fn options(scene: &Scene) -> Options {
    Options { sequence: Some(1..=scene.len() as u32), ..Options::default() }
}

/// The values of an evaluation that the twin has.
fn as_naive(evaluation: &Evaluation) -> Naive {
    let scores = &evaluation.classes[0].scores;
    let clear = scores.clear;
    let mean = |values: &[f64; 19]| values.iter().sum::<f64>() / 19.0;
    Naive {
        clear: [
            clear.true_positives,
            clear.false_negatives,
            clear.false_positives,
            clear.switches,
            clear.fragmentations,
            clear.mostly_tracked,
            clear.partly_tracked,
            clear.mostly_lost,
        ],
        identity: scores.identity.true_positives,
        hota: mean(&scores.hota.hota()),
        association: mean(&scores.hota.association),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scores_are_those_of_the_naive_twin(scene in scene()) {
        // Widths are written as text and read back, so both work on what is written.
        let scene = written(scene);
        let (own, naive) = (as_naive(&evaluated(&scene, &options(&scene))), naive(&scene));
        prop_assert_eq!((own.clear, own.identity), (naive.clear, naive.identity));
        prop_assert!((own.hota - naive.hota).abs() < 1e-9, "{} {}", own.hota, naive.hota);
        prop_assert!((own.association - naive.association).abs() < 1e-9);
    }

    #[test]
    fn counts_of_ranges_add_up(scene in scene(), cut in 0..12_u32) {
        let evaluation = evaluated(&scene, &options(&scene));
        let records = &evaluation.classes[0].records;
        let (before, after, all) = (records.range(0..=cut), records.range(cut + 1..=99), records.range(0..=99));
        prop_assert_eq!(before.true_positives + after.true_positives, all.true_positives);
        prop_assert_eq!(before.switches + after.switches, all.switches);
        let clear = evaluation.classes[0].scores.clear;
        prop_assert_eq!((all.true_positives, all.switches), (clear.true_positives, clear.switches));
        prop_assert_eq!((all.false_positives(), all.false_negatives()), (clear.false_positives, clear.false_negatives));
        let hota = evaluation.classes[0].scores.hota.true_positives;
        prop_assert_eq!(all.hota_true_positives, hota);
    }

    #[test]
    fn several_trackers_score_as_each_alone(scene in scene(), others in scene(), benchmark in prop::sample::select(&Benchmark::ALL[..])) {
        let ((truth, one), (_, other)) = (files(&written(scene)), files(&written(others)));
        let (options, progress) = (Options { benchmark, ..Options::default() }, Progress::new());
        let mut evaluator = Evaluator::new(&truth, &options, &progress);
        for result in [Some(&one), None, Some(&other), Some(&one)] {
            let (own, alone) = (evaluator.evaluate(result).unwrap(), evaluate(&truth, result, &options, &progress).unwrap());
            let scores = |of: &Evaluation| of.classes.iter().map(|class| class.scores.clone()).collect::<Vec<_>>();
            prop_assert_eq!(scores(&own), scores(&alone));
            prop_assert_eq!(own.remarks, alone.remarks);
        }
    }

    #[test]
    fn a_range_scores_as_files_cut_to_it(scene in scene(), first in 1..12_u32, length in 0..6_u32) {
        let scene = written(scene);
        let range = first..=first + length;
        let cut: Scene = scene.iter().zip(1..).filter(|(_, frame)| range.contains(frame)).map(|(boxes, _)| boxes.clone()).collect();
        let of_range = evaluated(&scene, &Options { range: Some(range), ..options(&scene) });
        let of_cut = evaluated(&cut, &options(&cut));
        prop_assert_eq!(&of_range.classes[0].scores, &of_cut.classes[0].scores);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_number_of_threads_changes_nothing(scene in prop::collection::vec((boxes(), boxes()), 60..90)) {
        let options = Options { has_events: true, ..options(&scene) };
        let one = evaluated(&scene, &options).classes.remove(0);
        let several = evaluated(&scene, &Options { threads: 3, ..options }).classes.remove(0);
        prop_assert_eq!((one.scores, one.events), (several.scores, several.events));
    }

    #[test]
    fn any_rows_are_evaluated_by_any_rules(
        truth in prop::collection::vec(odd_row(), 0..20), result in prop::collection::vec(odd_row(), 0..20),
        first in 0..4_u32, last in 0..9_u32, has_range in any::<bool>(), threshold in -0.5..1.5_f64,
    ) {
        let open = |name: &str, lines: &[String]| MotFile::from_bytes(name, lines.concat().into_bytes());
        if let (Ok(truth), Ok(result)) = (open("gt.txt", &truth), open("result.txt", &result)) {
            for benchmark in Benchmark::ALL {
                let range = has_range.then_some(first..=last);
                let options = Options { benchmark, range, threshold, has_events: true, ..Options::default() };
                let evaluation = evaluate(&truth, Some(&result), &options, &Progress::new()).unwrap();
                for class in evaluation.classes {
                    let numbers = class.scores.fields();
                    prop_assert!(numbers.iter().all(|field| field.value.number().is_finite()), "{:?}", numbers);
                }
            }
        }
    }
}

/// A line of a text, mostly a row.
fn odd_row() -> impl Strategy<Value = String> {
    let number = prop_oneof![4 => (-2..12_i32).prop_map(f64::from), 1 => -1e9..1e9_f64];
    let mot = (0..6_u32, -1..4_i64, prop::collection::vec(number.clone(), 4..8)).prop_map(|(frame, id, numbers)| {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        format!("{frame},{id},{}\n", numbers.join(","))
    });
    let class = prop::sample::select(vec!["Car", "Van", "Pedestrian", "DontCare", "Sofa"]);
    let kitti = (0..6_u32, -1..4_i64, class, prop::collection::vec(number, 4)).prop_map(|(frame, id, class, box_)| {
        format!("{frame} {id} {class} 0 0 -10 {} {} {} {} 1 1 1 1 1 1 1\n", box_[0], box_[1], box_[2], box_[3])
    });
    prop_oneof![6 => mot, 2 => kitti, 1 => "[ -~]{0,20}\n".prop_map(|line| line)]
}

/// The scene as it is read back from its files.
fn written(mut scene: Scene) -> Scene {
    for (truth, result) in &mut scene {
        for (_, corners) in truth.iter_mut().chain(result) {
            corners[2] = corners[0] + (corners[2] - corners[0]);
            corners[3] = corners[1] + (corners[3] - corners[1]);
        }
    }
    scene
}
