//! The tests of the native core, in one program so that it links once. `../README.md` is the map.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    reason = "a test that meets what it does not expect has failed"
)]

mod addresses; // addresses and blocks of them, against the standard library
mod contract; // the frozen contract of bucketing: its SHA-256
#[cfg(feature = "control")]
mod control; // the control plane: its vectors, what no vector can say, random sequences of operations
mod differential; // random cases against the reference
mod digest; // a million decisions against the reference's checksums
mod examples; // the examples under www/ load, and decide what they say
mod explain; // explanations of random cases agree with the decisions and with themselves
mod flags; // the laws of splits and of experiment runs
mod growth; // how the time that something takes grows with it
#[cfg(feature = "rules")]
mod hostile; // hostile inputs: what they take grows no faster than they do
#[cfg(feature = "rules")]
mod ion; // the reader of rules against the crate ion-rs
mod json; // the reader of JSON against hifijson
#[cfg(feature = "movement")]
mod movement; // computed shares of who moves, against 200,000 entities
mod mutations; // broken snapshots and rules: refused with problems, or they evaluate
mod numbers; // numbers between text and double, against the standard library and ryu-js
mod order; // sorting and look-up by name, against the standard library
mod properties; // the laws of bucketing
mod regex; // regular expressions against another engine, and their limits
mod statistics; // points and decisions are uniform and independent
mod tidy; // rules of this repository that no tool checks
mod upper; // upper-case forms, against the standard library
mod vector; // runs a vector: knows the core's interface
mod vectors; // every vector
