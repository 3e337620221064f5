//! Regular expressions: of `matches` in rules (A5) and of `pattern` in definitions of attributes (R23).
//!
//! The engine takes time linear in the text. It lacks look-around, back-references and Unicode classes (`\p{…}`), as a small
//! engine does; a pattern that needs them is refused while loading (R40).

use regex_lite::RegexBuilder;

/// How large a compiled expression may become, in bytes (S7).
const MAX_COMPILED_BYTES: usize = 1 << 20;

/// How deep its groups may be nested (S7).
const MAX_DEPTH: u32 = 128;

/// A compiled regular expression.
#[derive(Clone, Debug)]
pub(crate) struct Regex(regex_lite::Regex);

impl Regex {
    /// Compiles a pattern, or says in a few words what is wrong with it.
    pub(crate) fn new(pattern: &str) -> Result<Regex, String> {
        if !pattern.is_ascii() && ignores_case(pattern) {
            return Err("case is ignored of ASCII letters only".to_owned());
        }
        let mut builder = RegexBuilder::new(pattern);
        builder.size_limit(MAX_COMPILED_BYTES).nest_limit(MAX_DEPTH);
        builder.build().map(Regex).map_err(|error| error.to_string())
    }

    /// Whether it is found anywhere in the text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Whether a group of flags, `(?i)` or `(?mi:…)`, may switch that on. Wrong only of odd patterns, in which brackets hold one.
fn ignores_case(pattern: &str) -> bool {
    let mut escaped = false;
    pattern.char_indices().any(|(start, character)| {
        let begins = character == '(' && !escaped;
        escaped = character == '\\' && !escaped;
        let flags = pattern.get(start..).and_then(|rest| rest.strip_prefix("(?")).filter(|_| begins);
        flags.is_some_and(|flags| flags.chars().take_while(char::is_ascii_alphabetic).any(|flag| flag == 'i'))
    })
}
