//! Documents that are refused, and calls of a core that has nothing to evaluate.

use std::collections::BTreeSet;

use wasm_bindgen_test::wasm_bindgen_test;

use super::super::{
    CONTEXT_NOT_AN_OBJECT, CONTEXT_NOT_JSON, CONTEXT_TOO_DEEP, CONTEXT_TOO_LARGE, INVALID_ENTITY_ID,
    INVALID_FLAG_ENTITY_ID, QUARANTINED,
};
use super::{Arena, Core, Json, NO_CONTEXT, NO_ENTITY, SHOP, load, member, shop, text, write};

#[wasm_bindgen_test]
fn a_document_that_is_no_snapshot_has_problems() {
    let cases: [(&[u8], f64, &str); 10] = [
        (b"", 1e6, "NotJson"),
        (b"\xff", 1e6, "NotUtf8"),
        (b"{}\xc3", 1e6, "NotUtf8"),
        (b"{", 1e6, "NotJson"),
        (b"\0", 1e6, "NotJson"),
        (b"[]", 1e6, "WrongType"),
        (br#"{"version":2}"#, 1e6, "UnsupportedVersion"),
        (SHOP.as_bytes(), 10.0, "TooLarge"),
        (SHOP.as_bytes(), f64::NAN, "TooLarge"),
        (SHOP.as_bytes(), -1.0, "TooLarge"),
    ];
    for (document, max_bytes, code) in cases {
        for lenient in [false, true] {
            let core = Core::new(document, lenient, max_bytes);
            assert!(!core.loaded(), "{document:?}");
            assert_eq!(first_code(&core), code, "{document:?}");
        }
    }
    assert!(Core::new(SHOP.as_bytes(), true, f64::INFINITY).loaded());
}

#[wasm_bindgen_test]
fn a_quarantined_item_is_a_problem_of_a_core_that_is_loaded() {
    let arena = Arena::new();
    let core = shop();
    let problems = core.problems();
    let Json::Array(problems) = Json::parse(&problems, &arena).unwrap() else { panic!("{problems}") };
    let codes: BTreeSet<_> = problems.iter().map(|problem| text(member(problem, "code"))).collect();
    assert_eq!(codes, BTreeSet::from(["EmptyList", "WrongType"].map(String::from)));
}

#[wasm_bindgen_test]
fn a_document_that_is_cut_anywhere_is_refused() {
    for end in 0..SHOP.len() {
        let core = Core::new(&SHOP.as_bytes()[..end], true, 1e6);
        assert!(!core.loaded(), "cut at {end}");
        assert_eq!(first_code(&core), "NotJson", "cut at {end}");
    }
}

#[wasm_bindgen_test]
fn a_document_with_any_byte_broken_is_loaded_or_has_problems() {
    let mut document = SHOP.as_bytes().to_vec();
    for at in 0..document.len() {
        for byte in [0, b'"', b'}', b'9', 0xff] {
            let whole = document[at];
            document[at] = byte;
            let core = Core::new(&document, true, 1e6);
            assert_eq!(core.loaded(), core.names().starts_with("[{"), "byte {at} is {byte}");
            assert!(core.loaded() || core.problems() != "[]", "byte {at} is {byte}");
            document[at] = whole;
        }
    }
}

#[wasm_bindgen_test]
fn a_core_without_a_project_answers_every_call() {
    let mut core = load("{");
    write(&mut core, 0, b"{}\0\0\0\0\0\0anna");
    assert_eq!(core.names(), "[null,[],[],[],[]]");
    for handle in [0, 1, u32::MAX] {
        assert_eq!(core.describe(handle), "null");
        assert_eq!(core.describe_flag(handle), "null");
        for kind in 0..3 {
            assert_eq!(core.evaluate(handle, kind, 2, 4, 0.0), QUARANTINED);
            assert_eq!(core.assign(handle, kind, 2, 1, 0.0), QUARANTINED);
            assert_eq!(core.evaluate_flag(handle, kind, 2, 4), QUARANTINED);
        }
    }
    for kind in 0..3 {
        assert_eq!(core.evaluate_all(kind, 2, 4, 0.0), 0);
        assert_eq!(core.evaluate_flags(kind, 2, 4), 0);
        assert_eq!(core.evaluate_flags(kind, 2, NO_ENTITY), 0);
    }
    assert!(core.outcomes.is_empty());
}

#[wasm_bindgen_test]
fn an_empty_snapshot_has_nothing_to_evaluate() {
    let mut core = load(r#"{"version":1}"#);
    assert!(core.loaded());
    write(&mut core, 0, b"anna");
    assert_eq!(core.evaluate_all(NO_CONTEXT, 0, 4, 0.0), 0);
    assert!(core.outcomes.is_empty());
    assert_eq!(core.evaluate(0, NO_CONTEXT, 0, 4, 0.0), QUARANTINED);
}

#[wasm_bindgen_test]
fn every_status_about_a_request_says_what_it_means() {
    let arena = Arena::new();
    let cases = [
        (INVALID_ENTITY_ID, "fieldValidationFailed", "an entity id has 1 to 512 characters and no line break"),
        (INVALID_FLAG_ENTITY_ID, "fieldValidationFailed", "an entity id has 1 to 2048 characters and no line break"),
        (CONTEXT_NOT_JSON, "cannotParse", "the text of the evaluation context is not JSON"),
        (CONTEXT_NOT_AN_OBJECT, "fieldValidationFailed", "an evaluation context is a JSON object"),
        (CONTEXT_TOO_DEEP, "fieldValidationFailed", "an evaluation context is not nested deeper than 128"),
        (CONTEXT_TOO_LARGE, "fieldValidationFailed", "an evaluation context is not larger than 32 MiB"),
    ];
    let core = load("{");
    for (status, reason, message) in cases {
        let failure = core.failure(status);
        let failure = Json::parse(&failure, &arena).unwrap();
        assert_eq!(text(member(&failure, "reason")), reason);
        assert_eq!(text(member(&failure, "message")), message);
    }
}

fn first_code(core: &Core) -> String {
    let arena = Arena::new();
    let problems = core.problems();
    let Json::Array(problems) = Json::parse(&problems, &arena).unwrap() else { panic!("{problems}") };
    text(member(&problems[0], "code"))
}
