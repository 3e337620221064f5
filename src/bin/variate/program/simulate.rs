//! `variate simulate`: who gets what, of many entities.

mod report;
mod tally;

use variate::json::Arena;
use variate::{Context, LoadOptions, Project, Timestamp};

use super::args::Simulate;
use super::entities::with_entity;
use super::failure::{Failure, Fault};
use super::files::Location;
use super::lines::Lines;
use super::population::{Population, read_contexts};
use super::progress::Progress;
use super::subject::{Kind, Subject, steps};
use super::{Exit, files, snapshot};

use tally::Tally;

/// So often it is shown how far the simulation has come.
const SHOWN_EVERY: u32 = 1 << 14;

pub fn run(args: &Simulate, options: LoadOptions) -> Result<Exit, Failure> {
    args.check()?;
    let project = snapshot::load(&args.snapshot, options)?;
    let against = args.against.as_ref().map(|location| snapshot::load(location, options)).transpose()?;
    let (kind, name) = args.subject();
    let subject = find(kind, &project, name);
    // Of two snapshots it is told which one has no such feature.
    let subject =
        if args.against.is_some() { subject.map_err(|failure| failure.within(&args.snapshot)) } else { subject }?;
    let other = match args.against.as_ref().zip(against.as_ref()) {
        Some((location, against)) => Some(find(kind, against, name).map_err(|failure| failure.within(location))?),
        None => None,
    };
    let texts = read_contexts(&args.knowledge, &project, options.max_bytes)?;
    let arena = Arena::new();
    let population = Population::new(&texts, &arena, &args.knowledge, args.entities, args.seed);
    let mut tallies = tallies(args, subject, other);
    match &args.input {
        None => {
            let progress =
                Progress::start(Some(population.entities.get().into()), Location::Standard.is_terminal_output());
            make_up(&population, &mut tallies, progress)?;
        }
        Some(input) => {
            let progress = Progress::start(input.size(), Location::Standard.is_terminal_output());
            read(input, population.context_of(0), &mut tallies, progress)?;
        }
    }
    // What is known of entities that were read is not known of all.
    let is_computed = |tally: &Tally<'_>| args.input.is_none() || !tally.reads_context();
    let computed: Vec<_> =
        tallies.iter().map(|tally| tally.computed(&population).filter(|_| is_computed(tally))).collect();

    let mut text = String::new();
    let report = report::Report { kind, name, population: &population, is_read: args.input.is_some() };
    if args.json {
        report.write_json(&tallies, &computed, &mut text);
    } else {
        report.write_text(&tallies, &computed, &mut text);
    }
    files::print(&text)?;
    Ok(Exit::Success)
}

fn find<'p>(kind: Kind, project: &'p Project, name: &str) -> Result<Subject<'p>, Failure> {
    let found = kind.find(project, name).unwrap_or_else(|| Err(kind.unknown(project, name)));
    found.map_err(|error| Failure::request(error, project, name))
}

/// What is to be counted: one tally for each time.
fn tallies<'p>(args: &Simulate, subject: Subject<'p>, other: Option<Subject<'p>>) -> Vec<Tally<'p>> {
    let now = args.time.now();
    if !args.all_steps {
        let is_compared = other.is_some() || args.against_now.is_some();
        let after = is_compared.then(|| (other.unwrap_or(subject), args.against_now.unwrap_or(now)));
        return vec![Tally::new((subject, now), after)];
    }
    let mut times = steps(&[subject, other.unwrap_or(subject)]);
    if times.is_empty() {
        times.push(now);
    }
    let next = times.iter().skip(1).map(Some).chain([None]);
    let after = |time: &Timestamp, next: Option<&Timestamp>| match other {
        Some(other) => Some((other, *time)),
        None => next.map(|next| (subject, *next)),
    };
    times.iter().zip(next).map(|(time, next)| Tally::new((subject, *time), after(time, next))).collect()
}

/// Decides for entities that are made up.
fn make_up(population: &Population<'_>, tallies: &mut [Tally<'_>], progress: Option<Progress>) -> Result<(), Failure> {
    for number in 0..population.entities.get() {
        let id = population.id(number);
        for tally in &mut *tallies {
            tally.count(&id, population.context_of(number)).map_err(|fault| Failure::Line { number: 0, fault })?;
        }
        if let Some(progress) = progress.as_ref().filter(|_| number.is_multiple_of(SHOWN_EVERY)) {
            progress.update(number.into(), number.into());
        }
    }
    if let Some(progress) = progress {
        progress.finish(population.entities.get().into());
    }
    Ok(())
}

/// Decides for the entities of a stream.
fn read(
    input: &Location,
    context: &Context<'_>,
    tallies: &mut [Tally<'_>],
    progress: Option<Progress>,
) -> Result<(), Failure> {
    let mut lines = Lines::new(input.open()?);
    let mut entities = 0_u32;
    while let Some(line) = lines.next().map_err(|error| input.unreadable(error))? {
        let counted = line.and_then(|line| {
            with_entity(line, context, |id, context| {
                tallies.iter_mut().try_for_each(|tally| tally.count(id, context))
            })?;
            let more = entities.checked_add(1);
            more.ok_or_else(|| Fault { message: "no more entities are counted than 4294967295".to_owned() })
        });
        entities = counted.map_err(|fault| Failure::Line { number: lines.number, fault })?;
        if let Some(progress) = progress.as_ref().filter(|_| entities.is_multiple_of(SHOWN_EVERY)) {
            progress.update(lines.bytes, entities.into());
        }
    }
    if entities == 0 {
        return Err(Failure::Input {
            what: "entities",
            source: input.as_input(),
            why: "there is no entity".to_owned(),
        });
    }
    if let Some(progress) = progress {
        progress.finish(entities.into());
    }
    Ok(())
}
