//! Shares of all entities, exactly.

use std::fmt;
use std::num::{NonZeroU32, NonZeroU64};

/// Words behind the point: the product of four areas is in them to the last bit.
const FRACTION: usize = 8;

/// A share of all entities: a binary fraction of 256 bits, so that what follows from points on lines of 2^32 is exact.
///
/// Its `Display` is in percent, to the thousandth: `12.500 %`. What is less than half of that and yet not nothing is `<0.001 %`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share {
    /// The whole number, then the fraction; the first are the highest.
    words: [u32; 1 + FRACTION],
}

impl Share {
    /// Nobody.
    pub const ZERO: Share = Share::whole(0);
    /// Everybody.
    pub const ONE: Share = Share::whole(1);

    const fn whole(number: u32) -> Share {
        let mut words = [0; 1 + FRACTION];
        words[0] = number;
        Share { words }
    }

    /// So many parts of 2^64; all of them at the most.
    pub(super) fn of_area(area: u128) -> Share {
        let mut words = [0; 1 + FRACTION];
        for (word, shift) in words.iter_mut().zip([64, 32, 0]) {
            *word = (area >> shift) as u32;
        }
        Share { words }
    }

    /// So many of so many, rounded down at the 256th bit.
    pub fn ratio(part: u32, of: NonZeroU32) -> Share {
        Share::whole(part).divided_by(of)
    }

    /// So many points of a line.
    pub(super) fn of_line(points: u64) -> Share {
        Share::of_area(u128::from(points) << 32)
    }

    /// Whether it is nobody at all.
    pub fn is_zero(self) -> bool {
        self == Share::ZERO
    }

    /// This share and another.
    #[must_use]
    pub fn plus(self, other: Share) -> Share {
        let mut sums = [0; 1 + FRACTION];
        for ((sum, a), b) in sums.iter_mut().zip(self.words).zip(other.words) {
            *sum = u128::from(a).wrapping_add(u128::from(b));
        }
        Share::carry(sums)
    }

    /// This share of another: exact as long as both have no more than 256 bits together.
    #[must_use]
    pub fn of(self, other: Share) -> Share {
        let mut sums = [0_u128; 1 + FRACTION];
        for (position, word) in self.words.into_iter().enumerate().filter(|(_, word)| *word > 0) {
            for (sum, factor) in sums.iter_mut().skip(position).zip(other.words) {
                // At most nine products of 64 bits.
                *sum = sum.wrapping_add(u128::from(word).wrapping_mul(u128::from(factor)));
            }
        }
        Share::carry(sums)
    }

    /// As often as that: for sums of many.
    #[must_use]
    pub fn times(self, number: u32) -> Share {
        self.of(Share::whole(number))
    }

    /// The mean of so many shares whose sum this is, rounded down at the 256th bit.
    #[must_use]
    pub fn divided_by(self, number: NonZeroU32) -> Share {
        let divisor = NonZeroU64::from(number);
        let mut rest = 0;
        let words = self.words.map(|word| {
            let dividend = rest << 32 | u64::from(word);
            rest = dividend % divisor;
            (dividend / divisor) as u32
        });
        Share { words }
    }

    /// This share of `of`, rounded to the nearest whole number; halves go up.
    pub fn parts(self, of: u32) -> u32 {
        let mut half = Share::ZERO;
        half.words[1] = 1 << 31;
        self.of(Share::whole(of)).plus(half).words[0]
    }

    /// A number from 0 to 1 with at least six digits that count, and all of them down to the 17th behind the point.
    pub fn to_decimal(self) -> String {
        let mut text = self.words[0].to_string();
        let mut rest = Share { words: self.words };
        rest.words[0] = 0;
        let (mut digits, mut counting) = (0_u32, 0_u32);
        while !rest.is_zero() && (digits < 17 || counting < 6) {
            if digits == 0 {
                text.push('.');
            }
            rest = rest.of(Share::whole(10));
            let digit = std::mem::take(&mut rest.words[0]);
            text.push(char::from_digit(digit, 10).unwrap_or('0'));
            digits = digits.saturating_add(1);
            if counting > 0 || digit > 0 {
                counting = counting.saturating_add(1);
            }
        }
        text
    }

    /// What is above 32 bits goes to the next higher word.
    fn carry(sums: [u128; 1 + FRACTION]) -> Share {
        let mut words = [0; 1 + FRACTION];
        let mut carried = 0_u128;
        for (word, sum) in words.iter_mut().zip(sums).rev() {
            let sum = sum.wrapping_add(carried);
            *word = sum as u32;
            carried = sum >> 32;
        }
        Share { words }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts(100_000) {
            0 if !self.is_zero() => f.pad("<0.001 %"),
            thousandths => f.pad(&format!("{}.{:03} %", thousandths / 1000, thousandths % 1000)),
        }
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_decimal())
    }
}
