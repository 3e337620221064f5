//! Every vector on the native core.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use variate::json::{Arena, Json};

use crate::vector;

#[test]
fn the_native_core_answers_every_vector() {
    let arena = Arena::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut names = BTreeSet::new();
    let mut failures = Vec::new();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        // Those of the control plane are run by `control.rs`.
        if file.starts_with("control") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let document = Json::parse(&text, &arena).unwrap_or_else(|error| panic!("{file}: {error:?}"));
        let Some(Json::Array(vectors)) = document.get("vectors") else { panic!("{file}: no `vectors`") };
        for vector in *vectors {
            let name = vector.get("name").and_then(Json::as_str).unwrap_or_else(|| panic!("{file}: no name"));
            assert!(names.insert(name.to_owned()), "{file}: the name {name} is taken");
            if let Err(difference) = vector::run(vector, document.get("snapshots")) {
                failures.push(format!("{file}: {name}\n  {difference}"));
            }
        }
    }
    println!("{} vectors ran on the native core", names.len());
    assert!(failures.is_empty(), "{} of {} vectors fail:\n{}", failures.len(), names.len(), failures.join("\n"));
}
