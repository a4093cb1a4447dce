//! The program: arguments in, exit code out.

use std::process::ExitCode;

use motscope::cli::{self, ViewerArgs};

fn main() -> ExitCode {
    cli::run(open_window)
}

fn open_window(_args: ViewerArgs) -> ExitCode {
    eprintln!("motscope: this build has no window; `motscope info` and `motscope generate` work without one");
    ExitCode::from(2)
}
