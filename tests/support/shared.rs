//! Test data that is too large to be kept with the program.
#![allow(clippy::expect_used)]

use std::path::PathBuf;

/// A folder of the shared test data. Panics, and so fails the test, if the data is not there.
pub fn folder(name: &str) -> PathBuf {
    let root = std::env::var_os("MOTSCOPE_SHARED").expect("set MOTSCOPE_SHARED to the folder of the shared test data");
    let folder = PathBuf::from(root).join(name);
    assert!(folder.is_dir(), "MOTSCOPE_SHARED names no folder of test data: {} is no folder", folder.display());
    folder
}
