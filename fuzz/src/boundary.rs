//! The target `boundary`: calls of the host, as it makes them and as it never should.

use serde_json::{Value, json};
use variate::wasm::{Core, FIRST_STATUS, NO_CONTEXT, NO_ENTITY, QUARANTINED, SLOTS};

use crate::generate::{Choices, context, entity, snapshot as generate};
use crate::{Input, laws};

/// The kind of a context that is JSON text.
const TEXT: u32 = 2;

/// The most calls of one input.
const MOST: usize = 24;

/// The most bytes of scratch memory that are asked for: what cannot be allocated is another matter.
const MOST_SCRATCH: usize = 1 << 20;

/// Every call answers or gives a status; several answers are those of the single calls.
pub fn boundary(data: &[u8]) {
    match Input::of(data) {
        // A snapshot, U+0000, and what is chosen.
        Input::Raw(data) => {
            let end = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
            let (snapshot, rest) = data.split_at(end);
            calls(snapshot, &mut Choices::new(rest.get(1..).unwrap_or_default()));
        }
        Input::Choices(mut choices) => {
            let snapshot = generate(&mut choices);
            calls(snapshot.as_bytes(), &mut choices);
        }
    }
}

fn calls(snapshot: &[u8], choices: &mut Choices<'_>) {
    let max_bytes = choices.pick(&[1e9, 1e9, 1e9, 100.0, 0.0, -1.0, f64::NAN, f64::INFINITY]);
    let mut host = Host::new(Core::new(snapshot, !choices.one_in(4), max_bytes));
    for _ in 0..MOST {
        host.call(choices);
        if choices.ended() {
            break;
        }
    }
}

/// A core, and what is known of it.
struct Host {
    core: Core,
    /// The answers that each feature has, as they are handed out; none if it is quarantined.
    features: Vec<Vec<Value>>,
    flags: Vec<Vec<Value>>,
}

impl Host {
    fn new(core: Core) -> Host {
        let names = laws::is_json(&core.names());
        let problems = laws::is_json(&core.problems());
        assert!(core.loaded() || problems.as_array().is_some_and(|problems| !problems.is_empty()));
        let answers = |described: String| {
            let described = laws::is_json(&described);
            let [answers, problems] = [1, 2].map(|part| described[part].as_array().cloned().unwrap_or_default());
            assert_ne!(answers.is_empty(), problems.is_empty(), "{described}");
            let handed_out = |answer: Value| match answer["variation"].as_u64() {
                Some(position) => {
                    let variation = &described[6][position as usize];
                    json!({"variation": variation["name"], "value": variation["value"], "reason": answer["reason"],
                        "details": answer["details"]})
                }
                None => answer,
            };
            answers.into_iter().map(handed_out).collect()
        };
        let count = |part: usize| names[part].as_array().map_or(0, Vec::len) as u32;
        let features = (0..count(1)).map(|number| answers(core.describe(number))).collect();
        let flags = (0..count(3)).map(|number| answers(core.describe_flag(number))).collect();
        Host { core, features, flags }
    }

    /// One call with any numbers.
    fn call(&mut self, choices: &mut Choices<'_>) {
        if choices.one_in(8) {
            return self.odd_call(choices);
        }
        let (kind, context_bytes, id_bytes) = self.request(choices);
        let flag_id_bytes = if choices.one_in(4) { NO_ENTITY } else { id_bytes as u32 };
        let now = choices.pick(&[0.0, 1.7e12, -1.0, 8.64e15, 9e15, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.5]);
        let core = &mut self.core;
        match choices.below(5) {
            0 => {
                let number = number(choices, self.features.len());
                let answer = core.evaluate(number, kind, context_bytes, id_bytes, now);
                is_answer(answer, self.features.get(number as usize));
                assert_eq!(core.evaluate(number, kind, context_bytes, id_bytes, now), answer, "twice");
                let explained = core.explain(number, kind, context_bytes, id_bytes as u32, now);
                is_explained(&explained, answer, self.features.get(number as usize));
            }
            1 => {
                let status = core.evaluate_all(kind, context_bytes, id_bytes, now);
                let numbers = core.numbers().to_vec();
                assert_eq!(core.outcomes(), core.numbers().as_ptr() as usize);
                assert_eq!(numbers.len(), if status == 0 { self.features.len() } else { 0 }, "{status:#x}");
                for (number, answers) in self.features.iter().enumerate() {
                    let single = core.evaluate(number as u32, kind, context_bytes, id_bytes, now);
                    is_answer(single, Some(answers));
                    let expected = numbers.get(number).copied().unwrap_or(status);
                    assert!(
                        single == expected || (answers.is_empty() && single == QUARANTINED),
                        "{single:#x}, {expected:#x}"
                    );
                }
            }
            2 => {
                let number = number(choices, self.features.len());
                let count = core.assign(number, kind, context_bytes, id_bytes, now);
                let numbers = core.numbers().to_vec();
                if count >= FIRST_STATUS {
                    is_status(core, count);
                    return;
                }
                assert_eq!(numbers.len(), count as usize);
                let ids = ids(core, context_bytes, id_bytes);
                assert_eq!(numbers.len(), ids.len());
                for (id, answer) in ids.iter().zip(numbers) {
                    is_answer(answer, self.features.get(number as usize));
                    // Where there are no bytes, there is one id without any.
                    let start = context_bytes.checked_next_multiple_of(8).unwrap_or(usize::MAX);
                    let Some(place) = core.scratch().get_mut(start..).and_then(|behind| behind.get_mut(..id.len()))
                    else {
                        continue;
                    };
                    place.copy_from_slice(id);
                    assert_eq!(
                        core.evaluate(number, kind, context_bytes, id.len(), now),
                        answer,
                        "assign and evaluate"
                    );
                }
            }
            3 => {
                let number = number(choices, self.flags.len());
                let answer = core.evaluate_flag(number, kind, context_bytes, flag_id_bytes);
                is_answer(answer, self.flags.get(number as usize));
                assert_eq!(core.evaluate_flag(number, kind, context_bytes, flag_id_bytes), answer, "twice");
                let explained = core.explain_flag(number, kind, context_bytes, flag_id_bytes);
                is_explained(&explained, answer, self.flags.get(number as usize));
            }
            _ => {
                let status = core.evaluate_flags(kind, context_bytes, flag_id_bytes);
                let numbers = core.numbers().to_vec();
                assert_eq!(numbers.len(), if status == 0 { self.flags.len() } else { 0 }, "{status:#x}");
                for (number, answers) in self.flags.iter().enumerate() {
                    let single = core.evaluate_flag(number as u32, kind, context_bytes, flag_id_bytes);
                    is_answer(single, Some(answers));
                    let expected = numbers.get(number).copied().unwrap_or(status);
                    assert!(
                        single == expected || (answers.is_empty() && single == QUARANTINED),
                        "{single:#x}, {expected:#x}"
                    );
                }
            }
        }
    }

    /// A call that reads nothing of a request.
    fn odd_call(&mut self, choices: &mut Choices<'_>) {
        let any = number(choices, self.features.len().max(self.flags.len()));
        match choices.below(7) {
            0 => drop(laws::is_json(&self.core.describe(any))),
            1 => drop(laws::is_json(&self.core.describe_flag(any))),
            2 => is_status(&self.core, choices.number() as u32),
            3 => {
                let bytes = choices.number() as usize % MOST_SCRATCH;
                assert_eq!(self.core.reserve(bytes), self.core.scratch().as_ptr() as usize);
                assert!(self.core.scratch().len() >= bytes);
            }
            4 => drop(laws::is_json(&self.core.names())),
            5 => {
                let before = self.core.scratch().len();
                let address = self.core.reserve(usize::MAX - choices.below(1 << 20));
                assert!(address > usize::MAX - 8, "more than there is got an address");
                assert_eq!(self.core.scratch().len(), before);
            }
            _ => drop(laws::is_json(&self.core.problems())),
        }
    }

    /// Writes a request to scratch memory; what is said of it may be something else.
    fn request(&mut self, choices: &mut Choices<'_>) -> (u32, usize, usize) {
        let (context, kind) = match choices.below(6) {
            0 => (Vec::new(), NO_CONTEXT),
            1 | 2 => (context(choices).into_bytes(), TEXT),
            3 => (choices.take(64).to_vec(), TEXT),
            _ => (cells(choices), SLOTS),
        };
        let id = match choices.below(4) {
            0 => choices.take(24).to_vec(),
            1 => choices.list(1, 4, |choices, _| entity(choices)).join("\n").into_bytes(),
            _ => entity(choices).into_bytes(),
        };
        let start = context.len().next_multiple_of(8);
        let end = start + id.len();
        assert_eq!(self.core.reserve(end) % 8, 0, "the address is not aligned");
        let scratch = self.core.scratch();
        scratch[..context.len()].copy_from_slice(&context);
        scratch[start..end].copy_from_slice(&id);
        let kind = if choices.one_in(32) { choices.pick(&[NO_CONTEXT, SLOTS, TEXT, 3, u32::MAX]) } else { kind };
        (kind, length(choices, context.len()), length(choices, id.len()))
    }
}

/// Cells as the host writes them, or nearly: the positions of texts are anywhere.
fn cells(choices: &mut Choices<'_>) -> Vec<u8> {
    let cells = choices.list(0, 8, |choices, _| {
        let header = choices.below(7) as u32 | (choices.below(9) as u32) << 8;
        let start = if choices.one_in(16) { choices.number() as u32 } else { choices.below(160) as u32 };
        let double = choices.pick(&[5.0, 0.0, -0.0, 1.5, 300.0, f64::NAN, f64::INFINITY, 5e-324]);
        [&header.to_le_bytes()[..], &start.to_le_bytes(), &double.to_le_bytes()].concat()
    });
    let texts: &[u8] = choices.pick(&["xyxyxySSssgold", "10.1.2.3", "用户", "2024-05-01"]).as_bytes();
    [&cells.concat(), texts].concat()
}

/// A length, mostly that one.
fn length(choices: &mut Choices<'_>, length: usize) -> usize {
    if !choices.one_in(16) {
        return length;
    }
    choices.pick(&[
        0,
        1,
        8,
        u32::MAX as usize,
        u32::MAX as usize - 7,
        usize::MAX,
        usize::MAX - 7,
        length + 1,
        length.saturating_sub(1),
        1 << 31,
    ])
}

/// The number of a feature or a flag, mostly of one that is there.
fn number(choices: &mut Choices<'_>, count: usize) -> u32 {
    if choices.one_in(32) {
        choices.pick(&[u32::MAX, 1 << 31, count as u32, FIRST_STATUS])
    } else {
        choices.below(count) as u32
    }
}

/// What stands between the line feeds of what scratch memory has as ids.
fn ids(core: &mut Core, context_bytes: usize, id_bytes: usize) -> Vec<Vec<u8>> {
    let start = context_bytes.checked_next_multiple_of(8).unwrap_or(usize::MAX);
    let scratch = core.scratch();
    let ids = scratch.get(start..).and_then(|behind| behind.get(..id_bytes)).unwrap_or_default();
    ids.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// One of so many answers, or a status.
#[track_caller]
fn is_answer(number: u32, answers: Option<&Vec<Value>>) {
    let count = answers.map_or(0, Vec::len);
    assert!(number >= FIRST_STATUS || (number as usize) < count, "{number:#x} of {count} answers");
}

/// The explanation of that answer; of a status, none.
#[track_caller]
fn is_explained(explanation: &str, number: u32, answers: Option<&Vec<Value>>) {
    let explanation = laws::is_json(explanation);
    match answers.and_then(|answers| answers.get(number as usize)) {
        Some(answer) => assert_eq!(explanation["answer"], *answer),
        None => assert_eq!(explanation, Value::Null),
    }
}

#[track_caller]
fn is_status(core: &Core, status: u32) {
    let failure = laws::is_json(&core.failure(status));
    assert!(failure["message"].as_str().is_some_and(|message| !message.is_empty()), "{failure}");
    assert!(matches!(failure["reason"], Value::String(_)));
}
