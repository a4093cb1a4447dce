//! The command line: `motscope [PATH]` opens the window; the subcommands need none.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod bar;
mod completions;
mod convert;
mod eval;
mod export;
mod frame_range;
mod generate;
mod info;
mod packaging;
mod parse;
mod reading;
mod replay;
mod replay_cases;
mod stdout;
mod tune;
mod unpack;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, Parser, Subcommand};

use crate::mot::{Format, Roles, TrackId};

const EXAMPLES: &str = "\
Examples:
  motscope                                   open the demo sequence
  motscope results/MOT17-02.txt              open a file
  motscope gt.txt --frame 300 --track 12     start at frame 300, with track 12 selected
  motscope MOT17/train/MOT17-02              open a sequence folder, with its pictures
  motscope MOT17/train/MOT17-02 --layer a.txt --layer b.txt   show two results on one sequence
  motscope run.motws                         show what was saved as a workspace
  motscope info gt.txt                       print what is in a file
  motscope eval gt.txt result.txt            tell how well a tracker did: HOTA, MOTA, IDF1
  motscope convert val.json gt.txt           write the boxes of a COCO file as MOT text
  motscope export gt.txt --images img1 -o boxes.gif    write the boxes on their pictures as a GIF
  motscope replay --trace mine.csv           compare the predictors on recorded navigation
  motscope tune --trace mine.csv             find the best settings for recorded navigation
  motscope generate -o big.txt -f 100000 --density 100   make a large file";

/// Scrub through multi-object-tracking results without waiting.
#[derive(Debug, Parser)]
#[command(name = "motscope", version, after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(flatten)]
    viewer: ViewerArgs,
    #[command(subcommand)]
    command: Option<CliCommand>,
}

#[derive(Debug, Subcommand)]
enum CliCommand {
    Open(OpenArgs),
    Info(info::InfoArgs),
    Eval(eval::EvalArgs),
    Convert(convert::ConvertArgs),
    Export(export::ExportArgs),
    Generate(generate::GenerateArgs),
    Replay(replay::ReplayArgs),
    Tune(tune::TuneArgs),
    Completions(completions::CompletionsArgs),
    #[command(hide = true)]
    PackageFiles(packaging::PackagingArgs),
}

const OPEN_EXAMPLES: &str = "\
Examples:
  motscope open gt.txt
  motscope open run.motws                    show what was saved as a workspace";

/// Open the window, as motscope without a subcommand does.
#[derive(Args, Debug)]
#[command(after_help = OPEN_EXAMPLES)]
struct OpenArgs {
    #[command(flatten)]
    viewer: ViewerArgs,
}

/// The arguments of the window.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewerArgs {
    /// MOT file, sequence folder, data set or workspace to open. If left out, a built-in demo sequence is opened.
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// Frame to start at, by its number in the file.
    #[arg(long, value_name = "N")]
    pub frame: Option<u64>,
    /// Track to select, by its id in the file.
    #[arg(long, value_name = "ID")]
    pub track: Option<TrackId>,
    /// Format of the file: mot, kitti or obb. If left out, it is guessed from the first line.
    #[arg(long, value_name = "NAME")]
    pub format: Option<Format>,
    /// What the columns are, from the first on, such as frame,id,x1,y1,x2,y2,-,conf (- is a column that is not used).
    #[arg(long, value_name = "NAMES", conflicts_with = "format", value_parser = parse::columns)]
    pub columns: Option<Roles>,
    /// Size of the pictures in pixels, for boxes that are shares of the picture.
    #[arg(long, value_name = "WxH", value_parser = parse::picture_size)]
    pub size: Option<(u32, u32)>,
    /// Another MOT file to show on the same pictures. May be given several times.
    #[arg(long = "layer", value_name = "FILE", requires = "path")]
    pub layers: Vec<PathBuf>,
    /// Folder of the pictures, or a video, to show under the boxes. If left out, motscope looks for it.
    #[arg(long, visible_alias = "video", value_name = "PATH")]
    pub images: Option<PathBuf>,
    /// Name of the file inside a zip archive to open. If left out, a list is shown. `NAME#2` is the second file of this name.
    #[arg(long, value_name = "NAME")]
    pub member: Option<String>,
    /// On exit, write statistics (start-up time, cache counters) to this file as JSON.
    #[arg(long, value_name = "FILE")]
    pub stats: Option<PathBuf>,
}

/// Runs a subcommand, or calls `open_window` if there is none.
pub fn run(open_window: fn(ViewerArgs) -> ExitCode) -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        None => open_window(cli.viewer),
        Some(CliCommand::Open(args)) => open_window(args.viewer),
        Some(CliCommand::Info(args)) => info::run(&args),
        Some(CliCommand::Eval(args)) => eval::run(&args),
        Some(CliCommand::Convert(args)) => convert::run(&args),
        Some(CliCommand::Export(args)) => export::run(&args),
        Some(CliCommand::Generate(args)) => generate::run(&args),
        Some(CliCommand::Replay(args)) => replay::run(&args),
        Some(CliCommand::Tune(args)) => tune::run(&args),
        Some(CliCommand::Completions(args)) => completions::run(&args, Cli::command()),
        Some(CliCommand::PackageFiles(args)) => packaging::run(&args, Cli::command()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_window_gets_file_frame_track_format_and_member() {
        let line = "motscope gt.txt --frame 3 --track 18446744073709551615 --format kitti --images img --layer gt.txt --layer b.txt --member a/b.txt";
        let cli = Cli::try_parse_from(line.split(' ')).unwrap();
        let expected = ViewerArgs {
            path: Some("gt.txt".into()),
            frame: Some(3),
            track: Some(TrackId(u64::MAX)),
            format: Some(Format::Kitti),
            columns: None,
            size: None,
            images: Some("img".into()),
            layers: vec!["gt.txt".into(), "b.txt".into()],
            member: Some("a/b.txt".to_owned()),
            stats: None,
        };
        assert_eq!(cli.viewer, expected);
        let line = line.replacen("motscope", "motscope open", 1);
        let Some(CliCommand::Open(args)) = Cli::try_parse_from(line.split(' ')).unwrap().command else { panic!() };
        assert_eq!(args.viewer, expected);
        assert!(Cli::try_parse_from(["motscope", "gt.txt", "--track", "-1"]).is_err());
        assert!(Cli::try_parse_from(["motscope", "gt.txt", "--format", "coco"]).is_err());
    }
}
