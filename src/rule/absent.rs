//! In place of the rule language, in a build without the cargo feature `rules`: every rule is refused.

use std::convert::Infallible;

#[cfg(feature = "movement")]
use crate::bucketing::Portion;
#[cfg(feature = "explain")]
use crate::condition::Condition;
use crate::context::{Attributes, Context};
use crate::entity::EntityId;
use crate::problem::{Code, Path, Problem};
use crate::regex::Budget;

/// A rule, of which this build has none.
#[derive(Debug)]
pub struct Rule(Infallible);

/// What a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Variant,
    Audience,
}

impl Rule {
    pub(crate) fn parse(
        text: &str,
        _role: Role,
        _default_seed: &str,
        at: &Path<'_>,
        _regexes: &mut Budget,
        problems: &mut Vec<Problem>,
    ) -> Option<Rule> {
        problems.push(Problem::with_text(at, Code::LeftOut, text));
        None
    }

    pub(crate) fn number(_rules: &mut [&mut Rule]) -> Attributes {
        Attributes::default()
    }

    pub(crate) fn attributes(&self) -> impl Iterator<Item = u32> + '_ {
        std::iter::empty()
    }

    #[cfg(feature = "movement")]
    pub(crate) fn portions(&self) -> Option<Vec<&Portion>> {
        match self.0 {}
    }

    #[cfg(feature = "movement")]
    pub(crate) fn asks_the_same(&self, _other: &Rule) -> bool {
        match self.0 {}
    }

    #[cfg(feature = "movement")]
    pub(crate) fn findings(&self, _context: &Context<'_>) -> Vec<bool> {
        match self.0 {}
    }

    #[cfg(feature = "movement")]
    pub(crate) fn holds_where(&self, _findings: &[bool], _is_in: &dyn Fn(&Portion) -> bool) -> bool {
        match self.0 {}
    }

    pub(crate) fn holds(&self, _entity: Option<EntityId<'_>>, _context: &Context<'_>) -> bool {
        match self.0 {}
    }

    #[cfg(feature = "explain")]
    pub(crate) fn condition(&self, _entity: Option<EntityId<'_>>, _context: &Context<'_>) -> Condition {
        match self.0 {}
    }
}
