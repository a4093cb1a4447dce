//! Tables of points without boxes: of idtracker.ai, SLEAP, `DeepLabCut`, btrack and `TrackMate`.

use motscope::mot::{Frame, MotFile, Progress};
use proptest::prelude::*;

/// The points of a frame: id, class, x, y.
fn points(frame: &Frame) -> Vec<(Option<u64>, String, f64, f64)> {
    let class = |row: &motscope::mot::Detection| row.columns.class_name().map(ToString::to_string).unwrap_or_default();
    let point = |row: &motscope::mot::Detection| (row.id.map(|id| id.0), class(row), row.left, row.top);
    frame.detections.iter().map(point).collect()
}

#[test]
fn points_of_every_program_have_frames_ids_and_places() {
    let one = |id: u64, x: f64, y: f64| (Some(id), String::new(), x, y);
    let part = |id: u64, name: &str, x: f64, y: f64| (Some(id), name.to_owned(), x, y);
    for (name, text, expected) in [
        (
            "idtracker.csv",
            "frame,time,individual,x,y,probability\n3,0.1,0,1.5,2,0.9\n3,0.1,1,7,8,0.9\n",
            vec![one(0, 1.5, 2.0), one(1, 7.0, 8.0)],
        ),
        (
            "wide.csv",
            "time,x1,y1,x2,y2,x3,y3\n0,0,0,1,1,2,2\n0,0,0,1,1,2,2\n0,0,0,1,1,2,2\n0.1,1,2,nan,nan,5,6\n",
            vec![one(1, 1.0, 2.0), one(3, 5.0, 6.0)],
        ),
        (
            "instances.csv",
            "track,frame_idx,instance.score,Nose.score,Nose.x,Nose.y\n4,3,1,0.5,1,2\n,3,1,0.5,3,4\n",
            vec![part(4, "Nose", 1.0, 2.0), (None, "Nose".to_owned(), 3.0, 4.0)],
        ),
        (
            "frames.csv",
            "frame_idx,i0.track,i0.a.x,i0.a.y,i1.track,i1.a.x,i1.a.y\n3,1,10,20,2,30,40\n",
            vec![part(1, "a", 10.0, 20.0), part(2, "a", 30.0, 40.0)],
        ),
        (
            "nodes.csv",
            "frame_idx,node,x,y,track,score\n3,a,1,2,7,0.5\n3,b,3,4,7,0.5\n",
            vec![part(7, "a", 1.0, 2.0), part(7, "b", 3.0, 4.0)],
        ),
        (
            "dlc.csv",
            "scorer,D,D,D\nbodyparts,ear,ear,ear\ncoords,x,y,likelihood\nlabeled/v/img003.png,10,20,0.5\n",
            vec![part(1, "ear", 10.0, 20.0)],
        ),
        (
            "dlc3.csv",
            "scorer,,,D,D\nindividuals,,,9,9\nbodyparts,,,ear,ear\ncoords,,,x,y\nlabeled,v,img3.png,10,20\n",
            vec![part(9, "ear", 10.0, 20.0)],
        ),
        ("btrack.csv", "ID;t;x;y;z;parent;root\n5;3;1;2;0;5;5\n", vec![one(5, 1.0, 2.0)]),
        (
            "trackmate.csv",
            "LABEL,ID,TRACK_ID,POSITION_X,POSITION_Y,FRAME\nLabel,Spot,Track,X,Y,Frame\n,,,X,Y,\n,,,(pixel),(pixel),\na,1,6,1,2,3\nb,2,,3,4,3\n",
            vec![one(6, 1.0, 2.0), (None, String::new(), 3.0, 4.0)],
        ),
        ("any.csv", "frame,track_id,x,y\n3,1,100,50\n", vec![one(1, 100.0, 50.0)]),
    ] {
        let file = MotFile::from_bytes(name, text.as_bytes().to_vec()).unwrap();
        let summary = file.summarize(&Progress::new()).unwrap();
        assert_eq!(points(&file.frame(3)), expected, "{name}");
        assert!(file.layout().are_points, "{name}");
        assert!(file.frame(3).detections.iter().all(motscope::mot::Detection::is_point), "{name}");
        // Points have no area and are none the worse for it, and a body has several.
        assert_eq!((summary.degenerate, summary.duplicates, summary.rejected), (0, 0, 0), "{name}");
        assert!(summary.extent.is_some_and(|extent| extent.right >= extent.left), "{name}");
    }
}

#[test]
fn places_that_cannot_be_read_are_told_and_missing_ones_are_not() {
    let text = "frame,time,individual,x,y,probability\n0,0,0,,,0\n1,0,0,a,2,0\nx,0,0,1,2,0\n2,0,0,1,2,0\n";
    let file = MotFile::from_bytes("a.csv", text.as_bytes().to_vec()).unwrap();
    let summary = file.summarize(&Progress::new()).unwrap();
    assert_eq!((summary.rows, summary.rejected), (1, 2));
    let told: Vec<&str> = summary.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert!(told[0].contains("line 3: bad point: x is \"a\"") && told[1].contains("line 4: bad frame"), "{told:?}");
}

#[test]
fn other_units_than_pixels_and_times_in_place_of_frames_are_told() {
    let text = "TRACK_ID,POSITION_X,POSITION_Y,FRAME\nTrack,X,Y,Frame\n,X,Y,\n,(micron),(micron),\n1,5,6,0\n";
    let file = MotFile::from_bytes("spots.csv", text.as_bytes().to_vec()).unwrap();
    assert!(file.remark().is_some_and(|remark| remark.contains("micron")), "{:?}", file.remark());
    let file = MotFile::from_bytes("a.csv", b"seconds,x1,y1,x2,y2,x3,y3\n0,1,1,2,2,3,3\n".to_vec()).unwrap();
    assert!(file.remark().is_some_and(|remark| remark.contains("times")), "{:?}", file.remark());
}

#[test]
fn a_table_of_points_without_a_column_that_it_needs_is_refused_with_that() {
    for (text, told) in [
        ("ID;x;y;z;parent;root\n1;1;1;1;1;1\n", "no column with frames"),
        ("scorer,a,a\nbodyparts,b,b\n1,2,3\n", "coords"),
        ("frame,time,individual,x,y\n", "no boxes"),
    ] {
        let error = MotFile::from_bytes("a.csv", text.as_bytes().to_vec()).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
}

proptest! {
    #[test]
    fn any_table_of_points_opens_or_is_refused(
        header in prop::sample::select(vec![
            "frame,time,individual,x,y,probability", "seconds,x1,y1,x2,y2,x3,y3", "track,frame_idx,a.x,a.y,b.c.x,b.c.y",
            "frame_idx,i.track,i.a.x,i.a.y", "scorer,a,a\nbodyparts,b,b\ncoords,x,y", "ID;t;x;y;z;parent;root",
            "TRACK_ID,POSITION_X,POSITION_Y,FRAME",
        ]),
        rows in "([0-9a-c.,;\"\n\r \u{e4}-]|nan){0,120}",
    ) {
        let _ = MotFile::from_bytes("a.csv", format!("{header}\n{rows}").into_bytes());
    }
}
