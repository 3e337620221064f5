//! What is wrong with a document, and where (S4).

use std::fmt;
use std::sync::Arc;

use crate::json::{Json, JsonError, push, push_integer, write_string};
use crate::text::join;

/// One thing wrong with a document: where, what, and the offending value.
///
/// Its [`Display`](fmt::Display) form is one sentence that begins with the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place as JavaScript would write it: `launches[0].groups[1].name`. Empty for the document itself.
    pub path: String,
    /// What is wrong; stable.
    pub code: Code,
    /// The offending value as JSON text, if there is one. Long values are kept whole here and cut in messages.
    pub value: Option<String>,
    /// What only the sentence says, such as the line of a syntax error; empty if there is nothing more to say.
    detail: String,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $code:ident = $sentence:literal,)+) => {
        /// The kinds of problems. The names are part of the public interface; the sentences may change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])+ $code,)+ }

        impl Code {
            /// The stable name of this code.
            pub fn name(self) -> &'static str {
                match self { $(Code::$code => stringify!($code),)+ }
            }

            fn sentence(self) -> &'static str {
                match self { $(Code::$code => $sentence,)+ }
            }
        }
    };
}

codes! {
    /// The document is larger than the size budget (S7); the value is its size in bytes.
    TooLarge = "the document is larger than the size budget",
    /// The bytes are not UTF-8.
    NotUtf8 = "the document is not UTF-8",
    /// The text is not JSON.
    NotJson = "the text is not JSON",
    /// Nested deeper than [`MAX_DEPTH`](crate::json::MAX_DEPTH) (S7).
    TooDeep = "the text is nested deeper than 128",
    /// Another JSON type belongs here.
    WrongType = "the value has the wrong type",
    /// A required member is missing or null.
    MissingMember = "the member is required and missing",
    /// `version` is not 1 (S1), or that of a document of flags not the text `1`.
    UnsupportedVersion = "only version 1 can be read, which of flags is a text",
    /// Not 1 to 127 (segments 64) of `-a-zA-Z0-9._` (S3).
    InvalidName = "a name is 1 to 127 (of a segment 64) letters, digits, dots, dashes and underscores",
    /// An override's key is no entity id (S3).
    InvalidEntityId = "an entity id has 1 to 512 characters (of a flag 2048) and no line break",
    /// U+0000 or a line break in a salt (B2); U+0000 in a seed or in what a run's seed is made of.
    InvalidSalt = "a salt has no U+0000, and that of a launch or an experiment no line break",
    /// More characters than allowed (S3).
    TooLong = "the text is too long",
    /// Not an integer, or outside the range (S3).
    OutOfRange = "the number is not one of those allowed",
    /// Not a member of an enumeration.
    UnknownValue = "the value is not one of the documented ones",
    /// A list that needs an item has none.
    EmptyList = "the list has no item",
    /// The value union has no known member.
    EmptyValue = "the value has none of the members of its union",
    /// The value union has two known members.
    DoubledValue = "the value has more than one of the members of its union",
    /// The value is not of the feature's type.
    ValueTypeMismatch = "the value is not of the feature's type",
    /// A second item with this name.
    DuplicateName = "the name is taken by an earlier item",
    /// A reference to a variation that the feature does not have.
    UnknownVariation = "the feature has no such variation",
    /// A reference to a feature that the project does not have.
    UnknownFeature = "the project has no such feature",
    /// A reference to a segment that the snapshot does not have.
    UnknownSegment = "the snapshot has no such segment",
    /// A weight for a group that the launch does not have.
    UnknownGroup = "the launch has no such group",
    /// A weight or an override for a treatment that the experiment does not have.
    UnknownTreatment = "the experiment has no such treatment",
    /// Weights that sum above 100000; the value is the sum.
    WeightsExceedTotal = "the weights sum above 100000",
    /// Neither epoch seconds nor RFC 3339 text (S2).
    InvalidTimestamp = "a timestamp is epoch seconds or RFC 3339 text with an offset",
    /// Another launch already runs on this feature.
    SecondRunningLaunch = "another launch already runs on this feature",
    /// Another experiment already runs on this feature.
    SecondRunningExperiment = "another experiment already runs on this feature",
    /// A pattern is no JSON object (P6).
    NotAnObject = "a pattern is an object",
    /// An object without members in a pattern (P6).
    EmptyObject = "an object in a pattern has at least one member",
    /// A scalar where a list of matchers belongs (P6).
    NotAList = "the matchers of a field stand in a list",
    /// No such matcher (P6).
    UnknownMatcher = "there is no such matcher",
    /// Two matchers in one object (P6).
    TooManyMatchers = "a matcher stands alone in its object",
    /// An operand of the wrong kind.
    InvalidOperand = "the operand is of the wrong kind",
    /// Empty `prefix` or `suffix` (P6); an empty rule, or name of a variant.
    EmptyText = "the text must not be empty",
    /// Neither one comparison nor a lower and an upper bound (R12).
    InvalidNumeric = "numeric takes one comparison, or a lower and then an upper bound",
    /// A numeric range that holds no number (P6).
    EmptyRange = "the range holds no number",
    /// `**`, or an escape other than `\*` and `\\` (R9).
    InvalidWildcard = "a wildcard has no two stars in a row and no escapes but \\* and \\\\",
    /// Not an address block (R10).
    InvalidCidr = "the text is no block of addresses",
    /// `$or` is not a list of two objects or more (P6).
    InvalidOr = "$or takes a list of at least two objects",
    /// A key stands twice in one object of a pattern (P6).
    DuplicateKey = "the key stands twice",
    /// No key of a flag, an attribute or a treatment; or `enabled`, which is no attribute.
    InvalidKey = "a key is a small letter and up to 63 letters, digits, dashes and underscores; a treatment's is 1 to 8 letters and digits",
    /// A value or a running run for a flag without a definition.
    UnknownFlag = "the document defines no such flag",
    /// A value for an attribute without a definition.
    UnknownAttribute = "the flag has no such attribute",
    /// Something stands beside `_variants`.
    StrictVariants = "nothing stands beside _variants",
    /// The last variant, which is the default, has a rule.
    UnexpectedRule = "the last variant is the default and has no rule",
    /// A text is not as its attribute's `pattern` says.
    PatternMismatch = "the text does not match the attribute's pattern",
    /// A regular expression that is wrong, not supported, or too large (A5); any, in a build without them.
    InvalidRegex = "the regular expression is not one that can be searched for",
    /// `pattern` beside `enum`, or `minimum` above `maximum`.
    ConflictingConstraints = "the constraints exclude each other",
    /// Another experiment already runs on this flag (A8).
    SecondRunningRun = "another experiment already runs on this flag",
    /// A rule is not Ion text (R26).
    NotIon = "the rule is not Ion text",
    /// A rule is not one expression, or an expression does not begin with a symbol (A3).
    NotAnExpression = "a rule is one expression, and an expression begins with an operator",
    /// No such operator, variable or named operand (A3).
    UnknownSymbol = "the rule language has no such symbol",
    /// Fewer operands than the operator takes (A3), also where the text ends to be Ion before they are there (R27).
    TooFewOperands = "the operator takes more operands",
    /// More operands than the operator takes (A3).
    TooManyOperands = "the operator takes fewer operands",
    /// A rule, or an experiment run (which has one), in a build without the cargo feature `rules`.
    LeftOut = "this build was made without the rule language",
    /// More than 10000 problems: the rest is not reported (S7).
    TooManyProblems = "there are more than 10000 problems",
    /// The `$or` of a pattern multiply out to more than 1000 combinations, or long keys stand above many fields (S7).
    TooManyAlternatives = "the pattern's $or multiply out to more than 1000 combinations, or its paths are too long",
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

/// How many characters of the offending value a message shows.
const MESSAGE_VALUE_LENGTH: usize = 120;

impl std::error::Error for Problem {}

impl Problem {
    /// A problem without a value.
    pub(crate) fn new(path: &Path<'_>, code: Code) -> Problem {
        Problem::with(path, code, Offending::Nothing, &[])
    }

    /// A problem with its value, and with a few words more in its sentence.
    #[inline(never)]
    pub(crate) fn with(path: &Path<'_>, code: Code, offending: Offending<'_>, detail: &[&str]) -> Problem {
        let mut value = String::new();
        match offending {
            Offending::Nothing => {}
            Offending::Json(json) => json.write(&mut value),
            Offending::Text(text) => write_string(text, &mut value),
            Offending::Number(number) => push_integer(&mut value, number.cast_signed()),
        }
        let value = Some(value).filter(|value| !value.is_empty());
        Problem { path: path.text(), code, value, detail: join(detail) }
    }

    /// A text that is not JSON, or nested too deep. Its value is left out: it may be a whole document.
    pub(crate) fn not_json(path: &Path<'_>, error: &JsonError) -> Problem {
        match error {
            JsonError::TooDeep => Problem::new(path, Code::TooDeep),
            JsonError::Syntax { line, column, expected } => {
                let mut detail = join(&[expected, " at line "]);
                push_integer(&mut detail, *line as i64);
                push(&mut detail, ", column ");
                push_integer(&mut detail, *column as i64);
                Problem { detail, ..Problem::new(path, Code::NotJson) }
            }
        }
    }

    /// A problem with the value as it was written.
    pub(crate) fn with_json(path: &Path<'_>, code: Code, value: &Json<'_>) -> Problem {
        Problem::with(path, code, Offending::Json(value), &[])
    }

    /// A problem whose value is a text.
    pub(crate) fn with_text(path: &Path<'_>, code: Code, value: &str) -> Problem {
        Problem::with(path, code, Offending::Text(value), &[])
    }

    /// The same problem with a few words more in its sentence.
    pub(crate) fn detailed(self, detail: impl Into<String>) -> Problem {
        Problem { detail: detail.into(), ..self }
    }

    /// The sentence: the path, what is wrong, and the value, cut if it is long.
    pub fn message(&self) -> String {
        let mut out = String::new();
        if !self.path.is_empty() {
            push(&mut out, &self.path);
            push(&mut out, ": ");
        }
        push(&mut out, self.code.sentence());
        if !self.detail.is_empty() {
            push(&mut out, " (");
            push(&mut out, &self.detail);
            push(&mut out, ")");
        }
        if let Some(value) = &self.value {
            let cut = value.char_indices().nth(MESSAGE_VALUE_LENGTH).and_then(|(end, _)| value.get(..end));
            push(&mut out, ": `");
            push(&mut out, cut.unwrap_or(value));
            push(&mut out, if cut.is_some() { "…`" } else { "`" });
        }
        out
    }

    /// Appends `{"path":…,"code":…,"message":…,"value":…}`.
    pub fn write_json(&self, out: &mut String) {
        push(out, "{\"path\":");
        write_string(&self.path, out);
        push(out, ",\"code\":");
        write_string(self.code.name(), out);
        push(out, ",\"message\":");
        write_string(&self.message(), out);
        if let Some(value) = &self.value {
            push(out, ",\"value\":");
            push(out, value);
        }
        push(out, "}");
    }
}

/// What is wrong, as it stands in the document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Offending<'v> {
    Nothing,
    Json(&'v Json<'v>),
    Text(&'v str),
    Number(u64),
}

/// A place in a document, built on the stack while walking down; it becomes text only for a problem.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    Key(&'a str),
    Index(usize),
    Position(usize),
}

impl<'a> Path<'a> {
    pub(crate) const ROOT: Path<'static> = Path { parent: None, step: Step::Root };

    pub(crate) fn key(&'a self, key: &'a str) -> Path<'a> {
        Path { parent: Some(self), step: Step::Key(key) }
    }

    pub(crate) fn index(&'a self, index: usize) -> Path<'a> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    /// A part of a rule's expression or list, by its position (R28).
    pub(crate) fn position(&'a self, position: usize) -> Path<'a> {
        Path { parent: Some(self), step: Step::Position(position) }
    }
}

/// How many problems are reported. More would take more memory than the document itself (S7).
pub(crate) const MAX_PROBLEMS: usize = 10_000;

/// Why a feature or a flag is not served under `lenient` (S5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantine {
    /// What is wrong with it: at least one problem, but not always all; [`Project::problems`](crate::Project::problems) has all.
    pub problems: Vec<Arc<Problem>>,
}

/// Why a feature or a flag, which `noun` tells, has no answer (S5).
pub(crate) fn quarantined_by(noun: &str, problems: &[Arc<Problem>]) -> String {
    let mut out = String::from(noun);
    push(&mut out, " is quarantined by the problem at '");
    push(&mut out, problems.first().map_or("", |problem| &problem.path));
    push(&mut out, "'");
    out
}

/// The longest path that is written out. Keys may be as long as the document, and many problems may lie below one (S7).
const MAX_PATH_BYTES: usize = 2048;

impl Path<'_> {
    fn text(&self) -> String {
        let mut text = String::new();
        if !self.write(&mut text) {
            push(&mut text, "…");
        }
        text
    }

    /// Appends the path as far as there is room; whether there was.
    fn write(&self, out: &mut String) -> bool {
        let Some(parent) = self.parent else { return true };
        if !parent.write(out) {
            return false;
        }
        match self.step {
            Step::Root => true,
            Step::Index(index) => {
                let mut number = String::new();
                push_integer(&mut number, index as i64);
                put(out, "[") && put(out, &number) && put(out, "]")
            }
            Step::Position(position) => {
                let mut number = String::new();
                push_integer(&mut number, position as i64);
                put(out, ".") && put(out, &number)
            }
            Step::Key(key) if !is_identifier(key) => {
                let mut quoted = String::new();
                // No more than can be shown.
                write_string(key.get(..key.floor_char_boundary(MAX_PATH_BYTES)).unwrap_or_default(), &mut quoted);
                put(out, "[") && put(out, &quoted) && put(out, "]")
            }
            Step::Key(key) => (matches!(parent.step, Step::Root) || put(out, ".")) && put(out, key),
        }
    }
}

/// Appends what there is room for; whether that was all.
fn put(out: &mut String, more: &str) -> bool {
    let room = MAX_PATH_BYTES.saturating_sub(out.len());
    let fits = more.floor_char_boundary(room);
    push(out, more.get(..fits).unwrap_or_default());
    fits == more.len()
}

fn is_identifier(key: &str) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$');
    let bytes = key.as_bytes();
    bytes.len() <= MAX_PATH_BYTES
        && bytes.first().is_some_and(is_letter)
        && bytes.iter().all(|byte| is_letter(byte) || byte.is_ascii_digit())
}
