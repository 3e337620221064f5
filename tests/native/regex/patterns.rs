//! Random patterns, whole and broken, and random texts of the characters that they are about.

/// A small generator of numbers (SplitMix64): the same patterns on every run.
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
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// Of which texts consist, and patterns where they stand for themselves.
const LETTERS: &str = "aabbckKszZAB019_-- \n\t\r\u{b}\u{7f}@.é用😀ſ[`{";

/// What means something in patterns, and what is wrong there.
const SYNTAX: &[&str] = &[
    "(", ")", "[", "]", "{", "}", "|", "*", "+", "?", "^", "$", ".", "\\", "-", ",", ":", "<", ">", "=", "!", "&", "~",
    "#", "/", "1", "0", "00", "9", "a", "b", "i", "m", "s", "x", "U", "u", "R", "P", "d", "z", "é", "😀", " ", "(?",
    "(?i", "(?P<", "[:", ":]", "[^", "\\x", "\\x{", "{1", "{1,", "{1001}", "\\b{", "\\p", "&&", "--", "~~", "[[:", "_",
    "\n",
];

const ESCAPES: &[&str] = &[
    "\\d",
    "\\D",
    "\\s",
    "\\S",
    "\\w",
    "\\W",
    "\\.",
    "\\*",
    "\\+",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "\\{",
    "\\}",
    "\\|",
    "\\?",
    "\\^",
    "\\$",
    "\\\\",
    "\\-",
    "\\_",
    "\\ ",
    "\\\n",
    "\\#",
    "\\&",
    "\\/",
    "\\a",
    "\\f",
    "\\t",
    "\\n",
    "\\r",
    "\\v",
    "\\x61",
    "\\x4B",
    "\\xe9",
    "\\x{61}",
    "\\x{1F600}",
    "\\x{7528}",
    "\\x{0000061}",
    "\\~",
    "\\@",
    "\\:",
];

/// What only has a meaning outside of classes.
const PLACES: &[&str] = &["^", "$", "\\A", "\\z", "\\b", "\\B"];

const WRONG: &[&str] = &[
    "\\1",
    "\\0",
    "\\p{Greek}",
    "\\PN",
    "\\Q",
    "\\E",
    "\\C",
    "\\Z",
    "\\<",
    "\\>",
    "\\b{start}",
    "\\u0061",
    "\\U00000061",
    "\\e",
    "\\é",
    "\\x",
    "\\x6",
    "\\x6g",
    "\\xg6",
    "\\x{",
    "\\x{}",
    "\\x{6",
    "\\x{g}",
    "\\x{6g}",
    "\\x{110000}",
    "\\x{D800}",
    "\\x{FFFFFFFFFF}",
    "(?=a)",
    "(?!a)",
    "(?<=a)",
    "(?<!a)",
    "(?",
    "(?)",
    "(?i",
    "(?i-",
    "(?-)",
    "(?i-)",
    "(?--i)",
    "(?i-s-m)",
    "(?ii)",
    "(?i-i)",
    "(?x)a",
    "(?-x)a",
    "(?u:a)",
    "(?R)",
    "(?z)",
    "(?é)",
    "(?P",
    "(?P<",
    "(?P=a)",
    "(?<",
    "(?<>a)",
    "(?P<1>a)",
    "(?P<a b>a)",
    "(?P<a",
    "(?P<a>b)(?P<a>c)",
    "(?:",
    "(?i:",
    "a{1001}",
    "a{0,1001}",
    "a{1001,}",
    "a{",
    "a{1",
    "a{1,",
    "a{1,2",
    "a{,2}",
    "a{}",
    "a{b}",
    "a{1;2}",
    "a{2,1}",
    "a{1,2,3}",
    "a{-1}",
    "a{ 1}",
    "a{1 }",
    "a{1, 2}",
    "{1}",
    "[",
    "[^",
    "[]",
    "[^]",
    "[-",
    "[a",
    "[a-",
    "[a-b",
    "[z-a]",
    "[--a]",
    "[^--a]",
    "[a&&b]",
    "[a--b]",
    "[a~~b]",
    "[[a]]",
    "[[:nope:]]",
    "[[:alpha]]",
    "[[:alpha:]",
    "[[:^alpha:",
    "[\\b]",
    "[\\A]",
    "[\\z-a]",
    "[a-\\d]",
    "[\\d-a]",
    "[\\1]",
    "[\\pL]",
    "[a-\\",
    "a**",
    "a+*",
    "a?{2}",
    "a*??",
    "a{2}{3}",
    "a|*",
    "(*)",
    "(|+)",
    "*",
    "+",
    "?",
    "^**",
    "\\",
    "(",
    ")",
    "a)",
    "(a",
    "((a)",
    "(?i)é",
    "(?i)\\xe9",
    "é(?s-i)(?i:a)",
];

const NAMED: &[&str] = &[
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];

/// A text of up to a dozen characters.
pub fn text(random: &mut Random) -> String {
    let letters: Vec<char> = LETTERS.chars().collect();
    // Few different characters let more be found.
    let variety = random.pick(&[2, 4, 8, letters.len()]);
    let start = random.below(letters.len());
    let length = random.below(12);
    (0..length).map(|_| letters[(start + random.below(variety)) % letters.len()]).collect()
}

/// A pattern, about every third time one that is broken or at least tampered with.
pub fn pattern(random: &mut Random) -> String {
    if random.percent(3) {
        return (0..random.below(8)).map(|_| random.pick(SYNTAX)).collect();
    }
    let mut writer = Writer { random, out: String::new(), groups: 0 };
    if writer.random.percent(10) {
        writer.flags();
    }
    writer.branches(3);
    let mut pattern = writer.out;
    match random.below(100) {
        0..20 => {
            for _ in 0..1 + random.below(2) {
                pattern = tampered_with(&pattern, random);
            }
        }
        20..30 => pattern.insert_str(boundary(&pattern, random), random.pick(WRONG)),
        _ => {}
    }
    pattern
}

/// A place in it between two characters.
fn boundary(pattern: &str, random: &mut Random) -> usize {
    let places: Vec<usize> = pattern.char_indices().map(|(at, _)| at).chain([pattern.len()]).collect();
    random.pick(&places)
}

fn tampered_with(pattern: &str, random: &mut Random) -> String {
    let (first, second) = (boundary(pattern, random), boundary(pattern, random));
    let (before, _) = pattern.split_at(first.max(second));
    let (_, behind) = pattern.split_at(first.min(second));
    match random.below(4) {
        0 => before.to_owned(),
        // Some of it twice.
        1 => format!("{before}{behind}"),
        // Without some of it.
        2 => {
            let (before, _) = pattern.split_at(first.min(second));
            let (_, behind) = pattern.split_at(first.max(second));
            format!("{before}{behind}")
        }
        _ => {
            let (before, behind) = pattern.split_at(first);
            format!("{before}{}{behind}", random.pick(SYNTAX))
        }
    }
}

struct Writer<'r> {
    random: &'r mut Random,
    out: String,
    groups: usize,
}

impl Writer<'_> {
    fn branches(&mut self, depth: usize) {
        let count = if self.random.percent(25) { 2 + self.random.below(3) } else { 1 };
        for branch in 0..count {
            if branch > 0 {
                self.out.push('|');
            }
            // An empty branch now and then.
            let items = if self.random.percent(8) { 0 } else { 1 + self.random.below(4) };
            for _ in 0..items {
                self.item(depth);
            }
        }
    }

    fn item(&mut self, depth: usize) {
        match self.random.below(100) {
            0..40 => self.letter(),
            40..50 => self.out.push('.'),
            50..60 => self.escape(),
            60..75 => self.class(),
            75..83 => self.out.push_str(self.random.pick(PLACES)),
            83..86 => self.flags(),
            _ if depth > 0 => self.group(depth),
            _ => self.letter(),
        }
        if self.random.percent(30) {
            self.quantifier();
        }
    }

    fn letter(&mut self) {
        let letters: Vec<char> = LETTERS.chars().filter(|letter| !"[{.".contains(*letter)).collect();
        let letter = self.random.pick(&letters);
        self.out.push(letter);
    }

    fn escape(&mut self) {
        self.out.push_str(self.random.pick(ESCAPES));
    }

    fn quantifier(&mut self) {
        let (least, more) = (self.random.below(4), self.random.below(4));
        match self.random.below(8) {
            0 => self.out.push_str(&format!("{{{least}}}")),
            1 => self.out.push_str(&format!("{{{least},}}")),
            2 => self.out.push_str(&format!("{{{least},{}}}", least + more)),
            _ => self.out.push(self.random.pick(&['*', '+', '?'])),
        }
        if self.random.percent(25) {
            self.out.push('?');
        }
    }

    fn flags(&mut self) {
        let flags =
            self.random.pick(&["i", "i", "m", "s", "U", "im", "ims", "sU", "-i", "-s", "i-s", "s-i", "m-iU", "-im"]);
        self.out.push_str(&format!("(?{flags})"));
    }

    fn group(&mut self, depth: usize) {
        self.groups += 1;
        match self.random.below(8) {
            0..3 => self.out.push('('),
            3 => self.out.push_str(&format!("(?P<g{}>", self.groups)),
            4 => self.out.push_str(&format!("(?<_{}x>", self.groups)),
            5 => {
                self.flags();
                self.out.pop();
                self.out.push(':');
            }
            _ => self.out.push_str("(?:"),
        }
        self.branches(depth - 1);
        self.out.push(')');
    }

    fn class(&mut self) {
        self.out.push_str(self.random.pick(&["[", "[", "[^", "[-", "[]", "[^-", "[^]"]));
        for _ in 0..1 + self.random.below(3) {
            match self.random.below(8) {
                0..3 => self.member(),
                3..5 => {
                    let range = self.random.pick(&[
                        "a-c",
                        "b-z",
                        "A-K",
                        "0-9",
                        "\\x30-\\x39",
                        "J-\\x5A",
                        "\\t- ",
                        "é-用",
                        "用-😀",
                        " -~",
                        "+--",
                        "a-a",
                        "_-k",
                        "@-Z",
                        "\\x{0}-\\x{10FFFF}",
                        "😀-\\x{1F610}",
                        "*-\\-",
                        "!-&",
                    ]);
                    self.out.push_str(range);
                }
                5 => self.escape(),
                6 => {
                    let not = self.random.pick(&["", "^"]);
                    let named = self.random.pick(NAMED);
                    self.out.push_str(&format!("[:{not}{named}:]"));
                }
                _ => self.out.push_str(self.random.pick(&["*", "+", "^", "$", ".", "(?i)", "|", "{2}", "&", "~"])),
            }
        }
        if self.random.percent(20) {
            self.out.push('-');
        }
        self.out.push(']');
    }

    fn member(&mut self) {
        let letters: Vec<char> = LETTERS.chars().filter(|letter| !"[-".contains(*letter)).collect();
        let letter = self.random.pick(&letters);
        self.out.push(letter);
    }
}
