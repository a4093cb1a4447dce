//! Mapping on Unix: the file itself is mapped, and a fault in the mapping gives zero bytes instead of ending the program.
//!
//! A handler for SIGBUS is installed with the first mapping. It checks whether the address of the fault lies in one of our
//! mappings. If so, it replaces that page and all pages after it by zeros, marks the mapping as no longer intact, and
//! returns. The access is then repeated and reads zeros. Readers ask [`Mapped::is_intact`] afterwards and discard what they
//! read if it is not. Any other fault goes to the handler that was installed before, which is usually that of the standard
//! library. Without one, the fault ends the program as usual.
//!
//! This was compiled and tested on Linux only, but uses nothing that only Linux has.

#![allow(unsafe_code, reason = "mapping a file and handling the fault of a mapping have no safe interface")]

use std::ffi::{c_int, c_void};
use std::fs::File;
use std::io;
use std::ops::Deref;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Once, OnceLock};

use memmap2::Mmap;

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
/// The handler that was installed before ours.
static PREVIOUS: OnceLock<libc::sigaction> = OnceLock::new();
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
            let _ = PREVIOUS.set(previous);
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = on_fault as *const () as usize;
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
            libc::sigemptyset(&raw mut action.sa_mask);
            libc::sigaction(libc::SIGBUS, &raw const action, ptr::null_mut());
        }
    });
}

/// The handler. It uses only what is allowed in a signal handler: atomics, `mmap` and `signal`.
extern "C" fn on_fault(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    // SAFETY: the system calls this with a valid `info`.
    let address = unsafe { (*info).si_addr() } as usize;
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
    pass_on(signal, info, context);
}

/// Handles a fault outside of our mappings as if our handler did not exist.
fn pass_on(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    match PREVIOUS.get() {
        Some(previous) if previous.sa_sigaction != libc::SIG_DFL && previous.sa_sigaction != libc::SIG_IGN => {
            // SAFETY: the flag says which of these two kinds of function was installed.
            unsafe {
                if previous.sa_flags & libc::SA_SIGINFO != 0 {
                    type WithInfo = extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void);
                    std::mem::transmute::<usize, WithInfo>(previous.sa_sigaction)(signal, info, context);
                } else {
                    std::mem::transmute::<usize, extern "C" fn(c_int)>(previous.sa_sigaction)(signal);
                }
            }
        }
        // With the default handler, the access is repeated and ends the program.
        // SAFETY: a plain call of the C library.
        _ => unsafe {
            libc::signal(signal, libc::SIG_DFL);
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn mapped(pages: usize) -> (File, Mapped) {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&vec![7; pages * 4096]).unwrap();
        let mapped = Mapped::new(&file).unwrap();
        (file, mapped)
    }

    #[test]
    fn a_shortened_file_reads_as_zeros_and_is_told() {
        let (file, mapped) = mapped(100);
        let (_other, whole) = self::mapped(3);
        assert!(mapped[0] == 7 && mapped.is_intact());
        file.set_len(10 * 4096).unwrap();
        let sum: u64 = mapped.iter().map(|&byte| u64::from(byte)).sum();
        assert_eq!(sum, 10 * 4096 * 7);
        assert!(!mapped.is_intact());
        assert!(whole.iter().all(|&byte| byte == 7) && whole.is_intact());
    }

    #[test]
    fn many_threads_may_meet_the_missing_part_at_once() {
        let (file, mapped) = mapped(64);
        file.set_len(0).unwrap();
        std::thread::scope(|scope| {
            for first in 0..8 {
                let mapped = &mapped;
                scope.spawn(move || {
                    (first * 8 * 4096..64 * 4096).step_by(4096).for_each(|at| assert_eq!(mapped[at], 0));
                });
            }
        });
        assert!(!mapped.is_intact());
    }

    #[test]
    fn slots_are_used_again() {
        let count = || Slot::all().count();
        drop((mapped(1), mapped(1)));
        let before = count();
        for _ in 0..100 {
            drop(mapped(1));
        }
        // Other tests that run at this time may use some slots.
        assert!(count() <= before + 20);
    }
}
