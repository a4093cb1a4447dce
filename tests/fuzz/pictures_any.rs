//! Arbitrary bytes as a picture file: no panic, and memory in bounds.

use motscope::sequence::{Backdrop, PictureSource as _, PictureView, Pictures, Pool};

use super::alloc;

/// The most memory that one picture may take, whatever its header claims.
const MOST: usize = 512 << 20;
/// What a picture may take that is refused: what decoders allocate before they look at the data.
const REFUSED: usize = 64 << 20;
/// How many pictures of a file are loaded.
const LOADED: u64 = 3;

pub fn target(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    // The ending only says that it is a picture.
    let path = folder.path().join("1.tif");
    std::fs::write(&path, bytes).expect("room");
    let (pictures, peak) = alloc::peak(|| Pictures::open(&path, None).expect("it is there"));
    assert!(peak <= REFUSED, "{peak} bytes of memory to list {} bytes", bytes.len());
    let numbers = pictures.numbers();
    assert!(numbers.len() <= bytes.len().max(1) as u64);
    for (turn, stretch) in [(true, false), (false, true)] {
        pictures.set_view(PictureView { turn, stretch });
        let size = pictures.size();
        for number in (0..LOADED.min(numbers.len())).filter_map(|rank| numbers.key_at(rank)) {
            let pool = Pool::default();
            let (backdrop, peak) = alloc::peak(|| pictures.load(number, &pool));
            assert!(peak <= MOST + REFUSED, "{peak} bytes of memory for {} bytes", bytes.len());
            match backdrop {
                Backdrop::Ready(picture) => {
                    assert_eq!(picture.pixels.len() as u64, u64::from(picture.width) * u64::from(picture.height));
                    assert!(picture.pixels.iter().all(|pixel| pixel.0[3] == 255), "transparent");
                    if number == 1 {
                        assert_eq!(Some(picture.full_size), size);
                    }
                }
                Backdrop::Damaged(reason) => assert!(reason.len() > "1.tif: ".len() && peak <= MOST, "{reason}"),
                other => assert!(matches!(other, Backdrop::Missing), "{other:?}"),
            }
        }
    }
}
