//! Every target on some inputs that are made up.

use variate_fuzz::TARGETS;

#[test]
fn every_target_takes_any_bytes() {
    for (_, target) in TARGETS {
        for length in 0..200 {
            target(&[length; 64][..usize::from(length % 64)]);
        }
    }
}
