//! Replays the recorded navigation with these and other settings, in the simulator. Pure functions.

use std::sync::atomic::AtomicBool;

use crate::app::model::replay::replay_setup::ReplaySetup;
use crate::app::model::settings::cache_settings::CacheSettings;
use crate::predict::{PredictorConfig, PredictorKind};
use crate::sim::{Outcome, Trace};

/// Minimum number of moves for a meaningful replay.
pub const LEAST_MOVES: usize = 20;

/// The input of a comparison.
#[derive(Clone, Debug)]
pub struct Question {
    /// The recorded navigation.
    pub trace: Trace,
    /// Cache limits and load times of the replay.
    pub circumstances: ReplaySetup,
    /// The settings now.
    pub now: CacheSettings,
    /// The settings before.
    pub had: CacheSettings,
}

/// A row of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The settings now.
    Now,
    /// The settings before.
    Had,
    /// The settings now, with another predictor and its own parameters.
    Other(PredictorKind),
    /// A predictor that knows every move beforehand: a bound.
    Clairvoyant,
}

impl Row {
    /// All rows in the order in which they are shown and computed. `now` is the predictor in use.
    pub fn all(now: PredictorKind) -> impl Iterator<Item = Self> {
        let others = PredictorKind::ALL.into_iter().filter(move |&kind| kind != now).map(Self::Other);
        [Self::Now, Self::Had].into_iter().chain(others).chain([Self::Clairvoyant])
    }
}

/// The result of a replay.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Share of moves whose frame was resident, 0 to 1.
    pub hit_rate: f64,
    /// Mean stall of a move, in milliseconds.
    pub stall_ms: f64,
    /// Loads per move.
    pub loads_per_move: f64,
}

impl From<&Outcome> for Figures {
    fn from(outcome: &Outcome) -> Self {
        Self {
            hit_rate: outcome.hit_rate(),
            stall_ms: outcome.stall_mean_ms(),
            loads_per_move: outcome.loads_per_move(),
        }
    }
}

/// Replays all rows and passes each to `tell` as soon as it is known. Stops when `cancel` is set.
pub fn answer(question: &Question, cancel: &AtomicBool, tell: &mut dyn FnMut((Row, Figures))) {
    let Question { trace, circumstances, now, had } = question;
    let replay = |settings: &CacheSettings| circumstances.replay(settings, trace, cancel).as_ref().map(Figures::from);
    let mut of_now = None;
    for row in Row::all(now.predictor.kind) {
        let figures = match row {
            Row::Had if had == now => of_now,
            Row::Now => {
                of_now = replay(now);
                of_now
            }
            Row::Had => replay(had),
            Row::Other(kind) => {
                let predictor = PredictorConfig { kind, ..now.predictor.clone() };
                replay(&CacheSettings { predictor, ..now.clone() })
            }
            Row::Clairvoyant => circumstances.clairvoyant(now, trace, cancel).as_ref().map(Figures::from),
        };
        let Some(figures) = figures else { return };
        tell((row, figures));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::KeySet;
    use crate::sim::Move;
    use std::sync::Arc;
    use std::sync::atomic::Ordering;
    use std::time::Duration;

    /// Jumps of 15 frames forwards, one every 200 ms, with loads of 60 ms.
    fn question() -> Question {
        let moves = (0..60).map(|at| Move { at: Duration::from_millis(at * 200), key: at * 15 }).collect();
        Question {
            trace: Trace { moves, ..Trace::default() },
            circumstances: ReplaySetup {
                load: Duration::from_millis(60),
                frame_bytes: 1,
                room: None,
                keys: Arc::new(KeySet::first_n(1000)),
                landmarks: Arc::default(),
                scrubber: None,
            },
            now: CacheSettings::default(),
            had: CacheSettings::default(),
        }
    }

    fn rows(question: &Question) -> Vec<(Row, Figures)> {
        let mut rows = Vec::new();
        answer(question, &AtomicBool::new(false), &mut |row| rows.push(row));
        rows
    }

    #[test]
    fn each_row_is_a_replay_of_its_own_settings() {
        let mut question = question();
        question.now.predictor.kind = PredictorKind::DynamicData;
        question.had.predictor.kind = PredictorKind::None;
        let rows = rows(&question);
        let order: Vec<Row> = rows.iter().map(|row| row.0).collect();
        assert_eq!(order, Row::all(PredictorKind::DynamicData).collect::<Vec<_>>());
        let of = |row: Row| rows.iter().find(|(known, _)| *known == row).unwrap().1;
        assert_eq!(of(Row::Had), of(Row::Other(PredictorKind::None)));
        assert_eq!((of(Row::Had).stall_ms, of(Row::Had).hit_rate, of(Row::Had).loads_per_move), (60.0, 0.0, 1.0));
        assert!(of(Row::Now).stall_ms < 10.0 && of(Row::Now).loads_per_move > 1.0, "{:?}", of(Row::Now));
        assert!(of(Row::Clairvoyant).stall_ms <= of(Row::Now).stall_ms);
        assert_eq!(of(Row::Clairvoyant).loads_per_move, 1.0);
    }

    #[test]
    fn nothing_is_told_once_it_is_given_up() {
        let (question, cancel) = (question(), AtomicBool::new(false));
        let mut told = 0;
        answer(&question, &cancel, &mut |_| {
            told += 1;
            cancel.store(told == 2, Ordering::Relaxed);
        });
        assert_eq!(told, 2);
    }
}
