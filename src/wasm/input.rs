//! What stands in scratch memory, and the statuses that say what is wrong with it.

use crate::context::{Context, InvalidContext, Slots};
use crate::entity::{EntityId, InvalidEntityId};
use crate::json::Arena;
use crate::time::Timestamp;

/// Numbers from here on are no answers but statuses.
pub(super) const FIRST_STATUS: u32 = 0xFFFF_FF00;
/// The feature or the flag is quarantined, or there is none of that number.
pub(super) const QUARANTINED: u32 = 0xFFFF_FFFF;
/// The bytes are no entity id.
pub(super) const INVALID_ENTITY_ID: u32 = 0xFFFF_FFFE;
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
pub(super) const NO_ENTITY: u32 = u32::MAX;

/// The kind of a context that is not there.
pub(super) const NO_CONTEXT: u32 = 0;
/// The context is [slots](Slots), one cell for each attribute that is read.
pub(super) const SLOTS: u32 = 1;

/// What stands in scratch memory: the context, and at the next multiple of 8 the entity id.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    scratch: &'a [u8],
    context_kind: u32,
    context_bytes: usize,
}

impl<'a> Input<'a> {
    pub(super) fn new(scratch: &'a [u64], context_kind: u32, context_bytes: usize) -> Input<'a> {
        Input { scratch: bytemuck::cast_slice(scratch), context_kind, context_bytes }
    }

    /// What stands behind the context.
    pub(super) fn ids(self) -> &'a [u8] {
        let start = self.context_bytes.checked_next_multiple_of(8).unwrap_or(usize::MAX);
        self.scratch.get(start..).unwrap_or_default()
    }

    /// The entity id, or the status that refuses it.
    // In line, as `context`: two calls would take a fifth of the time of the shortest evaluation.
    #[inline(always)]
    pub(super) fn entity(self, id_bytes: usize) -> Result<EntityId<'a>, u32> {
        let id = self.ids().get(..id_bytes).unwrap_or_default();
        EntityId::from_utf8(id).map_err(|_| INVALID_ENTITY_ID)
    }

    /// The entity id of a request for flags, which may have none.
    pub(super) fn flag_entity(self, id_bytes: u32) -> Result<Option<EntityId<'a>>, u32> {
        if id_bytes == NO_ENTITY {
            return Ok(None);
        }
        let id = self.ids().get(..id_bytes as usize).unwrap_or_default();
        EntityId::of_flag_from_utf8(id).map(Some).map_err(|_| INVALID_FLAG_ENTITY_ID)
    }

    /// The context, or the status that refuses it. The values of its text are left in the arena.
    #[inline(always)]
    pub(super) fn context<'c>(self, attributes: &'c [u32], arena: &'c Arena) -> Result<Context<'c>, u32>
    where
        'a: 'c,
    {
        let bytes = self.scratch.get(..self.context_bytes).unwrap_or_default();
        match self.context_kind {
            NO_CONTEXT => Ok(Context::Empty),
            SLOTS => Ok(Context::Slots(Slots::new(attributes, bytes))),
            _ => document(bytes, arena),
        }
    }

    /// The same, for calls that decide so often that it need not be in line.
    #[inline(never)]
    pub(super) fn context_of_many<'c>(self, attributes: &'c [u32], arena: &'c Arena) -> Result<Context<'c>, u32>
    where
        'a: 'c,
    {
        self.context(attributes, arena)
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

/// Reads one id of several and steps over its record.
pub(super) fn read_id<'a>(records: &mut &'a [u8]) -> Option<EntityId<'a>> {
    let (length, rest) = records.split_first_chunk::<4>()?;
    let length = u32::from_le_bytes(*length) as usize;
    let id = rest.get(..length)?;
    *records = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
    EntityId::from_utf8(id).ok()
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
