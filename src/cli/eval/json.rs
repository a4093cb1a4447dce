//! `--json`: all metrics by the names of `TrackEval`, as fractions.

use serde_json::{Map, Value as Json, json};

use crate::data_set::{Line, Outcome};
use crate::metrics::{Scores, Value};

/// Everything as one object: tracker, sequence, family, metric. If several classes are judged, classes come below the sequence.
pub(super) fn json(outcome: &Outcome) -> Json {
    let has_classes = outcome.classes().len() > 1;
    let mut results = Map::new();
    for tracker in &outcome.trackers {
        let mut sequences = Map::new();
        for Line { sequence, class, scores } in outcome.lines(tracker) {
            let of = sequences.entry(sequence).or_insert_with(|| json!({}));
            if has_classes {
                of[class] = families(&scores);
            } else {
                *of = families(&scores);
            }
        }
        results.insert(tracker.name().to_owned(), sequences.into());
    }
    json!({"benchmark": outcome.benchmark.name(), "results": results, "remarks": outcome.remarks})
}

/// The metrics of each family. Values of HOTA are means, and by threshold in a family of their own.
fn families(scores: &Scores) -> Json {
    let mut families = json!({});
    for field in scores.fields() {
        let value = match field.value {
            Value::Count(count) => json!(count),
            Value::Share(share) => json!(share),
            Value::ByAlpha(values) => {
                families["HOTA_by_alpha"][field.name] = json!(values);
                json!(field.value.number())
            }
        };
        families[field.family][field.name] = value;
    }
    families
}
