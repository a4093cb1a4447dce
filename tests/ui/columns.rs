//! Columns that a person assigns to a text that cannot be read without: asked in a dialog, and remembered for the text.

use std::path::{Path, PathBuf};
use std::time::Instant;

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use motscope::app::{Start, Window};
use motscope::mot::{Role, Roles};

use crate::small::{open, open_menu, start};
use crate::storage::Stored;
use crate::window::{click, press, settle};

/// A table whose header names no frame and no box, with corners in its last columns.
fn unassigned(folder: &Path) -> PathBuf {
    let path = folder.join("own.csv");
    let rows = (1..=6).map(|frame| format!("7,{frame},{},50,140,130", 100 + frame)).collect::<Vec<_>>().join("\n");
    std::fs::write(&path, format!("alpha,beta,gamma,delta,epsilon,zeta\n{rows}\n")).unwrap();
    path
}

/// Chooses roles in the dialog, each for the column of this name.
fn assign(harness: &mut Harness<'_, Window>, roles: &[(&str, &str)]) {
    for (column, role) in roles {
        harness.get_by_label(&format!("Role of {column}")).click();
        (0..3).for_each(|_| harness.step());
        harness.get_by_label(role).click();
        (0..3).for_each(|_| harness.step());
    }
}

const CORNERS: [(&str, &str); 6] =
    [("alpha", "id"), ("beta", "frame"), ("gamma", "left"), ("delta", "top"), ("epsilon", "right"), ("zeta", "bottom")];

/// The sides of the first box in frame 2.
fn sides(harness: &Harness<'_, Window>) -> [f64; 4] {
    let view = harness.state().view();
    let frame = view.document.unwrap().file.frame(2);
    let row = &frame.detections[0];
    [row.left, row.top, row.width, row.height]
}

fn is_disabled(harness: &Harness<'_, Window>, button: &str) -> bool {
    harness.get_by_label(button).accesskit_node().is_disabled()
}

#[test]
fn a_table_whose_header_cannot_be_assigned_opens_by_assigned_columns() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(unassigned(folder.path()));
    assert!(harness.state().view().document.is_none());
    click(&mut harness, "Assign columns…");
    harness.get_by_label("alpha");
    harness.get_by_label("101  102  103");
    assign(&mut harness, &CORNERS);
    click(&mut harness, "Open");
    assert_eq!(sides(&harness), [102.0, 50.0, 38.0, 80.0]);
    assert!(harness.state().view().state.question.is_none() && harness.query_by_label("Assign columns…").is_none());
}

#[test]
fn columns_that_make_no_box_cannot_be_opened_and_the_reason_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(unassigned(folder.path()));
    click(&mut harness, "Assign columns…");
    harness.get_by_label("No column has the frame: use frame or time.");
    assert!(is_disabled(&harness, "Open"));
    for (column, role, told) in [
        ("beta", "frame", "No columns have the place of the box: use left and top, cx and cy, or box."),
        ("gamma", "left", "Left needs top beside it."),
        ("delta", "left", "Left stands twice."),
    ] {
        assign(&mut harness, &[(column, role)]);
        harness.get_by_label(told);
        assert!(is_disabled(&harness, "Open"), "{told}");
        press(&mut harness, Modifiers::NONE, Key::Enter);
        assert!(harness.state().view().state.question.is_some(), "{told}");
    }
    assign(&mut harness, &[("delta", "top")]);
    assert!(!is_disabled(&harness, "Open"));
}

#[test]
fn escape_closes_the_question_for_columns_and_enter_answers_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(unassigned(folder.path()));
    click(&mut harness, "Assign columns…");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.state().view().state.question.is_none());
    click(&mut harness, "Assign columns…");
    assign(&mut harness, &CORNERS);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(sides(&harness), [102.0, 50.0, 38.0, 80.0]);
}

#[test]
fn what_names_suggest_is_chosen_before_the_user_chooses() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("half.csv");
    std::fs::write(&path, "frame,id,xmin,ymin,gamma,delta\n1,7,100,50,140,130\n2,7,101,50,140,130\n").unwrap();
    let text = std::fs::read_to_string(&path).unwrap().replace("xmin,ymin", "xmin,other");
    std::fs::write(&path, text).unwrap();
    let mut harness = open(path);
    click(&mut harness, "Assign columns…");
    harness.get_by_label("Left needs top beside it.");
    assign(&mut harness, &[("other", "top"), ("gamma", "right"), ("delta", "bottom")]);
    click(&mut harness, "Open");
    assert_eq!(sides(&harness), [101.0, 50.0, 39.0, 80.0]);
}

#[test]
fn rows_without_a_header_that_cannot_be_read_open_by_assigned_columns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd.txt");
    let rows = (1..=6).map(|frame| format!("7,{frame},x,y,{},50,140,130", 100 + frame)).collect::<Vec<_>>();
    std::fs::write(&path, rows.join("\n") + "\n").unwrap();
    let mut harness = open(path);
    click(&mut harness, "Assign columns…");
    let roles = [("column 1", "id"), ("column 2", "frame"), ("column 3", "not used"), ("column 4", "not used")];
    assign(&mut harness, &roles);
    let box_sides = [("column 5", "left"), ("column 6", "top"), ("column 7", "right"), ("column 8", "bottom")];
    assign(&mut harness, &box_sides);
    click(&mut harness, "Open");
    assert_eq!(sides(&harness), [102.0, 50.0, 38.0, 80.0]);
}

/// The window after a restart: with the settings that the window before has stored.
fn restarted(harness: &mut Harness<'_, Window>, path: &Path) -> Harness<'static, Window> {
    let mut stored = Stored::default();
    eframe::App::save(harness.state_mut(), &mut stored);
    let begin = Start { path: Some(path.to_owned()), ..Start::default() };
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).with_step_dt(1.0 / 60.0).build_eframe(|creation| {
        let mut creation = eframe::CreationContext::_new_kittest(creation.egui_ctx.clone());
        creation.storage = Some(&stored);
        Window::new(&creation, begin, Instant::now())
    });
    settle(&mut harness);
    harness
}

#[test]
fn assigned_columns_are_remembered_after_a_restart_until_the_text_is_read_as_detected() {
    let folder = tempfile::tempdir().unwrap();
    let path = unassigned(folder.path());
    let mut harness = open(path.clone());
    click(&mut harness, "Assign columns…");
    assign(&mut harness, &CORNERS);
    click(&mut harness, "Open");
    let mut harness = restarted(&mut harness, &path);
    assert_eq!(sides(&harness), [102.0, 50.0, 38.0, 80.0]);
    open_menu(&mut harness, "File");
    for menu in ["Format", "Columns"] {
        harness.get_by_label_contains(menu).click();
        (0..3).for_each(|_| harness.step());
    }
    click(&mut harness, "Read as detected");
    harness.get_by_label("Assign columns…");
    let harness = restarted(&mut harness, &path);
    assert!(harness.state().view().document.is_none());
    harness.get_by_label("Assign columns…");
}

#[test]
fn remembered_columns_that_a_text_no_longer_has_are_told_and_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = unassigned(folder.path());
    let mut harness = open(path.clone());
    click(&mut harness, "Assign columns…");
    assign(&mut harness, &CORNERS);
    click(&mut harness, "Open");
    std::fs::write(&path, "frame,x,y\n1,100,50\n2,104,50\n").unwrap();
    let harness = restarted(&mut harness, &path);
    let document = harness.state().view().document.unwrap();
    assert_eq!(document.file.frame(2).detections[0].left, 104.0);
    assert!(document.remarks.iter().any(|remark| remark.contains("are not used")), "{:?}", document.remarks);
}

#[test]
fn columns_of_the_command_line_count_and_are_not_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let path = unassigned(folder.path());
    let columns = Some("id,frame,x1,y1,x2,y2".parse::<Roles>().unwrap());
    assert!(columns.as_ref().is_some_and(|roles| roles.0[1] == Role::Frame));
    let mut harness = start(Start { path: Some(path.clone()), columns, ..Start::default() });
    assert_eq!(sides(&harness), [102.0, 50.0, 38.0, 80.0]);
    let harness = restarted(&mut harness, &path);
    harness.get_by_label("Assign columns…");
}
