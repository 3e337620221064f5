//! Documents with something wrong in them.

use serde_json::Value;

use super::{Choices, WRONG, pointers};

/// A document after up to so many mutations, at least one.
pub fn mutated(choices: &mut Choices<'_>, document: &str, most: usize) -> Vec<u8> {
    let mut document = document.as_bytes().to_vec();
    for _ in 0..=choices.below(most) {
        mutate(choices, &mut document);
    }
    document
}

fn mutate(choices: &mut Choices<'_>, document: &mut Vec<u8>) {
    let at = choices.number() as usize;
    let place = at.checked_rem(document.len()).unwrap_or_default();
    match choices.below(5) {
        // Leaves out a member or an item of the document.
        0 => change(document, at, |parent, key| match parent {
            Value::Object(members) => drop(members.remove(key)),
            Value::Array(items) => drop(key.parse().map(|index: usize| items.remove(index))),
            _ => {}
        }),
        // Puts another value where one is.
        1 => {
            const PLACE: &str = "@here@";
            let wrong = choices.pick(WRONG);
            change(document, at, |parent, key| {
                let value = match parent {
                    Value::Object(members) => members.get_mut(key),
                    Value::Array(items) => key.parse().ok().and_then(|index: usize| items.get_mut(index)),
                    _ => None,
                };
                value.into_iter().for_each(|value| *value = PLACE.into());
            });
            if let Ok(text) = str::from_utf8(document) {
                *document = text.replace(&format!("\"{PLACE}\""), wrong).into_bytes();
            }
        }
        // Says something twice.
        2 => change(document, at, |parent, key| match parent {
            Value::Object(members) => {
                let first = members.values().next().cloned().unwrap_or_default();
                members.insert("name".to_owned(), first);
            }
            Value::Array(items) => {
                let copy = key.parse().ok().and_then(|index: usize| items.get(index).cloned());
                items.extend(copy);
            }
            _ => {}
        }),
        // Replaces a byte.
        3 => {
            let byte = choices.below(256) as u8;
            document.iter_mut().skip(place).take(1).for_each(|old| *old = byte);
        }
        // Leaves out some bytes.
        _ => {
            let end = (place + 1 + choices.below(39)).min(document.len());
            document.drain(place.min(end)..end);
        }
    }
}

/// Changes something in a document that is JSON: what has the value, and the key or the position that the value has there.
fn change(document: &mut Vec<u8>, at: usize, change: impl FnOnce(&mut Value, &str)) {
    let Ok(mut value) = serde_json::from_slice::<Value>(document) else { return };
    let mut places = Vec::new();
    pointers(&value, "", &mut places);
    let Some(place) = at.checked_rem(places.len()).map(|index| &places[index]) else { return };
    let Some((parent, key)) = place.rsplit_once('/') else { return };
    if let Some(parent) = value.pointer_mut(parent) {
        change(parent, &key.replace("~1", "/").replace("~0", "~"));
        *document = value.to_string().into_bytes();
    }
}
