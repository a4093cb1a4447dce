//! Mapping on Unix: the file itself is mapped, and a fault in the mapping gives zero bytes instead of ending the program.
//!
//! A handler for SIGBUS is installed with the first mapping. It checks whether the address of the fault lies in one of our
//! mappings. If so, it replaces that page and all pages after it by zeros, marks the mapping as no longer intact, and
//! returns. The access is then repeated and reads zeros. Readers ask [`Mapped::is_intact`] afterwards and discard what they
//! read if it is not.
//!
//! Any other SIGBUS goes to the handler that was installed before, as if ours did not exist. Usually that is the handler of
//! the standard library, which restores the default action and returns: a fault then repeats and ends the program. But a
//! signal that another program *sent* does not repeat. After it our handler is installed again, because it would protect
//! no mapping any more. What the earlier handler left behind is then what the next such signal meets.
//!
//! This was compiled and tested on Linux only, but uses nothing that only Linux has.

#![allow(unsafe_code, reason = "mapping a file and handling the fault of a mapping have no safe interface")]

use std::ffi::{c_int, c_void};
use std::fs::File;
use std::io;
use std::ops::Deref;
use std::ptr;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicUsize, Ordering};

use memmap2::Mmap;

#[cfg(test)]
mod tests;

/// The address of one mapping and whether it is intact, in a list that the handler reads. A slot is never freed, but is used
/// again.
#[derive(Debug)]
struct Slot {
    /// The address of the mapping; 0 while the slot is unused.
    start: AtomicUsize,
    len: AtomicUsize,
    /// Whether a part of the file was missing.
    lost: AtomicBool,
    /// Whether the slot is in use.
    taken: AtomicBool,
    next: AtomicPtr<Slot>,
}

/// The newest slot, at the head of the list.
static SLOTS: AtomicPtr<Slot> = AtomicPtr::new(ptr::null_mut());
static INSTALL: Once = Once::new();
/// The handler that signals outside of our mappings go to: first the one that was installed before ours.
static PREVIOUS: Previous = Previous { handler: AtomicUsize::new(libc::SIG_DFL), flags: AtomicI32::new(0) };
/// The size of a page of memory in bytes.
static PAGE: AtomicUsize = AtomicUsize::new(4096);

impl Slot {
    /// All slots, used and unused.
    fn all() -> impl Iterator<Item = &'static Slot> {
        let mut next = SLOTS.load(Ordering::Acquire);
        std::iter::from_fn(move || {
            // SAFETY: a pointer in the list is null or a leaked box that lives for ever.
            let slot = unsafe { next.as_ref() }?;
            next = slot.next.load(Ordering::Acquire);
            Some(slot)
        })
    }

    /// Takes an unused slot, or makes a new one.
    fn take() -> &'static Self {
        let free = |slot: &&Self| !slot.taken.swap(true, Ordering::AcqRel);
        if let Some(slot) = Self::all().find(free) {
            return slot;
        }
        let slot: &'static Self = Box::leak(Box::new(Self {
            start: AtomicUsize::new(0),
            len: AtomicUsize::new(0),
            lost: AtomicBool::new(false),
            taken: AtomicBool::new(true),
            next: AtomicPtr::default(),
        }));
        let mut first = SLOTS.load(Ordering::Acquire);
        loop {
            slot.next.store(first, Ordering::Release);
            let this = ptr::from_ref(slot).cast_mut();
            match SLOTS.compare_exchange_weak(first, this, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => return slot,
                Err(newer) => first = newer,
            }
        }
    }

    /// The end of the mapping of this slot, rounded up to a whole page, if `address` lies in the mapping.
    fn end_around(&self, address: usize) -> Option<usize> {
        let start = self.start.load(Ordering::Acquire);
        let len = self.len.load(Ordering::Acquire);
        // If the slot was given to another mapping meanwhile, it is not that of the fault: that mapping is still in use.
        let is_same = self.start.load(Ordering::Acquire) == start;
        let end = start.saturating_add(len).next_multiple_of(PAGE.load(Ordering::Relaxed));
        (start != 0 && is_same && (start..end).contains(&address)).then_some(end)
    }
}

/// The bytes of a mapped file.
#[derive(Debug)]
pub(in crate::mot) struct Mapped {
    map: Mmap,
    slot: &'static Slot,
}

impl Mapped {
    /// Maps the whole file, which must not be empty.
    pub(in crate::mot) fn new(file: &File) -> io::Result<Self> {
        install();
        // SAFETY: the map is private to this value and only ever read, as bytes, for which every value is valid. Another
        // program may write to the file meanwhile: then rows read differently, which every reader of the map must bear
        // (they bounds-check each access and assume nothing of earlier reads). If the file is shortened, the handler
        // above makes the missing part zeros.
        let map = unsafe { Mmap::map(file) }?;
        let slot = Slot::take();
        slot.lost.store(false, Ordering::Release);
        slot.len.store(map.len(), Ordering::Release);
        slot.start.store(map.as_ptr() as usize, Ordering::Release);
        Ok(Self { map, slot })
    }

    /// Whether all bytes read so far came from the file. After a fault it stays `false`.
    pub(in crate::mot) fn is_intact(&self) -> bool {
        !self.slot.lost.load(Ordering::Acquire)
    }

    /// Asks the system to bring a range into memory. One call is faster than a page fault for every few pages.
    pub(in crate::mot) fn will_read(&self, range: std::ops::Range<usize>) {
        #[cfg(target_os = "linux")]
        {
            // Old kernels refuse this. Then the pages are brought in one by one.
            let _ = self.map.advise_range(memmap2::Advice::PopulateRead, range.start, range.len());
        }
        #[cfg(not(target_os = "linux"))]
        let _ = range;
    }
}

impl Deref for Mapped {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.map
    }
}

impl Drop for Mapped {
    fn drop(&mut self) {
        // Before the map is dropped: its addresses may belong to another mapping right after that.
        self.slot.start.store(0, Ordering::Release);
        self.slot.taken.store(false, Ordering::Release);
    }
}

/// Installs the handler once. If that fails, mappings still work, but without protection.
fn install() {
    INSTALL.call_once(|| {
        // SAFETY: plain calls of the C library; the handler does only what a signal handler may.
        unsafe {
            if let Ok(page) = usize::try_from(libc::sysconf(libc::_SC_PAGESIZE))
                && page.is_power_of_two()
            {
                PAGE.store(page, Ordering::Relaxed);
            }
            let mut previous: libc::sigaction = std::mem::zeroed();
            if libc::sigaction(libc::SIGBUS, ptr::null(), &raw mut previous) != 0 {
                return;
            }
            // Stored before our handler can need it.
            PREVIOUS.store(&previous);
            arm();
        }
    });
}

/// Makes our handler the one for SIGBUS. Returns the handler that it replaces.
///
/// # Safety
/// A plain call of the C library, which is allowed in a signal handler. The handler does only what a signal handler may.
unsafe fn arm() -> libc::sigaction {
    // SAFETY: as above.
    unsafe {
        let mut replaced: libc::sigaction = std::mem::zeroed();
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler();
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        libc::sigemptyset(&raw mut action.sa_mask);
        libc::sigaction(libc::SIGBUS, &raw const action, &raw mut replaced);
        replaced
    }
}

/// The address of our handler, as the C library wants it.
fn handler() -> usize {
    on_fault as *const () as usize
}

/// The handler. It uses only what is allowed in a signal handler: atomics, `mmap`, `signal`, `sigaction` and `raise`.
extern "C" fn on_fault(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    // SAFETY: the system calls this with a valid `info`.
    let (code, address) = unsafe { ((*info).si_code, (*info).si_addr() as usize) };
    // Codes of faults are small positive numbers. Linux gives signals that a program sent a code of 0 or less, other systems
    // a large one. Such a signal has no address.
    if !(1..0x1_0000).contains(&code) {
        pass_on_sent(signal, info, context);
        return;
    }
    for slot in Slot::all() {
        let Some(end) = slot.end_around(address) else { continue };
        let page = address & !(PAGE.load(Ordering::Relaxed) - 1);
        slot.lost.store(true, Ordering::Release);
        // SAFETY: the range lies in a mapping of ours that is in use, and stays readable memory.
        let zeros = unsafe {
            let flags = libc::MAP_PRIVATE | libc::MAP_ANON | libc::MAP_FIXED;
            libc::mmap(page as *mut c_void, end - page, libc::PROT_READ, flags, -1, 0)
        };
        if zeros != libc::MAP_FAILED {
            return;
        }
    }
    pass_on_fault(signal, info, context);
}

/// Handles a fault outside of our mappings as if our handler did not exist.
fn pass_on_fault(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    if !PREVIOUS.call(signal, info, context) {
        // Nobody handles the fault. The access is repeated, and with the default action it ends the program.
        // SAFETY: a plain call of the C library.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
}

/// Handles a signal that a program sent as if our handler did not exist, and keeps our handler installed.
fn pass_on_sent(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    if PREVIOUS.call(signal, info, context) {
        // SAFETY: as for `arm`.
        let replaced = unsafe { arm() };
        if replaced.sa_sigaction != handler() {
            PREVIOUS.store(&replaced);
        }
    } else if !PREVIOUS.ignores() {
        // The signal is blocked while its handler runs. It arrives again after that, and ends the program.
        // SAFETY: plain calls of the C library.
        unsafe {
            libc::signal(signal, libc::SIG_DFL);
            libc::raise(signal);
        }
    }
}

/// The handler of another owner for SIGBUS. Our handler may read and write it: it consists of atomics only.
struct Previous {
    handler: AtomicUsize,
    flags: AtomicI32,
}

impl Previous {
    fn store(&self, action: &libc::sigaction) {
        self.flags.store(action.sa_flags, Ordering::Release);
        self.handler.store(action.sa_sigaction, Ordering::Release);
    }

    /// Whether the signal is to be ignored.
    fn ignores(&self) -> bool {
        self.handler.load(Ordering::Acquire) == libc::SIG_IGN
    }

    /// Calls the handler. `false` if there is none.
    fn call(&self, signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) -> bool {
        let handler = self.handler.load(Ordering::Acquire);
        if handler == libc::SIG_DFL || handler == libc::SIG_IGN {
            return false;
        }
        // SAFETY: the flag says which of these two kinds of function was installed.
        unsafe {
            if self.flags.load(Ordering::Acquire) & libc::SA_SIGINFO != 0 {
                type WithInfo = extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void);
                std::mem::transmute::<usize, WithInfo>(handler)(signal, info, context);
            } else {
                std::mem::transmute::<usize, extern "C" fn(c_int)>(handler)(signal);
            }
        }
        true
    }
}
