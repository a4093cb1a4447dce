//! Which access patterns does the cache help, and where does the time go?
//!
//! `cargo run --example profile`

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use motscope::predict::DynamicData;
use motscope::{AccessHistory, AccessPredictor, CacheError, DataProvider, Predictions, PrefetchCache, Synthetic};

const FRAMES: u64 = 5000;
const MOVES: u64 = 300;

/// Measures the time that dynamic data takes for its predictions.
struct Timed(DynamicData, Arc<AtomicU64>);

impl AccessPredictor for Timed {
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions) {
        let began = Instant::now();
        self.0.predict(history, out);
        self.1.fetch_add(began.elapsed().as_nanos() as u64, Ordering::Relaxed);
    }
}

fn pattern(name: &str) -> Vec<u64> {
    let mut random = 42_u64;
    let mut draw = move |below: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % below
    };
    let mut at = FRAMES / 2;
    (0..MOVES)
        .map(|step| {
            at = match name {
                "sequential" => at + 1,
                "random" => draw(FRAMES),
                "jumps" => at + [5, 15][draw(2) as usize],
                _ if step % 20 == 0 => draw(FRAMES),
                _ => at + [1, 1, 1, 5][draw(4) as usize],
            } % FRAMES;
            at
        })
        .collect()
}

fn main() -> Result<(), CacheError> {
    println!(
        "{:<12}{:>9}{:>10}{:>12}{:>12}{:>13}{:>12}",
        "pattern", "hits", "accuracy", "loads/move", "provider", "predictor", "a get"
    );
    for name in ["sequential", "random", "jumps", "mixed"] {
        let spent = Arc::new(AtomicU64::new(0));
        let predictor = Timed(DynamicData::default(), Arc::clone(&spent));
        let provider = Synthetic::new(FRAMES).taking(Duration::from_millis(1));
        let cache = PrefetchCache::builder(provider).predictor(predictor).workers(4).build();
        let mut waited = Duration::ZERO;
        for frame in pattern(name) {
            let began = Instant::now();
            cache.get(frame)?;
            waited += began.elapsed();
            std::thread::sleep(Duration::from_millis(2));
        }
        let (stats, provider) = (cache.stats(), cache.provider().stats());
        println!(
            "{name:<12}{:>7.1} %{:>8.1} %{:>12.2}{:>9.0} ms{:>10.1} µs{:>9.0} µs",
            100.0 * stats.hit_rate().unwrap_or_default(),
            100.0 * stats.accuracy().unwrap_or_default(),
            stats.loads_per_move().unwrap_or_default(),
            provider.busy.as_secs_f64() * 1e3,
            spent.load(Ordering::Relaxed) as f64 / 1e3 / stats.planned.max(1) as f64,
            waited.as_secs_f64() * 1e6 / MOVES as f64,
        );
    }
    println!("provider: time in loads, all threads; predictor: per plan; a get: mean time a caller waited");
    Ok(())
}
