//! How well a tracker did: its results compared with the ground truth.
//!
//! Four families of metrics, as `TrackEval` 1.3.0 computes and combines them, equal in every count and to 1e-9 in all else:
//!
//! | family | tells | source |
//! |---|---|---|
//! | [`Hota`] | detection, association and localisation in balance | Luiten et al., "HOTA: A Higher Order Metric for Evaluating Multi-Object Tracking", IJCV 2021 |
//! | [`Clear`] | misses, false boxes and switches: MOTA, MOTP | Bernardin and Stiefelhagen, "Evaluating Multiple Object Tracking Performance: The CLEAR MOT Metrics", EURASIP 2008 |
//! | [`Identity`] | how long the right identity is kept: IDF1 | Ristani et al., "Performance Measures and a Data Set for Multi-Target, Multi-Camera Tracking", ECCV workshops 2016 |
//! | [`Count`] | how many boxes and tracks there are | `TrackEval` 1.3.0 |
//!
//! ```
//! use motscope::MotFile;
//! use motscope::metrics::{Benchmark, Options, evaluate};
//! use motscope::mot::Progress;
//! let truth = MotFile::from_bytes("gt.txt", b"1,1,10,20,30,40,1,1,1\n2,1,12,20,30,40,1,1,1\n".to_vec())?;
//! let result = MotFile::from_bytes("result.txt", b"1,7,10,20,30,40,0.9\n2,8,12,20,30,40,0.8\n".to_vec())?;
//! let options = Options { benchmark: Benchmark::Mot17, ..Options::default() };
//! let evaluation = evaluate(&truth, Some(&result), &options, &Progress::new())?;
//! let clear = &evaluation.classes[0].scores.clear;
//! assert_eq!((clear.true_positives, clear.switches, clear.mota()), (2, 1, 0.5));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A benchmark says which rows are judged: see [`Benchmark`]. What `TrackEval` refuses is read as far as it has a meaning, and
//! told in [`Evaluation::remarks`]; [`Options::is_strict`] refuses it.
//!
//! Frames are read one after the other, so memory holds a few frames and what is kept of each track. May import `mot`.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod assignment;

mod clear;
mod count;
mod error;
mod evaluate;
pub mod event_list;
pub mod events;
mod frames;
mod hota;
mod identity;
mod options;
mod passes;
mod records;
mod rules;
mod scores;
mod similarity;
pub mod tracks;
mod value;

pub use clear::Clear;
pub use count::Count;
pub use error::EvaluateError;
pub use evaluate::{Evaluation, Evaluator, evaluate};
pub use events::{Event, EventKind};
pub use frames::{Remark, RemarkKind};
pub use hota::{ALPHAS, Hota};
pub use identity::Identity;
pub use options::{Options, Scales};
pub use passes::ClassEvaluation;
pub use records::{FrameCounts, FrameRecords};
pub use rules::{Benchmark, Judges};
pub use scores::{Field, Scores};
pub use tracks::Tracks;
pub use value::Value;
