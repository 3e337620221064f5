//! Numbers in sentences.

use crate::json::{push, push_integer};

/// The parts, one after the other.
pub(super) use crate::text::join;

/// A number.
pub(super) fn integer(value: u64) -> String {
    let mut out = String::new();
    // Nothing that is counted here comes near the end of the range.
    push_integer(&mut out, i64::try_from(value).unwrap_or(i64::MAX));
    out
}

/// A position, counted from 1 as people do.
pub(super) fn ordinal(position: usize) -> String {
    integer(position.saturating_add(1) as u64)
}

/// Thousandths of a percent as percents: `12.5 %`.
pub(super) fn percent(thousandths: u32) -> String {
    share(u64::from(thousandths), 100_000)
}

/// What part of a whole that is, to the nearest thousandth of a percent: `12.5 %`.
pub(super) fn share(part: u64, whole: u64) -> String {
    let thousandths = part.saturating_mul(100_000).saturating_add(whole / 2).checked_div(whole).unwrap_or_default();
    let mut out = integer(thousandths / 1000);
    let mut fraction = thousandths % 1000;
    push(&mut out, if fraction > 0 { "." } else { "" });
    while fraction > 0 {
        push(&mut out, &integer(fraction / 100));
        fraction = (fraction % 100).wrapping_mul(10);
    }
    push(&mut out, " %");
    out
}
