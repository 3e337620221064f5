//! esbuild turns `class A` into `A = class _A` when the class mentions itself, and users would read `_A` in their
//! consoles and stack traces. The inner name shadows nothing but the outer one, so it may as well be the same.

pub fn restore(bundle: &str) -> String {
    let mut restored = bundle.to_owned();
    for (at, _) in bundle.match_indices("=class _") {
        let name = identifier(&bundle[at + "=class _".len()..]);
        let outer = bundle[..at].rfind(|c| !is_in_identifier(c)).map_or(0, |before| before + 1);
        if !name.is_empty() && bundle[outer..at] == *name {
            restored = rename(&restored, &format!("_{name}"), name);
        }
    }
    restored
}

fn identifier(text: &str) -> &str {
    &text[..text.find(|c| !is_in_identifier(c)).unwrap_or(text.len())]
}

fn is_in_identifier(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$' || c == '#'
}

/// Renames whole identifiers; members of that name keep theirs.
fn rename(text: &str, from: &str, to: &str) -> String {
    let mut renamed = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices(from) {
        let (before, after) = (&text[..at], &text[at + from.len()..]);
        let member = before.ends_with('.') && !before.ends_with("...");
        let part = before.ends_with(is_in_identifier) || after.starts_with(is_in_identifier);
        if !member && !part {
            renamed.push_str(&text[done..at]);
            renamed.push_str(to);
            done = at + from.len();
        }
    }
    renamed + &text[done..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_that_mentions_itself_keeps_its_name() {
        assert_eq!(
            restore("var A=class _A{b(){return[..._A.c,this._A,_AB]}},D=class{};var E=class _F{}"),
            "var A=class A{b(){return[...A.c,this._A,_AB]}},D=class{};var E=class _F{}",
        );
    }
}
