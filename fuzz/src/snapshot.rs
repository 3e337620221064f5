//! The target `snapshot`: the text of a snapshot.

use variate::{Code, LoadOptions, Project, Timestamp, load_with};

use crate::generate::{Choices, Scalar, entity, mutated, noise, snapshot as generate, words};
use crate::{Input, laws};

/// A snapshot with a bit of everything.
const EVERYTHING: &str = include_str!("../../tests/snapshots/everything.json");

/// A snapshot is refused with problems that stand in it, or loads and answers alike however it is asked.
pub fn snapshot(data: &[u8]) {
    match Input::of(data) {
        Input::Raw(document) => check(document, &mut Choices::new(document)),
        Input::Choices(mut choices) => {
            let document = match choices.below(4) {
                3 => mutated(&mut choices, EVERYTHING, 3),
                _ => generate(&mut choices).into_bytes(),
            };
            check(&document, &mut choices);
        }
    }
}

fn check(document: &[u8], choices: &mut Choices<'_>) {
    if let Ok(text) = std::str::from_utf8(document) {
        laws::agrees(text);
    }
    let strict = LoadOptions::default();
    let lenient = LoadOptions { lenient: true, ..strict };
    let refused = load_with(document, strict).err();
    if let Some(found) = &refused {
        laws::refused(document, found);
    }
    match load_with(document, lenient) {
        Err(found) => assert_eq!(Some(found), refused, "other problems than without `lenient`"),
        Ok(project) => {
            assert_eq!(
                project.problems(),
                refused.as_deref().unwrap_or_default(),
                "other problems than without `lenient`"
            );
            ask(&project, document, choices);
        }
    }
    if refused.is_none() {
        let project =
            load_with(document, strict).unwrap_or_else(|found| panic!("refused at the second time: {found:?}"));
        assert!(project.problems().is_empty());
        let tight = LoadOptions { max_bytes: document.len().saturating_sub(1), ..strict };
        let code = load_with(document, tight).err().and_then(|found| found.first().map(|problem| problem.code));
        assert_eq!(code, Some(Code::TooLarge));
    }
}

fn ask(project: &Project, document: &[u8], choices: &mut Choices<'_>) {
    let id = entity(choices);
    let times: Vec<Timestamp> =
        [0, 1_700_000_000_000, choices.number() as i64].into_iter().filter_map(Timestamp::from_millis).collect();
    let text = String::from_utf8_lossy(document);
    let words = words(&text);
    laws::project(project, &["vip", &id], &times, || Scalar::chosen(choices, &words));
    let noise = noise(document);
    let mut choices = Choices::new(&noise);
    for _ in 0..2 {
        laws::project(project, &["vip", "user-1"], &times[..1], || Scalar::chosen(&mut choices, &words));
    }
}
