//! JSON text, read by the core and by serde_json.

use serde::Deserialize;
use serde_json::{Deserializer, Value};
use variate::json::{Arena, Json, JsonError};

/// Reads as deep as the core does.
fn read(text: &str) -> serde_json::Result<Value> {
    let mut reader = Deserializer::from_str(text);
    reader.disable_recursion_limit();
    let value = Value::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// The core's reader and serde_json accept the same texts, and read the same in them.
pub fn agrees(text: &str) {
    let arena = Arena::new();
    let ours = Json::parse(text, &arena);
    if ours == Err(JsonError::TooDeep) {
        return;
    }
    let theirs = read(text);
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => {
            let mut written = String::new();
            ours.write(&mut written);
            let again = Json::parse(&written, &arena);
            assert_eq!(again.as_ref(), Ok(ours), "written as {written}");
            let read = read(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
            assert_eq!(&read, theirs, "written as {written}");
        }
        (Err(error), Err(_)) => {
            let JsonError::Syntax { line, column, expected } = error else { return };
            assert!(*line > 0 && *column > 0 && !expected.is_empty(), "{error:?}");
        }
        // An escaped unpaired surrogate is U+FFFD (R1), and serde_json keeps a key for itself.
        (Ok(_), Err(error)) => {
            let error = error.to_string();
            let surrogate = error.contains("surrogate") || error.contains("unexpected end of hex escape");
            assert!(surrogate || text.contains("$serde_json"), "the core reads what serde_json does not: {error}");
        }
        (Err(error), Ok(_)) => panic!("the core does not read what serde_json does: {error}"),
    }
}

/// What the core writes is JSON text.
#[track_caller]
pub fn is_json(text: &str) -> Value {
    read(text).unwrap_or_else(|error| panic!("no JSON text is written: {error}: {text}"))
}
