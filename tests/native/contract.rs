//! The contract of bucketing version 1 is frozen: `vectors.rs` runs it as it runs all vectors, here its bytes are pinned.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};
use variate::json::{Arena, Json};

/// Of `tests/vectors/contract-v1.json`. Another number here is another contract, which needs another version of bucketing.
const SHA_256: &str = "09fc6a52c3ce0b107af42e32543385650e3cf35b7d8d0abce87fa4cc8b627714";

const FEWEST_DECISIONS: usize = 5000;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn sha_256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_contract_is_what_it_was() {
    let contract = read("tests/vectors/contract-v1.json");
    assert_eq!(sha_256(&contract), SHA_256, "the contract of bucketing version 1 was changed");
}

#[test]
fn the_readme_has_the_checksum_of_the_contract() {
    assert!(read("README.md").contains(SHA_256), "README.md should say {SHA_256}");
}

#[test]
fn the_contract_has_thousands_of_decisions() {
    let arena = Arena::new();
    let contract = read("tests/vectors/contract-v1.json");
    let document = Json::parse(&contract, &arena).unwrap();
    let Some(Json::Array(vectors)) = document.get("vectors") else { panic!("no vectors") };
    let decisions: usize = vectors.iter().map(decisions_in).sum();
    assert_eq!(document.get("decisions"), Some(&Json::parse(&decisions.to_string(), &arena).unwrap()));
    assert!(decisions >= FEWEST_DECISIONS, "{decisions}");
}

fn decisions_in(vector: &Json<'_>) -> usize {
    match (vector.get("expect"), vector.get("expect").and_then(|expect| expect.get("variations"))) {
        (_, Some(Json::Array(variations))) => variations.len(),
        (Some(Json::Object(flags)), None) => flags.len(),
        other => panic!("{other:?}"),
    }
}
