//! Where ion-rs 1.2 leaves the specification of Ion 1.0, or the specification leaves the choice.
//!
//! A disagreement is forgiven only if the text has one of these marks outside (or, where it says so, inside) its quotes, and
//! rewriting the marks, and nothing else, makes both readers agree; and our reader either refuses the text or reads it as the
//! rewritten one (which it cannot where digits are cut off).

/// The marks, each with the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deviation {
    /// `{a: 1}`, `{{ "c" }}`: rules have no use for them, and we refuse them.
    Braces,
    /// `1/* c */`, `2024T// c`, `true/* c */`: after numbers the prose wants one of fifteen characters, without the slash,
    /// and the grammar space or a comment; comments are treated as white space, so we read on. After words the prose wants nothing,
    /// and ion-rs still refuses.
    CommentBehindWord,
    /// `(true+x)`: identifiers and operators may stand together, and so may the words that are values, by the grammar.
    /// ion-rs refuses them, except `nan`.
    OperatorBehindKeyword,
    /// `(a /* b)`: a comment that does not end is no Ion. ion-rs takes its beginning for the operator `/*`.
    EndlessComment,
    /// `$10` is a place in a symbol table, and there is no table in a text of its own: an error for ion-rs (or a panic, if the number is
    /// huge). We hand it over as written.
    SymbolId,
    /// `$9since` is an identifier. ion-rs reads a place in a symbol table and the identifier `since`.
    SymbolIdInIdentifier,
    /// `$ion_1_0` at the top is a version marker. ion-rs also takes it for one where it is the beginning of a longer word.
    VersionMarker,
    /// `"a↵b"` with a raw carriage return: a line break may not stand in short quotes, but ion-rs lets this one.
    CarriageReturn,
    /// `1e1_0`: the grammar has no underscores in exponents. ion-rs has.
    UnderscoreInExponent,
    /// `(+inf-1)`: a real must be followed by one of the fifteen characters. ion-rs backs up to the operator `+` and the symbol `inf`.
    UnendedInfinity,
    /// `(-2024T)`: a timestamp has no sign. ion-rs backs up to the operator `-`.
    SignedTimestamp,
    /// `…:59.1234567890123456789Z`: the prose sets no maximum of digits. ion-rs has one, 18.
    LongFraction,
    /// `1d99999999999999999999`: nor is there one for exponents. ion-rs refuses what is no 64-bit integer.
    HugeExponent,
}

impl Deviation {
    /// Whether rewriting it cuts digits off, which changes the value.
    pub fn cuts(self) -> bool {
        matches!(self, Deviation::LongFraction | Deviation::HugeExponent)
    }
}

/// As many digits as ion-rs reads of a fraction, and of an exponent in any case.
const DIGITS: usize = 18;

/// The text without its marks, and which there were.
pub fn without_marks(text: &str) -> (String, Vec<Deviation>) {
    let mut rewritten = String::new();
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (kind, length) = first_piece(rest);
        let (piece, behind) = rest.split_at_checked(length).unwrap();
        rest = behind;
        match kind {
            Piece::Plain => plain(piece, &mut rewritten, &mut found),
            Piece::Quoted => quoted(piece, &mut rewritten, &mut found),
            Piece::Long => rewritten.push_str(piece),
            Piece::Comment => {
                if rewritten.ends_with(|last: char| is_identifier_part(last) || last == '.') {
                    rewritten.push(' ');
                    found.push(Deviation::CommentBehindWord);
                }
                rewritten.push_str(piece);
            }
            Piece::EndlessComment => found.push(Deviation::EndlessComment),
        }
    }
    found.sort_unstable();
    found.dedup();
    (rewritten, found)
}

enum Piece {
    Plain,
    /// In `"` or `'`.
    Quoted,
    /// In `'''`.
    Long,
    Comment,
    EndlessComment,
}

fn first_piece(text: &str) -> (Piece, usize) {
    let up_to = |end: Option<usize>| end.unwrap_or(text.len());
    if text.starts_with("'''") {
        return (Piece::Long, up_to(closing(text, "'''")));
    }
    for mark in ["\"", "'"] {
        if text.starts_with(mark) {
            return (Piece::Quoted, up_to(closing(text, mark)));
        }
    }
    if text.starts_with("//") {
        return (Piece::Comment, up_to(text.find(['\n', '\r'])));
    }
    if let Some(inside) = text.strip_prefix("/*") {
        return match inside.find("*/") {
            Some(end) => (Piece::Comment, end + 4),
            None => (Piece::EndlessComment, text.len()),
        };
    }
    // Where an operator has begun, the beginning of a comment is part of it: to both readers.
    let (mut in_operator, mut in_word, mut in_number) = (false, false, false);
    let end = text.char_indices().find_map(|(at, character)| {
        let begins_comment =
            !in_operator && text.get(at..).is_some_and(|rest| rest.starts_with("//") || rest.starts_with("/*"));
        // `1./* c */`: this point is the number's.
        in_operator = is_operator_part(character) && !(in_number && character == '.');
        in_number = is_identifier_part(character) && if in_word { in_number } else { character.is_ascii_digit() };
        in_word = is_identifier_part(character);
        (begins_comment || "\"'".contains(character)).then_some(at)
    });
    (Piece::Plain, up_to(end))
}

/// The end of what begins with the mark.
fn closing(text: &str, mark: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().skip(mark.len()).find_map(|(at, character)| {
        let closes = !escaped && text.get(at..)?.starts_with(mark);
        escaped = !escaped && character == '\\';
        closes.then_some(at + mark.len())
    })
}

fn quoted(piece: &str, rewritten: &mut String, found: &mut Vec<Deviation>) {
    let mut escaped = false;
    for character in piece.chars() {
        if character == '\r' && !escaped {
            rewritten.push_str("\\r");
            found.push(Deviation::CarriageReturn);
        } else {
            rewritten.push(character);
        }
        escaped = !escaped && character == '\\';
    }
}

fn plain(piece: &str, rewritten: &mut String, found: &mut Vec<Deviation>) {
    let mut rest = piece;
    // An exponent has begun: only its digits may follow.
    let mut in_exponent = false;
    while let Some(first) = rest.chars().next() {
        let word = rest.split_once(|character| !is_identifier_part(character)).map_or(rest, |(word, _)| word);
        if word.is_empty() {
            if "{}".contains(first) {
                found.push(Deviation::Braces);
            }
            rewritten.push(first);
            rest = rest.get(first.len_utf8()..).unwrap();
            if first == '-' && is_timestamp(rest) {
                rewritten.push(' ');
                found.push(Deviation::SignedTimestamp);
            }
            in_exponent &= "+-".contains(first);
            continue;
        }
        rest = rest.get(word.len()..).unwrap();
        let behind_point =
            rewritten.strip_suffix('.').is_some_and(|before| before.ends_with(|last: char| last.is_ascii_digit()));
        let is_number = word.starts_with(|first: char| first.is_ascii_digit()) || behind_point;
        let exponent =
            word.find(['e', 'E', 'd', 'D']).filter(|_| is_number && !word.starts_with("0x") && !word.starts_with("0X"));
        let (mantissa, power) = match exponent {
            _ if in_exponent => ("", word),
            Some(at) => word.split_at_checked(at).unwrap(),
            None => (word, ""),
        };
        if power.contains('_') {
            found.push(Deviation::UnderscoreInExponent);
        }
        let is_fraction = rewritten
            .strip_suffix('.')
            .is_some_and(|before| before.rsplit(':').next().is_some_and(|field| field.len() == 2));
        let before = rewritten.chars().next_back();
        let strange_symbol = if is_symbol_id(word) {
            Some(Deviation::SymbolId)
        } else if begins_with_symbol_id(word) {
            Some(Deviation::SymbolIdInIdentifier)
        } else if is_version_marker(word) {
            Some(Deviation::VersionMarker)
        } else {
            None
        };
        if let Some(deviation) = strange_symbol {
            rewritten.push_str(&format!(" '{word}'"));
            found.push(deviation);
        } else {
            let (mantissa, cut) = if is_fraction { cut_digits(mantissa) } else { (mantissa.to_owned(), false) };
            found.extend(cut.then_some(Deviation::LongFraction));
            rewritten.push_str(&mantissa);
            let (power, cut) = cut_digits(&power.replace('_', ""));
            found.extend(cut.then_some(Deviation::HugeExponent));
            rewritten.push_str(&power);
        }
        in_exponent = power.len() == 1 && !in_exponent;
        let type_behind = rest.strip_prefix('.').filter(|_| word == "null" && !rest.starts_with(".."));
        if let Some(null_type) = type_behind {
            let length = null_type.find(|character| !is_identifier_part(character)).unwrap_or(null_type.len());
            let (null_type, behind) = rest.split_at_checked(1 + length).unwrap();
            rewritten.push_str(null_type);
            rest = behind;
        }
        if matches!(word, "true" | "false" | "null") && rest.starts_with(is_operator_part) {
            rewritten.push(' ');
            found.push(Deviation::OperatorBehindKeyword);
        }
        let is_infinity = word == "inf" && matches!(before, Some('+' | '-'));
        if is_infinity && rest.starts_with(|next| is_operator_part(next) || next == ':') {
            rewritten.push(' ');
            found.push(Deviation::UnendedInfinity);
        }
    }
}

/// The word with no more than [`DIGITS`] digits in a row, and whether there were more.
fn cut_digits(word: &str) -> (String, bool) {
    let mut kept = String::new();
    let mut count = 0;
    for character in word.chars() {
        count = if character.is_ascii_digit() { count + 1 } else { 0 };
        if count <= DIGITS {
            kept.push(character);
        }
    }
    let is_shorter = kept.len() < word.len();
    (kept, is_shorter)
}

/// `$10`, but not those that every table has.
fn is_symbol_id(word: &str) -> bool {
    let digits = word.strip_prefix('$').unwrap_or_default();
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.parse().ok().and_then(system_symbol).is_none()
}

fn begins_with_symbol_id(word: &str) -> bool {
    let behind = word.strip_prefix('$').unwrap_or_default().trim_start_matches(|next: char| next.is_ascii_digit());
    word.starts_with('$') && behind.len() + 1 < word.len() && behind.starts_with(|next: char| next != '_')
}

fn is_version_marker(word: &str) -> bool {
    let version = word.strip_prefix("$ion_").and_then(|version| version.split_once('_'));
    let is_digit = |character: char| character.is_ascii_digit();
    version
        .is_some_and(|(major, minor)| !major.is_empty() && major.chars().all(is_digit) && minor.starts_with(is_digit))
}

/// The symbols that are in every table of Ion 1.0. The one at 0 has no text.
pub fn system_symbol(id: usize) -> Option<&'static str> {
    let symbols = [
        "$0",
        "$ion",
        "$ion_1_0",
        "$ion_symbol_table",
        "name",
        "version",
        "imports",
        "symbols",
        "max_id",
        "$ion_shared_symbol_table",
    ];
    symbols.get(id).copied()
}

fn is_timestamp(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, c, d, b'-' | b'T', ..] if [a, b, c, d].into_iter().all(u8::is_ascii_digit))
}

fn is_identifier_part(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_' || character == '$'
}

fn is_operator_part(character: char) -> bool {
    "!#%&*+-./;<=>?@^`|~".contains(character)
}
