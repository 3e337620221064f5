//! The target `rule`: the text of a rule, contexts and entities.

use serde_json::json;
use variate::ion::{self, Ion};
use variate::json::Arena;
use variate::{Context, EntityId, Project, evaluate_flag, load};

use crate::generate::{Choices, context, entity, rule as generate};
use crate::{Input, laws, texts};

/// Ion text is read or not; a rule is refused with problems inside of it, or holds or does not: every time, in every form of the
/// context, and as an operand of `not`, `and` and `or` as these say.
pub fn rule(data: &[u8]) {
    match Input::of(data) {
        Input::Raw(data) => {
            let mut texts = texts(data);
            let text = texts.next().unwrap_or_default();
            let id = texts.next().unwrap_or_default();
            check(&text, &id, &texts.collect::<Vec<_>>(), &mut Choices::new(data));
        }
        Input::Choices(mut choices) => {
            let text = generate(&mut choices);
            let (id, contexts) = (entity(&mut choices), [context(&mut choices), context(&mut choices)]);
            check(&text, &id, &contexts, &mut choices);
        }
    }
}

fn check(text: &str, id: &str, contexts: &[String], choices: &mut Choices<'_>) {
    match ion::parse(text) {
        Ok(values) => values.iter().for_each(value),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let document = document(text);
    let project = match load(document.as_bytes()) {
        Ok(project) => project,
        Err(problems) => {
            laws::refused(document.as_bytes(), &problems);
            for problem in &problems {
                assert!(problem.path.starts_with("appConfig.flags.values.flag._variants[0].rule"), "{problem}");
            }
            return;
        }
    };
    let [negated, both, either] =
        [format!("(not {text}\n)"), format!("(and {text}\n{text}\n)"), format!("(or {text}\n{text}\n)")]
            .map(|rule| within_limits(&rule));
    let entity = EntityId::of_flag(id).ok();
    let arena = Arena::new();
    laws::forms_agree(project.flag_attributes(), text, choices, |context| holds(&project, entity, context));
    for context in contexts.iter().map(String::as_str).chain(["{}"]) {
        let Ok(context) = Context::parse(context, &arena) else { continue };
        let holds = |project| holds(project, entity, &context);
        let expected = holds(&project);
        assert_eq!(negated.as_ref().map(&holds), negated.as_ref().map(|_| !expected), "not");
        assert_eq!(both.as_ref().map(&holds), both.as_ref().map(|_| expected), "and");
        assert_eq!(either.as_ref().map(&holds), either.as_ref().map(|_| expected), "or");
    }
}

/// What was read is read again from its own text.
fn value(value: &Ion<'_>) {
    let again = ion::parse(value.text).unwrap_or_else(|error| panic!("{error}: {}", value.text));
    assert_eq!(again, std::slice::from_ref(value), "{}", value.text);
    parts(value);
}

fn parts(value: &Ion<'_>) {
    assert!(value.to_double().is_none_or(|number| !number.is_nan() || value.content == "nan"), "{}", value.text);
    let _ = (value.to_decimal(), value.to_instant());
    value.items.iter().chain(&value.annotations).for_each(parts);
}

/// A rule as that of the first of two variants.
fn document(rule: &str) -> String {
    json!({"version": 1, "appConfig": {"flags": {"version": "1", "flags": {"flag": {}}, "values": {"flag": {"_variants": [
        {"name": "A", "enabled": true, "rule": rule}, {"name": "B", "enabled": false}]}}}}})
    .to_string()
}

/// A rule that is made of one that loads: it loads too, unless it is too long or too deep.
fn within_limits(rule: &str) -> Option<Project> {
    match load(document(rule).as_bytes()) {
        Ok(project) => Some(project),
        Err(problems) => {
            let limits = ["TooLong", "TooDeep", "TooLarge", "InvalidRegex"];
            assert!(problems.iter().all(|problem| limits.contains(&problem.code.name())), "{problems:?}: {rule}");
            None
        }
    }
}

fn holds(project: &Project, entity: Option<EntityId<'_>>, context: &Context<'_>) -> bool {
    let Some(Ok(flag)) = project.flag("flag").map(|entry| &entry.flag) else { panic!("no flag") };
    let [first, second] = [(); 2].map(|()| evaluate_flag(flag, entity, context).value().enabled);
    assert_eq!(first, second, "twice");
    first
}
