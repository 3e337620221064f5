//! What an evaluation comes to, and how AWS words it (E7, E8).

mod flag;
pub(crate) mod object;

use crate::json::{push, push_integer, write_double};
use crate::project::{Cause, Feature, Outcome, Value, Variation};

pub use flag::{FlagDecision, FlagReason};

/// The outcome of one evaluation. It borrows from the project; nothing of the entity is in it.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'p> {
    feature: &'p Feature,
    number: usize,
}

static NO_VARIATION: Variation = Variation { name: String::new(), value: Value::Bool(false), position: 0 };

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
        Decision { feature, number }
    }

    /// Every decision that a feature can come to, in order of their [numbers](Decision::number).
    pub fn all(feature: &'p Feature) -> impl Iterator<Item = Decision<'p>> {
        (0..feature.outcomes().count()).map(|number| Decision::new(feature, number))
    }

    /// The position of this decision among [all](Decision::all) of the feature; 0 is the default.
    pub fn number(&self) -> usize {
        self.number
    }

    /// The variation that is served.
    pub fn variation(&self) -> &'p Variation {
        // INVARIANT: a feature without that variation was not loaded.
        self.feature.variations.get(self.outcome().variation).unwrap_or(&NO_VARIATION)
    }

    fn outcome(&self) -> &'p Outcome {
        self.feature.outcome(self.number)
    }

    /// Why.
    pub fn reason(&self) -> Reason {
        match &self.outcome().cause {
            Cause::Default => Reason::Default,
            Cause::Override => Reason::EntityOverride,
            Cause::Launch(..) => Reason::Launch,
            Cause::Experiment(..) => Reason::Experiment,
        }
    }

    /// What caused it, as JSON text (E7): `{}`, `{"launch":…,"group":…}` or
    /// `{"experiment":…,"treatment":…,"salt":…}`.
    pub fn details(&self) -> String {
        let mut out = String::new();
        push(&mut out, "{");
        match &self.outcome().cause {
            Cause::Default | Cause::Override => {}
            Cause::Launch(launch, group) => {
                object::text(&mut out, "launch", &launch.name);
                object::text(&mut out, "group", nth(&launch.groups, *group));
            }
            Cause::Experiment(experiment, treatment) => {
                object::text(&mut out, "experiment", &experiment.name);
                object::text(&mut out, "treatment", nth(&experiment.treatments, *treatment));
                object::text(&mut out, "salt", &experiment.salt_text);
            }
        }
        push(&mut out, "}");
        out
    }

    /// Appends the members `"variation":…,"value":…,"reason":…,"details":…` of an EvaluateFeature response to an object
    /// that is being written.
    pub fn write_members(&self, out: &mut String) {
        let variation = self.variation();
        object::text(out, "variation", &variation.name);
        object::key(out, "value");
        variation.value.write_json(out);
        object::text(out, "reason", self.reason().as_str());
        object::text(out, "details", &self.details());
    }
}

impl Variation {
    /// Appends `{"name":…,"value":…}`.
    pub fn write_json(&self, out: &mut String) {
        push(out, "{");
        object::text(out, "name", &self.name);
        object::key(out, "value");
        self.value.write_json(out);
        push(out, "}");
    }

    /// Its position among the [variations](Feature::variations) of its feature.
    pub fn position(&self) -> usize {
        self.position
    }
}

impl Value {
    /// Appends the value as AWS's union, `{"boolValue":true}`; numbers as JavaScript writes them.
    pub fn write_json(&self, out: &mut String) {
        push(out, "{");
        match self {
            Value::Bool(value) => object::boolean(out, "boolValue", *value),
            Value::Long(value) => {
                object::key(out, "longValue");
                push_integer(out, *value);
            }
            Value::Double(value) => {
                object::key(out, "doubleValue");
                write_double(*value, out);
            }
            Value::String(value) => object::text(out, "stringValue", value),
        }
        push(out, "}");
    }
}

fn nth(names: &[String], index: usize) -> &str {
    names.get(index).map_or("", String::as_str)
}
