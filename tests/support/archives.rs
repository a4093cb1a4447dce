//! Archives made for tests.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};

/// A gzip stream of some bytes.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zip archive of files by name, deflated. A name that ends in `/` is a folder, one in `@` a link to what its bytes
/// name, one in `!` is stored.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in members {
        if name.ends_with('/') {
            writer.new_dir(*name).create().unwrap();
            continue;
        }
        let (method, mode) = match name.chars().last() {
            Some('@') => (CompressionMethod::STORE, 0o120_777),
            Some('!') => (CompressionMethod::STORE, 0o100_644),
            _ => (CompressionMethod::DEFLATE, 0o100_644),
        };
        let name = EntryPath::verbatim(name.trim_end_matches(['@', '!']).as_bytes());
        let builder = writer.new_file(name).compression_method(method).unix_permissions(mode);
        let (mut entry, config) = builder.start().unwrap();
        let descriptor = if method == CompressionMethod::STORE {
            let mut data = config.wrap(&mut entry);
            data.write_all(bytes).unwrap();
            data.finish().unwrap().1
        } else {
            let mut data = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
            data.write_all(bytes).unwrap();
            let (encoder, descriptor) = data.finish().unwrap();
            encoder.finish().unwrap();
            descriptor
        };
        entry.finish(descriptor).unwrap();
    }
    writer.finish().unwrap()
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
