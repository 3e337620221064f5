//! What stands in scratch memory, and the statuses that say what is wrong with it.

use crate::context::{Context, InvalidContext, Slots};
use crate::entity::{EntityId, InvalidEntityId};
use crate::json::Arena;
use crate::time::Timestamp;

/// Numbers from here on are no answers but statuses.
pub const FIRST_STATUS: u32 = 0xFFFF_FF00;
/// The feature or the flag is quarantined, or there is none of that number.
pub const QUARANTINED: u32 = 0xFFFF_FFFF;
/// The bytes are no entity id.
pub const INVALID_ENTITY_ID: u32 = 0xFFFF_FFFE;
/// The text of the context is not JSON.
pub(super) const CONTEXT_NOT_JSON: u32 = 0xFFFF_FFFD;
/// The text of the context is no object.
pub(super) const CONTEXT_NOT_AN_OBJECT: u32 = 0xFFFF_FFFC;
/// The text of the context is nested too deep.
pub(super) const CONTEXT_TOO_DEEP: u32 = 0xFFFF_FFFB;
/// The text of the context is too large.
pub(super) const CONTEXT_TOO_LARGE: u32 = 0xFFFF_FFFA;
/// The bytes are no entity id of a request for flags.
pub(super) const INVALID_FLAG_ENTITY_ID: u32 = 0xFFFF_FFF9;

/// The length of an entity id that is not there.
pub const NO_ENTITY: u32 = u32::MAX;

/// The form of a context that is not there. Any other than this and [`SLOTS`] is that of JSON text.
pub const NO_CONTEXT: u32 = 0;
/// The context is [slots](Slots), one cell for each attribute that is read.
pub const SLOTS: u32 = 1;

/// What stands in scratch memory: the context, and at the next multiple of 8 the entity id.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    scratch: &'a [u8],
    context_form: u32,
    context_bytes: usize,
}

impl<'a> Input<'a> {
    pub(super) fn new(scratch: &'a [u64], context_form: u32, context_bytes: usize) -> Input<'a> {
        Input { scratch: bytemuck::cast_slice(scratch), context_form, context_bytes }
    }

    /// What stands behind the context; of nothing there is nothing.
    #[inline(always)]
    pub(super) fn id(self, bytes: usize) -> &'a [u8] {
        let start = self.context_bytes.checked_next_multiple_of(8).unwrap_or(usize::MAX);
        self.scratch.get(start..).and_then(|behind| behind.get(..bytes)).unwrap_or_default()
    }

    /// The entity id, or the status that refuses it.
    #[inline(always)]
    pub(super) fn entity(self, id_bytes: usize) -> Result<EntityId<'a>, u32> {
        EntityId::from_utf8(self.id(id_bytes)).map_err(|_| INVALID_ENTITY_ID)
    }

    /// The entity id of a request for flags, which may have none.
    pub(super) fn flag_entity(self, id_bytes: u32) -> Result<Option<EntityId<'a>>, u32> {
        if id_bytes == NO_ENTITY {
            return Ok(None);
        }
        EntityId::of_flag_from_utf8(self.id(id_bytes as usize)).map(Some).map_err(|_| INVALID_FLAG_ENTITY_ID)
    }

    /// Reads the context, or gives the status that refuses it. The values of its text are left in the arena.
    // It is made where it stays: to return one would cost a third of the shortest evaluation.
    #[inline(always)]
    pub(super) fn context<'c>(self, arena: &'c Arena, context: &mut Context<'c>) -> Result<(), u32>
    where
        'a: 'c,
    {
        let bytes = self.scratch.get(..self.context_bytes).unwrap_or_default();
        match self.context_form {
            NO_CONTEXT => {}
            SLOTS => *context = Context::Slots(Slots::new(bytes)),
            _ => *context = document(bytes, arena)?,
        }
        Ok(())
    }
}

/// The context that is JSON text.
#[inline(never)]
fn document<'c>(bytes: &'c [u8], arena: &'c Arena) -> Result<Context<'c>, u32> {
    let text = std::str::from_utf8(bytes).map_err(|_| CONTEXT_NOT_JSON)?;
    Context::parse(text, arena).map_err(|error| match error {
        InvalidContext::NotJson => CONTEXT_NOT_JSON,
        InvalidContext::NotAnObject => CONTEXT_NOT_AN_OBJECT,
        InvalidContext::TooDeep => CONTEXT_TOO_DEEP,
        InvalidContext::TooLarge => CONTEXT_TOO_LARGE,
    })
}

/// What stands between line feeds.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (line, behind) = text.split_at_checked(line_length(text)).unwrap_or_default();
        rest = behind.get(1..);
        Some(line)
    })
}

/// How far it is to the first line feed, eight bytes at a time.
#[expect(clippy::arithmetic_side_effects, reason = "a position in the text")]
fn line_length(text: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let mut length = 0;
    for word in text.as_chunks::<8>().0 {
        let word = u64::from_le_bytes(*word) ^ (ONES * b'\n' as u64);
        // The lowest byte that is zero now is the lowest whose high bit is set here.
        let found = word.wrapping_sub(ONES) & !word & (ONES << 7);
        length += found.trailing_zeros() as usize / 8;
        if found != 0 {
            return length;
        }
    }
    length + text.iter().skip(length).take_while(|byte| **byte != b'\n').count()
}

/// The host has checked the range; out of it, the conversion gives the nearest end.
pub(super) fn time(now: f64) -> Timestamp {
    Timestamp::from_millis(now as i64).unwrap_or(Timestamp::MAX)
}

/// What a status says of the request, and whether it is that the context is not JSON text.
pub(super) fn sentence(status: u32) -> (&'static str, bool) {
    let context = match status {
        INVALID_ENTITY_ID => return (InvalidEntityId::OF_FEATURE.sentence(), false),
        INVALID_FLAG_ENTITY_ID => return (InvalidEntityId::OF_FLAG.sentence(), false),
        CONTEXT_NOT_JSON => InvalidContext::NotJson,
        CONTEXT_TOO_DEEP => InvalidContext::TooDeep,
        CONTEXT_TOO_LARGE => InvalidContext::TooLarge,
        _ => InvalidContext::NotAnObject,
    };
    (context.sentence(), context == InvalidContext::NotJson)
}
