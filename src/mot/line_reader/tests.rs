//! What is read briefly is what the full rules give.

use super::*;
use crate::mot::columns::Reading;
use proptest::prelude::*;

/// A reader by the map of a header and a row.
fn by_header(text: &str) -> Option<LineReader> {
    let question = columns::Question { path: "a.csv".as_ref(), roles: None, size: None };
    match columns::recognise(text.as_bytes(), &question).reading {
        Reading::Table(map) => Some(LineReader::by_map(Arc::new(map), None)),
        _ => None,
    }
}

/// Reads a line briefly, in the way that the reader has for it.
fn brief(reader: &LineReader, text: &[u8], with_class: bool) -> Option<(BriefRow, usize)> {
    match reader.order() {
        Some(order) => row::brief_in_order(text, &order, with_class),
        None => reader.brief(text, with_class),
    }
}

#[test]
fn tables_of_plain_numbers_are_summed_up_as_plain_text_is_whatever_the_order_of_their_columns() {
    for (header, row, is_brief) in [
        ("frame,id,left,top,width,height,conf,age,speed", "1,2,3,4,50,60,0.9,5,7", true),
        ("frame,id,left,top,width,height,conf,class,speed", "1,2,3,4,50,60,0.9,2,7", true),
        ("frame;id;left;top;width;height;conf;speed", "1;2;3;4;50;60;0.9;7", true),
        ("frame,id,left,top,width,height,speed,conf", "1,2,3,4,50,60,7,0.9", true),
        ("frame,id,left,top,width,height,conf,speed,class", "1,2,3,4,50,60,0.9,7,3", true),
        ("id,frame,left,top,width,height,conf,speed", "1,2,3,4,50,60,7,0.9", true),
        ("speed,left,top,width,height,id,frame", "7,3,4,50,60,2,1", true),
        ("frame,id,x1,y1,x2,y2,conf,speed", "1,2,3,4,50,60,0.9,7", true),
        ("frame,id,cx,cy,width,height,conf,speed", "1,2,30,40,50,60,0.9,7", false),
        ("frame,id,left,top,width,height,a,b,c,d,conf", "1,2,3,4,50,60,1,1,1,1,0.9", false),
    ] {
        let text = format!("{header}\n{row}\n{row}\n");
        let reader = by_header(&text).unwrap();
        assert_eq!(brief(&reader, row.as_bytes(), false).is_some(), is_brief, "{header}");
    }
}

proptest! {
    #[test]
    fn what_is_read_briefly_of_a_table_is_what_its_map_gives(
        separator in prop::sample::select(vec![",", ";", "\t", "|"]),
        own in prop::sample::select(vec![",", ", ", ";", "\t", " ", "|"]),
        numbers in prop::collection::vec("-?[0-9]{1,3}(\\.[0-9]{1,2})?", 6..10),
        more in prop::collection::vec("[0-9|\"(.,a-]{0,4}|[0-9]{1,3}", 0..3),
        class in prop::option::of(Just("class")), has_corners in any::<bool>(), index in prop::option::of(Just("")),
        order in prop_oneof![Just((0..9).collect::<Vec<_>>()), Just((0..9).collect::<Vec<_>>()).prop_shuffle()],
    ) {
        let [width, height] = if has_corners { ["right", "bottom"] } else { ["width", "height"] };
        let names = ["frame", "id", "left", "top", width, height, "conf", class.unwrap_or("speed"), "size"];
        let names: Vec<&str> = index.into_iter().chain(order.iter().map(|&at| names[at])).collect();
        let text = format!("{}\n{}\n", names.join(separator), vec!["1"; names.len()].join(separator));
        let Some(reader) = by_header(&text) else { return Ok(()) };
        let line = numbers.iter().chain(&more).map(String::as_str).collect::<Vec<_>>().join(own) + "\n";
        if let Some((brief, length)) = brief(&reader, line.as_bytes(), class.is_some()) {
            let mut rows = Vec::new();
            let facts = reader.rows(line.as_bytes(), 0, &mut |row| rows.push(row));
            prop_assert!(facts.is_ok() && rows.len() == 1 && length == line.len(), "{line:?} {facts:?}");
            let row = &rows[0].detection;
            prop_assert_eq!((rows[0].frame, row.id), (brief.frame, brief.id));
            prop_assert_eq!([row.left, row.top, row.width, row.height], brief.sides);
            prop_assert_eq!(row.confidence, (!brief.confidence.is_nan()).then_some(brief.confidence));
            prop_assert_eq!(row.columns.get(8), (!brief.class.is_nan()).then_some(brief.class));
        }
    }
}
