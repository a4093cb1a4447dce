//! Documents in zip archives, as labelling tools export them.

use motscope::mot::{OpenReason, Progress};

use crate::archive::{TEXT, open};
use crate::archives::zip;

#[test]
fn a_document_in_an_archive_is_as_good_as_a_text() {
    let cvat = br#"<?xml version="1.0" encoding="utf-8"?>
<annotations><version>1.1</version><track id="0" label="car"><box frame="2" outside="0" occluded="0" keyframe="1" xtl="1" ytl="2" xbr="11" ybr="22"></box></track></annotations>"#;
    let coco = br#"{"images":[{"id":1,"file_name":"000002.jpg","width":9,"height":9}],"categories":[{"id":1,"name":"car"}],"annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,10,20],"track_id":5}]}"#;
    for (name, bytes, kind) in
        [("annotations.xml", &cvat[..], "cvat"), ("annotations/instances_default.json", &coco[..], "coco")]
    {
        for members in [
            &[(name, bytes)][..],
            &[
                (name, bytes),
                ("images/000002.jpg", b""),
                ("config.json", b"{\"version\":1}"),
                ("README.txt", b"1 2 3 4 5 6"),
            ],
        ] {
            let opened = open(&zip(members), None).unwrap();
            assert_eq!((opened.member(), opened.source().map(|source| source.name)), (Some(name), Some(kind)));
            assert_eq!(opened.summarize(&Progress::new()).unwrap().rows, 1, "{name}");
        }
        // Beside a text of boxes, one has to be chosen.
        let error = open(&zip(&[(name, bytes), ("gt.txt", TEXT)]), None).unwrap_err();
        assert!(matches!(error.reason, OpenReason::ChooseMember(members) if members.len() == 2));
        // What is no document of boxes is no candidate.
        let opened = open(&zip(&[("config.json", b"{\"version\":1}"), ("gt.txt", TEXT)]), None).unwrap();
        assert_eq!(opened.member(), Some("gt.txt"));
    }
}
