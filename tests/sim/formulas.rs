//! The three formulas as their documentation has them, in the plainest way.

use std::collections::BTreeMap;

use motscope::predict::{DistanceDecay, DynamicData, DynamicDistanceDecay};

/// How likely each key is to be asked for next.
pub type Scores = BTreeMap<i64, f64>;

fn add(scores: &mut Scores, key: i64, score: f64) {
    *scores.entry(key).or_insert(0.0) += score;
}

/// Whether the last `moves` moves, of at least as many, went forward.
fn rises(history: &[i64], moves: usize) -> bool {
    history.len() > moves && history[history.len() - 1 - moves..].is_sorted_by(|one, next| one < next)
}

pub fn distance_decay(of: &DistanceDecay, current: i64) -> Scores {
    let span = i64::from(of.max_span);
    (-span..=span).map(|d| (current + d, 1.0 / (d.abs() as f64 + 1.0).powf(of.decay))).collect()
}

pub fn dynamic_distance_decay(of: &DynamicDistanceDecay, current: i64, history: &[i64]) -> Scores {
    let mut scores = Scores::new();
    for i in 1..=i64::from(of.max_span) {
        let moving_on = if rises(history, 1) && i <= 9 { 1.5 } else { 1.0 };
        add(&mut scores, current + i, moving_on * of.forward_bias / (i as f64).powf(0.8));
    }
    for i in 1..=i64::from(of.max_span / 2).min(current) {
        add(&mut scores, current - i, 0.3 / (i as f64).powf(1.2));
    }
    scores
}

pub fn dynamic_data(of: &DynamicData, current: i64, history: &[i64]) -> Scores {
    let span = i64::from(of.max_span);
    let is_key = |key: i64| key >= 0 && of.length.is_none_or(|length| key < length as i64);
    let mut scores = Scores::new();
    for d in 1..=span {
        add(&mut scores, current + d, of.forward_bias / (d as f64).powf(of.forward_exp));
    }
    for d in 1..=(span / 2).min(current) {
        add(&mut scores, current - d, of.backward_bias / (d as f64).powf(of.backward_exp));
    }
    for target in of.possible_jumps.iter().map(|jump| current + jump).filter(|&target| is_key(target)) {
        add(&mut scores, target, of.jump_boost);
        for o in 1..=i64::from(of.proximity_range) {
            add(&mut scores, target + o, of.proximity_boost / (o as f64 + 1.0));
            add(&mut scores, target - o, of.proximity_boost / (o as f64 + 1.0));
        }
    }
    scores.retain(|&key, _| is_key(key));
    if rises(history, 2) {
        for d in 1..=span.min(10) {
            scores.entry(current + d).and_modify(|score| *score *= of.history_boost);
        }
    }
    scores
}
