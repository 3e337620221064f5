//! Families of entity ids, as applications make them. Different numbers give different ids.

/// A kind of id, by number.
pub struct Family {
    pub name: &'static str,
    pub id: fn(u32) -> String,
}

pub const FAMILIES: &[Family] = &[
    Family { name: "sequential", id: |number| number.to_string() },
    Family { name: "user names", id: |number| format!("user-{number:07}") },
    Family { name: "UUIDs", id: uuid },
    Family {
        name: "e-mail",
        id: |number| format!("{}.{}@example.com", letters(number % 1000), letters(number / 1000)),
    },
    Family { name: "short", id: letters },
    Family { name: "CJK", id: |number| digits(number, &CJK) },
];

const LETTERS: [char; 36] = [
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
    'x', 'y', 'z', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
];

const CJK: [char; 20] = [
    '王', '李', '张', '刘', '陈', '田', '中', '山', '本', '木', '村', '東', '京', '大', '阪', '김', '이', '박', '최',
    '정',
];

/// One to four of 36 signs.
fn letters(number: u32) -> String {
    digits(number, &LETTERS)
}

fn digits(number: u32, signs: &[char]) -> String {
    let base = signs.len() as u32;
    let mut rest = number;
    let mut text = String::from(signs[(rest % base) as usize]);
    while rest >= base {
        rest = rest / base - 1;
        text.push(signs[(rest % base) as usize]);
    }
    text
}

/// Version 4, from splitmix64.
fn uuid(number: u32) -> String {
    let random = |state: u64| {
        let mut bits = state.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    };
    let (high, low) = (random(2 * u64::from(number) + 1), random(2 * u64::from(number) + 2));
    let (a, b, c) = (high >> 32, (high >> 16) & 0xffff, high & 0xfff);
    let (d, e) = (0x8000 | ((low >> 48) & 0x3fff), low & 0xffff_ffff_ffff);
    format!("{a:08x}-{b:04x}-4{c:03x}-{d:04x}-{e:012x}")
}

#[test]
fn different_numbers_give_different_ids() {
    for family in FAMILIES {
        let ids: std::collections::HashSet<String> = (0..100_000).map(family.id).collect();
        assert_eq!(ids.len(), 100_000, "{}", family.name);
    }
}
