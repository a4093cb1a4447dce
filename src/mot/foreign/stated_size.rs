//! The size of its pictures that a document states.

/// The greatest width and height in pixels that are believed.
const MAX_SIDE: f64 = (1 << 20) as f64;

/// What a document states about the size of its pictures.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct StatedSize {
    size: Option<(u32, u32)>,
    /// Whether pictures have different sizes.
    differs: bool,
    /// The first size that no picture can have, as text.
    odd: Option<String>,
}

impl StatedSize {
    /// Takes the width and height of a picture in pixels.
    pub(crate) fn add(&mut self, width: f64, height: f64) {
        let can_be = |side: f64| (1.0..=MAX_SIDE).contains(&side) && side.fract() == 0.0;
        if !can_be(width) || !can_be(height) {
            self.odd.get_or_insert_with(|| format!("{} × {}", shown(width), shown(height)));
            return;
        }
        let size = (width as u32, height as u32);
        self.differs |= *self.size.get_or_insert(size) != size;
    }

    /// The size of all pictures, if it is stated and they have one size.
    pub(crate) fn of_all(&self) -> Option<(u32, u32)> {
        self.size.filter(|_| !self.differs)
    }

    /// What the user should know.
    pub(crate) fn remark(&self) -> Option<String> {
        let odd = self.odd.as_ref()?;
        Some(format!("it states pictures of {odd} pixels, which no picture has, so that size is not used"))
    }
}

/// A number with few letters, however large it is.
fn shown(side: f64) -> String {
    if side.abs() < 1e9 { side.to_string() } else { format!("{side:e}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sizes: &[(f64, f64)]) -> StatedSize {
        let mut stated = StatedSize::default();
        sizes.iter().for_each(|&(width, height)| stated.add(width, height));
        stated
    }

    #[test]
    fn a_size_counts_if_all_pictures_have_it() {
        assert_eq!(of(&[]), StatedSize::default());
        assert_eq!(of(&[(640.0, 480.0); 3]).of_all(), Some((640, 480)));
        assert_eq!(of(&[(640.0, 480.0), (480.0, 640.0)]).of_all(), None);
    }

    #[test]
    fn a_size_that_no_picture_has_is_told_and_not_used() {
        for (width, told) in [
            (0.0, "0"),
            (-5.0, "-5"),
            (1e9, "1e9"),
            (1e300, "1e300"),
            (0.5, "0.5"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "inf"),
        ] {
            let stated = of(&[(width, 480.0)]);
            assert_eq!(stated.of_all(), None, "{width}");
            assert!(stated.remark().unwrap().contains(&format!("{told} × 480 pixels")), "{:?}", stated.remark());
            assert_eq!(of(&[(width, 480.0), (64.0, 48.0)]).of_all(), Some((64, 48)));
        }
    }
}
