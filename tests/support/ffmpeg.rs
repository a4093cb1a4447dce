//! A program that stands in for ffmpeg, so that tests need none and never use the one that a machine has.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

/// Puts `ffmpeg` into a folder. It writes all that it is fed to the file that its last argument names.
pub fn stand_in(folder: &Path) {
    // A process of its own writes it. Nobody can start a program that is open for writing, and whatever a test has open
    // is open in the children of other tests for a moment.
    let write =
        r#"printf '%s\n' '#!/bin/sh' 'for out; do :; done' 'exec /bin/cat > "${out#file:}"' > "$0" && chmod 755 "$0""#;
    let status = Command::new("/bin/sh").arg("-c").arg(write).arg(folder.join("ffmpeg")).status();
    assert!(status.unwrap().success());
}
