//! The entity of a request: who is decided for (E10).

use std::fmt;

/// The most characters (code points) an entity id may have (S3).
pub const MAX_CHARACTERS: usize = 512;

/// The most characters of an entity id that flags are evaluated for (R38).
pub const MAX_CHARACTERS_OF_FLAG: usize = 2048;

/// A valid entity id: UTF-8, 1 to 512 characters (for flags 2048), no line break. Only its bytes matter to a decision (B1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityId<'a>(&'a [u8]);

/// The text is empty, too long or has a line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidEntityId {
    longest: usize,
}

impl<'a> EntityId<'a> {
    /// Checks an entity id (E10).
    ///
    /// # Errors
    /// It is empty, longer than 512 characters or has a line break (R16).
    pub fn new(id: &'a str) -> Result<EntityId<'a>, InvalidEntityId> {
        EntityId::from_utf8(id.as_bytes())
    }

    /// Checks an entity id given as UTF-8 bytes.
    ///
    /// # Errors
    /// As [`EntityId::new`], or the bytes are not UTF-8.
    pub fn from_utf8(id: &'a [u8]) -> Result<EntityId<'a>, InvalidEntityId> {
        EntityId::within(id, MAX_CHARACTERS)
    }

    /// Checks the entity id of a request for flags.
    ///
    /// # Errors
    /// It is empty, longer than 2048 characters or has a line break (R38).
    pub fn of_flag(id: &'a str) -> Result<EntityId<'a>, InvalidEntityId> {
        EntityId::of_flag_from_utf8(id.as_bytes())
    }

    /// As [`EntityId::of_flag`], given as UTF-8 bytes.
    ///
    /// # Errors
    /// As [`EntityId::of_flag`], or the bytes are not UTF-8.
    pub fn of_flag_from_utf8(id: &'a [u8]) -> Result<EntityId<'a>, InvalidEntityId> {
        EntityId::within(id, MAX_CHARACTERS_OF_FLAG)
    }

    #[inline(always)]
    fn within(id: &'a [u8], longest: usize) -> Result<EntityId<'a>, InvalidEntityId> {
        if is_valid(id, longest) { Ok(EntityId(id)) } else { Err(InvalidEntityId { longest }) }
    }

    /// The UTF-8 bytes of the id.
    pub fn as_bytes(self) -> &'a [u8] {
        self.0
    }
}

impl InvalidEntityId {
    /// What is said of the id of a request for features.
    pub const OF_FEATURE: InvalidEntityId = InvalidEntityId { longest: MAX_CHARACTERS };
    /// What is said of the id of a request for flags.
    pub const OF_FLAG: InvalidEntityId = InvalidEntityId { longest: MAX_CHARACTERS_OF_FLAG };

    /// The same as its `Display`.
    pub fn sentence(self) -> &'static str {
        if self.longest == MAX_CHARACTERS {
            "an entity id has 1 to 512 characters and no line break"
        } else {
            "an entity id has 1 to 2048 characters and no line break"
        }
    }
}

impl std::error::Error for InvalidEntityId {}

impl fmt::Display for InvalidEntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

/// Whether a character ends a line (R16); the shapes' `.*` does not match these.
pub(crate) fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_valid(id: &[u8], longest: usize) -> bool {
    is_printable_ascii(id, longest) || is_valid_text(id, longest)
}

#[expect(clippy::arithmetic_side_effects, reason = "something is left")]
fn is_valid_text(id: &[u8], longest: usize) -> bool {
    let Ok(text) = std::str::from_utf8(id) else { return false };
    let mut left = longest;
    for character in text.chars() {
        if left == 0 || is_line_break(character) {
            return false;
        }
        left -= 1;
    }
    !text.is_empty()
}

/// The common case, told eight bytes at a time: every byte is from 0x20 to 0x7F.
fn is_printable_ascii(id: &[u8], longest: usize) -> bool {
    let (words, rest) = id.as_chunks::<8>();
    let words_ok = words.iter().all(|word| {
        let word = u64::from_le_bytes(*word);
        // The subtraction borrows into a byte's high bit exactly if a byte at or below it is under 0x20.
        (word | word.wrapping_sub(0x2020_2020_2020_2020)) & 0x8080_8080_8080_8080 == 0
    });
    words_ok && rest.iter().all(|byte| matches!(byte, 0x20..=0x7F)) && !id.is_empty() && id.len() <= longest
}
