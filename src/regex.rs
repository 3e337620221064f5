//! Regular expressions, for `matches` in rules (A5) and for `pattern` in definitions of attributes (R23).
//!
//! They have RE2's syntax, less what R40 names. A pattern is compiled, while it is read, to a program of steps; the search
//! follows all ways through it at once, a character at a time, so that it takes time linear in the text, times the size
//! of the program. An engine of our own, because it is a sixth of the smallest library and has less to do: nobody asks
//! where a pattern was found.

mod class;
mod parse;
mod program;
mod search;

use program::Program;

/// How large a compiled expression may become, in bytes (S7).
const COMPILED_BYTES: usize = 1 << 17;

/// How deep groups may be nested (S7).
const MAX_DEPTH: u32 = 128;

/// What is left for the expressions of a document, in bytes: 64 MiB at first (S7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Budget(usize);

impl Default for Budget {
    fn default() -> Budget {
        Budget(1 << 26)
    }
}

/// A compiled regular expression.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Regex(Box<Program>);

impl Regex {
    /// Compiles a pattern, or says in a few words what is wrong with it.
    pub(crate) fn new(pattern: &str, budget: &mut Budget) -> Result<Regex, String> {
        Regex::compile(pattern, budget).map_err(str::to_owned)
    }

    fn compile(pattern: &str, budget: &mut Budget) -> Result<Regex, &'static str> {
        let program = parse::read(pattern)?;
        let bytes = program.bytes(0);
        if bytes > COMPILED_BYTES {
            return Err("compiled regex exceeded size limit");
        }
        budget.0 =
            budget.0.checked_sub(bytes).ok_or("the regular expressions of the snapshot are too large together")?;
        Ok(Regex(program))
    }

    /// Whether it is found anywhere in the text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}
