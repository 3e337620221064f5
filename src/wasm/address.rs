//! Cores by their addresses, as the host holds them. Nothing else in this crate is unsafe.
//!
//! That the host keeps to the rules below is as much as wasm-bindgen asks of it for the classes that it makes.

#![expect(unsafe_code, reason = "an address that comes from the host")]

use super::Core;

/// Gives a core to the host, which calls with the address until it gives that back to [`take`].
pub(super) fn give(core: Core) -> *mut Core {
    Box::into_raw(Box::new(core))
}

/// The core at an address that [`give`] gave and [`take`] has not taken.
pub(super) fn at<'a>(core: *mut Core) -> &'a mut Core {
    // SAFETY: the core is there, by the rule above. Nobody else has a reference to it: there is one thread, a reference lives
    // as long as one call of the host, and no call happens within another, for this module calls nothing of the host.
    unsafe { &mut *core }
}

/// Frees the core at an address that [`give`] gave; once.
pub(super) fn take(core: *mut Core) {
    // SAFETY: as above, and `give` made it of a box.
    drop(unsafe { Box::from_raw(core) });
}
