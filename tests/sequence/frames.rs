//! A sequence: boxes and pictures by frame, as a library user has them.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use image::{ImageFormat, Rgb, RgbImage};
use motscope::cache::Capacity;
use motscope::mot::{OpenOptions, Progress};
use motscope::sequence::{
    ActivePairing, Backdrop, Picture, PicturePairing, PictureSource, Pictures, Pool, Sequence, SequenceFrame,
};
use motscope::{DataProvider, KeySet, MotFile, PrefetchCache};
use tempfile::TempDir;

use crate::opened;

/// Bytes of a grey picture.
fn grey(value: u8, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(32, 24, Rgb([value; 3])).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A folder of pictures, the k-th of them k times ten grey.
fn folder(names: &[&str]) -> TempDir {
    let folder = TempDir::with_prefix("motscope-pictures").unwrap();
    for (name, value) in names.iter().zip((10..).step_by(10)) {
        let format = if name.to_ascii_lowercase().ends_with("png") { ImageFormat::Png } else { ImageFormat::Jpeg };
        fs::write(folder.path().join(name), grey(value, format)).unwrap();
    }
    folder
}

fn pictures(folder: &TempDir) -> Arc<dyn PictureSource> {
    Arc::new(Pictures::open(folder.path(), None).unwrap())
}

/// A file of one box in each of these frames.
fn boxes(frames: impl IntoIterator<Item = u64>) -> Arc<MotFile> {
    let rows: String = frames.into_iter().map(|frame| format!("{frame},1,10,20,30,40,1\n")).collect();
    Arc::new(MotFile::from_bytes("boxes.txt", rows.into_bytes()).unwrap())
}

fn sequence(layers: Vec<Arc<MotFile>>, pictures: Option<Arc<dyn PictureSource>>) -> Sequence {
    Sequence::new(layers, pictures, None, PicturePairing::Automatic)
}

/// Grey of a frame's left top pixel; `None` where no picture is shown.
fn grey_of(frame: &SequenceFrame) -> Option<u8> {
    frame.backdrop.ready().map(|picture| picture.pixel(0, 0).unwrap().0[0])
}

fn assert_shows(sequence: &Sequence, expected: &[(u64, Option<u8>)]) {
    assert_eq!(*sequence.keys(), KeySet::from_keys(expected.iter().map(|&(frame, _)| frame)));
    for &(frame, expected) in expected {
        let shown = grey_of(&sequence.load(frame).unwrap());
        let is_same = match (shown, expected) {
            (Some(shown), Some(expected)) => shown.abs_diff(expected) <= 2,
            (shown, expected) => shown == expected,
        };
        assert!(is_same, "frame {frame}: {shown:?}, not {expected:?}");
    }
}

/// The pairing in force at this offset.
fn by(offset: i64) -> ActivePairing {
    ActivePairing::Offset(offset)
}

#[test]
fn a_frame_shows_the_picture_of_its_own_number_whatever_files_are_called() {
    for (names, first) in [
        (&["000001.jpg", "000002.jpg", "000003.jpg"], 1),
        (&["00000101.jpg", "00000102.jpg", "00000103.jpg"], 101),
        (&["9.png", "10.png", "11.png"], 9),
        (&["img_000000.JPEG", "img_000001.JPEG", "img_000002.JPEG"], 0),
    ] {
        let folder = folder(names);
        fs::write(folder.path().join("Thumbs.db"), "no picture").unwrap();
        fs::write(folder.path().join("._000005.jpg"), "no picture").unwrap();
        fs::create_dir(folder.path().join("000009.jpg")).unwrap();
        let sequence = sequence(vec![boxes(first..first + 3)], Some(pictures(&folder)));
        assert_shows(&sequence, &[(first, Some(10)), (first + 1, Some(20)), (first + 2, Some(30))]);
        assert_eq!((sequence.pairing(), sequence.chosen_pairing()), (by(0), PicturePairing::Automatic));
        assert_eq!(sequence.pictures().unwrap().size(), Some((32, 24)));
    }
}

#[test]
fn pictures_from_0_under_labels_from_1_are_shifted_if_they_fit() {
    let folder = folder(&["0.png", "1.png", "2.png"]);
    let shifted = sequence(vec![boxes(1..=3)], Some(pictures(&folder)));
    assert_shows(&shifted, &[(1, Some(10)), (2, Some(20)), (3, Some(30))]);
    assert_eq!(shifted.pairing(), by(-1));
    for labels in [0..=2, 0..=1, 2..=2] {
        let kept = sequence(vec![boxes(labels)], Some(pictures(&folder)));
        assert_eq!((kept.pairing(), grey_of(&kept.load(2).unwrap())), (by(0), Some(30)));
    }
    // The last frame is empty.
    assert_eq!(sequence(vec![boxes(1..=2)], Some(pictures(&folder))).pairing(), by(-1));
    // A text that is longer than the pictures begins with them.
    let longer = sequence(vec![boxes(1..=4)], Some(pictures(&folder)));
    assert_eq!((longer.pairing(), longer.meeting().unwrap().offers.len()), (by(-1), 0));
    assert!(longer.pairing_remark().unwrap().contains("more frames than there are pictures"));
    // Pictures do not shift because another layer is looked at, too.
    assert_eq!(sequence(vec![boxes(1..=3), boxes(1..=9)], Some(pictures(&folder))).pairing(), by(-1));
    shifted.set_pairing(PicturePairing::Offset(0));
    assert_shows(&shifted, &[(0, Some(10)), (1, Some(20)), (2, Some(30)), (3, None)]);
    assert_eq!(shifted.chosen_pairing(), PicturePairing::Offset(0));
}

#[test]
fn a_missing_picture_is_a_gap_and_shifts_nothing() {
    let folder = folder(&["1.png", "2.png", "4.png"]);
    let sequence = sequence(vec![boxes([1, 3])], Some(pictures(&folder)));
    assert_shows(&sequence, &[(1, Some(10)), (2, Some(20)), (3, None), (4, Some(30))]);
    let frame = sequence.load(3).unwrap();
    assert_eq!((frame.boxes.detections.len(), &frame.backdrop), (1, &Backdrop::Missing));
    assert_eq!(sequence.picture_stats().missing, 2);
    assert!(sequence.load(5).is_err(), "there is no such frame");
}

#[test]
fn what_cannot_be_shown_is_told_and_the_next_frame_works() {
    let folder = folder(&["1.png", "2.jpg", "3.jpg", "4.jpg", "5.jpg", "6.jpg"]);
    let at = |name: &str| folder.path().join(name);
    let whole = fs::read(at("2.jpg")).unwrap();
    let source = pictures(&folder);
    fs::write(at("2.jpg"), &whole[..whole.len() / 2]).unwrap();
    fs::write(at("3.jpg"), "no picture").unwrap();
    fs::write(at("4.jpg"), "").unwrap();
    fs::remove_file(at("5.jpg")).unwrap();
    let sequence = sequence(vec![boxes(1..=6)], Some(source));
    for (frame, reason) in [
        (2, "2.jpg: the file ends before the picture does"),
        (3, "3.jpg: it is no JPEG, PNG, BMP, WebP, TIFF, GIF, PNM or TGA picture"),
        (4, "4.jpg: the file is empty"),
        (5, "5.jpg: the file is gone"),
    ] {
        let loaded = sequence.load(frame).unwrap();
        assert_eq!((loaded.boxes.detections.len(), loaded.backdrop), (1, Backdrop::Damaged(reason.to_owned())));
    }
    assert_eq!(grey_of(&sequence.load(6).unwrap()), Some(60));
    let stats = sequence.picture_stats();
    assert_eq!((stats.damaged, stats.decoded, stats.missing), (4, 1, 0));
    assert!(stats.bytes_read > 0 && stats.decode_time >= stats.last_decode_time);
    assert_eq!(sequence.pool().in_use(), 0);
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_folder_in_place_of_a_picture_is_told_and_never_waited_for() {
    let folder = folder(&["1.png", "2.png", "3.png"]);
    let source = pictures(&folder);
    let at = |name: &str| folder.path().join(name);
    fs::remove_file(at("1.png")).unwrap();
    fs::remove_file(at("2.png")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("1.png")).status().unwrap().success());
    fs::create_dir(at("2.png")).unwrap();
    let pool = Pool::default();
    assert_eq!(source.load(1, &pool), Backdrop::Damaged("1.png: it is a pipe, a device or a socket".to_owned()));
    assert_eq!(source.load(2, &pool), Backdrop::Damaged("2.png: it is a folder".to_owned()));
    assert_eq!(source.size(), Some((32, 24)));
}

#[test]
fn an_ending_that_lies_and_sizes_that_vary_are_no_matter() {
    let folder = folder(&["1.png", "2.png"]);
    let mut large = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(100, 50, Rgb([20; 3])).write_to(&mut large, ImageFormat::WebP).unwrap();
    fs::write(folder.path().join("2.png"), large.into_inner()).unwrap();
    let sequence = sequence(Vec::new(), Some(pictures(&folder)));
    assert_shows(&sequence, &[(1, Some(10)), (2, Some(20))]);
    let sizes = [1, 2].map(|frame| {
        let loaded = sequence.load(frame).unwrap();
        let picture = loaded.backdrop.ready().unwrap();
        (picture.width, picture.height, sequence.weight(&loaded) - loaded.box_bytes())
    });
    assert_eq!(sizes, [(32, 24, 32 * 24 * 4), (100, 50, 100 * 50 * 4)]);
}

#[test]
fn boxes_of_all_layers_come_with_a_frame_and_without_waiting_for_its_picture() {
    let folder = folder(&["1.png", "2.png"]);
    let sequence = sequence(vec![boxes([1, 3]), boxes([3]), boxes([2])], Some(pictures(&folder)));
    let counts = |frame| {
        let boxes = sequence.boxes_of(frame).unwrap();
        let overlays: Vec<usize> =
            boxes.overlays.iter().map(|frame| frame.as_ref().unwrap().detections.len()).collect();
        (boxes.boxes.detections.len(), overlays, boxes.backdrop)
    };
    assert_eq!(counts(1), (1, vec![0, 0], Backdrop::Ready(())));
    assert_eq!(counts(2), (0, vec![0, 1], Backdrop::Ready(())));
    assert_eq!(counts(3), (1, vec![1, 0], Backdrop::Missing));
    assert!(sequence.boxes_of(4).is_err());
    assert_eq!(sequence.picture_stats().decoded, 0);
    assert!(sequence.load(3).unwrap().overlays.iter().all(|frame| frame.as_ref().unwrap().number == 3));
}

#[test]
fn without_pictures_a_sequence_has_the_keys_of_its_file_itself() {
    let file = boxes([1, 2, 5000]);
    let alone = sequence(vec![Arc::clone(&file)], None);
    assert!(Arc::ptr_eq(&alone.keys(), &file.keys()));
    assert_eq!(alone.load(2).unwrap().backdrop, Backdrop::None);
    assert_eq!(*alone.load(2).unwrap().boxes, file.frame(2));
    let longer = Sequence::new(vec![file], None, Some(4), PicturePairing::Automatic);
    assert_eq!(*longer.keys(), KeySet::from_runs([1..=4, 5000..=5000]));
    assert!(Arc::ptr_eq(&longer.keys(), &longer.keys()), "kept while nothing changes");
    assert!(longer.load(4).unwrap().boxes.detections.is_empty());
}

#[test]
fn frames_that_are_written_meanwhile_are_new_keys() {
    let folder = folder(&["0.png", "1.png", "2.png"]);
    let path = folder.path().join("boxes.txt");
    fs::write(&path, "2,1,10,20,30,40,1\n").unwrap();
    let file = Arc::new(MotFile::open(&path).unwrap());
    let sequence = sequence(vec![Arc::clone(&file)], Some(pictures(&folder)));
    assert_eq!(*sequence.keys(), KeySet::from_runs([0..=2]));
    fs::write(&path, "2,1,10,20,30,40,1\n3,1,10,20,30,40,1\n").unwrap();
    file.grow(&Progress::new(), &mut |_| ()).unwrap();
    // Now a frame proves that they are counted from 1.
    assert_eq!((sequence.pairing(), &*sequence.keys()), (by(-1), &KeySet::from_runs([1..=3])));
}

#[test]
fn a_layer_that_vanishes_fails_the_load_and_a_picture_never_does() {
    let folder = folder(&["1.png"]);
    let path = folder.path().join("boxes.txt");
    fs::write(&path, "1,1,10,20,30,40,1\n".repeat(3)).unwrap();
    let sequence = sequence(vec![Arc::new(MotFile::open(&path).unwrap())], Some(pictures(&folder)));
    fs::write(&path, "").unwrap();
    let error = sequence.load(1).unwrap_err().to_string();
    assert!(error.contains("boxes.txt") && error.contains("frame 1"), "{error}");
}

/// Makes its pictures instead of reading them: a counter of the pictures made, and how many different heights they have.
struct Drawn(AtomicU64, u32);

impl PictureSource for Drawn {
    fn numbers(&self) -> Arc<KeySet> {
        Arc::new(KeySet::from_runs([1..=50]))
    }

    fn load(&self, number: u64, pool: &Pool) -> Backdrop<Picture> {
        self.0.fetch_add(1, Ordering::Relaxed);
        // Sizes vary, so that not every buffer fits.
        let (width, height) = (64, 16 + number as u32 % self.1 * 60);
        Backdrop::Ready(Picture::new(width, height, pool.take((width * height) as usize)))
    }

    fn size(&self) -> Option<(u32, u32)> {
        None
    }

    fn name(&self, _: u64) -> Option<String> {
        None
    }
}

/// Moves ten thousand times over 50 pictures of `heights` different heights. `room` tells the capacity of the cache from the
/// weight of a frame. Answers how many buffers were in use at once at most, the sequence, and how many pictures were made.
fn ten_thousand_moves(heights: u32, room: impl Fn(u64) -> Capacity) -> (u64, Arc<Sequence>, u64) {
    let drawn = Arc::new(Drawn(AtomicU64::new(0), heights));
    let sequence = Arc::new(sequence(vec![boxes(1..=50)], Some(drawn.clone())));
    let pool = Arc::clone(sequence.pool());
    let weight = sequence.weight(&sequence.load(1).unwrap());
    let cache = PrefetchCache::builder(Arc::clone(&sequence)).capacity(room(weight)).workers(WORKERS).build();
    let mut most = 0;
    for step in 0..10_000_u64 {
        let frame = 1 + step * 7 % 50;
        assert_eq!(cache.get(frame).unwrap().boxes.number, frame);
        most = most.max(pool.in_use());
    }
    cache.close();
    drop(cache);
    (most, sequence, drawn.0.load(Ordering::Relaxed))
}

const WORKERS: usize = 2;

#[test]
fn memory_is_never_exceeded_by_more_than_a_picture_a_worker_and_one_for_the_caller() {
    let fit = 8;
    let by_bytes = |weight| Capacity::entries(usize::MAX).and_bytes(fit * weight);
    let by_count = |_| Capacity::entries(fit as usize);
    for most in [ten_thousand_moves(1, by_bytes).0, ten_thousand_moves(3, by_count).0] {
        // Of each worker, and of the caller who loads what is missing, one is on its way in, or out for it.
        assert!(most <= fit + WORKERS as u64 + 1, "{most} buffers");
    }
}

#[test]
fn ten_thousand_loads_leak_no_buffer() {
    let (_, sequence, drawn) = ten_thousand_moves(3, |_| Capacity::entries(8));
    let pool = sequence.pool();
    assert_eq!(pool.in_use(), 0);
    // A picture taken out is its taker's to give back.
    let picture = sequence.load(1).unwrap().map_picture(motscope::sequence::Pooled::into_picture);
    assert_eq!(pool.in_use(), 1);
    pool.give(picture.backdrop.ready().unwrap().pixels.clone());
    assert_eq!(pool.in_use(), 0);
    assert!(drawn >= 5_000 && pool.fresh() < 5_000);
}

#[test]
fn a_sequence_folder_opens_with_what_it_says_and_what_is_not_so() {
    let folder = folder(&["1.png", "2.png", "4.png"]);
    let root = TempDir::new().unwrap();
    let at = |name: &str| root.path().join(name);
    fs::create_dir(at("gt")).unwrap();
    fs::write(at("gt/gt.txt"), "1,1,10,20,30,40,1,1,1\n").unwrap();
    fs::write(at("seqinfo.ini"), format!("imDir={}\nimWidth=99\nseqLength=6\nframeRate=?\n", folder.path().display()))
        .unwrap();
    let (parts, sequence) = opened(root.path());
    assert_eq!(*sequence.keys(), KeySet::from_runs([1..=6]));
    assert_eq!((parts.frame_rate(), parts.length()), (None, Some(6)));
    let remarks = parts.remarks_on(&parts.open_pictures(&OpenOptions::default(), &Progress::new()).unwrap().unwrap());
    assert_eq!(
        remarks,
        [
            "seqinfo.ini, line 4: frameRate cannot be \"?\"",
            &format!(
                "seqinfo.ini names a folder of pictures outside of the sequence folder: {}",
                folder.path().display()
            ),
            "pictures missing between 1 and 4: 1",
            "seqinfo.ini says 99 × ? pixels, the pictures have 32 × 24",
            "seqinfo.ini says 6 frames, the pictures are 1 to 4",
        ]
    );
}
