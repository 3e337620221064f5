//! Texts of the rule language, whole and broken.

/// A small generator of numbers (SplitMix64): the same texts on every run.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `limit - 1`.
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    fn word(&mut self, words: &'static str) -> &'static str {
        let words: Vec<&str> = words.split_ascii_whitespace().collect();
        self.pick(&words)
    }

    /// Something that is wrong in itself, or nearly.
    fn wrong(&mut self) -> &'static str {
        if self.percent(90) { self.word(WRONG) } else { self.pick(WRONG_WITH_SPACE) }
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// A text; about every second one is broken, or at least tampered with.
pub fn text(random: &mut Random) -> String {
    let mut writer = Writer { random, out: String::new() };
    writer.loose();
    match writer.random.below(20) {
        // Values at the top, where operators are no symbols.
        0..3 => {
            for _ in 0..writer.random.below(4) {
                writer.annotated(2, false);
                writer.space();
            }
        }
        3..6 => writer.any_expression(3),
        6 => writer.heap(),
        _ => writer.rule(3),
    }
    writer.loose();
    let mut text = writer.out;
    if random.percent(52) {
        for _ in 0..1 + random.below(3) {
            text = mutated(&text, random);
        }
    }
    text
}

struct Writer<'r> {
    random: &'r mut Random,
    out: String,
}

const IDENTIFIERS: &str = "
    $tier $userId $a eq pct by seed x _y1 $ inf nano trueish nulls int $ion $ion_1
";
const OPERATORS: &str = "
    + - <= == && ! * / . .. # % ; ? @ ^ ` | ~ => --
";
const INTEGERS: &str = "
    0 -0 7 20 100 -1 1_000 -1_2_3 9007199254740993 9223372036854775807 -9223372036854775809
    123456789012345678901234567890 0x1F 0Xbeef -0x0 0xFA_CE 0xFFFFFFFFFFFFFFFF -0x1_FFFF_FFFF_FFFF_FFFF 0b101 0B1
    -0b10_10 0x1e5
";
const DECIMALS: &str = "
    0. -0. 1. 1.50 -0.001 3.14 123_456.789_012 0.1000 15d-1 1d3 1.5D+2 0d0 -0d-1 1d0 12.5d007 100.000 0.000001
    33.333333333333333333333333333333 1.d2 99999999999999999999.5
";
const FLOATS: &str = "
    1e3 1.5E-3 -0e0 0E0 1.234e-5 1e0 5e+2 1.e2 1e308 1e309 -1e400 4.9e-324 1e-400 1_0.5e1 0.1e007 nan +inf -inf
";
const TIMESTAMPS: &str = "
    2024T 2024-02T 2024-02-29 2024-01-01T 0001T 9999-12-31 2000-02-29T23:59Z 2012-03-04T05:06:07-08:00
    2024-01-01T00:00:00.000Z 2024-01-01T00:00:00.123456789012345+05:30 1969-12-31T23:59:59.9-00:00
    1900-03-01T00:00+00:00 0001-01-01T00:00+23:59 9999-12-31T23:59:59.99999-23:59 1970-01-01T00:00:00Z
";
const NULLS: &str = "
    null null.null null.bool null.int null.float null.decimal null.timestamp null.symbol null.string null.clob
    null.blob null.list null.sexp null.struct
";
const ESCAPES: &[&str] = &[
    "\\a",
    "\\b",
    "\\t",
    "\\n",
    "\\f",
    "\\r",
    "\\v",
    "\\0",
    "\\?",
    "\\'",
    "\\\"",
    "\\/",
    "\\\\",
    "\\x41",
    "\\xe9",
    "\\xFF",
    "\\u00e9",
    "\\u20AC",
    "\\uFFFF",
    "\\U0001F600",
    "\\U0010ffff",
    "\\ud83d\\ude00",
    "\\\n",
    "\\\r\n",
    "\\\r",
];
const PLAIN: &[&str] = &[
    "a",
    "b ",
    "premium",
    "12",
    "é",
    "€",
    "😀",
    "\u{7f}",
    "\t",
    "\u{b}\u{c}",
    " // ",
    "/* x */",
    "(",
    ")",
    "[,]",
    "::",
    "$x",
    "{}",
    "\u{85}",
    "\u{2028}",
];
const COMMENTS: &[&str] =
    &["/**/", "/* a comment */", "/* ( \" ' */", "/***/", "// to the end\n", "//\r", "// ' \" /* \r\n", "/*\n*/"];
const SPACES: &[&str] = &[" ", "\n", "\t", "\r\n", "\u{b}", "\u{c}", "\r"];

impl Writer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn put_one(&mut self, texts: &[&str]) {
        let text = self.random.pick(texts);
        self.put(text);
    }

    fn put_word(&mut self, words: &'static str) {
        let word = self.random.word(words);
        self.put(word);
    }

    /// At least one character of white space.
    fn space(&mut self) {
        let spaces = if self.random.percent(85) { &[" "] } else { SPACES };
        self.put_one(spaces);
        while self.random.percent(6) {
            self.put_one(COMMENTS);
            self.put_one(SPACES);
        }
    }

    /// What may stand where nothing has to. A comment directly behind a number is one of the deviations: here it is not wanted.
    fn loose(&mut self) {
        if self.random.percent(12) {
            let after_word = self.out.ends_with(|last: char| last.is_ascii_alphanumeric() || "_$.".contains(last));
            if after_word
                || self.out.ends_with(|last: char| "!#%&*+-/;<=>?@^`|~".contains(last))
                || self.random.percent(50)
            {
                self.space();
            } else {
                self.put_one(COMMENTS);
            }
        }
    }

    fn rule(&mut self, depth: usize) {
        self.put("(");
        self.loose();
        let kind = if depth == 0 { 3 + self.random.below(7) } else { self.random.below(10) };
        match kind {
            0 | 1 => {
                self.put_one(&["and", "or"]);
                for _ in 0..1 + self.random.below(3) {
                    self.space();
                    self.rule(depth - 1);
                }
            }
            2 => {
                self.put("not");
                self.space();
                self.rule(depth - 1);
            }
            3 | 4 => {
                self.put_one(&["eq", "gt", "gte", "lt", "lte", "ne"]);
                self.space();
                self.variable();
                self.space();
                self.annotated(0, true);
            }
            5 => {
                self.put_one(&["begins_with", "ends_with", "contains"]);
                self.space();
                self.variable();
                self.space();
                self.string();
            }
            6 => {
                self.put("in");
                self.space();
                self.variable();
                self.space();
                self.list(0);
            }
            7 => self.named("matches", &["in", "pattern"]),
            8 => self.named("exists", &["key"]),
            _ => self.named("split", &["pct", "by", "seed"]),
        }
        self.loose();
        self.put(")");
    }

    /// Pieces of all sorts, side by side.
    fn heap(&mut self) {
        self.put_one(&["", "(", "(", "["]);
        for _ in 0..self.random.below(6) {
            match self.random.below(12) {
                0 => self.put_word(OPERATORS),
                1 => self.put_word(IDENTIFIERS),
                2 => self.put_one(COMMENTS),
                3 => {
                    let wrong = self.random.wrong();
                    self.put(wrong);
                }
                4 => self.put_word(NULLS),
                5 => self.put_one(&["true", "false", "nan", "+inf", "-inf", "::", ",", "()"]),
                6 => self.number(),
                7 => self.timestamp(),
                8 => self.string(),
                9 => self.quoted("'"),
                _ => self.space(),
            }
        }
        self.put_one(&["", ")", ")", "]"]);
    }

    fn named(&mut self, operator: &str, names: &[&str]) {
        self.put(operator);
        for name in names {
            self.space();
            self.put(name);
            self.loose();
            self.put("::");
            self.loose();
            match *name {
                "in" | "by" => self.variable(),
                "pct" => self.number(),
                _ => self.string(),
            }
        }
    }

    fn variable(&mut self) {
        self.put_one(&["$tier", "$userId", "$age", "$since", "$_a1", "'$two words'"]);
    }

    fn annotated(&mut self, depth: usize, in_expression: bool) {
        while self.random.percent(15) {
            self.symbol(false);
            self.loose();
            self.put("::");
            self.loose();
        }
        match self.random.below(if depth == 0 { 14 } else { 18 }) {
            0..4 => self.number(),
            4 | 5 => self.timestamp(),
            6..9 => self.string(),
            9..12 => self.symbol(in_expression),
            12 => self.put_word(NULLS),
            13 => self.put_one(&["true", "false"]),
            14 | 15 => self.list(depth - 1),
            _ => self.any_expression(depth - 1),
        }
    }

    fn number(&mut self) {
        let random = &mut *self.random;
        let made = match random.below(8) {
            0 => random.word(INTEGERS).to_owned(),
            1 => random.word(DECIMALS).to_owned(),
            2 => random.word(FLOATS).to_owned(),
            3 => format!("{:#x}", random.next() >> random.below(60)),
            4 => (i64::from_ne_bytes(random.next().to_ne_bytes()) >> random.below(60)).to_string(),
            kind => {
                let sign = random.pick(&["", "", "-"]);
                let (whole, fraction) = (random.next() >> random.below(60), random.next() >> random.below(60));
                let power = random.below(50);
                match kind {
                    5 => format!("{sign}{whole}.{fraction}"),
                    6 => format!("{sign}{whole}.{fraction}d{}{power}", random.pick(&["", "+", "-"])),
                    _ => format!("{sign}{whole}.{fraction}e{}{power}", random.pick(&["", "+", "-"])),
                }
            }
        };
        self.put(&made);
    }

    fn timestamp(&mut self) {
        let random = &mut *self.random;
        if random.percent(40) {
            return self.put_word(TIMESTAMPS);
        }
        // A day that may not be in its month.
        let days = if random.percent(5) { 31 } else { 28 };
        let (year, month, day) = (1 + random.below(3000), 1 + random.below(12), 1 + random.below(days));
        let mut made = format!("{year:04}-{month:02}-{day:02}");
        if random.percent(60) {
            made += &format!("T{:02}:{:02}", random.below(24), random.below(60));
            if random.percent(70) {
                made += &format!(":{:02}", random.below(60));
                if random.percent(50) {
                    // Seldom more than 18 digits: ion-rs refuses those.
                    made += &format!(".{}", random.next() >> (4 + random.below(56)));
                }
            }
            made += &match random.below(3) {
                0 => "Z".to_owned(),
                _ => format!("{}{:02}:{:02}", random.pick(&["+", "-"]), random.below(24), random.below(60)),
            };
        }
        self.put(&made);
    }

    fn string(&mut self) {
        if self.random.percent(75) {
            return self.quoted("\"");
        }
        self.quoted("'''");
        while self.random.percent(30) {
            self.loose();
            self.quoted("'''");
        }
    }

    fn symbol(&mut self, in_expression: bool) {
        match self.random.below(10) {
            0..5 => self.put_word(IDENTIFIERS),
            5 | 6 => self.quoted("'"),
            7 => self.put_one(&["'null'", "'true'", "''", "'+'", "'null.int'", "'nan'"]),
            8 if in_expression => self.put_word(OPERATORS),
            _ => self.variable(),
        }
    }

    fn quoted(&mut self, mark: &str) {
        self.put(mark);
        for _ in 0..self.random.below(5) {
            match self.random.below(10) {
                0 | 1 => self.put_one(ESCAPES),
                2 if mark == "'''" => self.put_one(&["\n", "\r\n", "\r", "\"", "' ", "'' "]),
                2 if mark == "'" => self.put("\""),
                2 => self.put("'"),
                _ => self.put_one(PLAIN),
            }
        }
        self.put(mark);
    }

    fn list(&mut self, depth: usize) {
        self.put("[");
        self.loose();
        let items = self.random.below(4);
        for index in 0..items {
            self.annotated(depth, false);
            self.loose();
            if index + 1 < items || self.random.percent(10) {
                self.put(",");
                self.loose();
            }
        }
        self.put("]");
    }

    /// Not a rule, but Ion. What delimits itself needs no space.
    fn any_expression(&mut self, depth: usize) {
        self.put("(");
        self.loose();
        for _ in 0..self.random.below(5) {
            if self.random.percent(10) {
                self.put_one(&[
                    "a+-b ",
                    "(a==b&&c==d)",
                    "[x](y)",
                    "\"s\"'t'",
                    "x'''y'''",
                    "1'''z'''",
                    "a.b; ",
                    "7[8]",
                    "(x+y)",
                ]);
            } else {
                self.annotated(depth, true);
                self.space();
            }
        }
        self.put(")");
    }
}

/// Characters that mean something somewhere.
const NASTY: &[char] = &[
    '(', ')', '[', ']', '"', '"', '\'', '\'', '\\', ',', ':', ':', '/', '*', '.', '-', '+', '_', '_', '$', '0', '0',
    '1', '9', 'e', 'd', 'x', 'T', 'Z', 'n', ' ', '\n', '\t', '\u{0}', '\u{1}', '#', '=', 'é', '\u{a0}', '\u{feff}',
    '{', '}',
];
/// Words that are wrong in themselves, or nearly.
const WRONG: &str = r#"
    01 -01 00 1__0 1_ _1 0x 0xg 0x_1 0b2 0b1_ 1._5 1_.5 1.5_ .5 +1 1e 1e+ 1d 1.2.3 1a 1: 0_1 - --1 -a +nan 2024-01
    2024-1-1 2024-13-01 2024-00-10 2024-02-30 2023-02-29 1900-02-29 2024-01-00 2024-04-31 0000T 0000-01-01 02024T
    2024-01-01T10:00 2024-01-01T10Z 2024-01-01T24:00Z 2024-01-01T10:60Z 2024-01-01T10:00:60Z 2024-01-01T10:00:00.Z
    2024-01-01T10:00+24:00 2024-01-01T10:00+5:00 2024-01-01T10:00+05:60 2024-01-01t10:00Z 2024-01-01T10:00z 2024t
    2024-01-01Z 2024-01-01T+00:00 "\q" "\x4" "\xg0" "\u00e" "\U0001F60" "\ud800" '\udc00' "\uDC00\uD800" "\u{e9}"
    "\012" " ' ''' '''' '''a' ''''' // */ ( ) [ ] [,] [1,,2] [,1] :: : a: a:: ::a a:::b "a"::b '''a'''::b 1::a
    null::a null.int::a true::a nan::a null. null.foo null.Int null.intx , a,b \ @ € a/b 1// "\" "\ $é é
"#;
/// More of them, with white space or control characters.
const WRONG_WITH_SPACE: &[&str] = &[
    "\"a\nb\"",
    "'a\nb'",
    "\"\u{1}\"",
    "'\u{1f}'",
    "'''\u{0}'''",
    "[1 2]",
    "a: :b",
    "\u{a0}",
    "\u{feff}",
    "'''a''' 'b'",
    "'''a''' '''b'::c",
];

fn mutated(text: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let length = characters.len();
    let at = random.below(length.max(1)).min(length);
    let end = (at + 1 + random.below(8)).min(length);
    match random.below(10) {
        _ if length == 0 => characters.push(random.pick(NASTY)),
        0 | 1 => drop(characters.remove(at)),
        2 | 3 => characters.insert(at, random.pick(NASTY)),
        4 => characters[at] = random.pick(NASTY),
        5 => characters.swap(at, end - 1),
        6 if random.percent(50) => characters.truncate(at),
        6 => drop(characters.drain(at..end)),
        7 => {
            let doubled = characters[at..end].to_vec();
            characters.splice(at..at, doubled);
        }
        _ => {
            // Between words, so that it stands for itself.
            let space = (at..length).find(|position| characters[*position] == ' ').unwrap_or(at);
            let word = random.wrong();
            characters.splice(space..space, format!(" {word}").chars());
        }
    }
    characters.into_iter().collect()
}
