//! The `ffmpeg` programs on this machine: where they are, and which options their version takes.

use std::env;
use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use parking_lot::Mutex;

/// How many bytes of what `ffmpeg -version` says are read. The version is in the first line.
const VERSION_BYTES: u64 = 1024;
/// How many bytes of what `ffmpeg` says of a filter are read.
const HELP_BYTES: u64 = 16 << 10;

/// The program that a person chose instead of the one on the `PATH`.
static CHOSEN: Mutex<Option<PathBuf>> = Mutex::new(None);
/// The tools that were found last: asking a program what it can do takes longer than a frame.
static FOUND: Mutex<Option<VideoTools>> = Mutex::new(None);

/// Takes this `ffmpeg` program, and the `ffprobe` beside it, instead of those on the `PATH`. It needs an absolute path. `None`
/// goes back to those on the `PATH`.
#[cfg(feature = "gui")]
pub fn choose(program: Option<PathBuf>) {
    *CHOSEN.lock() = program.filter(|program| program.is_absolute());
}

/// Finds the `ffmpeg` program: the one that a person chose, or else the first on the `PATH`.
///
/// Only absolute folders of the `PATH` are searched. A relative or empty entry would mean the current directory, where
/// anybody may have put a program of that name beside the data.
pub fn find() -> Option<PathBuf> {
    let chosen = CHOSEN.lock().clone();
    chosen.and_then(program).or_else(|| find_on("ffmpeg", &env::var_os("PATH")?))
}

fn find_on(name: &str, path: &OsStr) -> Option<PathBuf> {
    let folders = env::split_paths(path).filter(|folder| folder.is_absolute());
    folders.map(|folder| folder.join(name)).find_map(program)
}

/// The path, if a program is there.
fn program(path: PathBuf) -> Option<PathBuf> {
    which::which_global(path).ok()
}

/// The programs that read videos, and what they can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VideoTools {
    /// The program that decodes.
    pub ffmpeg: PathBuf,
    /// The program that lists what is in a file.
    pub ffprobe: PathBuf,
    /// The option that makes one picture of each frame of a video, neither more nor fewer, as two words.
    pub passthrough: [&'static str; 2],
    /// The filter that logs the time stamp of each frame.
    pub stamps: &'static str,
}

/// Finds the programs that read videos, and asks them what they can do. `None` if one of them is missing.
pub(crate) fn tools() -> Option<VideoTools> {
    let ffmpeg = find()?;
    if let Some(found) = FOUND.lock().clone().filter(|found| found.ffmpeg == ffmpeg && found.ffprobe.is_file()) {
        return Some(found);
    }
    let name = format!("ffprobe{}", env::consts::EXE_SUFFIX);
    let beside = ffmpeg.parent().map(|folder| folder.join(name)).and_then(program);
    let ffprobe = beside.or_else(|| find_on("ffprobe", &env::var_os("PATH")?))?;
    let option = version(&ffmpeg).map_or(NEW, |version| passthrough_of(&version));
    let passthrough = option.split_once(' ').unwrap_or((option, ""));
    // Checksums of all pixels would take as long as decoding. Older versions always compute them.
    let help = said(&ffmpeg, &["-hide_banner", "-h", "filter=showinfo"], HELP_BYTES).unwrap_or_default();
    let stamps = if help.contains("checksum") { "showinfo=checksum=0" } else { "showinfo" };
    let found = VideoTools { ffmpeg, ffprobe, passthrough: passthrough.into(), stamps };
    *FOUND.lock() = Some(found.clone());
    Some(found)
}

/// The command that writes the frames of a video as pictures, for people. Each frame is written once: by default, `ffmpeg`
/// repeats and drops frames until the frame rate is even.
pub(crate) fn to_pictures(video: &Path) -> String {
    let passthrough = tools().map_or_else(|| NEW.to_owned(), |tools| tools.passthrough.join(" "));
    command(video, &passthrough)
}

fn command(video: &Path, passthrough: &str) -> String {
    let folder = video.with_extension("").join("img1");
    let (file, made, pattern) = (
        quoted(&video.to_string_lossy()),
        quoted(&folder.to_string_lossy()),
        quoted(&folder.join("%06d.jpg").to_string_lossy()),
    );
    format!("mkdir -p {made} && ffmpeg -i {file} {passthrough} -start_number 1 -q:v 2 {pattern}")
}

/// A word for a shell: in double quotes, with the characters escaped that are special there.
fn quoted(word: &str) -> String {
    let mut quoted = String::with_capacity(word.len() + 2);
    quoted.push('"');
    for letter in word.chars() {
        if matches!(letter, '"' | '\\' | '$' | '`') {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}

/// Versions from 5.1 on.
const NEW: &str = "-fps_mode passthrough";
/// Older versions. Newer ones have given this option up.
const OLD: &str = "-vsync passthrough";

/// The first line that `ffmpeg -version` prints.
fn version(program: &Path) -> Option<String> {
    Some(said(program, &["-version"], VERSION_BYTES)?.lines().next()?.to_owned())
}

/// The first bytes, not more than `most`, of what a program prints.
fn said(program: &Path, arguments: &[&str], most: u64) -> Option<String> {
    let mut command = Command::new(program);
    let quiet = command.args(arguments).stdin(Stdio::null()).stderr(Stdio::null());
    let mut child = quiet.stdout(Stdio::piped()).spawn().ok()?;
    let mut said = Vec::new();
    let read = child.stdout.take().map(|output| output.take(most).read_to_end(&mut said));
    // It has said enough, and may be waiting for somebody who reads the rest.
    let _ = child.kill();
    let _ = child.wait();
    read?.ok()?;
    Some(String::from_utf8_lossy(&said).into_owned())
}

/// The option for a version such as `ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright …`. A version without such numbers was
/// built from the newest source.
fn passthrough_of(version: &str) -> &'static str {
    let number = version.strip_prefix("ffmpeg version ").map(|rest| rest.trim_start_matches('n'));
    let mut parts = number.unwrap_or_default().split(|letter: char| !letter.is_ascii_digit());
    let mut part = || parts.next().and_then(|part| part.parse::<u32>().ok());
    match part().map(|major| (major, part().unwrap_or(0))) {
        // Builds of the newest source may begin with a date.
        Some(number @ (..1000, _)) if number < (5, 1) => OLD,
        _ => NEW,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_for_pictures_can_be_run_as_it_is() {
        assert_eq!(
            command(Path::new("/data/a walk $5.mp4"), "-fps_mode passthrough"),
            r#"mkdir -p "/data/a walk \$5/img1" && ffmpeg -i "/data/a walk \$5.mp4" -fps_mode passthrough -start_number 1 -q:v 2 "/data/a walk \$5/img1/%06d.jpg""#
        );
    }

    #[test]
    fn the_option_is_one_that_the_version_takes() {
        for (version, option) in [
            ("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright (c) 2000-2021 the FFmpeg developers", OLD),
            ("ffmpeg version n4.3", OLD),
            ("ffmpeg version 5.0.1", OLD),
            ("ffmpeg version 5.1.6-0+deb12u1", NEW),
            ("ffmpeg version n6.0", NEW),
            ("ffmpeg version 7", NEW),
            ("ffmpeg version N-117757-g1a2b3c4d5e", NEW),
            ("ffmpeg version 2024-01-01-git-e1c1dc8347-full_build", NEW),
            ("", NEW),
        ] {
            assert_eq!(passthrough_of(version), option, "{version}");
        }
    }

    #[test]
    fn a_program_is_found_in_absolute_folders_of_the_path_alone() {
        let folder = tempfile::tempdir().unwrap();
        let absolute = folder.path().canonicalize().unwrap();
        assert_eq!(find_on("ffmpeg", absolute.as_os_str()), None);
        let program = absolute.join(format!("ffmpeg{}", env::consts::EXE_SUFFIX));
        std::fs::write(&program, "").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(find_on("ffmpeg", absolute.as_os_str()), None);
            std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
            // The way to the folder from the current directory.
            let up = env::current_dir().unwrap().components().skip(1).map(|_| "..").collect::<PathBuf>();
            let relative = up.join(absolute.strip_prefix("/").unwrap());
            assert!(relative.join("ffmpeg").is_file());
            assert_eq!(find_on("ffmpeg", relative.as_os_str()), None);
        }
        for entries in [[""; 2], ["."; 2], [".", ""]] {
            assert_eq!(find_on("ffmpeg", &env::join_paths(entries).unwrap()), None);
        }
        let path = env::join_paths([Path::new("."), Path::new(""), Path::new("/nowhere"), &absolute]).unwrap();
        assert_eq!(find_on("ffmpeg", &path), Some(program));
    }

    #[cfg(unix)]
    #[test]
    fn the_program_is_asked_for_its_version_and_not_waited_for() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("ffmpeg");
        std::fs::write(&program, "#!/bin/sh\necho ffmpeg version 4.4\nexec yes\n").unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(version(&program).as_deref(), Some("ffmpeg version 4.4"));
        assert_eq!(version(&folder.path().join("none")), None);
    }
}
