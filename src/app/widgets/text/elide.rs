//! Names that are too long for their place, shortened in the middle.

use eframe::egui::{TextStyle, Ui};

/// The width in points that the arrow and the margins of a combo box take beside its text.
pub const ARROW: f32 = 34.0;
/// What stands for the letters that are left out.
const LEFT_OUT: char = '…';

/// A name that is shorter, in letters, is better cut at its end.
const LEAST: usize = 9;

/// A name that is shortened in its middle until it fits `width`, in points. Where next to nothing would be left of it, it stays as
/// it is. Names of runs often begin alike and differ at their ends, so that a name that is cut at its end says nothing.
pub fn middle(ui: &Ui, name: &str, style: &TextStyle, width: f32) -> String {
    let font = style.resolve(ui.style());
    let fits = |text: &str| {
        ui.fonts_mut(|fonts| text.chars().map(|letter| fonts.glyph_width(&font, letter)).sum::<f32>()) <= width
    };
    let short = shortened(name, fits);
    // Whoever draws it cuts it at its end.
    if short.chars().count() < LEAST { name.to_owned() } else { short }
}

/// The longest form of a name that `fits`: as it is, or with letters left out of its middle. One letter at least stays at each
/// end.
fn shortened(name: &str, fits: impl Fn(&str) -> bool) -> String {
    if fits(name) {
        return name.to_owned();
    }
    let letters: Vec<char> = name.chars().collect();
    let with = |kept: usize| {
        // The end says more than the beginning.
        let (begin, end) = (kept / 2, kept - kept / 2);
        let begin = letters[..begin].iter();
        begin.chain(&[LEFT_OUT]).chain(&letters[letters.len() - end..]).collect::<String>()
    };
    let (mut least, mut most) = (2.min(letters.len()), letters.len());
    while least + 1 < most {
        let middle = least.midpoint(most);
        if fits(&with(middle)) {
            least = middle;
        } else {
            most = middle;
        }
    }
    with(least)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_ends_of_a_long_name_stay() {
        let of = |most: usize| shortened("ByteTrack_conf025_seed3", |text| text.chars().count() <= most);
        assert_eq!(of(23), "ByteTrack_conf025_seed3");
        assert_eq!(of(12), "ByteT…_seed3");
        assert_eq!(of(1), "B…3");
        assert_eq!(shortened("", |_| false), "…");
    }

    proptest! {
        #[test]
        fn it_is_the_longest_that_fits(name in "\\PC{0,30}", most in 3_usize..40) {
            let count = |text: &str| text.chars().count();
            let short = shortened(&name, |text| count(text) <= most);
            prop_assert_eq!(count(&short), count(&name).min(most));
        }
    }
}
