//! Small made-up sequences, with ties, empty frames and shuffled rows, and the values of `TrackEval` 1.3.0.

use std::collections::BTreeMap;

use motscope::MotFile;
use motscope::metrics::{Benchmark, Options, Scores, evaluate};
use motscope::mot::Progress;
use serde_json::Value as Json;

use crate::compare::differences;

#[test]
fn made_up_sequences_score_as_in_trackeval() {
    let sets: Json = serde_json::from_str(include_str!("trackeval.json")).unwrap();
    let mut found = Vec::new();
    for set in sets.as_array().unwrap() {
        let benchmark: Benchmark = set["benchmark"].as_str().unwrap().parse().unwrap();
        let mut all: BTreeMap<String, Vec<Scores>> = BTreeMap::new();
        for (number, sequence) in set["sequences"].as_array().unwrap().iter().enumerate() {
            let open = |part: &str| {
                let text = sequence[part].as_str().unwrap();
                MotFile::from_bytes(format!("{part}.txt"), text.as_bytes().to_vec()).unwrap()
            };
            let first = u32::from(benchmark != Benchmark::Kitti);
            let frames = first..=sequence["frames"].as_u64().unwrap() as u32 - 1 + first;
            let options = Options { benchmark, sequence: Some(frames), ..Options::default() };
            let evaluation = evaluate(&open("truth"), Some(&open("result")), &options, &Progress::new()).unwrap();
            let expected = sequence["expected"].as_object().unwrap();
            assert_eq!(evaluation.classes.len(), expected.len(), "{benchmark} {number}");
            for class in evaluation.classes {
                let name = format!("{benchmark} {number} {}", class.name);
                found.extend(differences(&name, &expected[&class.name], &class.scores));
                all.entry(class.name).or_default().push(class.scores);
            }
        }
        for (class, scores) in &all {
            found.extend(differences(
                &format!("{benchmark} {class} combined"),
                &set["combined"][class],
                &Scores::combined(scores),
            ));
        }
    }
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}
