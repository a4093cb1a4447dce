//! Index speed against counting newlines, the second pass, frame loads and the generator.
//!
//! `cargo bench --bench mot`: first the ratios, measured in turns in one run, then divan's table. `MOT_BENCH_FRAMES`
//! sets the size of the files (10,000 frames, 51 MB, unless set).
#![allow(clippy::expect_used)]

use std::time::{Duration, Instant};

use divan::Bencher;
use memmap2::Mmap;
use motscope::mot::generate::{self, Amount, Options, Order};
use motscope::mot::{Index, MotFile, Progress};

fn options(order: Order) -> Options {
    let frames = std::env::var("MOT_BENCH_FRAMES").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000);
    Options { frames, amount: Amount::Density(100.0), order, ..Options::default() }
}

fn small(order: Order) -> Options {
    Options { frames: 2000, ..options(order) }
}

/// The generated file, mapped as the program maps it.
fn mapped(options: &Options) -> Mmap {
    let mut file = tempfile::tempfile().expect("a temporary file");
    generate::write_to(&mut file, options, &Progress::new()).expect("room for the file");
    // SAFETY: nobody else has this unnamed file.
    #[allow(unsafe_code)]
    unsafe { Mmap::map(&file) }.expect("a mapping")
}

fn time(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}

fn index_against_newline_count() {
    println!("index on one thread against memchr counting newlines on the same mapping, medians of 31 turns");
    let mut by_frame = 0.0;
    for order in [Order::Frame, Order::Track, Order::Shuffled] {
        let bytes = mapped(&options(order));
        let mut index = Index::default();
        let (mut counts, mut builds) = (Vec::new(), Vec::new());
        for _ in 0..31 {
            counts.push(time(|| {
                divan::black_box(memchr::memchr_iter(b'\n', &bytes).count());
            }));
            builds.push(time(|| index = Index::of(&bytes, &Progress::new()).unwrap_or_default()));
        }
        let (count, build) = (median(counts), median(builds));
        if order == Order::Frame {
            by_frame = build;
        }
        let speed = |seconds: f64| bytes.len() as f64 / seconds / 1e9;
        println!(
            "  {order:?}: count {:.2} GB/s, index {:.2} GB/s, ratio {:.3}, {:.2} x the time by frame, {} bytes of index for {} runs",
            speed(count),
            speed(build),
            count / build,
            build / by_frame,
            index.bytes(),
            index.runs(),
        );
    }
}

fn main() {
    if !std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        index_against_newline_count();
    }
    divan::main();
}

fn file(order: Order) -> MotFile {
    MotFile::from_bytes("bench.txt", generate::to_vec(&small(order)).expect("fitting options")).expect("text")
}

/// One frame of about 100 rows.
#[divan::bench(args = [Order::Frame, Order::Track, Order::Shuffled])]
fn frame_load(bencher: Bencher<'_, '_>, order: Order) {
    let file = file(order);
    let mut key = 0;
    bencher.bench_local(|| {
        key = (key + 997) % 2000;
        file.frame(key + 1)
    });
}

/// The pass that reads every row.
#[divan::bench(args = [Order::Frame, Order::Track, Order::Shuffled], sample_count = 10)]
fn summary(bencher: Bencher<'_, '_>, order: Order) {
    let file = file(order);
    bencher.counter(divan::counter::BytesCount::new(file.bytes())).bench_local(|| file.summarize(&Progress::new()));
}

/// Into memory that is thrown away.
#[divan::bench(args = [Order::Frame, Order::Track, Order::Shuffled], sample_count = 10)]
fn generator(bencher: Bencher<'_, '_>, order: Order) {
    let bytes = generate::to_vec(&small(order)).expect("fitting options").len();
    bencher
        .counter(divan::counter::BytesCount::new(bytes))
        .bench_local(|| generate::write_to(std::io::sink(), &small(order), &Progress::new()));
}
