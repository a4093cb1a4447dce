//! The arguments of `motscope eval`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::frame_range::FrameRange;
use crate::cli::parse::{columns, number_within};
use crate::metrics::Benchmark;
use crate::mot::{Format, Roles};

const EXAMPLES: &str = "\
Examples:
  motscope eval gt.txt result.txt
  motscope eval MOT17/train/MOT17-02-SDP mine.txt other.txt
  motscope eval MOT17/train results/mine results/other
  motscope eval MOT17/train mine.zip --json
  motscope eval gt.txt result.txt --frames 100-400 --threshold 0.6
  motscope eval gt.txt corners.txt --columns frame,id,x1,y1,x2,y2,conf
  motscope eval kitti/label_02 results/mine --benchmark kitti
  motscope eval MOT17/train results/mine --events errors.csv
  motscope eval MOT17/train results/mine results/other --html report.html

Results of a data set are NAME.txt for each sequence, in a folder, in its folder data, in a zip archive, or in data.zip. A folder
of such folders and archives is a folder of trackers. A sequence without a result counts as missed, and is told. A list of
sequences beside the ground truth, such as seqmaps/MOT17-train.txt for MOT17-train, says which are evaluated. An archive in which
several folders have results of one sequence has a tracker in each folder.

The exit code is 0 if everything was evaluated, 1 if not, and 2 if the command line is wrong.";

/// Compare results with the ground truth: HOTA, MOTA, IDF1 and all that belongs to them, equal to TrackEval 1.3.0.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
#[allow(clippy::doc_markdown, clippy::struct_excessive_bools, reason = "help is no Markdown, and each switch is one")]
pub struct EvalArgs {
    /// Ground truth: a file, a sequence folder, a data set, a zip archive of them, or a list of sequences.
    #[arg(value_name = "GT")]
    pub(super) truth: PathBuf,
    /// Results of a tracker: a file, a folder or a zip archive. May be given several times.
    #[arg(value_name = "RESULT", required = true)]
    pub(super) results: Vec<PathBuf>,
    /// Format of the results: mot, kitti or obb. If left out, it is guessed from the header and the first lines of each.
    #[arg(long, value_name = "NAME")]
    pub(super) format: Option<Format>,
    /// What the columns of the results are, from the first on, such as frame,id,x1,y1,x2,y2,-,conf (- is a column that is not used).
    #[arg(long, value_name = "NAMES", conflicts_with = "format", value_parser = columns)]
    pub(super) columns: Option<Roles>,
    /// Rules of this benchmark: mot15, mot16, mot17, mot20, kitti, visdrone or none. If left out, they follow from the ground truth.
    #[arg(long, value_name = "NAME")]
    pub(super) benchmark: Option<Benchmark>,
    /// Frames to evaluate, first and last included: 5, 10-90, 10.. or ..90. The scores are those of files cut to them. If left out, all are.
    #[arg(long, value_name = "A-B", default_value = "..")]
    pub(super) frames: FrameRange,
    /// The least IoU of a match in CLEAR and Identity. HOTA has its own 19.
    #[arg(long, value_name = "IOU", default_value_t = 0.5, value_parser = |text: &str| number_within(text, 0.0..=1.0))]
    pub(super) threshold: f64,
    /// Refuse results that break a rule of the benchmark, such as two rows of one frame with one id. Also refuse results that miss a
    /// sequence, that have the name of another one, or whose columns are doubtful.
    #[arg(long)]
    pub(super) strict: bool,
    /// Unpack an archive even if its text has more than 2 GB, or more than 50 times the size of the archive.
    #[arg(long)]
    pub(super) yes: bool,
    /// Print one JSON object on one line instead of a table.
    #[arg(long, conflicts_with = "csv")]
    pub(super) json: bool,
    /// Print all metrics as CSV instead of a table.
    #[arg(long)]
    pub(super) csv: bool,
    /// Also write where the tracker went wrong to this file, as CSV. Only an earlier list is replaced.
    #[arg(long, value_name = "FILE")]
    pub(super) events: Option<PathBuf>,
    /// Also write a page with the table, plots of HOTA, and the events that cost most. Only an earlier page is replaced.
    #[arg(long, value_name = "FILE")]
    pub(super) html: Option<PathBuf>,
}
