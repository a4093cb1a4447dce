//! Where data sets keep the pictures, the ground truth and the results of a sequence: one line for each place.
//!
//! A new layout of a data set is one entry in [`LAYOUTS`]. From any of its places, all others are found: from a text the
//! pictures and the other texts, from the pictures or the folder of a sequence its texts.
//!
//! A place is a path below a root that can be anywhere. `{seq}` stands for the name of the sequence. Any other word in braces
//! stands for one name, too: it is that of the path one comes from, or every name that there is.
//!
//! The layout of `MOTChallenge` is not in the table, because it is a folder that has everything (see
//! [`folder`](super::folder)): `SEQ/img1`, `SEQ/gt/gt.txt`, `SEQ/det/det.txt`. These data sets use it as it is: MOT15 to MOT20,
//! HT21 (`CroHD`), CTMC, `DanceTrack`, `SportsMOT`, `SoccerNet`, BEE24, `BrackishMOT`, SOMPT22 and `UAVSwarm`.

use super::content::LayerKind;

/// What is at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The folder of the pictures.
    Pictures,
    /// A text file of boxes.
    Text(LayerKind),
    /// A folder with a text of boxes for each picture.
    FrameTexts,
}

impl Place {
    /// Whether it says which sequences there are: results may be of any.
    pub(super) fn is_truth(self) -> bool {
        matches!(self, Self::Text(LayerKind::GroundTruth) | Self::FrameTexts)
    }
}

use LayerKind::{Detections, GroundTruth, Results};
use Place::{FrameTexts, Pictures, Text};

/// The places of one data set: what is where.
pub(super) type Layout = &'static [(Place, &'static str)];

/// All layouts. Those with the most telling names come first: where two fit, the pictures are those of the first.
#[rustfmt::skip]
pub(super) static LAYOUTS: &[Layout] = &[
    // TrackEval: docs/MOTChallenge-Official/Readme.md of github.com/JonathonLuiten/TrackEval
    &[
        (Text(GroundTruth), "gt/{suite}/{bench}/{seq}/gt/gt.txt"),
        (Text(Results), "trackers/{suite}/{bench}/{tracker}/data/{seq}.txt"),
        (Pictures, "gt/{suite}/{bench}/{seq}/img1"),
    ],
    // TrackEval with one level less, as its readers of a benchmark of one's own have it
    &[
        (Text(GroundTruth), "gt/{bench}/{seq}/gt/gt.txt"),
        (Text(Results), "trackers/{bench}/{tracker}/data/{seq}.txt"),
        (Pictures, "gt/{bench}/{seq}/img1"),
    ],
    // TrackEval with KITTI: docs/KITTI-format.txt and trackeval/datasets/kitti_2d_box.py of github.com/JonathonLuiten/TrackEval
    &[
        (Text(GroundTruth), "gt/{suite}/{bench}/label_02/{seq}.txt"),
        (Text(Results), "trackers/{suite}/{bench}/{tracker}/data/{seq}.txt"),
        (Pictures, "gt/{suite}/{bench}/image_02/{seq}"),
    ],
    // TrackEval with BDD100K: trackeval/datasets/bdd100k.py of github.com/JonathonLuiten/TrackEval
    &[
        (Text(GroundTruth), "gt/bdd100k/{bench}/{seq}.json"),
        (Text(Results), "trackers/bdd100k/{bench}/{tracker}/data/{seq}.json"),
    ],
    // KITTI tracking: devkit/readme.txt of www.cvlibs.net/datasets/kitti/eval_tracking.php
    &[
        (Pictures, "image_02/{seq}"),
        (Text(GroundTruth), "label_02/{seq}.txt"),
        (Text(Detections), "det_02/{seq}.txt"),
        (Text(Results), "results/{tracker}/data/{seq}.txt"),
    ],
    // KITTI tracking with results beside its splits: results of trackers as the development kit of KITTI has them
    &[
        (Pictures, "{split}/image_02/{seq}"),
        (Text(GroundTruth), "{split}/label_02/{seq}.txt"),
        (Text(Results), "results/{tracker}/data/{seq}.txt"),
        (Text(Results), "results/{tracker}/{split}/{seq}.txt"),
    ],
    // KITTI MOTS: www.vision.rwth-aachen.de/page/mots
    &[
        (Pictures, "training/image_02/{seq}"),
        (Text(GroundTruth), "instances_txt/{seq}.txt"),
    ],
    // MOTSChallenge: www.vision.rwth-aachen.de/page/mots
    &[
        (Pictures, "images/{seq}"),
        (Text(GroundTruth), "instances_txt/{seq}.txt"),
    ],
    // VisDrone: github.com/VisDrone/VisDrone2018-MOT-toolkit
    &[
        (Pictures, "sequences/{seq}"),
        (Text(GroundTruth), "annotations/{seq}.txt"),
        (Text(Results), "results/{tracker}/{seq}.txt"),
    ],
    // VisDrone with results beside its splits, such as VisDrone2019-MOT-val: github.com/VisDrone/VisDrone2018-MOT-toolkit
    &[
        (Pictures, "{split}/sequences/{seq}"),
        (Text(GroundTruth), "{split}/annotations/{seq}.txt"),
        (Text(Results), "results/{tracker}/{seq}.txt"),
    ],
    // GMOT-40: github.com/Spritea/GMOT40
    &[
        (Pictures, "GenericMOT_JPEG_Sequence/{seq}/img1"),
        (Text(GroundTruth), "track_label/{seq}.txt"),
    ],
    // UAVDT: sites.google.com/view/grli-uavdt: UAV-benchmark-M.zip and UAV-benchmark-MOTD_v1.0.zip
    &[
        (Pictures, "UAV-benchmark-M/{seq}"),
        (Text(GroundTruth), "UAV-benchmark-MOTD_v1.0/GT/{seq}_gt.txt"),
        (Text(GroundTruth), "UAV-benchmark-MOTD_v1.0/GT/{seq}_gt_whole.txt"),
        (Text(GroundTruth), "GT/{seq}_gt.txt"),
        (Text(GroundTruth), "GT/{seq}_gt_whole.txt"),
    ],
    // UA-DETRAC: detrac-db.rit.albany.edu/download: DETRAC-Train-Images.zip and DETRAC-Train-Annotations-XML.zip
    &[
        (Pictures, "Insight-MVT_Annotation_{split}/{seq}"),
        (Text(GroundTruth), "DETRAC-{split}-Annotations-XML/{seq}.xml"),
        (Text(GroundTruth), "DETRAC-{split}-Annotations-XML-v3/{seq}_v3.xml"),
    ],
    // MOTSynth: motchallenge.net/data/MOTSynth-MOT-CVPR22: the videos unpacked by its tools, and MOTSynth_mot_annotations.zip
    &[
        (Pictures, "frames/{seq}/rgb"),
        (Text(GroundTruth), "mot_annotations/{seq}/gt/gt.txt"),
    ],
    // AnimalTrack: hengfan2010.github.io/projects/AnimalTrack
    &[
        (Pictures, "frames_all/{seq}"),
        (Text(GroundTruth), "gt_all/{seq}_gt.txt"),
    ],
    // BFT: george-zhuang.github.io/nettrack: the bird flock tracking data set
    &[
        (Pictures, "{split}/{seq}"),
        (Text(GroundTruth), "annotations_mot/{split}/{seq}.txt"),
    ],
    // BDD100K: doc.bdd100k.com/format.html: a document a video
    &[
        (Pictures, "images/track/{split}/{seq}"),
        (Text(GroundTruth), "labels/box_track_20/{split}/{seq}.json"),
    ],
    // PoseTrack: posetrack.net, and github.com/andreasdoering/PoseReID for the boxes
    &[
        (Pictures, "images/{split}/{seq}"),
        (Text(GroundTruth), "posetrack_mot/mot/{split}/{seq}/gt/gt.txt"),
        (Text(GroundTruth), "posetrack_data/annotations/{split}/{seq}.json"),
    ],
    // JDE and FairMOT: DATASET_ZOO.md of github.com/Zhongdao/Towards-Realtime-MOT, a text for each picture
    &[
        (Pictures, "images/{split}/{seq}/img1"),
        (FrameTexts, "labels_with_ids/{split}/{seq}/img1"),
    ],
    &[
        (Pictures, "images/{seq}"),
        (FrameTexts, "labels_with_ids/{seq}"),
    ],
    &[
        (Pictures, "images"),
        (FrameTexts, "labels_with_ids"),
    ],
    // YOLO: docs.ultralytics.com/datasets/detect, a text for each picture
    &[
        (Pictures, "images"),
        (FrameTexts, "labels"),
    ],
    &[
        (Pictures, "images/{seq}"),
        (FrameTexts, "labels/{seq}"),
    ],
    &[
        (Pictures, "images/{split}/{seq}"),
        (FrameTexts, "labels/{split}/{seq}"),
    ],
    // VisDrone detection: github.com/VisDrone/VisDrone2018-DET-toolkit, a text for each picture
    &[
        (Pictures, "images"),
        (FrameTexts, "annotations"),
    ],
    // KITTI object detection: devkit_object of www.cvlibs.net/datasets/kitti/eval_object.php, a text for each picture
    &[
        (Pictures, "image_2"),
        (FrameTexts, "label_2"),
    ],
    // ByteTrack and what grew from it: README.md and tools/track.py of github.com/ifzhang/ByteTrack
    &[
        (Pictures, "datasets/{bench}/{split}/{seq}/img1"),
        (Text(GroundTruth), "datasets/{bench}/{split}/{seq}/gt/gt.txt"),
        (Text(Results), "YOLOX_outputs/{tracker}/track_results/{seq}.txt"),
    ],
    // Folders of pictures beside a folder with a table or a document for each
    &[
        (Pictures, "images/{seq}"),
        (Text(GroundTruth), "annotations/{seq}.txt"),
        (Text(GroundTruth), "annotations/{seq}.csv"),
        (Text(GroundTruth), "annotations/{seq}.json"),
        (Text(GroundTruth), "annotations/{seq}.xml"),
    ],
    // Ground truth in a folder of its own beside the sequences, as copies of MOTChallenge without pictures have it
    &[
        (Pictures, "{seq}/img1"),
        (Text(GroundTruth), "gt/{seq}/gt.txt"),
        (Text(Results), "results/{tracker}/{seq}.txt"),
    ],
    // AI City: ReadMe.txt of AIC22_Track1_MTMC_Tracking.zip of www.aicitychallenge.org: results of trackers beside the ground truth
    &[
        (Text(GroundTruth), "{seq}/gt/gt.txt"),
        (Text(Results), "{seq}/mtsc/{tracker}.txt"),
        (Pictures, "{seq}/img1"),
    ],
    // py-motmetrics: motmetrics/apps/eval_motchallenge.py of github.com/cheind/py-motmetrics: two folders of any name
    &[
        (Text(GroundTruth), "{truth}/{seq}/gt/gt.txt"),
        (Text(Results), "{results}/{seq}.txt"),
        (Pictures, "{truth}/{seq}/img1"),
    ],
];
