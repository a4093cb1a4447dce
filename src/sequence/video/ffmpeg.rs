//! Decoding by the programs of `ffmpeg`: a process for each open decoder, which writes its frames into a pipe.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use crossbeam_channel::Receiver;

use super::decoder::{Backend, Decoded, Decoder, threads};
use super::error::VideoError;
use super::facts::VideoFacts;
use super::index::{KeyFrame, Packet};
use super::packets;
use super::process::Process;
use super::stamps::Stamp;
use crate::ffmpeg::VideoTools;

/// The most bytes of the facts that are read.
const FACTS: u64 = 1 << 20;
/// How far before the wanted time `ffmpeg` looks for a key frame where frames are stored in another order than they are shown in,
/// in microseconds: 3/23 of a second, rounded up (`libavformat` 5.1 to 8.0, the function `ifile_open` of `ffmpeg`).
const LOOKS_BACK: i128 = 130_435;

/// A file, read by the programs.
pub(super) struct Ffmpeg {
    tools: VideoTools,
    path: PathBuf,
    facts: VideoFacts,
}

fn words<const N: usize>(words: [&str; N]) -> Vec<OsString> {
    words.into_iter().map(OsString::from).collect()
}

impl Ffmpeg {
    /// Reads the header of the file.
    ///
    /// # Errors
    /// If it cannot be read, or if there is no video in it.
    pub(super) fn open(tools: VideoTools, path: &Path) -> Result<Self, VideoError> {
        let before = listing(VideoFacts::ENTRIES, "json=c=1");
        let (mut process, output, _) = Process::start(&tools.ffprobe, &before, path, &[])?;
        let mut json = Vec::new();
        output.take(FACTS).read_to_end(&mut json)?;
        if !process.wait() {
            return Err(VideoError::Undecodable(process.said()));
        }
        let facts = VideoFacts::read(&json)?;
        Ok(Self { tools, path: path.to_owned(), facts })
    }

    /// What the header says.
    pub(super) fn facts(&self) -> &VideoFacts {
        &self.facts
    }

    /// The words before the file: how it is decoded.
    fn before(&self, from: Option<i64>) -> Vec<OsString> {
        let threads = threads().to_string();
        let mut words = words([
            "-hide_banner",
            "-nostdin",
            "-nostats",
            "-loglevel",
            "level+info",
            "-threads",
            &threads,
            "-noautorotate",
            "-copyts",
        ]);
        if let Some(from) = from {
            let seconds = seconds(from, self.facts.time_base, self.looks_back());
            words.extend(["-noaccurate_seek", "-seek_timestamp", "1", "-ss", &seconds].map(OsString::from));
        }
        words
    }

    /// Whether `ffmpeg` looks for an earlier key frame than it is told to. The reader of MP4 is exempt.
    fn looks_back(&self) -> bool {
        self.facts.reorders && !self.facts.container.starts_with("mov,")
    }

    /// The words after the file: which frames are written, and what is done to each after it was logged.
    fn after(&self, then: &str) -> Vec<OsString> {
        let filter = format!("{}{then}", self.tools.stamps);
        let mut words = words(["-map", "0:V:0", "-an", "-sn", "-dn", "-vf", &filter]);
        words.extend(self.tools.passthrough.map(OsString::from));
        words.extend(["-f", "rawvideo", "pipe:1"].map(OsString::from));
        words
    }
}

/// A time for `ffmpeg`, in seconds with six decimals, rounded up: rounded down it would be before its frame.
fn seconds(time: i64, (above, below): (u32, u32), looks_back: bool) -> String {
    let numerator = i128::from(time) * i128::from(above) * 1_000_000;
    let below = i128::from(below);
    let mut micros = numerator.div_euclid(below) + i128::from(numerator.rem_euclid(below) > 0);
    if looks_back {
        micros += LOOKS_BACK;
    }
    let sign = if micros < 0 { "-" } else { "" };
    let micros = micros.unsigned_abs();
    format!("{sign}{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

impl Backend for Ffmpeg {
    fn open(&self, from: Option<KeyFrame>, give_from: Option<i64>) -> Result<Box<dyn Decoder>, VideoError> {
        let from = from.map(|key| self.facts.seek_time(key));
        let (width, height) = self.facts.size;
        // Frames that change their size or format on the way are converted to those of the first.
        let format = &self.facts.format_name;
        let select = give_from.map_or_else(String::new, |time| format!(",select=gte(pts\\,{time})"));
        let after = self.after(&format!("{select},scale={width}:{height},format={format}"));
        let (process, output, stamps) = Process::start(&self.tools.ffmpeg, &self.before(from), &self.path, &after)?;
        let bytes = self.facts.format.bytes(self.facts.size);
        Ok(Box::new(FfmpegDecoder {
            process,
            output: Box::new(output),
            stamps,
            bytes,
            give_from,
            began: None,
            has_any: false,
            next_count: 0,
        }))
    }

    fn packets(&self, each: &mut dyn FnMut(Packet) -> bool) -> Result<(), VideoError> {
        let before = listing(packets::ENTRIES, packets::FORM);
        let started = Process::start(&self.tools.ffprobe, &before, &self.path, &[])?;
        each_line(started, &mut |line| packets::packet(line).map(&mut *each))
    }

    fn count(&self, each: &mut dyn FnMut() -> bool) -> Result<(), VideoError> {
        // A short line for each frame, written at once. Where nobody reads them any more, the program ends by itself.
        let mut after = words(["-map", "0:V:0", "-an", "-sn", "-dn", "-c:v", "wrapped_avframe"]);
        after.extend(self.tools.passthrough.map(OsString::from));
        after.extend(words(["-flush_packets", "1", "-f", "framecrc", "pipe:1"]));
        let started = Process::start(&self.tools.ffmpeg, &self.before(None), &self.path, &after)?;
        each_line(started, &mut |line| (!line.starts_with('#')).then(&mut *each))
    }
}

/// The words for `ffprobe` before the file: what it lists of the video, and in which form.
fn listing(entries: &str, form: &str) -> Vec<OsString> {
    words(["-loglevel", "level+error", "-select_streams", "V:0", "-show_entries", entries, "-of", form])
}

/// Passes each line that a program prints on, until `each` answers false. It answers nothing for a line that says nothing.
///
/// # Errors
/// If the program fails before it has printed a line that says something. A file that is cut off has such lines, and an error at
/// its end.
fn each_line(
    (mut process, output, _): (Process, impl Read, Receiver<Stamp>),
    each: &mut dyn FnMut(&str) -> Option<bool>,
) -> Result<(), VideoError> {
    let mut lines = BufReader::with_capacity(1 << 16, output);
    let (mut line, mut has_any) = (String::new(), false);
    loop {
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            break;
        }
        if let Some(goes_on) = each(line.trim_end()) {
            has_any = true;
            if !goes_on {
                return Ok(());
            }
        }
    }
    if !process.wait() && !has_any {
        return Err(VideoError::Undecodable(process.said()));
    }
    Ok(())
}

struct FfmpegDecoder {
    process: Process,
    output: Box<dyn Read + Send>,
    stamps: Receiver<Stamp>,
    /// The bytes of a frame.
    bytes: usize,
    /// Frames before this time are left out.
    give_from: Option<i64>,
    /// The time of the first frame that was decoded.
    began: Option<i64>,
    /// Whether a frame was decoded.
    has_any: bool,
    /// The number that the filter gives to the next frame.
    next_count: u64,
}

impl Decoder for FfmpegDecoder {
    fn next(&mut self, raw: &mut Vec<u8>) -> Result<Option<Decoded>, VideoError> {
        raw.resize(self.bytes, 0);
        match self.output.read_exact(raw) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                let (is_whole, said) = (self.process.wait(), self.process.said());
                // An error at the end of a file that is cut off leaves the frames before it.
                return if is_whole || self.has_any { Ok(None) } else { Err(VideoError::Undecodable(said)) };
            }
            Err(error) => return Err(error.into()),
        }
        // Its stamp was logged before the frame was written, and so were those of frames that are left out.
        loop {
            // Where the size or the format of the frames changes, the filter counts anew.
            let is_next = |stamp: &Stamp| stamp.count == self.next_count || stamp.count == 0;
            let stamp = self.stamps.recv().ok().filter(is_next);
            let stamp = stamp.ok_or_else(|| VideoError::OutOfStep(self.process.said()))?;
            let time = stamp.time;
            if !self.has_any {
                self.began = time;
            }
            self.has_any = true;
            self.next_count = stamp.count + 1;
            if self.give_from.is_none_or(|from| time.is_some_and(|time| time >= from)) {
                return Ok(Some(Decoded { time, began: self.began }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rounded_up_to_microseconds() {
        for (time, base, looks_back, expected) in [
            (0, (1, 90_000), false, "0.000000"),
            (1, (1, 90_000), false, "0.000012"),
            (90_000, (1, 90_000), false, "1.000000"),
            (-1, (1, 90_000), false, "-0.000011"),
            (-12_800, (1, 15_360), false, "-0.833333"),
            (1001, (1, 30_000), true, "0.163802"),
        ] {
            assert_eq!(seconds(time, base, looks_back), expected, "{time}");
        }
        assert!(seconds(i64::MAX, (u32::MAX, 1), true).len() > 20);
    }
}
