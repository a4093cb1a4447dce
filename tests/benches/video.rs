//! Videos: a random frame, forward and backwards, beside `cv2` and the `ffmpeg` program in one run. `VIDEO_BENCH_FRAMES` sets the
//! number of frames (400 unless set), `VIDEO_BENCH_WIDTH` their width (1,920). Needs `ffmpeg` with libx264; `cv2` is measured if
//! `python3` has it.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/bars.rs"]
mod bars;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use bars::{Report, median, ratio};
use motscope::predict::SharedHabits;
use motscope::sequence::{PicturePairing, PictureSource as _, Pictures, Pool, Sequence};
use motscope::{Adaptive, AdaptivePredictor, Capacity, PrefetchCache, Request};

/// The frames from key frame to key frame.
const GOP: u64 = 250;
/// How many random frames are asked for.
const JUMPS: usize = 15;

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn main() {
    let mut report = Report::default();
    let folder = tempfile::tempdir().unwrap();
    let (frames, width) = (setting("VIDEO_BENCH_FRAMES", 400), setting("VIDEO_BENCH_WIDTH", 1920));
    let Some(clip) = made(folder.path(), frames, width) else {
        println!("no ffmpeg with libx264: nothing is measured");
        return;
    };
    let random = random_frames(&mut report, &clip, frames);
    forward(&mut report, &clip, frames);
    backwards(&mut report, &clip, frames);
    println!("a decoder of its own for each random frame takes {:.0} ms", random.as_secs_f64() * 1e3);
    report.finish();
}

/// Makes the clip, and prints how.
fn made(folder: &Path, frames: u64, width: u64) -> Option<PathBuf> {
    let clip = folder.join("clip.mp4");
    let source = format!("testsrc2=size={width}x{}:rate=30", width * 9 / 16);
    let (frames, gop) = (frames.to_string(), GOP.to_string());
    let words = [
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        &source,
        "-frames:v",
        &frames,
        "-c:v",
        "libx264",
        "-preset",
        "fast",
        "-g",
        &gop,
        "-keyint_min",
        &gop,
        "-sc_threshold",
        "0",
        "-bf",
        "2",
        "-pix_fmt",
        "yuv420p",
    ];
    println!("ffmpeg {} clip.mp4", words.join(" "));
    let status = Command::new("ffmpeg").args(words).arg(&clip).status();
    status.is_ok_and(|status| status.success()).then_some(clip)
}

/// Numbers of frames from all over the clip, in an order that jumps.
fn jumps(frames: u64) -> Vec<u64> {
    (1..=JUMPS as u64).map(|at| at * 7919 % frames + 1).collect()
}

/// A random frame, each by a decoder that has to begin anew.
fn random_frames(report: &mut Report, clip: &Path, frames: u64) -> Duration {
    let pictures = Pictures::open(clip, None).unwrap();
    let pool = Pool::default();
    let mut took = Vec::new();
    for number in jumps(frames) {
        let began = Instant::now();
        let picture = pictures.load(number, &pool);
        took.push(began.elapsed());
        pool.give(picture.ready().expect("a frame").pixels.clone());
    }
    let own = median(took);
    let list = format!("{:?}", jumps(frames));
    let script = format!(
        "import cv2, time\nv = cv2.VideoCapture({:?})\nt = []\nfor n in {list}:\n    b = time.perf_counter()\n    v.set(cv2.CAP_PROP_POS_FRAMES, n - 1)\n    assert v.read()[0]\n    t.append(time.perf_counter() - b)\nprint(sorted(t)[len(t) // 2])",
        clip.to_str().unwrap()
    );
    let ran = Command::new("python3").args(["-c", &script]).stderr(Stdio::null()).output();
    let cv2 = ran
        .ok()
        .filter(|ran| ran.status.success())
        .and_then(|ran| String::from_utf8_lossy(&ran.stdout).trim().parse().ok());
    let figure = format!("{:.0} ms", own.as_secs_f64() * 1e3);
    match cv2 {
        Some(seconds) => {
            let cv2 = Duration::from_secs_f64(seconds);
            let times = ratio(own, cv2);
            let figure = format!("{figure}, {times:.2} × cv2 ({:.0} ms)", seconds * 1e3);
            report.bar("random frame, median", &figure, "1.4 × cv2", times <= 1.4);
        }
        None => report.figure("random frame, median (python3 has no cv2)", &figure),
    }
    own
}

/// All frames in order, without any pause, beside `ffmpeg` alone with its conversion to RGBA.
fn forward(report: &mut Report, clip: &Path, frames: u64) {
    let began = Instant::now();
    let words = ["-v", "error", "-i", clip.to_str().unwrap(), "-pix_fmt", "rgba", "-f", "null", "-"];
    assert!(Command::new("ffmpeg").args(words).status().unwrap().success());
    let alone = began.elapsed();
    let pictures = Pictures::open(clip, None).unwrap();
    let pool = Pool::default();
    let began = Instant::now();
    for number in 1..=frames {
        match pictures.load(number, &pool) {
            motscope::sequence::Backdrop::Ready(picture) => pool.give(picture.pixels),
            other => panic!("{other:?}"),
        }
    }
    let own = began.elapsed();
    let share = ratio(alone, own);
    let rate = frames as f64 / own.as_secs_f64();
    report.bar(
        "forward, with conversion",
        &format!("{rate:.0} frames/s, {share:.2} × ffmpeg -f null"),
        "0.65 ×",
        share >= 0.65,
    );
}

/// Steps backwards at 10 Hz through the cache, after the first group of frames.
fn backwards(report: &mut Report, clip: &Path, frames: u64) {
    let pictures = Arc::new(Pictures::open(clip, None).unwrap());
    let sequence = Sequence::new(Vec::new(), Some(pictures), None, PicturePairing::Automatic);
    let capacity = Capacity { entries: usize::MAX, bytes: 512 << 20 };
    let cache = PrefetchCache::builder(sequence)
        .predictor(AdaptivePredictor::new(Adaptive::default(), SharedHabits::default()))
        .capacity(capacity)
        .build();
    drop(cache.get(frames));
    let (mut ready, mut asked) = (0_u64, 0_u64);
    let steps = frames.saturating_sub(1).min(frames * 3 / 4);
    for step in 1..=steps {
        thread::sleep(Duration::from_millis(100));
        let is_ready = matches!(cache.request(frames - step), Request::Ready(_));
        // The first ones are before the predictor can know the direction.
        if step > 10 {
            asked += 1;
            ready += u64::from(is_ready);
        }
    }
    let share = ready as f64 / asked.max(1) as f64;
    report.bar(
        "stepping backwards at 10 Hz, ready when asked",
        &format!("{:.1} % of {asked}", share * 100.0),
        "99 %",
        share >= 0.99,
    );
}
