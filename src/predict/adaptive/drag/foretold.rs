//! What the frames under the pixels around the pointer are worth while it drags: [`Foretold`].

/// How far around the pointer positions are predicted, in pixels.
pub(in crate::predict::adaptive) const WINDOW: i64 = 240;
/// How many pixels that is.
const ROW: usize = 2 * WINDOW as usize + 1;

/// What the frame under one pixel is worth, in likelihood.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::predict::adaptive) struct Worth {
    /// What keeping it is worth.
    pub(in crate::predict::adaptive) value: f32,
    /// What loading it now is worth.
    pub(in crate::predict::adaptive) benefit: f32,
}

/// What the frames under the pixels around the pointer are worth while it drags, and which of them a path has passed.
pub(in crate::predict::adaptive) struct Foretold {
    row: [Worth; ROW],
    /// The likelihood that the path does not pass the pixel before.
    left: [f32; ROW],
    /// The pixels that the path has touched, as indices; none if the first is above the last.
    path: (usize, usize),
}

impl Default for Foretold {
    fn default() -> Self {
        Self { row: [Worth::default(); ROW], left: [1.0; ROW], path: (ROW, 0) }
    }
}

impl Foretold {
    /// Begins another path.
    pub(in crate::predict::adaptive) fn begin_path(&mut self) {
        let (first, last) = std::mem::replace(&mut self.path, (ROW, 0));
        if first <= last {
            self.left[first..=last].fill(1.0);
        }
    }

    /// Adds that the path is at a pixel, counted from the pointer, with likelihood `mass`. A frame is loaded the first time
    /// only, so a pixel that the path has passed before counts less. `keep` and `load` are what being there is worth for
    /// keeping the frame and for loading it now.
    pub(in crate::predict::adaptive) fn add(&mut self, pixel: i64, mass: f32, keep: f32, load: f32) {
        let Some(at) = usize::try_from(pixel.saturating_add(WINDOW)).ok().filter(|&at| at < ROW) else { return };
        let first = self.left[at] * mass;
        self.left[at] -= first;
        self.row[at].value += first * keep;
        self.row[at].benefit += first * load;
        self.path = (self.path.0.min(at), self.path.1.max(at));
    }

    /// The pixels, counted from the pointer, whose frames are worth something.
    pub(in crate::predict::adaptive) fn pixels(&self) -> impl Iterator<Item = (i64, Worth)> + '_ {
        (-WINDOW..).zip(self.row).filter(|(_, worth)| worth.value > LEAST)
    }
}

/// A frame that is worth less is left out.
const LEAST: f32 = 1e-3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_passes_a_pixel_for_the_first_time_once() {
        let mut foretold = Foretold::default();
        foretold.begin_path();
        (0..9).for_each(|_| foretold.add(3, 0.5, 0.4, 0.2));
        foretold.add(WINDOW + 1, 1.0, 1.0, 1.0);
        foretold.add(i64::MIN, 1.0, 1.0, 1.0);
        let [(pixel, worth)] = foretold.pixels().collect::<Vec<_>>()[..] else { panic!("one pixel") };
        assert!(pixel == 3 && worth.value <= 0.4 && worth.value > 0.39 && worth.benefit <= 0.2);
        foretold.begin_path();
        foretold.add(3, 1.0, 0.6, 0.6);
        assert!(foretold.pixels().all(|(_, worth)| worth.value > 0.99), "another path is another chance");
    }
}
