//! What inputs are made from: small files in all orders and dialects, and heads of real ones where they are.

use std::fs;
use std::path::Path;

use motscope::mot::generate::{Amount, Options, Order, to_vec};

use super::archives::{gzip, zip};

/// A real file is cut to this: more rows of the same kind find nothing more.
const HEAD: usize = 800;

/// Small files as other tools write them; each has a peculiarity of its own.
const SAMPLES: &[&str] = &[
    "",
    "1,1,1,1,1,1\n",
    "frame,id,bb_left,bb_top,bb_width,bb_height,conf\n1,1,10,20,30,40,0.5\n2,1,11,20,30,40,0.25\n",
    "# a comment\r\n\r\n1,1,912,484,97,109,1,1,0.87\r\n1,2,1338,418,167,379,0,7,0.5\r\n",
    "\u{feff}0,5,684,8,273,116,0,0,0,0\n0,6,593,43,174,190,1,4,1,2\n3,5,600,43,174,190,1,4,0,0\n",
    "1;1;10,5;20;30;40;1;a,b;0\n2; 1 ;10;20;30;40;1;\"two words\";0;;\n",
    "1 1 10 20 30 40 0.5 person\n2\t1\t11\t20\t30\t40\t0.5\t'bus'\n 3  1 12 20 30 40 nan -1 inf \n",
    "0 1 Car 0 0 -1.57 737.5 161.5 931 374 1.7 0.8 1.7 1.6 1.6 5.7 -1.6\n0 -1 DontCare -1 -1 -10 219 188 245 218 -1 -1 -1 -1000 -1000 -1000 -10\n1 1 Car 0 0 -1.5 740 161 931 374 1 1 1 1 1 1 1 0.75\n",
    "1,1,100,100,150,110,145,140,95,130,0.5,4,1\n2,1,102,101,152,111,147,141,97,131,1,4,-1\n4,2,1,1,2,1,2,2,1,2,1,plane,1\n",
    "52 1005 1 375 1242 WSV:2d;1O10000O10000O1O100O100O1O100O1000000\n",
    "1,1.0,1.000e+00,2.5e+01,30,40,1\n1,2.0,1.000e+00,2.5e+01,30,40,1\n1,2.0,5,6,7,8,1\n",
    "1,18446744073709551615,1,1,1,1\n1,-1,1,1,1,1\n1,0,1,1,0,1\n1,9007199254740993,1,1,1,-1\n2147483647,-9223372036854775808,1,1,1,1\n",
    "1,1,1,1,1,1\n1,x,1,1,1,1\nx,1,1,1,1,1\n1,1,1,1\n1,1,nan,1,1,1\n1,1,1,1,2e9,1\n1,1,,1,1,1\nframe,id\n2,1,1,1,1,1,\n",
    "1,1,1,1,1,1\n4,5;1;1;1;1;1\n5,5,2,2,2,2;2;2,2,2,2,2\n2;1;1,5;1;1;1\n6 1;1;1;1;1;1\n7,1 1 1 1,1,1;\n3,3,3,3,3,3\n",
    "1,1,1,1,1,1,1\n2,1,1,1,1,1,1\n3,1,1,1,1,1",
    "1,1,1,1,1,1,1\n2,1,1,1,1,1,1\n3,1,1,1,1,1,0",
    "frame,track_id,x1,y1,x2,y2,class\n1,1,100,50,140,130,car\n2,1,104,50,144,130,\n1,2,600,60,640,150,\"a,b\"\n",
    ",frame,id,x,y,w,h,conf\n0,1,1,100,50,30,60,0.9\n1,1,2,105,50,30,60,0.9\n",
    "x_min;y_min;x_max;y_max;tracker_id;frame_index\n100.5;50.25;140.5;130.75;1;0\n400;60;440;150;;1\n",
    "frame_nmr,car_id,car_bbox,score\n0,3,[100.5 50.2 140.1 130.9],0.61\n0,4,\"[1, 2, 3, 4]\",nan\n",
    "time,id,cx,cy,w,h\n0.5,1,10,20,5,5\n00:00:01.25,1,11,20,5,5\n0.5,2,30,20,5,5\n",
    "filename,track_id,x,y,w,h\nframe_000001.jpg,1,185,50,40,80\nframe_000002.jpg,1,190,50,40,80\n",
    "filename,track_id,x,y,w,h\n1,1,100,100,150,110,145,140,95,130,0.5,4,1\n",
    "Frame Number,Car1_X,Car1_Y,Car1_W,Car1_H,Car2_X,Car2_Y,Car2_W,Car2_H\n10,565,371,294,202,644,240,208,153\n11,570,375,294,202,,,,\n",
    "frame,track_id,x,y\n1,1,100,50\n2,1,104,50\n",
    "0,2,0,110,20,30,40,hen,1,300,25,32,41,hen\n1,1,0,112,20,30,40,hen\n2,0\n3,2,0,1,2,3,4,a,0,1,2,3,4,\n",
    "# 1: Detection or Track-id\n0,img_0000.png,0,100,50,160,140,1.0,-1,scallop,1.0\n0,,1,110,50,170,140,1.0,-1,scallop,1.0\n",
    "0 412 10 842 124 0 0 0 1 \"pc\"\n0 412 10 842 124 1 1 0 1 \"pc\"\n",
    "1,1,100,50,140,130,0.9,-1,-1,-1\n2,1,104,50,144,130,0.9,-1,-1,-1\n1,2,600,60,640,150,0.8,-1,-1,-1\n",
    "41 7 1 101 200 50 60 -1 -1\n41 7 2 102 200 50 60 -1 -1\n41 7 3 103 200 50 60 -1 -1\n42 7 1 101 200 50 60 -1 -1\n",
    "4,truck,1004,120,60,70,0.54\n5,car,1005,120,60,70,0.55\n",
    "0 0.51 0.44 0.10 0.20\n2 0.21 0.44 0.10 0.20 7\n",
    "0 3 0.319 0.64 0.046 0.219\n0 8 0.51 0.35 0.045 0.12\n",
    "1 0 9 0\n2 0 5 0\n3 6 9 2\n",
    "{\"frames\":[{\"frame\":1,\"bbox\":[10,20,30,40]}]}\n",
    "<annotations><track id=\"0\"></track></annotations>\n",
    "Frame: 0, Track ID: 1, BBox: (100.0, 50.5, 150.0, 160.25)\n",
    "1,1,1,1,1,1\n1001,1,1,1,1,1\n2003,1,1,1,1,1\n9999 bottles\n1,2,1,1,1,1\n",
];

/// Small documents of every kind that is read.
const DOCUMENTS: &[&str] = &[
    r#"{"images":[{"id":1,"frame_id":4,"video_id":1},{"id":2,"frame_id":5,"video_id":1}],"videos":[{"id":1,"name":"a"}],"categories":[{"id":1,"name":"car"}],"annotations":[{"image_id":1,"category_id":1,"track_id":7,"bbox":[1.5,2,3e1,4],"score":0.5},{"image_id":2,"segmentation":[[1,2,3,4,5,1]]},{"image_id":1,"segmentation":{"size":[2,3],"counts":"123"},"attributes":{"track_id":3,"rotation":12.5}}]}"#,
    r#"{"annotations":[{"image_id":"x","instance_id":"abc","bbox":[1,2,3,4]},7,{"image_id":"y","bbox":[1]}],"images":[{"id":"x","video_id":1},{"id":"y","video_id":1}],"categories":[]}"#,
    r#"{"images":[{"id":1,"video_id":1},{"id":2,"video_id":2}],"annotations":[{"image_id":1,"bbox":[1,2,3,4]}],"categories":[]}"#,
    r#"[{"name":"a-1.jpg","videoName":"a","frameIndex":0,"labels":[{"id":"0007","category":"car","box2d":{"x1":1,"y1":2,"x2":3,"y2":4.5}},{"id":"q","poly2d":[[1,2]]}]},{"name":"a-2.jpg","labels":null}]"#,
    r#"{"frames":[{"name":"a","frameIndex":3,"labels":[{"id":5,"category":"bus","score":0.5,"box2d":{"x1":1,"y1":2,"x2":3,"y2":4}}]}]}"#,
    r#"[{"image_id":3,"category_id":1,"bbox":[1,2,3,4],"score":0.5,"track_id":6,"video_id":0}]"#,
    r#"[ {"x_min":1.5,"y_min":2,"x_max":4,"y_max":6,"class_id":2,"confidence":0.5,"tracker_id":3,"frame_number":0}, {"x":1,"y":2,"w":4,"h":6,"label":"a;b","frame":"5"}]"#,
    r#"<?xml version="1.0" encoding="utf-8"?><annotations><meta><task><size>8</size></task></meta><track id="3" label="bird &amp; co"><box frame="1" outside="0" keyframe="1" xtl="10" ytl="20" xbr="50" ybr="60" rotation="10"/><box frame="4" outside="1" keyframe="1" xtl="14" ytl="20" xbr="54" ybr="60"/><polygon frame="2" points="1,2;3,4"/></track><image id="6"><box label="dog" xtl="1" ytl="2" xbr="3" ybr="5"><attribute name="confidence">0.5</attribute></box></image></annotations>"#,
    r#"<sequence name="M"><ignored_region><box left="1" top="1" width="1" height="1"/></ignored_region><frame num="3"><target_list><target id="2"><box left="200.5" top="90" width="60" height="50"/><attribute vehicle_type="van"/></target></target_list></frame></sequence>"#,
    "0 1001 1 2 3 12:3\n1 2002 2 4 4 0:40\n2 1001 1 2 3 0600\n",
    "0 60.5 30.62 50.27 44.31 0.990 1 2 3 12:3 -0.24 0.25\n1 60.5 30.62 50.27 44.31 0.990 1 2 3 0001 -0.24\n",
    "filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes\n01.png,0,\"{}\",1,0,\"{\"\"name\"\":\"\"rect\"\",\"\"x\"\":1.5,\"\"y\"\":2,\"\"width\"\":3,\"\"height\"\":4}\",\"{\"\"track\"\":5}\"\n",
    "frame,time,individual,x,y,probability\n0,0.0,0,1,2,1\n",
    "track,frame_idx,instance.score,a.score,a.x,a.y,b.x,b.y\nt,0,0.9,0.9,1.5,2,,\n,1.0,0.9,0.9,nan,2,3,4\n",
    "scorer,s,s,s\nindividuals,i,i,i\nbodyparts,a,a,a\ncoords,x,y,likelihood\nlabeled/img3.png,1,2,0.5\n",
    "seconds,x1,y1,x2,y2,x3,y3\n0,1,2,3,4,5,6\n",
    "ID;t;x;y;z;parent;root\n1;0;1;2;0;1;1\n",
    "TRACK_ID,POSITION_X,POSITION_Y,FRAME\nTrack,X,Y,Frame\n,X,Y,\n,(micron),(micron),\n1,5,6,0\n",
    "<html><body>x</body></html>",
];

/// The small documents.
pub fn documents() -> Vec<Vec<u8>> {
    DOCUMENTS.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// The small files, generated files in all orders, and heads of real files where they are.
pub fn all() -> Vec<Vec<u8>> {
    let mut corpus: Vec<Vec<u8>> = SAMPLES.iter().map(|text| text.as_bytes().to_vec()).collect();
    corpus.extend(documents());
    for order in [Order::Frame, Order::Track, Order::Shuffled] {
        let options =
            Options { frames: 6, amount: Amount::Tracks(3), min_track_length: 3, order, ..Options::default() };
        let text = String::from_utf8(to_vec(&options).unwrap()).unwrap();
        for separator in [";", " ", "\t", ", "] {
            corpus.push(text.replace(',', separator).into_bytes());
        }
        corpus.push(text.replace('\n', ",\r\n").into_bytes());
        corpus.push(text.into_bytes());
    }
    if let Some(folder) = std::env::var_os("MOTSCOPE_SHARED") {
        heads(&Path::new(&folder).join("data"), &mut corpus);
    }
    corpus
}

/// Archives of the small files: gzip, twice gzip, with bytes behind, and zip with one and several members.
pub fn archives() -> Vec<Vec<u8>> {
    let gt = SAMPLES[3].as_bytes();
    let mut corpus: Vec<Vec<u8>> = SAMPLES.iter().map(|text| gzip(text.as_bytes())).collect();
    corpus.push([gzip(gt), gzip(b"9,1,1,1,1,1\n")].concat());
    corpus.push([gzip(gt), vec![0; 40]].concat());
    corpus.push(gzip(&gzip(gt)));
    corpus.push(zip(&[("gt.txt", gt)]));
    corpus.push(zip(&[("gt.txt!", gt)]));
    corpus.push(zip(&[("a/", b""), ("a/gt/gt.txt", gt), ("a/gt/labels.txt", b"person\ncar\n"), ("b.txt", gt)]));
    corpus.push(zip(&[("gt.txt@", b"elsewhere.txt"), ("gt.txt", gt), ("gt.txt", b"2,2,2,2,2,2\n")]));
    corpus.push(zip(&[]));
    corpus.push(zip(&[("rows.txt", b"1,1,1,1,1,1\n".repeat(2000).as_slice())]));
    corpus
}

/// The beginnings of the text files below a folder, by name.
fn heads(folder: &Path, corpus: &mut Vec<Vec<u8>>) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            heads(&path, corpus);
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            let mut bytes = fs::read(&path).unwrap();
            let is_whole = path.parent().is_some_and(|parent| parent.ends_with("dialects"));
            bytes.truncate(if is_whole { usize::MAX } else { HEAD });
            corpus.push(bytes);
        }
    }
}
