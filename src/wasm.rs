//! The boundary. It moves bytes and decides nothing.
//!
//! The host holds a [`Core`] by its address, and calls the functions of `host` with it. One call crosses once, with numbers
//! only. Text goes through scratch memory that the host writes to
//! directly: the evaluation context first, then (at the next multiple of 8) the entity id. What comes back is the number
//! of a prepared answer, which the host has read out once with [`Core::describe`].

#[cfg(target_arch = "wasm32")]
mod address;
mod describe;
#[cfg(feature = "explain")]
mod explained;
#[cfg(target_arch = "wasm32")]
mod host;
mod input;

use std::sync::Arc;

use crate::context::Context;
use crate::decision::object;
use crate::entity::EntityId;
use crate::evaluate::{evaluate, evaluate_flag};
use crate::flag::{Flag, FlagEntry};
use crate::json::{Arena, push};
use crate::load::{LoadOptions, load_with};
use crate::problem::Problem;
use crate::project::{Feature, FeatureEntry, Project};
use crate::time::Timestamp;

use input::*;

#[cfg(not(target_arch = "wasm32"))]
pub use input::{FIRST_STATUS, INVALID_ENTITY_ID, NO_CONTEXT, NO_ENTITY, QUARANTINED, SLOTS};

/// A loaded snapshot, or the problems of one that was refused.
#[derive(Debug)]
pub struct Core {
    project: Option<Project>,
    problems: Vec<Arc<Problem>>,
    /// Words, so that the host may write words.
    scratch: Vec<u64>,
    /// One number per feature or per entity, from the last call that had several.
    outcomes: Vec<u32>,
}

impl Core {
    /// Loads a snapshot; [`loaded`](Core::loaded) tells whether it was accepted.
    pub fn new(snapshot: &[u8], lenient: bool, max_bytes: f64) -> Core {
        let mut core = Core { project: None, problems: Vec::new(), scratch: Vec::new(), outcomes: Vec::new() };
        match load_with(snapshot, LoadOptions { lenient, max_bytes: max_bytes as usize }) {
            Err(problems) => core.problems = problems,
            Ok(project) => core.project = Some(project),
        }
        core
    }

    /// Whether there is a project to evaluate.
    pub fn loaded(&self) -> bool {
        self.project.is_some()
    }

    /// The problems of the snapshot, as a JSON array.
    pub fn problems(&self) -> String {
        let mut out = String::new();
        describe::list_of_problems(
            &mut out,
            self.project.as_ref().map_or(&self.problems, |project| project.problems()),
        );
        out
    }

    /// `[project,features,attributes,flags,flagAttributes]`: `{"name","arn"}` or `null`; features in the order of their
    /// numbers, and the paths that any pattern reads; then the same of flags, with the keys that any rule reads.
    pub fn names(&self) -> String {
        let mut out = String::new();
        describe::names(self.project.as_ref(), &mut out);
        out
    }

    /// `[attributes,answers,problems,refusal,arn,timed,variations]` of a feature. The answers are everything that it can come
    /// to, in the order of the numbers that [`evaluate`](Core::evaluate) returns, each
    /// `{"variation","reason","details"}` with the variation's position: a value may be large, and be the answer of many
    /// groups. For a quarantined feature `attributes`, `answers` and `variations` are empty, `problems` is not, and `refusal`
    /// is `{"reason"}`; it is `null` for others. `null` if there is no such feature.
    pub fn describe(&self, feature: u32) -> String {
        let mut out = String::new();
        describe::feature(self.features().get(feature as usize), &mut out);
        out
    }

    /// `[attributes,answers,problems,refusal]` of a flag. The answers are everything that it can come to, in the
    /// order of the numbers that [`evaluate_flag`](Core::evaluate_flag) returns, each as it is handed out. A quarantined flag
    /// has problems, `refusal` and no answers. `null` if there is no such flag.
    pub fn describe_flag(&self, flag: u32) -> String {
        let mut out = String::new();
        describe::flag(self.flags().get(flag as usize), &mut out);
        out
    }

    /// Makes the scratch memory at least so many bytes long; its address, a multiple of 8. What is more than there can ever be
    /// gets an address behind all memory, where no host can write.
    pub fn reserve(&mut self, bytes: usize) -> usize {
        let words = bytes.div_ceil(8);
        if words > usize::MAX >> 4 {
            return usize::MAX & !7;
        }
        if self.scratch.len() < words {
            self.scratch.resize(words, 0);
        }
        self.scratch.as_ptr() as usize
    }

    /// The address of the numbers that the last [`evaluate_all`](Core::evaluate_all) or [`assign`](Core::assign) left.
    pub fn outcomes(&self) -> usize {
        self.outcomes.as_ptr() as usize
    }

    /// Evaluates one feature for the entity in scratch memory; the number of an answer, or a status. What is wrong with the
    /// request comes first.
    pub fn evaluate(&self, feature: u32, context_form: u32, context_bytes: usize, id_bytes: usize, now: f64) -> u32 {
        let input = Input::new(&self.scratch, context_form, context_bytes);
        let (arena, mut context) = (Arena::new(), Context::Empty);
        match (input.entity(id_bytes), input.context(&arena, &mut context)) {
            (Ok(entity), Ok(())) => match self.features().get(feature as usize).map(|entry| &entry.feature) {
                Some(Ok(feature)) => number(feature, entity, &context, time(now)),
                _ => QUARANTINED,
            },
            (Err(status), _) | (_, Err(status)) => status,
        }
    }

    /// Evaluates every feature for the entity in scratch memory; 0, or a status.
    pub fn evaluate_all(&mut self, context_form: u32, context_bytes: usize, id_bytes: usize, now: f64) -> u32 {
        let input = Input::new(&self.scratch, context_form, context_bytes);
        let entries = self.project.as_ref().map_or(&[][..], Project::features);
        let (arena, mut context) = (Arena::new(), Context::Empty);
        self.outcomes.clear();
        match (input.entity(id_bytes), input.context(&arena, &mut context)) {
            (Ok(entity), Ok(())) => {
                for entry in entries {
                    self.outcomes.push(match &entry.feature {
                        Ok(feature) => number(feature, entity, &context, time(now)),
                        Err(_) => QUARANTINED,
                    });
                }
                0
            }
            (Err(status), _) | (_, Err(status)) => status,
        }
    }

    /// Evaluates one feature for each of the entities in scratch memory, whose ids stand there with line feeds between: a
    /// valid id has none. How many there are, or a status.
    pub fn assign(&mut self, feature: u32, context_form: u32, context_bytes: usize, id_bytes: usize, now: f64) -> u32 {
        let entries = self.project.as_ref().map_or(&[][..], Project::features);
        let Some(Ok(feature)) = entries.get(feature as usize).map(|entry| &entry.feature) else {
            return QUARANTINED;
        };
        let input = Input::new(&self.scratch, context_form, context_bytes);
        let (arena, mut context) = (Arena::new(), Context::Empty);
        self.outcomes.clear();
        match input.context(&arena, &mut context) {
            Ok(()) => {
                for id in lines(input.id(id_bytes)) {
                    self.outcomes.push(match EntityId::from_utf8(id) {
                        Ok(entity) => number(feature, entity, &context, time(now)),
                        Err(_) => INVALID_ENTITY_ID,
                    });
                }
                self.outcomes.len() as u32
            }
            Err(status) => status,
        }
    }

    /// Evaluates one flag for the context and the entity in scratch memory, or for no entity if its length is 2^32 − 1; the
    /// number of an answer, or a status.
    pub fn evaluate_flag(&self, flag: u32, context_form: u32, context_bytes: usize, id_bytes: u32) -> u32 {
        let input = Input::new(&self.scratch, context_form, context_bytes);
        let (arena, mut context) = (Arena::new(), Context::Empty);
        match (input.flag_entity(id_bytes), input.context(&arena, &mut context)) {
            (Ok(entity), Ok(())) => match self.flags().get(flag as usize).map(|entry| &entry.flag) {
                Some(Ok(flag)) => flag_number(flag, entity, &context),
                _ => QUARANTINED,
            },
            (Err(status), _) | (_, Err(status)) => status,
        }
    }

    /// Evaluates every flag, as [`evaluate_flag`](Core::evaluate_flag) does one; 0, or a status.
    pub fn evaluate_flags(&mut self, context_form: u32, context_bytes: usize, id_bytes: u32) -> u32 {
        let input = Input::new(&self.scratch, context_form, context_bytes);
        let entries = self.project.as_ref().map_or(&[][..], Project::flags);
        let (arena, mut context) = (Arena::new(), Context::Empty);
        self.outcomes.clear();
        match (input.flag_entity(id_bytes), input.context(&arena, &mut context)) {
            (Ok(entity), Ok(())) => {
                for entry in entries {
                    self.outcomes.push(match &entry.flag {
                        Ok(flag) => flag_number(flag, entity, &context),
                        Err(_) => QUARANTINED,
                    });
                }
                0
            }
            (Err(status), _) | (_, Err(status)) => status,
        }
    }

    /// `{"reason","message"}`: what a status about a request means for a `ValidationException`.
    pub fn failure(&self, status: u32) -> String {
        let mut out = String::new();
        let (sentence, cannot_parse) = sentence(status);
        push(&mut out, "{");
        object::text(&mut out, "reason", if cannot_parse { "cannotParse" } else { "fieldValidationFailed" });
        object::text(&mut out, "message", sentence);
        push(&mut out, "}");
        out
    }
}

impl Core {
    fn features(&self) -> &[FeatureEntry] {
        self.project.as_ref().map_or(&[][..], Project::features)
    }

    fn flags(&self) -> &[FlagEntry] {
        self.project.as_ref().map_or(&[][..], Project::flags)
    }
}

/// The number of the decision; a feature has never so many that they would run into the statuses.
fn number(feature: &Feature, entity: EntityId<'_>, context: &Context<'_>, now: Timestamp) -> u32 {
    (evaluate(feature, entity, context, now).number() as u32).min(FIRST_STATUS - 1)
}

fn flag_number(flag: &Flag, entity: Option<EntityId<'_>>, context: &Context<'_>) -> u32 {
    (evaluate_flag(flag, entity, context).number() as u32).min(FIRST_STATUS - 1)
}

/// What the host does at the addresses that it is told, for who calls natively.
#[cfg(not(target_arch = "wasm32"))]
impl Core {
    /// The scratch memory that [`reserve`](Core::reserve) gives the address of.
    pub fn scratch(&mut self) -> &mut [u8] {
        bytemuck::cast_slice_mut(&mut self.scratch)
    }

    /// The numbers that [`outcomes`](Core::outcomes) gives the address of.
    pub fn numbers(&self) -> &[u32] {
        &self.outcomes
    }
}

// With the other tests, for it names wasm-bindgen.
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
#[path = "../tests/wasm/boundary/main.rs"]
mod boundary;
