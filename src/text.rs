//! Texts. What the standard library does with them in line, at every place anew, is done here once: WebAssembly is
//! downloaded.

/// A copy.
#[inline(never)]
pub(crate) fn copy(text: &str) -> String {
    text.to_owned()
}

/// Appends a text.
#[inline(never)]
pub(crate) fn push(out: &mut String, text: &str) {
    out.push_str(text);
}

/// Appends a natural number.
pub(crate) fn push_number(out: &mut String, number: u64) {
    if number > 9 {
        push_number(out, number / 10);
    }
    let digit = usize::try_from(number % 10).unwrap_or_default();
    push(out, "0123456789".get(digit..=digit).unwrap_or_default());
}

/// The texts, one after the other.
#[inline(never)]
pub(crate) fn join(texts: &[&str]) -> String {
    let mut out = String::new();
    for text in texts {
        push(&mut out, text);
    }
    out
}
