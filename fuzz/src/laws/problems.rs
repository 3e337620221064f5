//! Problems of a snapshot: each says where it is.

use std::sync::Arc;

use variate::json::{Arena, Json};
use variate::{Code, Problem};

use super::is_json;

/// A document is refused for problems: each has a sentence, a value that is JSON, and a place that is there.
pub fn refused(document: &[u8], found: &[Arc<Problem>]) {
    assert!(!found.is_empty(), "refused without a problem");
    let arena = Arena::new();
    let document = std::str::from_utf8(document).ok().and_then(|text| Json::parse(text, &arena).ok());
    for problem in found {
        assert!(!problem.to_string().is_empty() && !problem.code.name().is_empty());
        let mut written = String::new();
        problem.write_json(&mut written);
        is_json(&written);
        if let Some(value) = &problem.value {
            is_json(value);
        }
        match &document {
            None => assert_eq!(problem.path, "", "{problem}"),
            Some(document) => {
                assert!(is_place(&problem.path, document, problem.code), "no place in the document: {problem}")
            }
        }
    }
}

/// Whether a path leads to something in the document, into the text of a pattern or of a rule, or to a missing member.
fn is_place(path: &str, document: &Json<'_>, code: Code) -> bool {
    let (mut rest, mut at) = (path, *document);
    let mut key = String::new();
    while !rest.is_empty() {
        // Cut, for it is too long: by 2048 bytes, at the end of a character.
        if path.len() > 2048 - '😀'.len_utf8() && path.ends_with('…') {
            return true;
        }
        // What stands in a text has places of its own.
        if matches!(at, Json::String(_)) {
            return ["pattern", "rule", "AudienceRule"].contains(&key.as_str());
        }
        let Some((step, behind)) = step(rest, path.len() == rest.len()) else { return false };
        rest = behind;
        let next = match (&step, at) {
            (Step::Key(name), Json::Object(_)) => at.get(name).copied(),
            (Step::Index(index), Json::Array(items)) => items.get(*index).copied(),
            _ => None,
        };
        let Some(next) = next else {
            // Missing members are named, also those of what is missing itself.
            return code == Code::MissingMember && matches!(step, Step::Key(_));
        };
        at = next;
        if let Step::Key(name) = step {
            key = name;
        }
    }
    true
}

enum Step {
    Key(String),
    Index(usize),
}

/// The first step of a path, and what is behind it.
fn step(path: &str, first: bool) -> Option<(Step, &str)> {
    if let Some(quoted) = path.strip_prefix("[\"") {
        // The end of the text in quotes: the first quote that no backslash escapes.
        let mut escaped = false;
        let end = quoted.char_indices().find_map(|(index, character)| {
            let ends = character == '"' && !escaped;
            escaped = character == '\\' && !escaped;
            ends.then_some(index)
        })?;
        let (name, behind) = quoted.split_at(end);
        let name = serde_json::from_str(&format!("\"{name}\"")).ok()?;
        return Some((Step::Key(name), behind.strip_prefix("\"]")?));
    }
    if let Some(index) = path.strip_prefix('[') {
        let (index, behind) = index.split_once(']')?;
        return Some((Step::Index(index.parse().ok()?), behind));
    }
    let name = if first { path } else { path.strip_prefix('.')? };
    let end = name.find(['.', '[']).unwrap_or(name.len());
    let (name, behind) = name.split_at(end);
    (!name.is_empty()).then(|| (Step::Key(name.to_owned()), behind))
}
