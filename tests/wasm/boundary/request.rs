//! Requests in scratch memory: good ones, and ids, contexts, lengths and handles that are not what they should be.

use wasm_bindgen_test::wasm_bindgen_test;

use super::super::{
    CONTEXT_NOT_AN_OBJECT, CONTEXT_NOT_JSON, CONTEXT_TOO_DEEP, CONTEXT_TOO_LARGE, INVALID_ENTITY_ID,
    INVALID_FLAG_ENTITY_ID, QUARANTINED,
};
use super::{
    BANNER, BROKEN, FIRST_STATUS, GERMAN, NO_CONTEXT, NO_ENTITY, SLOTS, TEXT, TORN, evaluate, evaluate_flag, outcomes,
    reason, shop, variant, write, write_request,
};

const DE: &[u8] = br#"{"country":"DE","tier":"gold"}"#;

/// The cell of the first attribute, a text, and behind it the text.
fn slot(text: &str) -> Vec<u8> {
    let header = 5 | (text.len() as u32) << 8;
    [&header.to_le_bytes(), &16_u32.to_le_bytes(), &[0; 4], &[0; 4], text.as_bytes()].concat()
}

#[wasm_bindgen_test]
fn a_feature_is_evaluated_with_each_kind_of_context() {
    let mut core = shop();
    let cases: [(u32, &[u8], &[u8], &str); 6] = [
        (NO_CONTEXT, b"", b"vip", "ENTITY_OVERRIDES_MATCH"),
        (NO_CONTEXT, b"", b"anna", "DEFAULT"),
        (TEXT, DE, b"anna", "EXPERIMENT_RULE_MATCH"),
        (TEXT, b"{}", b"anna", "DEFAULT"),
        (SLOTS, &slot("DE"), b"anna", "EXPERIMENT_RULE_MATCH"),
        (SLOTS, &slot("FR"), b"anna", "DEFAULT"),
    ];
    for (kind, context, id, expected) in cases {
        let number = evaluate(&mut core, kind, context, id);
        assert_eq!(reason(&core, GERMAN, number), expected, "{context:?}");
    }
}

#[wasm_bindgen_test]
fn a_flag_is_evaluated_with_each_kind_of_context_and_with_no_entity() {
    let mut core = shop();
    let cases: [(u32, &[u8], Option<&str>, &str); 5] = [
        (NO_CONTEXT, b"", None, "Default"),
        (NO_CONTEXT, b"", Some("anna"), "Anna"),
        (TEXT, DE, None, "Gold"),
        (SLOTS, &slot("gold"), Some("anna"), "Gold"),
        (SLOTS, &slot("tin"), None, "Default"),
    ];
    for (kind, context, id, expected) in cases {
        let number = evaluate_flag(&mut core, kind, context, id.map(str::as_bytes));
        assert_eq!(variant(&core, BANNER, number), expected, "{context:?}");
    }
}

#[wasm_bindgen_test]
fn calls_for_all_leave_one_number_for_each() {
    let mut core = shop();
    let (context, id) = write_request(&mut core, DE, b"anna");
    let feature = core.evaluate(GERMAN, TEXT, context, id, 0.0);
    let flag = core.evaluate_flag(BANNER, TEXT, context, id as u32);
    // Each call leaves its own, whatever the one before it left.
    for _ in 0..2 {
        assert_eq!(core.evaluate_all(TEXT, context, id, 0.0), 0);
        assert_eq!(outcomes(&core, 2), [feature, QUARANTINED]);
        assert_eq!(core.evaluate_flags(TEXT, context, id as u32), 0);
        assert_eq!(outcomes(&core, 2), [flag, QUARANTINED]);
        assert_eq!(core.assign(GERMAN, TEXT, context, id, 0.0), 1);
        assert_eq!(core.outcomes, [feature]);
    }
}

#[wasm_bindgen_test]
fn a_handle_of_nothing_is_as_that_of_a_quarantined_item() {
    let mut core = shop();
    write(&mut core, 0, b"anna");
    for handle in [BROKEN, 2, 3, 0x7fff_ffff, 0x8000_0000, u32::MAX] {
        assert_eq!(core.evaluate(handle, NO_CONTEXT, 0, 4, 0.0), QUARANTINED, "{handle}");
        assert_eq!(core.assign(handle, NO_CONTEXT, 0, 1, 0.0), QUARANTINED, "{handle}");
        assert_eq!(core.describe(handle) == "null", handle != BROKEN, "{handle}");
    }
    for handle in [TORN, 2, 3, 0x7fff_ffff, 0x8000_0000, u32::MAX] {
        assert_eq!(core.evaluate_flag(handle, NO_CONTEXT, 0, 4), QUARANTINED, "{handle}");
        assert_eq!(core.describe_flag(handle) == "null", handle != TORN, "{handle}");
    }
}

#[wasm_bindgen_test]
fn bytes_that_are_no_entity_id_give_its_status() {
    let long = |characters| "é".repeat(characters).into_bytes();
    let bad: [&[u8]; 8] =
        [b"", b"\xff", b"anna\xc3", b"\xed\xa0\x80", b"an\nna", b"an\xc2\x85na", &long(2049), "\u{2028}".as_bytes()];
    let mut core = shop();
    for id in bad {
        assert_eq!(evaluate(&mut core, NO_CONTEXT, b"", id), INVALID_ENTITY_ID, "{id:?}");
        assert_eq!(evaluate_flag(&mut core, NO_CONTEXT, b"", Some(id)), INVALID_FLAG_ENTITY_ID, "{id:?}");
        // The id is looked at before the context.
        assert_eq!(evaluate(&mut core, TEXT, b"{", id), INVALID_ENTITY_ID, "{id:?}");
        assert_eq!(core.evaluate_all(TEXT, 1, 0, 0.0), INVALID_ENTITY_ID, "{id:?}");
        assert_eq!(core.evaluate_flags(TEXT, 1, 0), INVALID_FLAG_ENTITY_ID, "{id:?}");
    }
    assert!(evaluate(&mut core, NO_CONTEXT, b"", &long(512)) < FIRST_STATUS);
    assert_eq!(evaluate(&mut core, NO_CONTEXT, b"", &long(513)), INVALID_ENTITY_ID);
    assert!(evaluate_flag(&mut core, NO_CONTEXT, b"", Some(&long(2048))) < FIRST_STATUS);
}

#[wasm_bindgen_test]
fn bytes_that_are_no_context_give_the_status_that_says_why() {
    let deep = |levels| [r#"{"a":"#.repeat(levels).as_bytes(), b"1", "}".repeat(levels).as_bytes()].concat();
    // A text that is too large is not looked into.
    let large = |bytes| [b"{".as_slice(), &vec![b' '; bytes - 2], b"}"].concat();
    const MOST: usize = 32 * 1024 * 1024;
    let cases: [(&[u8], u32); 12] = [
        (b"", CONTEXT_NOT_JSON),
        (b"{", CONTEXT_NOT_JSON),
        (b"{}}", CONTEXT_NOT_JSON),
        (b"{\"a\":\"\xff\"}", CONTEXT_NOT_JSON),
        (b"\0", CONTEXT_NOT_JSON),
        (b"[]", CONTEXT_NOT_AN_OBJECT),
        (b"null", CONTEXT_NOT_AN_OBJECT),
        (&deep(128), 0),
        (&deep(129), CONTEXT_TOO_DEEP),
        (&deep(100_000), CONTEXT_TOO_DEEP),
        (&large(MOST), 0),
        (&large(MOST + 1), CONTEXT_TOO_LARGE),
    ];
    let mut core = shop();
    for (context, status) in cases {
        let start = String::from_utf8_lossy(&context[..context.len().min(20)]);
        let (context, id) = write_request(&mut core, context, b"anna");
        assert_eq!(core.evaluate_all(TEXT, context, id, 0.0), status, "{start}");
        assert_eq!(core.evaluate_flags(TEXT, context, id as u32), status, "{start}");
        // The number of an answer or of ids, if it is no status.
        let within = |number| if number < FIRST_STATUS { 0 } else { number };
        assert_eq!(within(core.evaluate(GERMAN, TEXT, context, id, 0.0)), status, "{start}");
        assert_eq!(within(core.evaluate_flag(BANNER, TEXT, context, id as u32)), status, "{start}");
        assert_eq!(within(core.assign(GERMAN, TEXT, context, id, 0.0)), status, "{start}");
    }
}

#[wasm_bindgen_test]
fn lengths_beyond_scratch_memory_are_no_entity_and_an_empty_context() {
    for reserved in [0, 8, 4096] {
        let mut core = shop();
        write(&mut core, 0, &vec![b'x'; reserved]);
        for length in [reserved + 1, 65_536, 0x7fff_ffff, 0x8000_0000, usize::MAX - 8, usize::MAX - 1] {
            assert_eq!(core.evaluate(GERMAN, NO_CONTEXT, 0, length, 0.0), INVALID_ENTITY_ID, "{length}");
            assert_eq!(core.evaluate_all(NO_CONTEXT, 0, length, 0.0), INVALID_ENTITY_ID, "{length}");
            let flag = core.evaluate_flag(BANNER, NO_CONTEXT, 0, length as u32);
            assert_eq!(flag, INVALID_FLAG_ENTITY_ID, "{length}");
            for kind in 0..3 {
                // The id would begin behind the context.
                assert_eq!(core.evaluate(GERMAN, kind, length, 1, 0.0), INVALID_ENTITY_ID, "{length}");
                assert_eq!(core.assign(GERMAN, kind, length, 1, 0.0), if kind == TEXT { CONTEXT_NOT_JSON } else { 1 });
                assert_eq!(core.outcomes, if kind == TEXT { vec![] } else { vec![INVALID_ENTITY_ID] }, "{length}");
            }
            assert_eq!(core.evaluate_flag(BANNER, TEXT, length, NO_ENTITY), CONTEXT_NOT_JSON, "{length}");
            let number = core.evaluate_flag(BANNER, SLOTS, length, NO_ENTITY);
            assert_eq!(variant(&core, BANNER, number), "Default", "{length}");
        }
    }
}

#[wasm_bindgen_test]
fn a_slot_that_is_no_cell_is_an_absent_attribute() {
    let mut core = shop();
    let good = slot("DE");
    let cell = |header: u32, start: u32| [header.to_le_bytes(), start.to_le_bytes(), [0xff; 4], [0xff; 4]].concat();
    let text = |length: u32, start: u32| cell(5 | length << 8, start);
    let mut bad: Vec<Vec<u8>> = (0..good.len()).map(|end| good[..end].to_vec()).collect();
    bad.extend([text(2, 17), text(3, 16), text(0xff_ffff, 16), text(2, 0x7fff_ffff), text(2, 0xffff_ffff)]);
    bad.extend((6..=255).map(|tag| cell(tag | 2 << 8, 16)));
    bad.extend((0..5).map(|tag| cell(tag, u32::MAX)));
    // Neither is a text that is no UTF-8.
    bad.push([text(2, 16).as_slice(), b"\xff\xff"].concat());
    for slots in bad {
        let number = evaluate(&mut core, SLOTS, &slots, b"anna");
        assert_eq!(reason(&core, GERMAN, number), "DEFAULT", "{slots:?}");
        let number = evaluate_flag(&mut core, SLOTS, &slots, None);
        assert_eq!(variant(&core, BANNER, number), "Default", "{slots:?}");
    }
}

#[wasm_bindgen_test]
fn any_time_is_a_time() {
    let mut core = shop();
    let edges = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -0.0, 0.5, 8.64e15, -8.64e15, 1e19, -1e19];
    write(&mut core, 0, b"anna");
    for now in edges {
        assert!(core.evaluate(GERMAN, NO_CONTEXT, 0, 4, now) < FIRST_STATUS, "{now}");
        assert_eq!(core.evaluate_all(NO_CONTEXT, 0, 4, now), 0, "{now}");
    }
}

#[wasm_bindgen_test]
fn each_of_many_ids_is_answered_in_its_place() {
    let mut core = shop();
    let ids: [&[u8]; 7] = [b"anna", b"vip", b"", b"\xff", &[b'x'; 513], "ü".as_bytes(), b"vip"];
    let (context, bytes) = write_request(&mut core, DE, &ids.join(&b'\n'));
    assert_eq!(core.assign(GERMAN, TEXT, context, bytes, 0.0), 7);
    let [anna, vip, ref last @ ..] = outcomes(&core, 7)[..] else { panic!("7 outcomes") };
    assert_eq!(reason(&core, GERMAN, anna), "EXPERIMENT_RULE_MATCH");
    assert_eq!(reason(&core, GERMAN, vip), "ENTITY_OVERRIDES_MATCH");
    assert_eq!(last, &[INVALID_ENTITY_ID, INVALID_ENTITY_ID, INVALID_ENTITY_ID, anna, vip]);
}

#[wasm_bindgen_test]
fn ids_of_any_length_are_told_apart() {
    let mut core = shop();
    for length in 1..40 {
        let id = vec![b'x'; length];
        for ids in [vec![&b"vip"[..], &id, b"vip"], vec![&id, b"vip", &id]] {
            let (context, bytes) = write_request(&mut core, DE, &ids.join(&b'\n'));
            assert_eq!(core.assign(GERMAN, TEXT, context, bytes, 0.0), 3);
            for (id, number) in ids.iter().zip(outcomes(&core, 3)) {
                let expected = evaluate(&mut core, TEXT, DE, id);
                assert_eq!(number, expected, "{length}");
            }
        }
    }
}
