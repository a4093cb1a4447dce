//! How the terms of a likelihood are told apart: each has a hatch, in the colour of the frame's state.

use eframe::egui::{Color32, Mesh, Rect};

use crate::predict::MAX_TERMS;

/// Fills `rect` for the term with this index. `color` is the state's, `ground` what is behind. All hatches run upwards:
/// so a stretch of two points shows which one it has.
pub fn fill(mesh: &mut Mesh, rect: Rect, term: usize, color: Color32, ground: Color32) {
    // What is in full colour, as shares of the width; the rest is shaded.
    let full: &[[f32; 2]] = match term {
        0 => &[[0.0, 1.0]],
        1 => &[],
        2 => &[[0.3, 0.7]],
        3 => &[[0.0, 0.29], [0.71, 1.0]],
        4 => &[[0.0, 0.5]],
        _ => &[[0.5, 1.0]],
    };
    mesh.add_colored_rect(rect, color.lerp_to_gamma(ground, 0.6));
    for share in full {
        let [from, to] = share.map(|share| rect.left() + share * rect.width());
        mesh.add_colored_rect(Rect::from_x_y_ranges(from..=to, rect.y_range()), color);
    }
}

/// Cuts the height from `bottom` up to `top` into stretches by the shares of the terms, the first lowest; answers each
/// with the term's index.
pub fn stack(terms: &[f32; MAX_TERMS], bottom: f32, top: f32) -> impl Iterator<Item = (usize, f32, f32)> + '_ {
    let mut foot = bottom;
    terms.iter().enumerate().filter(|(_, share)| **share > 0.0).map(move |(term, share)| {
        let from = foot;
        foot -= share * (bottom - top);
        (term, from, foot)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_stacked_without_gaps_up_to_the_whole_height() {
        let stacked: Vec<_> = stack(&[0.5, 0.0, 0.25, 0.0, 0.0, 0.25], 40.0, 20.0).collect();
        assert_eq!(stacked, [(0, 40.0, 30.0), (2, 30.0, 25.0), (5, 25.0, 20.0)]);
        assert_eq!(stack(&[0.0; MAX_TERMS], 40.0, 20.0).count(), 0);
    }

    #[test]
    fn every_term_has_a_hatch_of_its_own() {
        let rect = Rect::from_min_size(eframe::egui::Pos2::ZERO, eframe::egui::vec2(7.0, 24.0));
        let drawn: Vec<Vec<_>> = (0..MAX_TERMS)
            .map(|term| {
                let mut mesh = Mesh::default();
                fill(&mut mesh, rect, term, Color32::WHITE, Color32::BLACK);
                assert!(rect.expand(1e-3).contains_rect(mesh.calc_bounds()), "{term}");
                mesh.vertices.iter().map(|vertex| (vertex.pos.x.to_bits(), vertex.pos.y.to_bits())).collect()
            })
            .collect();
        for (at, one) in drawn.iter().enumerate() {
            assert!(!drawn[at + 1..].contains(one), "{at}");
        }
    }
}
