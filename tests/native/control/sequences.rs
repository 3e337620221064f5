//! Random sequences of operations, valid, nearly valid and invalid (C4, C5).

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use variate::Timestamp;
use variate::control::{Environment, apply};
use variate_fuzz::generate::{Choices, EXTRA, START, step};
use variate_fuzz::laws::read_back;

/// Every result loads and keeps what is not its own; what fails, fails again in the same way; what an operation answers is what
/// a Get call then answers.
#[test]
fn sequences_of_operations_leave_a_snapshot_that_loads() {
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() });
    let succeeded = RefCell::new(BTreeMap::<&str, u32>::new());
    let outcome = runner.run(&vec(any::<u8>(), 1..400), |bytes| {
        let steps = Choices::new(&bytes).list(1, 12, |choices, _| step(choices));
        let mut snapshot = START.to_owned();
        for (index, (operation, input)) in steps.into_iter().enumerate() {
            let environment = Environment::local(Timestamp::from_millis(index as i64 * 1500).unwrap());
            let input = input.to_string();
            match apply(&snapshot, operation, &input, &environment) {
                Err(error) => {
                    prop_assert_ne!(error.name(), "SnapshotError");
                    prop_assert_eq!(Err(error), apply(&snapshot, operation, &input, &environment));
                }
                Ok(applied) => {
                    *succeeded.borrow_mut().entry(operation).or_default() += 1;
                    if let Some(changed) = applied.snapshot {
                        prop_assert!(variate::load(changed.as_bytes()).is_ok(), "{} {}\n{}", operation, input, changed);
                        prop_assert!(changed.contains(EXTRA), "{} {}\n{}", operation, input, changed);
                        snapshot = changed;
                    }
                    let output: Value = serde_json::from_str(&applied.output).unwrap();
                    if let Some(got) = read_back(&output, &snapshot, &environment) {
                        prop_assert_eq!(got, output);
                    }
                }
            }
        }
        Ok(())
    });
    outcome.unwrap();
    let succeeded = succeeded.into_inner();
    // DeleteProject needs an empty one, which is rare.
    let often = succeeded.values().filter(|count| **count >= 20).count();
    assert!(often >= 19, "only {often} operations succeed often: {succeeded:?}");
}
