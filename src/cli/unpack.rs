//! What `--yes` means: archives are unpacked however large their texts are.

use crate::mot::{ArchiveProblem, OpenError, OpenReason, UnpackLimit};

/// How much an archive may unpack to. `yes` says whether the user allowed any size.
pub(super) fn unpack_limit(yes: bool) -> UnpackLimit {
    if yes { UnpackLimit::NONE } else { UnpackLimit::default() }
}

/// What follows the message of `error` if `--yes` would help; else nothing.
pub(super) fn unpack_hint(error: &OpenError) -> &'static str {
    match &error.reason {
        OpenReason::Archive(ArchiveProblem::Large { .. }) => "; add --yes to unpack it there",
        _ => "",
    }
}
