//! `variate diff`: what a new snapshot changes, and for how many.

mod compare;
mod report;

use variate::json::Arena;
use variate::{LoadOptions, Project, TOTAL};

use super::args::Diff;
use super::failure::{Failure, tell};
use super::population::{Population, read_contexts};
use super::subject::Kind;
use super::{Exit, files, snapshot};

use compare::Comparison;

pub fn run(args: &Diff, options: LoadOptions) -> Result<Exit, Failure> {
    args.check()?;
    let before = snapshot::load(&args.old, options)?;
    let after = snapshot::load(&args.new, options)?;
    let texts = read_contexts(&args.knowledge, &after, options.max_bytes)?;
    let arena = Arena::new();
    let population = Population::new(&texts, &arena, &args.knowledge, args.entities, args.seed);
    let mut comparisons = Vec::new();
    for (kind, name) in wanted(args, &before, &after)? {
        let sides = (kind.find(&before, &name), kind.find(&after, &name));
        comparisons.extend(compare::compare(kind, name, sides, args.instants(), &population));
    }

    let mut text = String::new();
    if args.json {
        report::write_json(&comparisons, &mut text);
    } else {
        report::write_text(&comparisons, &population, &mut text);
    }
    files::print(&text)?;
    tell(&report::summary(&comparisons));
    let is_refused = match args.max_moved {
        None => comparisons.iter().any(Comparison::is_felt),
        // Rounded as weights are, for of 5 % the line has a point more or less. Nobody is nobody all the same.
        Some(0) => comparisons.iter().any(|comparison| !comparison.moved().is_zero()),
        Some(limit) => comparisons.iter().any(|comparison| comparison.moved().parts(TOTAL) > limit),
    };
    Ok(if is_refused { Exit::Refused } else { Exit::Success })
}

/// What to compare, in the order of the new snapshot; behind it what only the old one has.
fn wanted(args: &Diff, before: &Project, after: &Project) -> Result<Vec<(Kind, String)>, Failure> {
    let is_all = args.feature.is_empty() && args.flag.is_empty();
    let mut wanted = Vec::new();
    for (kind, named) in [(Kind::Feature, &args.feature), (Kind::Flag, &args.flag)] {
        let new = kind.names(after);
        if is_all {
            let gone = kind.names(before).into_iter().filter(|name| kind.find(after, name).is_none());
            wanted.extend(new.into_iter().chain(gone).map(|name| (kind, name.to_owned())));
            continue;
        }
        for (index, name) in named.iter().enumerate() {
            if kind.find(before, name).is_none() && kind.find(after, name).is_none() {
                return Err(Failure::request(kind.unknown(after, name), after, name));
            }
            if !named.iter().take(index).any(|earlier| earlier == name) {
                wanted.push((kind, name.clone()));
            }
        }
    }
    Ok(wanted)
}
