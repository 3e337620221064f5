//! `variate assign`: one feature for a stream of entities.

use variate::json::{Arena, write_string};
use variate::{Context, Decision, EntityId, Feature, LoadOptions, Timestamp, evaluate, request};

use super::args::Assign;
use super::entities::with_entity;
use super::failure::{Failure, Fault, count, tell};
use super::files::Output;
use super::lines::Lines;
use super::progress::Progress;
use super::{Exit, snapshot};

/// As much output is kept back at most.
const OUTPUT_BYTES: usize = 1 << 16;

/// What is the same for all entities.
struct Assignment<'a> {
    feature: &'a Feature,
    /// For the entities that bring none.
    context: Context<'a>,
    now: Timestamp,
    /// By the number of the decision, the end of the line, from the comma after the entity id on.
    endings: Vec<String>,
}

#[expect(clippy::arithmetic_side_effects, reason = "lines that a stream has given are of 64 bits")]
pub fn run(args: &Assign, options: LoadOptions) -> Result<Exit, Failure> {
    args.check()?;
    let project = snapshot::load(&args.snapshot, options)?;
    let now = args.time.now();
    // For nobody at first: this checks everything but the entities.
    request::assign(&project, &args.feature, &[], args.context.as_deref(), now)
        .map_err(|error| Failure::request(error, &project, &args.feature))?;
    let feature = project.feature(&args.feature).and_then(|entry| entry.feature.as_ref().ok());
    let arena = Arena::new();
    let context = args.context.as_deref().map_or(Ok(Context::Empty), |text| Context::parse(text, &arena));
    // INVARIANT: both have just been checked.
    let (Some(feature), Ok(context)) = (feature, context) else { return Ok(Exit::Refused) };
    let assignment = Assignment { feature, context, now, endings: Decision::all(feature).map(ending).collect() };

    let mut lines = Lines::new(args.input.open()?);
    let mut output = args.output.create()?;
    let progress = Progress::start(args.input.size(), args.output.is_terminal_output());
    let mut kept_back = String::with_capacity(2 * OUTPUT_BYTES);
    let (mut assigned, mut refused) = (0, 0);
    loop {
        if kept_back.len() >= OUTPUT_BYTES || lines.would_wait() {
            deliver(&mut kept_back, &mut output)?;
            if let Some(progress) = &progress {
                progress.update(lines.bytes, assigned);
            }
        }
        let Some(line) = lines.next().map_err(|error| args.input.unreadable(error))? else { break };
        match line.and_then(|line| assignment.answer(line, &mut kept_back)) {
            Ok(()) => assigned += 1,
            Err(fault) if args.keep_going => {
                refused += 1;
                write_fault(lines.number, &fault, &mut kept_back);
            }
            Err(fault) => {
                deliver(&mut kept_back, &mut output)?;
                return Err(Failure::Line { number: lines.number, fault });
            }
        }
    }
    deliver(&mut kept_back, &mut output)?;
    if let Some(progress) = progress {
        progress.finish(assigned);
    }
    if refused == 0 {
        return Ok(Exit::Success);
    }
    tell(&format!("{} refused", count(refused, "line was", "lines were")));
    Ok(Exit::Refused)
}

impl Assignment<'_> {
    /// Appends the answer to a line.
    fn answer(&self, line: &str, out: &mut String) -> Result<(), Fault> {
        with_entity(line, &self.context, |id, context| self.decide(id, context, out))
    }

    fn decide(&self, id: &str, context: &Context<'_>, out: &mut String) -> Result<(), Fault> {
        let entity = EntityId::new(id).map_err(|error| Fault::field("entityId", error))?;
        let decision = evaluate(self.feature, entity, context, self.now);
        out.push_str("{\"entityId\":");
        write_string(id, out);
        out.push_str(self.endings.get(decision.number()).map_or("}\n", String::as_str));
        Ok(())
    }
}

fn ending(decision: Decision<'_>) -> String {
    let mut out = String::from(",\"variation\":");
    write_string(&decision.variation().name, &mut out);
    out.push_str(",\"reason\":");
    write_string(decision.reason().as_str(), &mut out);
    out.push_str("}\n");
    out
}

fn write_fault(number: u64, fault: &Fault, out: &mut String) {
    out.push_str("{\"line\":");
    out.push_str(&number.to_string());
    out.push_str(",\"error\":{\"name\":");
    write_string(Fault::NAME, out);
    out.push_str(",\"code\":");
    write_string(Fault::CODE, out);
    out.push_str(",\"message\":");
    write_string(&fault.message, out);
    out.push_str("}}\n");
}

/// Writes out what was kept back.
fn deliver(kept_back: &mut String, output: &mut Output) -> Result<(), Failure> {
    if !kept_back.is_empty() {
        output.write(kept_back)?;
        kept_back.clear();
    }
    Ok(())
}
