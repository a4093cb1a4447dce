//! Several pictures in one file, and formats that are not read.

use std::fs;

use motscope::DataProvider as _;
use motscope::KeySet;
use motscope::mot::{OpenOptions, Progress};
use motscope::sequence::{Backdrop, PictureSource as _, PictureView, Pictures, Pool};

use crate::opened;
use crate::tiff_file::{Content, TiffKind, tiff};

/// Pages of one grey each.
fn stack(levels: &[u16]) -> Vec<u8> {
    let pixels: Vec<_> = levels.iter().map(|&level| move |_: u32, _: u32| [level; 3]).collect();
    let pages: Vec<_> = pixels.iter().map(|pixel| (24, 16, pixel as &dyn Fn(u32, u32) -> [u16; 3])).collect();
    tiff(TiffKind { samples: 1, ..TiffKind::default() }, &pages)
}

/// A GIF whose pictures differ in one column each.
fn gif(count: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let palette: Vec<u8> = (0..=255).flat_map(|level| [level; 3]).collect();
    let mut encoder = gif::Encoder::new(&mut bytes, 24, 16, &palette).unwrap();
    for number in 0..count {
        let (left, width) = if number == 0 { (0, 24) } else { (number, 1) };
        let buffer = vec![number as u8 + 1; usize::from(width) * 16].into();
        encoder.write_frame(&gif::Frame { left, width, height: 16, buffer, ..gif::Frame::default() }).unwrap();
    }
    drop(encoder);
    bytes
}

/// The grey of a pixel of a picture.
fn grey(pictures: &Pictures, number: u64, x: u32) -> Option<u8> {
    match pictures.load(number, &Pool::default()) {
        Backdrop::Ready(picture) => picture.pixel(x, 5).map(|pixel| pixel.0[0]),
        other => {
            assert_eq!(other, Backdrop::Missing);
            None
        }
    }
}

#[test]
fn the_pages_of_a_tiff_are_a_sequence_from_its_folder_and_from_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.tif");
    fs::write(&path, stack(&[10, 20, 30])).unwrap();
    fs::write(folder.path().join("tracks.txt"), "1,1,2,3,4,5,1,-1,-1,-1\n3,1,2,3,4,5,1,-1,-1,-1\n").unwrap();
    for path in [folder.path(), &path] {
        let (parts, sequence) = opened(path);
        assert_eq!((parts.layers.len(), &*sequence.keys()), (1, &KeySet::from_runs([1..=3])));
        let remarks =
            parts.remarks_on(&parts.open_pictures(&OpenOptions::default(), &Progress::new()).unwrap().unwrap());
        assert_eq!(remarks, ["the pictures are the 3 in t.tif, numbered from 1"]);
        for (number, level) in [(3, 30), (1, 10), (2, 20)] {
            let loaded = sequence.load(number).unwrap();
            assert_eq!(loaded.backdrop.ready().unwrap().pixel(0, 0).unwrap().0, [level, level, level, 255]);
            assert_eq!(loaded.boxes.detections.len(), usize::from(number != 2));
        }
        assert_eq!(sequence.pictures().unwrap().size(), Some((24, 16)));
        assert_eq!(sequence.pictures().unwrap().name(2), Some("t.tif, picture 2".to_owned()));
    }
    // Beside other pictures it is one of them, unless it is opened itself.
    fs::write(folder.path().join("b.gif"), gif(4)).unwrap();
    assert_eq!(Pictures::open(folder.path(), None).unwrap().numbers().len(), 2);
    let (parts, sequence) = opened(&path);
    assert_eq!((parts.layers.len(), sequence.keys().len()), (0, 3));
}

#[test]
fn pictures_of_a_gif_are_loaded_in_any_order_and_by_many_threads() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gif");
    fs::write(&path, gif(20)).unwrap();
    let pictures = Pictures::open(&path, None).unwrap();
    assert_eq!(*pictures.numbers(), KeySet::from_runs([1..=20]));
    let check = |number: u64| {
        for x in 0..24 {
            let drawn = if (1..number).contains(&x) { x + 1 } else { 1 };
            assert_eq!(grey(&pictures, number, x as u32), Some(drawn as u8), "picture {number}, column {x}");
        }
    };
    [20, 1, 2, 3, 7, 6, 5, 20, 11].into_iter().for_each(check);
    std::thread::scope(|scope| {
        for first in 1..=4 {
            scope.spawn(move || (first..=20).step_by(4).for_each(check));
        }
    });
    assert_eq!((grey(&pictures, 0, 0), grey(&pictures, 21, 0)), (None, None));
}

#[test]
fn a_file_of_pictures_that_is_replaced_shows_what_is_in_it_now() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.tif");
    fs::write(&path, stack(&[10, 20, 30])).unwrap();
    let pictures = Pictures::open(&path, None).unwrap();
    assert_eq!(grey(&pictures, 3, 0), Some(30));
    assert_eq!(*pictures.numbers_in("t.tif"), KeySet::from_runs([1..=3]));
    assert!(pictures.numbers_in("u.tif").is_empty());
    fs::write(&path, stack(&[40, 50])).unwrap();
    assert_eq!((grey(&pictures, 2, 0), grey(&pictures, 3, 0)), (Some(50), None));
    fs::remove_file(&path).unwrap();
    assert_eq!(pictures.load(1, &Pool::default()), Backdrop::Damaged("t.tif, picture 1: the file is gone".to_owned()));
}

#[test]
fn a_page_is_turned_unless_that_is_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.tif");
    let (one, two) = (|_: u32, _: u32| [1; 3], |_: u32, _: u32| [2; 3]);
    let pages: [Content<'_>; 2] = [(24, 16, &one), (24, 16, &two)];
    fs::write(&path, tiff(TiffKind { orientation: 8, ..TiffKind::default() }, &pages)).unwrap();
    let pictures = Pictures::open(&path, None).unwrap();
    let size = |pictures: &Pictures| {
        let loaded = pictures.load(2, &Pool::default());
        let picture = loaded.ready().unwrap();
        assert_eq!(pictures.size(), Some((picture.width, picture.height)));
        (picture.width, picture.height)
    };
    let told = "turned by 90° counterclockwise";
    assert_eq!((size(&pictures), pictures.orientation().to_string().as_str()), ((16, 24), told));
    pictures.set_view(PictureView { turn: false, ..PictureView::default() });
    assert_eq!((size(&pictures), pictures.orientation().to_string().as_str()), ((24, 16), "as stored"));
}

#[test]
fn one_picture_of_any_name_is_a_sequence_of_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cover.pgm");
    fs::write(&path, b"P5 2 2 255 abcd").unwrap();
    for path in [folder.path(), &path] {
        let (_, sequence) = opened(path);
        assert_eq!(*sequence.keys(), KeySet::from_runs([1..=1]));
        assert!(sequence.load(1).unwrap().backdrop.ready().is_some());
    }
}

#[test]
fn pictures_that_are_not_read_are_named_and_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    for number in 1..4 {
        write(&format!("bare/{number}.avif"), b"\0\0\0\x20ftypavif");
        write(&format!("whole/img1/{number}.jp2"), b"\0\0\0\x0CjP  \r\n\x87\n");
    }
    write("whole/gt/gt.txt", b"1,1,2,3,4,5,1,1,1\n");
    let told = motscope::sequence::find(&folder.path().join("bare"), None).unwrap_err().to_string();
    assert!(told.contains("AVIF pictures, such as 1.avif, are not read; convert them"), "{told}");
    let (parts, sequence) = opened(&folder.path().join("whole"));
    let remarks = parts.remarks_on(&parts.open_pictures(&OpenOptions::default(), &Progress::new()).unwrap().unwrap());
    assert_eq!(remarks.len(), 1);
    assert!(remarks[0].starts_with("none of the first pictures can be read: 1.jp2: JPEG 2000 pictures are not read"));
    let damaged = |reason: &str| reason.starts_with("2.jp2: JPEG 2000 pictures are not read");
    assert!(matches!(sequence.load(2).unwrap().backdrop, Backdrop::Damaged(reason) if damaged(&reason)));
}

/// An animated WebP with pictures of one grey each.
fn webp(levels: &[u8]) -> Vec<u8> {
    let chunk = |name: &[u8; 4], content: &[u8]| -> Vec<u8> {
        let mut bytes = [&name[..], &(content.len() as u32).to_le_bytes(), content].concat();
        bytes.resize(bytes.len().next_multiple_of(2), 0);
        bytes
    };
    let size = [23, 0, 0, 15, 0, 0];
    let mut body = chunk(b"VP8X", &[&[2, 0, 0, 0][..], &size].concat());
    body.extend(chunk(b"ANIM", &[0; 6]));
    for level in levels {
        let mut still = Vec::new();
        image::codecs::webp::WebPEncoder::new_lossless(&mut still)
            .encode(&[*level; 24 * 16 * 3], 24, 16, image::ExtendedColorType::Rgb8)
            .unwrap();
        // The picture follows the header of the file.
        body.extend(chunk(b"ANMF", &[&[0; 6][..], &size, &[40, 0, 0, 0], &still[12..]].concat()));
    }
    [&b"RIFF"[..], &(body.len() as u32 + 4).to_le_bytes(), b"WEBP", &body].concat()
}

#[test]
fn of_a_file_that_is_cut_off_the_whole_pictures_are_shown_and_that_is_told() {
    for (name, bytes) in [("s.tif", stack(&[10, 20, 30])), ("s.gif", gif(3)), ("s.webp", webp(&[10, 20, 30]))] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, &bytes).unwrap();
        let whole = Pictures::open(&path, None).unwrap();
        assert_eq!((whole.numbers().len(), whole.remarks().len()), (3, 1), "{name}: {:?}", whole.remarks());
        let mut before = 3;
        for length in (0..bytes.len()).rev() {
            fs::write(&path, &bytes[..length]).unwrap();
            let Ok(pictures) = Pictures::open(&path, None) else { continue };
            let count = pictures.numbers().len();
            let is_told = pictures.remarks().iter().any(|remark| remark.contains("cut short"));
            // Without any whole picture, the file counts as one that cannot be read.
            if is_told {
                assert!(count <= before, "{name} of {length} bytes");
                before = count;
                for number in 1..=count {
                    assert!(
                        matches!(pictures.load(number, &Pool::default()), Backdrop::Ready(_)),
                        "{name}: {number}, {length}"
                    );
                }
            } else {
                assert!(
                    count <= 1 && pictures.trouble().is_none_or(|reason| reason.contains(name)),
                    "{name}: {length}"
                );
            }
        }
        assert_eq!(before, 1, "{name}");
    }
}

#[test]
fn the_remark_on_turned_pictures_is_true_of_a_sequence_in_which_some_are() {
    let folder = tempfile::tempdir().unwrap();
    let page = |orientation: u16| {
        let pixel = |_: u32, _: u32| [9; 3];
        tiff(TiffKind { samples: 1, orientation, ..TiffKind::default() }, &[(24, 16, &pixel)])
    };
    for (orientations, expected) in [
        (&[1, 6, 1, 6][..], Some("2 of 4 pictures are turned by 90° clockwise")),
        (&[1, 1, 3], Some("1 of 3 pictures is turned by 180°")),
        (&[6, 6], Some("all pictures are turned by 90° clockwise")),
        (&[6, 8], Some("all pictures are turned in different ways")),
        (&[1, 1], None),
    ] {
        for (number, orientation) in orientations.iter().enumerate() {
            fs::write(folder.path().join(format!("{number}.tif")), page(*orientation)).unwrap();
        }
        for number in orientations.len()..9 {
            let _ = fs::remove_file(folder.path().join(format!("{number}.tif")));
        }
        let pictures = Pictures::open(folder.path(), None).unwrap();
        let told = pictures.turned();
        assert_eq!(told.is_some(), expected.is_some(), "{told:?}");
        assert!(expected.is_none_or(|words| told.as_ref().is_some_and(|told| told.starts_with(words))), "{told:?}");
        pictures.set_view(PictureView { turn: false, ..PictureView::default() });
        assert_eq!(pictures.turned(), None);
    }
}

#[test]
fn the_size_told_is_that_of_the_first_picture_that_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.tif");
    let grey = |_: u32, _: u32| [9_u16; 3];
    let pages = [(9, 8), (33, 17), (33, 17)].map(|(width, height)| (width, height, &grey as &dyn Fn(u32, u32) -> _));
    let mut bytes = tiff(TiffKind { samples: 1, ..TiffKind::default() }, &pages);
    // The number of bytes of the first picture: more than the file has.
    let at =
        (0..bytes.len()).find(|&at| matches!(bytes[at..], [0x17, 1, 4 | 3, 0, ..] | [1, 0x17, 0, 4 | 3, ..])).unwrap();
    bytes[at + 8..at + 12].fill(0x7f);
    fs::write(&path, bytes).unwrap();
    let pictures = Pictures::open(&path, None).unwrap();
    assert_eq!(*pictures.numbers(), KeySet::from_runs([1..=2]));
    let Backdrop::Ready(picture) = pictures.load(1, &Pool::default()) else { panic!("no picture") };
    assert_eq!((pictures.size(), picture.full_size), (Some((33, 17)), (33, 17)));
}
