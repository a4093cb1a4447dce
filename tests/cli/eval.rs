//! `motscope eval`: results beside the ground truth, in the layouts of data sets.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::{motscope, shared, text};

const TRUTH: &str = "1,1,10,10,20,40,1,1,1\n2,1,12,10,20,40,1,1,1\n3,1,14,10,20,40,1,1,1\n";
const RESULT: &str = "1,7,10,10,20,40,0.9\n2,8,12,10,20,40,0.9\n";

/// Writes a file, and the folders that it is in.
fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A data set of two sequences.
fn data_set() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for name in ["A", "B"] {
        write(root.path(), &format!("set/{name}/gt/gt.txt"), TRUTH);
        write(root.path(), &format!("set/{name}/seqinfo.ini"), "[Sequence]\nseqLength=4\n");
    }
    root
}

/// What is printed with `--json`, and what is told.
#[track_caller]
fn json(root: &Path, results: &[&str]) -> (Json, String) {
    let path = |name: &str| root.join(name).to_str().unwrap().to_owned();
    let mut arguments = vec!["eval".to_owned(), path("set")];
    arguments.extend(results.iter().map(|name| path(name)));
    arguments.extend(["--benchmark", "mot17", "--json"].map(str::to_owned));
    let output = motscope(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let told = text(&output.stderr);
    assert!(output.status.success(), "{told}");
    (serde_json::from_slice(&output.stdout).unwrap(), told)
}

#[test]
fn results_are_found_in_every_layout() {
    let root = data_set();
    for (layout, given, name) in [
        ("plain/A.txt", "plain", "plain"),
        ("trackeval/mine/data/A.txt", "trackeval/mine", "mine"),
        ("trackers/mine/data/A.txt", "trackers", "mine"),
        ("file/A.txt", "file/A.txt", "file"),
    ] {
        write(root.path(), layout, RESULT);
        let (json, told) = json(root.path(), &[given]);
        let clear = &json["results"][name]["A"]["CLEAR"];
        assert_eq!((clear["CLR_TP"].as_u64(), clear["IDSW"].as_u64()), (Some(2), Some(1)), "{layout}");
        assert_eq!(json["results"][name]["A"]["CLEAR"]["CLR_Frames"], 4, "{layout}");
        let missed = format!("{name} has no result for B: all of its ground truth counts as missed");
        assert!(told.contains(&missed), "{layout}: {told}");
        assert_eq!(json["results"][name]["COMBINED"]["CLEAR"]["CLR_FN"], 4, "{layout}");
    }
}

#[test]
fn trackers_are_compared_side_by_side() {
    let root = data_set();
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    write(root.path(), "one.txt", RESULT);
    write(root.path(), "two.txt", &TRUTH.replace(",1,1,1", ",1"));
    let output = motscope(&["eval", &path("set/A"), &path("one.txt"), &path("two.txt")]);
    let table = text(&output.stdout);
    for line in ["rules: mot17", "two minus one"] {
        assert!(table.lines().any(|own| own == line), "{table}");
    }
    let last = table.lines().last().unwrap();
    assert!(last.starts_with('A') && last.contains("+66.667"), "{table}");
}

#[test]
fn events_are_written_as_csv() {
    let root = data_set();
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    write(root.path(), "one.txt", RESULT);
    let output = motscope(&["eval", &path("set/A"), &path("one.txt"), "--events", &path("events.csv")]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let events = fs::read_to_string(path("events.csv")).unwrap();
    assert_eq!(
        events,
        "tracker,sequence,class,kind,first_frame,last_frame,boxes,truth,other_truth,from,to,lost,left,top,width,height,mota_points,idtp,truth_file,result_file,result_member\n\
         one,A,pedestrian,switch,2,2,1,1,,7,8,0,12,10,20,40,33.333333333333336,1,set/A/gt/gt.txt,one.txt,\n\
         one,A,pedestrian,early end,3,3,1,1,,8,,0,14,10,20,40,33.333333333333336,1,set/A/gt/gt.txt,one.txt,\n"
    );
}

#[test]
fn a_page_has_tables_plots_and_events_and_no_markup_of_names() {
    let root = data_set();
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    write(root.path(), "a&b.txt", RESULT);
    let output = motscope(&["eval", &path("set/A"), &path("a&b.txt"), "--html", &path("page.html")]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let page = fs::read_to_string(path("page.html")).unwrap();
    for part in ["<th>a&amp;b<", "<polyline", "<circle", "<td>switch<td>2–2<td>1<td>7<td>8<td>+1<td>33.333", "</html>"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("http"), "the page needs another file");
}

#[test]
fn what_is_wrong_is_told_with_an_exit_code() {
    let root = data_set();
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    write(root.path(), "twice.txt", "1,7,10,10,20,40,0.9\n1,7,10,10,20,40,0.9\n");
    let lenient = motscope(&["eval", &path("set/A"), &path("twice.txt")]);
    assert!(lenient.status.success() && text(&lenient.stderr).contains("twice.txt: line 2: 1 row repeats an id"));
    let strict = motscope(&["eval", &path("set/A"), &path("twice.txt"), "--strict"]);
    assert_eq!((strict.status.code(), text(&strict.stdout)), (Some(1), String::new()));
    assert_eq!(motscope(&["eval", &path("set/A"), &path("nothing.txt")]).status.code(), Some(1));
    assert_eq!(motscope(&["eval", &path("set/A")]).status.code(), Some(2));
    let unknown = motscope(&["eval", &path("set/A"), &path("twice.txt"), "--benchmark", "mot99"]);
    assert!(text(&unknown.stderr).contains("there are mot15, mot16, mot17, mot20, kitti, visdrone and none"));
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn expected_metrics_are_printed_as_json() {
    let data = shared::folder("data");
    for file in fs::read_dir(data.join("expected")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let expected: Json = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let benchmark = expected["meta"]["benchmark"].as_str().unwrap();
        let (truth, results) = (data.join(benchmark).join("train"), data.join(benchmark).join("results"));
        for (tracker, sequences) in expected["results"].as_object().unwrap() {
            let result = results.join(tracker);
            let output = motscope(&["eval", truth.to_str().unwrap(), result.to_str().unwrap(), "--json"]);
            let own: Json = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(own["benchmark"], benchmark.to_lowercase());
            for (sequence, families) in sequences.as_object().unwrap().iter().filter(|(name, _)| *name != "COMBINED") {
                for (family, fields) in families.as_object().unwrap().iter().filter(|(family, _)| *family != "Stages") {
                    for (field, value) in fields.as_object().unwrap().iter().filter(|(_, value)| value.is_number()) {
                        let own = own["results"][tracker][sequence][family][field].as_f64().unwrap();
                        let expected = value.as_f64().unwrap();
                        assert!((own - expected).abs() < 1e-9, "{sequence} {tracker} {field}: {own}, not {expected}");
                    }
                }
            }
        }
    }
}
