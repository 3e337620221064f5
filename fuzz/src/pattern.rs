//! The target `pattern`: the text of a segment's pattern, and contexts.

use serde_json::json;
use variate::control::{Environment, apply};
use variate::json::{Arena, Json};
use variate::{Context, EntityId, Project, Reason, Timestamp, evaluate, load};

use crate::generate::{Choices, context, pattern as generate};
use crate::{Input, laws, texts};

/// A pattern is refused with problems inside of it, or matches a context or does not: every time, in every form of the context,
/// and when it is written anew.
pub fn pattern(data: &[u8]) {
    match Input::of(data) {
        Input::Raw(data) => {
            let mut texts = texts(data);
            let text = texts.next().unwrap_or_default();
            check(&text, &texts.collect::<Vec<_>>(), &mut Choices::new(data));
        }
        Input::Choices(mut choices) => {
            let text = generate(&mut choices);
            let contexts = [context(&mut choices), context(&mut choices)];
            check(&text, &contexts, &mut choices);
        }
    }
}

fn check(text: &str, contexts: &[String], choices: &mut Choices<'_>) {
    laws::agrees(text);
    let document = document(text);
    let project = match load(document.as_bytes()) {
        Ok(project) => project,
        Err(problems) => {
            laws::refused(document.as_bytes(), &problems);
            for problem in &problems {
                assert!(problem.path.starts_with("segments[0].pattern"), "{problem}");
            }
            assert!(test(text, "{}").is_err());
            return;
        }
    };
    let arena = Arena::new();
    let mut written = String::new();
    Json::parse(text, &arena).unwrap_or_else(|error| panic!("{error}: {text}")).write(&mut written);
    let again = load(self::document(&written).as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}: {written}"));
    for context in contexts.iter().map(String::as_str).chain(["{}"]) {
        let Ok(parsed) = Context::parse(context, &arena) else { continue };
        let matches = is_claimed(&project, &parsed);
        assert_eq!(is_claimed(&again, &parsed), matches, "written as {written}");
        // The service takes no longer ones.
        if text.chars().count() <= 1024 {
            assert_eq!(test(text, context), Ok(matches), "TestSegmentPattern differs");
        }
    }
    laws::forms_agree(project.attributes(), text, choices, |context| is_claimed(&project, context));
}

/// A pattern as the segment of an experiment that takes everybody.
fn document(pattern: &str) -> String {
    json!({"version": 1, "project": {"name": "p"}, "segments": [{"name": "s", "pattern": pattern}],
        "features": [{"name": "f", "variations": [{"name": "v", "value": {"boolValue": true}}]}],
        "experiments": [{"name": "e", "status": "RUNNING", "samplingRate": 100_000, "segment": "s",
            "treatments": [{"name": "t", "featureVariations": {"f": "v"}}], "onlineAbDefinition": {"treatmentWeights": {"t": 100_000}}}]})
    .to_string()
}

fn is_claimed(project: &Project, context: &Context<'_>) -> bool {
    let Some(Ok(feature)) = project.feature("f").map(|entry| &entry.feature) else { panic!("no feature") };
    let Ok(entity) = EntityId::new("e") else { panic!("no entity") };
    let reason = |_| evaluate(feature, entity, context, Timestamp::MAX).reason() == Reason::Experiment;
    let [first, second] = [(); 2].map(reason);
    assert_eq!(first, second, "twice");
    first
}

/// What the control plane says of a pattern and a context.
fn test(pattern: &str, payload: &str) -> Result<bool, String> {
    let input = json!({"pattern": pattern, "payload": payload}).to_string();
    let applied =
        apply("", "TestSegmentPattern", &input, &Environment::local(Timestamp::MAX)).map_err(|error| error.message)?;
    Ok(laws::is_json(&applied.output)["match"] == true)
}
