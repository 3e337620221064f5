//! How much memory a thread takes: an allocator that counts.

#![expect(unsafe_code, reason = "an allocator is")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// What was taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    /// In all, whether it was given back or not.
    pub allocated: u64,
    /// At once, at the most.
    pub peak: u64,
    /// At the end.
    held: u64,
}

thread_local! {
    static MEMORY: Cell<Memory> = const { Cell::new(Memory { allocated: 0, peak: 0, held: 0 }) };
}

struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

/// Runs something, and tells what memory it took on this thread.
pub fn used_by<T>(run: impl FnOnce() -> T) -> (T, Memory) {
    MEMORY.set(Memory::default());
    let result = run();
    (result, MEMORY.get())
}

fn count(taken: usize, given_back: usize) {
    // A thread that ends has none any more.
    let _ = MEMORY.try_with(|cell| {
        let mut memory = cell.get();
        memory.allocated += taken as u64;
        memory.held = (memory.held + taken as u64).saturating_sub(given_back as u64);
        memory.peak = memory.peak.max(memory.held);
        cell.set(memory);
    });
}

// SAFETY: all is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: as for the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: as for the caller.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(0, layout.size());
        // SAFETY: as for the caller.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        // SAFETY: as for the caller.
        unsafe { System.realloc(place, layout, size) }
    }
}
