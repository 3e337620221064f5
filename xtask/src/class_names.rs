//! Gives the classes that a bundle exports their names back.
//!
//! A class is called as the variable it is made for, and minified variables are called `a`. Users would read that in their
//! consoles and stack traces, and in `error.constructor.name`.

use anyhow::{Result, bail};

/// Makes `var a=class VariateError extends Error…` of `var a=class extends Error{…};export{a as VariateError}`. What is
/// no class stays as it is.
pub fn restore(bundle: &str) -> Result<String> {
    let mut restored = bundle.to_owned();
    for (local, public) in exports(bundle) {
        let class = format!("{local}=class");
        let Some((at, _)) = restored.match_indices(&class).find(|(at, _)| !ends_in_identifier(&restored[..*at])) else {
            continue;
        };
        let name_at = at + class.len();
        let after = &restored[name_at..];
        if !after.starts_with('{') && !after.starts_with(" extends ") {
            bail!("the class {public} mentions itself, and has a short name for that: let it not");
        }
        restored.insert_str(name_at, &format!(" {public}"));
    }
    Ok(restored)
}

/// The variables that are exported, and under which names: `a as A` in a module, `A:()=>a` in a CommonJS file.
fn exports(bundle: &str) -> Vec<(&str, &str)> {
    let pairs = |between: &'static str| {
        bundle.match_indices(between).map(move |(at, _)| {
            let before = &bundle[..at];
            let after = &bundle[at + between.len()..];
            let start = before.rfind(|c| !is_in_identifier(c)).map_or(0, |other| other + 1);
            let end = after.find(|c| !is_in_identifier(c)).unwrap_or(after.len());
            (&before[start..], &after[..end])
        })
    };
    pairs(" as ").chain(pairs(":()=>").map(|(public, local)| (local, public))).collect()
}

fn ends_in_identifier(before: &str) -> bool {
    before.ends_with(is_in_identifier) || before.ends_with('.')
}

fn is_in_identifier(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$' || c == '#'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exported_classes_have_their_names() {
        assert_eq!(
            restore("var a=class extends Error{},$a=class{},b=class{c(){d.b=class{}}};function e(){}export{a as A,b as B,e as E};")
                .unwrap(),
            "var a=class A extends Error{},$a=class{},b=class B{c(){d.b=class{}}};function e(){}export{a as A,b as B,e as E};",
        );
        assert_eq!(
            restore("f(g,{A:()=>a,E:()=>$e});var a=class extends Error{};function $e(){}").unwrap(),
            "f(g,{A:()=>a,E:()=>$e});var a=class A extends Error{};function $e(){}",
        );
    }

    #[test]
    fn a_class_that_mentions_itself_is_refused() {
        assert!(restore("var a=class b{c(){return b}};export{a as A};").is_err());
    }
}
