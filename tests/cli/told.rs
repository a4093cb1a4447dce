//! What `info` and `export` tell of a file before it is trusted: warnings, places in documents, and ways out.

use std::fs;

use serde_json::Value;

use crate::{motscope, text};

/// What `info` tells of a file with this content: as text with standard error, as JSON, and its exit code.
fn info(name: &str, content: &str, more: &[&str]) -> (String, Value, i32) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    let arguments = [&["info", path.to_str().unwrap()], more].concat();
    let spoken = motscope(&arguments);
    let json = motscope(&[&arguments[..], &["--json"]].concat());
    let json = serde_json::from_slice(&json.stdout).unwrap_or_default();
    (text(&spoken.stdout) + &text(&spoken.stderr), json, spoken.status.code().unwrap())
}

fn warnings(json: &Value) -> String {
    let all = json["warnings"].as_array().into_iter().flatten();
    all.filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
}

#[test]
fn guessed_corners_are_a_warning_and_so_is_what_contradicts_them() {
    let row = |at: u32| {
        let (left, top) = (at * 7919 % 1500, at * 6151 % 800);
        // Behind the rows that the guess is made from.
        let right = if at == 700 { left.saturating_sub(9) } else { left + 40 };
        format!("{},{},{left},{top},{right},{},0.9\n", at + 1, at % 9, top + 80)
    };
    let rows: String = (0..800).map(row).collect();
    let (told, json, code) = info("a.txt", &rows, &[]);
    let warned = warnings(&json);
    assert!(warned.contains("this is a guess: columns 5 and 6 are greater than 3 and 4"), "{warned}");
    assert!(
        warned.contains("--format mot") && warned.contains("line 701 contradicts that: its width is -"),
        "{warned}"
    );
    assert!(told.contains("warning      this is a guess") && code == 0, "{told}");
    let (_, json, _) = info("a.txt", &rows, &["--format", "mot"]);
    assert_eq!(warnings(&json), "");
}

#[test]
fn negative_ids_are_a_warning_with_the_first_line() {
    let (_, json, _) = info("a.txt", "1,-1,1,2,3,4\n2,-5,1,2,3,4\n3,-7,1,2,3,4\n", &[]);
    assert_eq!(
        warnings(&json),
        "2 rows have a negative id other than -1 (the first in line 2); negative ids are read as no id"
    );
    let (_, json, _) = info("a.txt", "1,-1,1,2,3,4\n", &[]);
    assert_eq!(warnings(&json), "");
}

#[test]
fn problems_in_documents_are_told_with_their_place_there() {
    let annotations = "[{\"image_id\":1,\"track_id\":4,\"bbox\":[1,2,3,4]},{\"image_id\":9},\
                       {\"image_id\":1,\"track_id\":5,\"bbox\":[1,2,0,4]},\n{\"image_id\":1,\"track_id\":4,\"bbox\":[1,2,3,4]}]";
    let coco = format!("{{\"images\":[{{\"id\":1,\"frame_id\":1}}],\"annotations\":{annotations},\"categories\":[]}}");
    let frames = "[{\"name\":\"a\",\"frameIndex\":0,\"labels\":[]},{\"name\":\"b\",\"frameIndex\":1,\"labels\":[\
                  {\"id\":\"1\",\"box2d\":{\"x1\":1,\"y1\":2,\"x2\":3,\"y2\":4}},{\"id\":\"2\",\"box2d\":{\"x1\":5,\"y1\":2,\"x2\":3,\"y2\":4}}]}]";
    let cvat = "<annotations><track id=\"5\" label=\"a\"><box frame=\"3\" xtl=\"1\" ytl=\"2\" xbr=\"4\" ybr=\"6\"/>\
                <box frame=\"6\" xtl=\"1\" ytl=\"2\" xbr=\"1\" ybr=\"6\"/></track></annotations>";
    let list = "[{\"frame\":1,\"x\":1,\"y\":2,\"width\":3,\"height\":4,\"id\":3},{\"frame\":1,\"x\":1,\"y\":2,\"width\":-3,\"height\":4}]";
    for (name, content, expected) in [
        (
            "a.json",
            coco.as_str(),
            &["annotations[2]: width is 0", "annotations[3]: id 4 again in frame 1, first in annotations[0]"][..],
        ),
        ("b.json", frames, &["[1].labels[1]: width is -2"]),
        ("c.json", list, &["[1]: width is -3"]),
        ("d.xml", cvat, &["track 5 at frame 6: width is 0"]),
    ] {
        let (told, json, _) = info(name, content, &[]);
        let problems: Vec<&Value> = json["problems"].as_array().unwrap().iter().collect();
        for expected in expected {
            assert!(told.contains(expected), "{name}: {told}");
            let problem = problems.iter().find(|problem| problem["message"] == *expected).unwrap();
            assert_eq!(
                (&problem["line"], problem["place"].as_str()),
                (&Value::Null, expected.split_once(": ").map(|(place, _)| place))
            );
        }
    }
    // A document with lines of its own has them.
    let via = "filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes\n\
               a_3.png,1,{},0,0,{},{}\n\
               a_3.png,1,{},1,0,\"{\"\"name\"\":\"\"rect\"\",\"\"x\"\":1,\"\"y\"\":2,\"\"width\"\":0,\"\"height\"\":4}\",{}\n";
    let (told, json, _) = info("e.csv", via, &[]);
    assert!(told.contains("line 3: width is 0") && json["problems"][0]["line"] == 3, "{told}");
}

#[test]
fn what_does_not_open_says_the_way_out_in_words_of_its_own() {
    for (name, content, more, expected) in [
        ("a.json", "{}", &[][..], "this is a JSON object without fields"),
        ("b.json", "[]", &[], "this is a JSON list"),
        ("a.txt", "2147483648,1,1,1,1,1\n", &[], "the greatest frame number is 2147483647"),
        ("b.txt", "1,1,1,1,1,1\n", &["--format", "kitti"], "a row of KITTI tracking is: frame id type"),
        ("c.csv", "bild;spur;a;b;c;d\n1;7;100;50;40;80;0.9\n", &[], "\"bild\", \"spur\""),
        ("c.csv", "bild;spur;a;b;c;d\n1;7;100;50;40;80;0.9\n", &[], "--columns frame,id,left,top,width,height"),
        ("d.csv", "frame,id,x,y,w,h\n1,7,\"100,5\",a,1,1\n", &[], "bad box"),
    ] {
        let (told, _, code) = info(name, content, more);
        assert!(told.contains(expected) && code == 1, "{name} {code}: {told}");
    }
    let (told, ..) = info("a.txt", "1,1,1,1,1,1,1,car\n", &[]);
    assert!(told.contains("car (1 row)\n"), "{told}");
}

#[test]
fn export_reads_a_text_as_info_does() {
    let folder = tempfile::tempdir().unwrap();
    let (path, output) = (folder.path().join("a.csv"), folder.path().join("a.png"));
    fs::write(&path, "bild;spur;a;b;c;d\n1;7;100;50;140;130\n").unwrap();
    let export = |more: &[&str]| {
        motscope(&[&["export", path.to_str().unwrap(), "-o", output.to_str().unwrap(), "--force"], more].concat())
    };
    assert!(text(&export(&[]).stderr).contains("--columns"));
    let answer = export(&["--columns", "frame,id,x1,y1,x2,y2"]);
    assert!(answer.status.success(), "{}", text(&answer.stderr));
    fs::write(&path, "1,7,0.25,0.25,0.5,0.5,1\n2,7,0.5,0.25,0.25,0.5,1\n").unwrap();
    assert!(text(&export(&[]).stderr).contains("--size"));
    assert!(export(&["--size", "200x100", "--frames", "1"]).status.success());
    fs::write(
        &path,
        "{\"images\":[{\"id\":1,\"video_id\":1},{\"id\":2,\"video_id\":2}],\"videos\":[{\"id\":1,\"name\":\"a\"},\
        {\"id\":2,\"name\":\"b\"}],\"categories\":[],\"annotations\":[{\"image_id\":2,\"bbox\":[1,2,30,40]}]}",
    )
    .unwrap();
    let answer = export(&[]);
    assert!(text(&answer.stderr).contains("--member NAME") && text(&answer.stderr).contains("\n  b"), "{answer:?}");
    assert!(export(&["--member", "b"]).status.success());
}

#[test]
fn problems_of_texts_for_each_picture_are_told_with_their_text_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let labels = folder.path().join("label_2");
    fs::create_dir(&labels).unwrap();
    let row = |right: u32| format!("Car 0 0 -1.5 10 20 {right} 60 1 1 1 1 1 1 1\n");
    fs::write(labels.join("000001.txt"), row(40)).unwrap();
    fs::write(labels.join("000002.txt"), row(40) + &row(10)).unwrap();
    let told = text(&motscope(&["info", labels.to_str().unwrap()]).stdout);
    assert!(told.contains("000002.txt, line 2: width is 0\n"), "{told}");
}

#[test]
fn doubts_about_rows_are_warnings() {
    let class = "1,7,2,110.5,55,40,80,0.9\n1,12,2,392.25,203,60,120,0.8\n2,7,2,120.5,60,40,80,0.9\n";
    let (told, json, code) = info("a.txt", class, &[]);
    assert!(warnings(&json).contains("--columns frame,id,class,left,top,width,height"), "{told}");
    assert_eq!(code, 0);
    let (told, ..) = info("a.txt", class, &["--columns", "frame,id,class,left,top,width,height,conf"]);
    assert!(!told.contains("warning"), "{told}");
}

#[test]
fn columns_that_make_no_box_are_no_argument() {
    let rows = "1,7,10,20,30,40\n2,7,10,20,30,40\n";
    for (columns, why) in [
        ("frame,frame,x,y,w,h", "frame stands twice"),
        ("frame,id,x,y,w,-", "width needs height"),
        ("id,x,y,w,h,-", "no column has the frame"),
        ("frame,id,x,y,w,h,conf", "names 7 columns, and the rows have 6"),
    ] {
        let (told, _, code) = info("a.txt", rows, &["--columns", columns]);
        assert!(told.contains(why) && code != 0, "{columns}: {told}");
    }
}

#[test]
fn documents_that_are_not_read_are_named() {
    let darwin = r#"{"version":"2.0","item":{"name":"a.mp4"},"annotations":[{"id":"u","name":"car","frames":{"0":{"bounding_box":{"x":1,"y":2,"w":3,"h":4}}}}]}"#;
    let vis = r#"{"videos":[{"id":1,"file_names":["v/0.jpg"]}],"annotations":[{"id":7,"video_id":1,"category_id":3,"bboxes":[[1,2,3,4]]}]}"#;
    let nan = r#"[{"frame":1,"track_id":7,"x1":1,"y1":2,"x2":30,"y2":NaN}]"#;
    let python = "{'frame': 1, 'id': 7, 'bbox': [110.5, 55, 40, 80]}\n";
    let list = "[{'frame': 1, 'id': 7, 'bbox': [110.5, 55, 40, 80]}]\n";
    for (text, name) in [
        (darwin, "Darwin"),
        (vis, "YouTube-VIS"),
        (nan, "NaN"),
        (python, "Python"),
        (list, "Python"),
        (r#"[{"frame":1,"id":7,"bbox":[1,2,3,None]}]"#, "Python"),
        (r#"{"a": Infinity}"#, "NaN"),
        ("{\"annotations\": [}", "damaged"),
    ] {
        let (told, _, code) = info("a.json", text, &[]);
        assert!(told.contains(name) && code == 1, "{text}: {told}");
        assert_eq!(told.contains("damaged"), name == "damaged", "{told}");
    }
    let (told, json, _) = info(
        "a.json",
        r#"{"images":[{"id":1,"frame_id":1}],"annotations":[{"image_id":1,"category_id":1,"object_id":7,"bbox":[1,2,3,4]}]}"#,
        &[],
    );
    assert_eq!(json["tracks"], 1, "{told}");
}

#[test]
fn ids_that_are_words_need_numbers_and_not_columns() {
    let (told, _, code) = info("a.csv", "frame,id,x,y,w,h\n1,person_7,10,20,30,40\n2,person_7,10,20,30,40\n", &[]);
    assert!(told.contains("ids must be whole numbers") && !told.contains("--columns") && code == 1, "{told}");
}
