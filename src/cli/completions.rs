//! `motscope completions`: what a shell offers on Tab.

use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::{Shell, generate};

/// Print what a shell needs to complete the arguments of motscope on Tab.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  motscope completions bash > ~/.local/share/bash-completion/completions/motscope
  motscope completions zsh > ~/.zfunc/_motscope        (with ~/.zfunc in fpath)
  motscope completions fish > ~/.config/fish/completions/motscope.fish")]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs, command: Command) -> ExitCode {
    super::stdout::print(&text(args.shell, command))
}

/// The script for a shell.
pub(super) fn text(shell: Shell, mut command: Command) -> String {
    let mut bytes = Vec::new();
    generate(shell, &mut command, "motscope", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
