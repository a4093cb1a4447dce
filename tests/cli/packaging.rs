//! What packages bring besides the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{motscope, text};

/// The names of the subcommands that `--help` lists.
fn subcommands() -> Vec<String> {
    let help = text(&motscope(&["--help"]).stdout);
    let list =
        help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1).take_while(|line| !line.is_empty());
    // The names begin in column 3, what they do may go on in later lines.
    let names = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<String> = names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    names.into_iter().filter(|name| name != "help").collect()
}

fn all_files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            found.extend(all_files(&entry.path()));
        } else {
            found.insert(entry.path());
        }
    }
    found
}

#[test]
fn every_subcommand_has_a_man_page_and_is_completed_by_shells() {
    let folder = tempfile::tempdir().unwrap();
    let output = motscope(&["package-files", folder.path().to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let share = folder.path().join("share");
    let names = subcommands();
    assert!(names.len() > 5 && names.iter().any(|name| name == "eval"), "{names:?}");
    for name in &names {
        let page = fs::read_to_string(share.join(format!("man/man1/motscope-{name}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS") && page.contains(".SH OPTIONS"), "{name}");
    }
    let page = fs::read_to_string(share.join("man/man1/motscope.1")).unwrap();
    assert!(!page.contains("package\\-files"), "what is for packagers only is not in the man page");
    for (shell, place) in [
        ("bash", "bash-completion/completions/motscope"),
        ("zsh", "zsh/site-functions/_motscope"),
        ("fish", "fish/vendor_completions.d/motscope.fish"),
    ] {
        let script = fs::read_to_string(share.join(place)).unwrap();
        assert_eq!(script, text(&motscope(&["completions", shell]).stdout));
        names.iter().for_each(|name| assert!(script.contains(name.as_str()), "{shell}: {name}"));
    }
}

#[test]
fn a_package_has_icons_in_all_sizes_and_what_desktops_ask_for() {
    let folder = tempfile::tempdir().unwrap();
    assert!(motscope(&["package-files", folder.path().to_str().unwrap()]).status.success());
    let share = folder.path().join("share");
    let files = all_files(&share);
    let icons: Vec<_> = files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "png")).collect();
    assert!(icons.len() >= 8);
    for path in icons {
        let icon = image::open(path).unwrap();
        let folder = path.iter().rev().nth(2).unwrap().to_str().unwrap();
        assert_eq!(folder, format!("{0}x{0}", icon.width()), "{}", path.display());
    }
    for place in [
        "applications/motscope.desktop",
        "mime/packages/motscope.xml",
        "metainfo/motscope.metainfo.xml",
        "icons/hicolor/scalable/apps/motscope.svg",
    ] {
        assert!(files.contains(&share.join(place)), "{place}");
    }
    // Workspaces are of a kind of their own, which the program opens.
    let text = |place: &str| fs::read_to_string(share.join(place)).unwrap();
    let kind = "application/x-motscope-workspace";
    let kinds = text("mime/packages/motscope.xml");
    assert!(kinds.contains(kind) && kinds.contains("*.motws"), "{kinds}");
    assert!(text("applications/motscope.desktop").contains(kind));
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let output = motscope(&["package-files", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("file/share"), "{}", text(&output.stderr));
}
