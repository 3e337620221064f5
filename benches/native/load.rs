//! Reading: snapshots of so many features, and contexts.

use divan::{Bencher, black_box};
use variate::json::{Arena, Json};
use variate::{Context, load};

use crate::snapshots::{CONTEXT, mixed};

/// All of it: JSON, checks, and what is evaluated.
#[divan::bench(args = [50, 1000])]
fn features(bencher: Bencher<'_, '_>, count: usize) {
    let text = mixed(count).to_string();
    bencher.bench_local(|| load(black_box(text.as_bytes())).unwrap());
}

/// Of it, the JSON.
#[divan::bench(args = [50, 1000])]
fn json_of_features(bencher: Bencher<'_, '_>, count: usize) {
    let text = mixed(count).to_string();
    bencher.bench_local(|| Json::parse(black_box(&text), &Arena::new()).is_ok());
}

#[divan::bench]
fn json_of_a_context(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| Context::parse(black_box(CONTEXT), &Arena::new()).is_ok());
}
