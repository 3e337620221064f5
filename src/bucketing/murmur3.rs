//! MurmurHash3_x86_32, able to stop after a prefix and to go on from there any number of times.

/// The state of a hash after some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Murmur3 {
    hash: u32,
    /// The bytes since the last whole word, the first of them lowest; the rest is zero.
    tail: u32,
    /// How many bytes so far, modulo 2^32.
    length: u32,
}

impl Murmur3 {
    pub(super) fn new(seed: u32) -> Murmur3 {
        Murmur3 { hash: seed, tail: 0, length: 0 }
    }

    /// The state after these bytes too.
    // In line, for a state that is returned goes through memory.
    #[inline(always)]
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "a shift is 24 bits at most, and no more than six bytes are counted"
    )]
    pub(super) fn update(mut self, bytes: &[u8]) -> Murmur3 {
        // How far a new word lies above the bytes that are left from before, in bits: 0, 8, 16 or 24.
        let shift = (self.length % 4) * 8;
        let (words, rest) = bytes.as_chunks::<4>();
        for word in words {
            let word = u64::from(u32::from_le_bytes(*word)) << shift | u64::from(self.tail);
            let [low, high] = split(word);
            self.hash = mix(self.hash, low);
            self.tail = high;
        }
        // At most three bytes left over and three new ones: one whole word at the most.
        let mut word = u64::from(self.tail);
        for (byte, position) in rest.iter().zip((0_u32..).step_by(8)) {
            word |= u64::from(*byte) << (shift + position);
        }
        let [low, high] = split(word);
        let filled = shift / 8 + count(rest);
        if filled >= 4 {
            self.hash = mix(self.hash, low);
            self.tail = high;
        } else {
            self.tail = low;
        }
        self.length = self.length.wrapping_add(count(bytes));
        self
    }

    /// The hash of all bytes so far and these.
    pub(super) fn finish(self, bytes: &[u8]) -> u32 {
        let Murmur3 { hash, tail, length } = self.update(bytes);
        // A tail of no bytes scrambles to zero and changes nothing.
        let mut hash = hash ^ scramble(tail) ^ length;
        hash = (hash ^ (hash >> 16)).wrapping_mul(0x85EB_CA6B);
        hash = (hash ^ (hash >> 13)).wrapping_mul(0xC2B2_AE35);
        hash ^ (hash >> 16)
    }
}

fn mix(hash: u32, word: u32) -> u32 {
    (hash ^ scramble(word)).rotate_left(13).wrapping_mul(5).wrapping_add(0xE654_6B64)
}

fn scramble(word: u32) -> u32 {
    word.wrapping_mul(0xCC9E_2D51).rotate_left(15).wrapping_mul(0x1B87_3593)
}

/// The low and the high half.
fn split(word: u64) -> [u32; 2] {
    [word as u32, (word >> 32) as u32]
}

/// A length modulo 2^32, as the algorithm counts.
fn count(bytes: &[u8]) -> u32 {
    bytes.len() as u32
}
