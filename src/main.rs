//! The program `motscope`.

use std::process::ExitCode;

use motscope::cli::{self, ViewerArgs};

fn main() -> ExitCode {
    cli::run(open_window)
}

#[cfg(feature = "gui")]
fn open_window(args: ViewerArgs) -> ExitCode {
    let ViewerArgs { path, frame, track, stats, format, columns, size, images, layers, member } = args;
    motscope::app::run(motscope::app::Start {
        path,
        format,
        columns,
        size,
        images,
        layers,
        member,
        frame,
        track,
        stats,
    })
}

#[cfg(not(feature = "gui"))]
fn open_window(_args: ViewerArgs) -> ExitCode {
    eprintln!(
        "motscope: this build has no window; use `motscope info`, `export`, `generate`, `replay` or `tune`, or build with the \
         feature `gui`"
    );
    ExitCode::from(2)
}
