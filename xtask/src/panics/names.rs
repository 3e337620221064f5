//! Names of functions as people would write them.

use rustc_demangle::demangle;

/// A name without hashes, generic arguments, traits and closures: `<a::T<u8> as b::Trait>::f::{closure#0}` is `a::T::f`.
/// A table of names shall not change with the number of instances or with the compiler's way to mangle.
pub fn plain(mangled: &str) -> String {
    let name = format!("{:#}", demangle(mangled));
    let name = path(&name);
    let end = ["::{", "."].iter().filter_map(|end| name.find(end)).min().unwrap_or(name.len());
    without_hash(&name[..end]).to_owned()
}

/// `core_new_b06cb5b12a559a10`, as wasm-bindgen exports `core_new`.
fn without_hash(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((name, hash)) if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => name,
        _ => name,
    }
}

/// A path without what stands in angle brackets, unless it begins with that.
fn path(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let end = start + closing(&rest[start..]);
        let inside = &rest[start + 1..end];
        if out.is_empty() {
            out = qualified(inside);
        } else if out.ends_with("::") {
            out.truncate(out.len() - 2);
        }
        rest = &rest[(end + 1).min(rest.len())..];
    }
    out + rest
}

/// The one of `type as trait` that says where it is: the type, unless it is a parameter or a primitive.
fn qualified(inside: &str) -> String {
    let (of, by) = match top_level(inside, " as ") {
        Some(at) => (&inside[..at], &inside[at + 4..]),
        None => (inside, inside),
    };
    let of = path(of);
    if of.contains("::") { of } else { path(by) }
}

/// Where the bracket that the text begins with is closed; its end, if it is not.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'<' => depth += 1,
            // Not the arrow of a function's type.
            b'>' if !text[..at].ends_with('-') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The last place outside of brackets at which the text has that.
fn top_level(text: &str, wanted: &str) -> Option<usize> {
    let is_outside =
        |at: &usize| text[..*at].matches('<').count() == text[..*at].replace("->", "").matches('>').count();
    text.rmatch_indices(wanted).map(|(at, _)| at).find(is_outside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_where_and_what() {
        for (long, short) in [
            ("alloc::raw_vec::RawVec<T,A>::grow_one", "alloc::raw_vec::RawVec::grow_one"),
            ("<alloc::raw_vec::RawVec<u8>>::grow_one", "alloc::raw_vec::RawVec::grow_one"),
            ("<alloc::raw_vec::Inner<_>>::grow::<alloc::alloc::Global>", "alloc::raw_vec::Inner::grow"),
            ("<alloc::sync::Arc<str> as core::convert::From<&str>>::from", "alloc::sync::Arc::from"),
            ("<T as core::convert::Into<U>>::into", "core::convert::Into::into"),
            ("<u32 as itoa::Unsigned>::fmt", "itoa::Unsigned::fmt"),
            (
                "variate::compile::arms::<impl variate::compile::Compiler>::take_part",
                "variate::compile::arms::take_part",
            ),
            ("variate::order::sorted::{{closure}}", "variate::order::sorted"),
            ("variate::order::sorted::{closure#0}", "variate::order::sorted"),
            ("<<a::N as b::D>::f::V as c::W>::visit", "a::N::f::V::visit"),
            ("core::ptr::drop_in_place<variate::order::Index>", "core::ptr::drop_in_place"),
            ("a::call<fn(u8) -> u8>::b", "a::call::b"),
            ("alloc::boxed::box_new_uninit.230", "alloc::boxed::box_new_uninit"),
            ("core_new_b06cb5b12a559a10", "core_new"),
            ("_ZN7variate5order6sorted17h0123456789abcdefE", "variate::order::sorted"),
        ] {
            assert_eq!(plain(long), short);
        }
    }
}
