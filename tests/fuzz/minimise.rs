//! Makes an input that fails shorter, as long as it still fails.

/// How many shorter inputs are tried at most.
const MAX_TRIES: u32 = 20_000;

/// A shorter input for which `fails` still holds: halves are taken away, then quarters, down to single bytes, over and
/// over until nothing more can go.
pub fn minimise(input: &[u8], fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut least = input.to_vec();
    let mut tries = 0;
    let mut step = least.len().div_ceil(2);
    while step > 0 && tries < MAX_TRIES {
        let before = least.len();
        let mut at = 0;
        while at < least.len() && tries < MAX_TRIES {
            let mut shorter = least.clone();
            shorter.drain(at..least.len().min(at + step));
            tries += 1;
            if fails(&shorter) { least = shorter } else { at += step }
        }
        if step > 1 || least.len() == before {
            step /= 2;
        }
    }
    least
}

#[test]
fn nothing_can_be_taken_from_what_is_left() {
    let contains = |text: &[u8], part: &[u8]| text.windows(part.len()).any(|window| window == part);
    let input = [&b"x".repeat(1000)[..], b"ab", &b"y".repeat(500), b"cd", &b"z".repeat(77)].concat();
    assert_eq!(minimise(&input, |text| contains(text, b"ab") && contains(text, b"cd")), b"abcd");
    assert_eq!(minimise(&input, |_| true), b"");
    assert_eq!(minimise(&input, |text| text.len() >= 1001).len(), 1001);
}
