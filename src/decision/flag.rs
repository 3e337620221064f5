//! What the evaluation of a flag comes to, and how it is written (A1, A9).

use crate::flag::{AttributeValue, Flag, FlagAnswer, FlagCause, FlagValue, RunIdentity};
use crate::json::{push, push_integer, write_double, write_string};

use super::object;

/// The outcome of one evaluation of a flag. It borrows from the project; nothing of the request is in it.
#[derive(Clone, Copy, Debug)]
pub struct FlagDecision<'p> {
    number: usize,
    answer: &'p FlagAnswer,
}

/// Why a value is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlagReason {
    /// A basic flag, or the last variant.
    Default,
    /// The rule of a variant was true.
    Rule,
    /// The entity is in the overrides of a running experiment.
    TreatmentOverride,
    /// The entity takes part in a running experiment.
    Experiment,
}

impl FlagReason {
    /// The stable text of this reason (A9).
    pub fn as_str(self) -> &'static str {
        match self {
            FlagReason::Default => "DEFAULT",
            FlagReason::Rule => "RULE_MATCH",
            FlagReason::TreatmentOverride => "TREATMENT_OVERRIDE_MATCH",
            FlagReason::Experiment => "EXPERIMENT_RULE_MATCH",
        }
    }
}

impl<'p> FlagDecision<'p> {
    /// The decision for one of a flag's answers.
    ///
    /// INVARIANT: a flag has at least the answer of its default, and evaluation gives only numbers of answers.
    pub(crate) fn new(flag: &'p Flag, number: usize) -> FlagDecision<'p> {
        static NOTHING: FlagAnswer = FlagAnswer {
            value: FlagValue { enabled: false, variant: None, attributes: Vec::new() },
            cause: FlagCause::Default,
        };
        FlagDecision { number, answer: flag.answers.get(number).unwrap_or(&NOTHING) }
    }

    /// Every decision that a flag can come to, in order of their [numbers](FlagDecision::number).
    pub fn all(flag: &'p Flag) -> impl Iterator<Item = FlagDecision<'p>> {
        flag.answers.iter().enumerate().map(|(number, answer)| FlagDecision { number, answer })
    }

    /// The position of this decision among [all](FlagDecision::all) of the flag.
    pub fn number(&self) -> usize {
        self.number
    }

    /// What is served.
    pub fn value(&self) -> &'p FlagValue {
        &self.answer.value
    }

    /// Why.
    pub fn reason(&self) -> FlagReason {
        match &self.answer.cause {
            FlagCause::Default => FlagReason::Default,
            FlagCause::Rule => FlagReason::Rule,
            FlagCause::Override(..) => FlagReason::TreatmentOverride,
            FlagCause::Experiment(..) => FlagReason::Experiment,
        }
    }

    /// The run that decided, if one did, and the key of the treatment.
    pub fn run(&self) -> Option<(&'p RunIdentity, &'p str)> {
        match &self.answer.cause {
            FlagCause::Default | FlagCause::Rule => None,
            FlagCause::Override(run, treatment) | FlagCause::Experiment(run, treatment) => Some((run, treatment)),
        }
    }

    /// Appends `{"value":…,"reason":…,"run":…}`; without `run` if none decided.
    pub fn write_json(&self, out: &mut String) {
        push(out, "{");
        object::key(out, "value");
        self.value().write_json(out);
        object::text(out, "reason", self.reason().as_str());
        if let Some((run, treatment)) = self.run() {
            object::raw(out, "run", "{");
            object::text(out, "applicationId", &run.application_id);
            object::text(out, "experimentDefinitionId", &run.experiment_definition_id);
            object::key(out, "run");
            push_integer(out, run.run);
            object::text(out, "treatment", treatment);
            push(out, "}");
        }
        push(out, "}");
    }
}

impl FlagValue {
    /// Appends `{"enabled":…,"_variant":…,…}` with the attributes in their order (R25).
    pub fn write_json(&self, out: &mut String) {
        push(out, "{");
        object::boolean(out, "enabled", self.enabled);
        if let Some(variant) = &self.variant {
            object::text(out, "_variant", variant);
        }
        for (key, value) in &self.attributes {
            object::key(out, key);
            value.write_json(out);
        }
        push(out, "}");
    }
}

impl AttributeValue {
    /// Appends the value as JSON text; numbers as JavaScript writes them.
    fn write_json(&self, out: &mut String) {
        match self {
            AttributeValue::Text(text) => write_string(text, out),
            AttributeValue::Number(number) => write_double(*number, out),
            AttributeValue::Bool(value) => push(out, if *value { "true" } else { "false" }),
            AttributeValue::Texts(texts) => {
                push(out, "[");
                for text in texts {
                    object::next(out);
                    write_string(text, out);
                }
                push(out, "]");
            }
            AttributeValue::Numbers(numbers) => {
                push(out, "[");
                for number in numbers {
                    object::next(out);
                    write_double(*number, out);
                }
                push(out, "]");
            }
        }
    }
}
