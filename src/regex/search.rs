//! The search: all ways through the program at once, so that no text and no pattern makes it go back.

use std::mem;

use super::program::{Look, Program, Step};

#[expect(
    clippy::arithmetic_side_effects,
    reason = "indices of steps and ranges; a text of 2^32 characters is beyond every budget"
)]
impl Program {
    pub(super) fn is_match(&self, text: &str) -> bool {
        let mut characters = text.chars();
        let mut before = None;
        // For each step at which place, counted from 1, it was last come by: once is enough.
        let mut seen = vec![0_u32; self.steps.len()];
        let mut place = 0;
        // The steps to go on with at this place and at the next.
        let (mut open, mut next) = (Vec::new(), Vec::new());
        loop {
            let after = characters.next();
            // Whether a match that begins here, or further on, is possible.
            let mut hope = place == 0 || !open.is_empty();
            place += 1;
            let mut way = Some(0);
            while let Some(mut at) = way {
                loop {
                    let (Some(step), Some(seen)) = (self.steps.get(at), seen.get_mut(at)) else { return true };
                    if mem::replace(seen, place) == place {
                        break;
                    }
                    match *step {
                        Step::Jump(distance) => at = at.wrapping_add_signed(distance as isize),
                        Step::Fork(distance) => {
                            open.push(at.wrapping_add_signed(distance as isize));
                            at += 1;
                        }
                        Step::Look(look) => {
                            if !look.holds(before, after) {
                                hope |= look != Look::Start;
                                break;
                            }
                            at += 1;
                        }
                        _ => {
                            hope = true;
                            if after.is_some_and(|after| self.takes(step, u32::from(after))) {
                                next.push(at + 1);
                            }
                            break;
                        }
                    }
                }
                way = open.pop();
            }
            if after.is_none() || !hope {
                return false;
            }
            before = after;
            mem::swap(&mut open, &mut next);
        }
    }

    /// Whether the step goes past the character.
    fn takes(&self, step: &Step, character: u32) -> bool {
        match *step {
            Step::Char(wanted) => character == u32::from(wanted),
            Step::Set { negated, ranges, first } => {
                let first = first as usize;
                let ranges = self.ranges.get(first..first + usize::from(ranges)).unwrap_or_default();
                ranges.iter().any(|(first, last)| (*first..=*last).contains(&character)) != negated
            }
            _ => false,
        }
    }
}

impl Look {
    fn holds(self, before: Option<char>, after: Option<char>) -> bool {
        let is_word = |character: Option<char>| character.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        match self {
            Look::Start => before.is_none(),
            Look::End => after.is_none(),
            Look::LineStart => matches!(before, None | Some('\n')),
            Look::LineEnd => matches!(after, None | Some('\n')),
            Look::WordBoundary | Look::NoWordBoundary => {
                (is_word(before) != is_word(after)) == (self == Look::WordBoundary)
            }
        }
    }
}
