//! Frames, summary counts and problems are those of a naive reader, in every format. In a table, frames and summary agree.

use motscope::mot::{Format, MotFile, OpenReason};

use super::mot_compare::{compare, compare_as};
use super::mot_naive::Form;

pub fn target(bytes: &[u8]) {
    match MotFile::from_bytes("fuzz.txt", bytes.to_vec()) {
        // The naive reader knows no documents.
        Ok(file) if file.source().is_some() => {}
        Ok(_) => drop(compare(bytes)),
        Err(error) if matches!(error.reason, OpenReason::Other(..)) => {}
        Err(error) => assert!(is_refused(bytes) || is_of_document(&error.reason), "{error}"),
    }
    for (format, form) in [(Format::Mot, Form::Mot), (Format::Kitti, Form::Kitti), (Format::Obb, Form::Obb)] {
        match MotFile::from_bytes_as("fuzz.txt", bytes.to_vec(), Some(format)) {
            Ok(_) => drop(compare_as(form, bytes)),
            // JSON and XML have no rows, whatever format is stated.
            Err(error) => assert!(is_refused(bytes) || is_of_document(&error.reason), "{error}"),
        }
    }
}

/// Whether a document was refused.
fn is_of_document(reason: &OpenReason) -> bool {
    matches!(reason, OpenReason::Document(_) | OpenReason::ChooseMember(_))
}

/// Whether this is no text, or a container of other files.
fn is_refused(bytes: &[u8]) -> bool {
    let signatures: [&[u8]; 7] =
        [b"\x89PNG", b"\xFF\xD8\xFF", b"\xFF\xFE", b"\xFE\xFF", b"\x1F\x8B", b"PK\x03\x04", b"PK\x05\x06"];
    signatures.iter().any(|signature| bytes.starts_with(signature)) || bytes.iter().take(4096).any(|&byte| byte == 0)
}
