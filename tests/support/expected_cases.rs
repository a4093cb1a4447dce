//! Cases of shared test data: what `motscope info` should tell of each input, by `expected.json` of a folder.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::Path;
use std::process::Output;

use motscope::mot::{OpenOptions, Progress};
use motscope::sequence::{PathContent, PicturePairing, find, open};
use serde_json::Value;

/// How far sides of a box may be off: the files have rounded numbers.
const NEAR: f64 = 1e-6;

/// What came of a case.
enum Outcome {
    Holds,
    /// Something of it cannot hold, so that part of it was not held against the program.
    Impossible(String),
    Wrong(String),
}

/// Runs all cases of a folder with `info`, with and without `--json`. `info` gets arguments and runs the
/// program. Prints how many cases hold, and which expect something that cannot be. Panics if one does not hold.
pub fn run_all(folder: &Path, info: impl Fn(&[&str]) -> Output) {
    let text = fs::read_to_string(folder.join("expected.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut outcomes = Vec::new();
    for case in &cases {
        let path = folder.join(case["path"].as_str().unwrap());
        let mut arguments = vec!["info", "--json", path.to_str().unwrap()];
        arguments.extend(case["args"].as_array().into_iter().flatten().filter_map(Value::as_str));
        let json = info(&arguments);
        arguments.remove(1);
        let mut wrong = wrong_in(case, &json, &info(&arguments));
        wrong.extend(wrong_pairs(case, &path));
        let impossible = wrong.is_empty().then(|| too_many_rows(case, &json)).flatten();
        if impossible.is_none() {
            wrong.extend(wrong_rows(case, &json));
        }
        let name = case["path"].as_str().unwrap();
        outcomes.push(match impossible {
            Some(why) => Outcome::Impossible(format!("{name}: {why}")),
            None if wrong.is_empty() => Outcome::Holds,
            None => Outcome::Wrong(format!("{name}: {}", wrong.join("; "))),
        });
    }
    let count = |is: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| is(outcome)).count();
    let (holds, impossible) = (
        count(|outcome| matches!(outcome, Outcome::Holds)),
        count(|outcome| matches!(outcome, Outcome::Impossible(_))),
    );
    println!("{holds} of {} hold in {}, {impossible} cannot", cases.len(), folder.display());
    let failures: Vec<&str> = outcomes
        .iter()
        .filter_map(|outcome| match outcome {
            Outcome::Holds => None,
            Outcome::Impossible(what) => {
                println!("{what}");
                None
            }
            Outcome::Wrong(what) => Some(what.as_str()),
        })
        .collect();
    assert!(failures.is_empty(), "{} cases do not hold:\n{}", failures.len(), failures.join("\n"));
}

/// The boxes of an answer. Those of a sequence are the boxes of its main layer.
fn boxes(json: &Value) -> &Value {
    json["layers"].get(0).unwrap_or(json)
}

/// What is wrong with the number of rows.
fn wrong_rows(case: &Value, output: &Output) -> Option<String> {
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let (got, expected) = (&boxes(&json)["rows"], &case["rows"]);
    let is_open = output.status.code() == Some(0) && case["outcome"].as_str() != Some("named");
    (is_open && !expected.is_null() && got != expected).then(|| format!("rows is {got}, not {expected}"))
}

/// What is wrong with the answer to a case, as JSON and as text.
fn wrong_in(case: &Value, output: &Output, spoken: &Output) -> Vec<String> {
    let said: String = [output, spoken]
        .into_iter()
        .flat_map(|output| [&output.stdout, &output.stderr])
        .map(|bytes| String::from_utf8_lossy(bytes).to_lowercase())
        .collect();
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let code = output.status.code().unwrap_or(-1);
    let mut wrong = Vec::new();
    let mut hold = |name: &str, got: &Value, expected: &Value| {
        if !expected.is_null() && !is_near(got, expected) {
            wrong.push(format!("{name} is {got}, not {expected}"));
        }
    };
    hold("exit", &code.into(), &case["exit"]);
    let opens = match case["outcome"].as_str() {
        Some("opens") => true,
        Some("named") => false,
        _ => code == 0,
    };
    hold("opened", &(code == 0).into(), &opens.into());
    if opens {
        let boxes = boxes(&json);
        hold("tracks", &boxes["tracks"], &case["tracks"]);
        for part in ["count", "first", "last"] {
            hold(part, &boxes["frames"][part], &case["frames"][part]);
        }
        for part in ["frame", "id", "left", "top", "width", "height"] {
            hold(part, &boxes["first_box"][part], &case["first_box"][part]);
        }
        for part in ["count", "width", "height"] {
            hold(&format!("pictures {part}"), &json["pictures"][part], &case["pictures"][part]);
        }
        for class in case["classes"].as_array().into_iter().flatten() {
            let has = boxes["classes"].as_array().into_iter().flatten().any(|count| count["name"] == *class);
            hold(&format!("has class {class}"), &has.into(), &true.into());
        }
    }
    for words in case["says"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !words.split('|').any(|word| said.contains(&word.to_lowercase())) {
            wrong.push(format!("does not say {words}"));
        }
    }
    wrong
}

/// Which frames do not show the picture that they should.
fn wrong_pairs(case: &Value, path: &Path) -> Option<String> {
    let pairs = case["pairs"].as_array()?;
    let Ok(PathContent::Sequence(parts)) = find(path, None) else { return Some("pairs: no sequence".to_owned()) };
    let sequence = match open(&parts, PicturePairing::Automatic, &OpenOptions::default(), &Progress::new()) {
        Ok(sequence) => sequence,
        Err(error) => return Some(format!("pairs: {error}")),
    };
    let shown = |frame: &Value| sequence.picture_of(frame.as_u64()?);
    let wrong = pairs.iter().find(|pair| shown(&pair[0]) != pair[1].as_u64())?;
    Some(format!("frame {} shows picture {:?}, not {}", wrong[0], shown(&wrong[0]), wrong[1]))
}

/// Why a case expects more rows of a table than the file has lines below its header, each with one box.
fn too_many_rows(case: &Value, output: &Output) -> Option<String> {
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let is_table =
        json["kind"] == "table" && json["reading"].as_str().is_some_and(|how| how.starts_with("by the header"));
    let expected = case["rows"].as_u64().filter(|_| is_table)?;
    let text = json["path"].as_str().and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count() as u64;
    let is_wide = json["rows"].as_u64().is_some_and(|rows| rows >= lines);
    (!is_wide && expected >= lines).then(|| format!("{expected} rows cannot be in {lines} lines, one of them a header"))
}

/// Whether two values are equal, numbers up to a small difference.
fn is_near(got: &Value, expected: &Value) -> bool {
    match (got.as_f64(), expected.as_f64()) {
        (Some(got), Some(expected)) => (got - expected).abs() <= NEAR * expected.abs().max(1.0),
        _ => got == expected,
    }
}
