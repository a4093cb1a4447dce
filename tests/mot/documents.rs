//! Documents: JSON, XML, masks and tables that become MOT text.

use std::fs;

use motscope::mot::{
    DocumentProblem, FileKind, MotFile, OpenError, OpenOptions, OpenReason, ProblemKind, Progress, Summary, UnpackLimit,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn open(text: impl Into<Vec<u8>>) -> MotFile {
    MotFile::from_bytes("document", text.into()).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(text: &str) -> String {
    let error = MotFile::from_bytes("document", text.as_bytes().to_vec()).expect_err("no boxes");
    error.to_string().strip_prefix("document: ").unwrap().to_owned()
}

fn summary(file: &MotFile) -> Summary {
    file.summarize(&Progress::new()).unwrap()
}

/// Every box as text: frame, id, sides, class.
fn boxes(file: &MotFile) -> Vec<String> {
    let layout = file.layout();
    let mut told = Vec::new();
    for number in file.frames() {
        for row in file.frame(number.into()).detections {
            let id = row.id.map_or("-".to_owned(), |id| id.to_string());
            let class = layout.class_of(&row).map(|class| layout.class_label(&class).into_owned());
            let sides = [row.left, row.top, row.width, row.height].map(|side| side.to_string()).join(" ");
            told.push(format!("{number} {id} {sides} {}", class.unwrap_or_default()).trim().to_owned());
        }
    }
    told
}

fn rejected(file: &MotFile) -> Vec<String> {
    summary(file).problems_of(ProblemKind::Rejected).map(|problem| problem.message.clone()).collect()
}

/// Opens a document with several videos.
fn open_video(text: &str, video: Option<&str>) -> Result<MotFile, OpenError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document");
    fs::write(&path, text).unwrap();
    let options = OpenOptions { member: video.map(str::to_owned), ..OpenOptions::default() };
    MotFile::open_with_options(&path, &options, &Progress::new())
}

fn videos(text: &str) -> Vec<String> {
    match open_video(text, None).map_err(|error| error.reason) {
        Err(OpenReason::ChooseMember(members)) => {
            members.into_iter().map(|member| format!("{}{:?}", member.name, member.bytes)).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// A COCO document whose fields come in this order.
fn coco(order: &[&str]) -> String {
    let fields = json!({
        "info": { "annotations": [1, { "bbox": 5 }] },
        "images": [
            { "id": 11, "frame_id": 4, "video_id": 1 },
            { "id": 12, "frame_id": 6, "video_id": 1, "file_name": "x.jpg" },
        ],
        "videos": [{ "id": 1, "name": "one" }],
        "categories": [{ "id": 3, "name": "car" }, { "id": 7, "name": "a; \"b\"" }],
        "annotations": [
            { "id": 1, "image_id": 12, "category_id": 7, "track_id": 9, "bbox": [1.5, 2, 3, 4], "score": 0.5 },
            { "id": 2, "image_id": 11, "category_id": 3, "instance_id": 8, "bbox": [10, 20, 30, 40.25], "score": 1 },
            { "id": 3, "image_id": 11, "category_id": 5, "segmentation": [[1, 2, 5, 2, 3, 9]], "score": null },
            { "id": 4, "image_id": 99, "category_id": 3, "bbox": [1, 1, 1, 1] },
            { "id": 5, "image_id": 11, "category_id": 3, "bbox": [1, 1, "x", 1] },
            { "id": 6, "image_id": 11, "category_id": 3, "bbox": [1, 1, 1e300, 1] },
            7,
        ],
    });
    let fields: Vec<String> = order.iter().map(|name| format!("{name:?}: {}", fields[*name])).collect();
    format!("{{{}}}", fields.join(",\n"))
}

#[test]
fn coco_reads_the_same_in_any_order_of_its_fields() {
    let expected = ["4 8 10 20 30 40.25 car", "4 - 1 2 4 7 class 5", "6 9 1.5 2 3 4 a; \"b\""];
    for order in [
        ["info", "images", "videos", "categories", "annotations"],
        ["annotations", "categories", "info", "videos", "images"],
        ["images", "annotations", "categories", "info", "videos"],
        ["categories", "annotations", "images", "videos", "info"],
    ] {
        let file = open(coco(&order));
        assert_eq!(file.source().map(|source| source.name), Some("coco"), "{order:?}");
        assert_eq!(boxes(&file), expected, "{order:?}");
        assert_eq!(file.frame(6).detections[0].confidence, Some(0.5));
        assert_eq!(
            rejected(&file),
            [
                "annotations[3]: there is no image with the id 99",
                "annotations[4]: bad box: bbox is not a list of four numbers",
                "annotations[5]: box out of range: width is 1e300",
                "annotations[6]: it is no object",
            ]
        );
        let remark = file.remark().unwrap();
        assert!(remark.contains("frame_id"), "{remark}");
        assert_eq!(file.layout().kind, FileKind::Results);
    }
}

#[test]
fn numbers_keep_their_full_value() {
    let text = r#"{"images":[{"id":1,"frame_id":1}],"categories":[],"annotations":[
        {"image_id":1,"track_id":18446744073709551615,"bbox":[0.1,-1.7976931348623157e-300,123456.78901234567,5e-324]}]}"#;
    let row = &open(text).frame(1).detections[0];
    assert_eq!((row.left, row.top), (0.1, -1.797_693_134_862_315_7e-300));
    assert_eq!((row.width, row.height), (123_456.789_012_345_67, 5e-324));
    assert_eq!(row.id.map(|id| id.0), Some(u64::MAX));
}

#[test]
fn without_a_field_for_it_frames_are_numbered_by_the_order_of_the_images_and_that_is_told() {
    let text = |field: &str| {
        format!(
            r#"{{"images":[{{"id":"b"{field}}},{{"id":"a","frame_id":7}}],"categories":[],"annotations":[
            {{"image_id":"a","bbox":[1,1,2,2]}},{{"image_id":"b","bbox":[1,1,2,2]}}]}}"#
        )
    };
    for (field, frames, told) in [
        ("", [1, 2], "not all images have a frame_id"),
        (",\"frame_id\":7", [1, 2], "several images have one frame_id"),
        (",\"frame_id\":3", [3, 7], "frame numbers are those of frame_id"),
    ] {
        let file = open(text(field));
        assert_eq!(file.frames(), frames);
        assert!(file.remark().unwrap().contains(told), "{field}: {:?}", file.remark());
    }
}

#[test]
fn what_only_looks_like_the_categories_at_the_end_is_not_taken_for_them() {
    let start = r#"{"images":[{"id":1,"frame_id":1}],"annotations":[{"image_id":1,"category_id":1,"bbox":[1,1,2,2]}]"#;
    for (end, class) in [
        (r#","categories":[{"id":1,"name":"car"}]}"#, "car"),
        (r#","categories":[{"id":1,"name":"car"}],"info":{"categories":[{"id":1,"name":"bus"}]}}"#, "car"),
        (r#","info":{"categories":[{"id":1,"name":"bus"}]}}"#, "class 1"),
        (r#","info":"\"categories\":[]"}"#, "class 1"),
        (r#","categories":{"id":1,"name":"bus"}}"#, "class 1"),
    ] {
        assert_eq!(boxes(&open(format!("{start}{end}"))), [format!("1 - 1 1 2 2 {class}")], "{end}");
    }
}

#[test]
fn several_videos_are_a_choice() {
    let text = r#"{"annotations":[{"image_id":1,"track_id":1,"bbox":[1,1,2,2]},{"image_id":2,"track_id":2,"bbox":[3,3,2,2]}],
        "images":[{"id":1,"video_id":5,"frame_index":0},{"id":2,"video_id":6,"frame_index":0}],
        "videos":[{"id":5,"name":"five"},{"id":7,"name":"seven"}]}"#;
    assert_eq!(videos(text), ["fiveNone", "video 6None"]);
    for (name, expected) in [("five", "0 1 1 1 2 2"), ("video 6", "0 2 3 3 2 2")] {
        let file = open_video(text, Some(name)).unwrap();
        assert_eq!((boxes(&file), file.member(), file.has_other_members()), (vec![expected.into()], Some(name), true));
    }
    let error = open_video(text, Some("seven")).unwrap_err();
    assert!(error.to_string().ends_with("the document has no video named seven"), "{error}");
    let bdd = r#"[{"videoName":"a","name":"1","frameIndex":0,"labels":[{"id":"1","box2d":{"x1":1,"y1":1,"x2":3,"y2":3}}]},
        {"labels":[{"id":"2","box2d":{"x1":1,"y1":1,"x2":3,"y2":3}}],"frameIndex":4,"name":"2","videoName":"b"}]"#;
    assert_eq!(videos(bdd), ["aNone", "bNone"]);
    assert_eq!(boxes(&open_video(bdd, Some("b")).unwrap()), ["4 2 1 1 2 2"]);
}

#[test]
fn labels_of_scalabel_are_boxes_or_told() {
    let text = r#"{"config":{},"frames":[
        {"name":"a-1.jpg","labels":[
            {"id":"0007","category":"car","score":0.5,"box2d":{"x1":75.5,"y1":43.25,"x2":80.5,"y2":60.25}},
            {"id":"8","category":"lane","poly2d":[{"vertices":[[1,2]]}]},
            {"id":9,"category":"car","box2d":{"x1":1,"y1":2,"x2":"?","y2":4}}]},
        {"name":"a-2.jpg","labels":null},
        {"name":"a-3.jpg","labels":[{"id":"0007","category":"car","box2d":{"x1":1,"y1":2,"x2":3,"y2":4}}]}]}"#;
    let file = open(text);
    assert_eq!(boxes(&file), ["1 7 75.5 43.25 5 17 car", "3 7 1 2 2 2 car"]);
    assert_eq!(
        rejected(&file),
        ["frames[0].labels[1]: it has poly2d and no box2d", "frames[0].labels[2]: bad box: x2 is \"?\""]
    );
    assert!(file.remark().unwrap().contains("order of the list"));
}

#[test]
fn ids_that_are_no_numbers_are_numbered_and_that_is_told() {
    let frame = |index: u32, id: &str| {
        format!(
            r#"{{"name":"x","frameIndex":{index},"labels":[{{"id":{id},"box2d":{{"x1":1,"y1":1,"x2":2,"y2":2}}}}]}}"#
        )
    };
    for (ids, expected, is_told) in [
        ([r#""7""#, r#""07""#, r#""7""#], ["1", "2", "1"], true),
        ([r#""7""#, r#""a""#, "7"], ["1", "2", "1"], true),
        ([r#""007""#, r#""007""#, "8"], ["7", "7", "8"], false),
        (["null", "-1", r#""""#], ["-", "-", "-"], false),
    ] {
        let frames: Vec<String> = ids.iter().zip(0..).map(|(id, index)| frame(index, id)).collect();
        let file = open(format!("[{}]", frames.join(",")));
        let found: Vec<String> = boxes(&file).iter().map(|told| told.split(' ').nth(1).unwrap().to_owned()).collect();
        assert_eq!(found, expected, "{ids:?}");
        assert_eq!(file.remark().is_some_and(|remark| remark.contains("tracks are numbered")), is_told, "{ids:?}");
    }
}

#[test]
fn flat_lists_and_results_are_read() {
    let sink = r#"  [{"x_min":1.5,"y_min":2,"x_max":4,"y_max":6,"class_id":2,"confidence":0.5,"tracker_id":3,"frame_number":0},
        {"x_min":1,"y_min":2,"x_max":4,"y_max":6,"class_name":"bus","tracker_id":"","frame_number":"5"},
        {"x_min":1,"y_min":2,"x_max":4,"y_max":6}]"#;
    let file = open(sink);
    assert_eq!(boxes(&file), ["0 3 1.5 2 2.5 4 class 2", "5 - 1 2 3 4 bus"]);
    assert!(rejected(&file)[0].starts_with("[2]: it has no frame number"), "{:?}", rejected(&file));
    let results = r#"[{"image_id":3,"category_id":1,"bbox":[1,2,3,4],"score":0.5,"track_id":6,"video_id":0},
        {"image_id":4,"category_id":1,"segmentation":{"size":[2,3],"counts":[1,2,3]},"score":0.25,"track_id":6,"video_id":0}]"#;
    let file = open(results);
    assert_eq!(boxes(&file), ["3 6 1 2 3 4 class 1", "4 6 0 0 2 2 class 1"]);
    assert!(file.remark().unwrap().contains("image_id"));
}

const CVAT: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<annotations><version>1.1</version><meta><task><id>1</id><size>8</size><start_frame>0</start_frame></task></meta>
<track id="3" label="bird &amp; co">
  <box frame="1" outside="0" keyframe="1" xtl="10" ytl="20" xbr="50" ybr="60"/>
  <box frame="3" outside="1" keyframe="1" xtl="14" ytl="20" xbr="54" ybr="60"/>
  <box frame="5" outside="0" keyframe="1" xtl="0" ytl="0" xbr="1" ybr="1"><attribute name="confidence">0.5</attribute></box>
</track>
<track id="4" label="cat"><polygon frame="2" points="1,2;3,4" outside="0" keyframe="1"/>
  <box frame="7" outside="0" keyframe="1" xtl="1" ytl="x" xbr="1" ybr="1"/></track>
<image id="6" name="f"><box label="dog" xtl="1" ytl="2" xbr="3" ybr="5"/><skeleton label="s"><points points="1,2"/></skeleton></image>
</annotations>"#;

#[test]
fn cvat_tracks_are_filled_between_their_boxes_and_end_where_they_are_outside() {
    let file = open(CVAT);
    assert_eq!(
        boxes(&file),
        [
            "1 3 10 20 40 40 bird & co",
            "2 3 12 20 40 40 bird & co",
            "5 3 0 0 1 1 bird & co",
            "6 3 0 0 1 1 bird & co",
            "6 - 1 2 2 3 dog",
            "7 3 0 0 1 1 bird & co",
        ]
    );
    assert_eq!(file.frame(7).detections[0].confidence, Some(0.5));
    assert_eq!(
        rejected(&file),
        ["track 4 at frame 2: a polygon is no box", "track 4: bad box: ytl is \"x\"", "image 6: a skeleton is no box",]
    );
    assert!(file.remark().unwrap().contains("1 track stays until the last frame"), "{:?}", file.remark());
}

#[test]
fn turned_boxes_of_cvat_have_their_corners() {
    let text = r#"<annotations><track id="1" label="a">
        <box frame="0" outside="0" keyframe="1" xtl="0" ytl="0" xbr="4" ybr="2"/>
        <box frame="2" outside="0" keyframe="1" xtl="0" ytl="0" xbr="4" ybr="2" rotation="180"/></track></annotations>"#;
    let file = open(text);
    assert_eq!(file.frames(), [0, 1, 2]);
    let corners = file.frame(1).detections[0].corners().unwrap();
    for ((x, y), (right, down)) in corners.into_iter().zip([(3.0, -1.0), (3.0, 3.0), (1.0, 3.0), (1.0, -1.0)]) {
        assert!((x - right).abs() < 1e-9 && (y - down).abs() < 1e-9, "{corners:?}");
    }
    assert_eq!(boxes(&file)[0], "0 1 0 0 4 2 a");
}

#[test]
fn a_step_between_frames_of_a_task_is_kept_when_tracks_are_filled() {
    let text = r#"<annotations><meta><task><size>9</size><start_frame>10</start_frame><stop_frame>30</stop_frame>
        <frame_filter>step=5</frame_filter></task></meta><track id="1" label="a">
        <box frame="10" outside="0" keyframe="1" xtl="0" ytl="0" xbr="4" ybr="2"/>
        <box frame="20" outside="0" keyframe="1" xtl="2" ytl="0" xbr="6" ybr="2"/></track></annotations>"#;
    assert_eq!(open(text).frames(), [10, 15, 20, 25, 30]);
}

#[test]
fn a_few_keyframes_cannot_fill_the_disk() {
    let text = r#"<annotations><track id="1" label="a"><box frame="0" xtl="0" ytl="0" xbr="4" ybr="2"/>
        <box frame="2000000000" xtl="0" ytl="0" xbr="4" ybr="2"/></track></annotations>"#;
    let error = open_video(text, None).unwrap_err();
    assert!(matches!(error.reason, OpenReason::Archive(_)), "{error}");
    let short = OpenOptions { unpack: UnpackLimit { bytes: 10, ratio: 1, always: 10 }, ..OpenOptions::default() };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xml");
    fs::write(&path, CVAT).unwrap();
    assert!(MotFile::open_with_options(&path, &short, &Progress::new()).is_err());
}

#[test]
fn detrac_targets_are_read_and_ignored_regions_told() {
    let text = r#"<?xml version="1.0"?><sequence name="M"><ignored_region><box left="1" top="1" width="1" height="1"/></ignored_region>
        <frame density="1" num="3"><target_list><target id="2"><box left="200.5" top="90" width="60" height="50"/>
        <attribute vehicle_type="van" speed="1"/></target><target id="3"/></target_list></frame></sequence>"#;
    let file = open(text);
    assert_eq!(boxes(&file), ["3 2 200.5 90 60 50 van"]);
    assert_eq!(rejected(&file), ["target 3 of frame 3: it has no box"]);
    assert!(file.remark().unwrap().contains("1 ignored region"));
}

#[test]
fn masks_become_the_boxes_around_them() {
    // In a picture of 20 × 10, the mask is rows 1 to 5 of column 1.
    let file = open("0 1001 1 10 20 ;5h5\n1 2002 2 10 20 ;5h4\n2 10000 10 10 20 ;5h5\n");
    assert_eq!(file.source().map(|source| source.name), Some("mots"));
    assert_eq!(boxes(&file), ["0 1001 1 1 1 5 car", "2 10000 1 1 1 5 ignored region"]);
    assert_eq!(rejected(&file), ["line 2: bad mask: its code has other pixels than the picture of 20 × 10"]);
}

#[test]
fn the_first_mask_tells_whether_detections_have_sizes_or_corners() {
    let line = |box_of: &str| format!("4 {box_of} 0.5 2 10 20 ;5h5 0.25 -0.5\n");
    for (box_of, told) in [("1.5 1 1 5", false), ("1.5 1 2.5 6", true)] {
        let file = open(line(box_of));
        assert_eq!(file.source().map(|source| source.name), Some("track-rcnn"));
        assert_eq!(boxes(&file), ["4 - 1.5 1 1 5 pedestrian"], "{box_of}");
        assert_eq!(file.frame(4).detections[0].confidence, Some(0.5));
        assert_eq!(file.remark().is_some_and(|remark| remark.contains("right bottom corner")), told, "{box_of}");
    }
}

#[test]
fn boxes_of_via_are_read() {
    let text = "filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes\n\
        01.png,0,\"{}\",2,0,\"{\"\"name\"\":\"\"rect\"\",\"\"x\"\":1.5,\"\"y\"\":2,\"\"width\"\":3,\"\"height\"\":4}\",\"{\"\"track\"\":\"\"5\"\"}\"\n\
        02.png,0,\"{}\",1,0,\"{\"\"name\"\":\"\"circle\"\",\"\"cx\"\":1}\",\"{}\"\n\
        03.png,0,\"{}\",0,0,\"{}\",\"{}\"\n";
    let file = open(text);
    assert_eq!(boxes(&file), ["1 5 1.5 2 3 4"]);
    assert_eq!(rejected(&file), ["line 3: a \"circle\" is no box"]);
}

#[test]
fn what_is_no_boxes_is_named_in_one_sentence() {
    for (text, told) in [
        ("{}", "JSON"),
        ("[]", "JSON"),
        (r#"{"frames":[{"frame":1,"track_id":1,"bbox":[10,20,30,40]}]}"#, "\"frames\""),
        ("{\"frame\":1}\n{\"frame\":2}\n", "JSON Lines"),
        (r#"{"nbformat":4,"cells":[]}"#, "\"nbformat\", \"cells\""),
        (r#"{"images":[],"annotations":[],"categories":[]}"#, "COCO JSON, but it has no boxes"),
        ("<html><body><p>x</body></html>", "web page"),
        ("<!DOCTYPE html><html></html>", "web page"),
        ("<annotation><object/></annotation>", "Pascal VOC"),
        ("<kml><Document/></kml>", "\"kml\""),
        ("<annotations></annotations>", "CVAT XML, but it has no boxes"),
        ("frame,time,individual,x,y,probability\n", "idtracker.ai"),
        ("scorer,a,a,a\nbodyparts,b,b,b\n0,1,2,1\n", "DeepLabCut"),
    ] {
        let message = refused(text);
        assert!(message.contains(told) && !message.contains('\n'), "{text}: {message}");
    }
}

#[test]
fn damage_is_told_with_its_line_and_column() {
    for (text, place) in [
        ("{\"annotations\":\n  [1, 2", "line 2, column "),
        ("{\"a\":\n  nul}", "line 2, column 6"),
        ("[{\"x_min\":1]", "line 1, column 12"),
        ("<annotations>\n<track", "line 2, column "),
        ("<annotations><track id=\"1\"></annotations>", "line 1, column "),
        ("<annotations>\n\n", "line 3, column 1"),
    ] {
        let error = MotFile::from_bytes("x", text.as_bytes().to_vec()).unwrap_err();
        assert!(matches!(error.reason, OpenReason::Document(DocumentProblem::Damaged { .. })), "{text}: {error}");
        assert!(error.to_string().contains(place), "{text}: {error}");
    }
}

#[test]
fn a_document_in_gzip_opens_and_one_that_is_replaced_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    fs::write(&path, coco(&["images", "categories", "annotations"])).unwrap();
    let file = MotFile::open(&path).unwrap();
    assert_eq!(file.change(), motscope::mot::Change::None);
    fs::write(&path, coco(&["annotations", "images", "categories", "videos", "info"])).unwrap();
    assert_ne!(file.change(), motscope::mot::Change::None);
    let grown = file.grow(&Progress::new(), &mut |_| ()).unwrap();
    assert_eq!(grown, motscope::mot::Change::Replaced);
    assert_eq!(summary(&file).rows, 3, "what was read stays");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn boxes_of_coco_are_those_of_the_document(
        rows in prop::collection::vec((0..5_u32, prop::option::of(any::<u64>()), prop::array::uniform4(-1e6..1e6_f64)), 1..20),
        before in any::<bool>(),
    ) {
        let annotations: Vec<Value> =
            rows.iter().map(|(frame, id, sides)| json!({ "image_id": frame, "track_id": id, "bbox": sides })).collect();
        let images: Vec<Value> = (0..5).map(|frame| json!({ "id": frame, "frame_id": frame })).collect();
        let (images, annotations) = (json!(images), json!(annotations));
        let text = if before {
            format!(r#"{{"annotations":{annotations},"images":{images},"categories":[]}}"#)
        } else {
            format!(r#"{{"categories":[],"images":{images},"annotations":{annotations}}}"#)
        };
        let file = open(text);
        for frame in 0..5 {
            let found: Vec<(Option<u64>, [f64; 4])> = file.frame(frame.into()).detections.iter()
                .map(|row| (row.id.map(|id| id.0), [row.left, row.top, row.width, row.height])).collect();
            let expected: Vec<(Option<u64>, [f64; 4])> =
                rows.iter().filter(|row| row.0 == frame).map(|row| (row.1, row.2)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}

#[test]
fn the_size_of_the_pictures_is_what_the_document_states_for_all_of_them() {
    let coco = |sizes: [[Value; 2]; 2]| {
        let image = |at: usize| json!({ "id": at, "frame_id": at, "width": sizes[at][0], "height": sizes[at][1] });
        let box_of = |at: usize| json!({ "image_id": at, "category_id": 1, "track_id": 1, "bbox": [1, 2, 3, 4] });
        let categories = json!([{ "id": 1, "name": "car" }]);
        json!({ "images": [image(0), image(1)], "categories": categories, "annotations": [box_of(0), box_of(1)] })
            .to_string()
    };
    let size = |width: i64, height: i64| [json!(width), json!(height)];
    let of = |sizes| open(coco(sizes)).picture_size();
    assert_eq!(of([size(640, 480), size(640, 480)]), Some((640, 480)));
    assert_eq!(of([[json!("640"), json!(480.0)], size(640, 480)]), Some((640, 480)));
    assert_eq!(of([size(640, 480), size(480, 640)]), None);
    for odd in [size(0, 480), size(-640, 480), size(1_000_000_000, 480)] {
        let file = open(coco([odd.clone(), odd]));
        assert_eq!(file.picture_size(), None);
        assert!(file.remark().is_some_and(|remark| remark.contains("no picture has")), "{:?}", file.remark());
    }
    let cvat = |meta: &str| {
        let shape = r#"<box frame="0" xtl="1" ytl="2" xbr="3" ybr="4" outside="0"/>"#;
        format!("<annotations>{meta}<track id=\"0\" label=\"car\">{shape}</track></annotations>")
    };
    let task = "<meta><task><id>1</id><size>1</size><original_size><width>1280</width><height>720</height></original_size></task></meta>";
    assert_eq!(open(cvat(task)).picture_size(), Some((1280, 720)));
    assert_eq!(open(cvat("")).picture_size(), None);
    let pictures = r#"<annotations><image id="0" name="a.jpg" width="64" height="48"><box label="car" xtl="1" ytl="2" xbr="3" ybr="4"/></image></annotations>"#;
    assert_eq!(open(pictures).picture_size(), Some((64, 48)));
    assert_eq!(open("1 1001 1 10 20 ;5h5\n").picture_size(), Some((20, 10)));
    assert_eq!(open("1,1,10,20,30,40,1\n").picture_size(), None);
}
