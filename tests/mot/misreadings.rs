//! What looks like one kind of table and is another: it is read as what it is, refused, or the doubt is told.

use motscope::mot::{MotFile, OpenOptions};

fn open(text: &str) -> Result<MotFile, String> {
    MotFile::from_bytes_with("test.csv", text.as_bytes().to_vec(), &OpenOptions::default())
        .map_err(|error| error.to_string())
}

/// All rows as frame, id (−1 for none), left, top, width, height.
fn rows(file: &MotFile) -> Vec<(u64, i64, [f64; 4])> {
    let frames = file.frames().into_iter().map(u64::from);
    let of_frame = |number: u64| {
        let sides = |row: &motscope::mot::Detection| [row.left, row.top, row.width, row.height];
        let id = |row: &motscope::mot::Detection| row.id.map_or(-1, |id| id.0 as i64);
        let rows: Vec<_> = file.frame(number).detections.iter().map(|row| (number, id(row), sides(row))).collect();
        rows
    };
    frames.flat_map(of_frame).collect()
}

fn read(text: &str) -> Vec<(u64, i64, [f64; 4])> {
    rows(&open(text).unwrap_or_else(|error| panic!("{error}: {text}")))
}

fn told(text: &str) -> String {
    open(text).unwrap().columns().map_or_else(String::new, |columns| columns.describe())
}

fn doubt(text: &str) -> String {
    open(text).unwrap().doubt().map_or_else(String::new, |doubt| doubt.to_string())
}

#[test]
fn a_table_with_ids_keeps_them_whatever_word_stands_before_its_sides() {
    for word in ["foot", "pos", "pixel", "world", "head", "gt"] {
        let point = format!("frame,track_id,{word}_x,{word}_y\n1,7,10,20\n1,9,50,20\n2,7,11,20\n");
        let expected = [(1, 7, [10.0, 20.0, 0.0, 0.0]), (1, 9, [50.0, 20.0, 0.0, 0.0]), (2, 7, [11.0, 20.0, 0.0, 0.0])];
        assert_eq!(read(&point), expected, "{word}");
        let size = format!("frame,track_id,{word}_x,{word}_y,{word}_w,{word}_h\n1,7,10,20,30,40\n2,9,50,20,30,40\n");
        assert_eq!(read(&size), [(1, 7, [10.0, 20.0, 30.0, 40.0]), (2, 9, [50.0, 20.0, 30.0, 40.0])], "{word}");
        let corners = format!("frame,track_id,{word}_x1,{word}_y1,{word}_x2,{word}_y2\n1,7,10,20,40,60\n");
        assert_eq!(read(&corners), [(1, 7, [10.0, 20.0, 30.0, 40.0])], "{word}");
    }
    assert_eq!(read("frame,id,ul_x,ul_y,lr_x,lr_y\n1,7,10,20,40,60\n"), [(1, 7, [10.0, 20.0, 30.0, 40.0])]);
    let words = "frame,object,head_x,head_y,head_w,head_h\n1,car,10,20,30,40\n";
    assert_eq!(read(words), [(1, -1, [10.0, 20.0, 30.0, 40.0])]);
    // A name that says width and height has no corners.
    assert_eq!(read("frame,id,xywh\n1,7,\"[10,20,30,40]\"\n")[0], (1, 7, [10.0, 20.0, 30.0, 40.0]));
    // Motion is no place.
    assert_eq!(read("frame,id,pos_x,pos_y,vel_x,vel_y\n1,7,10,20,3,4\n"), [(1, 7, [10.0, 20.0, 0.0, 0.0])]);
}

#[test]
fn several_boxes_with_one_id_and_sizes_of_a_foot_point_are_refused_by_name() {
    for header in [
        "frame,id,head_x,head_y,head_w,head_h,body_x,body_y,body_w,body_h",
        "Vehicle_ID,Frame_ID,Local_X,Local_Y,Global_X,Global_Y",
        "frame,id,foot_x,foot_y,w,h",
        "frame,id,bottom_x,bottom_y,width,height",
        "frame,id,anchor_x,anchor_y,w,h",
    ] {
        let count = header.split(',').count();
        let row: Vec<String> = (1..=count).map(|value| value.to_string()).collect();
        let error = open(&format!("{header}\n{}\n", row.join(","))).unwrap_err();
        assert!(error.contains("--columns") && error.contains(header.rsplit(',').next().unwrap()), "{header}: {error}");
    }
}

#[test]
fn ten_columns_are_a_position_in_the_world_by_its_names_only() {
    for names in ["age,hits,time_since_update", "team,role,jersey", "vx,vy,vz"] {
        let text = format!("frame,id,x,y,w,h,conf,{names}\n1,7,10,20,30,40,0.9,3,1,2\n2,7,10,20,30,40,0.9,3,1,2\n");
        let file = open(&text).unwrap();
        assert_eq!(file.layout().class_column, None, "{names}");
        let last = names.rsplit(',').next().unwrap();
        assert!(told(&text).contains(&format!("not read: {}", names.replace(',', ", "))), "{last}: {}", told(&text));
    }
    let plain = open("frame,id,x,y,w,h,conf,x,y,z\n1,7,10,20,30,40,0.9,-1,-1,-1\n").unwrap();
    assert!(plain.columns().is_none());
}

#[test]
fn a_header_is_found_below_titles_and_facts() {
    let table = "id,frame,cx,cy,w,h\n7,1,30,40,20,20\n7,2,31,40,20,20\n";
    let expected = [(1, 7, [20.0, 30.0, 20.0, 20.0]), (2, 7, [21.0, 30.0, 20.0, 20.0])];
    for before in ["Tracking export 2024\n", "video,clip.mp4\nfps,25\n\n", "sep=,\n", "\"sep=,\"\n", "title\n\na,b\n"] {
        assert_eq!(read(&format!("{before}{table}")), expected, "{before}");
    }
    let error = open("A title\nalpha,beta,gamma,delta,eps,zeta\n1,2,3,4,5,6\n2,2,3,4,5,6\n").unwrap_err();
    assert!(error.contains("\"beta\""), "{error}");
}

#[test]
fn row_names_of_r_have_no_name_in_the_header() {
    for separator in [" ", ",", "\t"] {
        let text = "frame,id,x1,y1,x2,y2\n1,1,7,10,20,40,60\n2,1,12,50,20,90,60\n3,2,7,11,20,41,60\n";
        let expected =
            [(1, 7, [10.0, 20.0, 30.0, 40.0]), (1, 12, [50.0, 20.0, 40.0, 40.0]), (2, 7, [11.0, 20.0, 30.0, 40.0])];
        assert_eq!(read(&text.replace(',', separator)), expected, "{separator:?}");
    }
    let text = "frame,id,x1,y1,x2,y2\n1,7,10,20,40,60,5\n1,12,50,20,90,60,5\n2,7,11,20,41,60,5\n";
    assert_eq!(read(text)[0], (1, 7, [10.0, 20.0, 30.0, 40.0]));
    assert!(told(text).contains("one field more"), "{}", told(text));
    // One track, whose frames count the rows.
    let one = "frame,id,x1,y1,x2,y2\n1,7,10,20,40,60,5\n2,7,11,20,41,60,5\n3,7,12,20,42,60,5\n";
    assert_eq!(read(one)[2], (3, 7, [12.0, 20.0, 30.0, 40.0]));
}

#[test]
fn the_numbers_that_pandas_writes_as_names_or_index_are_no_rows() {
    let body = "1,7,110.5,55,40,80,0.9\n1,12,392.25,203,60,120,0.8\n2,7,120.5,60,40,80,0.9\n";
    let file = open(&format!("0,1,2,3,4,5,6\n{body}")).unwrap();
    assert_eq!(rows(&file), read(body));
    let blanks = open(&format!("0 1 2 3 4 5 6\n{}", body.replace(',', " "))).unwrap();
    assert_eq!(rows(&blanks), read(body));
    let indexed: String = body.lines().enumerate().map(|(number, line)| format!("{number},{line}\n")).collect();
    assert_eq!(read(&indexed), read(body));
    let (first, rest) = indexed.split_once('\n').unwrap();
    let swallowed = open(&format!(",{}\n{rest}", &first[2..])).unwrap();
    assert_eq!(rows(&swallowed), read(body)[1..]);
    assert!(swallowed.columns().unwrap().guess().is_some());
    assert!(open(&indexed).unwrap().columns().unwrap().guess().is_some_and(|guess| guess.contains("index")));
}

#[test]
fn two_animals_of_idtracker_are_points_and_boxes_are_boxes() {
    let animals = "time,x1,y1,x2,y2\n0.0,100,50,300,60\n0.1,101,50,301,60\n0.2,102,50,302,60\n";
    let file = open(animals).unwrap();
    assert_eq!(rows(&file)[..2], [(1, 1, [100.0, 50.0, 0.0, 0.0]), (1, 2, [300.0, 60.0, 0.0, 0.0])]);
    assert!(file.layout().are_points && file.columns().unwrap().guess().is_some());
    let crossed = "frame,x1,y1,x2,y2\n1,100,50,90,60\n2,101,50,91,60\n";
    assert!(open(crossed).unwrap().layout().are_points);
    let one = open("frame,x1,y1,x2,y2\n1,10,20,40,60\n2,11,20,41,60\n").unwrap();
    assert_eq!(rows(&one)[0], (1, -1, [10.0, 20.0, 30.0, 40.0]));
    assert!(one.columns().unwrap().guess().is_some());
    let boxes = "frame,x1,y1,x2,y2\n1,10,20,40,60\n1,50,20,90,60\n2,10,20,40,60\n";
    assert_eq!(read(boxes)[0], (1, -1, [10.0, 20.0, 30.0, 40.0]));
}

#[test]
fn corners_are_counted_from_nought_or_by_pandas() {
    for names in ["x0,y0,x1,y1", "x,y,x.1,y.1"] {
        assert_eq!(
            read(&format!("frame,id,{names}\n1,7,10,20,40,60\n")),
            [(1, 7, [10.0, 20.0, 30.0, 40.0])],
            "{names}"
        );
    }
}

#[test]
fn a_length_is_no_left_side_and_boxes_in_space_are_refused() {
    for header in ["frame,id,type,x,y,z,l,w,h,yaw", "frame,id,type,x,y,z,length,width,height,yaw"] {
        let error = open(&format!("{header}\n0,7,Car,10.5,2.1,1.0,4.2,1.8,1.5,0.1\n")).unwrap_err();
        assert!(error.contains("in space"), "{error}");
    }
    assert_eq!(read("frame,id,x,y,l,w,h\n1,7,10,20,5,30,40\n"), [(1, 7, [10.0, 20.0, 30.0, 40.0])]);
}

#[test]
fn numbered_boxes_are_objects() {
    let rows = read("frame,x1,y1,w1,h1,x2,y2,w2,h2\n1,10,20,30,40,50,60,70,80\n");
    assert_eq!(rows, [(1, 1, [10.0, 20.0, 30.0, 40.0]), (1, 2, [50.0, 60.0, 70.0, 80.0])]);
}

#[test]
fn a_few_odd_frames_do_not_number_all_others_anew() {
    for odd in ["20.5", "-1", "99999999999"] {
        let text = format!("id,frame,x,y,w,h\n7,10,0,20,30,40\n7,{odd},1,20,30,40\n7,30,2,20,30,40\n");
        let frames: Vec<u64> = read(&text).into_iter().map(|(frame, ..)| frame).collect();
        assert_eq!(frames, [10, 30], "{odd}");
    }
}

/// Boxes of two tracks that move, as corners.
fn corner_rows(count: u32) -> String {
    let line = |frame: u32, id: u32, left: u32| {
        format!("{frame},{id},{left},{},{},{},0.9,-1,-1,-1\n", 50 + frame, left + 40 + id, 150 + frame)
    };
    (1..=count).map(|frame| line(frame, 1, 100 + 5 * frame) + &line(frame, 2, 700 - 5 * frame)).collect()
}

#[test]
fn corners_that_a_few_rows_contradict_are_doubted() {
    let text = corner_rows(10).replacen("\n2,1,110", "\n2,1,900", 1);
    assert!(doubt(&text).contains("look like corners"), "{}", doubt(&text));
    let sizes = "1,1,10,20,30,40,0.9\n2,1,500,200,31,40,0.9\n3,1,200,400,30,42,0.9\n4,1,10,400,30,40,0.9\n";
    assert_eq!(doubt(sizes), "");
}

#[test]
fn rows_in_another_order_without_a_header_are_doubted() {
    let class = "1,7,2,110.5,55,40,80,0.9\n1,12,2,392.25,203,60,120,0.8\n2,7,2,120.5,60,40,80,0.9\n";
    assert!(doubt(class).contains("frame,id,class"), "{}", doubt(class));
    let tracks: String =
        (1..=2).flat_map(|id| (1..=5).map(move |at| format!("{id},{at},{},50,40,80,0.9\n", 100 + at * 3))).collect();
    assert!(doubt(&tracks).contains("id,frame"), "{}", doubt(&tracks));
    // Neighbours in one frame are no track.
    let crowd: String =
        (1..=2).flat_map(|at| (1..=5).map(move |id| format!("{at},{id},{},50,40,80,0.9\n", id * 90))).collect();
    assert_eq!(doubt(&crowd), "");
    let blanks = "1 7 10 20 30 40 0.9 traffic light\n2 7 11 20 30 40 0.9 car\n3 7 11 20 30 40 0.9 car\n";
    assert!(doubt(blanks).contains("traffic light"), "{}", doubt(blanks));
}

#[test]
fn places_on_earth_do_not_hide_rows_of_ai_city() {
    let text: String = (1..=2)
        .flat_map(|id| {
            (1..=4).map(move |frame| format!("6 {id} {frame} {} 51 40 80 42.5256 -90.7236\n", 100 * id + frame))
        })
        .collect();
    assert_eq!(read(&text)[0], (1, 1, [101.0, 51.0, 40.0, 80.0]));
}

#[test]
fn what_a_table_has_besides_is_told() {
    let text = "video,frame,local_id,global_id,x,y,w,h,angle\na,1,3,30,10,20,30,40,0\nb,1,3,30,10,20,30,40,0\n";
    for part in ["not read: video, global_id, angle", "boxes of all videos", "global_id is an id, too"] {
        assert!(told(text).contains(part), "{part}: {}", told(text));
    }
    let conf = "frame,id,x,y,w,h,conf\n1,7,10,20,30,40,95%\n2,7,10,20,30,40,0.5\n";
    assert!(doubt(conf).contains("95%"), "{}", doubt(conf));
    let other = "frame,id,x1,y1,x2,y2\n1,7,10,20,40,60\nid,frame,x1,y1,x2,y2\n7,2,10,20,40,60\n";
    assert!(doubt(other).contains("another header"), "{}", doubt(other));
    let bytes = b"frame,id,x,y,w,h,class\n1,7,10,20,30,40,Stra\xdfe\n".to_vec();
    let file = MotFile::from_bytes_with("test.csv", bytes, &OpenOptions::default()).unwrap();
    assert!(file.doubt().is_some_and(|doubt| doubt.contains("UTF-8")));
}

#[test]
fn four_corners_of_which_two_are_read_are_a_guess() {
    let text = "frame,id,tl_x,tl_y,tr_x,tr_y,br_x,br_y,bl_x,bl_y\n1,7,10,20,40,20,40,60,10,60\n";
    assert_eq!(read(text), [(1, 7, [10.0, 20.0, 30.0, 40.0])]);
    assert!(open(text).unwrap().columns().unwrap().guess().is_some_and(|guess| guess.contains("four corners")));
}

#[test]
fn an_id_that_a_decimal_number_cannot_hold_is_rejected() {
    let file = open("1,9007199254740993.0,10,20,30,40,1\n1,9007199254740993,10,20,30,40,1\n").unwrap();
    assert_eq!(rows(&file), [(1, 9_007_199_254_740_993, [10.0, 20.0, 30.0, 40.0])]);
}

#[test]
fn a_row_that_was_made_a_comment_is_neither_a_row_nor_a_header() {
    let rows_of_it = [(2, 6, [593.0, 43.0, 174.0, 190.0]), (3, 5, [600.0, 43.0, 174.0, 190.0])];
    for comment in ["#,5,684,8,273,116,1,-1,-1,-1", "#1,5,684,8,273,116,1,-1,-1,-1", "# 1,5,684,8,273,116,1,-1,-1,-1"] {
        let text = format!("{comment}\n2,6,593,43,174,190,1,-1,-1,-1\n3,5,600,43,174,190,1,-1,-1,-1\n");
        assert_eq!(read(&text), rows_of_it, "{comment}");
    }
    // Where the frame is in a later column, frames and summary agree, too.
    for comment in ["#,2,6,593,43,174,190", " #,2,6,593,43,174,190", "#1,2,6,593,43,174,190"] {
        for header in ["index,frame,id,x,y,w,h", "size,frame,id,x1,y1,x2,y2", "size,frame,id,cx,cy,w,h"] {
            let text = format!("{header}\n1,1,6,10,20,30,40\n{comment}\n2,3,6,10,20,30,40\n");
            let file = open(&text).unwrap();
            let summary = file.summarize(&motscope::mot::Progress::new()).unwrap();
            assert_eq!((summary.rows, summary.comments, summary.rejected), (2, 1, 0), "{text}");
            assert_eq!(rows(&file).iter().map(|row| row.0).collect::<Vec<_>>(), [1, 3], "{text}");
        }
    }
}

#[test]
fn the_names_in_a_header_count_and_not_the_number_of_columns_of_a_row() {
    // Rows of 13 numbers are oriented boxes, unless a header says what they are.
    let row = "1,7,100,100,150,110,145,140,95,130,0.5,4,1\n";
    let file = |text: &str| MotFile::from_bytes("a.csv", text.as_bytes().to_vec()).unwrap();
    assert_eq!(file(row).format(), motscope::mot::Format::Obb);
    for header in ["filename,track_id,x,y,w,h\n", "frame,id,left,top,width,height\n"] {
        let file = file(&format!("{header}{row}"));
        let boxes = file.frame(1).detections;
        let told = (file.format(), boxes[0].width, boxes[0].height);
        assert_eq!(told, (motscope::mot::Format::Mot, 150.0, 110.0), "{header}");
    }
}
