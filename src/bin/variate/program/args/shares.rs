//! The arguments of the commands about shares of entities.

use std::num::NonZeroU32;

use clap::Args;
use variate::{TOTAL, Timestamp};

use super::{Time, clock, one_from_standard_input, timestamp};
use crate::program::failure::Failure;
use crate::program::files::Location;
use crate::program::subject::Kind;

/// Compare two snapshots: what changes, and what share of entities gets something else
///
/// For every feature and flag: whether it is added, removed or has other values, and a matrix of the
/// entities by what they get before and after. Shares are computed exactly, from the lines that decide,
/// for entities of the contexts given. Without any, the worst case of the segments counts; where more
/// than twelve segments are asked, or the rules of a flag read the context, anybody may move, and all
/// entities count. Where a rule of a flag asks how an entity id is written, shares are counted over
/// entities that are made up. Entities that have an override are not in the shares: those that get
/// something else are listed.
///
/// Exits with 0 if nobody gets anything else, with 1 if somebody does.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:
  variate diff old.json new.json
  variate diff old.json new.json --max-moved 5 --contexts contexts.jsonl
  variate diff old.json new.json --all-steps --json | jq .moved
  variate diff shop.json shop.json --now 2026-11-21T12:00:00Z --now-new 2026-12-01T00:00:00Z"
)]
pub struct Diff {
    /// The snapshot before: a file, or - for standard input
    pub old: Location,
    /// The snapshot after: a file, or - for standard input
    pub new: Location,
    /// The name of a feature; may be repeated [default: all features and flags]
    #[arg(long, value_name = "NAME")]
    pub feature: Vec<String>,
    /// The key of a flag; may be repeated
    #[arg(long, value_name = "KEY")]
    pub flag: Vec<String>,
    /// The time of both: RFC 3339 text or milliseconds since 1970 [default: the clock]
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = timestamp)]
    now: Option<Timestamp>,
    /// The time of the new snapshot, if it is another
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = timestamp)]
    now_new: Option<Timestamp>,
    /// Compare before the first and at every step of the launches of both, instead of at one time
    #[arg(long, conflicts_with_all = ["now", "now_new"])]
    all_steps: bool,
    #[command(flatten)]
    pub knowledge: Knowledge,
    /// How many entities are made up for what cannot be computed
    #[arg(long, value_name = "NUMBER", default_value = "200000")]
    pub entities: NonZeroU32,
    /// Makes up other entities
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub seed: u64,
    /// Exit with 1 only if a feature or flag gives more than so many percent of entities something else
    ///
    /// Compared to the thousandth of a percent. One that is removed or quarantined counts as 100, and so
    /// does one of which nothing is known without --contexts; overrides do not count.
    #[arg(long, value_name = "PERCENT", value_parser = percent, verbatim_doc_comment)]
    pub max_moved: Option<u32>,
    /// Print {"features":[…],"flags":[…],"moved":…} on one line instead
    #[arg(long)]
    pub json: bool,
}

/// Decide one feature or flag for many entities, and count
///
/// The entities are made up, so many of them, the same each time; or they are read from --input, as
/// assign reads them. Prints how many get what, with intervals that hold the true share in 95 of 100
/// cases, beside the share that is computed from the lines that decide where that can be done. With
/// --against or --against-now, and from step to step with --all-steps, also who moves: a matrix of the
/// entities by what they get before and after.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:
  variate simulate shop.json --feature checkout
  variate simulate shop.json --feature checkout --all-steps
  variate simulate shop.json --feature checkout --against new.json --input ids.jsonl
  variate simulate flags.json --flag banner --contexts contexts.jsonl --entities 1000000"
)]
pub struct Simulate {
    /// The snapshot: a file, or - for standard input
    pub snapshot: Location,
    /// The name of the feature
    #[arg(long, value_name = "NAME", required_unless_present = "flag")]
    feature: Option<String>,
    /// The key of the flag
    #[arg(long, value_name = "KEY", conflicts_with = "feature")]
    flag: Option<String>,
    /// How many entities are made up
    #[arg(long, value_name = "NUMBER", default_value = "100000")]
    pub entities: NonZeroU32,
    /// Makes up other entities
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub seed: u64,
    /// The entities, if they are not made up: a file, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["entities", "seed", "contexts"])]
    pub input: Option<Location>,
    #[command(flatten)]
    pub knowledge: Knowledge,
    #[command(flatten)]
    pub time: Time,
    /// Decide before the first and at every step of the launch, instead of at one time
    #[arg(long, conflicts_with_all = ["now", "against_now"])]
    pub all_steps: bool,
    /// Show who moves if this is the snapshot: a file, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub against: Option<Location>,
    /// Show who moves until this time: RFC 3339 text or milliseconds since 1970
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = timestamp)]
    pub against_now: Option<Timestamp>,
    /// Print one line of JSON instead
    #[arg(long)]
    pub json: bool,
}

/// What is known of the entities.
#[derive(Debug, Args)]
pub struct Knowledge {
    /// The context of all entities, a JSON object [default: {}]
    #[arg(long, value_name = "JSON")]
    pub context: Option<String>,
    /// The contexts of entities, a JSON object on each line, each for as many: a file, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "context")]
    pub contexts: Option<Location>,
}

/// At which times something is compared.
#[derive(Clone, Copy, Debug)]
pub enum Instants {
    /// One time before, and one after, which may be the same.
    Pair(Timestamp, Timestamp),
    /// Every step, or this time where there are none.
    AllSteps(Timestamp),
}

impl Knowledge {
    /// Whether any context was given.
    pub fn is_given(&self) -> bool {
        self.context.is_some() || self.contexts.is_some()
    }
}

impl Diff {
    pub fn check(&self) -> Result<(), Failure> {
        let mut inputs = vec![(&self.old, "old snapshot"), (&self.new, "new snapshot")];
        inputs.extend(self.knowledge.contexts.as_ref().map(|contexts| (contexts, "contexts")));
        one_from_standard_input("diff", &inputs)
    }

    pub fn instants(&self) -> Instants {
        let now = self.now.unwrap_or_else(clock);
        if self.all_steps { Instants::AllSteps(now) } else { Instants::Pair(now, self.now_new.unwrap_or(now)) }
    }
}

impl Simulate {
    pub fn check(&self) -> Result<(), Failure> {
        let mut inputs = vec![(&self.snapshot, "snapshot")];
        inputs.extend(self.against.as_ref().map(|snapshot| (snapshot, "snapshot against it")));
        inputs.extend(self.input.as_ref().map(|entities| (entities, "entities")));
        inputs.extend(self.knowledge.contexts.as_ref().map(|contexts| (contexts, "contexts")));
        one_from_standard_input("simulate", &inputs)
    }

    /// What is simulated.
    pub fn subject(&self) -> (Kind, &str) {
        match (&self.feature, &self.flag) {
            (_, Some(key)) => (Kind::Flag, key),
            // INVARIANT: one of them is required.
            (name, None) => (Kind::Feature, name.as_deref().unwrap_or_default()),
        }
    }
}

/// Thousandths of a percent, written as a percentage.
fn percent(text: &str) -> Result<u32, &'static str> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number =
        !whole.is_empty() && [whole, fraction].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let thousandths = format!("{whole}{fraction:0<3}").parse().ok().filter(|thousandths| *thousandths <= TOTAL);
    let good = thousandths.filter(|_| is_number && fraction.len() <= 3);
    good.ok_or("a percentage is a number from 0 to 100 with at most three digits behind the point")
}
