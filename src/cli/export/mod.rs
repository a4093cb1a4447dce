//! `motscope export`: writes frames as pictures, as a GIF or as a video.

mod export_source;
mod output;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, ValueEnum};
use thiserror::Error;

use super::bar::{cancelled_by_signal, show_while};
use super::frame_range::FrameRange;
use super::parse::{CLASSES, NumberError, class_source, number_within};
use super::reading::ReadingArgs;
use crate::export::{ExportError, ExportReason, Job, LabelParts, export};
use crate::mot::{ClassSource, OpenOptions};
use crate::playback::FPS;
use crate::provider::KeySet;
use crate::sequence::PicturePairing;
use crate::shown::ShowPath as _;
use crate::stderr;
use export_source::{ExportSource, ExportStyle, NoFramesError, Sought};
use output::{OutputError, OutputFormat, output_kind};

const EXAMPLES: &str = "\
Examples:
  motscope export MOT17-02 -o pictures/                          every frame as a PNG picture with its boxes
  motscope export gt.txt --images img1 --frames 100 -o 100.png   one frame
  motscope export MOT17-02 --layer mine.txt --frames 1-90 --scale 0.5 -o both.gif
  motscope export boxmot.txt --labels id,class --classes coco -o boxes/
  motscope export MOT17-02 --labels id,confidence -o video.mp4   needs the program ffmpeg";

/// Write frames with their boxes as pictures, as an animated GIF or as a video.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct ExportArgs {
    /// MOT file, sequence folder, or folder of pictures.
    path: PathBuf,
    /// What to write: a file that ends with png, jpg, gif or mp4, or a folder that gets one picture for each frame.
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Format to write. If left out, the name of the output decides; pictures in a folder are png.
    #[arg(long, value_enum, value_name = "NAME")]
    to: Option<OutputFormat>,
    /// Frames to write, first and last included: 5, 10-90, 10.. or ..90. If left out, all are written.
    #[arg(long, value_name = "A-B", default_value = "..")]
    frames: FrameRange,
    /// Folder of the pictures, or a video. If left out, motscope looks for it beside the file.
    #[arg(long, visible_alias = "video", value_name = "PATH")]
    images: Option<PathBuf>,
    /// Which picture a frame shows: automatic, order, offset=NUMBER or step=STEP,FRAME,PICTURE.
    #[arg(long, value_name = "RULE", default_value_t)]
    pairing: PicturePairing,
    /// Another MOT file to draw on the same pictures. May be given several times.
    #[arg(long, value_name = "FILE")]
    layer: Vec<PathBuf>,
    /// What the labels show, with commas between. `--labels none` draws no labels.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "id")]
    labels: Vec<LabelArg>,
    #[arg(long, value_name = "NAMES", value_parser = class_source(), help = CLASSES)]
    classes: Option<ClassSource>,
    /// Width of the outlines in pixels [default: depends on the size of the picture]
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u16).range(1..=100))]
    line_width: Option<u16>,
    /// Draw the boxes on a plain background, without pictures.
    #[arg(long)]
    no_picture: bool,
    /// Factor by which pictures are made larger, or smaller if it is below 1.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = scale)]
    scale: f64,
    /// Frames a second of a GIF or a video [default: that of the sequence, or 30]
    #[arg(long, value_name = "N", value_parser = fps)]
    fps: Option<f64>,
    /// Replace files that exist already.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    reading: ReadingArgs,
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
    /// What to look for.
    fn found(&self) -> Sought<'_> {
        Sought { path: &self.path, images: self.images.as_deref(), layers: &self.layer }
    }

    fn style(&self) -> ExportStyle {
        let has = |part| self.labels.contains(&part);
        let labels =
            LabelParts { id: has(LabelArg::Id), confidence: has(LabelArg::Confidence), class: has(LabelArg::Class) };
        let labels = if has(LabelArg::None) { LabelParts::default() } else { labels };
        ExportStyle { labels, line_width: self.line_width.map(f32::from), scale: self.scale, picture: !self.no_picture }
    }
}

/// Arguments that do not go together, or do not fit the sequence.
#[derive(Debug, Error)]
enum ArgumentError {
    #[error(transparent)]
    NoFrames(#[from] NoFramesError),
    #[error(transparent)]
    Output(#[from] OutputError),
    /// What is read would be replaced.
    #[error("{}: this is read for the export and is not replaced", .0.shown())]
    IsInput(PathBuf),
}

pub(super) fn run(args: &ExportArgs) -> ExitCode {
    let started = Instant::now();
    let progress = cancelled_by_signal();
    let classes = match args.classes.as_ref().map(ClassSource::read).transpose() {
        Ok(classes) => classes,
        Err(error) => {
            stderr::message(error);
            return ExitCode::FAILURE;
        }
    };
    let options = OpenOptions { classes, ..args.reading.options() };
    let open = || ExportSource::open(&args.found(), args.style(), args.pairing, &options, &progress);
    let source = match show_while(&progress, "bytes", open) {
        Ok(source) => source,
        Err(error) => {
            stderr::message(error);
            return ExitCode::FAILURE;
        }
    };
    source.remarks().iter().for_each(stderr::message);
    let (job, frames) = match job(args, &source) {
        Ok(job) => job,
        Err(error) => {
            stderr::message(error);
            return ExitCode::from(2);
        }
    };
    match show_while(&progress, "frames", || export(&job, &frames, |number| source.draw(number), &progress)) {
        Ok(written) => {
            source.missing_pictures().iter().for_each(stderr::message);
            let (count, megabytes) = (written.frames, written.bytes as f64 / 1e6);
            let (s, seconds) = (if count == 1 { "" } else { "s" }, started.elapsed().as_secs_f64());
            let output = args.output.shown();
            stderr::line(format_args!("{output}: {count} frame{s}, {megabytes:.1} MB in {seconds:.1} s"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            stderr::message(with_hint(&error));
            ExitCode::FAILURE
        }
    }
}

/// What to write, and of which frames.
fn job(args: &ExportArgs, source: &ExportSource) -> Result<(Job, KeySet), ArgumentError> {
    if source.is_input(&args.output) {
        return Err(ArgumentError::IsInput(args.output.clone()));
    }
    let frames = source.frames(args.frames)?;
    let kind = output_kind(&args.output, args.to, frames.len())?;
    let fps = args.fps.unwrap_or(source.fps());
    Ok((Job { kind, output: args.output.clone(), replace: args.force, fps }, frames))
}

/// The text of an error. If something is in the way, it says how to replace that.
fn with_hint(error: &ExportError) -> String {
    match error.reason {
        ExportReason::Exists(_) => format!("{error}; --force replaces it"),
        _ => error.to_string(),
    }
}

fn scale(text: &str) -> Result<f64, NumberError> {
    number_within(text, 0.01..=16.0)
}

fn fps(text: &str) -> Result<f64, NumberError> {
    number_within(text, FPS)
}
