//! Texts. What the standard library does with them in line, at every place anew, is done here once: WebAssembly is
//! downloaded.

use crate::json::push;

/// A copy.
#[inline(never)]
pub(crate) fn copy(text: &str) -> String {
    text.to_owned()
}

/// The texts, one after the other.
#[inline(never)]
#[expect(clippy::arithmetic_side_effects, reason = "the texts are in memory together")]
pub(crate) fn join(texts: &[&str]) -> String {
    let mut length = 0;
    for text in texts {
        length += text.len();
    }
    let mut out = String::with_capacity(length);
    for text in texts {
        push(&mut out, text);
    }
    out
}

/// Whether there are more characters than that.
pub(crate) fn is_longer(text: &str, limit: usize) -> bool {
    // No more characters than bytes.
    text.len() > limit && length(text) > limit
}

/// The number of characters.
#[inline(never)]
#[expect(clippy::arithmetic_side_effects, reason = "at most the length in bytes")]
pub(crate) fn length(text: &str) -> usize {
    let mut length = 0;
    for byte in text.as_bytes() {
        // All but the continuation bytes of UTF-8.
        length += usize::from(byte & 0xC0 != 0x80);
    }
    length
}
