//! The targets of fuzzing as plain functions: each takes any bytes at all, and panics when one of its laws is broken.
//!
//! An even first byte makes the rest the raw text of what the target reads; an odd one has a generator make something mostly
//! valid of it. `README.md` says what each target promises.

mod boundary;
mod context;
mod control;
pub mod generate;
pub mod laws;
mod pattern;
mod rule;
mod seeds;
mod snapshot;

pub use boundary::boundary;
pub use context::context;
pub use control::control;
pub use pattern::pattern;
pub use rule::rule;
pub use seeds::{Seeds, seeds};
pub use snapshot::snapshot;

/// A target's name, and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("snapshot", snapshot),
    ("context", context),
    ("pattern", pattern),
    ("rule", rule),
    ("control", control),
    ("boundary", boundary),
];

/// What a target is given.
enum Input<'a> {
    /// The text itself.
    Raw(&'a [u8]),
    /// What a generator chooses by.
    Choices(generate::Choices<'a>),
}

impl<'a> Input<'a> {
    fn of(data: &'a [u8]) -> Input<'a> {
        match data.split_first() {
            Some((first, rest)) if first % 2 == 1 => Input::Choices(generate::Choices::new(rest)),
            Some((_, rest)) => Input::Raw(rest),
            None => Input::Raw(data),
        }
    }
}

/// Texts, the ends of which are U+0000; what is no UTF-8 is replaced.
fn texts(data: &[u8]) -> impl Iterator<Item = String> {
    data.split(|byte| *byte == 0).map(|text| String::from_utf8_lossy(text).into_owned())
}

/// The program of a target: libFuzzer's, or without it one that runs the files it is given.
#[macro_export]
macro_rules! program {
    ($target:path) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $target(data));

        #[cfg(not(fuzzing))]
        fn main() -> std::io::Result<()> {
            for path in std::env::args_os().skip(1) {
                $target(&std::fs::read(path)?);
            }
            Ok(())
        }
    };
}
