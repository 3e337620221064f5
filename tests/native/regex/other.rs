//! What the regular expressions mean by another engine, `regex-lite`, and by a pass before it that refuses what that
//! engine takes and RE2 does not, or takes for something else (R40).
//!
//! `regex-lite`, not `regex`: of its own accord its `\d`, `\w`, `\s` and `\b`, and its `(?i)`, are of ASCII.

/// Of a quantifier with spaces in it, which to RE2 is none, and what is wrong then may be said in several ways.
pub const SPACED: &str = "there is no space in a quantifier";

/// The same pattern in the other engine, or what is wrong with it: what the pass before it says, and what that says.
pub fn compile(pattern: &str) -> Result<regex_lite::Regex, [Option<String>; 2]> {
    let before = fault(pattern).map(str::to_owned);
    let mut builder = regex_lite::RegexBuilder::new(pattern);
    match builder.size_limit(1 << 24).nest_limit(128).build() {
        Ok(regex) if before.is_none() => Ok(regex),
        Ok(_) => Err([before, None]),
        Err(error) => Err([before, Some(error.to_string())]),
    }
}

/// The most repetitions that RE2 takes.
const MAX_REPETITIONS: u32 = 1000;

/// What is wrong with a pattern, in a few words.
fn fault(pattern: &str) -> Option<&'static str> {
    let mut scan =
        Scan { rest: pattern, in_class: false, after_quantifier: false, ignores_case: false, beyond_ascii: false };
    while !scan.rest.is_empty() {
        if let Some(fault) = scan.step() {
            return Some(fault);
        }
    }
    (scan.ignores_case && scan.beyond_ascii).then_some("case is ignored of ASCII letters only")
}

struct Scan<'p> {
    rest: &'p str,
    in_class: bool,
    /// Whether a quantifier has just ended.
    after_quantifier: bool,
    /// Whether some flag has switched that on.
    ignores_case: bool,
    /// Whether some character is not ASCII, as it stands or by its number.
    beyond_ascii: bool,
}

impl<'p> Scan<'p> {
    /// One token: an escape, a quantifier, the beginning of a group or a class, or a character.
    fn step(&mut self) -> Option<&'static str> {
        let after_quantifier = std::mem::take(&mut self.after_quantifier);
        if let Some(escaped) = self.rest.strip_prefix('\\') {
            return self.escape(escaped);
        }
        if self.in_class {
            // The bracket that ends a class within the class, `[:alpha:]`, does not end the outer one.
            if let Some((_, rest)) = self.rest.strip_prefix("[:").and_then(|name| name.split_once(":]")) {
                self.rest = rest;
                return None;
            }
            self.in_class = !self.rest.starts_with(']');
            self.character();
            return None;
        }
        if let Some(class) = self.rest.strip_prefix('[') {
            let class = class.strip_prefix('^').unwrap_or(class);
            self.in_class = true;
            // A bracket in first place is a member.
            self.rest = class.strip_prefix(']').unwrap_or(class);
            return class.starts_with("--").then_some("a range of a class does not begin with a dash");
        }
        if let Some(flags) = self.rest.strip_prefix("(?") {
            let flags: Vec<char> =
                flags.chars().take_while(|flag| flag.is_ascii_alphabetic() || *flag == '-').collect();
            self.ignores_case |= flags.iter().take_while(|flag| **flag != '-').any(|flag| *flag == 'i');
            self.character();
            // `(?P<name>…)` is no flag of these.
            return flags
                .iter()
                .any(|flag| matches!(flag, 'x' | 'R' | 'u'))
                .then_some("there are only the flags i, m, s and U");
        }
        if self.rest.starts_with(['*', '+', '?', '{']) {
            return self.quantifier(after_quantifier);
        }
        self.character();
        None
    }

    fn escape(&mut self, escaped: &'p str) -> Option<&'static str> {
        let is_boundary = escaped.starts_with("b{") || escaped.starts_with(['<', '>']);
        if is_boundary || escaped.starts_with(['u', 'U']) {
            return Some("the escape has another meaning in RE2, or none");
        }
        if let Some(number) = escaped.strip_prefix('x') {
            let digits: String = match number.strip_prefix('{') {
                Some(braced) => braced.chars().take_while(char::is_ascii_hexdigit).collect(),
                None => number.chars().take(2).collect(),
            };
            self.beyond_ascii |= u32::from_str_radix(&digits, 16).is_ok_and(|number| number > 0x7F);
            // Those braces are no quantifier.
            if let Some((_, rest)) = number.split_once('}').filter(|_| number.starts_with('{')) {
                self.rest = rest;
                return None;
            }
        }
        self.character();
        self.character();
        None
    }

    /// One of `*`, `+`, `?` and `{m,n}`, with the `?` that makes it lazy.
    fn quantifier(&mut self, after_quantifier: bool) -> Option<&'static str> {
        if after_quantifier {
            return Some("a quantifier does not stand behind another");
        }
        let length = self.rest.find('}').filter(|_| self.rest.starts_with('{')).map_or(1, |end| end + 1);
        let (quantifier, rest) = self.rest.split_at_checked(length)?;
        let bounds = |character: &char| character.is_ascii_digit() || *character == ',' || character.is_whitespace();
        if self.rest.starts_with('{') && self.rest.chars().skip(1).take_while(bounds).any(char::is_whitespace) {
            return Some(SPACED);
        }
        let mut bounds = quantifier.split(|character: char| !character.is_ascii_digit());
        if bounds.any(|bound| bound.parse::<u32>().map_or(bound.len() > 4, |bound| bound > MAX_REPETITIONS)) {
            return Some("nothing is repeated more than 1000 times");
        }
        self.rest = rest.strip_prefix('?').unwrap_or(rest);
        self.after_quantifier = true;
        None
    }

    fn character(&mut self) {
        let mut characters = self.rest.chars();
        self.beyond_ascii |= characters.next().is_some_and(|character| !character.is_ascii());
        self.rest = characters.as_str();
    }
}
