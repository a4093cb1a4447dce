//! Videos of many kinds whose frames carry their number: frame n is the nth of a sequential read, in whatever order frames are
//! asked for.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use motscope::DataProvider as _;
use motscope::sequence::{Backdrop, Picture, PicturePairing, PictureSource as _, Pictures, Pool, Sequence};
use serde_json::Value;

use crate::shared::folder as shared;

/// Opens a video.
type Open = fn(&Path) -> io::Result<Pictures>;

/// Who decodes: all that are built in.
const DECODERS: &[(&str, Open)] = &[
    ("default", |path| Pictures::open(path, None)),
    #[cfg(feature = "libav")]
    ("programs", |path| Pictures::open_by_programs(path)),
];

/// What a sequential read gives: the size of the frames if it is stated, and the number in each.
struct Expected {
    size: Option<(u32, u32)>,
    numbers: Vec<u64>,
}

fn expected(folder: &Path) -> BTreeMap<String, Expected> {
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let Value::Object(videos) = serde_json::from_str(&text).unwrap() else { panic!("no object") };
    let read = |(name, video): (String, Value)| {
        let numbers: Vec<u64> = match &video["numbers"] {
            Value::String(range) => {
                let (first, last) = range.split_once("..").unwrap();
                (first.parse().unwrap()..=last.parse().unwrap()).collect()
            }
            list => serde_json::from_value(list.clone()).unwrap(),
        };
        let size: Option<(u32, u32)> = serde_json::from_value(video["size"].clone()).unwrap();
        assert_eq!(video["frames"], numbers.len(), "{name}");
        (name, Expected { size, numbers })
    };
    videos.into_iter().map(read).collect()
}

/// The number that a frame carries: 16 squares in its first row, white for 1, the lowest bit at the left.
fn number(picture: &Picture) -> u64 {
    let side = picture.width / 16;
    let is_set = |bit: u32| picture.pixel(bit * side + side / 2, side / 2).is_some_and(|pixel| pixel.0[1] > 127);
    (0..16).filter(|&bit| is_set(bit)).map(|bit| 1 << bit).sum()
}

fn carried(pictures: &Pictures, pool: &Pool, frame: u64) -> Result<u64, String> {
    match pictures.load(frame, pool) {
        Backdrop::Ready(picture) => {
            let number = number(&picture);
            pool.give(picture.pixels);
            Ok(number)
        }
        other => Err(format!("{other:?}")),
    }
}

/// Every frame of each video is the expected one, in these orders of the places.
fn check(order: impl Fn(usize) -> Vec<usize> + Sync) {
    let folder = shared("data/videos");
    let videos = expected(&folder);
    assert!(!videos.is_empty());
    for (name, expected) in &videos {
        for (decoder, open) in DECODERS {
            let pictures = open(&folder.join(name)).unwrap_or_else(|error| panic!("{decoder}, {name}: {error}"));
            assert_eq!(pictures.numbers().len(), expected.numbers.len() as u64, "{decoder}, {name}");
            if let Some(size) = expected.size {
                assert_eq!(pictures.size(), Some(size), "{decoder}, {name}");
            }
            let pool = Pool::default();
            for place in order(expected.numbers.len()) {
                let is = carried(&pictures, &pool, place as u64 + 1);
                assert_eq!(is, Ok(expected.numbers[place]), "{decoder}, {name}, frame {}", place + 1);
            }
        }
    }
}

/// Places in an order that jumps: each is visited once.
fn shuffled(count: usize) -> Vec<usize> {
    let has_common_divisor = |step: usize| (2..=step).any(|by| step.is_multiple_of(by) && count.is_multiple_of(by));
    let step = (count * 5 / 8..=count).find(|&step| !has_common_divisor(step)).unwrap_or(1);
    (0..count).map(|at| at * step % count).collect()
}

#[test]
fn every_place_is_visited_once() {
    for count in [1, 2, 97, 122, 300] {
        let mut places = shuffled(count);
        places.sort_unstable();
        assert_eq!(places, (0..count).collect::<Vec<_>>());
    }
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn videos_every_frame_in_order() {
    check(|count| (0..count).collect());
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn videos_every_frame_backwards() {
    check(|count| (0..count).rev().collect());
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn videos_every_frame_in_a_shuffled_order() {
    check(shuffled);
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn videos_every_frame_asked_for_by_four_threads() {
    let folder = shared("data/videos");
    for (name, expected) in expected(&folder) {
        for &(decoder, open) in DECODERS {
            let pictures = Arc::new(open(&folder.join(&name)).unwrap());
            let (numbers, pool) = (Arc::new(expected.numbers.clone()), Arc::new(Pool::default()));
            let part = |first: usize| {
                let (pictures, numbers, pool, name) = (pictures.clone(), numbers.clone(), pool.clone(), name.clone());
                thread::spawn(move || {
                    let jumps = shuffled(numbers.len()).into_iter().skip(first).step_by(7);
                    for place in jumps.chain((first..numbers.len()).step_by(4)) {
                        let is = carried(&pictures, &pool, place as u64 + 1);
                        assert_eq!(is, Ok(numbers[place]), "{decoder}, {name}, frame {}", place + 1);
                    }
                })
            };
            let threads: Vec<_> = (0..4).map(part).collect();
            threads.into_iter().for_each(|thread| thread.join().unwrap());
        }
    }
}

/// Both show the same, and say the same of a video.
#[cfg(feature = "libav")]
#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn videos_the_libraries_and_the_programs_agree_on_every_pixel() {
    let folder = shared("data/videos");
    for (name, _) in expected(&folder) {
        let [libraries, programs] = [0, 1].map(|decoder| DECODERS[decoder].1(&folder.join(&name)).unwrap());
        assert_eq!(libraries.video(), programs.video(), "{name}");
        let pool = Pool::default();
        for number in 1..=libraries.numbers().len() {
            let [one, other] = [&libraries, &programs].map(|pictures| match pictures.load(number, &pool) {
                Backdrop::Ready(picture) => picture,
                other => panic!("{name}, frame {number}: {other:?}"),
            });
            assert!(one == other, "{name}, frame {number}");
            pool.give(one.pixels);
            pool.give(other.pixels);
        }
    }
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn videos_fall_into_groups_that_do_not_overlap_also_where_labels_count_from_0() {
    let folder = shared("data/videos");
    for (name, expected) in expected(&folder) {
        let pictures = Arc::new(Pictures::open(folder.join(&name), None).unwrap());
        let count = expected.numbers.len() as u64;
        let mut next = 1;
        while next <= count {
            let group = pictures.together(next);
            assert!(*group.start() == next && *group.end() <= count, "{name}: {group:?}");
            assert!(group.clone().all(|number| pictures.together(number) == group), "{name}: {group:?}");
            next = group.end() + 1;
        }
        let shifted = Sequence::new(Vec::new(), Some(pictures.clone()), None, PicturePairing::Offset(1));
        let group = pictures.together(count);
        assert_eq!(shifted.together(count - 1), group.start() - 1..=group.end() - 1, "{name}");
    }
}
