//! How do I teach the cache my own pattern? Here: a reviewer who looks at every fortieth frame.
//!
//! `cargo run --example custom_predictor`

use std::time::Duration;

use motscope::{AccessHistory, AccessPredictor, CacheError, Predictions, PrefetchCache, Synthetic};

/// Predicts that the last stride is repeated.
struct Stride;

impl AccessPredictor for Stride {
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions) {
        let [.., before, last] = history.accesses() else { return };
        let stride = last.rank.cast_signed() - before.rank.cast_signed();
        for step in 1..=4 {
            out.add(stride * step, 1.0 / step as f64, 0);
        }
    }

    fn terms(&self) -> &'static [&'static str] {
        &["same stride"]
    }
}

fn hit_rate(predictor: impl AccessPredictor) -> Result<f64, CacheError> {
    let provider = Synthetic::new(10_000).taking(Duration::from_millis(1));
    let cache = PrefetchCache::builder(provider).predictor(predictor).build();
    for frame in (0..4000).step_by(40) {
        cache.get(frame)?;
        cache.wait_idle(Duration::from_secs(1));
    }
    Ok(cache.stats().hit_rate().unwrap_or_default())
}

fn main() -> Result<(), CacheError> {
    println!("dynamic data   {:5.1} % hits", 100.0 * hit_rate(motscope::predict::DynamicData::default())?);
    println!("own: stride    {:5.1} % hits", 100.0 * hit_rate(Stride)?);
    // A closure is a predictor, too.
    let next = |_: &AccessHistory, out: &mut Predictions| out.add(40, 1.0, 0);
    println!("own: closure   {:5.1} % hits", 100.0 * hit_rate(next)?);
    Ok(())
}
