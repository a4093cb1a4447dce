//! `motscope package-files`: what a package needs besides the program.

mod man;
mod share;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Command};

use crate::shown::ShowPath as _;
use crate::stderr;

/// Write what a package needs besides the program: man pages, completions, icons, and files for desktops.
#[derive(Args, Clone, Debug)]
pub(super) struct PackagingArgs {
    /// Folder to write the tree `share` into. It is made if it is missing.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

pub(super) fn run(args: &PackagingArgs, command: Command) -> ExitCode {
    match write(args, command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            stderr::message(message);
            ExitCode::FAILURE
        }
    }
}

fn write(args: &PackagingArgs, command: Command) -> Result<(), String> {
    for (name, bytes) in share::files(command).map_err(|error| error.to_string())? {
        let path = args.folder.join("share").join(name);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
        written.map_err(|error| format!("{}: {error}", path.shown()))?;
    }
    Ok(())
}
