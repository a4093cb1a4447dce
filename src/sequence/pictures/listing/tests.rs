use super::*;
use proptest::prelude::*;

/// The names of all pictures by number.
fn shown(listing: &Listing) -> Vec<(u64, &str)> {
    listing.numbers.runs().flatten().map(|number| (number, listing.name(number).unwrap())).collect()
}

#[test]
fn of_two_files_with_one_number_the_expected_one_is_shown_and_the_other_remarked() {
    let names = ["2.png", "1.png", "1.jpg", "notes.txt", "Thumbs.db"];
    let listing = Listing::of(names, Some(".JPG"));
    assert_eq!((listing.name(1), listing.name(2), listing.name(3)), (Some("1.jpg"), Some("2.png"), None));
    assert_eq!(listing.remarks, ["two files for picture 1: 1.jpg is shown, not 1.png"]);
    assert_eq!(Listing::of(names, Some("png")).name(1), Some("1.png"));
    // Without any expectation, the order of the folder does not decide.
    for names in [["1.png", "01.png"], ["01.png", "1.png"]] {
        assert_eq!(Listing::of(names, None).name(1), Some("01.png"));
    }
}

#[test]
fn a_file_named_unlike_the_others_is_a_stray() {
    let listing = Listing::of(["000001.jpg", "000002.jpg", "preview-900.jpg", "cover.jpg"], None);
    assert_eq!(*listing.numbers, KeySet::from_runs([1..=2]));
    assert_eq!(listing.remarks, ["preview-900.jpg is named unlike the other pictures and left out"]);
    let undecided = Listing::of(["a1.jpg", "b2.jpg"], None);
    assert_eq!(undecided.numbers.len(), 2);
}

#[test]
fn names_with_checksums_are_numbered_without_them() {
    let hashes =
        ["0a1b2c3d4e5f60718293a4b5c6d7e8f9", "ffee12aa90bc11220033445566778899", "1234567890abcdef1234567890abcdef"];
    let names: Vec<String> =
        (1..4).zip(hashes).map(|(number, hash)| format!("frame_{number:04}_jpg.rf.{hash}.jpg")).collect();
    let listing = Listing::of(&names, None);
    assert_eq!(*listing.numbers, KeySet::from_runs([1..=3]));
    assert_eq!((listing.number_of(&names[1]), listing.remarks.len()), (Some(2), 0));
    let listing = Listing::of(hashes.map(|hash| format!("{hash}.jpg")), None);
    assert_eq!(*listing.numbers, KeySet::from_runs([1..=3]));
    assert!(listing.remarks[0].contains("in order of name"), "{:?}", listing.remarks);
    // Letters that are hexadecimal digits, too.
    let listing = Listing::of(["c0012f0034.jpg", "c0012f0035.jpg", "c0012f0036.jpg"], None);
    assert_eq!(*listing.numbers, KeySet::from_runs([34..=36]));
}

#[test]
fn names_of_short_checksums_are_in_order_of_their_letters_and_digits() {
    let names = ["7a31bc.jpg", "0aa223.jpg", "123456.jpg", "c0ffee.jpg"];
    let listing = Listing::of(names, None);
    assert_eq!(shown(&listing), [(1, names[1]), (2, names[2]), (3, names[0]), (4, names[3])]);
    let names = ["00001_7687a.jpg", "00002_0aa22.jpg", "00003_12345.jpg", "00004_c0ffe.jpg"];
    let listing = Listing::of(names, None);
    assert_eq!((shown(&listing).len(), listing.name(3), listing.remarks.len()), (4, Some(names[2]), 0));
}

#[test]
fn a_first_picture_without_a_number_is_told() {
    let listing = Listing::of(["frame.jpg", "frame (1).jpg", "frame (2).jpg", "frame (3).jpg"], None);
    assert!(listing.remarks[0].starts_with("frame.jpg has no number"), "{:?}", listing.remarks);
}

#[test]
fn pictures_named_by_a_clock_are_in_order_of_name_with_a_remark() {
    let names = ["2024-05-01_12-30-01-123.jpg", "2024-05-01_12-30-01-156.jpg", "2024-05-01_12-30-02-001.jpg"];
    let listing = Listing::of(names, None);
    assert_eq!(shown(&listing), [(1, names[0]), (2, names[1]), (3, names[2])]);
    assert!(listing.remarks[0].contains("in order of name"), "{:?}", listing.remarks);
}

#[test]
fn many_remarks_of_a_kind_are_counted() {
    let names: Vec<String> = (0..10).flat_map(|n| [format!("{n}.jpg"), format!("{n}.png")]).collect();
    let remarks = Listing::of(&names, Some("jpg")).remarks;
    assert_eq!(remarks.len(), MAX_REMARKS);
    assert!(remarks[2].ends_with("(and 7 more)"), "{remarks:?}");
}

#[test]
fn pictures_named_by_time_or_without_a_number_are_in_order_of_name() {
    let listing = Listing::of(["9.500000.jpg", "10.000000.jpg", "9.000000.jpg"], None);
    assert_eq!(shown(&listing), [(1, "9.000000.jpg"), (2, "9.500000.jpg"), (3, "10.000000.jpg")]);
    assert!(listing.remarks[0].contains("in order of name"), "{:?}", listing.remarks);
    assert_eq!((listing.number_of("10.000000.jpg"), listing.number_of("10.jpg")), (Some(3), None));
    let listing = Listing::of(["b.png", "a.png", "b.jpg"], Some("png"));
    assert_eq!(shown(&listing), [(1, "a.png"), (2, "b.png")]);
}

#[test]
fn pictures_of_a_second_camera_are_left_out_with_a_remark() {
    let listing = Listing::of(["0_0.jpg", "0_1.jpg", "2_0.jpg", "2_1.jpg", "1_1.jpg", "1_0.jpg"], None);
    assert_eq!(shown(&listing), [(0, "0_0.jpg"), (1, "1_0.jpg"), (2, "2_0.jpg")]);
    assert!(listing.remarks[0].contains("2 cameras") && listing.remarks[0].contains("3 pictures of others"));
    assert_eq!((listing.number_of("1_0.jpg"), listing.number_of("1_1.jpg")), (Some(1), None));
}

#[test]
fn pictures_that_are_not_read_are_listed_only_alone() {
    assert_eq!(shown(&Listing::of(["1.avif", "1.jpg", "2.jpg", "1.tga"], None)), [(1, "1.jpg"), (2, "2.jpg")]);
    assert_eq!(shown(&Listing::of(["1.avif", "2.avif"], None)), [(1, "1.avif"), (2, "2.avif")]);
    assert_eq!(shown(&Listing::of(["1.tga", "2.avif"], None)), [(1, "1.tga")]);
    // A mask beside each picture.
    assert_eq!(shown(&Listing::of(["1.gif", "1.jpg", "2.gif"], None)), [(1, "1.jpg"), (2, "2.gif")]);
}

proptest! {
    #[test]
    fn every_name_is_found_again(names in prop::collection::vec("[a1]{0,1}[0-9]{1,2}(_[0-9]{1,9})?\\.(jpg|png)", 0..20)) {
        let listing = Listing::of(&names, Some("png"));
        prop_assert_eq!(listing.numbers.is_empty(), names.is_empty());
        for (number, name) in shown(&listing) {
            prop_assert!(names.iter().any(|one| one == name));
            prop_assert_eq!(listing.number_of(name), Some(number));
        }
    }

    #[test]
    fn any_names_are_answered(names in prop::collection::vec("\\PC{0,6}(\\.jpg|\\.avif|)", 0..8)) {
        let listing = Listing::of(&names, None);
        prop_assert!(listing.numbers.len() <= names.len() as u64);
    }
}

#[test]
fn a_last_number_like_a_time_of_day_may_go_down() {
    let listing = Listing::of(["a_1_120005.png", "a_2_120000.png", "a_3_120010.png"], None);
    assert_eq!(shown(&listing), [(1, "a_1_120005.png"), (2, "a_2_120000.png"), (3, "a_3_120010.png")]);
}
