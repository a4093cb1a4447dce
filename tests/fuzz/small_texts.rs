//! Small texts that lie around a sequence: `seqinfo.ini`, traces of moves, and hints.

use motscope::sequence::SeqInfo;
use motscope::sim::{PersonHints, Trace};

use super::alloc;

/// Memory for a text of so many bytes, with its errors and what is read from it, and for what other tests take meanwhile.
fn allowed(bytes: usize) -> usize {
    (1 << 20) + 80 * bytes
}

/// Runs `read` on bytes, and holds its memory against the number of bytes.
fn bounded<T>(bytes: &[u8], read: impl FnOnce() -> T) -> T {
    let (read, peak) = alloc::peak(read);
    assert!(peak <= allowed(bytes.len()), "{peak} bytes of memory for {} bytes", bytes.len());
    read
}

pub fn seqinfo(bytes: &[u8]) {
    let info = bounded(bytes, || SeqInfo::parse(bytes));
    assert!(info.frame_rate.is_none_or(|rate| rate > 0.0 && rate.is_finite()));
    assert!(info.seq_length != Some(0) && info.im_width != Some(0) && info.im_height != Some(0));
    let texts = [&info.name, &info.im_dir, &info.im_ext];
    assert!(texts.into_iter().flatten().all(|text| !text.is_empty() && !text.contains(char::is_control)));
    let lines = bytes.iter().filter(|&&byte| byte == b'\n' || byte == b'\r').count() as u64 + 1;
    let numbers: Vec<u64> = info.problems.iter().map(|problem| problem.line).collect();
    assert!(numbers.is_sorted() && numbers.iter().all(|line| (1..=lines).contains(line)));
    info.problems.iter().for_each(|problem| assert!(problem.to_string().len() < 4000));
}

pub fn trace(bytes: &[u8]) {
    for keys in [None, Some(0..=9999)] {
        match bounded(bytes, || Trace::parse("mutated", bytes, keys.clone())) {
            Ok(trace) => {
                assert!(!trace.moves.is_empty() && trace.moves.is_sorted_by_key(|step| step.at));
                let keys = trace.keys.clone();
                assert!(keys.is_none_or(|keys| trace.moves.iter().all(|step| keys.contains(&step.key))));
                let again = Trace::parse("mutated", trace.to_csv().as_bytes(), None);
                assert_eq!(again.as_ref().map(|again| &again.moves), Ok(&trace.moves));
            }
            Err(error) => {
                let lines = String::from_utf8_lossy(bytes).split('\n').count();
                assert!((1..=lines).contains(&error.line) && error.to_string().len() < 1000);
            }
        }
    }
}

pub fn hints(bytes: &[u8]) {
    match bounded(bytes, || PersonHints::read_all(bytes)) {
        Ok(people) => people.values().for_each(|person| {
            let hints = person.hints(&[-1, 1]);
            assert!(hints.landmarks.is_sorted() && hints.jumps.is_sorted());
        }),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

pub fn seqinfos() -> Vec<Vec<u8>> {
    [
        "",
        "[Sequence]\nname=A-02\nimDir=img1\nframeRate=30\nseqLength=600\nimWidth=1920\nimHeight=1080\nimExt=.jpg\n",
        "\u{feff}[Sequence]\r\nName = \"two words\" ; a name\r\nFRAMERATE=29.97\r\nseqLength=600.0\r\n",
        "name:b\nname:c\n# imDir=x\nimWidth=-1\nimHeight=0\nframeRate=nan\nimExt=\nno value\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

pub fn traces() -> Vec<Vec<u8>> {
    [
        "time_ms,frame\n0,5\n16.7,6\n16.7,7\n1000,8\n",
        "# keys 0..99\r\n0,5\r\n# a comment\r\n\r\n1.000000001, 6 ,more\r\n",
        "\u{feff}0,1\n0.5,2",
        "1000000000000,18446744073709551615\n1000000000000,0\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

pub fn all_hints() -> Vec<Vec<u8>> {
    [
        "{}",
        r#"{"a": {"landmarks": [3, 1], "bookmarks": [2], "jumps": [10, 0], "pixels": [1000]}, "b": {}}"#,
        r#"{"a": {"jumps": [4294967295], "landmarks": [18446744073709551615]}}"#,
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}
