//! Features: variations, the default, overrides, strategy.

use std::sync::Arc;

use crate::entity::EntityId;
use crate::json::{Decimal, Json, to_double};
use crate::order::{Names, sorted};
use crate::problem::{Code, Path, Problem};
use crate::project::{Cause, Experiment, Feature, Launch, Outcome, Rule, Value, Variation};
use crate::snapshot::{self, Item, Place};

use super::arms::Variations;
use super::{Compiler, attributes, checks};

/// The bounds of `longValue`: what a double counts exactly.
const LONG_RANGE: std::ops::RangeInclusive<i64> = -checks::MAX_EXACT..=checks::MAX_EXACT;

/// The longest `stringValue`, in characters.
const STRING_LENGTH: usize = 512;

/// The members of the value union, each with the name of its type.
const UNION: [(&str, &str); 4] =
    [("boolValue", "BOOLEAN"), ("longValue", "LONG"), ("doubleValue", "DOUBLE"), ("stringValue", "STRING")];

/// A feature under construction.
pub(super) struct Draft<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) arn: Option<&'a str>,
    /// Whether launches and experiments take part (E2).
    all_rules: bool,
    /// Those that have a problem are `None`.
    variations: Vec<Option<Arc<Variation>>>,
    /// Positions in `variations`; of doubled names the first.
    by_name: Names<'a>,
    default: Option<Arc<Variation>>,
    others: Vec<Outcome>,
    overrides: Vec<(Box<str>, usize)>,
    launch: Option<Rule<Launch>>,
    experiment: Option<Rule<Experiment>>,
    /// Whether a launch or an experiment runs on it, under any strategy.
    has_launch: bool,
    has_experiment: bool,
}

impl<'a> Draft<'a> {
    /// Whether the feature has a variation of that name, readable or not.
    pub(super) fn has_variation(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// Gives each arm that has a variation the number of a new outcome.
    fn arms(&mut self, variations: &Variations<'_>, cause: impl Fn(usize) -> Cause) -> Vec<(usize, usize)> {
        let mut numbers = Vec::with_capacity(variations.len());
        for (arm, variation) in variations {
            let variation = self.variation(variation);
            numbers.extend(variation.map(|variation| (*arm, self.outcome(variation, cause(*arm)))));
        }
        numbers
    }

    /// Lets a launch decide, whose groups have these variations of this feature. Not if another one runs.
    pub(super) fn run_launch(&mut self, launch: &Arc<Launch>, variations: &Variations<'_>) -> bool {
        let first = !std::mem::replace(&mut self.has_launch, true);
        if first && self.all_rules {
            let outcomes = self.arms(variations, |group| Cause::Launch(launch.clone(), group));
            self.launch = Some(Rule { source: launch.clone(), outcomes });
        }
        first
    }

    /// Lets an experiment decide, whose treatments have these variations of this feature. Not if another one runs.
    pub(super) fn run_experiment(&mut self, experiment: Option<&Arc<Experiment>>, variations: &Variations<'_>) -> bool {
        let first = !std::mem::replace(&mut self.has_experiment, true);
        if let Some(experiment) = experiment
            && first
            && self.all_rules
        {
            let outcomes = self.arms(variations, |treatment| Cause::Experiment(experiment.clone(), treatment));
            self.experiment = Some(Rule { source: experiment.clone(), outcomes });
        }
        first
    }

    fn variation(&self, name: &str) -> Option<Arc<Variation>> {
        self.variations.get(*self.by_name.get(name)?)?.clone()
    }

    fn outcome(&mut self, variation: Arc<Variation>, cause: Cause) -> usize {
        self.others.push(Outcome { variation, cause });
        self.others.len()
    }

    /// The feature; `None` if it has a problem.
    pub(super) fn finish(self) -> Option<Feature> {
        Some(Feature {
            variations: self.variations.into_iter().collect::<Option<_>>()?,
            default: Outcome { variation: self.default?, cause: Cause::Default },
            others: self.others,
            overrides: self.overrides,
            attributes: attributes::of_either(
                self.launch.as_ref().map(|rule| &rule.source.attributes),
                self.experiment.as_ref().map(|rule| &rule.source.attributes),
            ),
            launch: self.launch,
            experiment: self.experiment,
        })
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn features(&mut self) {
        for item in &self.snapshot.features {
            if self.report.is_full() {
                break;
            }
            let draft = item.with_path(|at| self.feature(item, at));
            self.drafts.push(draft);
        }
    }

    fn feature(&mut self, item: &Item<snapshot::Feature<'a>>, at: &Path<'_>) -> Draft<'a> {
        let (wire, place) = (&item.content, item.place());
        if let Some(name) = wire.name {
            self.feature_name(name, place, &at.key("name"));
        }
        let (variations, by_name) = self.variations(wire, place, at);
        let mut draft = Draft {
            name: wire.name,
            arn: wire.arn,
            all_rules: true,
            // E5: the first variation when no default is named.
            default: variations.first().cloned().flatten(),
            variations,
            by_name,
            others: Vec::new(),
            overrides: Vec::new(),
            launch: None,
            experiment: None,
            has_launch: false,
            has_experiment: false,
        };
        if let Some(name) = wire.default_variation {
            draft.default = draft.variation(name);
            self.check_variation(&draft, name, place, &at.key("defaultVariation"));
        }
        match wire.evaluation_strategy {
            None | Some("ALL_RULES") => {}
            Some("DEFAULT_VARIATION") => draft.all_rules = false,
            Some(other) => {
                let at = at.key("evaluationStrategy");
                self.add(place, checks::unknown_value(&at, &["ALL_RULES", "DEFAULT_VARIATION"], other));
            }
        }
        self.overrides(&mut draft, wire, place, &at.key("entityOverrides"));
        draft
    }

    fn feature_name(&mut self, name: &'a str, place: Place, at: &Path<'_>) {
        checks::name(&mut self.report, place, name, checks::NAME_LENGTH, at);
        if self.by_name.contains_key(name) {
            self.add(place, Problem::with_text(at, Code::DuplicateName, name));
        } else {
            self.by_name.insert(name, self.drafts.len());
        }
    }

    fn check_variation(&mut self, draft: &Draft<'_>, name: &str, place: Place, at: &Path<'_>) {
        if !draft.has_variation(name) {
            self.add(place, Problem::with_text(at, Code::UnknownVariation, name));
        }
    }

    /// The variations of a feature, and their positions by name.
    fn variations(
        &mut self,
        wire: &snapshot::Feature<'a>,
        place: Place,
        at: &Path<'_>,
    ) -> (Vec<Option<Arc<Variation>>>, Names<'a>) {
        let list_at = at.key("variations");
        let Some(wire_variations) = &wire.variations else { return (Vec::new(), Names::new()) };
        if wire_variations.is_empty() {
            self.add(place, Problem::with_json(&list_at, Code::EmptyList, &Json::Array(Vec::new())));
        }
        let mut value_type = wire.value_type;
        if let Some(unknown) = value_type.filter(|name| !UNION.iter().any(|(_, known)| known == name)) {
            self.add(place, checks::unknown_value(&at.key("valueType"), &UNION.map(|(_, name)| name), unknown));
            value_type = None;
        }
        let mut variations = Vec::with_capacity(wire_variations.len());
        let mut by_name = Names::new();
        for (index, variation) in wire_variations {
            let at = list_at.index(*index);
            let value = variation.value.and_then(|union| self.value(union, &mut value_type, place, &at.key("value")));
            let Some(name) = variation.name else { continue };
            let name_at = at.key("name");
            checks::name(&mut self.report, place, name, checks::NAME_LENGTH, &name_at);
            if *by_name.entry(name).or_insert(variations.len()) != variations.len() {
                self.add(place, Problem::with_text(&name_at, Code::DuplicateName, name));
            }
            let position = variations.len();
            variations.push(value.map(|value| Arc::new(Variation { name: name.to_owned(), value, position })));
        }
        (variations, by_name)
    }

    /// The value of a union. The first one that is read gives the feature its type if it states none (R20).
    fn value(
        &mut self,
        union: &'a Json<'a>,
        value_type: &mut Option<&'a str>,
        place: Place,
        at: &Path<'_>,
    ) -> Option<Value> {
        let known = |key: &str| union.get(key).filter(|value| **value != Json::Null);
        let mut present = UNION.iter().filter_map(|(key, name)| known(key).map(|value| (*key, *name, value)));
        let (key, name, value) = match (present.next(), present.next()) {
            (Some(member), None) => member,
            (first, _) => {
                let code = if first.is_none() { Code::EmptyValue } else { Code::DoubledValue };
                self.add(place, Problem::with_json(at, code, union));
                return None;
            }
        };
        if *value_type.get_or_insert(name) != name {
            self.add(place, Problem::with_json(at, Code::ValueTypeMismatch, union));
        }
        let (read, expected) = match key {
            "boolValue" => (as_bool(value), "true or false"),
            "longValue" => (as_long(value), "an integer within ±9007199254740991"),
            "doubleValue" => (as_double(value), "a number that a double can hold"),
            _ => (as_string(value), "a string of up to 512 characters"),
        };
        read.map_err(|code| self.add(place, Problem::with_json(&at.key(key), code, value).detailed(expected))).ok()
    }

    fn overrides(&mut self, draft: &mut Draft<'a>, wire: &snapshot::Feature<'a>, place: Place, at: &Path<'_>) {
        // Entities that get the same variation share an outcome.
        let mut numbers = Names::new();
        for (id, name) in &wire.entity_overrides {
            let at = at.key(id);
            if EntityId::new(id).is_err() {
                self.add(place, Problem::with_text(&at, Code::InvalidEntityId, id));
            }
            let Some(name) = *name else { continue };
            self.check_variation(draft, name, place, &at);
            let Some(variation) = draft.variation(name) else { continue };
            let number = *numbers.entry(name).or_insert_with(|| draft.outcome(variation, Cause::Override));
            draft.overrides.push(((*id).into(), number));
        }
        draft.overrides = sorted(std::mem::take(&mut draft.overrides), |(a, _), (b, _)| a.cmp(b));
    }
}

fn as_bool(value: &Json<'_>) -> Result<Value, Code> {
    match value {
        Json::Bool(value) => Ok(Value::Bool(*value)),
        _ => Err(Code::WrongType),
    }
}

fn as_long(value: &Json<'_>) -> Result<Value, Code> {
    let Json::Number(lexeme) = value else { return Err(Code::WrongType) };
    let integer = Decimal::parse(lexeme).to_integer().filter(|value| LONG_RANGE.contains(value));
    integer.map(Value::Long).ok_or(Code::OutOfRange)
}

fn as_double(value: &Json<'_>) -> Result<Value, Code> {
    let Json::Number(lexeme) = value else { return Err(Code::WrongType) };
    to_double(lexeme).map(Value::Double).ok_or(Code::OutOfRange)
}

fn as_string(value: &Json<'_>) -> Result<Value, Code> {
    match value {
        Json::String(text) if text.chars().count() > STRING_LENGTH => Err(Code::TooLong),
        Json::String(text) => Ok(Value::String(text.clone().into_owned())),
        _ => Err(Code::WrongType),
    }
}
