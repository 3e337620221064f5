//! Decisions with their reasons, as JSON text: asked for when the decision itself has been, so that nothing is refused here.

use crate::context::Context;
use crate::evaluate::{explain, explain_flag};
use crate::json::{Arena, push};

use super::Core;
use super::input::{Input, time};

impl Core {
    /// `{"answer","steps":[…],"text"}` about one feature for the entity in scratch memory; `null` if
    /// [`evaluate`](Core::evaluate) gives a status.
    pub fn explain(&self, feature: u32, context_kind: u32, context_bytes: usize, id_bytes: usize, now: f64) -> String {
        let input = Input::new(&self.scratch, context_kind, context_bytes);
        let (arena, mut context) = (Arena::new(), Context::Empty);
        let feature = self.entries().get(feature as usize).map(|entry| &entry.feature);
        let mut out = String::new();
        match (feature, input.entity(id_bytes), input.context(&arena, &mut context)) {
            (Some(Ok(feature)), Ok(entity), Ok(())) => {
                explain(feature, entity, &context, time(now)).write_json(&mut out);
            }
            _ => push(&mut out, "null"),
        }
        out
    }

    /// The same about one flag, as [`evaluate_flag`](Core::evaluate_flag) decides it.
    pub fn explain_flag(&self, flag: u32, context_kind: u32, context_bytes: usize, id_bytes: u32) -> String {
        let input = Input::new(&self.scratch, context_kind, context_bytes);
        let (arena, mut context) = (Arena::new(), Context::Empty);
        let flag = self.flags().get(flag as usize).map(|entry| &entry.flag);
        let mut out = String::new();
        match (flag, input.flag_entity(id_bytes), input.context(&arena, &mut context)) {
            (Some(Ok(flag)), Ok(entity), Ok(())) => explain_flag(flag, entity, &context).write_json(&mut out),
            _ => push(&mut out, "null"),
        }
        out
    }
}
