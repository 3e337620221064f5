//! Text with escaped unpaired surrogates, made readable (R1).

#[path = "../../../src/control/well_formed.rs"]
mod source;

use source::well_formed;

/// Where none is escaped, nothing changes.
#[test]
fn unpaired_surrogates_are_replaced() {
    for (text, repaired) in [
        ("", ""),
        ("\\ud800", "\\ufffd"),
        ("a\\uD83D\\uDE00b", "a\\uD83D\\uDE00b"),
        ("\\ud800\\ud83d\\ude00", "\\ufffd\\ud83d\\ude00"),
        ("\\udc00\\ud800é", "\\ufffd\\ufffdé"),
        ("\\\\ud800", "\\\\ud800"),
        ("\\\\\\ud800x", "\\\\\\ufffdx"),
        ("\\é\\ud800", "\\é\\ufffd"),
        ("\\u00e9\\ud80", "\\u00e9\\ud80"),
        ("\\ud800\\n", "\\ufffd\\n"),
        ("\\", "\\"),
    ] {
        assert_eq!(well_formed(text), repaired, "{text}");
    }
}
