//! The bytes of a file, mapped into memory. Reading them is safe even if the file is shortened or its disk is removed.
//!
//! Without protection, reading a missing part of a mapped file raises SIGBUS, which ends the program. On Unix a signal
//! handler makes the missing bytes zeros and sets a flag. On other systems a private copy is mapped that no other program
//! can change.

#[cfg(any(not(unix), test))]
mod portable;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use portable::Mapped;
#[cfg(unix)]
pub(super) use unix::Mapped;
