//! The snapshot as a document (section S): its items, found and changed where they stand. All else stays as it was written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Deserializer, Map, Value};

use crate::load::{LoadOptions, load_with};
use crate::project::Identity;

use super::error::{ControlError, InvalidField, fields};
use super::shape::given;
use super::well_formed::well_formed;
use super::{layout, number};

/// An object of the document.
pub(super) type Item = Map<String, Value>;

/// The kinds of resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Project,
    Feature,
    Launch,
    Experiment,
    Segment,
}

impl Kind {
    /// `resourceType` in errors, the wrapper of a Get call, and the step of an ARN.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Project => "project",
            Kind::Feature => "feature",
            Kind::Launch => "launch",
            Kind::Experiment => "experiment",
            Kind::Segment => "segment",
        }
    }

    /// How sentences begin.
    pub(super) fn title(self) -> &'static str {
        match self {
            Kind::Project => "Project",
            Kind::Feature => "Feature",
            Kind::Launch => "Launch",
            Kind::Experiment => "Experiment",
            Kind::Segment => "Segment",
        }
    }

    /// The member of the document with the items. A snapshot has only one project, which stands alone.
    pub(super) fn list(self) -> &'static str {
        match self {
            Kind::Project => "project",
            Kind::Feature => "features",
            Kind::Launch => "launches",
            Kind::Experiment => "experiments",
            Kind::Segment => "segments",
        }
    }

    /// The list of what a launch or an experiment gives; other kinds have none.
    pub(super) fn arms(self) -> Option<&'static str> {
        match self {
            Kind::Launch => Some("groups"),
            Kind::Experiment => Some("treatments"),
            Kind::Project | Kind::Feature | Kind::Segment => None,
        }
    }
}

/// A snapshot that is being worked on.
#[derive(Debug)]
pub(super) struct Document {
    text: String,
    original: Item,
    root: Item,
    max_bytes: usize,
}

/// A member of an item that is text.
pub(super) fn text<'i>(item: &'i Item, key: &str) -> &'i str {
    item.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The objects of a list that is a member of an item.
pub(super) fn objects<'i>(item: &'i Item, key: &str) -> impl Iterator<Item = &'i Item> {
    item.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// An object of the members that are there.
pub(super) fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Item {
    members.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

/// Whether a launch or an experiment, or a segment override in a launch's step, is running.
pub(super) fn is_running(item: &Item) -> bool {
    text(item, "status") == "RUNNING"
}

impl Document {
    /// Reads a snapshot, which must load (S4), and the identity of its project. An empty text is a snapshot of nothing.
    pub(super) fn read(source: &str, max_bytes: usize) -> Result<(Document, crate::project::Project), ControlError> {
        let source = if source.trim().is_empty() { "{\n  \"version\": 1\n}\n" } else { source };
        let project = load_text(source, max_bytes).map_err(ControlError::snapshot)?;
        let text = well_formed(source).into_owned();
        let root = match parse(&text) {
            Some(Value::Object(root)) => root,
            // It has just been loaded, so that it is an object. A key of serde_json's own could still mislead it.
            _ => {
                let message = "the document cannot be edited".to_owned();
                return Err(ControlError::snapshot(vec![InvalidField { name: String::new(), message }]));
            }
        };
        Ok((Document { text, original: root.clone(), root, max_bytes }, project))
    }

    /// The text of the document, if anything has changed. It loads (C5).
    pub(super) fn written(mut self) -> Result<Option<String>, ControlError> {
        if self.root == self.original {
            return Ok(None);
        }
        self.refresh();
        let text = layout::rewrite(&self.text, &Value::Object(self.root));
        match load_text(&text, self.max_bytes) {
            Ok(_) => Ok(Some(text)),
            Err(problems) => Err(ControlError::invalid(super::error::Reason::FieldValidationFailed, problems)),
        }
    }

    /// The project as it stands in the document.
    pub(super) fn project(&self) -> Option<&Item> {
        unwrapped(given(&self.root, "project")?, Kind::Project)
    }

    /// All items of a kind, in order.
    pub(super) fn items(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        let list = self.root.get(kind.list()).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(move |item| unwrapped(item, kind))
    }

    /// The item of that name.
    pub(super) fn find(&self, kind: Kind, name: &str) -> Option<&Item> {
        self.items(kind).find(|item| text(item, "name") == name)
    }

    /// The item of that name, to be changed. The project has any name.
    pub(super) fn find_mut(&mut self, kind: Kind, name: &str) -> Option<&mut Item> {
        if kind == Kind::Project {
            return unwrapped_mut(self.root.get_mut("project")?, kind);
        }
        self.items_mut(kind).find(|item| text(item, "name") == name)
    }

    fn items_mut(&mut self, kind: Kind) -> impl Iterator<Item = &mut Item> {
        let list = self.root.get_mut(kind.list()).and_then(Value::as_array_mut);
        list.into_iter().flatten().filter_map(move |item| unwrapped_mut(item, kind))
    }

    /// Adds an item behind the others; or the project, behind the version.
    #[expect(clippy::arithmetic_side_effects, reason = "a position among members")]
    pub(super) fn add(&mut self, kind: Kind, item: Item) {
        if kind == Kind::Project {
            let behind_version = self.root.keys().position(|key| key == "version").map_or(0, |position| position + 1);
            self.root.shift_remove("project");
            self.root.shift_insert(behind_version.min(self.root.len()), "project".to_owned(), Value::Object(item));
            return;
        }
        let list = self.root.entry(kind.list()).or_insert(Value::Null);
        match list {
            Value::Array(items) => items.push(Value::Object(item)),
            other => *other = Value::Array(vec![Value::Object(item)]),
        }
    }

    /// Removes the item of that name.
    pub(super) fn remove(&mut self, kind: Kind, name: &str) {
        if let Some(Value::Array(items)) = self.root.get_mut(kind.list()) {
            items.retain(|item| unwrapped(item, kind).is_none_or(|item| text(item, "name") != name));
        }
    }

    /// Removes the project, and the lists of its items, which are empty.
    pub(super) fn remove_project(&mut self) {
        for kind in [Kind::Project, Kind::Feature, Kind::Launch, Kind::Experiment, Kind::Segment] {
            self.root.shift_remove(kind.list());
        }
    }

    /// The segment that a reference stands for, by name or ARN (R4).
    pub(super) fn segment(&self, reference: &str) -> Option<&Item> {
        let by_arn =
            || self.items(Kind::Segment).find(|segment| given(segment, "arn").is_some_and(|arn| arn == reference));
        let by_tail = || {
            let (kind, name) = reference.strip_prefix("arn:")?.rsplit_once('/')?;
            let segment = self.find(Kind::Segment, name)?;
            (kind.ends_with(":segment") && given(segment, "arn").is_none()).then_some(segment)
        };
        self.find(Kind::Segment, reference).or_else(by_arn).or_else(by_tail)
    }

    /// The launches or experiments that are running on a feature: at most one each (S4).
    pub(super) fn running_on(&self, kind: Kind, feature: &str) -> Option<&Item> {
        self.items(kind).find(|item| is_running(item) && uses(item, kind).any(|(used, _)| used == feature))
    }

    /// The launches or experiments that use a segment.
    pub(super) fn users<'d>(&'d self, kind: Kind, segment: &'d str) -> impl Iterator<Item = &'d Item> {
        let is_it = move |reference: &str| self.segment(reference).is_some_and(|item| text(item, "name") == segment);
        self.items(kind).filter(move |item| segments(item, kind).into_iter().any(is_it))
    }

    /// What follows from other items where the document says it: counts, and the rules that are in force for a feature.
    fn refresh(&mut self) {
        let counts = self.project_counts();
        if let Some(project) = self.find_mut(Kind::Project, "") {
            refresh_counts(project, &counts);
        }
        let (launches, experiments) = (self.running(Kind::Launch), self.running(Kind::Experiment));
        for feature in self.items_mut(Kind::Feature) {
            let name = text(feature, "name");
            let rules = rules_in_force(launches.get(name), experiments.get(name));
            if let Some(written) = feature.get_mut("evaluationRules") {
                *written = rules;
            }
        }
        let uses = [
            ("experimentCount", self.segment_uses(Kind::Experiment)),
            ("launchCount", self.segment_uses(Kind::Launch)),
        ];
        for segment in self.items_mut(Kind::Segment) {
            let name = text(segment, "name");
            let counts = uses.each_ref().map(|(key, uses)| (*key, uses.get(name).copied().unwrap_or(0)));
            refresh_counts(segment, &counts);
        }
    }

    /// How many launches or experiments use each segment, by its name; those that are not running count too.
    #[expect(clippy::arithmetic_side_effects, reason = "a count of items in memory")]
    fn segment_uses(&self, kind: Kind) -> BTreeMap<String, usize> {
        let mut uses = BTreeMap::new();
        for item in self.items(kind) {
            let used = segments(item, kind).into_iter().filter_map(|reference| self.segment(reference));
            let names: BTreeSet<&str> = used.map(|segment| text(segment, "name")).collect();
            for name in names {
                *uses.entry(name.to_owned()).or_default() += 1;
            }
        }
        uses
    }

    /// The counts that GetProject gives.
    pub(super) fn project_counts(&self) -> [(&'static str, usize); 5] {
        let running = |kind| self.items(kind).filter(|item| is_running(item)).count();
        [
            ("activeExperimentCount", running(Kind::Experiment)),
            ("activeLaunchCount", running(Kind::Launch)),
            ("experimentCount", self.items(Kind::Experiment).count()),
            ("featureCount", self.items(Kind::Feature).count()),
            ("launchCount", self.items(Kind::Launch).count()),
        ]
    }

    /// The counts that GetSegment gives: those that are not running count too.
    pub(super) fn segment_counts(&self, segment: &str) -> [(&'static str, usize); 2] {
        [
            ("experimentCount", self.users(Kind::Experiment, segment).count()),
            ("launchCount", self.users(Kind::Launch, segment).count()),
        ]
    }

    /// `evaluationRules` of a feature.
    pub(super) fn evaluation_rules(&self, feature: &str) -> Value {
        let running = |kind| self.running_on(kind, feature).map(|rule| text(rule, "name").to_owned());
        rules_in_force(running(Kind::Launch).as_ref(), running(Kind::Experiment).as_ref())
    }

    /// The names of the launches or experiments that are running, by feature.
    fn running(&self, kind: Kind) -> BTreeMap<String, String> {
        let running = self.items(kind).filter(|item| is_running(item));
        let features =
            |rule| uses(rule, kind).map(move |(feature, _)| (feature.to_owned(), text(rule, "name").to_owned()));
        running.flat_map(features).collect()
    }
}

/// The running launch and the running experiment of a feature, as `EvaluationRulesList` of the API.
fn rules_in_force(launch: Option<&String>, experiment: Option<&String>) -> Value {
    let rules = [(launch, LAUNCH_TYPE), (experiment, EXPERIMENT_TYPE)];
    let rule = |(name, rule_type): (Option<&String>, &str)| {
        Some(Value::Object(object([("name", Some(name?.as_str().into())), ("type", Some(rule_type.into()))])))
    };
    rules.into_iter().filter_map(rule).collect()
}

/// `LaunchType` of the API.
pub(super) const LAUNCH_TYPE: &str = "aws.evidently.splits";
/// `ExperimentType` of the API.
pub(super) const EXPERIMENT_TYPE: &str = "aws.evidently.onlineab";

/// The features that a launch or an experiment gives, each with a variation.
pub(super) fn uses(item: &Item, kind: Kind) -> impl Iterator<Item = (&str, &str)> {
    let variations = |arm| given(arm, "featureVariations").and_then(Value::as_object).into_iter().flatten();
    let arms = kind.arms().into_iter().flat_map(|list| objects(item, list));
    let pairs = arms.flat_map(variations);
    pairs.map(|(feature, variation)| (feature.as_str(), variation.as_str().unwrap_or_default()))
}

/// The references to segments in a launch or an experiment.
pub(super) fn segments(item: &Item, kind: Kind) -> Vec<&str> {
    match kind {
        Kind::Launch => {
            let steps = given(item, "scheduledSplitsDefinition").and_then(Value::as_object);
            let steps = steps.into_iter().flat_map(|definition| objects(definition, "steps"));
            steps.flat_map(|step| objects(step, "segmentOverrides")).map(|each| text(each, "segment")).collect()
        }
        Kind::Experiment => given(item, "segment").and_then(Value::as_str).into_iter().collect(),
        Kind::Project | Kind::Feature | Kind::Segment => Vec::new(),
    }
}

/// The ARN that an item says it has, else the one that follows from the project's (R5).
pub(super) fn arn(item: &Item, kind: Kind, identity: &Identity) -> String {
    match given(item, "arn").and_then(Value::as_str) {
        Some(arn) => arn.to_owned(),
        None => arn_of(kind, text(item, "name"), identity),
    }
}

/// The ARN of an item of that name. Segments stand beside projects, in the same account.
pub(super) fn arn_of(kind: Kind, name: &str, identity: &Identity) -> String {
    match kind {
        Kind::Project => identity.arn_of(name),
        Kind::Feature | Kind::Launch | Kind::Experiment => format!("{}/{}/{name}", identity.arn, kind.name()),
        Kind::Segment => {
            let account = identity.arn.rsplit_once(":project/").map_or(identity.arn.as_str(), |(account, _)| account);
            format!("{account}:segment/{name}")
        }
    }
}

fn refresh_counts(item: &mut Item, counts: &[(&str, usize)]) {
    for (key, count) in counts {
        // One that is right stays in its form.
        if let Some(written) = item.get_mut(*key)
            && number::integer(written) != i64::try_from(*count).ok()
        {
            *written = Value::from(*count);
        }
    }
}

/// The item itself: what stands in the one-member wrapper of a Get call, if it stands in one (S1).
fn unwrapped(outer: &Value, kind: Kind) -> Option<&Item> {
    let outer = outer.as_object()?;
    match outer.get(kind.name()) {
        Some(Value::Object(inner)) if given(outer, "name").is_none() => Some(inner),
        _ => Some(outer),
    }
}

fn unwrapped_mut(outer: &mut Value, kind: Kind) -> Option<&mut Item> {
    let outer = outer.as_object_mut()?;
    let is_wrapper = given(outer, "name").is_none() && outer.get(kind.name()).is_some_and(Value::is_object);
    if is_wrapper { outer.get_mut(kind.name())?.as_object_mut() } else { Some(outer) }
}

/// A document that has been loaded: it is JSON, no deeper than the core allows (S7).
fn parse(text: &str) -> Option<Value> {
    let mut reader = Deserializer::from_str(text);
    reader.disable_recursion_limit();
    reader.into_iter().next()?.ok()
}

/// Loads a document; its problems as fields.
fn load_text(text: &str, max_bytes: usize) -> Result<crate::project::Project, Vec<InvalidField>> {
    load_with(text.as_bytes(), LoadOptions { lenient: false, max_bytes }).map_err(|problems| fields(&problems))
}
