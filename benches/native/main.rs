//! The core as native code, piece by piece, through what the crate shows. `../README.md` has the rest of the benchmark.

#![expect(clippy::unwrap_used, reason = "a benchmark of what does not load is none")]

mod evaluate;
mod hash;
mod load;
mod pattern;
mod rule;
mod snapshots;

fn main() {
    divan::main();
}
