//! Videos cannot be opened. The error says how to turn one into pictures.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

/// Endings of video files, in lower case.
const ENDINGS: [&str; 16] =
    ["mp4", "avi", "mov", "mkv", "webm", "m4v", "mpg", "mpeg", "ts", "mts", "m2ts", "wmv", "flv", "ogv", "3gp", "h264"];

/// The distance of the sync bytes in an MPEG transport stream, in bytes.
const PACKET: usize = 188;

/// Whether a file is a video: by its name, or because it begins as one.
pub(super) fn is_video(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let is_known = ENDINGS.iter().any(|video| video.eq_ignore_ascii_case(ending));
    // A text may be named `.ts` as well.
    if is_known && !ending.eq_ignore_ascii_case("ts") {
        return true;
    }
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4096).read_to_end(&mut head));
    read.is_ok() && begins_as_video(&head)
}

/// Whether the first bytes of a file are those of a video.
fn begins_as_video(head: &[u8]) -> bool {
    let is_stream = || (0..3).all(|packet| head.get(packet * PACKET) == Some(&0x47));
    // In files of cameras, a time of four bytes stands before each packet.
    let is_timed = || (0..3).all(|packet| head.get(4 + packet * (PACKET + 4)) == Some(&0x47));
    let is_riff = head.starts_with(b"RIFF") && head.get(8..12) == Some(b"AVI ");
    let is_matroska = head.starts_with(b"\x1A\x45\xDF\xA3");
    let brand = head.get(8..12).unwrap_or_default();
    // AVIF and HEIC pictures have this box, too.
    let is_mp4 =
        head.get(4..8) == Some(b"ftyp") && ![&b"avif"[..], b"avis", b"heic", b"mif1", b"heix"].contains(&brand);
    let is_flash = head.starts_with(b"FLV\x01");
    let is_binary = head.contains(&0);
    is_binary && (is_stream() || is_timed()) || is_riff || is_matroska || is_mp4 || is_flash
}

/// The command that turns a video into a sequence folder, for people.
pub(super) fn advice(path: &Path) -> String {
    static KEEP_ALL: LazyLock<&str> = LazyLock::new(|| keep_all(installed().as_deref()));
    advice_with(path, &KEEP_ALL)
}

fn advice_with(path: &Path, keep_all: &str) -> String {
    let folder = path.with_extension("").join("img1");
    let (file, made, pattern) = (
        quoted(&path.to_string_lossy()),
        quoted(&folder.to_string_lossy()),
        quoted(&folder.join("%06d.jpg").to_string_lossy()),
    );
    format!(
        "this is a video, which cannot be opened. Turn it into pictures with this command, then open their folder:\nmkdir -p {made} && ffmpeg -i {file} {keep_all} -start_number 1 -q:v 2 {pattern}"
    )
}

/// What the installed ffmpeg says of its version. `None` if there is none.
fn installed() -> Option<String> {
    let output = Command::new("ffmpeg").arg("-version").stdin(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The option that makes one picture of each frame of a video. Without it, frames are repeated or dropped where the frame
/// rate varies or where the video starts late. Its name changed in ffmpeg 5.1.
fn keep_all(version: Option<&str>) -> &'static str {
    let number = version.and_then(|text| text.split_whitespace().nth(2));
    let mut parts = number.unwrap_or_default().trim_start_matches('n').split(|letter: char| !letter.is_ascii_digit());
    let mut next = || parts.next().and_then(|part| part.parse::<u32>().ok());
    // A build from the current source has a date or a hash in place of a version.
    let is_old = match (next(), next()) {
        (Some(major), Some(minor)) => (major, minor) < (5, 1),
        _ => false,
    };
    if is_old { "-vsync passthrough" } else { "-fps_mode passthrough" }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_for_a_video_can_be_run_as_it_is() {
        let advice = advice_with(Path::new("/data/a walk $5.mp4"), keep_all(None));
        let command = r#"ffmpeg -i "/data/a walk \$5.mp4" -fps_mode passthrough -start_number 1 -q:v 2 "/data/a walk \$5/img1/%06d.jpg""#;
        assert!(advice.lines().any(|line| line.ends_with(command)), "{advice}");
        assert!(advice.contains(r#"mkdir -p "/data/a walk \$5/img1" && "#));
        assert!(is_video(Path::new("A.MP4")) && !is_video(Path::new("a.txt")) && !is_video(Path::new("mp4")));
    }

    #[test]
    fn the_option_is_the_one_that_the_installed_program_takes() {
        for (version, option) in [
            ("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", "-vsync passthrough"),
            ("ffmpeg version 5.0 Copyright", "-vsync passthrough"),
            ("ffmpeg version 5.1.6-0+deb12u1 Copyright", "-fps_mode passthrough"),
            ("ffmpeg version n7.1 Copyright", "-fps_mode passthrough"),
            ("ffmpeg version N-118896-g9f0970ee35 Copyright", "-fps_mode passthrough"),
            ("ffmpeg version 2024-09-02-git-3f9ca51015 Copyright", "-fps_mode passthrough"),
            ("", "-fps_mode passthrough"),
        ] {
            assert_eq!(keep_all(Some(version)), option, "{version}");
        }
    }

    #[test]
    fn a_transport_stream_is_a_video_and_a_text_of_its_ending_is_none() {
        let stream = [0x47].into_iter().chain([0; 187]).cycle().take(1000).collect::<Vec<u8>>();
        assert!(begins_as_video(&stream));
        assert!(!begins_as_video(&b"G".repeat(1000)) && !begins_as_video(b"1,2,3,4") && !begins_as_video(b""));
    }
}
