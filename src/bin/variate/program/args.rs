//! What may stand on the command line.

mod shares;

#[cfg(feature = "control")]
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, Parser, Subcommand};
use variate::{DEFAULT_MAX_BYTES, LoadOptions, Timestamp};

use super::failure::Failure;
use super::files::Location;

pub use shares::{Diff, Instants, Knowledge, Simulate};

/// Evaluates CloudWatch Evidently features and AppConfig flags from a JSON snapshot
#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = true,
    after_help = "Examples:
  variate evaluate shop.json --feature checkout --entity-id user-11
  variate batch shop.json --requests requests.json
  variate assign shop.json --feature checkout < ids.jsonl > assigned.jsonl
  variate flag flags.json --flag banner --entity-id user-11
  variate explain shop.json --feature checkout --entity-id user-11
  variate lint shop.json
  variate diff shop.json new.json --max-moved 5
  variate simulate shop.json --feature checkout --all-steps
  variate control StartLaunch shop.json --input launch.json

Exit status:
  0  success
  1  the request was refused, problems were found, or somebody gets something else
  2  wrong usage
  3  the snapshot was refused
  4  reading or writing failed"
)]
pub struct Program {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub loading: Loading,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Evaluate(Evaluate),
    Batch(Batch),
    Assign(Assign),
    Flag(Flag),
    Explain(Explain),
    Lint(Lint),
    Diff(Diff),
    Simulate(Simulate),
    #[cfg(feature = "control")]
    Control(Control),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Loading")]
pub struct Loading {
    /// Serve the features and flags without problems instead of refusing the whole snapshot
    #[arg(long, global = true)]
    lenient: bool,
    /// The size budget of the snapshot, and of a batch's requests or an operation's input
    #[arg(long, global = true, value_name = "BYTES", default_value_t = DEFAULT_MAX_BYTES)]
    max_bytes: usize,
}

/// Decide one feature for one entity, as EvaluateFeature does
///
/// Prints {"variation":…,"value":…,"reason":…,"details":…} on one line: the bytes that
/// JSON.stringify makes of what the npm package returns.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:
  variate evaluate shop.json --feature checkout --entity-id user-11
  variate evaluate shop.json --feature checkout --entity-id user-11 \\
      --context '{\"country\":\"DE\"}' --now 2026-11-21T12:00:00Z
  curl -s https://config.example/shop.json | variate evaluate - --feature checkout --entity-id user-11"
)]
pub struct Evaluate {
    /// The snapshot: a file, or - for standard input
    pub snapshot: Location,
    /// The name of the feature
    #[arg(long, value_name = "NAME")]
    pub feature: String,
    /// The entity that is decided for: 1 to 512 characters, no line break
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    pub entity_id: String,
    /// The evaluation context, a JSON object [default: {}]
    #[arg(long, value_name = "JSON")]
    pub context: Option<String>,
    #[command(flatten)]
    pub time: Time,
    /// The name or ARN of the project that the request is for; another than the snapshot's is refused
    #[arg(long, value_name = "NAME_OR_ARN")]
    pub project: Option<String>,
}

/// Decide several requests, as BatchEvaluateFeature does
///
/// The requests are {"requests":[{"feature":…,"entityId":…,"evaluationContext":…}],"project":…}
/// or the list alone. An evaluation context is an object or the JSON text of one; it and the
/// project may be left out. Prints {"results":[…]} on one line, in the order of the requests.
/// An unknown feature fails its own item; an invalid item fails the call.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:
  variate batch shop.json --requests requests.json
  echo '[{\"feature\":\"checkout\",\"entityId\":\"user-11\"}]' | variate batch shop.json"
)]
pub struct Batch {
    /// The snapshot: a file, or - for standard input
    pub snapshot: Location,
    /// The requests: a file, or - for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub requests: Location,
    #[command(flatten)]
    pub time: Time,
    /// The name or ARN of the project that the requests are for, instead of the one they name
    #[arg(long, value_name = "NAME_OR_ARN")]
    pub project: Option<String>,
}

/// Decide one feature for a stream of entities
///
/// Reads JSON Lines: an entity id as a JSON string, or an object
/// {"entityId":…,"evaluationContext":…}, whose context replaces that of --context for this
/// entity. Blank lines are skipped. A line has at most 1 MiB.
///
/// Writes {"entityId":…,"variation":…,"reason":…} lines in the same order, in constant memory.
/// What has been read is answered before the next line is waited for.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:
  variate assign shop.json --feature checkout < ids.jsonl > assigned.jsonl
  jq -c .userId users.json | variate assign shop.json --feature checkout --context '{\"country\":\"DE\"}'
  variate assign shop.json --feature checkout --input ids.jsonl --keep-going | jq -c 'select(.error)'"
)]
pub struct Assign {
    /// The snapshot: a file, or - for standard input
    pub snapshot: Location,
    /// The name of the feature
    #[arg(long, value_name = "NAME")]
    pub feature: String,
    /// The evaluation context of all entities that bring none, a JSON object [default: {}]
    #[arg(long, value_name = "JSON")]
    pub context: Option<String>,
    #[command(flatten)]
    pub time: Time,
    /// The entities: a file, or - for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub input: Location,
    /// Where the assignments go: a file, or - for standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub output: Location,
    /// Answer an invalid line with {"line":…,"error":{…}} and go on; exit with 1 at the end
    ///
    /// The error is {"name":…,"code":…,"message":…}. Without this the first invalid line is the last one read.
    #[arg(long)]
    pub keep_going: bool,
}

/// Decide what AppConfig flags are for one request, as the agent does
///
/// With one --flag, prints {"value":{"enabled":…},"reason":…} on one line, and "run" if an experiment
/// run decided; with several or none (all flags), an object of these by key. Among several, a flag
/// that is unknown or quarantined has only a "reason".
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:
  variate flag flags.json --flag banner --entity-id user-11
  variate flag flags.json --context '{\"tier\":\"gold\"}'"
)]
pub struct Flag {
    /// The snapshot: a file, or - for standard input
    pub snapshot: Location,
    /// The key of a flag; may be repeated [default: all flags]
    #[arg(long, value_name = "KEY")]
    pub flag: Vec<String>,
    /// The entity that is decided for: 1 to 2048 characters, no line break [default: nobody, and no experiment run]
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    pub entity_id: Option<String>,
    /// The context that rules read, a JSON object [default: {}]
    #[arg(long, value_name = "JSON")]
    pub context: Option<String>,
}

/// Decide one feature or flag, and tell why, step by step
///
/// Prints the rules in the order in which they were looked at, down to the one that decided: what
/// was compared with what, where the entity falls on each line, and what would have changed it.
/// The decision is that of evaluate, or of flag.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:
  variate explain shop.json --feature checkout --entity-id user-11
  variate explain flags.json --flag banner --context '{\"tier\":\"gold\"}'
  variate explain shop.json --feature checkout --entity-id user-11 --json | jq '.steps[-1]'"
)]
pub struct Explain {
    /// The snapshot: a file, or - for standard input
    pub snapshot: Location,
    /// The name of the feature
    #[arg(long, value_name = "NAME", required_unless_present = "flag", requires = "entity_id")]
    pub feature: Option<String>,
    /// The key of the flag
    #[arg(long, value_name = "KEY", conflicts_with_all = ["feature", "project", "now"])]
    pub flag: Option<String>,
    /// The entity that is decided for: no line break, 1 to 512 characters, or 2048 for a flag, which needs none
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    pub entity_id: Option<String>,
    /// The context, a JSON object [default: {}]
    #[arg(long, value_name = "JSON")]
    pub context: Option<String>,
    #[command(flatten)]
    pub time: Time,
    /// The name or ARN of the project that the request is for; another than the snapshot's is refused
    #[arg(long, value_name = "NAME_OR_ARN")]
    pub project: Option<String>,
    /// Print it as JSON on one line: what the npm package's `explain` returns
    #[arg(long)]
    pub json: bool,
}

/// Report everything that is wrong with a snapshot
///
/// Prints a line per problem, the place first, and a summary on standard error. Exits with 1 if
/// there is a problem. With --lenient the summary says which features would be quarantined.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:
  variate lint shop.json
  variate lint shop.json --json | jq -r '.[].path'"
)]
pub struct Lint {
    /// The snapshot: a file, or - for standard input
    pub snapshot: Location,
    /// Print a JSON array of {"path":…,"code":…,"message":…,"value":…} instead
    #[arg(long)]
    pub json: bool,
}

/// Apply an operation of Evidently's API to a snapshot, such as CreateFeature or StartLaunch
///
/// Prints the operation's output on one line, and writes the snapshot if it has changed: all of it
/// at once, so that who reads the file sees the old one or the new one. Parts that the operation
/// does not touch stay as they are written. An error is one line of JSON on standard error:
/// {"name":…,"message":…}, as AWS's exceptions are; the file is then as it was. The output is
/// printed first: the file changes only if that succeeds. It is not locked: what others write to
/// it meanwhile is lost.
#[cfg(feature = "control")]
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:
  echo '{\"name\":\"shop\"}' | variate control CreateProject shop.json --input -
  variate control UpdateFeature shop.json --input change.json --dry-run
  echo '{\"project\":\"shop\",\"launch\":\"ramp\"}' | variate control StartLaunch shop.json --input -"
)]
pub struct Control {
    /// The operation, by its name in the API
    pub operation: String,
    /// The snapshot: a file. CreateProject makes it if it is missing
    pub snapshot: PathBuf,
    /// The operation's input, a JSON object: a file, or - for standard input [default: {}]
    #[arg(long, value_name = "FILE")]
    pub input: Option<Location>,
    #[command(flatten)]
    pub time: Time,
    /// The region in the ARN of a new project
    #[arg(long, value_name = "REGION", default_value = "local", value_parser = part_of_arn)]
    pub region: String,
    /// The account in the ARN of a new project
    #[arg(long, value_name = "ID", default_value = "000000000000", value_parser = part_of_arn)]
    pub account: String,
    /// Print the output and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Time {
    /// The time to decide at: RFC 3339 text or milliseconds since 1970 [default: the clock]
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = timestamp)]
    now: Option<Timestamp>,
}

impl Loading {
    pub fn options(&self) -> LoadOptions {
        LoadOptions { lenient: self.lenient, max_bytes: self.max_bytes }
    }
}

impl Time {
    /// The time that was given, or the clock's.
    pub fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(clock)
    }
}

impl Batch {
    pub fn check(&self) -> Result<(), Failure> {
        one_from_standard_input("batch", &[(&self.snapshot, "snapshot"), (&self.requests, "requests")])
    }
}

impl Assign {
    pub fn check(&self) -> Result<(), Failure> {
        one_from_standard_input("assign", &[(&self.snapshot, "snapshot"), (&self.input, "entities")])?;
        for (input, what) in [(&self.snapshot, "snapshot"), (&self.input, "entities")] {
            if self.output.is_same_file(input) {
                let message = format!("the output would overwrite the {what} in {}", input.as_input());
                return Err(conflict("assign", &message));
            }
        }
        Ok(())
    }
}

/// Only one of the inputs can be standard input.
fn one_from_standard_input(command: &str, inputs: &[(&Location, &str)]) -> Result<(), Failure> {
    let mut standard = inputs.iter().filter(|(input, _)| **input == Location::Standard);
    let (Some((_, what)), Some((_, what_else))) = (standard.next(), standard.next()) else { return Ok(()) };
    let message = format!("the {what} and the {what_else} cannot both come from standard input: name a file for one");
    Err(conflict(command, &message))
}

/// A usage error as clap's own are, with the usage of the command.
fn conflict(command: &str, message: &str) -> Failure {
    let mut program = Program::command();
    program.build();
    let command = program.find_subcommand(command).unwrap_or(&program);
    Failure::Usage(command.clone().error(ErrorKind::ArgumentConflict, message))
}

#[cfg(feature = "control")]
fn part_of_arn(text: &str) -> Result<String, &'static str> {
    variate::control::part_of_arn(text).map(str::to_owned)
}

fn timestamp(text: &str) -> Result<Timestamp, &'static str> {
    let time = match text.parse() {
        Ok(millis) => Timestamp::from_millis(millis),
        Err(_) => Timestamp::parse(text),
    };
    time.ok_or("a time is RFC 3339 text with an offset, or milliseconds since 1970, at most 8.64e15 to either side")
}

#[expect(clippy::arithmetic_side_effects, reason = "a duration is not negative, so its negative fits")]
fn clock() -> Timestamp {
    let millis = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_millis()),
        // Cut towards the past, as all times are (R3).
        Err(before) => i64::try_from(before.duration().as_nanos().div_ceil(1_000_000)).map(|millis| -millis),
    };
    // A clock beyond the range of timestamps is past the start of everything.
    millis.ok().and_then(Timestamp::from_millis).unwrap_or(Timestamp::MAX)
}
