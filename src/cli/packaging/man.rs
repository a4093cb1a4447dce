//! Man pages: one for the program, one for each subcommand.

use std::io;

use clap::Command;
use clap_mangen::Man;

/// The name of each page, such as `motscope-info.1`, and its text.
pub(super) fn pages(command: Command) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let subcommands: Vec<Command> =
        command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()).cloned().collect();
    let mut pages = vec![page("motscope", command)?];
    for subcommand in subcommands {
        let name = format!("motscope-{}", subcommand.get_name());
        // The page is named as its file, and shows the command as it is written.
        pages.push(page(&name, subcommand.display_name(name.clone()))?);
    }
    Ok(pages)
}

fn page(name: &str, command: Command) -> io::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    Man::new(command).title(name).manual("motscope").render(&mut bytes)?;
    Ok((format!("{name}.1"), bytes))
}
