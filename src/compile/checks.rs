//! Names, lengths and ranges (S3), the same for every kind of item.

use std::ops::RangeInclusive;

use crate::bucketing::TOTAL;
use crate::entity::is_line_break;
use crate::json::{Json, to_integer};
use crate::order::{Names, sorted};
use crate::problem::{Code, Offending, Path, Problem};
use crate::snapshot::{Node, Report};
use crate::text::is_longer;

/// The longest name of anything but a segment, in characters.
pub(super) const NAME_LENGTH: usize = 127;

/// The longest name of a segment.
pub(super) const SEGMENT_NAME_LENGTH: usize = 64;

/// ±(2^53 − 1): as far as a double counts exactly.
pub(super) const EXACT: RangeInclusive<i64> = -MAX_EXACT..=MAX_EXACT;
pub(super) const MAX_EXACT: i64 = 9_007_199_254_740_991;

/// The longest salt.
const SALT_LENGTH: usize = 127;

#[inline(never)]
pub(super) fn name(report: &mut Report, name: &str, longest: usize, at: &Path<'_>) {
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if name.is_empty() || name.len() > longest || !name.as_bytes().iter().all(allowed) {
        report.text(at, Code::InvalidName, name);
    }
}

/// `randomizationSalt`, if there is one.
#[inline(never)]
pub(super) fn salt<'a>(report: &mut Report, node: &Node<'_, 'a>) -> Option<&'a str> {
    let salt = report.optional_text(node, "randomizationSalt")?;
    let at = node.at.key("randomizationSalt");
    if is_longer(salt, SALT_LENGTH) {
        report.text(&at, Code::TooLong, salt);
    }
    // Most need no look at characters.
    let is_simple = salt.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if !is_simple && salt.chars().any(|character| character == '\0' || is_line_break(character)) {
        report.text(&at, Code::InvalidSalt, salt);
    }
    Some(salt)
}

/// What a status means for evaluation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Waiting,
    Running,
    Ended,
}

/// The status of a launch or an experiment.
#[inline(never)]
pub(super) fn status(report: &mut Report, node: &Node<'_, '_>) -> Phase {
    match report.required_text(node, "status") {
        Some("RUNNING") => Phase::Running,
        Some("COMPLETED" | "CANCELLED") => Phase::Ended,
        None | Some("CREATED" | "UPDATING") => Phase::Waiting,
        Some(other) => {
            let known = "CREATED, UPDATING, RUNNING, COMPLETED, CANCELLED";
            report.unknown_value(&node.at.key("status"), known, other);
            Phase::Waiting
        }
    }
}

/// An integer in a range, which `words` name; a problem and `None` for anything else.
#[inline(never)]
pub(super) fn integer(
    report: &mut Report,
    value: &Json<'_>,
    range: &RangeInclusive<i64>,
    words: &str,
    at: &Path<'_>,
) -> Option<i64> {
    let code = match value {
        Json::Number(lexeme) => match to_integer(lexeme) {
            Some(integer) if range.contains(&integer) => return Some(integer),
            _ => Code::OutOfRange,
        },
        _ => Code::WrongType,
    };
    report.json(at, code, value, &["an integer from ", words]);
    None
}

/// A share of traffic: an integer from 0 to 100000.
#[inline(never)]
pub(super) fn share(report: &mut Report, value: &Json<'_>, at: &Path<'_>) -> Option<u32> {
    let share = integer(report, value, &(0..=i64::from(TOTAL)), "0 to 100000", at)?;
    u32::try_from(share).ok()
}

/// The weights as positions of arms, in the order of the arms (B3, B5); an absent weight is 0. `None` if there was a problem.
#[inline(never)]
#[expect(clippy::arithmetic_side_effects, reason = "each is TOTAL at most")]
pub(super) fn weights(
    report: &mut Report,
    node: &Node<'_, '_>,
    key: &str,
    arms: &Names<'_>,
    unknown: Code,
) -> Option<Vec<(u32, usize)>> {
    let before = report.problems.len();
    let outer = node.at.key(key);
    let mut by_arm = Vec::new();
    let mut sum = 0_u64;
    for (name, value) in report.members(node, key) {
        let at = outer.key(name);
        let weight = share(report, value, &at).unwrap_or(0);
        sum += u64::from(weight);
        match arms.get(name) {
            Some(arm) => by_arm.push((weight, *arm)),
            None => report.text(&at, unknown, name),
        }
    }
    if sum > u64::from(TOTAL) {
        report.add(Problem::with(&outer, Code::WeightsExceedTotal, Offending::Number(sum), &[]));
    }
    (report.problems.len() == before).then(|| sorted(by_arm, |(_, a), (_, b)| a.cmp(b)))
}
