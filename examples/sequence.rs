//! How do I get the pictures of a sequence decoded before I ask for them? The argument is a sequence folder; without it
//! the example makes a small one.

use std::fmt::Write as _;
use std::path::PathBuf;

use image::{Rgb, RgbImage};
use motscope::cache::Capacity;
use motscope::mot::{OpenOptions, Progress};
use motscope::sequence::{Backdrop, PathContent, PicturePairing, find, open};
use motscope::{BoxError, DataProvider, PrefetchCache};

fn main() -> Result<(), BoxError> {
    let made = tempfile::tempdir()?;
    let folder =
        std::env::args_os().nth(1).map_or_else(|| make(made.path().to_owned()), |path| Ok(PathBuf::from(path)))?;
    let parts = match find(&folder, None)? {
        PathContent::Sequence(parts) => parts,
        PathContent::DataSet(entries) => {
            return Err(format!("one of {} sequences is to be chosen", entries.len()).into());
        }
    };
    let sequence = open(&parts, PicturePairing::Automatic, &OpenOptions::default(), &Progress::new())?;
    let keys = sequence.keys();
    println!("{}: {} frames, {} layers", parts.name, keys.len(), sequence.layers().len());

    // The boxes and the decoded picture of a frame are one value, whose weight is its bytes.
    let cache = PrefetchCache::builder(sequence).capacity(Capacity::bytes(256 << 20)).workers(2).build();
    for key in keys.runs().flatten() {
        let frame = cache.get(key)?;
        let picture = match &frame.backdrop {
            Backdrop::Ready(picture) => format!("{} × {}", picture.width, picture.height),
            Backdrop::Damaged(reason) => reason.clone(),
            Backdrop::Missing | Backdrop::None => "no picture".to_owned(),
        };
        if key.is_multiple_of(10) {
            println!("frame {key}: {} boxes, {picture}", frame.boxes.detections.len());
        }
    }
    println!("hit rate {:.0} %", cache.stats().hit_rate().unwrap_or(0.0) * 100.0);
    println!("{:?}", cache.provider().picture_stats());
    Ok(())
}

/// Writes thirty pictures of a moving square, and its boxes.
fn make(folder: PathBuf) -> Result<PathBuf, BoxError> {
    std::fs::create_dir(folder.join("img1"))?;
    std::fs::create_dir(folder.join("gt"))?;
    let mut rows = String::new();
    for frame in 1..=30 {
        let left = 10 * frame;
        let is_square = |x: u32, y: u32| (left..left + 40).contains(&x) && (80..160).contains(&y);
        let picture = RgbImage::from_fn(640, 360, |x, y| Rgb([if is_square(x, y) { 230 } else { 60 }; 3]));
        picture.save(folder.join(format!("img1/{frame:06}.jpg")))?;
        writeln!(rows, "{frame},1,{left},80,40,80,1,1,1")?;
    }
    std::fs::write(folder.join("gt/gt.txt"), rows)?;
    Ok(folder)
}
