//! Decisions with their reasons, as JSON text.

use crate::context::Context;
use crate::evaluate::{explain, explain_flag};
use crate::explain::Explanation;
use crate::json::{Arena, push};

use super::Core;
use super::input::{Input, time};

impl Core {
    /// `{"answer","steps":[…],"text"}` about one feature for the entity in scratch memory; `null` if
    /// [`evaluate`](Core::evaluate) gives a status.
    pub fn explain(&self, feature: u32, context_form: u32, context_bytes: usize, id_bytes: u32, now: f64) -> String {
        self.explained(context_form, context_bytes, &|input, context| {
            let feature = self.features().get(feature as usize)?.feature.as_ref().ok()?;
            Some(explain(feature, input.entity(id_bytes as usize).ok()?, context, time(now)))
        })
    }

    /// The same about one flag, as [`evaluate_flag`](Core::evaluate_flag) decides it.
    pub fn explain_flag(&self, flag: u32, context_form: u32, context_bytes: usize, id_bytes: u32) -> String {
        self.explained(context_form, context_bytes, &|input, context| {
            let flag = self.flags().get(flag as usize)?.flag.as_ref().ok()?;
            Some(explain_flag(flag, input.flag_entity(id_bytes).ok()?, context))
        })
    }

    /// What is made of the input, once its context is read.
    #[inline(never)]
    fn explained<'p>(
        &'p self,
        context_form: u32,
        context_bytes: usize,
        explain: &dyn Fn(Input<'_>, &Context<'_>) -> Option<Explanation<'p>>,
    ) -> String {
        let input = Input::new(&self.scratch, context_form, context_bytes);
        let (arena, mut context) = (Arena::new(), Context::Empty);
        let mut out = String::new();
        if input.context(&arena, &mut context).is_ok()
            && let Some(explanation) = explain(input, &context)
        {
            explanation.write_json(&mut out);
        } else {
            push(&mut out, "null");
        }
        out
    }
}
