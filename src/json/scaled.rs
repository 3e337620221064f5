//! An integer times a power of ten, as a binary number.

/// A positive number: `top × 2^exponent`, and some more behind the bits of `top`.
pub(super) struct Scaled {
    /// INVARIANT: its first bit is set.
    pub(super) top: u64,
    pub(super) exponent: i64,
    /// The bits that follow.
    next: u32,
    /// Whether bits that are not 0 follow these.
    inexact: bool,
    /// How much `next` may be too small; never too great.
    error: u32,
}

/// How many limbs an approximation goes on with: 129 bits or more, of which a division leaves 98. So its error is below 2^-97
/// for each of at most 30 steps, and below 1024 in the last bit of `next` with room to spare.
const WINDOW: usize = 5;
const ERROR: u32 = 1024;

impl Scaled {
    /// `significand × 10^power`; the significand is not 0.
    pub(super) fn approximate(significand: u64, power: i64) -> Scaled {
        Product::of(significand, power).scaled(WINDOW)
    }

    /// The same, at any cost.
    pub(super) fn exact(significand: u64, power: i64) -> Scaled {
        Product::of(significand, power).scaled(usize::MAX)
    }

    /// Whether nothing follows the bits of `top`.
    pub(super) fn ends(&self) -> bool {
        self.next == 0 && !self.inexact
    }

    /// Whether the error could carry into the bits of `top` before these last ones, or be all that they lack.
    pub(super) fn is_doubtful(&self, last: u64) -> bool {
        self.top & last == last && self.next.checked_add(self.error).is_none()
    }
}

/// An integer in limbs of 32 bits, the lowest first, that a power of ten is still to be multiplied with.
pub(super) struct Product {
    limbs: Vec<u32>,
    /// How many of them stand behind the point: dividing leaves 97 bits or more.
    room: usize,
    power: i64,
}

impl Product {
    /// Zero, for digits that [`append`](Product::append) gives.
    #[expect(clippy::arithmetic_side_effects, reason = "powers have four digits")]
    pub(super) fn new(power: i64) -> Product {
        // A division by 5^13 takes less than a limb.
        let room = WINDOW + (power.min(0) / -13) as usize;
        // A significand and a few factors need no more.
        let mut limbs = Vec::with_capacity(room + 4);
        limbs.resize(room, 0);
        Product { limbs, room, power }
    }

    fn of(significand: u64, power: i64) -> Product {
        let mut product = Product::new(power);
        product.append(1, significand);
        product
    }

    /// The integer times a factor, and more added.
    pub(super) fn append(&mut self, factor: u64, more: u64) {
        self.multiply(self.room, factor, more);
    }

    /// Only the limbs from `start`.
    #[inline(never)]
    #[expect(clippy::arithmetic_side_effects, reason = "factors are of 32 bits: a product and the carry fit in 64")]
    fn multiply(&mut self, start: usize, factor: u64, more: u64) {
        let mut carry = more;
        for limb in self.limbs.iter_mut().skip(start) {
            let wide = u64::from(*limb) * factor + carry;
            *limb = wide as u32;
            carry = wide >> 32;
        }
        while carry > 0 {
            self.limbs.push(carry as u32);
            carry >>= 32;
        }
    }

    /// Only the limbs from `start`; whether there was a remainder.
    #[expect(clippy::arithmetic_side_effects, reason = "divisors are powers of five of 32 bits, and not 0")]
    fn divide(&mut self, start: usize, divisor: u64) -> bool {
        // Every power of five is odd: so it is plain that it is not 0, and no division can trap.
        let divisor = divisor | 1;
        let mut remainder = 0;
        for limb in self.limbs.iter_mut().skip(start).rev() {
            let wide = remainder << 32 | u64::from(*limb);
            *limb = (wide / divisor) as u32;
            remainder = wide % divisor;
        }
        while self.limbs.last() == Some(&0) {
            self.limbs.pop();
        }
        remainder != 0
    }

    /// The product, of which the steps take no more than so many of the highest limbs.
    #[inline(never)]
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "a step is no more than is left; limbs are counted in memory, and powers have four digits"
    )]
    pub(super) fn scaled(mut self, window: usize) -> Scaled {
        let mut inexact = false;
        // Powers of two only move the point, so those of five are left: as many at a time as fit in a limb.
        let mut left = self.power.unsigned_abs();
        while left > 0 {
            let step = left.min(13);
            left -= step;
            let factor = 5_u64.pow(step as u32);
            let start = self.limbs.len().saturating_sub(window);
            if self.power < 0 {
                // What is below the window is still room.
                inexact |= self.divide(start, factor);
            } else {
                // Limbs leave the window one by one.
                inexact |= start.checked_sub(1).and_then(|left| self.limbs.get(left)).is_some_and(|limb| *limb != 0);
                self.multiply(start, factor, 0);
            }
        }
        let count = self.limbs.len();
        let mut limbs = self.limbs.into_iter().rev().map(u64::from);
        let mut two = || limbs.next().unwrap_or_default() << 32 | limbs.next().unwrap_or_default();
        let (high, low) = (two(), two());
        let zeros = high.leading_zeros();
        let rest = low << zeros;
        inexact |= rest as u32 != 0 || limbs.any(|limb| limb != 0);
        Scaled {
            top: high << zeros | low >> 1 >> (63 - zeros),
            exponent: self.power + 32 * (count as i64 - self.room as i64 - 2) - i64::from(zeros),
            next: (rest >> 32) as u32,
            inexact,
            error: if inexact && window == WINDOW { ERROR } else { 0 },
        }
    }
}
