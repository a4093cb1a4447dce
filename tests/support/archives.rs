//! Archives made for tests.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A gzip stream of some bytes.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zip archive of files by name. A name that ends in `/` is a folder, one in `@` a link to what its bytes name.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default();
        if let Some(name) = name.strip_suffix('@') {
            writer.add_symlink(name, str::from_utf8(bytes).unwrap(), options).unwrap();
        } else if name.ends_with('/') {
            writer.add_directory(*name, options).unwrap();
        } else {
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// A zip archive of one member with a changed field, which is at these places in its two headers.
pub fn patched(archive: &[u8], [local, central]: [usize; 2], change: fn(u16) -> u16) -> Vec<u8> {
    let mut bytes = archive.to_vec();
    let directory = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    for at in [local, directory + central] {
        let field = u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        bytes[at..at + 2].copy_from_slice(&change(field).to_le_bytes());
    }
    bytes
}
