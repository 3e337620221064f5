//! Entities as lines: an id, or an object with an id and a context.

use variate::Context;
use variate::json::{Arena, Json, JsonError, MAX_DEPTH, Ordered};

use super::failure::Fault;

/// Calls `body` with the id on a line and the entity's context: its own, or else this one.
pub fn with_entity<R>(
    line: &str,
    context: &Context<'_>,
    body: impl FnOnce(&str, &Context<'_>) -> Result<R, Fault>,
) -> Result<R, Fault> {
    let arena = Arena::new();
    let line = Ordered::parse_within(line, &arena, MAX_DEPTH + 1);
    let line = line.map_err(|error| Fault { message: not_json(&error) })?;
    match line.json() {
        Json::String(id) => body(id, context),
        Json::Object(_) => {
            let Some(id) = line.get("entityId").and_then(|id| id.json().as_str()) else {
                return Err(Fault::field("entityId", "an entity id is a string"));
            };
            let Some(document) = line.get("evaluationContext") else { return body(id, context) };
            match document.json() {
                Json::Null => body(id, context),
                Json::Object(_) => body(id, &Context::Document(document)),
                Json::String(text) => {
                    let context =
                        Context::parse(text, &arena).map_err(|error| Fault::field("evaluationContext", error))?;
                    body(id, &context)
                }
                _ => {
                    let sentence = "an evaluation context is an object or the JSON text of one";
                    Err(Fault::field("evaluationContext", sentence))
                }
            }
        }
        other => Err(Fault { message: format!("a line is an entity id or an object with one, not {}", other.kind()) }),
    }
}

/// Where a line ceases to be JSON: it is a document of its own, of one line.
fn not_json(error: &JsonError) -> String {
    match error {
        JsonError::Syntax { column, expected, .. } => format!("the text is not JSON ({expected} at column {column})"),
        JsonError::TooDeep => error.to_string(),
    }
}
