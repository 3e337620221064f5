//! A feature or a flag, before and after.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use variate::Timestamp;
use variate::movement::Share;

use crate::program::args::Instants;
use crate::program::matrix::Matrix;
use crate::program::population::Population;
use crate::program::subject::{Answer, Kind, Shares, Side, Subject, steps};

/// A feature or a flag of either snapshot.
#[derive(Debug)]
pub struct Comparison {
    pub kind: Kind,
    pub name: String,
    pub change: Change,
}

#[derive(Debug)]
pub enum Change {
    Added,
    Removed,
    /// It has been quarantined since; before it was served.
    Broken,
    /// It was quarantined before.
    Repaired,
    Quarantined,
    Compared(Compared),
}

/// Both are served.
#[derive(Debug)]
pub struct Compared {
    /// What entities could get before and after, whether any does or not.
    pub before: Vec<Answer>,
    pub after: Vec<Answer>,
    /// At one time, or at every step.
    pub moments: Vec<Moment>,
}

/// What moves from one time to another, which may be the same.
#[derive(Debug)]
pub struct Moment {
    pub then: Timestamp,
    pub now: Timestamp,
    pub matrix: Matrix,
    pub basis: Basis,
    /// Whether the context of an entity has a say.
    pub reads_context: bool,
    pub overrides: Vec<Overridden>,
    pub cases: Cases,
}

/// What may move of entities whose contexts are not known.
#[derive(Clone, Copy, Debug)]
pub enum Cases {
    /// The contexts were given, or have no say.
    Settled,
    /// The least and the greatest share that moves, whichever segments entities are in.
    Tried { least: Share, most: Share },
    /// There are too many segments to try every case: anything may move.
    TooMany,
    /// Rules of a flag read the context: anything may move.
    Unread,
}

/// How the shares were found.
#[derive(Clone, Copy, Debug)]
pub enum Basis {
    Exact,
    /// How many entities were made up, and how many of them moved.
    Simulated {
        entities: NonZeroU32,
        moved: u32,
    },
}

/// An entity with an override before or after that gets something else.
#[derive(Debug)]
pub struct Overridden {
    pub entity_id: String,
    pub from: usize,
    pub to: usize,
    /// Whether it moves only in some contexts, of which none was given; these are its answers without.
    pub is_unknown: bool,
}

/// Compares what one name stands for in both snapshots; none if it is in neither.
pub fn compare(
    kind: Kind,
    name: String,
    sides: (Side<'_>, Side<'_>),
    instants: Instants,
    population: &Population<'_>,
) -> Option<Comparison> {
    let change = match sides {
        (None, None) => return None,
        (None, Some(_)) => Change::Added,
        (Some(_), None) => Change::Removed,
        (Some(Ok(_)), Some(Err(_))) => Change::Broken,
        (Some(Err(_)), Some(Ok(_))) => Change::Repaired,
        (Some(Err(_)), Some(Err(_))) => Change::Quarantined,
        (Some(Ok(before)), Some(Ok(after))) => {
            let moments = times(before, after, instants)
                .into_iter()
                .map(|(then, now)| moment((before, then), (after, now), population))
                .collect();
            Change::Compared(Compared { before: before.answers(), after: after.answers(), moments })
        }
    };
    Some(Comparison { kind, name, change })
}

/// The pairs of times to compare at.
fn times(before: Subject<'_>, after: Subject<'_>, instants: Instants) -> Vec<(Timestamp, Timestamp)> {
    let now = match instants {
        Instants::Pair(then, now) => return vec![(then, now)],
        Instants::AllSteps(now) => now,
    };
    let times: Vec<_> = steps(&[before, after]).into_iter().map(|time| (time, time)).collect();
    if times.is_empty() { vec![(now, now)] } else { times }
}

fn moment(before: (Subject<'_>, Timestamp), after: (Subject<'_>, Timestamp), population: &Population<'_>) -> Moment {
    let (rows, columns) = (before.0.answers(), after.0.answers());
    let computed = Subject::movement(before, after, &population.contexts);
    let is_exact = computed.is_some();
    let (shares, counts) = match computed {
        Some(shares) => (shares, BTreeMap::new()),
        None => {
            let counts = simulate(before, after, population);
            let share = |(key, count): (&(usize, usize), &u32)| (*key, Share::ratio(*count, population.entities));
            (counts.iter().map(share).collect::<Shares>(), counts)
        }
    };
    let matrix = Matrix { rows, columns, shares };
    let moved = counts.iter().filter(|((row, column), _)| matrix.is_move(*row, *column)).map(|(_, count)| count).sum();
    let basis = if is_exact { Basis::Exact } else { Basis::Simulated { entities: population.entities, moved } };
    let reads_context = before.0.reads_context(before.1) || after.0.reads_context(after.1);
    let overrides = overrides(before, after, &matrix, population);
    let cases = if reads_context && !population.is_given { cases(before, after, &matrix) } else { Cases::Settled };
    Moment { then: before.1, now: after.1, matrix, basis, reads_context, overrides, cases }
}

fn cases(before: (Subject<'_>, Timestamp), after: (Subject<'_>, Timestamp), matrix: &Matrix) -> Cases {
    if Subject::is_alike(before, after) {
        return Cases::Tried { least: Share::ZERO, most: Share::ZERO };
    }
    if let Subject::Flag(_) = before.0 {
        return Cases::Unread;
    }
    let Some(cases) = Subject::in_every_case(before, after) else { return Cases::TooMany };
    let moved = || cases.iter().map(|shares| matrix.moved_of(shares));
    // INVARIANT: there is a case, if only of no segment.
    let (least, most) = (moved().min().unwrap_or(Share::ZERO), moved().max().unwrap_or(Share::ONE));
    Cases::Tried { least, most }
}

/// How many of the made-up entities get what.
#[expect(clippy::arithmetic_side_effects, reason = "no more entities than their number, of 32 bits")]
fn simulate(
    before: (Subject<'_>, Timestamp),
    after: (Subject<'_>, Timestamp),
    population: &Population<'_>,
) -> BTreeMap<(usize, usize), u32> {
    let mut counts = BTreeMap::new();
    for number in 0..population.entities.get() {
        let (id, context) = (population.id(number), population.context_of(number));
        let decided = before.0.decide(&id, context, before.1).and_then(|from| {
            let to = after.0.decide(&id, context, after.1)?;
            Ok((from.answer, to.answer))
        });
        // INVARIANT: a made-up id is valid.
        if let Ok(key) = decided {
            *counts.entry(key).or_insert(0) += 1;
        }
    }
    counts
}

/// The entities with an override on either side that get something else.
fn overrides(
    before: (Subject<'_>, Timestamp),
    after: (Subject<'_>, Timestamp),
    matrix: &Matrix,
    population: &Population<'_>,
) -> Vec<Overridden> {
    let mut ids = before.0.overridden();
    ids.extend(after.0.overridden());
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Vec::new();
    }
    let sides = [before, after];
    let contexts = Subject::deciding(before, after, &population.contexts);
    let moving = |id: &str| {
        // An override asks for no context; the side without one may, and then every context counts.
        let mut is_read = false;
        let mut first = None;
        for context in contexts.iter().copied() {
            let [from, to] = sides.map(|(subject, now)| subject.decide(id, context, now));
            let decided = [from.ok()?, to.ok()?];
            let [from, to] = decided.map(|decided| decided.answer);
            let overridden = Overridden { entity_id: id.to_owned(), from, to, is_unknown: false };
            if matrix.is_move(from, to) {
                return Some(overridden);
            }
            let mut sides = sides.iter().zip(decided);
            is_read = sides.any(|((subject, now), decided)| !decided.by_override && subject.reads_context(*now));
            first.get_or_insert(overridden);
            if !is_read {
                break;
            }
        }
        let is_unknown = is_read && !population.is_given;
        first.filter(|_| is_unknown).map(|overridden| Overridden { is_unknown, ..overridden })
    };
    ids.into_iter().filter_map(moving).collect()
}

impl Comparison {
    /// The largest share of entities that gets something else, at any of the times.
    pub fn moved(&self) -> Share {
        match &self.change {
            Change::Added | Change::Repaired | Change::Quarantined => Share::ZERO,
            // Nobody gets an answer any more.
            Change::Removed | Change::Broken => Share::ONE,
            Change::Compared(compared) => compared.moments.iter().map(Moment::most_moved).max().unwrap_or(Share::ZERO),
        }
    }

    /// Whether anybody gets something else.
    pub fn is_felt(&self) -> bool {
        let overrides = match &self.change {
            Change::Compared(compared) => compared.moments.iter().any(|moment| !moment.overrides.is_empty()),
            _ => false,
        };
        overrides || !self.moved().is_zero()
    }

    /// Whether there is anything to say of it.
    pub fn is_changed(&self) -> bool {
        match &self.change {
            Change::Compared(compared) => compared.is_changed() || self.is_felt(),
            Change::Quarantined => false,
            Change::Added | Change::Removed | Change::Broken | Change::Repaired => true,
        }
    }
}

impl Moment {
    /// The share that moves, of those in the worst case where the contexts are not known.
    pub fn most_moved(&self) -> Share {
        match self.cases {
            Cases::Settled => self.matrix.moved(),
            Cases::Tried { most, .. } => most,
            Cases::TooMany | Cases::Unread => Share::ONE,
        }
    }

    /// Whether more may move than the matrix says.
    pub fn is_bound(&self) -> bool {
        !matches!(self.cases, Cases::Settled)
    }
}

impl Compared {
    /// Whether other answers can be given; in which order they stand does not matter.
    fn is_changed(&self) -> bool {
        let have = |these: &[Answer], those: &[Answer]| these.iter().all(|answer| those.contains(answer));
        !have(&self.before, &self.after) || !have(&self.after, &self.before)
    }

    /// Answers that are on one side only, by their labels.
    pub fn only_before(&self) -> Vec<&str> {
        missing(&self.before, &self.after)
    }

    pub fn only_after(&self) -> Vec<&str> {
        missing(&self.after, &self.before)
    }

    /// Answers on both sides with other values: the label, the value before, the value after.
    pub fn revalued(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.before.iter().filter_map(|before| {
            let after = self.after.iter().find(|after| after.label == before.label)?;
            (after.value != before.value).then_some((&*before.label, &*before.value, &*after.value))
        })
    }
}

fn missing<'a>(these: &'a [Answer], those: &[Answer]) -> Vec<&'a str> {
    let is_missing = |answer: &&Answer| !those.iter().any(|other| other.label == answer.label);
    these.iter().filter(is_missing).map(|answer| &*answer.label).collect()
}
