//! Experiment runs: who takes part, in what treatment (A7, A8, R35–R37).

use std::sync::Arc;

use crate::bucketing::Slots;
use crate::entity::EntityId;
use crate::flag::{Flag, FlagAnswer, FlagCause, FlagValue, Run, RunIdentity};
use crate::json::{Decimal, Json, push_integer};
use crate::order::{Names, sorted};
use crate::problem::{Code, Path};
use crate::project::share;
use crate::rule::{Role, Rule};
use crate::snapshot::{List, Node, Part, Place};
use crate::text::{copy, is_longer, join};

use super::super::quarantine::Touch;
use super::super::{Compiler, checks};
use super::FLAG_KEY_LENGTH;
use super::attribute;
use super::constraints::Definitions;

/// `_variant` of a basic flag that a run is on, where it stays as it is deployed (A7).
const DEPLOYED: &str = "__default__";

/// The greatest `Weight`.
const MAX_WEIGHT: u64 = 1_000_000_000_000;

/// The longest `ApplicationId` and `ExperimentDefinitionId`, in characters: far more than AWS gives them.
const ID_LENGTH: usize = 127;

/// The longest key of a treatment.
const TREATMENT_KEY_LENGTH: usize = 8;

/// A treatment's key, and what it gives.
type Given = (Box<str>, FlagValue);

/// The treatments of a run, the control last.
struct Treatments<'a> {
    weights: Vec<u64>,
    given: Vec<Given>,
    /// Positions by key.
    keys: Names<'a>,
    /// Whether the keys of all are known.
    are_known: bool,
}

impl<'a> Compiler<'a> {
    /// Compiles a run; if it is running, it comes before its flag's own evaluation.
    #[inline(never)]
    pub(super) fn experiment_run(&mut self, runs: &List<'_, 'a>, index: usize, definitions: &Definitions<'a>) {
        // A run that does not name its flag may touch any (R37).
        let named =
            runs.items.get(index).and_then(|run| run.get("ExperimentDefinitionSnapshot")?.get("FlagKey")?.as_str());
        self.report.place = match named {
            Some(_) => Place { part: Part::Runs, index },
            None => Place::DOCUMENT,
        };
        let Some(node) = self.report.object_in(runs, index) else { return };
        self.report.timestamps(&node, &["StartedAt", "UpdatedAt", "EndedAt"]);
        let Some(definition) = self.report.required_object(&node, "ExperimentDefinitionSnapshot") else { return };
        let definition = node.key("ExperimentDefinitionSnapshot", definition);
        self.report.timestamps(&definition, &["CreatedAt", "UpdatedAt"]);
        if let Some(key) = named {
            self.touch(Touch::feature(self.report.place, key));
        }
        let status = self.report.required_text(&node, "Status");
        if let Some(unknown) = status.filter(|status| !matches!(*status, "RUNNING" | "DONE")) {
            self.report.unknown_value(&node.at.key("Status"), "RUNNING, DONE", unknown);
        }
        let key = self.report.required_text(&definition, "FlagKey");
        let application_id = self.run_id(&node, "ApplicationId");
        let experiment_definition_id = self.run_id(&node, "ExperimentDefinitionId");
        let number = self.run_number(&node).unwrap_or_default();
        if let Some(key) = key {
            // In the API's shapes a flag's key may be one character longer.
            self.flag_key(key, FLAG_KEY_LENGTH + 1, &definition.at.key("FlagKey"));
        }
        let audience = self.audience(&definition, key.unwrap_or_default());
        let exposure = match node.get("ExposurePercentage") {
            None => Some(0),
            Some(value) => self.millionths(value, 100, "100", &node.at.key("ExposurePercentage")),
        };
        let treatments = self.treatments(&definition);
        let overrides = self.treatment_overrides(&node, &treatments);
        // One whose status cannot be read keeps its flag from being served (S5); it may well be running.
        let Some(key) = key.filter(|_| status != Some("DONE")) else { return };
        let Some(Ok(flag)) = self.flag_of(key).map(|entry| &mut entry.flag) else { return };
        if status != Some("RUNNING") {
            return;
        }
        if let Some(audience) = audience {
            let mut seed = join(&[application_id, ":", experiment_definition_id, ":"]);
            push_integer(&mut seed, number);
            let slots = Slots::new(&seed, &treatments.weights, exposure.unwrap_or(0));
            flag.run = Some(Run { overrides, audience, slots });
            let identity = RunIdentity {
                application_id: copy(application_id),
                experiment_definition_id: copy(experiment_definition_id),
                run: number,
            };
            answer(flag, &Arc::new(identity), treatments.given);
        }
        if definitions.are_known && definitions.get(key).is_none() {
            self.report.text(&definition.at.key("FlagKey"), Code::UnknownFlag, key);
        }
        if *self.running.entry(key).or_insert(index) != index {
            self.report.text(&node.at, Code::SecondRunningRun, key);
        }
    }

    fn run_number(&mut self, node: &Node<'_, 'a>) -> Option<i64> {
        let number = self.report.required(node, "Run")?;
        let words = "1 to 9007199254740991";
        checks::integer(&mut self.report, number, &(1..=checks::MAX_EXACT), words, &node.at.key("Run"))
    }

    /// One of the ids that a run's seed is made of (B1).
    fn run_id(&mut self, node: &Node<'_, 'a>, key: &str) -> &'a str {
        let id = self.report.required_text(node, key).unwrap_or_default();
        if is_longer(id, ID_LENGTH) {
            self.report.text(&node.at.key(key), Code::TooLong, id);
        }
        if id.bytes().any(|byte| byte == 0) {
            self.report.text(&node.at.key(key), Code::InvalidSalt, id);
        }
        id
    }

    fn audience(&mut self, definition: &Node<'_, 'a>, flag: &str) -> Option<Rule> {
        let rule = self.report.required_text(definition, "AudienceRule")?;
        let at = definition.at.key("AudienceRule");
        if rule.is_empty() {
            self.report.text(&at, Code::EmptyText, rule);
            return None;
        }
        self.rule(rule, Role::Audience, flag, &at)
    }

    /// The treatments and the control, each with its weight.
    fn treatments(&mut self, definition: &Node<'_, 'a>) -> Treatments<'a> {
        let mut treatments = Treatments { weights: Vec::new(), given: Vec::new(), keys: Names::new(), are_known: true };
        let list = self.report.list(definition, "Treatments");
        treatments.are_known = list.are_objects() && list.is_given == definition.get("Treatments").is_some();
        for index in 0..list.items.len() {
            let Some(node) = self.report.object_in(&list, index) else { continue };
            let key = self.report.required_text(&node, "Key");
            self.treatment(&node, key, &mut treatments);
        }
        let Some(control) = self.report.required_object(definition, "Control") else {
            treatments.are_known = false;
            return treatments;
        };
        let control = definition.key("Control", control);
        // A7: `c` unless it has another key.
        let key = match control.get("Key") {
            None => Some("c"),
            Some(_) => self.report.optional_text(&control, "Key"),
        };
        self.treatment(&control, key, &mut treatments);
        treatments
    }

    fn treatment(&mut self, node: &Node<'_, 'a>, key: Option<&'a str>, treatments: &mut Treatments<'a>) {
        let position = treatments.keys.len();
        treatments.are_known &= key.is_some();
        if let Some(key) = key {
            let at = node.at.key("Key");
            let bytes = key.as_bytes();
            if bytes.is_empty() || bytes.len() > TREATMENT_KEY_LENGTH || !bytes.iter().all(u8::is_ascii_alphanumeric) {
                self.report.text(&at, Code::InvalidKey, key);
            }
            if *treatments.keys.entry(key).or_insert(position) != position {
                self.report.text(&at, Code::DuplicateName, key);
            }
        }
        let weight = match self.report.required(node, "Weight") {
            Some(weight) => self.millionths(weight, MAX_WEIGHT, "1000000000000", &node.at.key("Weight")),
            None => None,
        };
        treatments.weights.push(weight.unwrap_or(0));
        let mut value = FlagValue { enabled: false, variant: None, attributes: Vec::new() };
        if let Some(given) = self.report.required_object(node, "FlagValue") {
            let node = node.key("FlagValue", given);
            value.enabled = self.report.required_flag(&node, "Enabled").unwrap_or(false);
            let outer = node.at.key("AttributeValues");
            for (key, json) in self.report.members(&node, "AttributeValues") {
                if matches!(json, Json::Null) {
                    continue;
                }
                let node = Node { json, at: outer.key(key) };
                self.attribute_key(key, &node.at);
                if let Some(attribute) = attribute::of_union(&mut self.report, &node) {
                    value.attributes.push((copy(key), attribute));
                }
            }
            if !value.enabled {
                value.attributes.clear();
            }
        }
        treatments.given.push((key.unwrap_or_default().into(), value));
    }

    /// In ascending order of the entity ids, each with the position of its treatment.
    fn treatment_overrides(&mut self, node: &Node<'_, 'a>, treatments: &Treatments<'a>) -> Vec<(Box<str>, usize)> {
        let mut overrides = Vec::new();
        let Some(given) = self.report.optional_object(node, "TreatmentOverrides") else { return overrides };
        let node = node.key("TreatmentOverrides", given);
        let outer = node.at.key("Inline");
        for (id, key) in self.report.members(&node, "Inline") {
            let at = outer.key(id);
            let key = self.report.as_text(key, &at);
            if EntityId::of_flag(id).is_err() {
                self.report.text(&at, Code::InvalidEntityId, id);
            }
            let Some(key) = key else { continue };
            match treatments.keys.get(key) {
                Some(treatment) => overrides.push((id.into(), *treatment)),
                None if !treatments.are_known => {}
                None => self.report.text(&at, Code::UnknownTreatment, key),
            }
        }
        sorted(overrides, |(a, _): &(Box<str>, usize), (b, _)| a.cmp(b))
    }

    /// A number from 0 to `most`, cut to millionths (R36).
    #[expect(clippy::arithmetic_side_effects, reason = "`most` is 10^12 or less")]
    fn millionths(&mut self, value: &Json<'_>, most: u64, words: &str, at: &Path<'_>) -> Option<u64> {
        let code = match value {
            Json::Number(lexeme) => {
                let number = Decimal::parse(lexeme);
                // Cutting must not bring 100.0000001 into the range.
                let is_whole = number.to_scaled_integer(6).is_some();
                match number.floor_scaled(6).and_then(|scaled| u64::try_from(scaled).ok()) {
                    Some(scaled) if scaled < most * Slots::ONE || (scaled == most * Slots::ONE && is_whole) => {
                        return Some(scaled);
                    }
                    _ => Code::OutOfRange,
                }
            }
            _ => Code::WrongType,
        };
        self.report.json(at, code, value, &["a number from 0 to ", words]);
        None
    }
}

/// Adds what the treatments of a run give to what a flag can come to.
fn answer(flag: &mut Flag, identity: &Arc<RunIdentity>, treatments: Vec<Given>) {
    for answer in &mut flag.answers {
        if answer.value.variant.is_none() {
            // A basic flag that a run is on (R39).
            answer.value.variant = Some(copy(DEPLOYED));
        }
    }
    for (key, value) in treatments {
        let mut by_override = value.clone();
        by_override.variant = Some(join(&["__", &key, "_override__"]));
        let mut by_slot = value;
        by_slot.variant = Some(join(&["__", &key, "__"]));
        let cause = FlagCause::Override(share(identity), key.clone());
        flag.answers.push(FlagAnswer { value: by_override, cause });
        flag.answers.push(FlagAnswer { value: by_slot, cause: FlagCause::Experiment(share(identity), key) });
    }
}
