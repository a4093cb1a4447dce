//! What is drawn, pixel by pixel.

use proptest::prelude::*;

use super::*;

const RED: [u8; 4] = [230, 20, 20, 255];
const GROUND: [u8; 3] = [40, 40, 40];

fn mark(left: f64, top: f64, width: f64, height: f64) -> Mark {
    Mark { rect: Rect::at(left, top, width, height), color: RED, ..Mark::default() }
}

fn layer(marks: Vec<Mark>) -> Layer {
    Layer { marks, line_width: 2.0, opacity: 1.0, labels_below: false }
}

/// A drawing of 100 × 80 pixels.
fn drawing<'a>(marks: Vec<Mark>) -> Drawing<'a> {
    let area = Rect::at(0.0, 0.0, 100.0, 80.0);
    Drawing { area, ground: GROUND, layers: vec![layer(marks)], ..Drawing::default() }
}

fn at(picture: &Picture, x: u32, y: u32) -> [u8; 3] {
    let [red, green, blue, alpha] = picture.pixel(x, y).unwrap().0;
    assert_eq!(alpha, 255);
    [red, green, blue]
}

/// The places of pixels that do not have the colour of the ground.
fn drawn(picture: &Picture) -> Vec<(u32, u32)> {
    let all = (0..picture.height).flat_map(|y| (0..picture.width).map(move |x| (x, y)));
    all.filter(|&(x, y)| at(picture, x, y) != GROUND).collect()
}

/// A picture in which the colour of a pixel is its place.
fn chart(width: u32, height: u32) -> Picture {
    let all = (0..height).flat_map(|y| (0..width).map(move |x| Rgba([x as u8, y as u8, 7, 255])));
    Picture::new(width, height, all.collect())
}

#[test]
fn a_mask_is_filled_below_the_outline_and_nothing_is_filled_twice() {
    let parts = vec![Rect::at(20.0, 20.0, 5.5, 10.0), Rect { left: 25.5, top: 20.0, right: 31.0, bottom: 30.0 }];
    let picture = render(&drawing(vec![Mark { mask: parts, ..mark(10.0, 10.0, 40.0, 40.0) }]));
    let inside: Vec<_> = (20..31).map(|x| picture.pixel(x, 25)).collect();
    assert!(inside.iter().all(|pixel| *pixel == inside[0]), "{inside:?}");
    assert_ne!(picture.pixel(25, 25), picture.pixel(40, 40));
    assert_eq!(picture.pixel(40, 40), picture.pixel(2, 2));
    assert_eq!(picture.pixel(10, 25).map(|pixel| pixel.0), Some(RED), "the outline");
}

#[test]
fn a_point_is_a_dot_of_one_size_at_any_scale_and_its_label_is_above() {
    for scale in [0.5, 1.0, 4.0] {
        let point = Mark { is_point: true, label: "7".to_owned(), ..mark(50.0, 60.0, 0.0, 0.0) };
        let picture = render(&Drawing { scale, ..drawing(vec![point.clone()]) });
        let reds = drawn(&picture);
        let (x, y) = ((50.0 * scale) as u32, (60.0 * scale) as u32);
        let dot: Vec<_> = reds.iter().filter(|at| at.1.abs_diff(y) <= 4).collect();
        assert!((30..=90).contains(&dot.len()), "{} pixels at {scale}", dot.len());
        assert!(dot.iter().all(|at| at.0.abs_diff(x) <= 5), "{dot:?}");
        let large = render(&Drawing { scale, ..drawing(vec![Mark { emphasised: true, ..point }]) });
        assert!(drawn(&large).len() > reds.len());
    }
}

#[test]
fn an_outline_lies_on_the_edges_of_its_box_in_whole_pixels_and_nowhere_else() {
    let picture = render(&drawing(vec![mark(10.0, 20.0, 30.0, 40.0)]));
    for y in 0..80 {
        for x in 0..100 {
            let on = |value: u32, edge: u32| value == edge - 1 || value == edge;
            let (across, along) = ((9..41).contains(&x), (19..61).contains(&y));
            let is_edge = (on(x, 10) || on(x, 40)) && along || (on(y, 20) || on(y, 60)) && across;
            let expected = if is_edge { [230, 20, 20] } else { GROUND };
            assert_eq!(at(&picture, x, y), expected, "{x} {y}");
        }
    }
}

#[test]
fn a_scaled_drawing_scales_places_but_not_lines() {
    let half = Drawing { scale: 0.5, ..drawing(vec![mark(20.0, 20.0, 40.0, 40.0)]) };
    let picture = render(&half);
    assert_eq!((picture.width, picture.height), (50, 40));
    assert_eq!((at(&picture, 9, 15), at(&picture, 10, 15)), ([230, 20, 20], [230, 20, 20]));
    assert_eq!((at(&picture, 8, 15), at(&picture, 11, 15)), (GROUND, GROUND));
}

/// Lengths of the dashes and gaps along the top of a box, in pixels.
fn runs(drawing: &Drawing) -> Vec<usize> {
    let picture = render(drawing);
    let top: Vec<bool> = (9..71).map(|x| at(&picture, x, 19) != GROUND).collect();
    assert!(top[0]);
    top.chunk_by(|a, b| a == b).map(<[bool]>::len).collect()
}

#[test]
fn dashes_of_layers_and_of_boxes_that_are_not_judged_are_drawn_different_and_as_long_as_on_the_screen() {
    let dashed = |pattern| drawing(vec![Mark { pattern, ..mark(10.0, 20.0, 60.0, 40.0) }]);
    assert_eq!(runs(&dashed(LinePattern::Solid)), [62]);
    assert_eq!(runs(&dashed(LinePattern::ShortDashes)), [5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 3]);
    let long = dashed(LinePattern::LongDashes);
    assert_eq!(runs(&long), [12, 8, 12, 8, 12, 8, 2]);
    // With two pixels per point they are twice as long, whatever the width of the line.
    assert_eq!(runs(&Drawing { pixels_per_point: 2.0, ..long }), [24, 16, 22]);
    let layers = vec![Layer { line_width: 3.0, ..dashed(LinePattern::LongDashes).layers.remove(0) }];
    assert_eq!(runs(&Drawing { layers, ..drawing(Vec::new()) })[..2], [12, 8]);
}

#[test]
fn an_oriented_box_that_is_dashed_has_gaps_too() {
    let corners = Some([(50.0, 10.0), (80.0, 40.0), (50.0, 70.0), (20.0, 40.0)]);
    let painted =
        |pattern| drawn(&render(&drawing(vec![Mark { corners, pattern, ..mark(20.0, 10.0, 60.0, 60.0) }]))).len();
    let [solid, short, long] = [LinePattern::Solid, LinePattern::ShortDashes, LinePattern::LongDashes].map(painted);
    assert!(short < long && long < solid, "{short} {long} {solid}");
}

#[test]
fn layers_lie_above_each_other_and_an_emphasised_box_above_its_own_layer_only() {
    let blue = Mark { color: [0, 0, 255, 255], emphasised: true, ..mark(10.0, 20.0, 60.0, 40.0) };
    let layers = vec![layer(vec![blue]), layer(vec![mark(10.0, 20.0, 60.0, 40.0)])];
    let picture = render(&Drawing { layers, ..drawing(Vec::new()) });
    assert_eq!((at(&picture, 30, 20), at(&picture, 30, 21)), ([230, 20, 20], [0, 0, 255]));
}

#[test]
fn opacity_mixes_with_the_ground_once_also_in_corners() {
    let mut half = drawing(vec![mark(10.0, 20.0, 30.0, 40.0)]);
    half.layers[0].opacity = 0.5;
    let picture = render(&half);
    let mixed = at(&picture, 20, 20);
    for (channel, expected) in mixed.into_iter().zip([135, 30, 30]) {
        assert!(channel.abs_diff(expected) <= 1, "{mixed:?}");
    }
    for corner in [(9, 19), (40, 60), (10, 20)] {
        assert_eq!(at(&picture, corner.0, corner.1), mixed);
    }
    half.layers[0].opacity = 0.0;
    assert!(drawn(&render(&half)).is_empty());
    half.layers[0].opacity = f32::NAN;
    render(&half);
}

#[test]
fn an_emphasised_box_is_wider_filled_and_above_the_others() {
    let blue = Mark { color: [0, 0, 255, 255], emphasised: true, ..mark(10.0, 20.0, 30.0, 40.0) };
    let picture = render(&drawing(vec![blue, mark(10.0, 20.0, 60.0, 40.0)]));
    assert_eq!(at(&picture, 15, 20), [0, 0, 255]);
    assert_eq!(at(&picture, 60, 20), [230, 20, 20]);
    // The line is wider: 4 pixels instead of 2.
    assert_eq!((at(&picture, 11, 40), at(&picture, 8, 40)), ([0, 0, 255], [0, 0, 255]));
    let inside = at(&picture, 25, 40);
    assert!(inside[2] > 70 && inside[0] < 40, "{inside:?}");
}

#[test]
fn a_label_stands_above_its_box_on_a_ground_of_its_colour() {
    let labelled = Mark { label: "17".to_owned(), ..mark(10.0, 40.0, 30.0, 30.0) };
    let picture = render(&drawing(vec![labelled]));
    // It is 12 + 3 pixels high, above the outline, and 2 × 7.2 + 4 pixels wide, from the left side of the outline.
    assert_eq!(at(&picture, 9, 24), [230, 20, 20]);
    assert_eq!(at(&picture, 27, 38), [230, 20, 20]);
    assert_eq!((at(&picture, 9, 23), at(&picture, 8, 30), at(&picture, 28, 30)), (GROUND, GROUND, GROUND));
    let text = (9..28).flat_map(|x| (24..39).map(move |y| (x, y)));
    let light = text.filter(|&(x, y)| at(&picture, x, y)[1] > 120).count();
    assert!((12..120).contains(&light), "{light} pixels of text");
    // Colours of tracks are light, so text on them is dark.
    let [red, green, blue] = crate::palette::track(3);
    let labelled = Mark { label: "17".to_owned(), color: [red, green, blue, 255], ..mark(10.0, 40.0, 30.0, 30.0) };
    let picture = render(&drawing(vec![labelled]));
    assert!((24..39).any(|y| (9..28).any(|x| at(&picture, x, y) == crate::palette::on_track([red, green, blue]))));
}

#[test]
fn a_label_without_room_above_is_inside_and_never_leaves_the_picture() {
    let top = Mark { label: "1".to_owned(), ..mark(10.0, 2.0, 30.0, 60.0) };
    let picture = render(&drawing(vec![top]));
    assert_eq!(at(&picture, 18, 5), [230, 20, 20]);
    let right = Mark { label: "12345".to_owned(), ..mark(90.0, 40.0, 30.0, 30.0) };
    let picture = render(&drawing(vec![right]));
    let ground = (0..100).filter(|&x| at(&picture, x, 25) == [230, 20, 20]).min().unwrap();
    assert_eq!(ground, 100 - 41);
    // A box outside of the picture has no label.
    let gone = Mark { label: "12345".to_owned(), ..mark(300.0, 40.0, 30.0, 30.0) };
    assert!(drawn(&render(&drawing(vec![gone]))).is_empty());
}

#[test]
fn labels_placed_first_keep_their_place_and_emphasised_ones_come_first() {
    let blue = |emphasised| Mark {
        label: "22".to_owned(),
        color: [0, 0, 255, 255],
        emphasised,
        ..mark(14.0, 42.0, 30.0, 30.0)
    };
    let red = Mark { label: "11".to_owned(), ..mark(10.0, 40.0, 30.0, 30.0) };
    let has = |picture: &Picture, color: [u8; 3]| (24..37).any(|y| (9..40).any(|x| at(picture, x, y) == color));
    let picture = render(&drawing(vec![red.clone(), blue(false)]));
    assert!(has(&picture, [230, 20, 20]) && !has(&picture, [0, 0, 255]));
    let picture = render(&drawing(vec![red, blue(true)]));
    assert!(has(&picture, [0, 0, 255]) && !has(&picture, [230, 20, 20]));
}

#[test]
fn an_oriented_box_is_drawn_by_its_corners() {
    let corners = Some([(50.0, 10.0), (80.0, 40.0), (50.0, 70.0), (20.0, 40.0)]);
    let picture = render(&drawing(vec![Mark { corners, ..mark(20.0, 10.0, 60.0, 60.0) }]));
    assert!(at(&picture, 65, 25)[0] > 150 && at(&picture, 35, 55)[0] > 150);
    assert_eq!((at(&picture, 20, 10), at(&picture, 50, 40)), (GROUND, GROUND));
    // With one corner far away, the visible part is still drawn.
    let corners = Some([(50.0, 10.0), (1e12, 10.0), (1e12, 70.0), (50.0, 70.0)]);
    let picture = render(&drawing(vec![Mark { corners, ..mark(20.0, 10.0, 60.0, 60.0) }]));
    assert_eq!(at(&picture, 80, 10), [230, 20, 20]);
    assert_eq!(at(&picture, 50, 40), [230, 20, 20]);
}

#[test]
fn the_picture_lies_under_the_boxes_where_it_belongs() {
    let under = chart(100, 80);
    let on = |area: Rect, scale: f64| {
        let drawing = Drawing { backdrop: Some(&under), area, scale, ..drawing(Vec::new()) };
        render(&drawing)
    };
    assert_eq!(on(Rect::at(0.0, 0.0, 100.0, 80.0), 1.0), under);
    // A part of the picture.
    let part = on(Rect::at(20.0, 30.0, 10.0, 5.0), 1.0);
    assert_eq!((part.width, part.height, at(&part, 3, 4)), (10, 5, [23, 34, 7]));
    // The picture and some ground around it.
    let more = on(Rect::at(-10.0, -5.0, 120.0, 90.0), 1.0);
    assert_eq!((at(&more, 9, 5), at(&more, 10, 5), at(&more, 109, 84)), (GROUND, [0, 0, 7], [99, 79, 7]));
    assert_eq!(at(&more, 110, 84), GROUND);
    // The picture in another size.
    for scale in [0.5, 2.0] {
        let scaled = on(Rect::at(20.0, 30.0, 60.0, 40.0), scale);
        let (x, y) = ((30.0 * scale) as u32, (20.0 * scale) as u32);
        let [red, green, _] = at(&scaled, x, y);
        assert!(red.abs_diff(50) <= 1 && green.abs_diff(50) <= 1, "{scale}: {red} {green}");
    }
}

#[test]
fn the_picture_is_changed_by_its_adjustment_and_the_boxes_are_not() {
    let under = chart(100, 80);
    let adjustment = PictureAdjustment { dim: 0.5, ..PictureAdjustment::default() };
    let picture =
        render(&Drawing { backdrop: Some(&under), adjustment, ..drawing(vec![mark(10.0, 20.0, 30.0, 40.0)]) });
    assert_eq!((at(&picture, 60, 70), at(&picture, 10, 30)), ([30, 35, 3], [230, 20, 20]));
}

#[test]
fn what_is_transparent_shows_the_ground() {
    let under = Picture::new(2, 1, vec![Rgba([200, 0, 0, 0]), Rgba([200, 0, 0, 128])]);
    let area = Rect::at(0.0, 0.0, 2.0, 1.0);
    let picture = render(&Drawing { backdrop: Some(&under), area, ..drawing(Vec::new()) });
    assert_eq!((at(&picture, 0, 0), at(&picture, 1, 0)), (GROUND, [120, 20, 20]));
}

#[test]
fn a_ground_without_a_picture_tells_why() {
    let area = Rect::at(0.0, 0.0, 300.0, 100.0);
    let noted = Drawing { area, note: "no picture of frame 7".to_owned(), ..drawing(Vec::new()) };
    let places = drawn(&render(&noted));
    assert!(!places.is_empty());
    assert!(places.iter().all(|&(x, y)| (60..240).contains(&x) && (40..60).contains(&y)), "{places:?}");
    // With a picture there is no note.
    let under = Picture::new(300, 100, vec![Rgba([40, 40, 40, 255]); 30_000]);
    assert!(drawn(&render(&Drawing { backdrop: Some(&under), ..noted })).is_empty());
}

#[test]
fn a_trail_is_a_line_to_where_the_box_is_and_dots_from_there_on() {
    let point = |x: f64, form| TrailPoint { x, y: 40.0, opacity: 1.0, form };
    let points = vec![
        point(10.0, TrailForm::Start),
        point(30.0, TrailForm::Line),
        point(f64::NAN, TrailForm::Line),
        point(50.0, TrailForm::Line),
        point(70.0, TrailForm::Dot),
    ];
    let trails = vec![Trail { color: [0, 200, 0], points }];
    let picture = render(&Drawing { trails, ..drawing(Vec::new()) });
    assert_eq!(at(&picture, 20, 39), [0, 200, 0]);
    assert_eq!((at(&picture, 40, 39), at(&picture, 60, 39)), (GROUND, GROUND));
    assert!(at(&picture, 69, 39)[1] > 100);
}

#[test]
fn a_size_that_cannot_be_drawn_is_no_picture() {
    for (width, height, scale) in [
        (1e9, 10.0, 1.0),
        (f64::NAN, 10.0, 1.0),
        (10.0, f64::INFINITY, 1.0),
        (16_000.0, 16_000.0, 1.0),
        (9.0, 9.0, 0.0),
    ] {
        let area = Rect { right: width, bottom: height, ..Rect::default() };
        let drawing = Drawing { area, scale, ..Drawing::default() };
        assert_eq!((drawing.size(), render(&drawing)), (None, Picture::default()), "{area:?} {scale}");
    }
    let line = Drawing { area: Rect::at(5.0, 5.0, -3.0, 0.0), ..Drawing::default() };
    assert_eq!(line.size(), Some((1, 1)));
    let thirds = Drawing { area: Rect::at(0.0, 0.0, 300.0, 90.0), scale: 1.0 / 3.0, ..Drawing::default() };
    assert_eq!(thirds.size(), Some((100, 30)));
}

#[test]
fn a_picture_that_lacks_pixels_is_none() {
    let broken = Picture::new(100, 80, vec![Rgba::default(); 5]);
    assert!(drawn(&render(&Drawing { backdrop: Some(&broken), ..drawing(Vec::new()) })).is_empty());
}

/// Any number, but mostly one near the picture.
fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![3 => -200.0_f64..300.0, 1 => any::<f64>(), 1 => Just(f64::NAN), 1 => Just(1e9), 1 => Just(-1e9)]
}

fn pattern() -> impl Strategy<Value = LinePattern> {
    prop::sample::select(vec![LinePattern::Solid, LinePattern::ShortDashes, LinePattern::LongDashes])
}

fn any_mark() -> impl Strategy<Value = Mark> {
    let corner = || (coordinate(), coordinate());
    let corners = prop::option::of([corner(), corner(), corner(), corner()]);
    let sides = (coordinate(), coordinate(), coordinate(), coordinate());
    (sides, corners, any::<[u8; 4]>(), pattern(), any::<[bool; 3]>(), ".{0,9}").prop_map(
        |((left, top, right, bottom), corners, color, pattern, [emphasised, is_point, is_edged], label)| Mark {
            rect: Rect { left, top, right, bottom },
            is_point,
            mask: Vec::new(),
            corners,
            color,
            pattern,
            is_edged,
            emphasised,
            label,
        },
    )
}

proptest! {
    #[test]
    fn any_boxes_are_drawn_or_left_out(
        marks in prop::collection::vec(any_mark(), 0..6),
        (line_width, opacity, label_size, pixels_per_point) in (any::<f32>(), any::<f32>(), any::<f32>(), any::<f32>()),
        scale in prop_oneof![Just(1.0), 0.1_f64..3.0],
        origin in (coordinate(), coordinate()),
    ) {
        let area = Rect::at(origin.0, origin.1, 90.0, 50.0);
        let layers = vec![Layer { marks, line_width, opacity, labels_below: true }];
        let drawing = Drawing { area, scale, layers, label_size, pixels_per_point, ground: GROUND, ..Drawing::default() };
        let picture = render(&drawing);
        prop_assert_eq!(picture.pixels.len(), picture.width as usize * picture.height as usize);
        prop_assert!(picture.pixels.iter().all(|pixel| pixel.0[3] == 255));
    }
}

#[test]
fn a_dark_edge_is_one_pixel_around_the_outline_and_each_dash() {
    let light = |color: [u8; 3]| color == RED[..3];
    let edged = |pattern| Mark { is_edged: true, pattern, ..mark(20.0, 20.0, 60.0, 40.0) };
    let plain = |pattern| Mark { is_edged: false, ..edged(pattern) };
    for pattern in [LinePattern::Solid, LinePattern::LongDashes] {
        let [edged, plain] = [edged(pattern), plain(pattern)].map(|mark| render(&drawing(vec![mark])));
        let (with, without) = (drawn(&edged), drawn(&plain));
        assert!(without.iter().all(|&(x, y)| light(at(&edged, x, y)) && light(at(&plain, x, y))), "{pattern:?}");
        assert!(with.len() > without.len());
        for (x, y) in with.into_iter().filter(|place| !without.contains(place)) {
            assert!(at(&edged, x, y).iter().all(|value| *value < GROUND[0]), "{pattern:?} {x} {y}");
            assert!(without.iter().any(|&(column, row)| column.abs_diff(x) <= 1 && row.abs_diff(y) <= 1), "{x} {y}");
        }
    }
}

#[test]
fn a_label_of_a_layer_above_another_is_below_its_box_where_there_is_no_room() {
    let named = |label: &str| Mark { label: label.to_owned(), ..mark(30.0, 30.0, 40.0, 20.0) };
    let below = |picture: &Picture| drawn(picture).into_iter().filter(|&(_, y)| y > 53).count();
    let both = |labels_below| {
        let second = Layer { labels_below, ..layer(vec![named("b")]) };
        render(&Drawing { layers: vec![layer(vec![named("a")]), second], ..drawing(Vec::new()) })
    };
    assert_eq!(below(&both(false)), 0);
    assert!(below(&both(true)) > 50);
}
