//! What holds of any text, project and request: each law panics with what breaks it.

mod answers;
mod control;
mod json;
mod problems;

pub use answers::{forms_agree, project};
pub use control::read_back;
pub use json::{agrees, is_json};
pub use problems::refused;
