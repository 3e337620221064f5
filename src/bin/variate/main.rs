//! The program `variate`: what the package decides, from the command line.
//!
//! ```text
//!  variate evaluate   one decision                        program/single.rs
//!  variate batch      several                             program/batch.rs
//!  variate assign     one feature for a stream of ids     program/assign.rs, entities.rs, lines.rs, progress.rs
//!  variate flag       AppConfig flags                     program/flag.rs
//!  variate explain    why, step by step                   program/explain.rs
//!  variate lint       what is wrong with a snapshot       program/lint.rs
//!  variate diff       what a new snapshot changes         program/diff.rs, subject.rs, population.rs, matrix.rs
//!  variate simulate   who gets what, of many entities     program/simulate.rs, and those of diff
//!  variate control    an operation that changes one       program/control.rs, replace.rs
//! ```
//!
//! Results go to standard output and nothing else does; errors and summaries go to standard error. Only the program reads
//! files and the clock, and writes: the library is a function.
//!
//! # Exit status
//!
//! | status | meaning |
//! |---|---|
//! | 0 | success; also when the reader of the output went away, as `head` does |
//! | 1 | the request was refused, problems were found, or somebody gets something else |
//! | 2 | wrong usage |
//! | 3 | the snapshot was refused |
//! | 4 | reading or writing failed |

// WebAssembly has no command line; a build of all targets for it shall pass nevertheless.
#[cfg(not(target_arch = "wasm32"))]
mod program;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    program::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
