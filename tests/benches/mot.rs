//! Reading MOT files against their bars: `cargo bench --bench mot`. First the ratios, peers measured in turn in one run,
//! then divan's table. `MOT_BENCH_FRAMES` sets the size of the files (10,000 frames, 51 MB, unless set).
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/bars.rs"]
mod bars;

use std::hint::black_box;
use std::time::Duration;

use bars::{Report, medians, ratio, time};
use divan::Bencher;
use memmap2::Mmap;
use motscope::mot::generate::{self, Amount, Options, Order};
use motscope::mot::{Index, MotFile, Progress};
use motscope::{DataProvider, PrefetchCache};

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

fn main() {
    if !std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        let mut report = Report::default();
        index_against_newline_count(&mut report);
        tables(&mut report);
        second_pass(&mut report);
        frame_loads(&mut report);
        scan_through_the_cache(&mut report);
        generation(&mut report);
        report.finish();
    }
    divan::main();
}

fn index_against_newline_count(report: &mut Report) {
    let mut by_frame = Duration::ZERO;
    for order in [Order::Frame, Order::Track, Order::Shuffled] {
        let bytes = mapped(&options(order));
        let mut index = Index::default();
        let mut made = Vec::new();
        let by = |threads| Index::by_threads(&bytes, threads, &Progress::new()).unwrap_or_default();
        let [count, build, two] = medians(
            31,
            1,
            [
                &mut |calls| time(calls, |_| assert!(black_box(memchr::memchr_iter(b'\n', &bytes).count()) > 0)),
                // Letting go of an index is no part of making one.
                &mut |calls| {
                    let took = time(calls, |_| made.push(by(1)));
                    index = std::mem::take(&mut made).pop().unwrap_or_default();
                    took
                },
                &mut |calls| {
                    let mut made = Vec::new();
                    time(calls, |_| made.push(black_box(by(2))))
                },
            ],
        );
        let speed = |took: Duration| bytes.len() as f64 / took.as_secs_f64() / 1e9;
        let share = ratio(count, build);
        let what = format!("index vs newline count, one thread, {order:?}");
        let figure = format!("{:.2} of {:.2} GB/s = {share:.2}", speed(build), speed(count));
        if order == Order::Frame {
            by_frame = build;
            report.bar(&what, &figure, "≥ 0.2", share >= 0.2);
            let faster = ratio(build, two);
            report.bar("  two threads vs one", &format!("{faster:.2} ×"), "≥ 1.1 ×", faster >= 1.1);
        } else {
            let more = ratio(build, by_frame);
            let most = if order == Order::Track { 3.0 } else { 4.0 };
            report.bar(
                &what,
                &format!("{figure}, {more:.1} × by frame"),
                &format!("≤ {most} × by frame"),
                more <= most,
            );
        }
        let runs = index.runs() as f64;
        report.figure("  memory", &format!("{:.1} bytes a run", index.bytes() as f64 / runs));
    }
}

/// Opens a table with the frame in its first or in its last column, and the rows alone. Run with one processor (`taskset`) to
/// measure one thread.
fn tables(report: &mut Report) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rows = String::from_utf8(generate::to_vec(&options(Order::Frame)).expect("fitting options")).expect("text");
    let rotated = |line: &str| {
        let (frame, rest) = line.split_once(',').expect("a row");
        format!("{rest},{frame}\n")
    };
    let last: String = rows.lines().map(rotated).collect();
    let write = |name: &str, header: &str, rows: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("{header}{rows}")).expect("room for the file");
        path
    };
    let paths = [
        write("plain.txt", "", &rows),
        write("first.csv", "frame,id,x1,y1,x2,y2,conf,a,b,c\n", &rows),
        write("last.csv", "id,x1,y1,x2,y2,conf,a,b,c,frame\n", &last),
    ];
    let open = |calls, path: &std::path::Path| time(calls, |_| drop(black_box(MotFile::open(path).expect("text"))));
    let [plain, first, last] = medians(
        31,
        1,
        [&mut |calls| open(calls, &paths[0]), &mut |calls| open(calls, &paths[1]), &mut |calls| open(calls, &paths[2])],
    );
    let share = ratio(first, plain);
    report.bar("open a table, frame in the first column", &format!("{share:.2} × rows alone"), "≤ 1.1 ×", share <= 1.1);
    let speed = rows.len() as f64 / last.as_secs_f64() / 1e9;
    report.bar("  frame in the last column", &format!("{speed:.2} GB/s"), "≥ 1 GB/s", speed >= 1.0);
}

/// Compares one thread with two.
fn second_pass(report: &mut Report) {
    for order in [Order::Frame, Order::Track, Order::Shuffled] {
        let bytes = generate::to_vec(&options(order)).expect("fitting options");
        let size = bytes.len() as f64;
        let file = MotFile::from_bytes("bench.txt", bytes).expect("text");
        let read = |calls, threads| time(calls, |_| assert!(file.summarize_on(threads, &Progress::new()).is_ok()));
        let [one, two] = medians(9, 1, [&mut |calls| read(calls, 1), &mut |calls| read(calls, 2)]);
        let gain = ratio(one, two);
        let speed = |took: Duration| size / took.as_secs_f64() / 1e6;
        let figure = format!("{:.0} vs {:.0} MB/s = {gain:.2} ×", speed(two), speed(one));
        report.bar(&format!("second pass, two threads vs one, {order:?}"), &figure, "≥ 1.5 ×", gain >= 1.5);
    }
}

/// A field as the standard library parses it.
fn parsed(field: &[u8]) -> f64 {
    std::str::from_utf8(field).ok().and_then(|text| text.parse().ok()).expect("a number")
}

/// Compared with a loop that splits the same rows at commas, parses every field with the standard library, and keeps
/// nothing.
fn frame_loads(report: &mut Report) {
    let bytes = generate::to_vec(&small(Order::Frame)).expect("fitting options");
    let mut frames = vec![0..0; 2001];
    let mut at = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let number: usize =
            std::str::from_utf8(line).ok().and_then(|line| line.split(',').next()?.parse().ok()).expect("a row");
        frames[number] =
            if frames[number].is_empty() { at..at + line.len() } else { frames[number].start..at + line.len() };
        at += line.len();
    }
    let naive = |frame: usize| {
        let lines = bytes[frames[frame].clone()].split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
        let fields = lines.flat_map(|line| line.split(|&byte| byte == b','));
        fields.map(parsed).sum::<f64>()
    };
    let (by_frame, by_track) = (file(Order::Frame), file(Order::Track));
    let mut key = 0;
    let mut next = || {
        key = (key + 997) % 2000;
        key + 1
    };
    let keys: Vec<u64> = (0..200).map(|_| next()).collect();
    let key = |call: u64| keys[call as usize];
    let [frame, track, peer] = medians(
        200,
        200,
        [
            &mut |calls| time(calls, |call| drop(black_box(by_frame.frame(key(call))))),
            &mut |calls| time(calls, |call| drop(black_box(by_track.frame(key(call))))),
            &mut |calls| time(calls, |call| assert!(black_box(naive(key(call) as usize)) != 0.0)),
        ],
    );
    let figure = |took: Duration| format!("{took:?} = {:.2} × std's parse alone", ratio(took, peer));
    report.bar("frame load, 100 rows, by frame", &figure(frame), "≤ 12 µs", frame <= Duration::from_micros(12));
    report.bar("frame load, 100 rows, by track", &figure(track), "≤ 25 µs", track <= Duration::from_micros(25));
}

/// Every frame once, through the cache and straight from the file.
fn scan_through_the_cache(report: &mut Report) {
    let bytes = generate::to_vec(&options(Order::Frame)).expect("fitting options");
    let file = std::sync::Arc::new(MotFile::from_bytes("bench.txt", bytes).expect("text"));
    let keys = file.keys();
    let all = || keys.runs().flatten();
    let [cached, straight] = medians(
        9,
        1,
        [
            &mut |calls| {
                let cache = PrefetchCache::builder(std::sync::Arc::clone(&file)).build();
                time(calls, |_| all().for_each(|key| drop(black_box(cache.get(key).expect("a frame")))))
            },
            &mut |calls| time(calls, |_| all().for_each(|key| drop(black_box(file.load(key).expect("a frame"))))),
        ],
    );
    let share = ratio(cached, straight);
    let figure = format!("{cached:.0?} vs {straight:.0?} = {share:.2} ×");
    report.bar("scan of the file through the cache vs straight", &figure, "≤ 2 ×", share <= 2.0);
}

fn generation(report: &mut Report) {
    let options = options(Order::Frame);
    let bytes = generate::to_vec(&options).expect("fitting options").len();
    let [took] = medians(
        9,
        1,
        [&mut |calls| {
            time(calls, |_| {
                black_box(generate::write_to(std::io::sink(), &options, &Progress::new()).expect("a sink"));
            })
        }],
    );
    let speed = bytes as f64 / took.as_secs_f64() / 1e6;
    report.bar("generate, by frame", &format!("{speed:.0} MB/s"), "≥ 150 MB/s", speed >= 150.0);
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
