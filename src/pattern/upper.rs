//! Upper-case forms (R8), by the default case conversion of Unicode 17.
//!
//! The standard library has the same tables in eight times the space, and whoever compiles with another version of it would
//! have other ones: these decide alike everywhere. A test compares them with the standard library's.

/// The text in upper case.
pub(crate) fn upper_case(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    let mut upper = String::new();
    for character in text.chars() {
        let mut bytes = [0; 4];
        upper.push_str(special(character).unwrap_or_else(|| simple(character).encode_utf8(&mut bytes)));
    }
    upper
}

/// The upper-case form of a character that is one character.
fn simple(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_uppercase();
    }
    let code = u32::from(character);
    let after = RUNS.partition_point(|(first, _, _)| *first <= code);
    let Some((first, length, distance)) = after.checked_sub(1).and_then(|run| RUNS.get(run)) else { return character };
    let step = 1 + (length & 1);
    let is_in = code - first <= (length >> 1) * step && (code - first) % step == 0;
    let upper = if is_in { code.checked_add_signed(*distance) } else { None };
    upper.and_then(char::from_u32).unwrap_or(character)
}

/// The upper-case form of a character that is more than one.
fn special(character: char) -> Option<&'static str> {
    let code = u16::try_from(u32::from(character)).ok().filter(|code| *code >= 0xdf)?;
    let found = SEVERAL.binary_search_by(|(known, _)| known.cmp(&code)).ok()?;
    SEVERAL.get(found).map(|(_, upper)| *upper)
}

/// Characters whose upper-case forms are equally far away: the first, twice the number of those after it (plus one if only
/// every second character takes part), the distance.
#[rustfmt::skip]
const RUNS: &[(u32, u32, i32)] = &[
    (0xb5, 0, 743), (0xe0, 44, -32), (0xf8, 12, -32), (0xff, 0, 121), (0x101, 47, -1), (0x131, 0, -232),
    (0x133, 5, -1), (0x13a, 15, -1), (0x14b, 45, -1), (0x17a, 5, -1), (0x17f, 0, -300), (0x180, 0, 195),
    (0x183, 3, -1), (0x188, 0, -1), (0x18c, 0, -1), (0x192, 0, -1), (0x195, 0, 97), (0x199, 0, -1), (0x19a, 0, 163),
    (0x19b, 0, 42561), (0x19e, 0, 130), (0x1a1, 5, -1), (0x1a8, 0, -1), (0x1ad, 0, -1), (0x1b0, 0, -1),
    (0x1b4, 3, -1), (0x1b9, 0, -1), (0x1bd, 0, -1), (0x1bf, 0, 56), (0x1c5, 0, -1), (0x1c6, 0, -2), (0x1c8, 0, -1),
    (0x1c9, 0, -2), (0x1cb, 0, -1), (0x1cc, 0, -2), (0x1ce, 15, -1), (0x1dd, 0, -79), (0x1df, 17, -1), (0x1f2, 0, -1),
    (0x1f3, 0, -2), (0x1f5, 0, -1), (0x1f9, 39, -1), (0x223, 17, -1), (0x23c, 0, -1), (0x23f, 2, 10815),
    (0x242, 0, -1), (0x247, 9, -1), (0x250, 0, 10783), (0x251, 0, 10780), (0x252, 0, 10782), (0x253, 0, -210),
    (0x254, 0, -206), (0x256, 2, -205), (0x259, 0, -202), (0x25b, 0, -203), (0x25c, 0, 42319), (0x260, 0, -205),
    (0x261, 0, 42315), (0x263, 0, -207), (0x264, 0, 42343), (0x265, 0, 42280), (0x266, 0, 42308), (0x268, 0, -209),
    (0x269, 0, -211), (0x26a, 0, 42308), (0x26b, 0, 10743), (0x26c, 0, 42305), (0x26f, 0, -211), (0x271, 0, 10749),
    (0x272, 0, -213), (0x275, 0, -214), (0x27d, 0, 10727), (0x280, 0, -218), (0x282, 0, 42307), (0x283, 0, -218),
    (0x287, 0, 42282), (0x288, 0, -218), (0x289, 0, -69), (0x28a, 2, -217), (0x28c, 0, -71), (0x292, 0, -219),
    (0x29d, 0, 42261), (0x29e, 0, 42258), (0x345, 0, 84), (0x371, 3, -1), (0x377, 0, -1), (0x37b, 4, 130),
    (0x3ac, 0, -38), (0x3ad, 4, -37), (0x3b1, 32, -32), (0x3c2, 0, -31), (0x3c3, 16, -32), (0x3cc, 0, -64),
    (0x3cd, 2, -63), (0x3d0, 0, -62), (0x3d1, 0, -57), (0x3d5, 0, -47), (0x3d6, 0, -54), (0x3d7, 0, -8),
    (0x3d9, 23, -1), (0x3f0, 0, -86), (0x3f1, 0, -80), (0x3f2, 0, 7), (0x3f3, 0, -116), (0x3f5, 0, -96),
    (0x3f8, 0, -1), (0x3fb, 0, -1), (0x430, 62, -32), (0x450, 30, -80), (0x461, 33, -1), (0x48b, 53, -1),
    (0x4c2, 13, -1), (0x4cf, 0, -15), (0x4d1, 95, -1), (0x561, 74, -48), (0x10d0, 84, 3008), (0x10fd, 4, 3008),
    (0x13f8, 10, -8), (0x1c80, 0, -6254), (0x1c81, 0, -6253), (0x1c82, 0, -6244), (0x1c83, 2, -6242),
    (0x1c85, 0, -6243), (0x1c86, 0, -6236), (0x1c87, 0, -6181), (0x1c88, 0, 35266), (0x1c8a, 0, -1),
    (0x1d79, 0, 35332), (0x1d7d, 0, 3814), (0x1d8e, 0, 35384), (0x1e01, 149, -1), (0x1e9b, 0, -59), (0x1ea1, 95, -1),
    (0x1f00, 14, 8), (0x1f10, 10, 8), (0x1f20, 14, 8), (0x1f30, 14, 8), (0x1f40, 10, 8), (0x1f51, 7, 8),
    (0x1f60, 14, 8), (0x1f70, 2, 74), (0x1f72, 6, 86), (0x1f76, 2, 100), (0x1f78, 2, 128), (0x1f7a, 2, 112),
    (0x1f7c, 2, 126), (0x1fb0, 2, 8), (0x1fbe, 0, -7205), (0x1fd0, 2, 8), (0x1fe0, 2, 8), (0x1fe5, 0, 7),
    (0x214e, 0, -28), (0x2170, 30, -16), (0x2184, 0, -1), (0x24d0, 50, -26), (0x2c30, 94, -48), (0x2c61, 0, -1),
    (0x2c65, 0, -10795), (0x2c66, 0, -10792), (0x2c68, 5, -1), (0x2c73, 0, -1), (0x2c76, 0, -1), (0x2c81, 99, -1),
    (0x2cec, 3, -1), (0x2cf3, 0, -1), (0x2d00, 74, -7264), (0x2d27, 0, -7264), (0x2d2d, 0, -7264), (0xa641, 45, -1),
    (0xa681, 27, -1), (0xa723, 13, -1), (0xa733, 61, -1), (0xa77a, 3, -1), (0xa77f, 9, -1), (0xa78c, 0, -1),
    (0xa791, 3, -1), (0xa794, 0, 48), (0xa797, 19, -1), (0xa7b5, 15, -1), (0xa7c8, 3, -1), (0xa7cd, 15, -1),
    (0xa7f6, 0, -1), (0xab53, 0, -928), (0xab70, 158, -38864), (0xff41, 50, -32), (0x10428, 78, -40),
    (0x104d8, 70, -40), (0x10597, 20, -39), (0x105a3, 28, -39), (0x105b3, 12, -39), (0x105bb, 2, -39),
    (0x10cc0, 100, -64), (0x10d70, 42, -32), (0x118c0, 62, -32), (0x16e60, 62, -32), (0x16ebb, 48, -27),
    (0x1e922, 66, -34),
];

/// Characters whose upper-case forms are several.
#[rustfmt::skip]
const SEVERAL: &[(u16, &str)] = &[
    (0xdf, "SS"), (0x149, "\u{2bc}N"), (0x1f0, "J\u{30c}"), (0x390, "\u{399}\u{308}\u{301}"),
    (0x3b0, "\u{3a5}\u{308}\u{301}"), (0x587, "\u{535}\u{552}"), (0x1e96, "H\u{331}"), (0x1e97, "T\u{308}"),
    (0x1e98, "W\u{30a}"), (0x1e99, "Y\u{30a}"), (0x1e9a, "A\u{2be}"), (0x1f50, "\u{3a5}\u{313}"),
    (0x1f52, "\u{3a5}\u{313}\u{300}"), (0x1f54, "\u{3a5}\u{313}\u{301}"), (0x1f56, "\u{3a5}\u{313}\u{342}"),
    (0x1f80, "\u{1f08}\u{399}"), (0x1f81, "\u{1f09}\u{399}"), (0x1f82, "\u{1f0a}\u{399}"),
    (0x1f83, "\u{1f0b}\u{399}"), (0x1f84, "\u{1f0c}\u{399}"), (0x1f85, "\u{1f0d}\u{399}"),
    (0x1f86, "\u{1f0e}\u{399}"), (0x1f87, "\u{1f0f}\u{399}"), (0x1f88, "\u{1f08}\u{399}"),
    (0x1f89, "\u{1f09}\u{399}"), (0x1f8a, "\u{1f0a}\u{399}"), (0x1f8b, "\u{1f0b}\u{399}"),
    (0x1f8c, "\u{1f0c}\u{399}"), (0x1f8d, "\u{1f0d}\u{399}"), (0x1f8e, "\u{1f0e}\u{399}"),
    (0x1f8f, "\u{1f0f}\u{399}"), (0x1f90, "\u{1f28}\u{399}"), (0x1f91, "\u{1f29}\u{399}"),
    (0x1f92, "\u{1f2a}\u{399}"), (0x1f93, "\u{1f2b}\u{399}"), (0x1f94, "\u{1f2c}\u{399}"),
    (0x1f95, "\u{1f2d}\u{399}"), (0x1f96, "\u{1f2e}\u{399}"), (0x1f97, "\u{1f2f}\u{399}"),
    (0x1f98, "\u{1f28}\u{399}"), (0x1f99, "\u{1f29}\u{399}"), (0x1f9a, "\u{1f2a}\u{399}"),
    (0x1f9b, "\u{1f2b}\u{399}"), (0x1f9c, "\u{1f2c}\u{399}"), (0x1f9d, "\u{1f2d}\u{399}"),
    (0x1f9e, "\u{1f2e}\u{399}"), (0x1f9f, "\u{1f2f}\u{399}"), (0x1fa0, "\u{1f68}\u{399}"),
    (0x1fa1, "\u{1f69}\u{399}"), (0x1fa2, "\u{1f6a}\u{399}"), (0x1fa3, "\u{1f6b}\u{399}"),
    (0x1fa4, "\u{1f6c}\u{399}"), (0x1fa5, "\u{1f6d}\u{399}"), (0x1fa6, "\u{1f6e}\u{399}"),
    (0x1fa7, "\u{1f6f}\u{399}"), (0x1fa8, "\u{1f68}\u{399}"), (0x1fa9, "\u{1f69}\u{399}"),
    (0x1faa, "\u{1f6a}\u{399}"), (0x1fab, "\u{1f6b}\u{399}"), (0x1fac, "\u{1f6c}\u{399}"),
    (0x1fad, "\u{1f6d}\u{399}"), (0x1fae, "\u{1f6e}\u{399}"), (0x1faf, "\u{1f6f}\u{399}"),
    (0x1fb2, "\u{1fba}\u{399}"), (0x1fb3, "\u{391}\u{399}"), (0x1fb4, "\u{386}\u{399}"), (0x1fb6, "\u{391}\u{342}"),
    (0x1fb7, "\u{391}\u{342}\u{399}"), (0x1fbc, "\u{391}\u{399}"), (0x1fc2, "\u{1fca}\u{399}"),
    (0x1fc3, "\u{397}\u{399}"), (0x1fc4, "\u{389}\u{399}"), (0x1fc6, "\u{397}\u{342}"),
    (0x1fc7, "\u{397}\u{342}\u{399}"), (0x1fcc, "\u{397}\u{399}"), (0x1fd2, "\u{399}\u{308}\u{300}"),
    (0x1fd3, "\u{399}\u{308}\u{301}"), (0x1fd6, "\u{399}\u{342}"), (0x1fd7, "\u{399}\u{308}\u{342}"),
    (0x1fe2, "\u{3a5}\u{308}\u{300}"), (0x1fe3, "\u{3a5}\u{308}\u{301}"), (0x1fe4, "\u{3a1}\u{313}"),
    (0x1fe6, "\u{3a5}\u{342}"), (0x1fe7, "\u{3a5}\u{308}\u{342}"), (0x1ff2, "\u{1ffa}\u{399}"),
    (0x1ff3, "\u{3a9}\u{399}"), (0x1ff4, "\u{38f}\u{399}"), (0x1ff6, "\u{3a9}\u{342}"),
    (0x1ff7, "\u{3a9}\u{342}\u{399}"), (0x1ffc, "\u{3a9}\u{399}"), (0xfb00, "FF"), (0xfb01, "FI"), (0xfb02, "FL"),
    (0xfb03, "FFI"), (0xfb04, "FFL"), (0xfb05, "ST"), (0xfb06, "ST"), (0xfb13, "\u{544}\u{546}"),
    (0xfb14, "\u{544}\u{535}"), (0xfb15, "\u{544}\u{53b}"), (0xfb16, "\u{54e}\u{546}"), (0xfb17, "\u{544}\u{53d}"),
];
