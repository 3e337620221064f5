//! What the evaluation of a flag comes to, and how it is written (A1, A9).

use crate::flag::{AttributeValue, Flag, FlagAnswer, FlagCause, FlagValue, RunIdentity};
use crate::json::{separate, write_double, write_list, write_string};

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
        out.push_str("{\"value\":");
        self.value().write_json(out);
        out.push_str(",\"reason\":");
        write_string(self.reason().as_str(), out);
        if let Some((run, treatment)) = self.run() {
            out.push_str(",\"run\":{\"applicationId\":");
            write_string(&run.application_id, out);
            out.push_str(",\"experimentDefinitionId\":");
            write_string(&run.experiment_definition_id, out);
            out.push_str(",\"run\":");
            out.push_str(&run.run.to_string());
            out.push_str(",\"treatment\":");
            write_string(treatment, out);
            out.push('}');
        }
        out.push('}');
    }
}

impl FlagValue {
    /// Appends `{"enabled":…,"_variant":…,…}` with the attributes in their order (R25).
    pub fn write_json(&self, out: &mut String) {
        out.push_str(if self.enabled { "{\"enabled\":true" } else { "{\"enabled\":false" });
        if let Some(variant) = &self.variant {
            out.push_str(",\"_variant\":");
            write_string(variant, out);
        }
        for (key, value) in &self.attributes {
            separate(1, out);
            write_string(key, out);
            out.push(':');
            value.write_json(out);
        }
        out.push('}');
    }
}

impl AttributeValue {
    /// Appends the value as JSON text; numbers as JavaScript writes them.
    fn write_json(&self, out: &mut String) {
        match self {
            AttributeValue::Text(text) => write_string(text, out),
            AttributeValue::Number(number) => write_double(*number, out),
            AttributeValue::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            AttributeValue::Texts(texts) => write_list(texts, out, |text, out| write_string(text, out)),
            AttributeValue::Numbers(numbers) => write_list(numbers, out, |number, out| write_double(*number, out)),
        }
    }
}
