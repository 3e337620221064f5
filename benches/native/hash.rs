//! The two hashes of an entity, and nothing else (B1).

use divan::{Bencher, black_box};
use variate::{Domain, point};

/// A counter, a UUID, and the longest id there is.
#[divan::bench(args = [5, 36, 512])]
fn points(bencher: Bencher<'_, '_>, length: usize) {
    let id = "0123456789abcdef".repeat(32);
    let id = id.as_bytes().first_chunk::<512>().and_then(|id| id.get(..length)).unwrap();
    bencher.bench_local(|| point(Domain::Launch, black_box("checkout-ramp"), black_box(id)));
}
