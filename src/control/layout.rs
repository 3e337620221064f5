//! Writes a changed document.

use serde_json::Value;

/// The text of a document.
pub(super) fn rewrite(_before: &str, document: &Value) -> String {
    let mut text = format!("{document:#}");
    text.push('\n');
    text
}
