//! Names, lengths and ranges (S3), the same for every kind of item.

use crate::bucketing::TOTAL;
use crate::entity::is_line_break;
use crate::json::{Decimal, Json};
use crate::order::{Names, sorted};
use crate::problem::{Code, Path, Problem};
use crate::snapshot::{Place, Report, Weights};

/// The longest name of anything but a segment, in characters.
pub(super) const NAME_LENGTH: usize = 127;

/// The longest name of a segment.
pub(super) const SEGMENT_NAME_LENGTH: usize = 64;

/// 2^53 − 1: as far as a double counts exactly.
pub(super) const MAX_EXACT: i64 = 9_007_199_254_740_991;

/// The longest salt.
const SALT_LENGTH: usize = 127;

/// The states of a launch or an experiment.
const STATUSES: [&str; 5] = ["CREATED", "UPDATING", "RUNNING", "COMPLETED", "CANCELLED"];

pub(super) fn name(report: &mut Report, place: Place, name: &str, longest: usize, at: &Path<'_>) {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if name.is_empty() || name.len() > longest || !name.bytes().all(allowed) {
        report.add(place, Problem::with_text(at, Code::InvalidName, name));
    }
}

pub(super) fn salt(report: &mut Report, place: Place, salt: &str, at: &Path<'_>) {
    if salt.chars().count() > SALT_LENGTH {
        report.add(place, Problem::with_text(at, Code::TooLong, salt));
    }
    if salt.chars().any(|character| character == '\0' || is_line_break(character)) {
        report.add(place, Problem::with_text(at, Code::InvalidSalt, salt));
    }
}

/// What a status means for evaluation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Waiting,
    Running,
    Ended,
}

pub(super) fn status(report: &mut Report, place: Place, status: Option<&str>, at: &Path<'_>) -> Phase {
    match status {
        Some("RUNNING") => Phase::Running,
        Some("COMPLETED" | "CANCELLED") => Phase::Ended,
        Some(other) if !STATUSES.contains(&other) => {
            report.add(place, unknown_value(at, &STATUSES, other));
            Phase::Waiting
        }
        _ => Phase::Waiting,
    }
}

/// An integer in a range; a problem and `None` for anything else.
pub(super) fn integer(
    report: &mut Report,
    place: Place,
    value: &Json<'_>,
    range: std::ops::RangeInclusive<i64>,
    at: &Path<'_>,
) -> Option<i64> {
    let code = match value {
        Json::Number(lexeme) => match Decimal::parse(lexeme).to_integer() {
            Some(integer) if range.contains(&integer) => return Some(integer),
            _ => Code::OutOfRange,
        },
        _ => Code::WrongType,
    };
    let detail = format!("an integer from {} to {}", range.start(), range.end());
    report.add(place, Problem::with_json(at, code, value).detailed(detail));
    None
}

/// A text that is none of the documented ones.
pub(super) fn unknown_value(at: &Path<'_>, known: &[&str], value: &str) -> Problem {
    Problem::with_text(at, Code::UnknownValue, value).detailed(known.join(", "))
}

/// A share of traffic: an integer from 0 to 100000.
pub(super) fn share(report: &mut Report, place: Place, value: &Json<'_>, at: &Path<'_>) -> Option<u32> {
    integer(report, place, value, 0..=i64::from(TOTAL), at).and_then(|share| u32::try_from(share).ok())
}

/// The weights as positions of arms, in the order of the arms (B3, B5); an absent weight is 0. `None` if there was a problem.
pub(super) fn weights(
    report: &mut Report,
    place: Place,
    weights: &Weights<'_>,
    arms: &Names<'_>,
    unknown: Code,
    at: &Path<'_>,
) -> Option<Vec<(u32, usize)>> {
    let before = report.found.len();
    let mut by_arm = Vec::with_capacity(weights.len());
    let mut sum = 0_u64;
    for (name, value) in weights {
        let at = at.key(name);
        let weight = share(report, place, value, &at).unwrap_or(0);
        sum += u64::from(weight);
        match arms.get(name) {
            Some(arm) => by_arm.push((weight, *arm)),
            None => report.add(place, Problem::with_text(&at, unknown, name)),
        }
    }
    if sum > u64::from(TOTAL) {
        report.add(place, Problem::with_number(at, Code::WeightsExceedTotal, sum));
    }
    (report.found.len() == before).then(|| sorted(by_arm, |(_, a), (_, b)| a.cmp(b)))
}
