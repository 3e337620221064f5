//! The tests of the native core, in one program so that it links once. `../README.md` is the map.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    reason = "a test that meets what it does not expect has failed"
)]

mod addresses;
mod contract;
#[cfg(feature = "control")]
mod control;
mod differential;
mod digest;
mod examples;
mod explain;
mod flags;
#[cfg(feature = "rules")]
mod hostile;
#[cfg(feature = "rules")]
mod ion;
mod json;
#[cfg(feature = "movement")]
mod movement;
mod mutations;
mod numbers;
mod order;
mod properties;
mod regex;
mod statistics;
mod tidy;
mod upper;
mod vector;
mod vectors;
