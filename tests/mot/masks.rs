//! Documents with masks: MOTS text, detections of Track R-CNN and COCO run-length codes keep the shape of their objects.

use motscope::mot::{Detection, MotFile, Progress};

/// The pixels of a mask, as its strips tell them.
fn pixels(row: &Detection) -> Vec<(u32, u32)> {
    let mask = row.mask().unwrap();
    let mut pixels = Vec::new();
    for [left, top, right, bottom] in mask.strips() {
        (left as u32..right as u32).for_each(|x| pixels.extend((top as u32..bottom as u32).map(|y| (x, y))));
    }
    pixels
}

fn opened(text: &str) -> MotFile {
    MotFile::from_bytes("document", text.as_bytes().to_vec()).unwrap()
}

#[test]
fn a_mask_of_any_document_has_its_pixels_and_its_box_stays() {
    // Height 4, width 3: pixels 1, 2 and 5 inside, counted down the columns. Columns 0 and 1.
    let expected = [(0, 1), (0, 2), (1, 1)];
    let compressed = "122O4";
    let mots = format!("3 1007 1 4 3 {compressed}\n3 2001 2 4 3 {compressed}\n");
    let coco = |counts: &str| {
        format!(
            r#"{{"images":[{{"id":1,"frame_id":3}}],"categories":[],"annotations":[{{"image_id":1,"track_id":7,
            "bbox":[0,0,3,4],"segmentation":{{"size":[4,3],"counts":{counts}}}}},
            {{"image_id":1,"track_id":8,"bbox":[1,1,2,2]}}]}}"#
        )
    };
    let results = r#"[{"image_id":3,"category_id":1,"score":0.5,"segmentation":{"size":[4,3],"counts":[1,2,2,1,6]}}]"#;
    for text in [mots, coco("[1,2,2,1,6]"), coco(&format!("\"{compressed}\"")), results.to_owned()] {
        let file = opened(&text);
        let frame = file.frame(3);
        assert!(file.layout().has_masks, "{text}");
        assert_eq!(pixels(&frame.detections[0]), expected, "{text}");
        let summary = file.summarize(&Progress::new()).unwrap();
        assert_eq!((summary.rejected, frame.rejected), (0, 0), "{text}");
        assert_eq!(summary.rows, frame.detections.len() as u64);
    }
    let file = opened(&coco("[1,2,2,1,6]"));
    let [first, second] = &file.frame(3).detections[..] else { panic!() };
    assert_eq!((first.left, first.width, second.left, second.mask()), (0.0, 3.0, 1.0, None));
}

#[test]
fn a_document_without_masks_has_none_and_names_that_begin_like_one_stay() {
    let file = opened(
        r#"{"images":[{"id":1,"frame_id":3}],"categories":[{"id":1,"name":"motorbike"}],"annotations":[
        {"image_id":1,"category_id":1,"track_id":7,"bbox":[0,0,3,4]},
        {"image_id":1,"category_id":1,"track_id":8,"bbox":[0,0,3,4],"segmentation":[[0,0,1,1,2,0]]}]}"#,
    );
    assert!(!file.layout().has_masks);
    assert!(file.frame(3).detections.iter().all(|row| row.mask().is_none()));
    let file = opened(
        r#"{"images":[{"id":1,"frame_id":3}],"categories":[{"id":1,"name":"motor, bike; m"}],"annotations":[
        {"image_id":1,"category_id":1,"track_id":7,"bbox":[0,0,3,4]},
        {"image_id":1,"track_id":8,"bbox":[0,0,3,4],"segmentation":{"size":[4,3],"counts":[1,2,9]}}]}"#,
    );
    let names: Vec<_> = file.frame(3).detections.iter().map(|row| row.columns.class_name().cloned()).collect();
    assert!(names[0].as_ref().is_some_and(|name| name.contains("motor")) && names[1].is_none(), "{names:?}");
}
