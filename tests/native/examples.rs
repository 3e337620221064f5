//! The examples under `www/examples`: they load, and decide what they say they decide.

use std::fs;
use std::path::Path;

use variate::json::{Arena, Json};
use variate::{Project, load};

use crate::vector;

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/examples").join(name)).unwrap()
}

fn project(name: &str) -> Project {
    load(read(name).as_bytes()).unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{name} has problems:\n{}", lines.join("\n"))
    })
}

#[test]
fn the_flags_are_as_their_requests_expect() {
    let arena = Arena::new();
    let flags = project("appconfig.json");
    let text = read("appconfig.requests.json");
    let document = Json::parse(&text, &arena).unwrap();
    let Some(Json::Array(requests)) = document.get("requests") else { panic!("no requests") };
    assert!(requests.len() >= 10, "only {} requests", requests.len());
    for request in *requests {
        let vector = format!("{{\"evaluateFlag\":{}}}", vector::text(request));
        let actual = vector::operate(&Json::parse(&vector, &arena).unwrap(), &flags).unwrap();
        let actual = Json::parse(&actual, &arena).unwrap();
        assert!(vector::same(request.get("expect").unwrap(), &actual), "{vector}\n  {}", vector::text(&actual));
    }
}

#[test]
fn the_shop_decides_as_its_requests_expect() {
    let arena = Arena::new();
    let shop = project("shop.json");
    let text = read("shop.requests.json");
    let requests = Json::parse(&text, &arena).unwrap();
    let now = requests.get("now").unwrap();
    let Some(Json::Array(singles)) = requests.get("requests") else { panic!("no requests") };
    let mut checked = 0;
    let mut check = |operation: &str, request: &Json<'_>, expect: &Json<'_>| {
        let vector = format!("{{\"now\":{},\"{operation}\":{}}}", vector::text(now), vector::text(request));
        let actual = vector::operate(&Json::parse(&vector, &arena).unwrap(), &shop).unwrap();
        let actual = Json::parse(&actual, &arena).unwrap();
        let Json::Object(members) = expect else { panic!("`expect` is an object") };
        for (key, value) in *members {
            let found = actual.get(key).unwrap_or(&Json::Null);
            assert!(
                vector::same(value, found),
                "{vector}\n  {key}: {} instead of {}",
                vector::text(found),
                vector::text(value)
            );
        }
        checked += 1;
    };
    for request in *singles {
        check("evaluate", request, request.get("expect").unwrap());
    }
    let Some(Json::Array(items)) = requests.get("batch").and_then(|batch| batch.get("requests")) else {
        panic!("no batch")
    };
    for item in items.iter().filter(|item| item.get("expect").is_some_and(|e| e.get("variation").is_some())) {
        check("evaluate", item, item.get("expect").unwrap());
    }
    assert!(checked >= 15, "only {checked} requests were checked");
}
