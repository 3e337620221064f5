//! Classes in brackets, and what stands behind a backslash.

use super::parse::{IGNORE_CASE, Parser};
use super::program::Look;

/// The first and the last character of each range, in order.
type Ranges = &'static [[u8; 2]];

const DIGIT: Ranges = &[*b"09"];
const SPACE: Ranges = &[*b"\t\r", *b"  "];
const WORD: Ranges = &[*b"09", *b"AZ", *b"__", *b"az"];

/// The classes that have names, `[:alpha:]`.
const NAMED: &[(&str, Ranges)] = &[
    ("alnum", &[*b"09", *b"AZ", *b"az"]),
    ("alpha", &[*b"AZ", *b"az"]),
    ("ascii", &[*b"\0\x7F"]),
    ("blank", &[*b"\t\t", *b"  "]),
    ("cntrl", &[*b"\0\x1F", *b"\x7F\x7F"]),
    ("digit", DIGIT),
    ("graph", &[*b"!~"]),
    ("lower", &[*b"az"]),
    ("print", &[*b" ~"]),
    ("punct", &[*b"!/", *b":@", *b"[`", *b"{~"]),
    ("space", SPACE),
    ("upper", &[*b"AZ"]),
    ("word", WORD),
    ("xdigit", &[*b"09", *b"AF", *b"af"]),
];

/// What an escape, or a character, stands for.
pub(super) enum Item {
    Char(char),
    /// The class of this letter: digits, spaces, word characters, or with a capital all but those.
    Class(char),
    Look(Look),
}

impl Parser<'_> {
    /// A class, from its bracket on.
    pub(super) fn class(&mut self) -> Option<()> {
        let first = self.program.ranges.len();
        let negated = self.advance("found unclosed character class")? == '^';
        if negated {
            self.advance("negated character class has no closing bracket")?;
        }
        // In first place a dash and a bracket are members.
        if self.next == Some('-') {
            if self.follows(b'-') {
                return self.refuse("a range of a class does not begin with a dash");
            }
            self.range('-', '-');
            self.advance("non-empty character class has no closing bracket after dash")?;
        } else if self.next == Some(']') {
            self.range(']', ']');
            self.advance("character class begins with literal ']' but has no closing bracket")?;
        }
        loop {
            match self.next {
                Some(']') => break,
                Some('[') => self.named_class()?,
                Some('&') if self.follows(b'&') => {
                    return self.refuse("character class intersection is not supported");
                }
                Some('-') if self.follows(b'-') => {
                    return self.refuse("character class difference is not supported");
                }
                Some('~') if self.follows(b'~') => {
                    return self.refuse("character class symmetric difference is not supported");
                }
                Some(_) => self.member()?,
                None => return self.refuse("found unclosed character class"),
            }
        }
        self.bump();
        self.program.set(first, negated);
        Some(())
    }

    /// A class by its name, from its bracket on, within another.
    fn named_class(&mut self) -> Option<()> {
        if let Some(name) = self.rest.strip_prefix(':') {
            let (name, negated) = name.strip_prefix('^').map_or((name, false), |name| (name, true));
            for (known, ranges) in NAMED {
                if let Some(rest) = name.strip_prefix(*known).and_then(|rest| rest.strip_prefix(":]")) {
                    self.ranges(ranges, negated);
                    self.rest = rest;
                    self.bump();
                    return Some(());
                }
            }
        }
        self.refuse("nested character classes are not supported")
    }

    /// A character, a range of them or an escape within a class.
    fn member(&mut self) -> Option<()> {
        let low = self.item()?;
        if self.next.is_none() {
            return self.refuse("non-empty character class has no closing bracket");
        }
        if self.next != Some('-') || self.follows(b']') || self.follows(b'-') {
            match low {
                Item::Char(character) => self.range(character, character),
                Item::Class(letter) => self.lettered_class(letter),
                Item::Look(_) => return self.refuse("invalid escape sequence in character class"),
            }
            return Some(());
        }
        self.advance("non-empty character class has no closing bracket after dash")?;
        let (Item::Char(low), Item::Char(high)) = (low, self.item()?) else {
            return self.refuse("character class ranges must start and end with a single character");
        };
        if low > high {
            return self.refuse("invalid range in character class");
        }
        self.range(low, high);
        Some(())
    }

    pub(super) fn range(&mut self, first: char, last: char) {
        self.push(u32::from(first), u32::from(last));
    }

    /// A class that is written as an escape.
    pub(super) fn lettered_class(&mut self, letter: char) {
        let ranges = match letter.to_ascii_lowercase() {
            'd' => DIGIT,
            's' => SPACE,
            _ => WORD,
        };
        self.ranges(ranges, letter.is_ascii_uppercase());
    }

    #[expect(clippy::arithmetic_side_effects, reason = "the classes' own ranges, of ASCII, ascend")]
    fn ranges(&mut self, ranges: Ranges, negated: bool) {
        // What is not in a range before.
        let mut low = 0;
        for [first, last] in ranges {
            let (first, last) = (u32::from(*first), u32::from(*last));
            if !negated {
                self.push(first, last);
            } else if first > low {
                self.push(low, first - 1);
            }
            low = last + 1;
        }
        if negated {
            self.push(low, u32::from(char::MAX));
        }
    }

    /// Adds a range to the last set, and the other case of its letters if that makes no difference.
    #[expect(clippy::arithmetic_side_effects, reason = "letters are ASCII")]
    fn push(&mut self, first: u32, last: u32) {
        self.program.ranges.push((first, last));
        if self.flags & IGNORE_CASE != 0 {
            for letters in [u32::from('A'), u32::from('a')] {
                let (first, last) = (first.max(letters), last.min(letters + 25));
                if first <= last {
                    self.program.ranges.push((first ^ 0x20, last ^ 0x20));
                }
            }
        }
    }

    /// A character or an escape.
    pub(super) fn item(&mut self) -> Option<Item> {
        match self.bump() {
            Some('\\') => self.escape(),
            character => character.map(Item::Char),
        }
    }

    /// An escape, from behind its backslash on.
    fn escape(&mut self) -> Option<Item> {
        let Some(escaped) = self.bump() else {
            return self.refuse("saw start of escape sequence, but saw end of pattern before it finished");
        };
        Some(match escaped {
            '<' | '>' | 'u' | 'U' => return self.refuse("the escape has another meaning in RE2, or none"),
            'b' if self.next == Some('{') => {
                return self.refuse("the escape has another meaning in RE2, or none");
            }
            '0'..='9' => return self.refuse("backreferences are not supported"),
            'p' | 'P' => return self.refuse("Unicode character classes are not supported"),
            'd' | 's' | 'w' | 'D' | 'S' | 'W' => Item::Class(escaped),
            'A' => Item::Look(Look::Start),
            'z' => Item::Look(Look::End),
            'b' => Item::Look(Look::WordBoundary),
            'B' => Item::Look(Look::NoWordBoundary),
            'a' => Item::Char('\x07'),
            'f' => Item::Char('\x0C'),
            't' => Item::Char('\t'),
            'n' => Item::Char('\n'),
            'r' => Item::Char('\r'),
            'v' => Item::Char('\x0B'),
            'x' => Item::Char(self.hexadecimal()?),
            _ if escaped.is_ascii() && !escaped.is_ascii_alphanumeric() => Item::Char(escaped),
            _ => return self.refuse("unrecognized escape sequence"),
        })
    }

    /// A character by its number, from behind the `x` on.
    #[expect(clippy::arithmetic_side_effects, reason = "two digits, or cut to 2^24 after each")]
    fn hexadecimal(&mut self) -> Option<char> {
        let mut number = 0;
        if self.next.is_none() {
            return self.refuse("expected hexadecimal number, but saw end of pattern first");
        }
        if self.next != Some('{') {
            for _ in 0..2 {
                let Some(digit) = self.next else {
                    return self.refuse("expected fixed length hexadecimal number, but saw end of pattern first");
                };
                let Some(digit) = digit.to_digit(16) else {
                    return self.refuse("expected fixed length hexadecimal number, but got non-hex digit");
                };
                number = number * 16 + digit;
                self.bump();
            }
        } else {
            let unclosed = "expected hexadecimal number, but saw end of pattern before closing brace";
            if self.advance(unclosed)? == '}' {
                return self.refuse("expected hexadecimal number in braces, but got no digits");
            }
            while self.next != Some('}') {
                let Some(digit) = self.next.and_then(|digit| digit.to_digit(16)) else {
                    return self.refuse("expected hexadecimal number in braces, but got non-hex digit");
                };
                // So many that the number is none stay so many.
                number = (number * 16 + digit).min(1 << 24);
                self.advance(unclosed)?;
            }
            self.bump();
        }
        self.beyond_ascii |= number > 0x7F;
        match char::from_u32(number) {
            None => self.refuse("got invalid hexadecimal number in braces"),
            character => character,
        }
    }
}
