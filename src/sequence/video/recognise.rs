//! Which files are videos.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Endings of video files, in lower case.
pub(crate) const ENDINGS: [&str; 22] = [
    "mp4", "avi", "mov", "mkv", "webm", "m4v", "mpg", "mpeg", "m2v", "m2ts", "wmv", "asf", "flv", "f4v", "3gp", "ogv",
    "vob", "mxf", "h264", "h265", "hevc", "y4m",
];

/// The formats of files that are read. Others, such as play lists, could name other files and addresses.
pub(super) const FORMATS: &str = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,mpegtsraw,h264,hevc,av1,obu,ivf,m4v,vc1,h263,mjpeg,flv,live_flv,asf,ogg,mxf,gxf,nut,rm,dv,yuv4mpegpipe,wtv,swf";

/// The distance of the sync bytes in an MPEG transport stream, in bytes.
const PACKET: usize = 188;

/// Whether the name of a file is that of a video. The file is not read.
pub(crate) fn has_video_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ENDINGS.iter().any(|video| video.eq_ignore_ascii_case(ending))
}

/// Whether a file is a video: by its name, or because it begins as one.
pub(in crate::sequence) fn is_video(path: &Path) -> bool {
    if has_video_ending(path) {
        return true;
    }
    // Other files may have the ending of a video, such as `.ts` of TypeScript, and videos may have another.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_video_is_told_by_its_ending_and_by_its_content_where_other_files_have_that_ending() {
        assert!(is_video(Path::new("A.MP4")) && !is_video(Path::new("a.txt")) && !is_video(Path::new("mp4")));
        let folder = tempfile::tempdir().unwrap();
        let packets = |first: usize, length: usize| {
            (0..1000).map(|at| if at % length == first { 0x47 } else { 0 }).collect::<Vec<u8>>()
        };
        let (stream, camera) = (packets(0, 188), packets(4, 192));
        let script = b"Great: string = 'this is TypeScript';\n".repeat(20);
        for (name, bytes, is) in [("a.ts", stream, true), ("b.MTS", camera, true), ("c.ts", script, false)] {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(is_video(&path), is, "{name}");
        }
        assert!(!is_video(&folder.path().join("none.ts")));
    }

    #[test]
    fn a_transport_stream_is_a_video_and_a_text_of_its_ending_is_none() {
        let stream = [0x47].into_iter().chain([0; 187]).cycle().take(1000).collect::<Vec<u8>>();
        assert!(begins_as_video(&stream));
        assert!(!begins_as_video(&b"G".repeat(1000)) && !begins_as_video(b"1,2,3,4") && !begins_as_video(b""));
    }
}
