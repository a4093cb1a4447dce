//! The natural order of names: numbers in them are compared by value, so `seq-2` comes before `seq-10`.

use std::cmp::Ordering;

/// A part of a name. A number is stored as how many digits it has and the digits, both without leading zeros: a number
/// with fewer digits is smaller.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum NamePart<'a> {
    Number(usize, &'a [u8]),
    Text(&'a [u8]),
}

/// Compares two names. The order is total: only equal names are equal.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    parts(a).cmp(parts(b)).then_with(|| a.cmp(b))
}

/// Splits a name into numbers and the text between them.
fn parts(name: &str) -> impl Iterator<Item = NamePart<'_>> {
    name.as_bytes().chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()).map(|part| {
        if !part[0].is_ascii_digit() {
            return NamePart::Text(part);
        }
        let zeros = part.iter().take_while(|digit| **digit == b'0').count();
        NamePart::Number(part.len() - zeros, &part[zeros..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_in_names_are_counted() {
        let sorted =
            ["", "007", "7a", "MOT17-02-SDP.txt", "MOT17-2.txt", "MOT17-9.txt", "MOT17-10.txt", "a", "a/b", "ab"];
        let mut names = sorted;
        names.reverse();
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, sorted);
    }

    proptest! {
        #[test]
        fn names_that_differ_in_one_number_are_in_its_order(
            head in "[a-z/]{0,4}", a in any::<u64>(), b in any::<u64>(), zeros in "0{0,3}", tail in "[.a-z]{0,4}",
        ) {
            let name = |number: u64| format!("{head}{zeros}{number}{tail}");
            prop_assert_eq!(compare(&name(a), &name(b)), a.cmp(&b));
        }

        #[test]
        fn the_order_is_total(mut names in prop::collection::vec("[01a\u{e9}]{0,5}", 3)) {
            names.sort_by(|a, b| compare(a, b));
            prop_assert_ne!(compare(&names[0], &names[2]), Ordering::Greater);
            prop_assert_eq!(compare(&names[0], &names[1]), compare(&names[1], &names[0]).reverse());
            prop_assert_eq!(compare(&names[0], &names[1]) == Ordering::Equal, names[0] == names[1]);
        }
    }
}
