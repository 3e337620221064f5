//! Document → Project: names to references, weights to thresholds, patterns to trees, and every check (S4, S5).
//!
//! Each part is read and compiled in one pass. What has a problem is left out, or a placeholder takes its place: nobody will
//! see either, for the whole document is refused, or every feature and flag that the problem touches is quarantined.
//!
//! Most functions here are kept out of line. An engine compiles a function as a whole when it is first called, and once more,
//! at ten times the cost, when it proves hot: a large one that runs once for each feature is that after some hundred.

mod appconfig;
mod arms;
mod attributes;
mod checks;
mod experiment;
mod feature;
mod launch;
mod quarantine;
mod segment;

use std::mem::take;
use std::sync::Arc;

use crate::context::Attributes;
use crate::flag::FlagEntry;
use crate::json::{Json, to_integer};
use crate::order::{Index, Names};
use crate::problem::{Code, Problem};
use crate::project::{FeatureEntry, Identity, Project};
use crate::regex::Budget;
use crate::snapshot::{Node, Part, Place, Report};
use crate::text::{copy, join};

use feature::Draft;
use quarantine::Touch;
use segment::Segments;

/// What is known so far while the parts of a snapshot are compiled.
struct Compiler<'a> {
    report: Report,
    identity: Option<Identity>,
    /// The features that have a name of their own.
    features: Vec<FeatureEntry>,
    /// What only matters while compiling of each of `features`.
    drafts: Vec<Draft<'a>>,
    /// Positions in `features`.
    by_name: Names<'a>,
    attributes: Attributes,
    segments: Segments<'a>,
    /// The names of launches, then those of experiments.
    rule_names: Names<'a>,
    /// In the order in which they first appear as values, then in runs (R24).
    flags: Vec<FlagEntry>,
    /// Positions in `flags`.
    by_key: Names<'a>,
    /// The flags on which a run takes place, with or without problems.
    running: Names<'a>,
    /// What is left for regular expressions.
    regexes: Budget,
    /// Whom problems touch; only asked under `lenient`.
    touches: Vec<Touch<'a>>,
    lenient: bool,
}

/// Compiles the document of a snapshot.
///
/// # Errors
/// All problems: without `lenient` if there is any, with it if one is not confined to some features (R14).
pub(crate) fn compile<'a>(document: &'a Json<'a>, lenient: bool) -> Result<Project, Vec<Arc<Problem>>> {
    let mut compiler = Compiler {
        report: Report::new(),
        identity: None,
        features: Vec::new(),
        drafts: Vec::new(),
        by_name: Names::new(),
        attributes: Attributes::default(),
        segments: Segments::default(),
        rule_names: Names::new(),
        flags: Vec::new(),
        by_key: Names::new(),
        running: Names::new(),
        regexes: Budget::default(),
        touches: Vec::new(),
        lenient,
    };
    compiler.document(document);
    compiler.project()
}

impl<'a> Compiler<'a> {
    fn document(&mut self, document: &'a Json<'a>) {
        let root = Node::root(document);
        if !self.report.is_object(&root) {
            return;
        }
        self.version(&root);
        self.identity(&root);
        self.items(&root, Part::Features, Compiler::feature);
        self.items(&root, Part::Segments, Compiler::segment);
        self.number_attributes();
        self.items(&root, Part::Launches, Compiler::launch);
        self.rule_names = Names::new();
        self.items(&root, Part::Experiments, Compiler::experiment);
        self.app_config(&root);
    }

    /// What has been compiled; the problems if there are any and they are not to be, or cannot be, quarantined.
    #[inline(never)]
    fn project(&mut self) -> Result<Project, Vec<Arc<Problem>>> {
        let flag_attributes = if self.flags.is_empty() { Attributes::default() } else { self.number_flag_attributes() };
        if !self.report.problems.is_empty() && !self.quarantine() {
            return Err(take(&mut self.report.problems));
        }
        Ok(Project {
            identity: self.identity.take(),
            features: take(&mut self.features),
            by_name: Index::default(),
            attributes: take(&mut self.attributes),
            flags: take(&mut self.flags),
            by_key: Index::default(),
            flag_attributes,
            problems: take(&mut self.report.problems),
        })
    }

    #[inline(never)]
    fn version(&mut self, root: &Node<'_, 'a>) {
        match self.report.required(root, "version") {
            Some(Json::Number(lexeme)) if to_integer(lexeme) == Some(1) => {}
            Some(other) => self.report.json(&root.at.key("version"), Code::UnsupportedVersion, other, &[]),
            None => {}
        }
    }

    #[inline(never)]
    fn identity(&mut self, root: &Node<'_, 'a>) {
        let Some(value) = root.get("project") else {
            let parts = [Part::Features, Part::Segments, Part::Launches, Part::Experiments];
            if parts.iter().any(|part| root.get(part.names().0).is_some()) {
                self.report.bare(&root.at.key("project"), Code::MissingMember);
            }
            return;
        };
        let outer = root.key("project", value);
        if !self.report.is_object(&outer) {
            return;
        }
        let inner = unwrapped(&outer, "project");
        self.metadata(&inner);
        let name = self.report.required_text(&inner, "name");
        let arn = self.report.optional_text(&inner, "arn");
        let Some(name) = name else { return };
        checks::name(&mut self.report, name, checks::NAME_LENGTH, &inner.at.key("name"));
        let arn = arn.map_or_else(|| join(&["arn:aws:evidently:local:000000000000:project/", name]), copy);
        self.identity = Some(Identity { name: copy(name), arn });
    }

    /// Compiles the items of a part.
    #[inline(never)]
    fn items(&mut self, root: &Node<'_, 'a>, part: Part, compile: fn(&mut Self, &Node<'_, 'a>)) {
        let (name, wrapper) = part.names();
        let list = self.report.list(root, name);
        for index in 0..list.items.len() {
            self.report.place = Place { part, index };
            // A launch or an experiment of which nothing can be read may concern any feature (R14).
            if matches!(part, Part::Launches | Part::Experiments) && !list.is_object(index) {
                self.report.place = Place::DOCUMENT;
            }
            let Some(outer) = self.report.object_in(&list, index) else { continue };
            let inner = unwrapped(&outer, wrapper);
            self.metadata(&inner);
            compile(self, &inner);
        }
        self.report.place = Place::DOCUMENT;
    }

    /// The timestamps of an item that play no part in evaluation: they are checked all the same (S4).
    #[inline(never)]
    fn metadata(&mut self, node: &Node<'_, 'a>) {
        self.report.timestamps(node, &["createdTime", "lastUpdatedTime"]);
        if let Some(execution) = node.get("execution") {
            self.report.timestamps(&node.key("execution", execution), &["startedTime", "endedTime"]);
        }
        if let Some(schedule) = node.get("schedule") {
            self.report.timestamps(&node.key("schedule", schedule), &["analysisCompleteTime"]);
        }
    }
}

/// The item itself: what stands in the one-member wrapper of a Get call, if it stands in one (S1).
fn unwrapped<'p, 'a>(outer: &'p Node<'_, 'a>, wrapper: &'p str) -> Node<'p, 'a> {
    match outer.get(wrapper) {
        // An item has a name of its own; only its wrapper has none.
        Some(inner @ Json::Object(_)) if outer.get("name").is_none() => outer.key(wrapper, inner),
        _ => *outer,
    }
}
