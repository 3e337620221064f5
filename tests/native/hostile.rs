//! Hostile inputs (`../hostile/rows.mjs`): each is answered as its row says, and sixteen times as much of it takes
//! about sixteen times the work. What is compared are counts of bytes, and times within one run.

mod memory;

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use variate::json::{Arena, Json};

use crate::{growth, vector};

/// The sizes that are compared, as parts of those in the table: the second is sixteen times the first.
const SIZES: [&str; 2] = ["0.05", "0.8"];

/// Linear work grows by 16 and quadratic by 256. Between are what does not grow with the input, and for times caches and the system's
/// memory.
const MOST_GROWTH: u64 = 48;
const MOST_GROWTH_OF_TIME: u32 = 128;

/// Bytes of memory for each byte of a row, at the most: values are 16 to 48 bytes, and a list of them grows by doubling. `{},`
/// is the worst.
const PEAK_PER_BYTE: u64 = 64;

/// An explanation has twenty bytes for each of a split, which are written twice, and read here. That of conditions is bounded.
const PEAK_PER_BYTE_EXPLAINED: u64 = 128;

/// What answering a row took.
struct Work {
    name: String,
    input_bytes: usize,
    is_explained: bool,
    allocated: u64,
    peak: u64,
    time: Duration,
}

#[test]
fn hostile_inputs_are_answered_in_bounded_memory_and_time() {
    let [small, large] = SIZES.map(rows);
    assert!(small.len() > 30 && small.len() == large.len(), "{} rows", small.len());
    for (small, large) in small.iter().zip(&large) {
        let (less, more) = (measure(small), measure(large));
        println!("{:<28} {:>9} bytes: peak {:>10}, {:?}", more.name, more.input_bytes, more.peak, more.time);
        assert!(more.allocated <= MOST_GROWTH * less.allocated.max(1 << 16), "{}: bytes allocated grow", less.name);
        assert!(more.peak <= MOST_GROWTH * less.peak.max(1 << 16), "{}: memory grows", less.name);
        // Memory in proportion to the input, whatever it is made of.
        let per_byte = if more.is_explained { PEAK_PER_BYTE_EXPLAINED } else { PEAK_PER_BYTE };
        assert!(more.peak <= per_byte * more.input_bytes as u64 + (1 << 20), "{}: {} bytes", more.name, more.peak);
        growth::assert_at_most(MOST_GROWTH_OF_TIME, &less.name, || measure(small).time, || measure(large).time);
    }
}

/// The rows of one size, each the text of a vector.
fn rows(size: &str) -> Vec<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/rows.mjs");
    let mut node = Command::new("node").arg(script).arg(size).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(node.stdout.take().unwrap()).lines().map(Result::unwrap).collect();
    assert!(node.wait().unwrap().success());
    lines
}

/// Answers a row, which must be right.
fn measure(row: &str) -> Work {
    let arena = Arena::new();
    let vector = Json::parse(row, &arena).unwrap();
    let name = vector.get("name").and_then(Json::as_str).unwrap().to_owned();
    let ((difference, memory), time) = growth::time_of(|| memory::used_by(|| vector::decide(&vector)));
    // A list of more problems than are reported is not written out in a row.
    if let Some(more) = vector.get("expect").and_then(|expect| expect.get("more")).and_then(Json::as_str) {
        assert!(difference.as_ref().is_err_and(|told| told.contains(more)), "{name}");
    } else {
        assert_eq!(difference, Ok(()), "{name}");
    }
    let is_explained = vector.get("explain").is_some();
    Work { name, is_explained, input_bytes: row.len(), allocated: memory.allocated, peak: memory.peak, time }
}
