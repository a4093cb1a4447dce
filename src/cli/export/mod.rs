//! `motscope export`: frames as pictures, GIF or video, without a window.

mod output;
mod source;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::bar::{cancel_on_signal, show_while};
use super::{complain, tell};
use crate::export::{ExportError, ExportReason, Job, LabelParts, export};
use crate::mot::Progress;
use crate::playback::FPS;
use output::{Form, Range, kind};
use source::{Source, Style};

const EXAMPLES: &str = "\
Examples:
  motscope export MOT17-02 -o pictures/                          every frame as PNG, with its boxes
  motscope export gt.txt --images img1 --frames 100 -o 100.png   one frame
  motscope export MOT17-02 --layer mine.txt --frames 1-90 --scale 0.5 -o both.gif
  motscope export MOT17-02 --labels id,confidence -o video.mp4   needs the program ffmpeg";

/// Write frames as pictures, as an animated GIF or as a video: the pictures of a sequence with its boxes.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct ExportArgs {
    /// MOT file, sequence folder, or folder of pictures.
    path: PathBuf,
    /// What to write: a file that ends with png, jpg, gif or mp4, or a folder for a picture of every frame.
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// The form, if the name of the output does not tell; in a folder, png unless told.
    #[arg(long, value_enum)]
    format: Option<Form>,
    /// Frames to write, both ends included: 5, 10-90, 10.., ..90; all if left out.
    #[arg(long, value_name = "A-B", default_value = "..")]
    frames: Range,
    /// Folder of the pictures, instead of the one found beside the file.
    #[arg(long, value_name = "DIR")]
    images: Option<PathBuf>,
    /// Another file of boxes on the same frames; may be given several times.
    #[arg(long, value_name = "FILE")]
    layer: Vec<PathBuf>,
    /// What labels tell; `--labels none` for no labels.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "id")]
    labels: Vec<LabelArg>,
    /// Width of outlines in pixels [default: by the size of the picture]
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u16).range(1..=100))]
    line_width: Option<u16>,
    /// Boxes on a plain ground.
    #[arg(long)]
    no_picture: bool,
    /// Make pictures so much larger, or smaller if below 1.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = scale)]
    scale: f64,
    /// Frames a second of GIF and MP4 [default: those of the sequence, or 30]
    #[arg(long, value_name = "N", value_parser = fps)]
    fps: Option<f64>,
    /// Replace what is there.
    #[arg(long)]
    force: bool,
}

/// A part of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LabelArg {
    Id,
    Confidence,
    Class,
    None,
}

impl ExportArgs {
    fn style(&self) -> Style {
        let has = |part| self.labels.contains(&part);
        let labels =
            LabelParts { id: has(LabelArg::Id), confidence: has(LabelArg::Confidence), class: has(LabelArg::Class) };
        let labels = if has(LabelArg::None) { LabelParts::default() } else { labels };
        Style { labels, line_width: self.line_width.map(f32::from), scale: self.scale, picture: !self.no_picture }
    }
}

pub(super) fn run(args: &ExportArgs) -> ExitCode {
    let started = Instant::now();
    let progress = Arc::new(Progress::new());
    cancel_on_signal(&progress);
    let open = || Source::open(&args.path, args.images.as_deref(), &args.layer, args.style(), &progress);
    let source = match show_while(&progress, "bytes", open) {
        Ok(source) => source,
        Err(message) => {
            complain(message);
            return ExitCode::FAILURE;
        }
    };
    source.remarks().iter().for_each(complain);
    let job = source.frames(args.frames).and_then(|frames| {
        let kind = kind(&args.output, args.format, frames.len())?;
        let fps = args.fps.unwrap_or(source.fps());
        Ok((Job { kind, output: args.output.clone(), replace: args.force, fps }, frames))
    });
    let (job, frames) = match job {
        Ok(job) => job,
        Err(message) => {
            complain(message);
            return ExitCode::from(2);
        }
    };
    match show_while(&progress, "frames", || export(&job, &frames, |number| source.draw(number), &progress)) {
        Ok(written) => {
            source.told().iter().for_each(complain);
            let (count, megabytes) = (written.frames, written.bytes as f64 / 1e6);
            let (s, seconds) = (if count == 1 { "" } else { "s" }, started.elapsed().as_secs_f64());
            tell(format_args!("{}: {count} frame{s}, {megabytes:.1} MB in {seconds:.1} s", args.output.display()));
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain(hinted(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error, and how to replace what is there.
fn hinted(error: &ExportError) -> String {
    match error.reason {
        ExportReason::Exists(_) => format!("{error}; --force replaces it"),
        _ => error.to_string(),
    }
}

fn scale(text: &str) -> Result<f64, String> {
    within(text, 0.01..=16.0)
}

fn fps(text: &str) -> Result<f64, String> {
    within(text, FPS)
}

fn within(text: &str, range: std::ops::RangeInclusive<f64>) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| format!("it has to be a number from {} to {}", range.start(), range.end()))
}
