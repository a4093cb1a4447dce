//! Small uncompressed videos, which need no program to be made.

use std::path::{Path, PathBuf};

use super::*;

/// A video of `count` frames of 4 × 2 pixels in the format of `yuv4mpeg(5)`: all samples of frame n are n.
fn write(folder: &Path, name: impl AsRef<Path>, count: u8) -> PathBuf {
    let mut bytes = b"YUV4MPEG2 W4 H2 F25:1 Ip A1:1 C420jpeg\n".to_vec();
    for number in 0..count {
        bytes.extend_from_slice(b"FRAME\n");
        bytes.extend_from_slice(&[number; 12]);
    }
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn packets(libav: &Libav) -> Vec<Packet> {
    let mut packets = Vec::new();
    libav
        .packets(&mut |packet| {
            packets.push(packet);
            true
        })
        .unwrap();
    packets
}

/// The next frames of a decoder: their times, and a sample of each.
fn next(decoder: &mut dyn Decoder, count: usize) -> Vec<(Option<i64>, u8)> {
    let mut raw = Vec::new();
    let mut one = || {
        let shown = decoder.next(&mut raw).unwrap()?;
        assert!(raw.len() == 12 && raw.iter().all(|&sample| sample == raw[0]), "{raw:?}");
        Some((shown.time, raw[0]))
    };
    (0..count).map_while(|_| one()).collect()
}

#[test]
fn a_file_says_what_is_in_it_and_gives_its_frames() {
    let folder = tempfile::tempdir().unwrap();
    let libav = Libav::open(&write(folder.path(), "a.y4m", 5)).unwrap();
    let facts = libav.facts();
    assert_eq!((facts.codec.as_str(), facts.container.as_str()), ("rawvideo", "yuv4mpegpipe"));
    assert_eq!((facts.size, facts.time_base, facts.frame_rate), ((4, 2), (1, 25), Some(25.0)));
    let times: Vec<_> =
        packets(&libav).iter().map(|packet| (packet.time, packet.is_key, packet.is_discarded)).collect();
    assert_eq!(times, (0..5).map(|time| (Some(time), true, false)).collect::<Vec<_>>());
    let mut count = 0;
    libav
        .count(&mut || {
            count += 1;
            true
        })
        .unwrap();
    assert_eq!(count, 5);
    let mut decoder = Backend::open(&libav, None, None).unwrap();
    assert_eq!(next(&mut *decoder, 9), (0..5).map(|at| (Some(i64::from(at)), at)).collect::<Vec<_>>());
    assert_eq!(next(&mut *decoder, 9), []);
}

#[test]
fn a_decoder_that_is_used_again_begins_at_its_key_frame_even_after_the_last_frame() {
    let folder = tempfile::tempdir().unwrap();
    let libav = Libav::open(&write(folder.path(), "a.y4m", 30)).unwrap();
    for (read, from) in [(3, 20), (1, 4), (99, 0), (0, 29)] {
        let key = KeyFrame { time: from, decode_time: Some(from) };
        let mut decoder = Backend::open(&libav, Some(key), None).unwrap();
        let [(Some(time), sample)] = next(&mut *decoder, 1)[..] else { panic!("no frame from {from}") };
        // This reader goes back one frame more than it is told.
        assert!(time == i64::from(sample) && (from - 1..=from).contains(&time), "{time}, {sample}, not {from}");
        next(&mut *decoder, read);
        drop(decoder);
        assert!(libav.spare.take_fresh().is_none(), "it would begin where the last one ended");
    }
    assert_eq!(next(&mut *Backend::open(&libav, None, None).unwrap(), 2), [(Some(0), 0), (Some(1), 1)]);
}

#[test]
fn listing_and_counting_end_when_they_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let libav = Libav::open(&write(folder.path(), "a.y4m", 9)).unwrap();
    let (mut listed, mut counted) = (0, 0);
    libav
        .packets(&mut |_| {
            listed += 1;
            listed < 3
        })
        .unwrap();
    libav
        .count(&mut || {
            counted += 1;
            counted < 4
        })
        .unwrap();
    assert_eq!((listed, counted), (3, 4));
}

#[test]
fn any_name_opens_even_one_that_looks_like_an_address_or_is_no_unicode() {
    let folder = tempfile::tempdir().unwrap();
    let mut names = vec![PathBuf::from("a %d ü.y4m")];
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt as _;
        names.push("http:a.y4m".into());
        names.push(std::ffi::OsStr::from_bytes(b"a\xFF.y4m").into());
    }
    for name in names {
        assert!(Libav::open(&write(folder.path(), &name, 1)).is_ok(), "{}", name.display());
    }
}

#[test]
fn a_play_list_opens_no_other_file() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.y4m", 1);
    for (name, text) in [
        ("a.mp4", "ffconcat version 1.0\nfile a.y4m\n"),
        ("b.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na.y4m\n#EXT-X-ENDLIST\n"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        assert!(matches!(Libav::open(&path), Err(VideoError::Undecodable(_))), "{name}");
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let why = |path: &Path| Libav::open(path).err().map(|error| error.to_string()).unwrap_or_default();
    assert_eq!(why(&folder.path().join("none.mp4")), "it cannot be read: there is no such file");
    let text = folder.path().join("text.mp4");
    std::fs::write(&text, "no video").unwrap();
    assert_eq!(why(&text), "it cannot be decoded: Invalid data found when processing input");
    let empty = write(folder.path(), "empty.y4m", 0);
    let libav = Libav::open(&empty).unwrap();
    assert!(packets(&libav).is_empty());
}

#[test]
fn a_file_that_is_cut_off_gives_the_frames_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "a.y4m", 4);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() - 5]).unwrap();
    let libav = Libav::open(&path).unwrap();
    assert_eq!(next(&mut *Backend::open(&libav, None, None).unwrap(), 9).len(), 3);
}
