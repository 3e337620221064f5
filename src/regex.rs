//! Regular expressions: of `matches` in rules (A5) and of `pattern` in definitions of attributes (R23).
//!
//! The engine takes time linear in the text, times the size of the pattern. It lacks look-around, back-references and
//! Unicode classes (`\p{…}`), as a small engine does; a pattern that needs them is refused while loading (R40).

mod dialect;

use regex_lite::RegexBuilder;

/// How large compiled expressions may become, in bytes: small ones are told from large ones, because the engine does not
/// say how large one is (S7).
const COMPILED_BYTES: [usize; 3] = [1 << 10, 1 << 13, 1 << 17];

/// How deep groups may be nested (S7).
const MAX_DEPTH: u32 = 128;

/// What is left for the expressions of a document: 64 MiB at first (S7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Budget(usize);

impl Default for Budget {
    fn default() -> Budget {
        Budget(1 << 26)
    }
}

/// A compiled regular expression.
#[derive(Clone, Debug)]
pub(crate) struct Regex(regex_lite::Regex);

impl Regex {
    /// Compiles a pattern, or says in a few words what is wrong with it.
    pub(crate) fn new(pattern: &str, budget: &mut Budget) -> Result<Regex, String> {
        if let Some(fault) = dialect::fault(pattern) {
            return Err(fault.to_owned());
        }
        let mut outcome = Err("the regular expressions of the snapshot are too large together".to_owned());
        for bytes in COMPILED_BYTES {
            let Some(left) = budget.0.checked_sub(bytes) else { break };
            let mut builder = RegexBuilder::new(pattern);
            outcome =
                builder.size_limit(bytes).nest_limit(MAX_DEPTH).build().map(Regex).map_err(|error| error.to_string());
            if outcome.is_ok() {
                budget.0 = left;
                break;
            }
        }
        outcome
    }

    /// Whether it is found anywhere in the text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}
