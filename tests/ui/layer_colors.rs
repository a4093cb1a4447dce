//! Layers are told apart by default: colours, edges and the short names in labels.

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::{Color32, Shape};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use motscope::app::{Start, Window};
use motscope::palette;

use crate::small;
use crate::window::click;

/// Ground truth and two results, each with a box of track 7 at another place, and one around all.
fn files(folder: &Path) -> [PathBuf; 3] {
    fs::create_dir_all(folder.join("SEQ/gt")).unwrap();
    let texts = [
        ("SEQ/gt/gt.txt", "1,7,10,100,40,80,1,1,1\n1,8,0,50,500,200,1,1,1\n"),
        ("a.txt", "1,7,200,100,40,80,0.9\n1,8,0,50,500,200,1\n"),
        ("b.txt", "1,7,400,100,40,80,0.8\n1,8,0,50,500,200,1\n"),
    ];
    texts.map(|(name, text)| {
        fs::write(folder.join(name), text).unwrap();
        folder.join(name)
    })
}

fn open(main: &Path, layers: &[&PathBuf]) -> Harness<'static, Window> {
    let layers = layers.iter().map(|path| (*path).clone()).collect();
    small::start(Start { path: Some(main.to_owned()), layers, ..Start::default() })
}

/// The labels on the canvas, sorted.
fn labels(harness: &Harness<'_, Window>) -> Vec<String> {
    fn texts(shape: &Shape, into: &mut Vec<String>) {
        match shape {
            Shape::Text(text) => into.push(text.galley.text().to_owned()),
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, into)),
            _ => {}
        }
    }
    let canvas = harness.get_by_label("Canvas").rect();
    let mut all = Vec::new();
    let shapes = harness.output().shapes.iter().filter(|clipped| canvas.contains_rect(clipped.clip_rect));
    shapes.for_each(|clipped| texts(&clipped.shape, &mut all));
    all.retain(|text| text == "7" || text.ends_with(" 7"));
    all.sort();
    all
}

/// The colour of track 7 in the layer at this place, and whether its outline has an edge.
fn color(harness: &Harness<'_, Window>, place: usize) -> (Color32, bool) {
    let view = harness.state().view();
    let file = &view.document.unwrap().layers[place].file;
    let paint = view.paint(place, view.look(place).unwrap());
    (paint.color(&file.frame(1).detections[0], file.layout()), paint.is_neutral)
}

fn of_track() -> (Color32, bool) {
    let [red, green, blue] = palette::track(7);
    (Color32::from_rgb(red, green, blue), false)
}

#[test]
fn ground_truth_beside_results_has_a_colour_that_no_track_has_whichever_is_the_main_layer() {
    let folder = tempfile::tempdir().unwrap();
    let [gt, a, _] = files(folder.path());
    let truth = (Color32::WHITE, true);
    for (main, further, expected) in [(&gt, &a, [truth, of_track()]), (&a, &gt, [of_track(), truth])] {
        let mut harness = open(main, &[further]);
        assert_eq!([0, 1].map(|place| color(&harness, place)), expected);
        assert_eq!(labels(&harness), ["7", "gt 7"]);
        let dashed = |harness: &Harness<'_, Window>| {
            [0, 1].map(|place| harness.state().view().look(place).unwrap().style.dashed)
        };
        assert_eq!(dashed(&harness), expected.map(|color| color == truth));
        // A layer alone is drawn by track, without a short name.
        let name = harness.state().view().document.unwrap().layers[1].name.clone();
        click(&mut harness, &format!("Style of {name}"));
        click(&mut harness, "Remove");
        assert_eq!((color(&harness, 0), labels(&harness)), (of_track(), vec!["7".to_owned()]));
        assert!(!harness.state().view().main_look().style.dashed);
    }
}

#[test]
fn equal_ids_of_several_results_have_labels_with_the_letter_of_their_layer() {
    let folder = tempfile::tempdir().unwrap();
    let [gt, a, b] = files(folder.path());
    let harness = open(&a, &[&gt, &b]);
    assert_eq!(labels(&harness), ["A 7", "B 7", "gt 7"]);
    assert_eq!([0, 2].map(|place| color(&harness, place)), [of_track(); 2]);
    // The list of layers says which letter stands for which.
    for name in ["A", "B", "gt"] {
        harness.get_by_label(name);
    }
}
