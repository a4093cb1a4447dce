//! Pictures of many kinds, held against what `cv2.imread` makes of them.

use std::fs;
use std::path::Path;

use motscope::sequence::{Backdrop, Picture, PictureSource as _, Pictures, Pool};
use serde_json::Value;

use crate::shared;

/// The most levels that a pixel may differ.
const TOLERANCE: u8 = 6;
/// What a reason has to say if a picture that cv2 reads is refused: that its kind is not read. Anything else, such as damage,
/// would be wrong of a valid file.
const NAMED: &str = "not read";

fn loaded(path: &Path) -> (Pictures, Backdrop<Picture>) {
    let pictures = Pictures::open(path, None).unwrap();
    let first = pictures.numbers().first().unwrap_or_else(|| panic!("{}: no picture", path.display()));
    let backdrop = pictures.load(first, &Pool::default());
    (pictures, backdrop)
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn pictures_are_shown_as_cv2_shows_them_or_refused_by_name() {
    let root = shared::folder("data/pictures");
    let expected: Value = serde_json::from_slice(&fs::read(root.join("expected.json")).unwrap()).unwrap();
    let expected = expected.as_object().unwrap();
    assert!(!expected.is_empty());
    let mut faults = Vec::new();
    for (name, expected) in expected {
        let (pictures, backdrop) = loaded(&root.join(name));
        let size =
            expected["cv2"].as_array().map(|size| [&size[0], &size[1]].map(|side| side.as_u64().unwrap() as u32));
        match (backdrop, size) {
            (Backdrop::Ready(picture), Some(size)) => {
                let shown = image::open(root.join(format!("expected/{name}.png"))).unwrap().to_rgb8();
                if [picture.width, picture.height] != size || pictures.size() != Some((size[0], size[1])) {
                    faults.push(format!("{name}: {} × {} pixels, not {size:?}", picture.width, picture.height));
                    continue;
                }
                let pairs = shown.pixels().zip(&picture.pixels);
                let differs =
                    pairs.flat_map(|(one, other)| one.0.into_iter().zip(other.0)).map(|(a, b)| a.abs_diff(b)).max();
                println!("{name}: shown, at most {differs:?} levels from cv2");
                if differs > Some(TOLERANCE) {
                    faults.push(format!("{name}: {differs:?} levels from cv2"));
                }
            }
            (Backdrop::Ready(_), None) => println!("{name}: shown; cv2 does not read it"),
            (Backdrop::Damaged(reason), None) => println!("{reason} (nor does cv2 read it)"),
            (Backdrop::Damaged(reason), Some(_)) if reason.contains(NAMED) => println!("{reason}"),
            (other, _) => faults.push(format!("{name}: {other:?}")),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
