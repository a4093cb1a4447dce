//! The kinds of documents that boxes are read from.

/// A kind of document that boxes were read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceKind {
    /// Its name in `info --json`.
    pub name: &'static str,
    /// Its name in messages.
    pub title: &'static str,
}

impl SourceKind {
    /// COCO, `CocoVID` and TAO annotations.
    pub(crate) const COCO: Self = Self { name: "coco", title: "COCO JSON" };
    /// A list of detections as COCO and TAO evaluate it.
    pub(crate) const COCO_RESULTS: Self = Self { name: "coco-results", title: "a list of COCO results in JSON" };
    /// BDD100K and Scalabel labels.
    pub(crate) const SCALABEL: Self = Self { name: "bdd100k", title: "BDD100K JSON (Scalabel)" };
    /// A list of objects with a box each, as the JSON sink of supervision writes it.
    pub(crate) const LIST: Self = Self { name: "json-list", title: "a JSON list of boxes (supervision)" };
    /// CVAT annotations of a video or of pictures, version 1.1.
    pub(crate) const CVAT: Self = Self { name: "cvat", title: "CVAT XML" };
    /// UA-DETRAC annotations.
    pub(crate) const DETRAC: Self = Self { name: "ua-detrac", title: "UA-DETRAC XML" };
    /// MOTS text: masks with identities.
    pub(crate) const MOTS: Self = Self { name: "mots", title: "MOTS text" };
    /// Detections with masks of Track R-CNN.
    pub(crate) const TRACK_RCNN: Self = Self { name: "track-rcnn", title: "detections with masks of Track R-CNN" };
    /// The CSV of the VGG Image Annotator, which movement writes for boxes.
    pub(crate) const VIA: Self = Self { name: "via", title: "VIA CSV (VGG Image Annotator)" };
    /// YOLO labels, a text for each picture.
    pub(crate) const YOLO: Self = Self { name: "yolo", title: "YOLO labels" };
    /// JDE labels, a text for each picture.
    pub(crate) const JDE: Self = Self { name: "jde", title: "JDE labels" };
    /// KITTI object labels, a text for each picture.
    pub(crate) const KITTI_OBJECT: Self = Self { name: "kitti-object", title: "KITTI object labels" };
    /// `VisDrone` detection labels, a text for each picture.
    pub(crate) const VISDRONE_DET: Self = Self { name: "visdrone-det", title: "VisDrone detection labels" };
    /// YOLO polygons, a text for each picture.
    pub(crate) const YOLO_POLYGONS: Self = Self { name: "yolo-polygons", title: "YOLO polygons" };
    /// The kinds that have a text for each picture. Their frames are told by the names of the pictures.
    pub(crate) const A_TEXT_FOR_EACH_PICTURE: [Self; 5] =
        [Self::YOLO, Self::YOLO_POLYGONS, Self::JDE, Self::KITTI_OBJECT, Self::VISDRONE_DET];

    /// Whether classes are numbers in all documents of this kind.
    pub(crate) fn has_class_numbers(self) -> bool {
        self == Self::YOLO || self == Self::JDE
    }
}
