//! The double nearest to a decimal, and the shortest decimal of a double. With integers alone and without tables, which
//! libraries have for this: that is a fifth of their WebAssembly.

use super::number::Decimal;
use super::scaled::{Product, Scaled};
use super::{push, push_integer, slice};

/// The double nearest to a JSON number; `None` beyond the range of doubles (R7).
pub fn to_double(lexeme: &str) -> Option<f64> {
    nearest(lexeme, &Decimal::parse(lexeme))
}

/// The double nearest to a JSON number, if the number is, in value, the shortest decimal that reads back as it (P2).
#[inline(never)]
pub fn to_shortest_double(lexeme: &str) -> Option<f64> {
    let decimal = Decimal::parse(lexeme);
    let double = nearest(lexeme, &decimal)?;
    let is_shortest = match decimal {
        Decimal { significand: 0, .. } => true,
        // Decimals of up to 15 digits are told apart by normal doubles, so each is the shortest of its own.
        Decimal { digits: ..=15, .. } if double.is_normal() => true,
        Decimal { digits: ..=17, more: false, significand, exponent, .. } if double != 0.0 => {
            (significand, exponent) == shortest(double)
        }
        _ => false,
    };
    is_shortest.then_some(double)
}

/// Appends a finite double as `JSON.stringify` writes it.
#[inline(never)]
#[expect(clippy::arithmetic_side_effects, reason = "a double has 17 digits at most, and an exponent of three")]
pub fn write_double(double: f64, out: &mut String) {
    if double == 0.0 {
        return push(out, "0");
    }
    if double.is_sign_negative() {
        push(out, "-");
    }
    let (significand, exponent) = shortest(double);
    let mut digits = String::new();
    push_integer(&mut digits, significand.cast_signed());
    let count = digits.len() as i64;
    // Where the point stands, counted from the first digit.
    let point = count + exponent;
    let (zeros, before) = match point {
        1..=21 => (exponent.max(0), point.min(count)),
        -5..=0 => (-point, 0),
        _ => (0, 1),
    };
    let push_zeros = |out: &mut String| (0..zeros).for_each(|_| push(out, "0"));
    let (whole, fraction) = (slice(&digits, 0, before as usize), slice(&digits, before as usize, digits.len()));
    push(out, if before == 0 { "0." } else { whole });
    push_zeros(out);
    if before != 0 && !fraction.is_empty() {
        push(out, ".");
    }
    push(out, fraction);
    if !(-5..=21).contains(&point) {
        push(out, if point > 0 { "e+" } else { "e" });
        push_integer(out, point - 1);
    }
}

fn nearest(lexeme: &str, decimal: &Decimal) -> Option<f64> {
    let bits = match plain(decimal) {
        Some(magnitude) => magnitude.to_bits(),
        None => nearest_bits(lexeme, decimal)?,
    };
    Some(f64::from_bits(bits | u64::from(lexeme.starts_with('-')) << 63))
}

/// What conversion and division give at once, as they round but once.
#[expect(clippy::float_arithmetic, reason = "both operands are exact, so that the quotient is the nearest double")]
fn plain(decimal: &Decimal) -> Option<f64> {
    let power = 10_u64.checked_pow(u32::try_from(decimal.exponent.unsigned_abs()).ok()?)?;
    match decimal {
        Decimal { more: true, .. } => None,
        Decimal { exponent: 0.., significand, .. } => Some(significand.checked_mul(power)? as f64),
        // Powers of ten up to 10^22 are doubles.
        Decimal { significand, .. } if *significand < 1 << 53 => Some(*significand as f64 / power as f64),
        _ => None,
    }
}

#[inline(never)]
#[expect(clippy::arithmetic_side_effects, reason = "a significand of 19 digits is below u64::MAX")]
fn nearest_bits(lexeme: &str, decimal: &Decimal) -> Option<u64> {
    let Decimal { significand, exponent, more, .. } = *decimal;
    // Below 10^-340 and above 10^310.
    match exponent {
        _ if significand == 0 => return Some(0),
        ..-360 => return Some(0),
        311.. => return None,
        _ => {}
    }
    let bits = match round(&Scaled::approximate(significand, exponent)) {
        // With digits left out: the number and the one above it that has none.
        Some(bits) if !more || round(&Scaled::approximate(significand + 1, exponent)) == Some(bits) => bits,
        _ => round(&all_digits(lexeme, decimal).scaled(usize::MAX))?,
    };
    (bits < f64::INFINITY.to_bits()).then_some(bits)
}

/// The bits of the nearest double; `None` if that is in doubt.
#[expect(clippy::arithmetic_side_effects, reason = "exponents that come so far have four digits and 12 bits")]
fn round(scaled: &Scaled) -> Option<u64> {
    // The exponent as a double has it; below 1 it is 1, and the bits move on to the right.
    let exponent = scaled.exponent + 63 + 1023;
    let dropped = (12 - exponent.min(1)).min(65) as u32;
    let below_half = u64::MAX >> (65 - dropped);
    if scaled.is_doubtful(below_half) {
        return None;
    }
    let kept = scaled.top.checked_shr(dropped).unwrap_or_default();
    let above_half = (scaled.top & (below_half << 1 | 1)).saturating_sub(below_half);
    // Halves go to the even neighbour.
    let up = above_half > 1 || (above_half == 1 && (!scaled.ends() || kept & 1 == 1));
    // The first bit is not stored but adds 1 to the exponent, as does a carry.
    Some(((exponent.max(1) - 1) as u64) << 52).map(|bits| bits + kept + u64::from(up))
}

/// A number half way between two doubles has no more digits than this: of those that follow, it only matters that they are
/// there.
const MAX_DIGITS: usize = 800;

/// A number with every digit that matters.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "exponents that come so far have three digits, and there are 20 and 801 digits at most"
)]
fn all_digits(lexeme: &str, decimal: &Decimal) -> Product {
    let mut digits = Vec::new();
    let mut more = false;
    for byte in lexeme.bytes() {
        match byte {
            b'e' | b'E' => break,
            b'0' if digits.is_empty() => {}
            b'0'..=b'9' if digits.len() < MAX_DIGITS => digits.push(byte & 15),
            b'1'..=b'9' => more = true,
            _ => {}
        }
    }
    digits.push(u8::from(more));
    let mut product = Product::new(decimal.exponent + i64::from(decimal.digits) - digits.len() as i64);
    for digit in digits {
        product.append(10, u64::from(digit));
    }
    product
}

/// The shortest decimal that reads back as this double, and of several the nearest to it: digits, the last of which is not 0,
/// and the power of ten that belongs to that one. The double is not 0; its sign is ignored.
#[inline(never)]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "a significand has 53 bits and an exponent four digits; no value is above 2^62, and no unit above 10^18"
)]
fn shortest(double: f64) -> (u64, i64) {
    let bits = double.to_bits();
    let (stored, fraction) = ((bits >> 52 & 0x7FF) as i64, bits & ((1 << 52) - 1));
    let significand = fraction | u64::from(stored > 0) << 52;
    let is_even = significand.is_multiple_of(2);
    // In quarters of the last bit: the double, and the ends of what is nearer to it than to its neighbours. The lower one is
    // half as far away when a power of two is between them.
    let below = if fraction == 0 && stored > 1 { 1 } else { 2 };
    let quarters = significand * 4;
    let exponent = stored.max(1) - 1077;
    // In units of a power of ten, of which more than 10 fit between the ends: log10(2) is 78913 / 2^18.
    let mut power = ((exponent * 78913) >> 18) - 1;
    let in_units = |quarters: u64| {
        let floor = |scaled: &Scaled| {
            let shift = -(scaled.exponent + exponent);
            let ones = (1_u64 << shift) - 1;
            (!scaled.is_doubtful(ones)).then(|| (scaled.top >> shift, scaled.top & ones == 0 && scaled.ends()))
        };
        floor(&Scaled::approximate(quarters, -power))
            .or_else(|| floor(&Scaled::exact(quarters, -power)))
            .unwrap_or_default()
    };
    let (value, value_is_whole) = in_units(quarters);
    let (low, low_is_whole) = in_units(quarters - below);
    let (high, high_is_whole) = in_units(quarters + 2);
    // Half way, an even double is what is read back.
    let low = if low_is_whole && is_even { low } else { low + 1 };
    let high = if high_is_whole && !is_even { high - 1 } else { high };
    let mut unit = 1;
    // The double and its upper end in units, rounded down. Divided by 10 each time, for the unit could be 0 to a compiler.
    let (mut floor, mut most) = (value, high);
    while most / 10 * (unit * 10) >= low {
        (floor, most) = (floor / 10, most / 10);
        unit *= 10;
        power += 1;
    }
    let rest = value - floor * unit;
    let is_above_half = rest * 2 > unit || (rest * 2 == unit && (!value_is_whole || floor % 2 == 1));
    let up = (is_above_half && (floor + 1) * unit <= high) || floor * unit < low;
    (floor + u64::from(up), power)
}
