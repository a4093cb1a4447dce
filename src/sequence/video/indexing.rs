//! Finds out which frames a video has, on a thread. What is found can be used at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::error::VideoError;
use super::frames::Frames;
use super::index::{FrameIndex, Packet};
use super::order::Order;

/// After how many packets, or counted frames, others learn of them.
const PART: usize = 512;

/// Begins. It ends soon after `is_closed` is set.
///
/// # Errors
/// If there can be no further thread.
pub(super) fn start(frames: Arc<Frames>, is_closed: Arc<AtomicBool>) -> Result<(), VideoError> {
    let run = move || {
        let outcome = index(&frames, &is_closed);
        frames.complete(outcome);
    };
    let thread = thread::Builder::new().name("motscope-video".to_owned()).spawn(run);
    thread.map(drop).map_err(|error| VideoError::Undecodable(error.to_string()))
}

fn index(frames: &Frames, is_closed: &AtomicBool) -> Result<(), VideoError> {
    let Some(first) = frames.first_time()? else { return count(frames, is_closed) };
    frames.replace_order(Order::Timed(FrameIndex::beginning(Some(first))));
    let (mut part, mut is_untimed, mut is_first) = (Vec::with_capacity(PART), false, true);
    let listed = frames.backend().packets(&mut |packet| {
        is_untimed = packet.time.is_none();
        part.push(packet);
        // The first frame must not wait.
        if part.len() >= PART || is_first {
            add(frames, &mut part);
            is_first = frames.known().0 == 0;
        }
        !is_untimed && !is_closed.load(Ordering::Relaxed)
    });
    if is_closed.load(Ordering::Relaxed) {
        return Ok(());
    }
    if !is_untimed {
        add(frames, &mut part);
        let (is_changed, has_first) = frames.learn(|order| match order {
            Order::Timed(index) => (index.end(), index.place(first, None).is_some()),
            Order::Counted(_) => (false, true),
        });
        if is_changed {
            frames.forget();
        }
        if has_first {
            return listed;
        }
    }
    // Without the times of packets, or with other times than those of the frames, only decoding tells.
    frames.replace_order(Order::Counted(0));
    frames.forget();
    count(frames, is_closed)
}

fn add(frames: &Frames, part: &mut Vec<Packet>) {
    frames.learn(|order| {
        if let Order::Timed(index) = order {
            // A packet without a time ends the list, and the order is given up.
            part.drain(..).for_each(|packet| _ = index.add(packet));
        }
    });
}

fn count(frames: &Frames, is_closed: &AtomicBool) -> Result<(), VideoError> {
    let mut part = 0;
    let learn = |part: &mut usize| {
        let more = std::mem::take(part);
        frames.learn(|order| {
            if let Order::Counted(count) = order {
                *count += more;
            }
        });
    };
    let mut is_first = true;
    let counted = frames.backend().count(&mut || {
        part += 1;
        if part >= PART / 8 || std::mem::take(&mut is_first) {
            learn(&mut part);
        }
        !is_closed.load(Ordering::Relaxed)
    });
    learn(&mut part);
    counted
}
