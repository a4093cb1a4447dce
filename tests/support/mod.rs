//! What several test files share.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;

/// The folder of shared test data. Panics, and so fails the test, if it is not named.
pub fn shared() -> PathBuf {
    let folder = std::env::var_os("MOTSCOPE_SHARED").expect("set MOTSCOPE_SHARED to the folder of shared test data");
    PathBuf::from(folder)
}
