//! The target `context`: the text of an evaluation context.

use std::sync::LazyLock;

use variate::json::Arena;
use variate::request::{EvaluationRequest, FlagRequest, evaluate_feature, evaluate_one_flag};
use variate::{Context, EntityId, Project, Slots, Timestamp, evaluate, evaluate_flag, load};

use crate::generate::context as generate;
use crate::{Input, laws};

/// What reads contexts: patterns and rules with every kind of matcher and operator, and what they read is near to what
/// contexts have.
static PROJECT: LazyLock<Project> =
    LazyLock::new(|| load(include_bytes!("context/readers.json")).unwrap_or_else(|problems| panic!("{problems:?}")));

/// A context is refused with a sentence, or read alike by everyone: written again it means the same, and slots of any bytes mean
/// something.
pub fn context(data: &[u8]) {
    match Input::of(data) {
        Input::Raw(text) => {
            slots(text);
            if let Ok(text) = std::str::from_utf8(text) {
                check(text);
            }
        }
        Input::Choices(mut choices) => check(&generate(&mut choices)),
    }
}

fn check(text: &str) {
    laws::agrees(text);
    let arena = Arena::new();
    let context = match Context::parse(text, &arena) {
        Ok(context) => context,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            let request = EvaluationRequest { feature: "f", entity_id: "e", evaluation_context: Some(text) };
            assert!(evaluate_feature(&PROJECT, &request, None, now()).is_err());
            let request = FlagRequest { entity_id: None, context: Some(text) };
            assert!(evaluate_one_flag(&PROJECT, "f", &request).is_err());
            return;
        }
    };
    let Context::Document(document) = &context else { panic!("{context:?}") };
    let mut written = String::new();
    document.json().write(&mut written);
    let again = Context::parse(&written, &arena).unwrap_or_else(|error| panic!("{error}: {written}"));
    let answers = answers(&context);
    assert_eq!(answers, self::answers(&again), "written as {written}");
    for (entry, answer) in PROJECT.features().iter().zip(&answers) {
        let request = EvaluationRequest { feature: &entry.name, entity_id: "e", evaluation_context: Some(text) };
        let decision = evaluate_feature(&PROJECT, &request, None, now());
        assert_eq!(decision.ok().map(|decision| decision.number()), Some(*answer));
    }
}

/// The numbers of what every feature and every flag comes to.
fn answers(context: &Context<'_>) -> Vec<usize> {
    let entity = EntityId::new("e").ok();
    let features =
        PROJECT.features().iter().filter_map(|entry| entry.feature.as_ref().ok()).zip(entity.into_iter().cycle());
    let features = features.map(|(feature, entity)| evaluate(feature, entity, context, now()).number());
    let flags = PROJECT.flags().iter().filter_map(|entry| entry.flag.as_ref().ok());
    features.chain(flags.map(|flag| evaluate_flag(flag, entity, context).number())).collect()
}

fn now() -> Timestamp {
    Timestamp::from_millis(0).unwrap_or(Timestamp::MAX)
}

/// Cells of any bytes.
fn slots(bytes: &[u8]) {
    let context = Context::Slots(Slots::new(bytes));
    assert_eq!(answers(&context), answers(&context));
}
