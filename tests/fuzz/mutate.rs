//! Makes inputs by changing others.

use super::random::Random;

/// Longer inputs are cut; long enough for several blocks of the index.
const MAX_BYTES: usize = 150_000;

/// Texts that have a meaning in some format.
const TOKENS: &[&[u8]] = &[
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b";",
    b",",
    b" ",
    b"\t",
    b",,",
    b", ",
    b" ;",
    b"\"",
    b"'",
    b"\"\"",
    b"\"'a'\"",
    b"''b''",
    b"#",
    b"-",
    b"+",
    b".",
    b"e",
    b"E",
    b"_",
    b"0",
    b"-0",
    b"1",
    b"-1",
    b"7",
    b"1.0",
    b"1.",
    b".5",
    b"1e9",
    b"1e2",
    b"2e0",
    b"1E-3",
    b"1e400",
    b"-1e400",
    b"1e-400",
    b"1e",
    b"1e+",
    b"--1",
    b"0x1",
    b"1_0",
    b"nan",
    b"-nan",
    b"inf",
    b"-Infinity",
    b"1000000000",
    b"1000000000.5",
    b"-1e9",
    b"2147483647",
    b"2147483648",
    b"00000000001",
    b"0000000000000000000000000001",
    b"9007199254740992",
    b"9007199254740993.0",
    b"9223372036854775808",
    b"-9223372036854775808",
    b"-9223372036854775809",
    b"18446744073709551615",
    b"18446744073709551616",
    b"123456789012345678901234567890",
    b"0.1234567890123456789012345678901234567890",
    b"4.9e-324",
    b"1.7976931348623157e308",
    b"2.2250738585072011e-308",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xC3",
    b"\x80",
    b"\xE2\x80\xA6",
    b"\x0b",
    b"\x1f\x8b",
    b"PK\x03\x04",
    b"frame,id,x,y,w,h\n",
    b"# rows\n",
    b"person",
    b"Car",
    b"DontCare",
    b"WSV:2d;1O1",
    b"1,1,1,1,1,1\n",
    b"1,1,1,1,1,1",
    b"2 1 1 1 1 1\n",
    b"3;1;1;1;1;1\n",
    b"1 2 Car 0 0 0 1 2 3 4\n",
    b"1,2,1,1,2,1,2,2,1,2,1,1,1\n",
    b"5000,1,1,1,1,1\n",
];

/// What fields look like when they are all of the same kind.
const ALPHABETS: &[&[u8]] = &[b"0123456789,.;- \t\r\n\n\"#e", b"01\n,;", b"12, \n", b"1 a;\n", b"-0e.,5"];

/// A new input: nearly always a mutation of one in the corpus.
pub fn input(random: &mut Random, corpus: &[Vec<u8>]) -> Vec<u8> {
    if random.one_in(20) {
        return noise(random);
    }
    let mut bytes = random.pick(corpus).clone();
    // One change as often as many.
    let changes = 1 << random.below(5);
    for _ in 0..changes {
        mutate(random, &mut bytes, corpus);
        bytes.truncate(MAX_BYTES);
    }
    if random.one_in(12) {
        push_to_boundary(random, &mut bytes);
    }
    bytes
}

/// Arbitrary bytes: of all 256, or of a few different ones.
fn noise(random: &mut Random) -> Vec<u8> {
    let len = random.below(400);
    if random.one_in(4) {
        return (0..len).map(|_| random.next() as u8).collect();
    }
    let alphabet = *random.pick(ALPHABETS);
    (0..len).map(|_| *random.pick(alphabet)).collect()
}

fn mutate(random: &mut Random, bytes: &mut Vec<u8>, corpus: &[Vec<u8>]) {
    match random.below(16) {
        0 => flip_bit(random, bytes),
        1 => {
            let at = random.below(bytes.len());
            bytes.splice(at..bytes.len().min(at + 1), [random.next() as u8]);
        }
        2 => {
            let inserted: Vec<u8> = (0..=random.below(8)).map(|_| random.next() as u8).collect();
            insert(random, bytes, &inserted);
        }
        3 => drop(bytes.drain(random.range(bytes.len(), 40))),
        4 => {
            let copied = bytes[random.range(bytes.len(), 400)].to_vec();
            insert(random, bytes, &copied);
        }
        5 => {
            let other = random.pick(corpus);
            bytes.truncate(random.below(bytes.len() + 1));
            bytes.extend_from_slice(&other[random.below(other.len() + 1)..]);
        }
        6 => {
            let other = random.pick(corpus);
            let part = &other[random.range(other.len(), 200)];
            insert(random, bytes, part);
        }
        7 => shuffle_lines(random, bytes),
        8 | 9 => {
            let token = *random.pick(TOKENS);
            insert(random, bytes, token);
        }
        10 | 11 => replace_field(random, bytes),
        12 => repeat_line(random, bytes),
        13 => bytes.truncate(random.below(bytes.len() + 1)),
        14 => other_separator(random, bytes),
        _ => fill(random, bytes),
    }
}

fn insert(random: &mut Random, bytes: &mut Vec<u8>, inserted: &[u8]) {
    let at = random.below(bytes.len() + 1);
    bytes.splice(at..at, inserted.iter().copied());
}

fn flip_bit(random: &mut Random, bytes: &mut [u8]) {
    let at = random.below(bytes.len());
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << random.below(8);
    }
}

fn shuffle_lines(random: &mut Random, bytes: &mut Vec<u8>) {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
    for last in (1..lines.len()).rev() {
        lines.swap(last, random.below(last + 1));
    }
    *bytes = lines.concat();
}

/// Puts a token in place of what is between two separators.
fn replace_field(random: &mut Random, bytes: &mut Vec<u8>) {
    let is_separator = |byte: &u8| b",; \t\n".contains(byte);
    let at = random.below(bytes.len() + 1);
    let start = bytes[..at].iter().rposition(is_separator).map_or(0, |before| before + 1);
    let end = bytes[at..].iter().position(is_separator).map_or(bytes.len(), |after| at + after);
    bytes.splice(start..end, random.pick(TOKENS).iter().copied());
}

/// Repeats a line, once or many times.
fn repeat_line(random: &mut Random, bytes: &mut Vec<u8>) {
    let lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
    if lines.is_empty() {
        return;
    }
    let at = random.below(lines.len());
    let most = if random.one_in(50) { 2000 } else { 5 };
    let times = random.below(most);
    let repeated = lines[at].repeat(times);
    *bytes = [lines[..at].concat(), repeated, lines[at..].concat()].concat();
}

/// Other separators in some of the lines.
fn other_separator(random: &mut Random, bytes: &mut [u8]) {
    let (from, to) = (*random.pick(b",; \t"), *random.pick(b",; \t"));
    let range = random.range(bytes.len(), 1000);
    bytes[range].iter_mut().filter(|byte| **byte == from).for_each(|byte| *byte = to);
}

/// A stretch of one byte: long numbers, and now and then more than a block of the index or a gap within a run.
fn fill(random: &mut Random, bytes: &mut Vec<u8>) {
    let longest = if random.one_in(50) { 70_000 } else { 150 };
    let filling = vec![*random.pick(b"0019,; \t\n.x#\"\xFF"); random.below(longest)];
    insert(random, bytes, &filling);
}

/// Puts a long line before another one, so that the other one lies where a reader may cut the file into parts.
fn push_to_boundary(random: &mut Random, bytes: &mut Vec<u8>) {
    let boundary = *random.pick(&[1 << 12, 1 << 14, 1 << 14, 1 << 16]);
    let place = random.below(bytes.len() + 1);
    let line_start = bytes[..place].iter().rposition(|&byte| byte == b'\n').map_or(0, |before| before + 1);
    let missing = boundary - 1 - place % boundary;
    let mut line = vec![*random.pick(b"# 1"); missing];
    line.push(b'\n');
    bytes.splice(line_start..line_start, line);
}

#[test]
fn the_same_seed_makes_the_same_input() {
    let corpus = vec![b"1,1,1,1,1,1\n2,1,1,1,1,1\n".to_vec(), Vec::new()];
    let inputs = |seed| (0..500_u64).map(|run| input(&mut Random::new(seed ^ run), &corpus)).collect::<Vec<_>>();
    assert_eq!(inputs(3), inputs(3));
    assert_ne!(inputs(3), inputs(1 << 20));
}
