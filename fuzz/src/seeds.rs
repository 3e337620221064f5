//! The inputs with which fuzzing begins: what the vectors of `tests/vectors` have.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use variate::json::{Arena, Json};

/// A target's name, and inputs of it: raw text, each once.
pub type Seeds = Vec<(&'static str, BTreeSet<Vec<u8>>)>;

/// What is longer teaches nothing that a shorter one does not.
const MOST_BYTES: usize = 8 * 1024;

/// The first byte of raw text.
const RAW: u8 = b' ';

/// The inputs that the vectors have, by target.
///
/// # Errors
/// The vectors cannot be read.
pub fn seeds() -> io::Result<Seeds> {
    let mut seeds: Seeds = crate::TARGETS.iter().map(|(name, _)| (*name, BTreeSet::new())).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    for entry in fs::read_dir(folder)? {
        let text = fs::read_to_string(entry?.path())?;
        let arena = Arena::new();
        let file = Json::parse(&text, &arena).map_err(io::Error::other)?;
        let snapshots = file.get("snapshots");
        for vector in items(file.get("vectors")) {
            collect(vector, snapshots, &mut |target, texts| {
                let mut seed = vec![RAW];
                seed.extend(texts.join("\0").into_bytes());
                if let Some((_, found)) = seeds.iter_mut().find(|(name, _)| *name == target)
                    && seed.len() <= MOST_BYTES
                {
                    found.insert(seed);
                }
            });
        }
    }
    Ok(seeds)
}

fn collect(vector: &Json<'_>, snapshots: Option<&Json<'_>>, add: &mut impl FnMut(&str, &[String])) {
    let snapshot = match vector.get("snapshotText").or_else(|| vector.get("snapshot")) {
        Some(Json::String(name)) => snapshots.and_then(|all| all.get(name)).map_or_else(|| (*name).to_owned(), text),
        Some(Json::Null) | None => String::new(),
        Some(document) => text(document),
    };
    if let Some(case) = vector.get("match") {
        add("pattern", &[member(case, "pattern"), member(case, "context")]);
    }
    if let Some(case) = vector.get("rule") {
        add("rule", &[member(case, "rule"), member(case, "entityId"), member(case, "context")]);
    }
    let steps = items(vector.get("steps"));
    if !steps.is_empty() {
        let mut texts = vec![String::new(), snapshot.clone()];
        for step in steps.iter().take(8) {
            texts.extend([member(step, "operation"), member(step, "input")]);
        }
        add("control", &texts);
    } else if !snapshot.is_empty() {
        // Some calls with a bit of everything.
        add("boundary", &[snapshot.clone(), (1..100_u32).map(|n| char::from((n * 37 % 96 + 32) as u8)).collect()]);
    }
    if !snapshot.is_empty() {
        add("snapshot", &[snapshot]);
    }
    contexts(vector, add);
}

/// The contexts and the rules of a vector, wherever they stand.
fn contexts(value: &Json<'_>, add: &mut impl FnMut(&str, &[String])) {
    match value {
        Json::Array(items) => items.iter().for_each(|item| contexts(item, add)),
        Json::Object(members) => {
            for (key, value) in *members {
                match (*key, value) {
                    ("evaluationContext" | "context", _) => add("context", &[text_of(value)]),
                    ("rule" | "AudienceRule", Json::String(rule)) => add("rule", &[(*rule).to_owned()]),
                    ("pattern", Json::String(pattern)) => add("pattern", &[(*pattern).to_owned()]),
                    _ => contexts(value, add),
                }
            }
        }
        _ => {}
    }
}

fn items<'a>(list: Option<&'a Json<'a>>) -> &'a [Json<'a>] {
    match list {
        Some(Json::Array(items)) => items,
        _ => &[],
    }
}

/// A member as text: itself if it is one, else as JSON.
fn member(object: &Json<'_>, key: &str) -> String {
    object.get(key).map_or_else(String::new, text_of)
}

fn text_of(value: &Json<'_>) -> String {
    value.as_str().map_or_else(|| text(value), str::to_owned)
}

fn text(value: &Json<'_>) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}
