//! Experiment runs: who takes part, in what treatment (A7, A8, R35–R37).

use std::sync::Arc;

use crate::bucketing::Slots;
use crate::entity::EntityId;
use crate::flag::{FlagValue, Run, RunIdentity};
use crate::json::{Decimal, Json};
use crate::order::{Names, sorted};
use crate::problem::{Code, Path, Problem};
use crate::rule::{Role, Rule};
use crate::snapshot::{self, Place, Treatment};

use super::super::{Compiler, checks};
use super::attribute::Values;
use super::{DraftRun, FLAG_KEY_LENGTH, Given, is_attribute_key};

/// The states of a run.
const STATUSES: [&str; 2] = ["RUNNING", "DONE"];

/// The greatest `Weight`.
const MAX_WEIGHT: u64 = 1_000_000_000_000;

/// The numbers of runs: what a double counts exactly.
const RUN_RANGE: std::ops::RangeInclusive<i64> = 1..=checks::MAX_EXACT;

/// The longest `ApplicationId` and `ExperimentDefinitionId`, in characters: far more than AWS gives them.
const ID_LENGTH: usize = 127;

/// The longest key of a treatment.
const TREATMENT_KEY_LENGTH: usize = 8;

impl<'a> Compiler<'a> {
    /// Compiles a run; if it is running, it comes before its flag's own evaluation. `is_known` tells whether the document
    /// of flags, if there is one, defines a flag.
    pub(super) fn run_of_flag(&mut self, wire: &'a snapshot::Run<'a>, is_known: impl Fn(&str) -> bool) {
        snapshot::Run::with_path(wire.index, |at| {
            let compiled = self.experiment_run(wire, at);
            // One whose status cannot be read keeps its flag from being served (S5); it may well be running.
            let Some(key) = wire.flag_key.filter(|_| wire.status != Some("DONE")) else { return };
            let is_running = wire.status == Some("RUNNING");
            if is_running && !is_known(key) {
                let at = at.key("ExperimentDefinitionSnapshot");
                self.add(wire.place, Problem::with_text(&at.key("FlagKey"), Code::UnknownFlag, key));
            }
            let Some(draft) = self.flags.entry(key) else { return };
            if !is_running {
                return;
            }
            let is_second = std::mem::replace(&mut draft.has_run, true);
            draft.run = compiled;
            if is_second {
                self.add(wire.place, Problem::with_text(at, Code::SecondRunningRun, key));
            }
        });
    }

    /// Every part is compiled, so that every problem is found; `None` if there is one.
    fn experiment_run(&mut self, wire: &'a snapshot::Run<'a>, at: &Path<'_>) -> Option<DraftRun> {
        let place = wire.place;
        let definition_at = at.key("ExperimentDefinitionSnapshot");
        if let Some(status) = wire.status.filter(|status| !STATUSES.contains(status)) {
            self.add(place, checks::unknown_value(&at.key("Status"), &STATUSES, status));
        }
        let identity = self.identity(wire, at);
        let flag = wire.flag_key.unwrap_or_default();
        if let Some(key) = wire.flag_key {
            // In the API's shapes a flag's key may be one character longer.
            self.flag_key(key, FLAG_KEY_LENGTH + 1, place, &definition_at.key("FlagKey"));
        }
        let audience = wire.audience_rule.and_then(|rule| self.audience(rule, flag, place, &definition_at));
        let exposure = match wire.exposure_percentage {
            None => Some(0),
            Some(value) => self.millionths(value, 100, place, &at.key("ExposurePercentage")),
        };
        let mut keys = Names::new();
        let treatments = self.treatments(wire, &mut keys, &definition_at);
        let overrides_at = at.key("TreatmentOverrides");
        let overrides = self.treatment_overrides(wire, &keys, &overrides_at.key("Inline"));
        let (identity, audience, exposure, treatments) = (identity?, audience?, exposure?, treatments?);
        let seed = format!("{}:{}:{}", identity.application_id, identity.experiment_definition_id, identity.run);
        let (weights, treatments): (Vec<u64>, Vec<_>) = treatments.into_iter().unzip();
        let slots = Slots::new(&seed, &weights, exposure);
        Some(DraftRun { run: Run { overrides, audience, slots }, identity: Arc::new(identity), treatments })
    }

    fn identity(&mut self, wire: &snapshot::Run<'_>, at: &Path<'_>) -> Option<RunIdentity> {
        let ids = [("ApplicationId", wire.application_id), ("ExperimentDefinitionId", wire.experiment_definition_id)];
        for (key, id) in ids {
            let Some(id) = id else { continue };
            if id.chars().count() > ID_LENGTH {
                self.add(wire.place, Problem::with_text(&at.key(key), Code::TooLong, id));
            }
            // It is a part of the seed (B1).
            if id.contains('\0') {
                self.add(wire.place, Problem::with_text(&at.key(key), Code::InvalidSalt, id));
            }
        }
        let run =
            wire.run.and_then(|run| checks::integer(&mut self.report, wire.place, run, RUN_RANGE, &at.key("Run")))?;
        Some(RunIdentity {
            application_id: wire.application_id?.to_owned(),
            experiment_definition_id: wire.experiment_definition_id?.to_owned(),
            run,
        })
    }

    fn audience(&mut self, rule: &str, flag: &str, place: Place, at: &Path<'_>) -> Option<Rule> {
        let at = at.key("AudienceRule");
        if rule.is_empty() {
            self.add(place, Problem::with_text(&at, Code::EmptyText, rule));
            return None;
        }
        self.rule(rule, Role::Audience, flag, place, &at)
    }

    /// The treatments and the control, each with its weight. `keys` gets their positions.
    fn treatments(
        &mut self,
        wire: &'a snapshot::Run<'a>,
        keys: &mut Names<'a>,
        at: &Path<'_>,
    ) -> Option<Vec<(u64, Given)>> {
        let list_at = at.key("Treatments");
        let mut treatments = Vec::with_capacity(wire.treatments.len() + 1);
        for (index, treatment) in &wire.treatments {
            treatments.push(self.treatment(treatment, keys, wire.place, &list_at.index(*index)));
        }
        let control = wire.control.as_ref();
        treatments.push(control.and_then(|control| self.treatment(control, keys, wire.place, &at.key("Control"))));
        treatments.into_iter().collect()
    }

    fn treatment(
        &mut self,
        wire: &'a Treatment<'a>,
        keys: &mut Names<'a>,
        place: Place,
        at: &Path<'_>,
    ) -> Option<(u64, Given)> {
        let position = keys.len();
        if let Some(key) = wire.key {
            let key_at = at.key("Key");
            if key.is_empty()
                || key.len() > TREATMENT_KEY_LENGTH
                || !key.bytes().all(|byte| byte.is_ascii_alphanumeric())
            {
                self.add(place, Problem::with_text(&key_at, Code::InvalidKey, key));
            }
            if *keys.entry(key).or_insert(position) != position {
                self.add(place, Problem::with_text(&key_at, Code::DuplicateName, key));
            }
        }
        let weight = wire.weight.and_then(|weight| self.millionths(weight, MAX_WEIGHT, place, &at.key("Weight")));
        let value_at = at.key("FlagValue");
        let attributes_at = value_at.key("AttributeValues");
        let mut attributes = Vec::with_capacity(wire.attributes.len());
        for (key, union) in &wire.attributes {
            let at = attributes_at.key(key);
            if !is_attribute_key(key) {
                self.add(place, Problem::with_text(&at, Code::InvalidKey, key));
            }
            let value = Values { report: &mut self.report, place }.union(union, &at);
            attributes.extend(value.map(|value| ((*key).to_owned(), value)));
        }
        let enabled = wire.enabled?;
        if !enabled {
            attributes.clear();
        }
        Some((weight?, (wire.key?.into(), FlagValue { enabled, variant: None, attributes })))
    }

    /// In ascending order of the entity ids, each with the position of its treatment.
    fn treatment_overrides(
        &mut self,
        wire: &snapshot::Run<'_>,
        keys: &Names<'_>,
        at: &Path<'_>,
    ) -> Vec<(Box<str>, usize)> {
        let mut overrides = Vec::with_capacity(wire.overrides.len());
        for (id, key) in &wire.overrides {
            let at = at.key(id);
            if EntityId::of_flag(id).is_err() {
                self.add(wire.place, Problem::with_text(&at, Code::InvalidEntityId, id));
            }
            let Some(key) = *key else { continue };
            match keys.get(key) {
                Some(treatment) => overrides.push(((*id).into(), *treatment)),
                None if !wire.has_all_keys() => {}
                None => self.add(wire.place, Problem::with_text(&at, Code::UnknownTreatment, key)),
            }
        }
        sorted(overrides, |(a, _): &(Box<str>, usize), (b, _)| a.cmp(b))
    }

    /// A number from 0 to `most`, cut to millionths (R36).
    fn millionths(&mut self, value: &Json<'_>, most: u64, place: Place, at: &Path<'_>) -> Option<u64> {
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
        self.add(place, Problem::with_json(at, code, value).detailed(format!("a number from 0 to {most}")));
        None
    }
}
