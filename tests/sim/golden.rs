//! The three predictors against likelihoods computed elsewhere, `golden/predictors.json` of the shared test data.

use std::collections::BTreeMap;

use motscope::predict::{
    AccessHistory, AccessPredictor, DistanceDecay, DynamicData, DynamicDistanceDecay, Predictions,
};
use serde_json::Value;

use crate::shared;

fn predictor(case: &Value) -> Box<dyn AccessPredictor> {
    let params = case["params"].clone();
    match case["predictor"].as_str().unwrap() {
        "distance_decay" => Box::new(serde_json::from_value::<DistanceDecay>(params).unwrap()),
        "dynamic_distance_decay" => Box::new(serde_json::from_value::<DynamicDistanceDecay>(params).unwrap()),
        "dynamic_data" => Box::new(serde_json::from_value::<DynamicData>(params).unwrap()),
        other => panic!("no such predictor: {other}"),
    }
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn golden_predictors_score_every_key_as_the_reference_does() {
    let path = shared::folder("golden").join("predictors.json");
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert!(!cases.is_empty());
    for (number, case) in cases.iter().enumerate() {
        let current = case["current"].as_u64().unwrap();
        let ranks: Vec<u64> = case["history"].as_array().unwrap().iter().map(|rank| rank.as_u64().unwrap()).collect();
        let history = if ranks.is_empty() { AccessHistory::at(current) } else { AccessHistory::of(ranks) };
        assert_eq!(history.current(), current, "case {number}");
        let mut out = Predictions::default();
        predictor(case).predict(&history, &mut out);
        let got: BTreeMap<i64, f64> = out.iter().map(|entry| (current as i64 + entry.offset, entry.score)).collect();
        let expected: BTreeMap<i64, f64> = case["likelihoods"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| (pair[0].as_i64().unwrap(), pair[1].as_f64().unwrap()))
            .collect();
        assert_eq!(got.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "case {number}: {case:.200}");
        for (key, score) in &expected {
            assert!((got[key] - score).abs() <= 1e-9, "case {number}, key {key}: {} instead of {score}", got[key]);
        }
    }
}
