//! From a pattern to its program, in one pass. Refused is also what RE2 does not take, or takes for something else than
//! is meant here, so that a pattern means what AWS would make of it or nothing (R40).

use super::MAX_DEPTH;
use super::class::Item;
use super::program::{Look, Program, Step};

/// The most repetitions that RE2 takes.
const MAX_REPETITIONS: usize = 1000;

/// The flags that can be switched on.
pub(super) const IGNORE_CASE: u8 = 1;
/// `^` and `$` are found at every line.
const LINES: u8 = 2;
/// The dot stands for a line break, too.
const DOT_ALL: u8 = 4;
const LAZY: u8 = 8;
/// Switches off those behind it.
const NEGATION: u8 = 16;

pub(super) struct Parser<'p> {
    /// The character that is next, and what is behind it.
    pub(super) next: Option<char>,
    pub(super) rest: &'p str,
    pub(super) program: Box<Program>,
    /// What is switched on here, and what has ever been.
    pub(super) flags: u8,
    ever: u8,
    /// The names of groups.
    names: Vec<&'p [u8]>,
    /// Whether some character is not ASCII, as it stands or by its number.
    pub(super) beyond_ascii: bool,
    /// What is wrong.
    fault: &'static str,
}

/// Compiles a pattern, or says in a few words what is wrong with it.
pub(super) fn read(pattern: &str) -> Result<Box<Program>, &'static str> {
    let mut parser = Parser {
        next: None,
        rest: pattern,
        program: Box::default(),
        flags: 0,
        ever: 0,
        names: Vec::new(),
        beyond_ascii: false,
        fault: "case is ignored of ASCII letters only",
    };
    parser.bump();
    if parser.branches(0).is_none() || parser.ever & IGNORE_CASE != 0 && parser.beyond_ascii {
        return Err(parser.fault);
    }
    Ok(parser.program)
}

impl Parser<'_> {
    pub(super) fn refuse<T>(&mut self, fault: &'static str) -> Option<T> {
        self.fault = fault;
        None
    }

    /// Takes the next character.
    pub(super) fn bump(&mut self) -> Option<char> {
        let mut rest = self.rest.chars();
        let taken = std::mem::replace(&mut self.next, rest.next());
        self.rest = rest.as_str();
        self.beyond_ascii |= taken.is_some_and(|taken| !taken.is_ascii());
        taken
    }

    /// Takes the next character, behind which there must be another.
    pub(super) fn advance(&mut self, fault: &'static str) -> Option<char> {
        self.bump();
        if self.next.is_none() {
            self.fault = fault;
        }
        self.next
    }

    /// Whether the character behind the next is this one.
    pub(super) fn follows(&self, character: u8) -> bool {
        self.rest.as_bytes().first() == Some(&character)
    }

    /// All branches, to the bracket that closes their group, or to the end.
    #[expect(clippy::arithmetic_side_effects, reason = "steps are counted in memory, and a jump leads back to a step")]
    fn branches(&mut self, depth: u32) -> Option<()> {
        if depth > MAX_DEPTH {
            return self.refuse("pattern has too much nesting");
        }
        let mut branch = self.program.steps.len();
        // The last of the jumps to the end: until that is known, each has the distance to the one before.
        let mut jump = None;
        // What a quantifier would repeat.
        let mut item = None;
        while let Some(next) = self.next {
            let start = self.program.steps.len();
            match next {
                ')' if depth > 0 => break,
                ')' => return self.refuse("found closing ')' without matching '('"),
                '|' => {
                    self.bump();
                    let fork = Step::Fork(self.program.distance(branch) + 2);
                    self.program.insert(branch, fork);
                    branch = self.program.steps.len() + 1;
                    let before = jump.replace(branch - 1).map_or(0, |before| self.program.distance(before));
                    self.program.add(Step::Jump(before));
                    item = None;
                    continue;
                }
                '?' | '*' | '+' | '{' => {
                    self.quantifier(item)?;
                    continue;
                }
                '(' => {
                    if !self.group(depth)? {
                        continue;
                    }
                }
                '[' => self.class()?,
                _ => self.single()?,
            }
            item = Some(start);
        }
        while let Some(at) = jump {
            let distance = self.program.distance(at);
            let Some(Step::Jump(before)) = self.program.steps.get_mut(at) else { break };
            let before = std::mem::replace(before, distance);
            jump = (before > 0).then(|| at - before as usize);
        }
        Some(())
    }

    /// A character, the dot, an anchor or an escape.
    fn single(&mut self) -> Option<()> {
        let first = self.program.ranges.len();
        let mut negated = false;
        match (self.next, self.item()?) {
            (Some('.'), _) => {
                if self.flags & DOT_ALL == 0 {
                    self.range('\n', '\n');
                }
                negated = true;
            }
            (Some('^'), _) => return self.look(Look::LineStart, Look::Start),
            (Some('$'), _) => return self.look(Look::LineEnd, Look::End),
            (_, Item::Look(look)) => return self.look(look, look),
            (_, Item::Class(letter)) => self.lettered_class(letter),
            (_, Item::Char(character)) if self.flags & IGNORE_CASE == 0 => {
                self.program.add(Step::Char(character));
                return Some(());
            }
            (_, Item::Char(character)) => self.range(character, character),
        }
        self.program.set(first, negated);
        Some(())
    }

    fn look(&mut self, at_lines: Look, otherwise: Look) -> Option<()> {
        self.program.add(Step::Look(if self.flags & LINES == 0 { otherwise } else { at_lines }));
        Some(())
    }

    /// A group, from its bracket to its bracket; false if it is only flags.
    #[expect(clippy::arithmetic_side_effects, reason = "never above MAX_DEPTH by more than one")]
    fn group(&mut self, depth: u32) -> Option<bool> {
        let mut flags = self.flags;
        let mut is_item = true;
        self.bump();
        if self.next == Some('?') {
            match self.advance("expected closing ')', but got end of pattern")? {
                '=' | '!' => return self.refuse("look-around is not supported"),
                '<' if self.follows(b'=') || self.follows(b'!') => return self.refuse("look-around is not supported"),
                'P' if self.follows(b'<') => {
                    self.bump();
                    self.name()?;
                }
                '<' => self.name()?,
                _ => {
                    self.switch()?;
                    // Flags without an expression are for what is left of the group around them.
                    if self.next == Some(')') {
                        flags = self.flags;
                        is_item = false;
                    } else {
                        self.bump();
                    }
                }
            }
        }
        if is_item {
            self.branches(depth + 1)?;
        }
        if self.next != Some(')') {
            return self.refuse("found open group without closing ')'");
        }
        self.bump();
        self.flags = flags;
        Some(is_item)
    }

    /// The name of a group, from its angle bracket to its angle bracket.
    #[expect(clippy::arithmetic_side_effects, reason = "a length in the pattern")]
    fn name(&mut self) -> Option<()> {
        let behind = self.rest;
        self.advance("expected capture group name, but got end of pattern")?;
        let mut length = 0;
        while let Some(next) = self.next.filter(|next| *next != '>') {
            if next != '_' && !next.is_ascii_alphanumeric() {
                return self.refuse("invalid group name");
            }
            self.advance("expected end of capture group name, but got end of pattern")?;
            length += 1;
        }
        self.bump();
        let name = behind.as_bytes().get(..length).unwrap_or_default();
        if name.is_empty() {
            return self.refuse("empty capture group names are not allowed");
        }
        if self.names.contains(&name) {
            return self.refuse("duplicate capture group name");
        }
        self.names.push(name);
        Some(())
    }

    /// Flags, up to the bracket or the colon behind them.
    fn switch(&mut self) -> Option<()> {
        let mut seen = 0;
        let mut last = 0;
        loop {
            last = match self.next {
                Some('i') => IGNORE_CASE,
                Some('m') => LINES,
                Some('s') => DOT_ALL,
                // Which of several matches is found makes no difference.
                Some('U') => LAZY,
                Some('-') => NEGATION,
                Some('x' | 'R' | 'u') => return self.refuse("there are only the flags i, m, s and U"),
                Some(')') if seen == 0 => return self.refuse("empty flag directive '(?)' is not allowed"),
                Some(':' | ')') if last == NEGATION => {
                    return self.refuse("inline flags cannot end with negation directive");
                }
                Some(':' | ')') => return Some(()),
                _ => return self.refuse("unrecognized inline flag"),
            };
            if seen & last != 0 {
                return self.refuse(match last {
                    NEGATION => "inline flag negation cannot be repeated",
                    _ => "duplicate inline flag is not allowed",
                });
            }
            seen |= last;
            if seen & NEGATION == 0 {
                self.flags |= last;
                self.ever |= last;
            } else {
                self.flags &= !last;
            }
            self.advance("expected ':' or ')' to end inline flags, but got end of pattern")?;
        }
    }

    /// One of `*`, `+`, `?` and `{m,n}`, with the `?` that makes it lazy, for the steps from `item` on.
    fn quantifier(&mut self, item: Option<usize>) -> Option<()> {
        let (least, most) = match (self.next, item) {
            (Some('{'), None) => {
                return self.refuse("counted repetition operator must be applied to a sub-expression");
            }
            (_, None) => return self.refuse("uncounted repetition operator must be applied to a sub-expression"),
            (Some('?'), _) => (0, Some(1)),
            (Some('*'), _) => (0, None),
            (Some('+'), _) => (1, None),
            _ => self.bounds()?,
        };
        self.bump();
        if self.next == Some('?') {
            self.bump();
        }
        if matches!(self.next, Some('*' | '+' | '?' | '{')) {
            return self.refuse("a quantifier does not stand behind another");
        }
        if most.is_some_and(|most| least > most) {
            return self.refuse("found counted repetition with a min bigger than its max");
        }
        self.program.repeat(item?, least, most);
        Some(())
    }

    /// The least and the most repetitions, from the brace to the brace.
    fn bounds(&mut self) -> Option<(usize, Option<usize>)> {
        self.advance("found unclosed counted repetition operator")?;
        let least = self.number("found incomplete and unclosed counted repetition operator")?;
        let mut most = Some(least);
        if self.next == Some(',') {
            most = match self.advance("found counted repetition operator with a comma that is unclosed")? {
                '}' => None,
                _ => Some(self.number("found counted repetition with min and max that is unclosed")?),
            };
        }
        if self.next != Some('}') {
            return self.refuse("expected closing brace for counted repetition, but got something else");
        }
        if least.max(most.unwrap_or(0)) > MAX_REPETITIONS {
            return self.refuse("nothing is repeated more than 1000 times");
        }
        Some((least, most))
    }

    /// A number, which does not end the pattern.
    #[expect(clippy::arithmetic_side_effects, reason = "cut to MAX_REPETITIONS + 1 after each digit")]
    fn number(&mut self, unclosed: &'static str) -> Option<usize> {
        let mut number = None;
        while let Some(digit) = self.next.and_then(|next| next.to_digit(10)) {
            // One that is too large stays too large.
            number = Some((number.unwrap_or(0) * 10 + digit as usize).min(MAX_REPETITIONS + 1));
            self.bump();
        }
        if number.is_none() {
            self.fault = "expected decimal number, but found no digits";
        } else if self.next.is_none() {
            return self.refuse(unclosed);
        }
        number
    }
}
