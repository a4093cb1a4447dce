//! Videos cannot be opened. The error says how to turn one into pictures.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Endings of video files, in lower case.
const ENDINGS: [&str; 22] = [
    "mp4", "avi", "mov", "mkv", "webm", "m4v", "mpg", "mpeg", "m2v", "m2ts", "wmv", "asf", "flv", "f4v", "3gp", "ogv",
    "vob", "mxf", "h264", "h265", "hevc", "y4m",
];
/// Endings that videos share with other files, such as TypeScript: the content decides.
const SHARED_ENDINGS: [&str; 2] = ["ts", "mts"];

/// Whether a file is a video, by its name.
pub(super) fn is_video(path: &Path) -> bool {
    let is_one = |endings: &[&str]| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| endings.iter().any(|video| video.eq_ignore_ascii_case(ending)))
    };
    is_one(&ENDINGS) || is_one(&SHARED_ENDINGS) && is_transport_stream(path)
}

/// Whether a file consists of packets of an MPEG transport stream: 188 bytes each, the first of them 0x47, with 4 bytes
/// before each packet on a camera's disk.
fn is_transport_stream(path: &Path) -> bool {
    const SYNC: Option<&u8> = Some(&0x47);
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(400).read_to_end(&mut head));
    let has_packets = |first: usize, length: usize| head.get(first) == SYNC && head.get(first + length) == SYNC;
    read.is_ok() && (has_packets(0, 188) || has_packets(4, 192))
}

/// The command that turns a video into a sequence folder, for people. `passthrough` is the option that makes one picture of
/// each frame: by default, `ffmpeg` repeats and drops frames until the frame rate is even.
pub(super) fn advice(path: &Path, passthrough: &str) -> String {
    let folder = path.with_extension("").join("img1");
    let (file, made, pattern) = (
        quoted(&path.to_string_lossy()),
        quoted(&folder.to_string_lossy()),
        quoted(&folder.join("%06d.jpg").to_string_lossy()),
    );
    format!(
        "this is a video, which cannot be opened. Turn it into pictures with this command, then open their folder:\nmkdir -p {made} && ffmpeg -i {file} {passthrough} -start_number 1 -q:v 2 {pattern}"
    )
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
        let advice = advice(Path::new("/data/a walk $5.mp4"), "-fps_mode passthrough");
        let command = r#"ffmpeg -i "/data/a walk \$5.mp4" -fps_mode passthrough -start_number 1 -q:v 2 "/data/a walk \$5/img1/%06d.jpg""#;
        assert!(advice.ends_with(command), "{advice}");
        assert!(advice.contains(r#"mkdir -p "/data/a walk \$5/img1" && "#));
    }

    #[test]
    fn a_video_is_told_by_its_ending_and_by_its_content_where_other_files_have_that_ending() {
        assert!(is_video(Path::new("A.MP4")) && !is_video(Path::new("a.txt")) && !is_video(Path::new("mp4")));
        let folder = tempfile::tempdir().unwrap();
        let mut stream = vec![0; 400];
        (stream[0], stream[188]) = (0x47, 0x47);
        let mut camera = vec![0; 400];
        (camera[4], camera[196]) = (0x47, 0x47);
        let script = b"Great: string = 'this is TypeScript';\n".repeat(20);
        for (name, bytes, is) in [("a.ts", stream, true), ("b.MTS", camera, true), ("c.ts", script, false)] {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(is_video(&path), is, "{name}");
        }
        assert!(!is_video(&folder.path().join("none.ts")));
    }
}
