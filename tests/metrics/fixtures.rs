//! Small made-up sequences, with ties, empty frames and shuffled rows, and the values of `TrackEval` 1.3.0.

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
        let mut all = Vec::new();
        for (number, sequence) in set["sequences"].as_array().unwrap().iter().enumerate() {
            let open = |part: &str| {
                let text = sequence[part].as_str().unwrap();
                MotFile::from_bytes(format!("{part}.txt"), text.as_bytes().to_vec()).unwrap()
            };
            let sequence_frames = Some(1..=sequence["frames"].as_u64().unwrap() as u32);
            let options = Options { benchmark, sequence: sequence_frames, ..Options::default() };
            let evaluation = evaluate(&open("truth"), Some(&open("result")), &options, &Progress::new()).unwrap();
            let scores = evaluation.classes[0].scores.clone();
            found.extend(differences(&format!("{benchmark} {number}"), &sequence["expected"], &scores));
            all.push(scores);
        }
        found.extend(differences(&format!("{benchmark} combined"), &set["combined"], &Scores::combined(&all)));
    }
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}
