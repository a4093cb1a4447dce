//! The real program: `--classes` of `info`, `convert` and `export`.

use std::fs;

use crate::{motscope, text};

const ROWS: &str = "1,1,10,20,30,40,0.9,0,-1,-1\n1,2,50,20,30,40,0.8,2,-1,-1\n";

#[test]
fn info_convert_and_export_take_names_of_data_sets_and_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    fs::write(at("a.txt"), ROWS).unwrap();
    // Beside the file: they count without a choice.
    fs::write(at("labels.txt"), "one\ntwo\n").unwrap();
    fs::write(at("coco.names"), "human\ncycle\nauto\n").unwrap();
    fs::write(at("data.yaml"), "names:\n  0: human\n  2: auto\n").unwrap();
    for (classes, [first, second]) in [
        (None, ["class 0", "two"]),
        (Some("none".to_owned()), ["class 0", "class 2"]),
        (Some("mot17".to_owned()), ["class 0", "person on vehicle"]),
        (Some("coco".to_owned()), ["person", "car"]),
        (Some("coco-json".to_owned()), ["class 0", "bicycle"]),
        (Some("visdrone".to_owned()), ["ignored region", "people"]),
        (Some(at("coco.names")), ["human", "auto"]),
        (Some(at("data.yaml")), ["human", "auto"]),
        (Some(at("labels.txt")), ["class 0", "two"]),
    ] {
        let more: Vec<&str> = classes.iter().flat_map(|classes| ["--classes", classes]).collect();
        let output = motscope(&[&["info", "--json", &at("a.txt")], &more[..]].concat());
        let info: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut names: Vec<_> = info["classes"].as_array().unwrap().iter().map(|class| class["name"].clone()).collect();
        names.sort_by_key(|name| name != first);
        assert_eq!(names, [first, second], "{classes:?}");
        let output = motscope(&[&["convert", "--force", &at("a.txt"), &at("a.csv")], &more[..]].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        let table = fs::read_to_string(at("a.csv")).unwrap();
        // A number without a name stays a number.
        let [first, second] = [first, second].map(|name| name.strip_prefix("class ").unwrap_or(name));
        assert!(table.contains(&format!("0.9,{first},")) && table.contains(&format!("0.8,{second},")), "{table}");
        let labels = ["export", "--force", &at("a.txt"), "--labels", "class", "-o", &at("a.png")].map(str::to_owned);
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        assert!(motscope(&[&labels[..], &more].concat()).status.success(), "{classes:?}");
    }
}

#[test]
fn a_file_without_names_is_refused_by_all_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    fs::write(at("a.txt"), ROWS).unwrap();
    for names in [at("a.txt"), at("missing.txt"), folder.path().to_string_lossy().into_owned()] {
        for command in [
            vec!["info".to_owned(), at("a.txt")],
            vec!["convert".to_owned(), at("a.txt"), at("b.csv")],
            vec!["export".to_owned(), at("a.txt"), "-o".to_owned(), at("b.png")],
        ] {
            let arguments: Vec<&str> =
                command.iter().map(String::as_str).chain(["--classes", names.as_str()]).collect();
            let output = motscope(&arguments);
            assert!(!output.status.success() && text(&output.stderr).contains(&names), "{}", text(&output.stderr));
        }
        assert!(!folder.path().join("b.csv").exists() && !folder.path().join("b.png").exists());
    }
    let output = motscope(&["convert", &at("a.txt"), &at("b.csv"), "--classes", "coco", "--first-class", "1"]);
    assert!(!output.status.success() && text(&output.stderr).contains("--first-class"), "{}", text(&output.stderr));
}
