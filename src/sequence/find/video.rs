//! Videos cannot be opened. The error says how to turn one into pictures.

use std::path::Path;

/// Endings of video files, in lower case.
const ENDINGS: [&str; 7] = ["mp4", "avi", "mov", "mkv", "webm", "m4v", "mpg"];

/// Whether a file is a video, by its name.
pub(super) fn is_video(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.iter().any(|video| video.eq_ignore_ascii_case(ending)))
}

/// The command that turns a video into a sequence folder, for people.
pub(super) fn advice(path: &Path) -> String {
    let folder = path.with_extension("").join("img1");
    let (file, made, pattern) = (
        quoted(&path.to_string_lossy()),
        quoted(&folder.to_string_lossy()),
        quoted(&folder.join("%06d.jpg").to_string_lossy()),
    );
    format!(
        "this is a video, which cannot be opened. Turn it into pictures with this command, then open their folder:\nmkdir -p {made} && ffmpeg -i {file} -start_number 1 -q:v 2 {pattern}"
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
        let advice = advice(Path::new("/data/a walk $5.mp4"));
        let command = r#"ffmpeg -i "/data/a walk \$5.mp4" -start_number 1 -q:v 2 "/data/a walk \$5/img1/%06d.jpg""#;
        assert!(advice.ends_with(command), "{advice}");
        assert!(advice.contains(r#"mkdir -p "/data/a walk \$5/img1" && "#));
        assert!(is_video(Path::new("A.MP4")) && !is_video(Path::new("a.txt")) && !is_video(Path::new("mp4")));
    }
}
