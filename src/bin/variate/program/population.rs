//! Whom shares are of: made-up entities, and the contexts they have.

use std::collections::BTreeMap;
use std::num::{NonZeroU32, NonZeroU64};

use variate::json::Arena;
use variate::movement::{Case, Movement, Share};
use variate::request::RequestError;
use variate::{Context, Project};

use super::args::Knowledge;
use super::failure::{Failure, Fault};
use super::lines::Lines;
use super::subject::Shares;

/// The contexts of entities, each with the number of lines that have it.
#[derive(Debug)]
pub struct Contexts<'a> {
    /// Each with the number of lines up to it and with it.
    list: Vec<(Context<'a>, u32)>,
    total: NonZeroU32,
}

/// Whom shares are of.
#[derive(Debug)]
pub struct Population<'a> {
    pub contexts: Contexts<'a>,
    /// Whether the contexts were given.
    pub is_given: bool,
    /// How many are made up.
    pub entities: NonZeroU32,
    pub seed: u64,
}

impl<'a> Population<'a> {
    /// From the texts of [contexts](read_contexts).
    pub fn new(
        texts: &'a BTreeMap<String, u32>,
        arena: &'a Arena,
        knowledge: &Knowledge,
        entities: NonZeroU32,
        seed: u64,
    ) -> Population<'a> {
        Population { contexts: Contexts::new(texts, arena), is_given: knowledge.is_given(), entities, seed }
    }

    /// The context of the made-up entity of that number: entities take turns, and where there are fewer than lines, the lines
    /// are spread over them.
    pub fn context_of(&self, number: u32) -> &Context<'a> {
        let (total, entities) = (self.contexts.total, self.entities);
        if entities >= total {
            return self.contexts.at(number % total);
        }
        // INVARIANT: numbers are below that of the entities, so this is below the total.
        let place = u64::from(number).wrapping_mul(total.get().into()) / NonZeroU64::from(entities);
        self.contexts.at(u32::try_from(place).unwrap_or(u32::MAX))
    }

    /// The id of a made-up entity.
    pub fn id(&self, number: u32) -> String {
        made_up_id(self.seed, number)
    }

    /// What is known of the entities, in words.
    pub fn knowledge(&self) -> String {
        match self.contexts.total() {
            1 if !self.is_given => "for the context {}, as none was given".to_owned(),
            1 => "for the context".to_owned(),
            total => format!("over {total} contexts"),
        }
    }
}

/// The texts of contexts, each with the number of lines that have it.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "lines are counted up to 2^32, and bytes up to the budget and a line"
)]
pub fn read_contexts(args: &Knowledge, project: &Project, max_bytes: usize) -> Result<BTreeMap<String, u32>, Failure> {
    let Some(source) = &args.contexts else {
        let text = args.context.clone().unwrap_or_else(|| "{}".to_owned());
        if let Err(error) = Context::parse(&text, &Arena::new()) {
            let fields = vec![("evaluationContext".to_owned(), error.to_string())];
            return Err(Failure::request(RequestError::Invalid { cannot_parse: false, fields }, project, ""));
        }
        return Ok(BTreeMap::from([(text, 1)]));
    };
    let mut texts = BTreeMap::new();
    let mut lines = Lines::new(source.open()?);
    let mut kept = 0;
    while let Some(line) = lines.next().map_err(|error| source.unreadable(error))? {
        let line = line.and_then(|line| match Context::parse(line, &Arena::new()) {
            Ok(_) => Ok(line.trim().to_owned()),
            Err(error) => Err(Fault { message: error.to_string() }),
        });
        let text = line.map_err(|fault| Failure::Line { number: lines.number, fault })?;
        let length = text.len();
        let count = texts.entry(text).or_insert(0_u32);
        *count += 1;
        if *count == 1 {
            kept += length;
        }
        if kept > max_bytes || lines.number >= u64::from(u32::MAX) {
            let fault = Fault { message: "the contexts so far are more than --max-bytes allows".to_owned() };
            return Err(Failure::Line { number: lines.number, fault });
        }
    }
    if texts.is_empty() {
        return Err(Failure::Input {
            what: "contexts",
            source: source.as_input(),
            why: "there is no context".to_owned(),
        });
    }
    Ok(texts)
}

impl<'a> Contexts<'a> {
    #[expect(clippy::arithmetic_side_effects, reason = "the lines have been counted in 32 bits")]
    fn new(texts: &'a BTreeMap<String, u32>, arena: &'a Arena) -> Contexts<'a> {
        let mut total = 0;
        let list = texts.iter().map(|(text, count)| {
            total += count;
            // INVARIANT: all of them have been checked.
            (Context::parse(text, arena).unwrap_or(Context::Empty), total)
        });
        let list = list.collect();
        Contexts { list, total: NonZeroU32::new(total).unwrap_or(NonZeroU32::MIN) }
    }

    /// How many lines there are.
    pub fn total(&self) -> u32 {
        self.total.get()
    }

    /// The context of a line, if lines are in the order of their contexts.
    fn at(&self, position: u32) -> &Context<'a> {
        let found = self.list.get(self.list.partition_point(|(_, end)| *end <= position));
        found.map_or(&Context::Empty, |(context, _)| context)
    }

    /// Each context once.
    pub fn all(&self) -> impl Iterator<Item = &Context<'a>> {
        self.list.iter().map(|(context, _)| context)
    }

    /// A context of each case, with the number of lines of that case.
    #[expect(clippy::arithmetic_side_effects, reason = "ends ascend")]
    pub fn of_each_case(&self, case: impl Fn(&Context<'_>) -> Case) -> Vec<(&Context<'a>, u32)> {
        let mut cases = BTreeMap::new();
        let mut before = 0;
        for (context, end) in &self.list {
            let (_, lines) = cases.entry(case(context)).or_insert((context, 0));
            *lines += end - before;
            before = *end;
        }
        cases.into_values().collect()
    }

    /// The mean of what holds in each context, which is found once for all of the same case.
    pub fn mean(
        &self,
        case: impl Fn(&Context<'_>) -> Case,
        mut movement: impl FnMut(&Context<'_>) -> Option<Movement>,
    ) -> Option<Shares> {
        let mut sums = Shares::new();
        for (context, lines) in self.of_each_case(case) {
            for (from, to, share) in movement(context)?.shares() {
                let sum = sums.entry((from, to)).or_insert(Share::ZERO);
                *sum = sum.plus(share.times(lines));
            }
        }
        if self.total.get() > 1 {
            sums.values_mut().for_each(|sum| *sum = sum.divided_by(self.total));
        }
        Some(sums)
    }
}

/// The id of a made-up entity: two numbers of SplitMix64, as a UUID is written.
fn made_up_id(seed: u64, number: u32) -> String {
    // The sequences of two seeds are nowhere near each other.
    let place = split_mix(seed).wrapping_add(u64::from(number) << 1);
    let (first, second) = (split_mix(place), split_mix(place.wrapping_add(1)));
    let [a, b, c] = [first >> 32, first >> 16 & 0xFFFF, first & 0xFFF];
    let [d, e] = [second >> 48 & 0x3FFF | 0x8000, second & 0xFFFF_FFFF_FFFF];
    format!("{a:08x}-{b:04x}-4{c:03x}-{d:04x}-{e:012x}")
}

/// The number at that place of the sequence that begins at 0.
fn split_mix(place: u64) -> u64 {
    let mut mixed = place.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ mixed >> 31
}

/// A double between 0 and 1 in percent.
#[expect(clippy::float_arithmetic, reason = "statistics of decisions that have been made")]
pub fn percent(share: f64) -> String {
    format!("{:.3} %", share * 100.0)
}

/// Bounds that hold the true share in 95 of 100 cases (Wilson).
#[expect(clippy::float_arithmetic, reason = "statistics of decisions that have been made")]
pub fn interval(count: u32, of: u32) -> (f64, f64) {
    const Z: f64 = 1.959_964;
    let n = f64::from(of.max(1));
    let share = f64::from(count) / n;
    let middle = share + Z * Z / (2.0 * n);
    let margin = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    // Of nobody and of everybody one bound is exact, and rounding shall not say otherwise.
    let low = if count == 0 { 0.0 } else { (middle - margin) / whole };
    let high = if count == of { 1.0 } else { (middle + margin) / whole };
    (low, high)
}
