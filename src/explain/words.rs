//! Sentences.

use crate::json::{push, push_integer, slice};

/// The template with the parts in place of `{}`, one after the other.
#[inline(never)]
pub(super) fn fill(template: &str, parts: &[&str]) -> String {
    let mut out = String::new();
    let mut copied = 0;
    let mut parts = parts.iter();
    for (index, byte) in template.bytes().enumerate() {
        if byte == b'{' {
            push(&mut out, slice(template, copied, index));
            push(&mut out, parts.next().copied().unwrap_or_default());
            copied = index.saturating_add(2);
        }
    }
    push(&mut out, slice(template, copied, template.len()));
    out
}

/// A number.
#[inline(never)]
pub(super) fn integer(value: u64) -> String {
    let mut out = String::new();
    // Nothing that is counted here comes near the end of the range.
    push_integer(&mut out, value.cast_signed());
    out
}

/// A position, counted from 1 as people do.
pub(super) fn ordinal(position: usize) -> String {
    integer(position.saturating_add(1) as u64)
}

/// What part of a whole that is, to the nearest thousandth of a percent: `12.5 %`.
#[inline(never)]
pub(super) fn percent(part: u64, whole: u64) -> String {
    let half = whole / 2;
    let thousandths = part.saturating_mul(100_000).saturating_add(half).checked_div(whole).unwrap_or_default();
    let mut out = integer(thousandths / 1000);
    let mut fraction = thousandths % 1000;
    let mut before = ".";
    while fraction > 0 {
        push(&mut out, before);
        push_integer(&mut out, (fraction / 100).cast_signed());
        fraction = (fraction % 100).saturating_mul(10);
        before = "";
    }
    push(&mut out, " %");
    out
}
