//! `variate lint`: what is wrong with a snapshot.

use std::fmt::Write as _;
use std::sync::Arc;

use variate::json::write_list;
use variate::{Code, Decision, FlagDecision, LoadOptions, Problem, Project, Reason};

use super::args::Lint;
use super::failure::{Failure, count, tell};
use super::{Exit, files, snapshot};

pub fn run(args: &Lint, options: LoadOptions) -> Result<Exit, Failure> {
    let outcome = snapshot::read(&args.snapshot, options)?;
    let problems = match &outcome {
        Ok(project) => project.problems(),
        Err(problems) => problems,
    };
    let mut text = String::new();
    if args.json {
        write_list(problems, &mut text, |problem, out| problem.write_json(out));
        text.push('\n');
    } else {
        for problem in problems {
            // Writing to a String does not fail.
            let _ = writeln!(text, "{problem}");
        }
    }
    files::print(&text)?;
    let summary = match &outcome {
        Ok(project) if problems.is_empty() => format!("no problems: {}", contents(project)),
        Ok(project) => format!("{}; {}", found(problems), quarantined(project)),
        Err(_) => found(problems),
    };
    tell(&summary);
    Ok(if problems.is_empty() { Exit::Success } else { Exit::Refused })
}

fn found(problems: &[Arc<Problem>]) -> String {
    let found = count(problems.len(), "problem", "problems");
    let too_large = problems.iter().any(|problem| problem.code == Code::TooLarge);
    if too_large { format!("{found}; --max-bytes raises the size budget") } else { found }
}

fn contents(project: &Project) -> String {
    let features = count(project.features().len(), "feature", "features");
    let with = |reason| {
        let served = project.features().iter().filter_map(|entry| entry.feature.as_ref().ok());
        served.filter(|feature| Decision::all(feature).any(|decision| decision.reason() == reason)).count()
    };
    let launches = with(Reason::Launch);
    let experiments = with(Reason::Experiment);
    let of_features = format!("{features}, {launches} in a running launch, {experiments} in a running experiment");
    match project.flags() {
        [] => of_features,
        flags => {
            let served = flags.iter().filter_map(|entry| entry.flag.as_ref().ok());
            let running =
                served.filter(|flag| FlagDecision::all(flag).any(|decision| decision.run().is_some())).count();
            format!("{of_features}; {}, {running} in a running experiment", count(flags.len(), "flag", "flags"))
        }
    }
}

fn quarantined(project: &Project) -> String {
    let (entries, flags) = (project.features(), project.flags());
    let of_features = entries.iter().filter(|entry| entry.feature.is_err()).map(|entry| entry.name.as_str());
    let of_flags = flags.iter().filter(|entry| entry.flag.is_err()).map(|entry| entry.key.as_str());
    let names: Vec<&str> = of_features.chain(of_flags).collect();
    let mut all = count(entries.len(), "feature", "features");
    if !flags.is_empty() {
        all = format!("{all} and {}", count(flags.len(), "flag", "flags"));
    }
    match names.as_slice() {
        [] => format!("none of {all} is quarantined"),
        names => format!("quarantined of {all}: {}", names.join(", ")),
    }
}
