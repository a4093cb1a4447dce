//! Frames with pictures: what loading one costs beside its decoding, and what a sequence costs a file that has none.
//! `PICTURE_BENCH_WIDTH` sets the width of the pictures (1,920 unless set).
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::format_collect)]

#[path = "../support/bars.rs"]
mod bars;

use std::fs;
use std::hint::black_box;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use bars::{Report, medians, ratio, time};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use motscope::mot::generate;
use motscope::sequence::{PicturePairing, PictureSource, Pictures, Proxies, Sequence};
use motscope::{DataProvider, MotFile};
use tempfile::TempDir;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

const PICTURES: u64 = 8;

fn size() -> (u32, u32) {
    let width = std::env::var("PICTURE_BENCH_WIDTH").ok().and_then(|text| text.parse().ok()).unwrap_or(1920);
    (width, width * 9 / 16)
}

fn main() {
    let mut report = Report::default();
    let folder = pictures();
    load_against_decode(&mut report, &folder);
    two_workers(&mut report, &folder);
    boxes_alone(&mut report);
    small_pictures(&mut report, &folder);
    report.finish();
}

/// A folder of 1920 × 1080 JPEGs of quality 90: slopes, edges and grain, as pictures of a street have.
fn pictures() -> TempDir {
    let folder = TempDir::with_prefix("motscope-bench").expect("a folder");
    let (width, height) = size();
    for number in 1..=PICTURES {
        let mut noise = number as u32;
        let mut pixels = Vec::with_capacity((width * height * 3) as usize);
        for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = noise >> 28;
            let edge = if (x / 96 + y / 64 + number as u32).is_multiple_of(3) { 60 } else { 0 };
            let value = |slope: u32| ((slope / 12 + edge + grain) % 256) as u8;
            pixels.extend([value(x), value(y), value(x + y)]);
        }
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
        encoder.write_image(&pixels, width, height, ExtendedColorType::Rgb8).expect("a picture");
        fs::write(folder.path().join(format!("{number:06}.jpg")), bytes).expect("a file");
    }
    folder
}

fn sequence(folder: &TempDir) -> Sequence {
    let rows = (1..=PICTURES).map(|frame| format!("{frame},1,10,20,30,40,1\n").repeat(30)).collect::<String>();
    let boxes = Arc::new(MotFile::from_bytes("boxes.txt", rows.into_bytes()).expect("text"));
    let pictures = Arc::new(Pictures::open(folder.path(), None).expect("a folder"));
    Sequence::new(vec![boxes], Some(pictures), None, PicturePairing::Automatic)
}

/// The whole load, boxes and file included, beside the decoder alone on bytes in memory.
fn load_against_decode(report: &mut Report, folder: &TempDir) {
    let sequence = sequence(folder);
    let (files, mut pixels) = (files(folder), buffer());
    let [load, decode] = medians(
        15,
        PICTURES as u32,
        [&mut |calls| time(calls, |call| drop(black_box(sequence.load(call + 1).expect("a frame")))), &mut |calls| {
            time(calls, |call| self::decode(&files[call as usize], &mut pixels))
        }],
    );
    assert_eq!(sequence.picture_stats().damaged, 0);
    let share = ratio(load, decode);
    let figure = format!("{load:.1?} vs {decode:.1?} = {share:.3} ×");
    report.bar("load of a frame with its picture vs bare zune-jpeg", &figure, "≤ 1.1 ×", share <= 1.1);
    report.figure("  size of a file", &format!("{} kB", files[0].len() / 1000));
}

/// Loads shared by so many threads, and beside them the decoder alone, each thread with a buffer of its own: what this machine
/// makes of two threads at best.
fn two_workers(report: &mut Report, folder: &TempDir) {
    let sequence = sequence(folder);
    let files = files(folder);
    let shared = |workers: u64, calls: u32, work: &(dyn Fn(&mut dyn Iterator<Item = u64>) + Sync)| {
        let began = std::time::Instant::now();
        thread::scope(|scope| {
            for worker in 0..workers {
                scope.spawn(move || work(&mut (0..u64::from(calls)).filter(|call| call % workers == worker)));
            }
        });
        began.elapsed()
    };
    let load = |calls: &mut dyn Iterator<Item = u64>| {
        for call in calls {
            black_box(sequence.load(call % PICTURES + 1).expect("a frame"));
        }
    };
    let bare = |calls: &mut dyn Iterator<Item = u64>| {
        let mut pixels = buffer();
        for call in calls {
            decode(&files[(call % PICTURES) as usize], &mut pixels);
        }
    };
    let calls = 2 * PICTURES as u32;
    let [one, two, bare_one, bare_two] = medians(
        9,
        calls,
        [
            &mut |calls| shared(1, calls, &load),
            &mut |calls| shared(2, calls, &load),
            &mut |calls| shared(1, calls, &bare),
            &mut |calls| shared(2, calls, &bare),
        ],
    );
    let gain = ratio(one, two);
    report.bar(
        "decoding, two workers vs one",
        &format!("{one:.1?} vs {two:.1?} = {gain:.2} ×"),
        "≥ 1.8 ×",
        gain >= 1.8,
    );
    let gain = ratio(bare_one, bare_two);
    report.figure("  zune-jpeg alone, two threads vs one", &format!("{bare_one:.1?} vs {bare_two:.1?} = {gain:.2} ×"));
}

fn files(folder: &TempDir) -> Vec<Vec<u8>> {
    let file = |number| fs::read(folder.path().join(format!("{number:06}.jpg"))).expect("a file");
    (1..=PICTURES).map(file).collect()
}

/// Room for the pixels of a picture.
fn buffer() -> Vec<u8> {
    let (width, height) = size();
    vec![0; (width * height * 4) as usize]
}

fn decode(file: &[u8], pixels: &mut [u8]) {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGBA);
    JpegDecoder::new_with_options(ZCursor::new(file), options).decode_into(black_box(pixels)).expect("a picture");
}

/// A file without pictures, through a sequence and by itself.
fn boxes_alone(report: &mut Report) {
    let options = generate::Options { frames: 2000, ..generate::Options::default() };
    let bytes = generate::to_vec(&options).expect("fitting options");
    let file = Arc::new(MotFile::from_bytes("bench.txt", bytes).expect("text"));
    let sequence = Sequence::new(vec![Arc::clone(&file)], None, None, PicturePairing::Automatic);
    let key = |call: u64| call * 997 % 2000 + 1;
    let [through, alone] = medians(
        200,
        200,
        [&mut |calls| time(calls, |call| drop(black_box(sequence.load(key(call)).expect("a frame")))), &mut |calls| {
            time(calls, |call| drop(black_box(file.load(key(call)).expect("a frame"))))
        }],
    );
    let share = ratio(through, alone);
    let figure = format!("{through:.2?} vs {alone:.2?} = {share:.2} ×");
    let keeps = share <= 1.15 || through.saturating_sub(alone) <= Duration::from_nanos(300);
    report.bar("load of boxes alone, through a sequence vs its file", &figure, "≤ 1.15 × or 300 ns more", keeps);
    let [keys] = medians(50, 1000, [&mut |calls| time(calls, |_| drop(black_box(sequence.keys())))]);
    report.figure("  keys of it", &format!("{keys:.0?}"));
}

fn small_pictures(report: &mut Report, folder: &TempDir) {
    let pictures: Arc<dyn PictureSource> = Arc::new(Pictures::open(folder.path(), None).expect("a folder"));
    let sequence = sequence(folder);
    let frames: Vec<_> = (1..=PICTURES).map(|frame| sequence.load(frame).expect("a frame")).collect();
    let empty = || Proxies::start(Arc::clone(&pictures), || false, Proxies::BUDGET);
    let full = empty();
    let offer = |proxies: &Proxies, call: u64| {
        proxies.offer(call + 1, frames[call as usize].backdrop.ready().expect("a picture"));
    };
    (0..PICTURES).for_each(|call| offer(&full, call));
    let [taken, found] = medians(
        15,
        PICTURES as u32,
        [
            &mut |calls| {
                let proxies = empty();
                time(calls, |call| offer(&proxies, call))
            },
            &mut |calls| time(calls, |call| drop(black_box(full.nearest(call + 1).expect("a small picture")))),
        ],
    );
    report.bar("a small picture made in passing", &format!("{taken:.0?}"), "≤ 2 ms", taken <= Duration::from_millis(2));
    report.bar(
        "the nearest small picture decoded",
        &format!("{found:.0?}"),
        "≤ 0.3 ms",
        found <= Duration::from_micros(300),
    );
    report.figure("  bytes of one", &format!("{}", full.bytes() / PICTURES));
}
