//! A scene as a sequence folder of `MOTChallenge`: `seqinfo.ini`, `img1/000001.jpg` …, `gt/gt.txt`, `det/det.txt`, and
//! beside them `tracker.txt`.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::thread;

use jpeg_encoder::{ColorType, Encoder, EncodingError, SamplingFactor};

use super::labels::{detections, ground_truth, tracker};
use super::options::FPS;
use super::street_scene::Scene;
use crate::mot::Progress;
use crate::sequence::Rgba;

/// Quality of the JPEG files, from 1 to 100: loss is hardly visible, and a file is a tenth of its pixels.
const QUALITY: u8 = 90;
/// The line of `seqinfo.ini` by which a generated sequence is recognised.
const MARK: &str = "generator=motscope";

/// How much was written for a sequence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WrittenSequence {
    /// Number of pictures.
    pub pictures: u64,
    /// Size of all files together, in bytes.
    pub bytes: u64,
}

/// Writes a scene into an existing empty folder, on this many threads. `progress` counts pictures and can cancel.
///
/// # Errors
/// If a file cannot be written, or `Interrupted` if `progress` was cancelled. Files that were written before stay.
pub fn write_to(
    folder: &Path,
    name: &str,
    scene: &Scene,
    threads: usize,
    progress: &Progress,
) -> io::Result<WrittenSequence> {
    progress.begin(u64::from(scene.options().frames));
    for inner in ["img1", "gt", "det"] {
        fs::create_dir(folder.join(inner))?;
    }
    let texts = [
        ("seqinfo.ini", information(name, scene)),
        ("gt/gt.txt", ground_truth(scene)),
        ("det/det.txt", detections(scene)),
        ("tracker.txt", tracker(scene)),
    ];
    let mut bytes = 0;
    for (path, text) in &texts {
        fs::write(folder.join(path), text)?;
        bytes += text.len() as u64;
    }
    let next = AtomicU32::new(1);
    let pictures = AtomicU64::new(0);
    let work = || -> io::Result<()> {
        let mut buffers = Buffers::default();
        loop {
            let frame = next.fetch_add(1, Ordering::Relaxed);
            if frame > scene.options().frames {
                return Ok(());
            }
            let jpeg = buffers.picture(scene, frame)?;
            fs::write(folder.join(format!("img1/{frame:06}.jpg")), jpeg)?;
            pictures.fetch_add(jpeg.len() as u64, Ordering::Relaxed);
            if !progress.advance(1) {
                return Err(io::Error::new(io::ErrorKind::Interrupted, "generating was cancelled"));
            }
        }
    };
    // A thread that fails ends the others, by leaving them no frame to draw.
    let until_failure = || work().inspect_err(|_| next.store(u32::MAX / 2, Ordering::Relaxed));
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(until_failure)).collect();
        let own = until_failure();
        let gone = |_| Err(io::Error::other("a thread that drew pictures has panicked"));
        others.into_iter().fold(own, |result, other| result.and(other.join().unwrap_or_else(gone)))
    })?;
    Ok(WrittenSequence { pictures: u64::from(scene.options().frames), bytes: bytes + pictures.into_inner() })
}

/// The text of `seqinfo.ini`.
fn information(name: &str, scene: &Scene) -> Vec<u8> {
    let options = scene.options();
    // A line break in the name would end its line.
    let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
    format!(
        "[Sequence]\nname={name}\nimDir=img1\nframeRate={FPS}\nseqLength={}\nimWidth={}\nimHeight={}\nimExt=.jpg\n{MARK}\n",
        options.frames, options.width, options.height,
    )
    .into_bytes()
}

/// Whether a folder holds a sequence that [`write_to`] has written, and nothing else. Only then it may be replaced.
///
/// # Errors
/// If the folder cannot be read.
pub fn is_generated_sequence(folder: &Path) -> io::Result<bool> {
    let is_marked = fs::read(folder.join("seqinfo.ini"))
        .is_ok_and(|text| text.split(|&byte| byte == b'\n').any(|line| line == MARK.as_bytes()));
    Ok(is_marked
        && all_are(folder, |name| ["seqinfo.ini", "img1", "gt", "det", "tracker.txt"].contains(&name))?
        && all_are(&folder.join("gt"), |name| name == "gt.txt")?
        && all_are(&folder.join("det"), |name| name == "det.txt")?
        && all_are(&folder.join("img1"), is_picture)?)
}

fn is_picture(name: &str) -> bool {
    name.strip_suffix(".jpg").is_some_and(|stem| stem.len() == 6 && stem.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether `is_known` is true for the name of everything in a folder.
fn all_are(folder: &Path, is_known: impl Fn(&str) -> bool) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if !entry?.file_name().to_str().is_some_and(&is_known) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Buffers that are reused for all pictures of a thread.
#[derive(Default)]
struct Buffers {
    pixels: Vec<Rgba>,
    jpeg: Vec<u8>,
}

impl Buffers {
    /// The picture of a frame as JPEG.
    fn picture(&mut self, scene: &Scene, frame: u32) -> io::Result<&[u8]> {
        let (width, height) = (scene.options().width, scene.options().height);
        self.pixels.resize(width as usize * height as usize, Rgba::default());
        scene.render(frame, &mut self.pixels);
        self.jpeg.clear();
        // The format has 16 bits for each side.
        let side = |side: u32| u16::try_from(side).map_err(io::Error::other);
        let mut encoder = Encoder::new(&mut self.jpeg, QUALITY);
        // One colour for four pixels, as cameras write it: half as much to encode.
        encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
        let pixels = bytemuck::cast_slice(&self.pixels);
        encoder.encode(pixels, side(width)?, side(height)?, ColorType::Rgba).map_err(|error| match error {
            EncodingError::IoError(error) => error,
            error => io::Error::other(error),
        })?;
        Ok(&self.jpeg)
    }
}
