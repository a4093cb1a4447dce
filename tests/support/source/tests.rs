//! The checks themselves, on small made-up crates.

use super::{Files, Row, Source, circles, crowded_folders, forbidden_external, forbidden_imports, foreign_mutation};

fn source(files: &[(&str, &str)]) -> Source {
    Source::parse(&Files::made_up(files), "made_up")
}

/// The imports of a made-up crate, each as `from to item line`.
fn imports(files: &[(&str, &str)]) -> Vec<String> {
    let imports = source(files).imports();
    imports.iter().map(|import| format!("{} {} {} {}", import.from, import.to, import.item, import.line)).collect()
}

#[test]
fn a_circle_is_found_with_the_files_and_lines_that_make_it() {
    let source = source(&[
        ("lib.rs", "mod a;\nmod b;\nmod c;\nmod d;"),
        ("a.rs", "use crate::b::B;\npub struct A(B);"),
        ("b.rs", "pub struct B;\npub fn b() {\n    super::c::c();\n}"),
        ("c.rs", "pub fn c() -> Option<crate::a::A> { None }"),
        ("d.rs", "pub fn d() { crate::c::c(); }"),
    ]);
    let expected = "a circle of 3 files: a.rs, b.rs, c.rs\n    \
                    a.rs uses of b.rs: B (line 1)\n    \
                    b.rs uses of c.rs: c (line 3)\n    \
                    c.rs uses of a.rs: A (line 1)";
    assert_eq!(circles(&source.imports()), [expected]);
}

#[test]
fn circles_that_do_not_touch_are_told_apart() {
    let source = source(&[
        ("lib.rs", "mod a;\nmod b;\nmod c;\nmod d;"),
        ("a.rs", "pub struct A(crate::b::B);"),
        ("b.rs", "pub struct B(Box<crate::a::A>, crate::c::C);"),
        ("c.rs", "pub struct C(crate::d::D);"),
        ("d.rs", "pub struct D(Box<crate::c::C>);"),
    ]);
    assert_eq!(circles(&source.imports()).len(), 2);
}

#[test]
fn a_re_export_is_followed_to_the_file_that_defines_the_item() {
    let found = imports(&[
        ("lib.rs", "mod hub;\nmod user;\npub use hub::Renamed;"),
        ("hub/mod.rs", "mod deep;\npub(crate) use deep::{Item as Renamed, other};"),
        ("hub/deep.rs", "pub struct Item;\npub fn other() {}"),
        ("user.rs", "use crate::hub;\nfn f(_: crate::Renamed) {\n    hub::other();\n}"),
    ]);
    let expected = [
        "hub/mod.rs hub/deep.rs Item 2",
        "hub/mod.rs hub/deep.rs other 2",
        "lib.rs hub/deep.rs Item 3",
        "user.rs hub/deep.rs Item 2",
        "user.rs hub/deep.rs other 3",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_folder_that_only_passes_on_what_is_in_it_makes_no_circle() {
    let hub = "mod a;\nmod b;\npub use a::A;\npub use b::B;";
    let passing = [
        ("lib.rs", "mod hub;"),
        ("hub/mod.rs", hub),
        ("hub/a.rs", "pub struct A;"),
        ("hub/b.rs", "pub struct B(super::A);"),
    ];
    assert_eq!(circles(&source(&passing).imports()), [""; 0]);
    let own = [
        ("lib.rs", "mod hub;"),
        ("hub/mod.rs", "mod a;\npub use a::A;\npub trait Own {}"),
        ("hub/a.rs", "pub struct A;\nimpl super::Own for A {}"),
    ];
    assert_eq!(circles(&source(&own).imports()), [""; 0]);
}

#[test]
fn a_folder_that_uses_what_is_in_it_and_is_used_there_is_a_circle() {
    let source = source(&[
        ("lib.rs", "mod hub;"),
        ("hub/mod.rs", "mod a;\npub use a::A;\npub const MOST: u32 = 3;\npub fn make() -> A { A }"),
        ("hub/a.rs", "pub struct A;\npub fn a() -> u32 { super::MOST }"),
    ]);
    let expected = "a circle of 2 files: hub/a.rs, hub/mod.rs\n    \
                    hub/a.rs uses of hub/mod.rs: MOST (line 2)\n    \
                    hub/mod.rs uses of hub/a.rs: A (line 2)";
    assert_eq!(circles(&source.imports()), [expected]);
}

#[test]
fn paths_are_found_wherever_they_stand() {
    let found = imports(&[
        ("lib.rs", "mod a;\nmod b;"),
        (
            "a.rs",
            "pub struct A;\npub enum E { X }\npub fn f() {}\npub const C: u32 = 1;\npub mod inner { pub struct In; }\n\
                  #[macro_export]\nmacro_rules! m { () => {} }\npub trait T {}",
        ),
        (
            "b.rs",
            "use super::a::{self, inner};\n\
             fn in_a_macro() { println!(\"{}\", a::C); }\n\
             fn in_a_pattern(e: &crate::a::E) -> bool { matches!(e, a::E::X) }\n\
             fn in_a_body() { use crate::a::f as g; g(); }\n\
             fn of_a_module_in_a_file(_: inner::In) {}\n\
             fn of_a_macro() { crate::m!(); }\n\
             struct B<X: a::T>(X);\n\
             mod nested { fn above(_: super::super::a::A) {} }\n",
        ),
    ]);
    let expected = ["A 8", "C 2", "E 3", "In 5", "T 7", "f 4"];
    assert_eq!(found, expected.map(|item| format!("b.rs a.rs {item}")));
}

#[test]
fn names_that_a_star_brings_in_are_found_and_so_is_the_star() {
    let found = imports(&[
        ("lib.rs", "mod a;\nmod b;\nmod c;"),
        ("a.rs", "pub use crate::c::Deep;\npub struct A;"),
        ("b.rs", "use crate::a::*;\nstruct B(A, Deep);"),
        ("c.rs", "pub struct Deep;"),
    ]);
    assert_eq!(found, ["a.rs c.rs Deep 1", "b.rs a.rs * 1", "b.rs a.rs A 2", "b.rs c.rs Deep 2"]);
}

#[test]
fn what_is_compiled_for_tests_only_is_left_out() {
    let found = imports(&[
        ("lib.rs", "mod a;\nmod b;\n#[cfg(test)]\nmod only_for_tests;\n#[cfg(any(test, doctest))]\nuse a::A;"),
        ("a.rs", "pub struct A;"),
        (
            "b.rs",
            "#[cfg(test)]\nuse crate::a::A;\n\
             #[cfg(test)]\nmod tests { use crate::a::A; }\n\
             #[test]\nfn t() { crate::a::A; }\n\
             #[cfg(all(test, unix))]\nfn helper() { crate::a::A; }\n\
             struct B;\nimpl B {\n    #[cfg(test)]\n    fn f() { crate::a::A; }\n}\n\
             struct C { #[cfg(test)] a: crate::a::A }\n",
        ),
    ]);
    assert_eq!(found, [""; 0]);
    let both = [
        ("lib.rs", "mod a;\n#[cfg(any(test, windows))]\nfn f(_: a::A) {}\n#[cfg(not(test))]\nfn g() { a::g(); }"),
        ("a.rs", "pub struct A;\npub fn g() {}"),
    ];
    assert_eq!(imports(&both), ["lib.rs a.rs A 3", "lib.rs a.rs g 5"]);
}

#[test]
fn the_program_uses_the_library_by_its_name() {
    let found = imports(&[
        ("lib.rs", "pub mod a;"),
        ("a.rs", "pub fn run() {}"),
        ("main.rs", "use made_up::a;\nfn main() { a::run(); }"),
    ]);
    assert_eq!(found, ["main.rs a.rs run 2"]);
}

#[test]
fn an_import_that_the_table_does_not_allow_is_found_in_a_re_export_too() {
    let source = source(&[
        ("lib.rs", "mod low;\nmod high;\nmod new;"),
        ("low/mod.rs", "mod part;\npub use crate::high::High;"),
        ("low/part.rs", "pub struct Low;"),
        ("high.rs", "pub struct High;"),
        ("new.rs", "use crate::high::High;"),
    ]);
    let table: &[Row] = &[("lib", &["low", "high"]), ("low", &[]), ("high", &["low"]), ("low/part", &[])];
    let expected = ["low may not use high: low/mod.rs:2 uses High of high.rs", "new.rs is in no row of the table"];
    assert_eq!(forbidden_imports(&source.imports(), table), expected);
}

#[test]
fn a_name_of_another_crate_is_found_under_whatever_name_it_was_imported() {
    let source = source(&[
        ("lib.rs", "mod plain;\nmod window;\nmod part;"),
        ("plain.rs", "use eframe::egui as e;\nfn f(_: e::Ui) {}\nmod egui { pub struct Own; }\nfn g(_: egui::Own) {}"),
        ("part.rs", "use eframe::egui;\nuse std::fmt;\nfn f(_: egui::Context, _: egui::Ui) {}"),
        ("window.rs", "fn f(_: eframe::egui::Ui, _: rfd::FileDialog) {}"),
    ]);
    let rules: &[Row] = &[("window", &["egui", "rfd"]), ("part", &["egui::Context"])];
    let expected =
        ["part.rs:3 may not name egui::Ui", "plain.rs:1 may not name egui", "plain.rs:2 may not name egui::Ui"];
    assert_eq!(forbidden_external(&source.externals(), &["egui", "eframe", "rfd"], rules), expected);
}

#[test]
fn whoever_can_change_a_value_of_a_type_is_found() {
    let source = source(&[
        ("lib.rs", "mod app;\nmod panel;\nmod update;\nmod other;"),
        ("app/mod.rs", "pub mod state;"),
        ("app/state.rs", "pub struct State;\nimpl State {\n    pub fn get(&self) {}\n    pub fn set(&mut self) {}\n}"),
        (
            "panel.rs",
            "use crate::app::state::State as Everything;\nfn show(_: &Everything) {}\nfn change(_: &mut Everything) {}",
        ),
        ("update.rs", "pub fn apply(_: &mut crate::app::state::State) {}"),
        ("other.rs", "struct State;\nfn change(_: &mut State) {}"),
    ]);
    let expected = [
        "app/state.rs:4 may not change State: set takes &mut self",
        "panel.rs:3 may not change State: it is borrowed as &mut",
    ];
    assert_eq!(foreign_mutation(&source, ("app/", "State"), &["update"]), expected);
}

#[test]
fn a_folder_with_too_many_files_is_found() {
    let files = Files::made_up(&[("lib.rs", ""), ("a/mod.rs", ""), ("a/b.rs", ""), ("a/c.rs", ""), ("a/d/mod.rs", "")]);
    assert_eq!(crowded_folders(&files, 2), ["src/a holds 3 files; at most 2 are allowed"]);
}
