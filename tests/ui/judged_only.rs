//! Rows that the benchmark does not judge are hidden where results are compared with ground truth, and counted.

use std::fs;
use std::path::{Path, PathBuf};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use motscope::app::{Start, Window};

use crate::small::{canvas, open_menu};
use crate::window::{click, settle, until};

/// Ground truth of MOT17 with one pedestrian that is judged, one with flag 0, a distractor and a car; and results of a pedestrian, of
/// a class that is refused, and without class, which is on the distractor.
fn files(folder: &Path) -> [PathBuf; 2] {
    let folder = folder.join("MOT17-02");
    fs::create_dir_all(folder.join("gt")).unwrap();
    let gt = "1,1,10,10,40,80,1,1,1\n1,2,60,10,40,80,0,1,1\n1,3,110,10,40,80,1,8,1\n1,4,160,10,40,80,0,3,1\n";
    let result = "1,1,10,10,40,80,0.9,1,-1,-1\n1,2,60,10,40,80,0.8,3,-1,-1\n1,3,110,10,40,80,0.7,-1,-1,-1\n";
    [("gt/gt.txt", gt), ("a.txt", result)].map(|(name, text)| {
        fs::write(folder.join(name), text).unwrap();
        folder.join(name)
    })
}

fn open(main: &Path, layers: Vec<PathBuf>) -> Harness<'static, Window> {
    crate::small::start(Start { path: Some(main.to_owned()), layers, ..Start::default() })
}

/// A file with a further layer, compared.
fn compared(main: &Path, further: &Path) -> Harness<'static, Window> {
    let mut harness = open(main, vec![further.to_owned()]);
    until(&mut harness, "compared", |window| window.view().state.judging.judgement().is_some());
    settle(&mut harness);
    harness
}

#[test]
fn what_is_not_judged_is_hidden_and_counted_as_soon_as_results_are_beside_ground_truth() {
    let folder = tempfile::tempdir().unwrap();
    let [gt, a] = files(folder.path());
    for (main, further) in [(&gt, &a), (&a, &gt)] {
        let mut harness = open(main, Vec::new());
        let all = if main == &gt { "frame 1, 4 boxes" } else { "frame 1, 3 boxes" };
        assert_eq!(canvas(&harness), all, "a layer alone shows everything");
        harness = compared(main, further);
        let told = canvas(&harness);
        let parts: Vec<&str> = told.split(" · ").collect();
        let [truth, result] = if main == &gt { [parts[0], parts[1]] } else { [parts[1], parts[0]] };
        assert!(truth.contains('1') && truth.ends_with(", 3 not judged"), "{told}");
        assert!(result.contains('1') && result.ends_with(", 2 not judged"), "{told}");
    }
}

#[test]
fn the_switch_in_the_list_of_layers_and_in_the_view_menu_shows_all_again_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let [gt, a] = files(folder.path());
    let mut harness = compared(&a, &gt);
    click(&mut harness, "Judged only");
    let all = canvas(&harness);
    assert!(all.starts_with("frame 1, 3 boxes · ") && all.ends_with(" 3, 1 out of view"), "{all}");
    open_menu(&mut harness, "View");
    click(&mut harness, "Judged only: Automatic");
    assert!(canvas(&harness).starts_with("frame 1, 1 box, 2 not judged · "), "{}", canvas(&harness));
    click(&mut harness, "Judged only: Off");
    assert_eq!(canvas(&harness), all);
    // Ground truth alone is cleared of them only if the user wants it.
    let mut harness = open(&gt, Vec::new());
    assert_eq!(canvas(&harness), "frame 1, 4 boxes");
    open_menu(&mut harness, "View");
    click(&mut harness, "Judged only: On");
    assert_eq!(canvas(&harness), "frame 1, 1 box, 3 not judged");
}

#[test]
fn results_alone_have_no_switch() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    fs::write(&path, "1,1,10,10,40,80,0.9\n").unwrap();
    let mut harness = open(&path, Vec::new());
    open_menu(&mut harness, "View");
    assert!(harness.query_by_label("Judged only").is_none());
}

#[test]
fn tracks_that_are_not_judged_are_not_listed_and_their_number_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let [gt, a] = files(folder.path());
    let listed = |harness: &Harness<'_, Window>| {
        let ids = (1..=4).filter(|id| harness.query_by_label(&format!("Track {id}")).is_some());
        ids.collect::<Vec<_>>()
    };
    for (main, further, told) in [(&gt, &a, "3 tracks not judged"), (&a, &gt, "2 tracks not judged")] {
        let mut harness = open(main, Vec::new());
        assert!(listed(&harness).len() > 2);
        harness = compared(main, further);
        assert_eq!(listed(&harness), [1]);
        harness.get_by_label(told);
        click(&mut harness, "Judged only");
        assert!(listed(&harness).len() > 2);
        assert!(harness.query_by_label(told).is_none());
    }
}
