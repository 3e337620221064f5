//! Snapshot → Project: names to references, weights to thresholds, patterns to trees, and every check (S4, S5).

mod appconfig;
mod arms;
mod attributes;
mod checks;
mod experiment;
mod feature;
mod launch;
mod quarantine;
mod segment;

use std::sync::Arc;

use crate::context::Attributes;
use crate::flag::FlagEntry;
use crate::order::{Names, sorted};
use crate::problem::{Path, Problem};
use crate::project::{Entry, Identity, Project, Quarantine};
use crate::regex::Budget;
use crate::snapshot::{Place, Report, Snapshot};

use feature::Draft;
use quarantine::Quarantined;
use segment::Segments;

/// What is known so far while the parts of a snapshot are compiled.
struct Compiler<'a> {
    snapshot: &'a Snapshot<'a>,
    report: Report,
    attributes: Attributes,
    segments: Segments<'a>,
    /// One for each item of `features`, in order.
    drafts: Vec<Draft<'a>>,
    /// Positions in `drafts` by name; of doubled names the first.
    by_name: Names<'a>,
    flags: appconfig::Drafts<'a>,
    /// What is left for regular expressions.
    regexes: Budget,
}

/// Compiles a snapshot of which `report` holds the problems found while reading.
///
/// # Errors
/// All problems: without `lenient` if there is any, with it if one is not confined to some features (R14).
pub(crate) fn compile<'a>(
    snapshot: &'a Snapshot<'a>,
    report: Report,
    lenient: bool,
) -> Result<Project, Vec<Arc<Problem>>> {
    let mut compiler = Compiler {
        snapshot,
        report,
        attributes: Attributes::default(),
        segments: Segments::default(),
        drafts: Vec::new(),
        by_name: Names::new(),
        flags: appconfig::Drafts::default(),
        regexes: Budget::default(),
    };
    let identity = compiler.project();
    compiler.features();
    compiler.segments();
    compiler.launches();
    compiler.experiments();
    compiler.app_config();
    compiler.finish(identity, lenient)
}

impl<'a> Compiler<'a> {
    fn project(&mut self) -> Option<Identity> {
        let project = self.snapshot.project.as_ref()?;
        let outer = Path::ROOT.key("project");
        let inner = outer.key("project");
        let at = if project.wrapped { &inner } else { &outer };
        let name = project.name?;
        checks::name(&mut self.report, Place::Document, name, checks::NAME_LENGTH, &at.key("name"));
        let arn = match project.arn {
            Some(arn) => arn.to_owned(),
            None => format!("arn:aws:evidently:local:000000000000:project/{name}"),
        };
        Some(Identity { name: name.to_owned(), arn })
    }

    fn finish(self, identity: Option<Identity>, lenient: bool) -> Result<Project, Vec<Arc<Problem>>> {
        let quarantined = match self.report.found.is_empty() {
            true => Some(Quarantined::default()),
            false if lenient => quarantine::quarantined(&self),
            false => None,
        };
        let problems: Vec<_> = self.report.found.into_iter().map(|(problem, _)| problem).collect();
        let Some(mut quarantined) = quarantined else { return Err(problems) };

        let Compiler { attributes, drafts, by_name, flags, .. } = self;
        let mut features = Vec::with_capacity(by_name.len());
        for (position, draft) in drafts.into_iter().enumerate() {
            // An item whose name is taken is one feature with the first, and quarantined with it.
            let Some(name) = draft.name.filter(|name| by_name.get(name) == Some(&position)) else { continue };
            features.push(Entry {
                name: name.to_owned(),
                arn: match (draft.arn, &identity) {
                    (Some(arn), _) => arn.to_owned(),
                    (None, Some(identity)) => identity.feature_arn(name),
                    (None, None) => String::new(),
                },
                feature: match quarantined.features.get_mut(position).map(std::mem::take) {
                    // INVARIANT: what no problem touches has compiled.
                    None => draft.finish().ok_or_else(|| Quarantine::of(&problems)),
                    Some(own) if own.is_empty() => draft.finish().ok_or_else(|| Quarantine::of(&problems)),
                    Some(own) => Err(Quarantine { problems: own }),
                },
            });
        }
        let by_name = sorted((0..features.len()).collect(), |a, b| name_at(&features, *a).cmp(name_at(&features, *b)));
        let (flags, flag_attributes) = flags.finish(&quarantined.flags, &problems);
        let by_key = sorted((0..flags.len()).collect(), |a, b| key_at(&flags, *a).cmp(key_at(&flags, *b)));
        Ok(Project { identity, features, by_name, attributes, flags, by_key, flag_attributes, problems })
    }

    fn add(&mut self, place: Place, problem: Problem) {
        self.report.add(place, problem);
    }
}

fn key_at(flags: &[FlagEntry], position: usize) -> &str {
    flags.get(position).map_or("", |entry| &entry.key)
}

fn name_at(features: &[Entry], position: usize) -> &str {
    features.get(position).map_or("", |entry| &entry.name)
}
