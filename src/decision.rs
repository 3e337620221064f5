//! What an evaluation comes to, and how AWS words it (E7, E8).

mod flag;

use crate::json::{write_double, write_string};
use crate::project::{Cause, Feature, Outcome, Value, Variation};

pub use flag::{FlagDecision, FlagReason};

/// The outcome of one evaluation. It borrows from the project; nothing of the entity is in it.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'p> {
    number: usize,
    outcome: &'p Outcome,
}

/// Why a variation is served: `reason` of EvaluateFeature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// No rule claimed the entity.
    Default,
    /// The entity is in the feature's overrides.
    EntityOverride,
    /// A running launch claimed it.
    Launch,
    /// A running experiment claimed it.
    Experiment,
}

impl Reason {
    /// The text that AWS's API gives.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Default => "DEFAULT",
            Reason::EntityOverride => "ENTITY_OVERRIDES_MATCH",
            Reason::Launch => "LAUNCH_RULE_MATCH",
            Reason::Experiment => "EXPERIMENT_RULE_MATCH",
        }
    }
}

impl<'p> Decision<'p> {
    /// The decision for one of a feature's outcomes.
    pub(crate) fn new(feature: &'p Feature, number: usize) -> Decision<'p> {
        Decision { number, outcome: feature.outcome(number) }
    }

    /// Every decision that a feature can come to, in order of their [numbers](Decision::number).
    pub fn all(feature: &'p Feature) -> impl Iterator<Item = Decision<'p>> {
        feature.outcomes().enumerate().map(|(number, outcome)| Decision { number, outcome })
    }

    /// The position of this decision among [all](Decision::all) of the feature; 0 is the default.
    pub fn number(&self) -> usize {
        self.number
    }

    /// The variation that is served.
    pub fn variation(&self) -> &'p Variation {
        &self.outcome.variation
    }

    /// Why.
    pub fn reason(&self) -> Reason {
        match &self.outcome.cause {
            Cause::Default => Reason::Default,
            Cause::Override => Reason::EntityOverride,
            Cause::Launch(..) => Reason::Launch,
            Cause::Experiment(..) => Reason::Experiment,
        }
    }

    /// What caused it, as JSON text: the launch and its group, or the experiment, its treatment and its salt (E7).
    pub fn details(&self) -> String {
        let members = match &self.outcome.cause {
            Cause::Default | Cause::Override => Vec::new(),
            Cause::Launch(launch, group) => {
                vec![("launch", &launch.name), ("group", nth(&launch.groups, *group))]
            }
            Cause::Experiment(experiment, treatment) => vec![
                ("experiment", &experiment.name),
                ("treatment", nth(&experiment.treatments, *treatment)),
                ("salt", &experiment.salt_text),
            ],
        };
        let mut out = String::from("{");
        for (index, (key, text)) in members.into_iter().enumerate() {
            crate::json::separate(index, &mut out);
            write_string(key, &mut out);
            out.push(':');
            write_string(text, &mut out);
        }
        out.push('}');
        out
    }

    /// Appends the members `"variation":…,"value":…,"reason":…,"details":…` of an EvaluateFeature response, without braces.
    pub fn write_members(&self, out: &mut String) {
        out.push_str("\"variation\":");
        write_string(&self.variation().name, out);
        out.push_str(",\"value\":");
        self.variation().value.write(out);
        out.push_str(",\"reason\":");
        write_string(self.reason().as_str(), out);
        out.push_str(",\"details\":");
        write_string(&self.details(), out);
    }
}

impl Variation {
    /// Appends `{"name":…,"value":…}`.
    pub fn write_json(&self, out: &mut String) {
        out.push_str("{\"name\":");
        write_string(&self.name, out);
        out.push_str(",\"value\":");
        self.value.write(out);
        out.push('}');
    }

    /// Its position among the [variations](Feature::variations) of its feature.
    pub fn position(&self) -> usize {
        self.position
    }
}

impl Value {
    /// Appends the value as AWS's union, `{"boolValue":true}`; numbers as JavaScript writes them.
    fn write(&self, out: &mut String) {
        match self {
            Value::Bool(true) => out.push_str("{\"boolValue\":true"),
            Value::Bool(false) => out.push_str("{\"boolValue\":false"),
            Value::Long(value) => {
                out.push_str("{\"longValue\":");
                out.push_str(&value.to_string());
            }
            Value::Double(value) => {
                out.push_str("{\"doubleValue\":");
                write_double(*value, out);
            }
            Value::String(value) => {
                out.push_str("{\"stringValue\":");
                write_string(value, out);
            }
        }
        out.push('}');
    }
}

fn nth(names: &[String], index: usize) -> &String {
    static NONE: String = String::new();
    names.get(index).unwrap_or(&NONE)
}
