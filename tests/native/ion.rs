//! Our reader of Ion text against an independent one, the crate `ion-rs`: on generated texts of the rule language, whole and broken,
//! both accept or both refuse, and what both accept they read as the same.

mod deviations;
mod texts;

use std::collections::BTreeMap;
use std::panic::catch_unwind;

use variate::ion::{Ion, Kind, parse};
use variate::json::Decimal;

use deviations::{Deviation, system_symbol, without_marks};
use texts::{Random, text};

const TEXTS: usize = 12_000;

/// What a text says, whoever read it.
#[derive(Clone, Debug, PartialEq)]
struct Node {
    annotations: Vec<String>,
    meaning: Meaning,
}

#[derive(Clone, Debug, PartialEq)]
enum Meaning {
    Null,
    Bool(bool),
    /// With the nearest double, if there is one.
    Integer(Exactly, Option<f64>),
    Decimal(Exactly, Option<f64>),
    /// A finite number; `None` beyond the range of doubles (R33).
    Float(Option<f64>),
    /// As it is written: `nan` does not equal itself.
    Special(&'static str),
    /// Seconds since 1970, and the digits behind the point.
    Timestamp(i64, String),
    Symbol(String),
    String(String),
    List(Vec<Node>),
    Expression(Vec<Node>),
    /// A struct, a blob or a clob.
    Outside,
}

/// The value of an integer or a decimal.
#[derive(Clone, Debug, PartialEq)]
enum Exactly {
    Is(Decimal),
    /// A hexadecimal or binary integer of more than 64 bits: we do not say (R33).
    TooLong,
}

/// What came out: the values, or nothing if the text was refused.
type Reading = Option<Vec<Node>>;

fn our_reading(text: &str) -> Reading {
    Some(parse(text).ok()?.iter().map(ours).collect())
}

fn ours(ion: &Ion<'_>) -> Node {
    let exactly = || ion.to_decimal().map_or(Exactly::TooLong, Exactly::Is);
    let meaning = match ion.kind {
        Kind::Null => Meaning::Null,
        Kind::Bool => Meaning::Bool(ion.content == "true"),
        Kind::Integer => Meaning::Integer(exactly(), ion.to_double()),
        Kind::Decimal => Meaning::Decimal(exactly(), ion.to_double()),
        Kind::Float => match ion.to_double() {
            Some(double) if !double.is_finite() => Meaning::Special(special(double)),
            double => Meaning::Float(double),
        },
        Kind::Timestamp => {
            let instant = ion.to_instant().unwrap();
            Meaning::Timestamp(instant.seconds, instant.fraction.to_owned())
        }
        Kind::Symbol | Kind::SymbolId => Meaning::Symbol(symbol(ion)),
        Kind::String => Meaning::String(ion.content.clone()),
        Kind::List => Meaning::List(ion.items.iter().map(ours).collect()),
        Kind::Expression => Meaning::Expression(ion.items.iter().map(ours).collect()),
    };
    Node { annotations: ion.annotations.iter().map(symbol).collect(), meaning }
}

/// The text of a symbol, also of one that is written by its place in the table that every text has.
fn symbol(ion: &Ion<'_>) -> String {
    let id = ion.content.strip_prefix('$').filter(|_| ion.kind == Kind::SymbolId);
    let known = id.and_then(|id| id.parse().ok()).and_then(system_symbol);
    known.unwrap_or(&ion.content).to_owned()
}
/// All of it: the elements are built, and nothing of the text is left to be read later.
fn their_reading(text: &str) -> Reading {
    // It panics over some characters that do not exist, and some symbol ids: that is refusing, too.
    let elements = catch_unwind(|| ion_rs::Element::read_all(text)).ok()?.ok()?;
    Some(elements.iter().map(theirs).collect())
}

fn theirs(element: &ion_rs::Element) -> Node {
    use ion_rs::Value;
    let symbol = |symbol: &ion_rs::Symbol| symbol.text().unwrap_or("$0").to_owned();
    let meaning = match element.value() {
        Value::Null(_) => Meaning::Null,
        Value::Bool(value) => Meaning::Bool(*value),
        Value::Int(value) => {
            let written = value.to_string();
            let exactly = Exactly::Is(Decimal::parse(&written));
            Meaning::Integer(exactly, nearest(&written))
        }
        Value::Decimal(value) => {
            let sign = if value.coefficient().is_negative() { "-" } else { "" };
            let written = format!("{sign}{}e{}", value.coefficient().magnitude(), value.exponent());
            Meaning::Decimal(Exactly::Is(Decimal::parse(&written)), nearest(&written))
        }
        Value::Float(value) if value.is_finite() => Meaning::Float(Some(*value)),
        Value::Float(value) => Meaning::Special(special(*value)),
        Value::Timestamp(value) => {
            let days = days_since_1970(value.year(), value.month(), value.day());
            let minutes =
                i64::from(value.hour()) * 60 + i64::from(value.minute()) - i64::from(value.offset().unwrap_or(0));
            let written = value.to_string();
            let fraction = written.split_once('.').map_or("", |(_, behind)| behind);
            let digits =
                fraction.split_once(|next: char| !next.is_ascii_digit()).map_or(fraction, |(digits, _)| digits);
            let seconds = (days * 1440 + minutes) * 60 + i64::from(value.second());
            Meaning::Timestamp(seconds, digits.trim_end_matches('0').to_owned())
        }
        Value::Symbol(value) => Meaning::Symbol(symbol(value)),
        Value::String(value) => Meaning::String(value.text().to_owned()),
        Value::List(items) => Meaning::List(items.iter().map(theirs).collect()),
        Value::SExp(items) => Meaning::Expression(items.iter().map(theirs).collect()),
        Value::Struct(_) | Value::Blob(_) | Value::Clob(_) => Meaning::Outside,
    };
    Node { annotations: element.annotations().iter().map(symbol).collect(), meaning }
}

fn nearest(written: &str) -> Option<f64> {
    written.parse().ok().filter(|double: &f64| double.is_finite())
}

fn special(double: f64) -> &'static str {
    match double {
        f64::INFINITY => "+inf",
        f64::NEG_INFINITY => "-inf",
        _ => "nan",
    }
}

/// Counted, year by year and month by month: slow, and surely right.
fn days_since_1970(year: u32, month: u32, day: u32) -> i64 {
    let is_leap = |year: u32| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let before_year = |year: u32| (1..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum::<i64>();
    let february = if is_leap(year) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before_month: i64 = months.iter().take(usize::try_from(month - 1).unwrap()).sum();
    before_year(year) - before_year(1970) + before_month + i64::from(day - 1)
}

/// The same, where the two do not say less than they know.
fn same(ours: &Reading, theirs: &Reading) -> bool {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => same_nodes(ours, theirs),
        (None, None) => true,
        _ => false,
    }
}

fn same_nodes(ours: &[Node], theirs: &[Node]) -> bool {
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same_node(ours, theirs))
}

fn same_node(ours: &Node, theirs: &Node) -> bool {
    use Meaning::{Expression, Float, Integer, List, Special};
    let same_meaning = match (&ours.meaning, &theirs.meaning) {
        (List(ours), List(theirs)) | (Expression(ours), Expression(theirs)) => same_nodes(ours, theirs),
        // To us a float beyond the doubles is none, to ion-rs it is infinite.
        (Float(None), Special("+inf" | "-inf")) => true,
        (Float(Some(ours)), Float(Some(theirs))) => ours.to_bits() == theirs.to_bits(),
        (Integer(Exactly::TooLong, None), Integer(Exactly::Is(_), Some(double))) => {
            double.abs() >= 18_446_744_073_709_551_616.0
        }
        (ours, theirs) => ours == theirs,
    };
    same_meaning && ours.annotations == theirs.annotations
}

/// The deviations that make the difference, if it is only those.
fn forgiven(text: &str, ours: &Reading, theirs: &Reading) -> Option<Vec<Deviation>> {
    let (rewritten, found) = without_marks(text);
    if found.is_empty() {
        return None;
    }
    if found.contains(&Deviation::Braces) && ours.is_none() && theirs.is_some() {
        return Some(vec![Deviation::Braces]);
    }
    let again = our_reading(&rewritten);
    let reads_on =
        ours.is_none() || *ours == again || (again.is_some() && found.iter().any(|deviation| deviation.cuts()));
    (reads_on && same(&again, &their_reading(&rewritten))).then_some(found)
}

#[test]
fn our_reader_and_an_independent_one_agree() {
    let mut random = Random::new(20_240_229);
    let (mut accepted, mut refused) = (0_usize, 0_usize);
    let mut deviating = 0_usize;
    let mut deviations: BTreeMap<Deviation, usize> = BTreeMap::new();
    let mut disagreements = Vec::new();
    for _ in 0..TEXTS {
        let text = text(&mut random);
        let (ours, theirs) = (our_reading(&text), their_reading(&text));
        if same(&ours, &theirs) {
            match ours {
                Some(_) => accepted += 1,
                None => refused += 1,
            }
        } else if let Some(found) = forgiven(&text, &ours, &theirs) {
            deviating += 1;
            found.into_iter().for_each(|deviation| *deviations.entry(deviation).or_default() += 1);
        } else {
            disagreements.push(format!("{text:?}\n  ours:   {ours:?}\n  theirs: {theirs:?}\n"));
        }
    }
    println!("{accepted} accepted, {refused} refused, {deviating} deviating: {deviations:?}");
    assert!(disagreements.is_empty(), "{} disagreements:\n{}", disagreements.len(), disagreements.join("\n"));
    assert!(accepted >= 2_000 && refused >= 2_000, "{accepted} accepted, {refused} refused");
    assert!(deviating * 100 < TEXTS, "{deviating} of {TEXTS}: {deviations:?}");
}

/// Each value's text is all of it and no more: alone in parentheses, the other reader finds the same value in it.
#[test]
fn the_text_of_a_value_is_all_of_it() {
    let mut random = Random::new(1_234_567);
    let mut values = 0_usize;
    for _ in 0..2_000 {
        let text = text(&mut random);
        for ion in parse(&text).unwrap_or_default() {
            values += values_with_their_text(&ion);
        }
    }
    assert!(values >= 5_000, "{values} values");
}

/// How many there are in it, itself included.
fn values_with_their_text(ion: &Ion<'_>) -> usize {
    let alone = format!("({}\n)", ion.text);
    let wanted = Some(vec![Node { annotations: Vec::new(), meaning: Meaning::Expression(vec![ours(ion)]) }]);
    let found = their_reading(&alone);
    let is_same = same(&wanted, &found) || forgiven(&alone, &wanted, &found).is_some();
    assert!(is_same && ion.text.trim() == ion.text, "{:?}\n  {wanted:?}\n  {found:?}", ion.text);
    1 + ion.items.iter().map(values_with_their_text).sum::<usize>()
}
