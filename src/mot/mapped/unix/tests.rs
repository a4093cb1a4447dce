//! A mapping outlives the file it maps, and stray signals.

use super::*;
use std::io::Write as _;

fn mapped(pages: usize) -> (File, Mapped) {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&vec![7; pages * 4096]).unwrap();
    let mapped = Mapped::new(&file).unwrap();
    (file, mapped)
}

#[test]
fn a_shortened_file_reads_as_zeros_and_is_told() {
    let (file, mapped) = mapped(100);
    let (_other, whole) = self::mapped(3);
    assert!(mapped[0] == 7 && mapped.is_intact());
    file.set_len(10 * 4096).unwrap();
    let sum: u64 = mapped.iter().map(|&byte| u64::from(byte)).sum();
    assert_eq!(sum, 10 * 4096 * 7);
    assert!(!mapped.is_intact());
    assert!(whole.iter().all(|&byte| byte == 7) && whole.is_intact());
}

#[test]
fn many_threads_may_meet_the_missing_part_at_once() {
    let (file, mapped) = mapped(64);
    file.set_len(0).unwrap();
    std::thread::scope(|scope| {
        for first in 0..8 {
            let mapped = &mapped;
            scope.spawn(move || {
                (first * 8 * 4096..64 * 4096).step_by(4096).for_each(|at| assert_eq!(mapped[at], 0));
            });
        }
    });
    assert!(!mapped.is_intact());
}

#[test]
fn slots_are_used_again() {
    let count = || Slot::all().count();
    drop((mapped(1), mapped(1)));
    let before = count();
    for _ in 0..100 {
        drop(mapped(1));
    }
    // Other tests that run at this time may use some slots.
    assert!(count() <= before + 20);
}

/// Set in the child process of a test: what the child does.
const CHILD: &str = "MOTSCOPE_TEST_SIGBUS";

/// Runs this test again in a child process that does `what`. Returns the signal that ended the child; `None` if it ended
/// without a signal and without an error.
fn child(test: &str, what: &str) -> Option<c_int> {
    use std::os::unix::process::ExitStatusExt as _;
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &format!("mot::mapped::unix::tests::{test}"), "--nocapture"]).env(CHILD, what);
    let output = command.output().unwrap();
    let signal = output.status.signal();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(signal.is_some() || output.status.success() && told.contains("1 passed"), "{what}: {output:?}");
    signal
}

/// Sends SIGBUS to this thread, as `kill` does from outside.
fn send() {
    // SAFETY: a plain call of the C library.
    unsafe { libc::raise(libc::SIGBUS) };
}

/// Reads a missing part of a mapping that is not ours.
fn fault_elsewhere() {
    let file = tempfile::tempfile().unwrap();
    file.set_len(8192).unwrap();
    // SAFETY: the file has no name. That it is shortened is the point.
    let map = unsafe { Mmap::map(&file) }.unwrap();
    file.set_len(0).unwrap();
    std::hint::black_box(map[5000]);
}

/// Reads a missing part of one of our mappings.
fn fault_here() {
    let (file, mapped) = mapped(3);
    file.set_len(0).unwrap();
    assert_eq!(mapped[5000], 0);
    assert!(!mapped.is_intact());
}

/// Does in a child process what the test asks for. `false` in the parent.
fn is_child() -> bool {
    let Ok(what) = std::env::var(CHILD) else { return false };
    // SAFETY: a plain call of the C library. A child that ends by the signal shall write no core file.
    unsafe { libc::setrlimit(libc::RLIMIT_CORE, &libc::rlimit { rlim_cur: 0, rlim_max: 0 }) };
    for step in what.split(' ') {
        match step {
            "install" => drop(mapped(1)),
            "send" => send(),
            "elsewhere" => fault_elsewhere(),
            "here" => fault_here(),
            other => panic!("{other}"),
        }
    }
    true
}

#[test]
fn a_stray_signal_does_not_disarm_the_guard() {
    if is_child() {
        return;
    }
    let child = |what: &str| child("a_stray_signal_does_not_disarm_the_guard", what);
    assert_eq!(child("here"), None);
    assert_eq!(child("install send here here"), None);
}

#[test]
fn a_stray_signal_does_what_it_would_do_without_the_guard() {
    if is_child() {
        return;
    }
    let child = |what: &str| child("a_stray_signal_does_what_it_would_do_without_the_guard", what);
    for what in ["send", "send send", "elsewhere", "send elsewhere"] {
        assert_eq!(child(&format!("install {what}")), child(what), "{what}");
    }
    for what in ["send send", "elsewhere", "send elsewhere", "here elsewhere", "here send send"] {
        assert_eq!(child(&format!("install {what}")), Some(libc::SIGBUS), "{what}");
    }
}
