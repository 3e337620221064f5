//! Upper-case forms, against the standard library's.

#[path = "../../src/pattern/upper.rs"]
mod source;

#[test]
fn every_character_has_the_upper_case_form_of_the_standard_library() {
    if char::UNICODE_VERSION.0 != 17 {
        // Another version of the tables has other characters, and none of them may change what a pattern matches.
        eprintln!("the standard library has Unicode {:?}: only older characters are compared", char::UNICODE_VERSION);
    }
    let mut count = 0;
    for character in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
        let text = character.to_string();
        let upper = source::upper_case(&text);
        let expected: String = character.to_uppercase().collect();
        let is_new = char::UNICODE_VERSION.0 != 17 && upper == text;
        assert!(upper == expected || is_new, "{character:?}: {upper:?} is not {expected:?}");
        count += u32::from(upper != text);
    }
    assert_eq!(count, 1580);
}

#[test]
fn a_text_is_the_forms_of_its_characters() {
    assert_eq!(source::upper_case("stra\u{df}e \u{1c6} \u{fb03}x \u{1fb3} √"), "STRASSE \u{1c4} FFIX \u{391}\u{399} √");
}
