//! The command line: `motscope [FILE]` opens the window, subcommands work without one.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod bar;
mod cores;
mod export;
mod generate;
mod info;
mod parse;
mod replay;
mod replay_cases;
mod stdout;
mod tune;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::mot::{Format, TrackId};

const EXAMPLES: &str = "\
Examples:
  motscope                                   a demo sequence
  motscope results/MOT17-02.txt              a file
  motscope gt.txt --frame 300 --track 12     the same, from frame 300 on, track 12 selected
  motscope MOT17/train/MOT17-02              a sequence folder, with its pictures
  motscope MOT17/train/MOT17-02 --layer a.txt --layer b.txt   two results over it
  motscope info gt.txt                       what is in it
  motscope export gt.txt --images img1 -o boxes.gif    its boxes on their pictures
  motscope replay --trace mine.csv           what each predictor would have made of recorded navigation
  motscope tune --trace mine.csv             which settings would have served it best
  motscope generate -o big.txt -f 100000 --density 100";

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
    Info(info::InfoArgs),
    Export(export::ExportArgs),
    Generate(generate::GenerateArgs),
    Replay(replay::ReplayArgs),
    Tune(tune::TuneArgs),
}

/// What the window is started with.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewerArgs {
    /// MOT file, sequence folder or data set to open; a built-in demo sequence if left out.
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// Frame to start at, as numbered in the file.
    #[arg(long, value_name = "N")]
    pub frame: Option<u64>,
    /// Track to select, by its id in the file.
    #[arg(long, value_name = "ID")]
    pub track: Option<TrackId>,
    /// What the lines of the file are, if not what the first one looks like: mot, kitti or obb.
    #[arg(long, value_name = "NAME")]
    pub format: Option<Format>,
    /// Text file to show over the same pictures, too; may be given more than once.
    #[arg(long = "layer", value_name = "FILE", requires = "path")]
    pub layers: Vec<PathBuf>,
    /// Folder of pictures to show under the boxes, instead of the one that is found.
    #[arg(long, value_name = "DIR")]
    pub images: Option<PathBuf>,
    /// Which file of a zip archive to open, instead of choosing it from a list.
    #[arg(long, value_name = "NAME")]
    pub member: Option<String>,
    /// Write counters (start time, cache statistics) to this file as JSON on exit.
    #[arg(long, value_name = "FILE")]
    pub stats: Option<PathBuf>,
}

/// Runs the program: a subcommand, or the window by `open_window`.
pub fn run(open_window: fn(ViewerArgs) -> ExitCode) -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        None => open_window(cli.viewer),
        Some(CliCommand::Info(args)) => info::run(&args),
        Some(CliCommand::Export(args)) => export::run(&args),
        Some(CliCommand::Generate(args)) => generate::run(&args),
        Some(CliCommand::Replay(args)) => replay::run(&args),
        Some(CliCommand::Tune(args)) => tune::run(&args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

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
            images: Some("img".into()),
            layers: vec!["gt.txt".into(), "b.txt".into()],
            member: Some("a/b.txt".to_owned()),
            stats: None,
        };
        assert_eq!(cli.viewer, expected);
        assert!(Cli::try_parse_from(["motscope", "gt.txt", "--track", "-1"]).is_err());
        assert!(Cli::try_parse_from(["motscope", "gt.txt", "--format", "coco"]).is_err());
    }
}
