//! Where something lies on the canvas without covering what was looked for.

use eframe::egui::{Align2, Rect, Vec2, vec2};

use crate::app::widgets::theme;

/// The height of the status line, in points.
const STATUS: f32 = 16.0;

/// The part of the canvas in whose corners something may lie.
pub fn within(canvas: Rect) -> Rect {
    let inside = canvas.shrink(theme::SPACE[1]);
    inside.with_max_y((inside.bottom() - STATUS).max(inside.top()))
}

/// The first of these corners of the canvas in which something of this size covers nothing of `avoid`, or else the one in which it
/// covers least.
pub fn corner(canvas: Rect, size: Vec2, corners: &[Align2], avoid: &[Rect]) -> Align2 {
    let covered = |corner: &Align2| {
        let place = corner.align_size_within_rect(size + vec2(2.0, 2.0), within(canvas));
        let each = avoid.iter().map(|rect| rect.intersect(place)).filter(Rect::is_positive);
        each.map(|shared| shared.area()).sum::<f32>()
    };
    let least = corners.iter().min_by(|one, other| covered(one).total_cmp(&covered(other)));
    least.copied().unwrap_or(Align2::LEFT_TOP)
}

#[cfg(test)]
mod tests {
    use eframe::egui::pos2;
    use proptest::prelude::*;

    use super::*;

    const CANVAS: Rect = Rect { min: pos2(10.0, 20.0), max: pos2(810.0, 620.0) };
    const ALL: [Align2; 4] = [Align2::LEFT_TOP, Align2::RIGHT_TOP, Align2::LEFT_BOTTOM, Align2::RIGHT_BOTTOM];

    proptest! {
        #[test]
        fn what_was_looked_for_is_not_covered_while_any_corner_is_free(
            left in 0.0_f32..800.0, top in 0.0_f32..600.0, width in 1.0_f32..500.0, height in 1.0_f32..400.0,
        ) {
            let (size, place) = (vec2(200.0, 60.0), Rect::from_min_size(pos2(left, top), vec2(width, height)));
            let at = |corner: Align2| corner.align_size_within_rect(size, within(CANVAS));
            let chosen = at(corner(CANVAS, size, &ALL, &[place]));
            prop_assert!(CANVAS.contains_rect(chosen));
            // A place of this size leaves at least one corner free.
            prop_assert!(!chosen.intersects(place), "{chosen:?} {place:?}");
        }
    }

    #[test]
    fn the_first_corner_is_chosen_where_all_are_free_and_else_the_one_in_which_least_is_covered() {
        assert_eq!(corner(CANVAS, vec2(100.0, 50.0), &ALL, &[]), ALL[0]);
        assert_eq!(corner(CANVAS, vec2(100.0, 50.0), &ALL, &[CANVAS]), ALL[0]);
        let all_but_little = Rect { min: CANVAS.min, max: CANVAS.max - vec2(40.0, 0.0) };
        assert_eq!(corner(CANVAS, vec2(100.0, 50.0), &ALL, &[all_but_little]), Align2::RIGHT_TOP);
    }
}
