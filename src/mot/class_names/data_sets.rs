//! The class names of data sets.

/// The set of class names that a file uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassNames {
    /// Its own names, in the rows or in a list of names, or numbers without names.
    Own,
    /// [`MOT17_CLASSES`].
    Mot17,
    /// [`COCO_CLASSES`], the first for class 0.
    Coco,
    /// [`COCO_CLASSES`], with the numbers of COCO's JSON: 1 to 90, of which ten are not used.
    CocoJson,
    /// [`VISDRONE_CLASSES`].
    VisDrone,
    /// Names in the rows. Results are not judged by rows of the class `DontCare`.
    Kitti,
}

impl ClassNames {
    /// The name of the class with this number.
    pub fn name(self, number: i64) -> Option<&'static str> {
        let (names, place): (&[&'static str], i64) = match self {
            Self::Own | Self::Kitti => return None,
            Self::Mot17 => (&MOT17_CLASSES, number.checked_sub(1)?),
            Self::Coco => (&COCO_CLASSES, number),
            Self::CocoJson if COCO_UNUSED.contains(&number) => return None,
            Self::CocoJson => {
                let unused = COCO_UNUSED.iter().filter(|unused| **unused < number).count();
                (&COCO_CLASSES, number.checked_sub(1)?.checked_sub(unused as i64)?)
            }
            Self::VisDrone => (&VISDRONE_CLASSES, number),
        };
        names.get(usize::try_from(place).ok()?).copied()
    }
}

/// The class names of MOT17 and MOT20 by number, from 1 on (source: `MOTChallenge` devkit).
pub const MOT17_CLASSES: [&str; 13] = [
    "pedestrian",
    "person on vehicle",
    "car",
    "bicycle",
    "motorbike",
    "non-mot vehicle",
    "static person",
    "distractor",
    "occluder",
    "occluder on the ground",
    "occluder full",
    "reflection",
    "crowd",
];

/// The class names of `VisDrone` by number, from 0 on (source: `VisDrone` toolkit). Results are not judged by rows of the
/// first and of the last class.
pub const VISDRONE_CLASSES: [&str; 12] = [
    "ignored region",
    "pedestrian",
    "people",
    "bicycle",
    "car",
    "van",
    "truck",
    "tricycle",
    "awning-tricycle",
    "bus",
    "motor",
    "others",
];

/// The numbers from 1 to 90 that COCO's JSON does not use.
const COCO_UNUSED: [i64; 10] = [12, 26, 29, 30, 45, 66, 68, 69, 71, 83];

/// The class names of COCO in their order (source: `instances_val2017.json`). Detectors of ultralytics and trackers of boxmot
/// number them from 0 on. COCO's JSON and torchvision have numbers from 1 to 90, with gaps.
pub const COCO_CLASSES: [&str; 80] = [
    "person",
    "bicycle",
    "car",
    "motorcycle",
    "airplane",
    "bus",
    "train",
    "truck",
    "boat",
    "traffic light",
    "fire hydrant",
    "stop sign",
    "parking meter",
    "bench",
    "bird",
    "cat",
    "dog",
    "horse",
    "sheep",
    "cow",
    "elephant",
    "bear",
    "zebra",
    "giraffe",
    "backpack",
    "umbrella",
    "handbag",
    "tie",
    "suitcase",
    "frisbee",
    "skis",
    "snowboard",
    "sports ball",
    "kite",
    "baseball bat",
    "baseball glove",
    "skateboard",
    "surfboard",
    "tennis racket",
    "bottle",
    "wine glass",
    "cup",
    "fork",
    "knife",
    "spoon",
    "bowl",
    "banana",
    "apple",
    "sandwich",
    "orange",
    "broccoli",
    "carrot",
    "hot dog",
    "pizza",
    "donut",
    "cake",
    "chair",
    "couch",
    "potted plant",
    "bed",
    "dining table",
    "toilet",
    "tv",
    "laptop",
    "mouse",
    "remote",
    "keyboard",
    "cell phone",
    "microwave",
    "oven",
    "toaster",
    "sink",
    "refrigerator",
    "book",
    "clock",
    "vase",
    "scissors",
    "teddy bear",
    "hair drier",
    "toothbrush",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_data_set_counts_its_classes_in_its_own_way() {
        for (names, first, last) in [
            (ClassNames::Mot17, (1, "pedestrian"), (13, "crowd")),
            (ClassNames::Coco, (0, "person"), (79, "toothbrush")),
            (ClassNames::CocoJson, (1, "person"), (90, "toothbrush")),
            (ClassNames::VisDrone, (0, "ignored region"), (11, "others")),
        ] {
            for (number, name) in [first, last] {
                assert_eq!(names.name(number), Some(name), "{names:?} {number}");
            }
            for number in [first.0 - 1, last.0 + 1, i64::MIN, i64::MAX] {
                assert_eq!(names.name(number), None, "{names:?} {number}");
            }
        }
        for (number, name) in [(11, Some("fire hydrant")), (12, None), (13, Some("stop sign")), (44, Some("bottle"))] {
            assert_eq!(ClassNames::CocoJson.name(number), name, "{number}");
        }
        assert_eq!((1..=90).filter_map(|number| ClassNames::CocoJson.name(number)).collect::<Vec<_>>(), COCO_CLASSES);
        assert_eq!((ClassNames::Own.name(1), ClassNames::Kitti.name(1)), (None, None));
    }
}
