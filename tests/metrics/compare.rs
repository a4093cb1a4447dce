//! Compares scores with what JSON expects.

use std::path::Path;

use motscope::MotFile;
use motscope::metrics::{Benchmark, Evaluation, Options, Scores, Value, evaluate};
use motscope::mot::Progress;
use motscope::sequence::SeqInfo;
use serde_json::Value as Json;

/// Counts must be equal, all else to this.
const CLOSE: f64 = 1e-9;

/// Evaluates a result, by the length that `seqinfo.ini` states.
pub fn evaluation(truth: &Path, result: &Path, seqinfo: &Path, benchmark: Benchmark) -> Evaluation {
    let open = |path: &Path| MotFile::open(path).unwrap_or_else(|error| panic!("{error}"));
    let length = SeqInfo::read(seqinfo).unwrap().seq_length.unwrap();
    let options = Options { benchmark, sequence: Some(1..=length as u32), ..Options::default() };
    evaluate(&open(truth), Some(&open(result)), &options, &Progress::new()).unwrap()
}

/// The differences between scores and what is expected of each family. What is not expected is not compared.
pub fn differences(name: &str, expected: &Json, scores: &Scores) -> Vec<String> {
    let fields = scores.fields();
    let mut differences = Vec::new();
    for (family, of) in expected.as_object().unwrap() {
        let (own_family, is_by_alpha) = (family.trim_end_matches("_by_alpha"), family.ends_with("_by_alpha"));
        if !["HOTA", "CLEAR", "Identity", "Count"].contains(&own_family) {
            continue;
        }
        for (field, expected) in of.as_object().unwrap() {
            let own = fields.iter().find(|own| own.family == own_family && own.name == field);
            let own = own.unwrap_or_else(|| panic!("there is no {family} {field}"));
            let is_equal = match own.value {
                Value::ByAlpha(values) if is_by_alpha => {
                    let expected = expected.as_array().unwrap();
                    values.len() == expected.len()
                        && values.iter().zip(expected).all(|(value, expected)| is_close(*value, expected))
                }
                Value::Count(count) => expected.as_f64() == Some(count as f64),
                value => is_close(value.number(), expected),
            };
            if !is_equal {
                differences.push(format!("{name}: {family} {field} is {:?}, not {expected}", own.value));
            }
        }
    }
    differences
}

fn is_close(value: f64, expected: &Json) -> bool {
    (value - expected.as_f64().unwrap()).abs() <= CLOSE
}

/// The number of a field, of whichever family.
pub fn number(scores: &Scores, name: &str) -> f64 {
    let field = scores.fields().into_iter().find(|field| field.name == name);
    field.unwrap_or_else(|| panic!("there is no {name}")).value.number()
}
