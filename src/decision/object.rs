//! JSON objects and lists, written one member after another: calls of few functions, each compiled once, take the least
//! WebAssembly.

use crate::json::{push, write_string};

/// Appends the comma before a member or an item, unless it is the first.
#[inline(never)]
pub(crate) fn next(out: &mut String) {
    if !matches!(out.as_bytes().last(), None | Some(b'{' | b'[')) {
        push(out, ",");
    }
}

/// Begins a member: what is appended next is its value.
#[inline(never)]
pub(crate) fn key(out: &mut String, key: &str) {
    next(out);
    write_string(key, out);
    push(out, ":");
}

/// Appends a member whose value is a text.
#[inline(never)]
pub(crate) fn text(out: &mut String, name: &str, value: &str) {
    key(out, name);
    write_string(value, out);
}

/// Appends a member whose value is JSON already: a literal, or the bracket that opens a list or an object.
#[inline(never)]
pub(crate) fn raw(out: &mut String, name: &str, value: &str) {
    key(out, name);
    push(out, value);
}

/// Appends a member whose value is `true` or `false`.
pub(crate) fn boolean(out: &mut String, name: &str, value: bool) {
    raw(out, name, if value { "true" } else { "false" });
}
