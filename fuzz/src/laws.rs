//! What holds of any text, project and request: each law panics with what breaks it.

mod answers;
mod json;
mod problems;

pub use answers::{as_slots, as_text, project};
pub use json::{agrees, is_json};
pub use problems::refused;
