//! `motscope eval`: results beside the ground truth, in the layouts of data sets.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

use crate::archives::zip;
use crate::{motscope, shared, text};

pub const TRUTH: &str = "1,1,10,10,20,40,1,1,1\n2,1,12,10,20,40,1,1,1\n3,1,14,10,20,40,1,1,1\n";
pub const RESULT: &str = "1,7,10,10,20,40,0.9\n2,8,12,10,20,40,0.9\n";

/// Writes a file, and the folders that it is in.
pub fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A data set of two sequences.
pub fn data_set() -> tempfile::TempDir {
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
        "tracker,sequence,class,kind,first_frame,last_frame,boxes,truth,other_truth,from,to,lost,left,top,width,height,mota_points,idtp,truth_file,result_file,result_member,truth_member\n\
         one,A,pedestrian,switch,2,2,1,1,,7,8,0,12,10,20,40,33.333333333333336,1,set/A/gt/gt.txt,one.txt,,\n\
         one,A,pedestrian,early end,3,3,1,1,,8,,0,14,10,20,40,33.333333333333336,1,set/A/gt/gt.txt,one.txt,,\n"
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

/// Runs `eval --json` on paths in a folder, and returns what is printed and told.
#[track_caller]
fn evaluated(root: &Path, arguments: &[&str]) -> (Json, String) {
    let path = |argument: &&str| {
        let is_path = root.join(argument).exists();
        if is_path { root.join(argument).to_str().unwrap().to_owned() } else { (*argument).to_owned() }
    };
    let arguments: Vec<String> = ["eval", "--json"].iter().chain(arguments).map(path).collect();
    let output = motscope(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let told = text(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {told}");
    (serde_json::from_slice(&output.stdout).unwrap(), told)
}

#[test]
fn ground_truth_and_results_may_be_in_archives() {
    let root = tempfile::tempdir().unwrap();
    let put = |path: &str, members: &[(&str, &[u8])]| {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, zip(members)).unwrap();
    };
    let info: &[u8] = b"[Sequence]\nseqLength=4\n";
    put(
        "folders.zip",
        &[
            ("set/A/gt/gt.txt", TRUTH.as_bytes()),
            ("set/A/seqinfo.ini", info),
            ("set/A/det/det.txt", RESULT.as_bytes()),
            ("set/B/gt/gt.txt", TRUTH.as_bytes()),
            ("set/B/seqinfo.ini", info),
        ],
    );
    let texts: [(&str, &[u8]); 2] = [("A.txt", TRUTH.as_bytes()), ("B.txt", TRUTH.as_bytes())];
    put("texts.zip", &texts);
    put("truth/data.zip", &texts);
    put("one.zip", &[("A/gt/gt.txt", TRUTH.as_bytes())]);
    put("mine.zip", &[("data/A.txt", RESULT.as_bytes()), ("data/B.txt", RESULT.as_bytes())]);
    put("tracker/data.zip", &[("A.txt", RESULT.as_bytes()), ("B.txt", RESULT.as_bytes())]);
    put("trackers/one/data.zip", &[("A.txt", RESULT.as_bytes()), ("B.txt", RESULT.as_bytes())]);
    put("trackers/two.zip", &[("A.txt", RESULT.as_bytes()), ("B.txt", RESULT.as_bytes())]);
    for (truth, result, trackers, frames) in [
        ("folders.zip", "mine.zip", &["mine"][..], 8),
        ("texts.zip", "mine.zip", &["mine"], 6),
        ("truth", "tracker", &["tracker"], 6),
        ("texts.zip", "trackers", &["one", "two"], 6),
    ] {
        let (json, told) = evaluated(root.path(), &[truth, result, "--benchmark", "mot17"]);
        assert_eq!(told, "", "{truth} {result}");
        let own: Vec<&String> = json["results"].as_object().unwrap().keys().collect();
        assert_eq!(own, trackers, "{truth} {result}");
        for tracker in trackers {
            let clear = &json["results"][tracker]["COMBINED"]["CLEAR"];
            assert_eq!((&clear["CLR_TP"], &clear["CLR_Frames"]), (&4.into(), &frames.into()), "{truth} {result}");
        }
    }
    let (json, _) = evaluated(root.path(), &["one.zip", "mine.zip", "--benchmark", "mot17"]);
    assert_eq!(json["results"]["mine"]["A"]["CLEAR"]["CLR_TP"], 2);
}

#[test]
fn a_list_of_sequences_says_what_is_evaluated_and_how_many_frames_there_are() {
    let root = data_set();
    write(root.path(), "seqmaps/set.txt", "name\nB\n");
    write(root.path(), "mine/A.txt", RESULT);
    write(root.path(), "mine/B.txt", RESULT);
    for truth in ["set", "seqmaps/set.txt"] {
        let (json, told) = evaluated(root.path(), &[truth, "mine"]);
        assert!(told.contains("1 sequence is not in") && told.contains("set.txt: it is left out"), "{told}");
        assert_eq!(json["results"]["mine"].as_object().unwrap().keys().collect::<Vec<_>>(), ["B"], "{truth}");
    }
    write(root.path(), "seqmaps/set.txt", "name\nB\nC\n");
    let output = motscope(&["eval", root.path().join("seqmaps/set.txt").to_str().unwrap(), "mine"]);
    assert!(text(&output.stderr).contains("there is no ground truth of C"), "{}", text(&output.stderr));

    let row = |frame: u32, id: u32| format!("{frame} {id} Car 0 0 -10 10 10 60 60 -1 -1 -1 -1000 -1000 -1000 -10");
    write(root.path(), "set_of_cars/label_02/0000.txt", &format!("{}\n{}\n", row(0, 1), row(1, 1)));
    write(root.path(), "set_of_cars/label_02/0001.txt", &format!("{}\n{}\n", row(0, 1), row(1, 1)));
    write(
        root.path(),
        "set_of_cars/evaluate_tracking.seqmap.test",
        "0000 empty 000000 000007\n0009 empty 000000 000007\n",
    );
    let list = "0000 empty 000000 000005\n0001 empty 000000 000003\n";
    write(root.path(), "set_of_cars/evaluate_tracking.seqmap.training", list);
    write(root.path(), "cars/0000.txt", &format!("{} 0.9\n", row(0, 4)));
    write(root.path(), "cars/0001.txt", &format!("{} 0.9\n", row(1, 4)));
    let (json, told) = evaluated(root.path(), &["set_of_cars/label_02", "cars", "--benchmark", "kitti"]);
    let frames = |sequence: &str| json["results"]["cars"][sequence]["car"]["CLEAR"]["CLR_Frames"].as_u64();
    assert_eq!((frames("0000"), frames("0001"), frames("COMBINED")), (Some(5), Some(3), Some(8)), "{told}");
}

#[test]
fn frames_and_the_threshold_may_be_chosen() {
    let root = data_set();
    write(root.path(), "mine.txt", RESULT);
    let clear = |arguments: &[&str]| {
        let (json, _) = evaluated(root.path(), &[&["set/A", "mine.txt"], arguments].concat());
        let clear = json["results"]["mine"]["A"]["CLEAR"].clone();
        ["CLR_TP", "CLR_FN", "IDSW", "CLR_Frames"].map(|name| clear[name].as_u64().unwrap())
    };
    assert_eq!(clear(&[]), [2, 1, 1, 4]);
    assert_eq!(clear(&["--frames", "2.."]), [1, 1, 0, 3]);
    assert_eq!(clear(&["--frames", "1-2"]), [2, 0, 1, 2]);
    write(root.path(), "mine.txt", "1,7,11,10,20,40,0.9\n2,7,12,10,20,40,0.9\n");
    assert_eq!(clear(&["--threshold", "0.95"]), [1, 2, 0, 4]);
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    let output = motscope(&["eval", &path("set"), &path("mine.txt"), "--threshold", "2"]);
    assert_eq!(output.status.code(), Some(2));
    let output = motscope(&["eval", &path("set/A"), &path("mine.txt"), "--frames", "9-12"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr)
            .contains("no frame is in the range of --frames; the frames of the ground truth are 1 to 4")
    );
}

#[test]
fn a_page_has_pictures_of_events_with_and_without_those_of_the_sequence() {
    let root = data_set();
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    write(root.path(), "one.txt", RESULT);
    for has_pictures in [false, true] {
        if has_pictures {
            fs::create_dir(path("set/A/img1")).unwrap();
            for frame in 1..=4 {
                let red = image::RgbImage::from_pixel(320, 240, image::Rgb([200, 0, 0]));
                red.save(path(&format!("set/A/img1/{frame:06}.png"))).unwrap();
            }
        }
        let output = motscope(&["eval", &path("set/A"), &path("one.txt"), "--html", &path("page.html")]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let page = fs::read_to_string(path("page.html")).unwrap();
        let pictures: Vec<&str> = page.split("data:image/jpeg;base64,").skip(1).collect();
        assert_eq!(pictures.len(), 2, "{page}");
        let jpeg = STANDARD.decode(pictures[0].split('"').next().unwrap()).unwrap();
        let picture = image::load_from_memory(&jpeg).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (320, 240));
        let reddest = picture.pixels().filter(|pixel| pixel.0[0] > 150 && pixel.0[1] < 60).count();
        assert_eq!(reddest > 320 * 240 / 2, has_pictures);
        assert!(page.contains("gt 1, id 7 → 8"), "{page}");
    }
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

#[test]
fn no_file_is_replaced_that_an_earlier_evaluation_has_not_written() {
    let root = data_set();
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    write(root.path(), "one.txt", RESULT);
    let (gt, result) = (path("set/A/gt/gt.txt"), path("one.txt"));
    let before = [&gt, &result].map(|path| fs::read(path).unwrap());
    let evaluate = |more: &[&str]| motscope(&[&["eval", &path("set/A"), &result][..], more].concat());
    for (option, file) in [("--events", &gt), ("--events", &result), ("--html", &gt), ("--html", &result)] {
        let output = evaluate(&[option, file]);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains("so it is not replaced"), "{}", text(&output.stderr));
        assert_eq!([&gt, &result].map(|path| fs::read(path).unwrap()), before);
    }
    let (events, page) = (path("events.csv"), path("page.html"));
    for _ in 0..2 {
        assert!(evaluate(&["--events", &events, "--html", &page]).status.success());
    }
    // An earlier page is no earlier list, and one file cannot be both.
    for outputs in
        [["--events", &page, "--html", &path("new.html")], ["--events", &path("x.csv"), "--html", &path("x.csv")]]
    {
        assert_eq!(evaluate(&outputs).status.code(), Some(1));
    }
    let output = evaluate(&["--html", &path("nowhere/page.html")]);
    assert!(text(&output.stderr).contains("there is no folder"), "{}", text(&output.stderr));
}

#[test]
fn what_is_left_out_is_told_and_a_file_without_any_row_is_no_result() {
    let root = data_set();
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    write(root.path(), "odd.txt", &format!("{RESULT}2.5,1,10,10,20,40,1\nabc\n"));
    let output = motscope(&["eval", &path("set/A"), &path("odd.txt")]);
    let told = text(&output.stderr);
    assert!(told.contains("2 lines have no frame number that can be read: left out"), "{told}");
    assert!(output.status.success());
    let output = motscope(&["eval", &path("set/A"), &path("odd.txt"), "--strict"]);
    assert_eq!(output.status.code(), Some(1));
    write(root.path(), "none.txt", "hello world\nthis is no result\n");
    let output = motscope(&["eval", &path("set/A"), &path("none.txt")]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    write(root.path(), "set/Z/seqinfo.ini", "[Sequence]\nname=Z\nseqLength=3\n");
    write(root.path(), "A.txt", RESULT);
    let output = motscope(&["eval", &path("set"), &path("A.txt")]);
    assert!(text(&output.stderr).contains("Z has no gt/gt.txt: it is left out"), "{}", text(&output.stderr));
}
