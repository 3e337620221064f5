//! Every target on its seeds, on its kept corpus, and on inputs that are made of these: in a stable build and without libFuzzer.
//! Fuzzing itself is `cargo xtask fuzz`.

use std::cell::Cell;
use std::fs;
use std::path::Path;

use variate::control::{Environment, apply};
use variate::{Timestamp, load};
use variate_fuzz::generate::{Choices, START, pattern, rule, snapshot, step};
use variate_fuzz::{TARGETS, Target, seeds};

/// How many inputs are made up for each target.
const MADE: usize = 1_500;

/// Numbers that look random and are always the same.
struct Random(u64);

impl Random {
    /// The next number, below this one.
    fn below(&mut self, end: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.below(256) as u8).collect()
    }
}

/// Names the input that a panic is about.
struct Running<'a>(&'a str, &'a str, Cell<bool>);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if !self.2.get() {
            eprintln!("the target `{}` has failed on {}", self.0, self.1);
        }
    }
}

fn run(target: &Target, what: &str, input: &[u8]) {
    let running = Running(target.0, what, Cell::new(false));
    target.1(input);
    running.2.set(true);
}

/// The files that are kept of a target, by name.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn every_target_holds_on_its_seeds_and_its_corpus() {
    for (target, (name, seeds)) in TARGETS.iter().zip(seeds().unwrap()) {
        assert_eq!(target.0, name);
        assert!(seeds.len() >= 100, "only {} seeds of `{name}`", seeds.len());
        for seed in &seeds {
            run(target, &format!("the seed {}", String::from_utf8_lossy(seed)), seed);
        }
        let corpus = corpus(name);
        assert!(corpus.len() >= 50, "only {} files of `{name}`", corpus.len());
        assert!(corpus.iter().all(|(_, input)| input.len() <= 4096), "`{name}` has a large file");
        for (file, input) in &corpus {
            run(target, &format!("corpus/{name}/{file}"), input);
        }
    }
}

#[test]
fn every_target_holds_on_inputs_that_are_made_up() {
    for (index, (target, (name, seeds))) in TARGETS.iter().zip(seeds().unwrap()).enumerate() {
        let mut random = Random(index as u64);
        let mut known: Vec<Vec<u8>> = seeds.into_iter().filter(|seed| seed.len() < 2048).collect();
        known.extend(corpus(name).into_iter().map(|(_, input)| input));
        for number in 0..MADE {
            let input = match number % 3 {
                0 => {
                    let length = 1 + random.below(400);
                    [vec![1], random.bytes(length)].concat()
                }
                _ => changed(&known, &mut random),
            };
            run(target, &format!("the input {number}: {:?}", input.escape_ascii().to_string()), &input);
        }
    }
}

/// One of these with some bytes changed, left out, said twice, or taken from another.
fn changed(known: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = known[random.below(known.len())].clone();
    for _ in 0..=random.below(4) {
        let start = random.below(input.len() + 1);
        let end = (start + random.below(24)).min(input.len());
        match random.below(4) {
            0 => drop(input.drain(start..end)),
            1 => drop(input.splice(start..start, input[start..end].to_vec())),
            2 => {
                let byte = random.bytes(1);
                input.splice(start..(start + 1).min(end), byte);
            }
            _ => {
                let other = &known[random.below(known.len())];
                let from = random.below(other.len() + 1);
                let part = &other[from..(from + random.below(64)).min(other.len())];
                input.splice(start..end, part.iter().copied());
            }
        }
    }
    input
}

/// Were they not, the targets would not come far.
#[test]
fn what_is_generated_is_mostly_valid() {
    let environment = Environment::local(Timestamp::from_millis(0).unwrap());
    let mut random = Random(6);
    let (mut snapshots, mut patterns, mut rules, mut steps) = (0, 0, 0, 0);
    for _ in 0..1000 {
        let bytes = random.bytes(600);
        let choices = || Choices::new(&bytes);
        snapshots += usize::from(load(snapshot(&mut choices()).as_bytes()).is_ok());
        let segment = serde_json::json!({"pattern": pattern(&mut choices()), "payload": "{}"}).to_string();
        patterns += usize::from(apply("", "TestSegmentPattern", &segment, &environment).is_ok());
        let variants = serde_json::json!([{"name": "A", "enabled": true, "rule": rule(&mut choices())}, {"name": "B", "enabled": true}]);
        let flags = serde_json::json!({"version": "1", "flags": {"f": {}}, "values": {"f": {"_variants": variants}}});
        let document = serde_json::json!({"version": 1, "appConfig": {"flags": flags}}).to_string();
        rules += usize::from(load(document.as_bytes()).is_ok());
        let (operation, input) = step(&mut choices());
        steps += usize::from(apply(START, operation, &input.to_string(), &environment).is_ok());
    }
    println!("of 1000: {snapshots} snapshots, {patterns} patterns, {rules} rules, {steps} operations");
    assert!(snapshots > 150 && patterns > 500 && rules > 500 && steps > 200);
}
