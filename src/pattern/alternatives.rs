//! Lists of indices of fields, of which one must hold in full: what `$or` comes to.

/// One alternative after the other, each with [`END`] behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Alternatives(Vec<usize>);

/// The index of no field.
const END: usize = usize::MAX;

/// How many combinations the `$or` of a pattern may multiply out to, as EventBridge has it (S7).
const MAX_ALTERNATIVES: u64 = 1000;

/// How many fields all combinations together may hold: enough for 1000 combinations of 100 fields.
const MAX_FIELDS: u64 = 100_000;

impl Alternatives {
    /// None, which nothing meets.
    pub(crate) fn none() -> Alternatives {
        Alternatives(Vec::new())
    }

    /// One: all these.
    pub(crate) fn of(mut fields: Vec<usize>) -> Alternatives {
        fields.push(END);
        Alternatives(fields)
    }

    /// The fields of one alternative after the other.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &[usize]> {
        let mut rest = self.0.as_slice();
        std::iter::from_fn(move || {
            let end = rest.iter().position(|index| *index == END)?;
            let (list, behind) = rest.split_at_checked(end)?;
            rest = behind.get(1..)?;
            Some(list)
        })
    }

    /// All of them end to end, [`END`], the index of no field, behind each.
    pub(crate) fn indices(&self) -> &[usize] {
        &self.0
    }

    /// The fields, if there is one alternative.
    pub(crate) fn only(&self) -> Option<&[usize]> {
        let (last, fields) = self.0.split_last()?;
        (*last == END && !fields.contains(&END)).then_some(fields)
    }

    /// These, or the others.
    pub(crate) fn append(&mut self, others: &Alternatives) {
        self.0.extend_from_slice(&others.0);
    }

    /// Both of every pair: `(a or b) and (c or d)` is `ac or ad or bc or bd`. `None` when these are too many.
    #[expect(clippy::arithmetic_side_effects, reason = "an overflow would take two lists of 2^31 indices")]
    pub(crate) fn both(&self, other: &Alternatives) -> Option<Alternatives> {
        let (count, fields) = self.size();
        let (other_count, other_fields) = other.size();
        let pairs = count * other_count;
        if pairs > MAX_ALTERNATIVES || (pairs > 1 && count * other_fields + other_count * fields > MAX_FIELDS) {
            return None;
        }
        let mut both = Alternatives::none();
        for list in self.lists() {
            for other in other.lists() {
                both.0.extend_from_slice(list);
                both.0.extend_from_slice(other);
                both.0.push(END);
            }
        }
        Some(both)
    }

    /// How many there are, and how many fields they hold.
    #[expect(clippy::arithmetic_side_effects, reason = "the ends are a part of the list")]
    fn size(&self) -> (u64, u64) {
        let count = self.0.iter().filter(|index| **index == END).count() as u64;
        (count, self.0.len() as u64 - count)
    }
}
