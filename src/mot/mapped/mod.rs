//! A file's bytes as memory that survives whatever becomes of the file.
//!
//! A mapped file that another program shortens, or whose disk is unplugged, raises SIGBUS at the next access and ends the
//! program. On Unix a signal handler turns that fault into zero bytes and a flag; elsewhere a private copy is mapped,
//! which nobody else can touch.

#[cfg(any(not(unix), test))]
mod portable;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use portable::Mapped;
#[cfg(unix)]
pub(super) use unix::Mapped;
