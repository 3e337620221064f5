//! Variate decides feature variations where the request is: a snapshot of a CloudWatch Evidently project, of AppConfig flags or
//! of both in, decisions out, the same ones on every platform.
//!
//! ```text
//!  snapshot text
//!       │  json               what was written                    may fail: not JSON
//!       │  snapshot, compile, pattern, rule, ion, regex
//!       │                     what it means; every check          may fail: every Problem, with its path
//!       ▼
//!   Project                   immutable; every invariant holds
//!       │  evaluate           (&Feature, entity id, &Context, now), (&Flag, entity id, &Context)
//!       │                                                         cannot fail
//!       ▼
//!   Decision, FlagDecision    variation or value, reason, what caused it
//! ```
//!
//! `explain` is not a second evaluation: it observes the one above.
//!
//! Each layer names only those above it, and what is in its own; `IMPORTS` in `tests/native/tidy.rs` is the exact table.
//!
//! ```text
//!  order, json, text, time, entity, bucketing, regex    know nothing of features
//!  context, problem, ion, condition                     what is read, and what is reported
//!  pattern, rule                                        languages: text → tests on a context
//!  project, flag                                        what a snapshot means
//!  snapshot, compile, load                              text → project
//!  decision, explain, evaluate, request                 project → answer
//!  movement, control, wasm                              beside the road: shares, editing, the boundary
//! ```
//!
//! Beside that road stand `control`: operations on the text of a snapshot, each of which ends with a text that loads; and
//! `movement`: what share of all entities gets another decision from another project, or at another time.
//!
//! # Invariants
//! - **The core is a function.** No clock, randomness, I/O, environment, mutable globals, threads or log. Same inputs,
//!   same decision, on every target. A project remembers the order of its names once it was asked for one, which no answer
//!   shows.
//! - **Compiled means valid.** Every reference is resolved, every weight summed, every pattern parsed; `evaluate` checks
//!   nothing again.
//! - Two modules know the members of the document: `compile`, which reads it through `snapshot`, and `control`, which edits
//!   it. Only `decision` knows the reason strings, only `bucketing` the hash.
//! - Nothing iterates over a hash map. No floating point stands between an entity and its variation.
//! - `wasm` has no `if` about features: it moves bytes.
//!
//! S, E, B, P, A and C numbers are the rules in `tests/RULES.md`; R numbers are its rulings.

#![cfg_attr(not(feature = "rules"), allow(dead_code, unused_imports, reason = "what only rules need"))]

mod bucketing;
mod compile;
#[cfg(feature = "explain")]
mod condition;
mod context;
#[cfg(feature = "control")]
pub mod control;
mod decision;
mod entity;
mod evaluate;
pub mod explain;
mod flag;
#[cfg(feature = "rules")]
pub mod ion;
pub mod json;
mod load;
#[cfg(feature = "movement")]
pub mod movement;
mod order;
mod pattern;
mod problem;
mod project;
#[cfg_attr(not(feature = "matches"), path = "regex/absent.rs")]
mod regex;
pub mod request;
#[cfg_attr(not(feature = "rules"), path = "rule/absent.rs")]
mod rule;
mod snapshot;
mod text;
mod time;
// A module of WebAssembly has one boundary: that of the evaluator, or that of the control plane.
#[cfg(target_arch = "wasm32")]
#[cfg_attr(feature = "control", path = "wasm/control.rs")]
mod wasm;
#[cfg(all(feature = "boundary", not(target_arch = "wasm32")))]
pub mod wasm;

pub use bucketing::{Domain, Point, TOTAL, point};
#[cfg(feature = "explain")]
pub use bucketing::{Line, LineName, Range};
#[cfg(feature = "explain")]
pub use condition::{Condition, Found};
pub use context::{Attributes, Context, InvalidContext, Leaf, MAX_CONTEXT_BYTES, Slots};
pub use decision::{Decision, FlagDecision, FlagReason, Reason};
pub use entity::{EntityId, InvalidEntityId};
pub use evaluate::{evaluate, evaluate_flag};
#[cfg(feature = "explain")]
pub use evaluate::{explain, explain_flag};
pub use flag::{AttributeValue, Flag, FlagEntry, FlagValue, RunIdentity};
pub use load::{DEFAULT_MAX_BYTES, LoadOptions, load, load_with};
pub use problem::{Code, Problem, Quarantine};
pub use project::{Feature, FeatureEntry, Identity, Project, Value, Variation};
pub use time::Timestamp;

/// The README's Rust compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
