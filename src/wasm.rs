//! The boundary: the only file that names wasm-bindgen. It moves bytes and decides nothing.
//!
//! One call of the host crosses once, with numbers only. Text goes through scratch memory that the host writes to
//! directly: the evaluation context first, then (at the next multiple of 8) the entity id. What comes back is the number
//! of a prepared answer, which the host has read out once with [`Core::describe`].

use std::sync::Arc;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::context::{Attributes, Context, InvalidContext, Slots, well_formed_context};
use crate::decision::{Decision, FlagDecision};
use crate::entity::{EntityId, InvalidEntityId};
use crate::evaluate::{evaluate, evaluate_flag};
use crate::flag::{Flag, FlagEntry};
use crate::json::{write_list, write_string};
use crate::load::{LoadOptions, load_with};
use crate::problem::Problem;
use crate::project::{Entry, Feature, Project, Variation};
use crate::request::RequestError;
use crate::time::Timestamp;

/// Numbers from here on are no answers but statuses.
const FIRST_STATUS: u32 = 0xFFFF_FF00;
/// The feature or the flag is quarantined, or there is none of that number.
const QUARANTINED: u32 = 0xFFFF_FFFF;
/// The bytes are no entity id.
const INVALID_ENTITY_ID: u32 = 0xFFFF_FFFE;
/// The text of the context is not JSON.
const CONTEXT_NOT_JSON: u32 = 0xFFFF_FFFD;
/// The text of the context is no object.
const CONTEXT_NOT_AN_OBJECT: u32 = 0xFFFF_FFFC;
/// The text of the context is nested too deep.
const CONTEXT_TOO_DEEP: u32 = 0xFFFF_FFFB;
/// The text of the context is too large.
const CONTEXT_TOO_LARGE: u32 = 0xFFFF_FFFA;
/// The bytes are no entity id of a request for flags.
const INVALID_FLAG_ENTITY_ID: u32 = 0xFFFF_FFF9;

/// The length of an entity id that is not there.
const NO_ENTITY: u32 = u32::MAX;

/// The context kind of [`Core::evaluate`] and its kin: no context.
const NO_CONTEXT: u32 = 0;
/// The context is [slots](Slots), one cell for each attribute that is read.
const SLOTS: u32 = 1;

/// A loaded snapshot, or the problems of one that was refused.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Core {
    project: Option<Project>,
    problems: Vec<Arc<Problem>>,
    /// The numbers of all attributes: the order of slots for a call that reads them all.
    all_attributes: Vec<u32>,
    /// The same for flags.
    all_flag_attributes: Vec<u32>,
    /// Words, so that the host may write words.
    scratch: Vec<u64>,
    /// One number per feature or per entity, from the last call that had several.
    outcomes: Vec<u32>,
}

/// What stands in scratch memory.
#[derive(Clone, Copy)]
struct Input {
    context_kind: u32,
    context_bytes: usize,
    now: Timestamp,
}

#[wasm_bindgen]
impl Core {
    /// Loads a snapshot; [`loaded`](Core::loaded) tells whether it was accepted.
    #[wasm_bindgen(constructor)]
    pub fn new(snapshot: &[u8], lenient: bool, max_bytes: f64) -> Core {
        let (project, problems) = match load_with(snapshot, LoadOptions { lenient, max_bytes: max_bytes as usize }) {
            Ok(project) => (Some(project), Vec::new()),
            Err(problems) => (None, problems),
        };
        let all = |attributes: fn(&Project) -> &Attributes| {
            let count = project.as_ref().map_or(0, |project| attributes(project).paths().len());
            (0..).take(count).collect()
        };
        let (all_attributes, all_flag_attributes) = (all(Project::attributes), all(Project::flag_attributes));
        Core { project, problems, all_attributes, all_flag_attributes, scratch: Vec::new(), outcomes: Vec::new() }
    }

    /// Whether there is a project to evaluate.
    #[wasm_bindgen(getter)]
    pub fn loaded(&self) -> bool {
        self.project.is_some()
    }

    /// The problems of the snapshot, as a JSON array.
    pub fn problems(&self) -> String {
        let problems = self.project.as_ref().map_or(self.problems.as_slice(), Project::problems);
        let mut out = String::new();
        write_list(problems.iter(), &mut out, |problem, out| problem.write_json(out));
        out
    }

    /// `{"project":{"name","arn"}|null,"features":[…],"attributes":[…],"flags":[…],"flagAttributes":[…]}`: features in the
    /// order of their numbers, and the paths that any pattern reads; then the same of flags, with the keys that any rule reads.
    pub fn names(&self) -> String {
        let mut out = String::from("{\"project\":");
        match self.project.as_ref().and_then(Project::identity) {
            None => out.push_str("null"),
            Some(identity) => {
                out.push_str("{\"name\":");
                write_string(&identity.name, &mut out);
                out.push_str(",\"arn\":");
                write_string(&identity.arn, &mut out);
                out.push('}');
            }
        }
        out.push_str(",\"features\":");
        write_list(self.entries().iter(), &mut out, |entry, out| write_string(&entry.name, out));
        out.push_str(",\"attributes\":");
        self.write_paths(Project::attributes, &mut out);
        out.push_str(",\"flags\":");
        write_list(self.flags().iter(), &mut out, |entry, out| write_string(&entry.key, out));
        out.push_str(",\"flagAttributes\":");
        self.write_paths(Project::flag_attributes, &mut out);
        out.push('}');
        out
    }

    /// `{"arn","timed","attributes":[…],"variations":[…],"answers":[…],"problems":[…]}` of a feature. The answers are
    /// everything that it can come to, in the order of the numbers that [`evaluate`](Core::evaluate) returns, each
    /// `{"variation","reason","details"}` with the variation's position: a value may be large, and be the answer of many
    /// groups. A quarantined feature has problems and neither of the two.
    pub fn describe(&self, feature: u32) -> String {
        let Some(entry) = self.entry(feature) else { return String::from("null") };
        let mut out = String::from("{\"arn\":");
        write_string(&entry.arn, &mut out);
        let feature = entry.feature.as_ref().ok();
        out.push_str(",\"timed\":");
        out.push_str(if feature.is_some_and(Feature::is_timed) { "true" } else { "false" });
        out.push_str(",\"attributes\":");
        let attributes = feature.map_or(&[][..], Feature::attributes);
        write_numbers(attributes, &mut out);
        out.push_str(",\"variations\":");
        write_list(feature.into_iter().flat_map(Feature::variations), &mut out, Variation::write_json);
        out.push_str(",\"answers\":");
        write_list(feature.into_iter().flat_map(Decision::all), &mut out, |decision, out| {
            out.push_str("{\"variation\":");
            out.push_str(&decision.variation().position().to_string());
            out.push_str(",\"reason\":");
            write_string(decision.reason().as_str(), out);
            out.push_str(",\"details\":");
            write_string(&decision.details(), out);
            out.push('}');
        });
        out.push_str(",\"problems\":");
        let problems = entry.feature.as_ref().err().map_or(&[][..], |quarantine| &quarantine.problems);
        write_list(problems.iter(), &mut out, |problem, out| problem.write_json(out));
        out.push('}');
        out
    }

    /// `{"attributes":[…],"answers":[…],"problems":[…]}` of a flag. The answers are everything that it can come to, in the
    /// order of the numbers that [`evaluateFlag`](Core::evaluate_flag) returns, each as it is handed out. A quarantined flag
    /// has problems and no answers.
    #[wasm_bindgen(js_name = describeFlag)]
    pub fn describe_flag(&self, flag: u32) -> String {
        let Some(entry) = self.flags().get(flag as usize) else { return String::from("null") };
        let flag = entry.flag.as_ref().ok();
        let mut out = String::from("{\"attributes\":");
        write_numbers(flag.map_or(&[][..], Flag::attributes), &mut out);
        out.push_str(",\"answers\":");
        write_list(flag.into_iter().flat_map(FlagDecision::all), &mut out, |decision, out| decision.write_json(out));
        out.push_str(",\"problems\":");
        let problems = entry.flag.as_ref().err().map_or(&[][..], Vec::as_slice);
        write_list(problems.iter(), &mut out, |problem, out| problem.write_json(out));
        out.push('}');
        out
    }

    /// Makes the scratch memory at least so many bytes long; its address, a multiple of 8.
    pub fn reserve(&mut self, bytes: usize) -> usize {
        let words = bytes.div_ceil(8);
        if self.scratch.len() < words {
            self.scratch.resize(words, 0);
        }
        self.scratch.as_ptr() as usize
    }

    /// The address of the numbers that the last [`evaluateAll`](Core::evaluate_all) or [`assign`](Core::assign) left.
    pub fn outcomes(&self) -> usize {
        self.outcomes.as_ptr() as usize
    }

    /// Evaluates one feature for the entity in scratch memory; the number of an answer, or a status.
    pub fn evaluate(&self, feature: u32, context_kind: u32, context_bytes: usize, id_bytes: usize, now: f64) -> u32 {
        let Some(feature) = self.feature(feature) else { return QUARANTINED };
        let input = Input::new(context_kind, context_bytes, now);
        let scratch = bytemuck::cast_slice(&self.scratch);
        let Some(entity) = input.entity(scratch, id_bytes) else { return INVALID_ENTITY_ID };
        input.with_context(scratch, feature.attributes(), |context| number(feature, entity, context, input.now))
    }

    /// Evaluates every feature for the entity in scratch memory; 0, or a status.
    #[wasm_bindgen(js_name = evaluateAll)]
    pub fn evaluate_all(&mut self, context_kind: u32, context_bytes: usize, id_bytes: usize, now: f64) -> u32 {
        let Core { project, all_attributes, scratch, outcomes, .. } = self;
        let input = Input::new(context_kind, context_bytes, now);
        let scratch = bytemuck::cast_slice(scratch);
        let Some(entity) = input.entity(scratch, id_bytes) else { return INVALID_ENTITY_ID };
        outcomes.clear();
        input.with_context(scratch, all_attributes, |context| {
            let entries = project.as_ref().map_or(&[][..], Project::entries);
            outcomes.extend(entries.iter().map(|entry| match &entry.feature {
                Ok(feature) => number(feature, entity, context, input.now),
                Err(_) => QUARANTINED,
            }));
            0
        })
    }

    /// Evaluates one feature for each of `count` entities in scratch memory, which stand there as records: the length in
    /// bytes (a little-endian word), then the id, padded to a multiple of 4. 0, or a status.
    pub fn assign(&mut self, feature: u32, context_kind: u32, context_bytes: usize, count: usize, now: f64) -> u32 {
        let Core { project, scratch, outcomes, .. } = self;
        let feature = project.as_ref().and_then(|project| feature_at(project, feature));
        let Some(feature) = feature else { return QUARANTINED };
        let input = Input::new(context_kind, context_bytes, now);
        let scratch: &[u8] = bytemuck::cast_slice(scratch);
        outcomes.clear();
        input.with_context(scratch, feature.attributes(), |context| {
            let mut records = scratch.get(input.id_start()..).unwrap_or_default();
            outcomes.extend((0..count).map(|_| match read_id(&mut records) {
                Some(entity) => number(feature, entity, context, input.now),
                None => INVALID_ENTITY_ID,
            }));
            0
        })
    }

    /// Evaluates one flag for the context and the entity in scratch memory, or for no entity if its length is 2^32 − 1; the
    /// number of an answer, or a status.
    #[wasm_bindgen(js_name = evaluateFlag)]
    pub fn evaluate_flag(&self, flag: u32, context_kind: u32, context_bytes: usize, id_bytes: u32) -> u32 {
        let entry = self.flags().get(flag as usize);
        let Some(Ok(flag)) = entry.map(|entry| &entry.flag) else { return QUARANTINED };
        let input = Input::new(context_kind, context_bytes, 0.0);
        let scratch = bytemuck::cast_slice(&self.scratch);
        let Ok(entity) = input.flag_entity(scratch, id_bytes) else { return INVALID_FLAG_ENTITY_ID };
        input.with_context(scratch, flag.attributes(), |context| flag_number(flag, entity, context))
    }

    /// Evaluates every flag, as [`evaluateFlag`](Core::evaluate_flag) does one; 0, or a status.
    #[wasm_bindgen(js_name = evaluateFlags)]
    pub fn evaluate_flags(&mut self, context_kind: u32, context_bytes: usize, id_bytes: u32) -> u32 {
        let Core { project, all_flag_attributes, scratch, outcomes, .. } = self;
        let input = Input::new(context_kind, context_bytes, 0.0);
        let scratch = bytemuck::cast_slice(scratch);
        let Ok(entity) = input.flag_entity(scratch, id_bytes) else { return INVALID_FLAG_ENTITY_ID };
        outcomes.clear();
        input.with_context(scratch, all_flag_attributes, |context| {
            let entries = project.as_ref().map_or(&[][..], Project::flags);
            outcomes.extend(entries.iter().map(|entry| match &entry.flag {
                Ok(flag) => flag_number(flag, entity, context),
                Err(_) => QUARANTINED,
            }));
            0
        })
    }

    /// What a status means, for the field of the request that it is about: a `ValidationException` as JSON.
    pub fn failure(&self, status: u32, field: &str) -> String {
        let message = match status {
            INVALID_ENTITY_ID => InvalidEntityId::OF_FEATURE.to_string(),
            INVALID_FLAG_ENTITY_ID => InvalidEntityId::OF_FLAG.to_string(),
            CONTEXT_NOT_JSON => InvalidContext::NotJson.to_string(),
            CONTEXT_TOO_DEEP => InvalidContext::TooDeep.to_string(),
            CONTEXT_TOO_LARGE => InvalidContext::TooLarge.to_string(),
            _ => InvalidContext::NotAnObject.to_string(),
        };
        let mut out = String::new();
        let cannot_parse = status == CONTEXT_NOT_JSON;
        RequestError::Invalid { cannot_parse, fields: vec![(field.to_owned(), message)] }.write_json(&mut out);
        out
    }
}

impl Core {
    fn entries(&self) -> &[Entry] {
        self.project.as_ref().map_or(&[][..], Project::entries)
    }

    fn flags(&self) -> &[FlagEntry] {
        self.project.as_ref().map_or(&[][..], Project::flags)
    }

    fn write_paths(&self, attributes: fn(&Project) -> &Attributes, out: &mut String) {
        let paths = self.project.as_ref().map_or(&[][..], |project| attributes(project).paths());
        write_list(paths.iter(), out, |path, out| write_string(path, out));
    }

    fn entry(&self, feature: u32) -> Option<&Entry> {
        self.entries().get(feature as usize)
    }

    fn feature(&self, feature: u32) -> Option<&Feature> {
        feature_at(self.project.as_ref()?, feature)
    }
}

fn feature_at(project: &Project, feature: u32) -> Option<&Feature> {
    project.entries().get(feature as usize)?.feature.as_ref().ok()
}

/// The number of the decision; a feature has never so many that they would run into the statuses.
fn number(feature: &Feature, entity: EntityId<'_>, context: &Context<'_>, now: Timestamp) -> u32 {
    (evaluate(feature, entity, context, now).number() as u32).min(FIRST_STATUS - 1)
}

fn flag_number(flag: &Flag, entity: Option<EntityId<'_>>, context: &Context<'_>) -> u32 {
    (evaluate_flag(flag, entity, context).number() as u32).min(FIRST_STATUS - 1)
}

fn write_numbers(numbers: &[u32], out: &mut String) {
    write_list(numbers.iter(), out, |number, out| out.push_str(&number.to_string()));
}

impl Input {
    fn new(context_kind: u32, context_bytes: usize, now: f64) -> Input {
        // The host has checked the range; out of it, the conversion gives the nearest end.
        let now = Timestamp::from_millis(now as i64).unwrap_or(Timestamp::MAX);
        Input { context_kind, context_bytes, now }
    }

    fn id_start(self) -> usize {
        self.context_bytes.next_multiple_of(8)
    }

    fn entity(self, scratch: &[u8], id_bytes: usize) -> Option<EntityId<'_>> {
        EntityId::from_utf8(scratch.get(self.id_start()..)?.get(..id_bytes)?).ok()
    }

    /// The entity of a request for flags, which may have none.
    fn flag_entity(self, scratch: &[u8], id_bytes: u32) -> Result<Option<EntityId<'_>>, InvalidEntityId> {
        if id_bytes == NO_ENTITY {
            return Ok(None);
        }
        let id = scratch.get(self.id_start()..).and_then(|rest| rest.get(..id_bytes as usize));
        EntityId::of_flag_from_utf8(id.unwrap_or_default()).map(Some)
    }

    /// Calls `body` with the context, or returns the status that says what is wrong with it.
    fn with_context(self, scratch: &[u8], attributes: &[u32], body: impl FnOnce(&Context<'_>) -> u32) -> u32 {
        let bytes = scratch.get(..self.context_bytes).unwrap_or_default();
        match self.context_kind {
            NO_CONTEXT => body(&Context::Empty),
            SLOTS => body(&Context::Slots(Slots::new(attributes, bytes))),
            _ => {
                let Ok(text) = std::str::from_utf8(bytes) else { return CONTEXT_NOT_JSON };
                match Context::parse(&well_formed_context(text)) {
                    Ok(context) => body(&context),
                    Err(InvalidContext::NotJson) => CONTEXT_NOT_JSON,
                    Err(InvalidContext::NotAnObject) => CONTEXT_NOT_AN_OBJECT,
                    Err(InvalidContext::TooDeep) => CONTEXT_TOO_DEEP,
                    Err(InvalidContext::TooLarge) => CONTEXT_TOO_LARGE,
                }
            }
        }
    }
}

/// Reads one id and steps over its record.
fn read_id<'a>(records: &mut &'a [u8]) -> Option<EntityId<'a>> {
    let (length, rest) = records.split_first_chunk::<4>()?;
    let length = u32::from_le_bytes(*length) as usize;
    let id = rest.get(..length)?;
    *records = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
    EntityId::from_utf8(id).ok()
}

// With the other tests, for no other file in this folder names wasm-bindgen.
#[cfg(test)]
#[path = "../tests/wasm/boundary/main.rs"]
mod boundary;
