//! What a loaded project answers: the same in every form of a request.

use std::sync::Arc;

use variate::json::{Arena, write_double};
use variate::request::{self, EvaluationRequest, FlagRequest};
use variate::{
    Attributes, Context, Decision, EntityId, Feature, Flag, FlagDecision, Project, Slots, Timestamp, evaluate,
    evaluate_flag,
};

use super::is_json;
use crate::generate::{Choices, Scalar, noise, quoted, words};

/// The most features, and flags, that are asked about.
const MOST: usize = 6;

/// Asks a project about its features and flags: whoever asks in whatever way gets the same answer.
///
/// `scalar` is what a context has, at one path after the other.
pub fn project<'w>(project: &Project, ids: &[&str], times: &[Timestamp], mut scalar: impl FnMut() -> Scalar<'w>) {
    let read: Vec<(Arc<str>, Scalar<'_>)> =
        project.attributes().paths().iter().take(200).map(|path| (path.clone(), scalar())).collect();
    let (text, slots) = (as_text(&read), as_slots(&read));
    for (index, entry) in project.features().iter().enumerate() {
        let found = project.feature(&entry.name).map(|found| found.name.as_str());
        assert_eq!(found, Some(entry.name.as_str()));
        match &entry.feature {
            Err(quarantine) => assert!(!quarantine.problems.is_empty()),
            Ok(feature) if index < MOST => {
                for id in ids {
                    for now in times {
                        ask(feature, id, &text, &slots, *now);
                    }
                }
            }
            Ok(_) => {}
        }
    }
    for (id, now) in ids.iter().zip(times.iter().cycle()) {
        batch(project, id, &text, *now);
    }

    let read: Vec<(Arc<str>, Scalar<'_>)> =
        project.flag_attributes().paths().iter().take(200).map(|path| (path.clone(), scalar())).collect();
    let (text, slots) = (as_text(&read), as_slots(&read));
    for entry in project.flags().iter().take(MOST) {
        assert_eq!(project.flag(&entry.key).map(|found| found.key.as_str()), Some(entry.key.as_str()));
        match &entry.flag {
            Err(quarantine) => assert!(!quarantine.problems.is_empty()),
            Ok(flag) => {
                ask_flag(flag, None, &text, &slots);
                ids.iter().for_each(|id| ask_flag(flag, Some(id), &text, &slots));
            }
        }
    }
    for id in ids.iter().copied().map(Some).chain([None]) {
        flags(project, id, &text);
    }
}

/// What two decisions have in common when they are the same.
fn parts<'p>(decision: &Decision<'p>) -> (usize, usize, &'static str, String) {
    (decision.number(), decision.variation().position(), decision.reason().as_str(), decision.details())
}

fn ask(feature: &Feature, id: &str, text: &str, slots: &[u8], now: Timestamp) {
    let Ok(entity) = EntityId::new(id) else { return };
    let arena = Arena::new();
    let context = parse(text, &arena);
    let decision = evaluate(feature, entity, &context, now);
    let listed = Decision::all(feature).nth(decision.number());
    assert_eq!(listed.as_ref().map(parts), Some(parts(&decision)), "the decision is none of all");
    assert!(feature.variations().any(|variation| variation == decision.variation()));
    is_json(&decision.details());
    assert_eq!(parts(&evaluate(feature, entity, &context, now)), parts(&decision), "twice");
    let by_slots = evaluate(feature, entity, &Context::Slots(Slots::new(slots)), now);
    assert_eq!(parts(&by_slots), parts(&decision), "slots differ from {text}");
}

fn ask_flag(flag: &Flag, id: Option<&str>, text: &str, slots: &[u8]) {
    let Ok(entity) = id.map(EntityId::of_flag).transpose() else { return };
    let arena = Arena::new();
    let context = parse(text, &arena);
    let decision = evaluate_flag(flag, entity, &context);
    let listed = FlagDecision::all(flag).nth(decision.number());
    assert_eq!(listed.as_ref().map(written), Some(written(&decision)), "the decision is none of all");
    is_json(&written(&decision));
    assert!(decision.value().enabled || decision.value().attributes.is_empty());
    assert_eq!(evaluate_flag(flag, entity, &context).number(), decision.number(), "twice");
    let by_slots = evaluate_flag(flag, entity, &Context::Slots(Slots::new(slots)));
    assert_eq!(by_slots.number(), decision.number(), "slots differ from {text}");
}

fn written(decision: &FlagDecision<'_>) -> String {
    let mut out = String::new();
    decision.write_json(&mut out);
    out
}

/// A batch answers as the single calls do, errors included.
fn batch(project: &Project, id: &str, text: &str, now: Timestamp) {
    let mut names: Vec<&str> = project.features().iter().take(MOST).map(|entry| entry.name.as_str()).collect();
    names.push("no such feature");
    let requests: Vec<EvaluationRequest<'_>> = names
        .iter()
        .map(|feature| EvaluationRequest { feature, entity_id: id, evaluation_context: Some(text) })
        .collect();
    let single: Vec<_> = requests.iter().map(|item| request::evaluate_feature(project, item, None, now)).collect();
    let single: Vec<_> = single.iter().map(|one| one.as_ref().map(parts)).collect();
    match request::batch_evaluate_feature(project, &requests, None, now) {
        Err(_) => assert!(EntityId::new(id).is_err(), "a batch is refused"),
        Ok(results) => {
            let results: Vec<_> = results
                .iter()
                .map(|result| {
                    let mut out = String::new();
                    result.write_json(&mut out);
                    is_json(&out);
                    result.outcome.as_ref().map(parts)
                })
                .collect();
            assert_eq!(results, single, "a batch differs from its items");
        }
    }
    if let Ok(several) = request::evaluate_features(project, names.iter().copied(), id, Some(text), now) {
        let several: Vec<_> = several.iter().map(|(_, one)| one.as_ref().map(parts)).collect();
        assert_eq!(several, single, "several features differ from each");
    }
    for (name, single) in names.iter().zip(&single) {
        let assigned = request::assign(project, name, &[id, id], Some(text), now);
        match (&assigned, single) {
            (Ok(assigned), Ok(single)) => {
                assert!(assigned.len() == 2 && assigned.iter().all(|one| parts(one) == *single))
            }
            (Err(_), Err(_)) => {}
            _ => panic!("assign differs: {assigned:?}, {single:?}"),
        }
    }
}

fn flags(project: &Project, id: Option<&str>, text: &str) {
    let keys: Vec<&str> = project.flags().iter().take(MOST).map(|entry| entry.key.as_str()).chain(["none"]).collect();
    let request = FlagRequest { entity_id: id, context: Some(text) };
    match request::evaluate_flags(project, keys, &request) {
        Err(_) => assert!(id.is_some_and(|id| EntityId::of_flag(id).is_err()), "flags are refused"),
        Ok(several) => {
            for (key, one) in several {
                let single = request::evaluate_one_flag(project, key, &request);
                assert_eq!(one.as_ref().map(written), single.as_ref().map(written), "{key}");
                if let Err(error) = single {
                    let mut out = String::new();
                    error.write_json(&mut out);
                    is_json(&out);
                }
            }
        }
    }
}

fn parse<'a>(text: &'a str, arena: &'a Arena) -> Context<'a> {
    Context::parse(text, arena).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A context that has these attributes gets the same answer as text and as slots, whatever stands in them: words of the text that
/// reads them, and anything else.
pub fn forms_agree(
    attributes: &Attributes,
    text: &str,
    choices: &mut Choices<'_>,
    answer: impl Fn(&Context<'_>) -> bool,
) {
    let (words, noise) = (words(text), noise(text.as_bytes()));
    let mut noise = Choices::new(&noise);
    for round in 0..5 {
        let mut scalar = || match round {
            0 | 1 => Scalar::chosen(choices, &words),
            _ => Scalar::chosen(&mut noise, &words),
        };
        let read = attributes.paths().iter().take(200);
        let read: Vec<(Arc<str>, Scalar<'_>)> = read.map(|path| (path.clone(), scalar())).collect();
        let (text, slots) = (as_text(&read), as_slots(&read));
        let arena = Arena::new();
        let by_slots = answer(&Context::Slots(Slots::new(&slots)));
        assert_eq!(answer(&parse(&text, &arena)), by_slots, "slots differ from {text}");
    }
}

/// A context as JSON text.
fn as_text(scalars: &[(Arc<str>, Scalar<'_>)]) -> String {
    let mut out = String::from("{");
    for (path, scalar) in scalars {
        let value = match scalar {
            Scalar::Absent => continue,
            Scalar::Null => String::from("null"),
            Scalar::Bool(value) => value.to_string(),
            Scalar::Number(value) => {
                let mut out = String::new();
                write_double(*value, &mut out);
                out
            }
            Scalar::Text(text) => quoted(text),
        };
        let comma = if out.len() == 1 { "" } else { "," };
        out.push_str(&format!("{comma}{}:{value}", quoted(path)));
    }
    out + "}"
}

/// The same as cells and the texts behind them.
fn as_slots(scalars: &[(Arc<str>, Scalar<'_>)]) -> Vec<u8> {
    let (mut cells, mut texts) = (Vec::new(), Vec::new());
    let behind = scalars.len() * 16;
    for (_, scalar) in scalars {
        let (tag, start, double) = match scalar {
            Scalar::Absent => (0, 0, 0.0),
            Scalar::Null => (1, 0, 0.0),
            Scalar::Bool(value) => (2 + u32::from(*value), 0, 0.0),
            Scalar::Number(value) => (4, 0, *value),
            Scalar::Text(text) => {
                let start = behind + texts.len();
                texts.extend_from_slice(text.as_bytes());
                (5 | (text.len() as u32) << 8, start as u32, 0.0)
            }
        };
        cells.extend(tag.to_le_bytes());
        cells.extend(start.to_le_bytes());
        cells.extend(double.to_le_bytes());
    }
    cells.extend(texts);
    cells
}
