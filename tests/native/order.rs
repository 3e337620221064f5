//! Sorting and look-up by name, against the standard library.

use std::collections::BTreeMap;

#[path = "../../src/order.rs"]
mod source;

use source::{Index, Names, sorted};

#[test]
fn names_are_found_as_in_a_map() {
    // Every text of up to four of these bytes, in several orders, against the standard library's map.
    let bytes = ["\0", "a", "b", "\u{7f}"];
    let mut texts = vec![String::new()];
    for length in 0..4 {
        for prefix in texts.clone().iter().filter(|text| text.len() == length) {
            texts.extend(bytes.iter().map(|byte| format!("{prefix}{byte}")));
        }
    }
    for step in [1, 2, 7, 100, 339] {
        let mut names = Names::new();
        let mut map = BTreeMap::new();
        assert!(names.is_empty() && names.get("").is_none());
        for (index, text) in (0..texts.len()).map(|i| (i, texts[(i * step + step) % texts.len()].as_str())) {
            assert_eq!(names.get(text), map.get(text), "{text:?}");
            if index % 3 == 0 {
                assert_eq!(names.entry(text).or_insert(index), map.entry(text).or_insert(index));
            } else {
                assert_eq!(names.insert(text, index), map.insert(text, index));
            }
            assert_eq!(names.len(), map.len());
        }
        for text in &texts {
            assert_eq!(names.get(text), map.get(text.as_str()), "{text:?}");
            assert_eq!(names.contains_key(text), map.contains_key(text.as_str()), "{text:?}");
        }
    }
}

#[test]
fn sorting_is_stable() {
    let mut seed = 1_u32;
    for count in (0..70).chain([1000, 4097]) {
        for kinds in [1, 2, 10, 100_000] {
            let items: Vec<(u32, usize)> = (0..count)
                .map(|index| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    ((seed >> 8) % kinds, index)
                })
                .collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            assert_eq!(sorted(items, |(a, _), (b, _)| a.cmp(b)), expected);
        }
    }
}

#[test]
fn an_index_finds_every_name_and_no_other() {
    for names in [&[][..], &["b"], &["b", "a", "", "ab", "é", "c"], &["a", "b", "c"]] {
        let index = Index::default();
        let name_at = |position: usize| names[position];
        for name in ["", "a", "aa", "ab", "b", "c", "d", "é"] {
            let expected = names.iter().position(|known| *known == name);
            assert_eq!(index.find(name, names.len(), &name_at), expected, "{name} in {names:?}");
        }
    }
}
