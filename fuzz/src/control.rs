//! The target `control`: operations of the control plane, one after the other.

use variate::control::{Environment, apply};
use variate::{Timestamp, load};

use crate::generate::{Choices, EXTRA, START, snapshot as generate, step};
use crate::{Input, laws, texts};

/// The most operations of one input.
const MOST: usize = 12;

/// Every operation fails in the same way twice, or leaves a snapshot that loads; what it answers is what a Get call then answers.
pub fn control(data: &[u8]) {
    match Input::of(data) {
        Input::Raw(data) => {
            let texts: Vec<String> = texts(data).collect();
            let mut snapshot = START.to_owned();
            for (index, pair) in texts.chunks_exact(2).take(MOST).enumerate() {
                // Without a name, what stands there is the snapshot.
                match pair[0].as_str() {
                    "" => snapshot.clone_from(&pair[1]),
                    operation => call(&mut snapshot, operation, &pair[1], at(index)),
                }
            }
        }
        Input::Choices(mut choices) => {
            let mut snapshot = first(&mut choices);
            for index in 0..MOST {
                let (operation, input) = step(&mut choices);
                call(&mut snapshot, operation, &input.to_string(), at(index));
                if choices.ended() {
                    break;
                }
            }
        }
    }
}

fn first(choices: &mut Choices<'_>) -> String {
    match choices.below(8) {
        6 => String::new(),
        7 => generate(choices),
        _ => START.to_owned(),
    }
}

fn at(index: usize) -> Timestamp {
    Timestamp::from_millis(index as i64 * 1500).unwrap_or(Timestamp::MAX)
}

/// Applies an operation, and goes on with what it leaves.
fn call(snapshot: &mut String, operation: &str, input: &str, now: Timestamp) {
    let environment = Environment::local(now);
    let applied = apply(snapshot, operation, input, &environment);
    assert_eq!(apply(snapshot, operation, input, &environment), applied, "{operation} {input} twice");
    match applied {
        Err(error) => {
            laws::is_json(&error.to_json());
            let refused = !snapshot.is_empty() && load(snapshot.as_bytes()).is_err();
            // serde_json keeps a key for itself, and then cannot edit what loads.
            let refused = refused || snapshot.contains("$serde_json");
            assert!(refused || error.name() != "SnapshotError", "{error:?} of a snapshot that loads: {snapshot}");
        }
        Ok(applied) => {
            let output = laws::is_json(&applied.output);
            if let Some(changed) = applied.snapshot {
                if let Err(problems) = load(changed.as_bytes()) {
                    panic!("{operation} {input} leaves {changed}: {problems:?}");
                }
                assert_eq!(changed.contains(EXTRA), snapshot.contains(EXTRA), "{operation} {input} leaves {changed}");
                *snapshot = changed;
            }
            if let Some(got) = laws::read_back(&output, snapshot, &environment) {
                assert_eq!(got, output, "{operation} {input} and Get");
            }
        }
    }
}
