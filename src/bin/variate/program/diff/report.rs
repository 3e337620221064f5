//! What `diff` prints.

use std::fmt::Write as _;

use variate::json::{separate, write_list, write_string};
use variate::movement::Share;

use crate::program::failure::count;
use crate::program::matrix::printable;
use crate::program::population::{Population, interval, percent};
use crate::program::subject::Kind;

use super::compare::{Basis, Cases, Change, Compared, Comparison, Moment};

/// How many entities with overrides are listed.
const SHOWN: usize = 20;

/// Appends a paragraph for everything that has changed. Writing to a String does not fail.
pub fn write_text(comparisons: &[Comparison], population: &Population<'_>, out: &mut String) {
    for comparison in comparisons.iter().filter(|comparison| comparison.is_changed()) {
        let _ = write!(out, "{} {}: ", comparison.kind.as_str(), printable(&comparison.name));
        match &comparison.change {
            Change::Added => out.push_str("added\n"),
            Change::Removed => out.push_str("removed\n"),
            Change::Broken => out.push_str("quarantined\n"),
            Change::Repaired => out.push_str("quarantined no more\n"),
            Change::Quarantined => out.push_str("quarantined as before\n"),
            Change::Compared(compared) => {
                let is_bound = compared.moments.iter().any(Moment::is_bound);
                let _ =
                    writeln!(out, "{}{} of entities move", if is_bound { "at most " } else { "" }, comparison.moved());
                write_answers(comparison.kind, compared, out);
                for moment in &compared.moments {
                    write_moment(comparison.kind, moment, population, out);
                }
            }
        }
    }
}

fn write_answers(kind: Kind, compared: &Compared, out: &mut String) {
    let noun = match kind {
        Kind::Feature => "variation",
        Kind::Flag => "variant",
    };
    for (labels, verb) in [(compared.only_before(), "removed"), (compared.only_after(), "added")] {
        for label in labels {
            let _ = writeln!(out, "  {noun} {} {verb}", printable(label));
        }
    }
    for (label, before, after) in compared.revalued() {
        let [label, before, after] = [label, before, after].map(printable);
        let _ = writeln!(out, "  {noun} {label} was {before} and is {after}");
    }
}

fn write_moment(kind: Kind, moment: &Moment, population: &Population<'_>, out: &mut String) {
    let mut notes = Vec::new();
    // The time decides nothing about flags.
    if kind == Kind::Feature {
        let time = if moment.then == moment.now {
            moment.now.to_string()
        } else {
            format!("{} to {}", moment.then, moment.now)
        };
        notes.push(time);
    }
    match moment.basis {
        Basis::Exact => notes.push("exact".to_owned()),
        Basis::Simulated { entities, moved } => {
            let (low, high) = interval(moved, entities.get());
            notes.push(format!("{entities} entities, 95 % interval {} to {}", percent(low), percent(high)));
        }
    }
    if moment.reads_context {
        notes.push(population.knowledge());
    }
    let _ = writeln!(out, "  {}: {} move", notes.join(", "), moment.matrix.moved());
    match moment.cases {
        Cases::Settled => {}
        Cases::Tried { least, most } if kind == Kind::Feature => {
            let _ = writeln!(out, "  whatever the segments that entities are in: {least} to {most} move");
        }
        Cases::Tried { .. } => {}
        Cases::TooMany => out.push_str("  there are too many segments to try every case: give --contexts\n"),
        Cases::Unread => out.push_str("  the rules read the context, and anybody may move: give --contexts\n"),
    }
    if !moment.matrix.moved().is_zero() {
        moment.matrix.write_text(out);
    }
    let label = |answers: &[crate::program::subject::Answer], position: usize| {
        answers.get(position).map_or_else(String::new, |answer| printable(&answer.label))
    };
    for entity in moment.overrides.iter().take(SHOWN) {
        let (from, to) = (label(&moment.matrix.rows, entity.from), label(&moment.matrix.columns, entity.to));
        let id = printable(&entity.entity_id);
        if entity.is_unknown {
            let _ = writeln!(out, "  override: {id} may move, by its context: give --contexts");
        } else {
            let _ = writeln!(out, "  override: {id} moves from {from} to {to}");
        }
    }
    if let more @ 1.. = moment.overrides.len().saturating_sub(SHOWN) {
        let _ = writeln!(out, "  and {more} more overrides");
    }
}

/// Appends `{"features":[…],"flags":[…],"moved":…}`.
pub fn write_json(comparisons: &[Comparison], out: &mut String) {
    for (begin, kind) in [("{\"features\":", Kind::Feature), (",\"flags\":", Kind::Flag)] {
        out.push_str(begin);
        write_list(comparisons.iter().filter(|comparison| comparison.kind == kind), out, write_comparison);
    }
    let _ = writeln!(out, ",\"moved\":{}}}", most(comparisons).to_decimal());
}

fn write_comparison(comparison: &Comparison, out: &mut String) {
    out.push_str("{\"name\":");
    write_string(&comparison.name, out);
    let change = match &comparison.change {
        Change::Added => "added",
        Change::Removed => "removed",
        Change::Broken => "quarantined",
        Change::Repaired => "repaired",
        Change::Quarantined => "none",
        Change::Compared(_) if comparison.is_changed() => "changed",
        Change::Compared(_) => "none",
    };
    let _ = write!(out, ",\"change\":\"{change}\",\"moved\":{}", comparison.moved().to_decimal());
    if let Change::Compared(compared) = &comparison.change {
        for (key, labels) in [("gone", compared.only_before()), ("new", compared.only_after())] {
            let _ = write!(out, ",\"{key}\":");
            write_list(labels, out, write_string);
        }
        out.push_str(",\"values\":");
        write_list(compared.revalued(), out, |(label, before, after), out| {
            out.push_str("{\"name\":");
            write_string(label, out);
            let _ = write!(out, ",\"from\":{before},\"to\":{after}}}");
        });
        out.push_str(",\"moments\":");
        write_list(&compared.moments, out, |moment, out| write_moment_json(comparison.kind, moment, out));
    }
    out.push('}');
}

fn write_moment_json(kind: Kind, moment: &Moment, out: &mut String) {
    out.push('{');
    if kind == Kind::Feature {
        let _ = write!(out, "\"from\":\"{}\",\"to\":\"{}\",", moment.then, moment.now);
    }
    match moment.basis {
        Basis::Exact => out.push_str("\"method\":\"exact\""),
        Basis::Simulated { entities, moved } => {
            let (low, high) = interval(moved, entities.get());
            let _ = write!(out, "\"method\":\"simulated\",\"entities\":{entities},\"interval\":[{low:.9},{high:.9}]");
        }
    }
    let _ = write!(
        out,
        ",\"readsContext\":{},\"moved\":{},\"shares\":",
        moment.reads_context,
        moment.matrix.moved().to_decimal()
    );
    moment.matrix.write_json(out);
    match moment.cases {
        Cases::Settled => {}
        Cases::Tried { least, most } => {
            let _ = write!(out, ",\"atLeast\":{},\"atMost\":{}", least.to_decimal(), most.to_decimal());
        }
        Cases::TooMany | Cases::Unread => out.push_str(",\"atMost\":1,\"unknown\":true"),
    }
    out.push_str(",\"overrides\":[");
    for (index, entity) in moment.overrides.iter().enumerate() {
        separate(index, out);
        out.push_str("{\"entityId\":");
        write_string(&entity.entity_id, out);
        let sides = [("from", &moment.matrix.rows, entity.from), ("to", &moment.matrix.columns, entity.to)];
        for (key, answers, position) in sides {
            let _ = write!(out, ",\"{key}\":");
            write_string(answers.get(position).map_or("", |answer| &answer.label), out);
        }
        if entity.is_unknown {
            out.push_str(",\"unknown\":true");
        }
        out.push('}');
    }
    out.push_str("]}");
}

/// What is told beside the results.
pub fn summary(comparisons: &[Comparison]) -> String {
    let of = |kind| comparisons.iter().filter(move |comparison| comparison.kind == kind);
    let mut all = count(of(Kind::Feature).count(), "feature", "features");
    if of(Kind::Flag).next().is_some() {
        all = format!("{all} and {}", count(of(Kind::Flag).count(), "flag", "flags"));
    }
    let felt = comparisons.iter().filter(|comparison| comparison.is_felt()).count();
    match felt {
        0 => format!("nobody gets anything else from {all}"),
        1 => format!("1 of {all} gives something else, to at most {} of entities", most(comparisons)),
        felt => format!("{felt} of {all} give something else, to at most {} of entities", most(comparisons)),
    }
}

fn most(comparisons: &[Comparison]) -> Share {
    comparisons.iter().map(Comparison::moved).max().unwrap_or(Share::ZERO)
}
