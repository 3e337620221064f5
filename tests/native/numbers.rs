//! Numbers between text and double, against the standard library and ryu-js; decimals, against wider integers.

use proptest::prelude::*;
use variate::json::{Decimal, push_integer, to_double, to_integer, to_shortest_double, write_double};

/// How many random doubles a test takes.
const COUNT: u64 = 50_000;

/// Doubles of every magnitude, and those near to them that are hard: few bits, many, powers of two and their neighbours.
fn doubles() -> impl Iterator<Item = f64> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let random = (0..COUNT).map(move |index| {
        let bits = random();
        match index % 8 {
            // Subnormal ones, then integers, then few decimal places, then powers of two and their neighbours.
            0 => f64::from_bits(bits >> (12 + bits % 52)),
            1 => (bits >> (bits % 64)) as f64,
            2 => (bits >> (bits % 64)) as f64 / 10_f64.powi((bits % 23) as i32),
            3 => f64::from_bits((bits >> 53 << 52).wrapping_add(bits % 5).wrapping_sub(2)),
            4 => f64::from_bits(bits & 0xFFFF_FFFF_F000_0000),
            _ => f64::from_bits(bits),
        }
    });
    let powers = (-345..310).map(|power| format!("1e{power}").parse::<f64>().unwrap());
    let edges =
        [0.0, -0.0, f64::MAX, f64::MIN_POSITIVE, f64::EPSILON, 5e-324, 1e21, 1e-6, 1e-7, 123_456_789_012_345_680_000.0];
    random.chain(powers).chain(edges).filter(|double| double.is_finite())
}

#[track_caller]
fn reads_as_std(text: &str) {
    let expected = text.parse().ok().filter(|double: &f64| double.is_finite());
    assert!(
        to_double(text).map(f64::to_bits) == expected.map(f64::to_bits),
        "{:?}, not {expected:?}: {text:.200}",
        to_double(text)
    );
}

#[test]
fn a_text_is_read_as_the_nearest_double() {
    for (index, double) in doubles().enumerate() {
        reads_as_std(&format!("{double:e}"));
        // Texts of more digits and of fewer, one of these for each.
        reads_as_std(&format!("{double:.*e}", index % 40));
        if index % 16 == 0 {
            reads_as_std(&format!("{double}"));
        }
    }
}

#[test]
fn halfway_between_two_doubles_the_even_one_is_nearest() {
    for (index, double) in doubles().map(f64::abs).enumerate().filter(|(index, _)| index % 8 == 3 || index % 61 == 0) {
        if double == f64::MAX {
            continue;
        }
        let middle = middle(&format!("{double:.1075}"), &format!("{:.1075}", double.next_up()));
        reads_as_std(&middle);
        reads_as_std(&format!("{middle}{}", "0".repeat(index % 900)));
        reads_as_std(&format!("{middle}{}1", "0".repeat(index % 900)));
        // A little less.
        let mut below = middle.into_bytes();
        for digit in below.iter_mut().rev().filter(|digit| **digit != b'.') {
            *digit = if *digit == b'0' { b'9' } else { *digit - 1 };
            if *digit != b'9' {
                break;
            }
        }
        let below = String::from_utf8(below).unwrap();
        reads_as_std(&below);
        reads_as_std(&format!("{below}{}", "9".repeat(index % 900)));
    }
    // The middle above the greatest double is out of range.
    let max = format!("{:.0}", f64::MAX);
    reads_as_std(&max.replace("858368", "858369"));
    assert_eq!(to_double("1.7976931348623159e308"), None);
    assert_eq!(
        to_double("179769313486231580793728971405301e276"),
        "179769313486231580793728971405301e276".parse().ok()
    );
}

/// Half of the sum of two decimals of the same form: `12.50` and `13.50`.
fn middle(a: &str, b: &str) -> String {
    let width = a.len().max(b.len());
    let digits = |text: &str| format!("{text:0>width$}").into_bytes();
    let mut sum: Vec<u8> =
        digits(a).into_iter().zip(digits(b)).map(|(a, b)| if a == b'.' { a } else { a - b'0' + b - b'0' }).collect();
    let mut carry = 0;
    for digit in &mut sum {
        if *digit == b'.' {
            continue;
        }
        let value = *digit + 10 * carry;
        (*digit, carry) = (value / 2 + b'0', value % 2);
    }
    // Digits of the halved sum may be above 9: carry them on.
    let mut carry = 0;
    for digit in sum.iter_mut().rev().filter(|digit| **digit != b'.') {
        let value = *digit - b'0' + carry;
        (*digit, carry) = (value % 10 + b'0', value / 10);
    }
    assert_eq!(carry, 0);
    let text = String::from_utf8(sum).unwrap();
    let text = text.trim_start_matches('0');
    if text.starts_with('.') { format!("0{text}") } else { text.to_owned() }
}

#[test]
fn a_double_is_written_as_javascript_does() {
    for double in doubles() {
        let mut text = String::from("x");
        write_double(double, &mut text);
        assert_eq!(text, format!("x{}", ryu_js::Buffer::new().format_finite(double)), "{:x}", double.to_bits());
    }
}

#[test]
fn a_text_is_the_shortest_of_its_double_or_not() {
    let mut counts = [0, 0];
    for (index, double) in doubles().enumerate() {
        for text in [format!("{double:e}"), format!("{double:.*e}", 13 + index % 6), format!("{double:.*e}", index % 3)]
        {
            let Some(read) = to_double(&text) else { continue };
            let digits = |text: &str| NaiveDecimal::parse(text);
            let shortest = digits(&text) == digits(ryu_js::Buffer::new().format_finite(read));
            assert_eq!(to_shortest_double(&text), shortest.then_some(read), "{text}");
            counts[usize::from(shortest)] += 1;
        }
    }
    assert!(counts.iter().all(|count| *count > COUNT / 4), "{counts:?}");
}

#[test]
fn texts_of_megabytes_are_read_in_time() {
    for text in [
        "9".repeat(3_000_000),
        format!("0.{}", "9".repeat(3_000_000)),
        format!("0.{}1", "0".repeat(3_000_000)),
        format!("1e{}", "9".repeat(3_000_000)),
        format!("1e-{}", "9".repeat(3_000_000)),
        format!("0e{}", "9".repeat(3_000_000)),
        format!("9007199254740993.{}", "0".repeat(3_000_000)),
        format!("9007199254740993.{}1", "0".repeat(3_000_000)),
    ] {
        reads_as_std(&text);
    }
    // The standard library reads no such exponent.
    assert_eq!(to_double(&format!("1{}e-3000000", "0".repeat(3_000_000))), Some(1.0));
    assert_eq!(to_double(&format!("{}e-2999997", "123456789".repeat(333_333))), Some(0.123_456_789_123_456_79));
}

/// The value `±digits × 10^exponent`, exactly.
#[derive(Debug, PartialEq)]
struct NaiveDecimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl NaiveDecimal {
    fn parse(text: &str) -> NaiveDecimal {
        let (mantissa, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let unsigned = whole.trim_start_matches('-');
        let all = format!("{unsigned}{fraction}");
        let digits = all.trim_end_matches('0');
        let dropped = all.len() - digits.len();
        let digits = digits.trim_start_matches('0').to_owned();
        let exponent = match digits.as_str() {
            "" => 0,
            _ => power.parse::<i64>().unwrap() - fraction.len() as i64 + dropped as i64,
        };
        NaiveDecimal { negative: whole != unsigned && !digits.is_empty(), digits, exponent }
    }

    fn floor(&self, power: i64) -> Option<i64> {
        let exponent = self.exponent + power;
        if self.digits.is_empty() {
            return Some(0);
        }
        let kept = self.digits.len() as i64 + exponent.min(0);
        let whole = if kept > 0 { self.digits.get(..kept as usize)?.parse::<i128>().ok()? } else { 0 };
        let magnitude = whole.checked_mul(10_i128.checked_pow(u32::try_from(exponent.max(0)).ok()?)?)?;
        i64::try_from(if self.negative { -magnitude - i128::from(exponent < 0) } else { magnitude }).ok()
    }
}

#[test]
#[rustfmt::skip]
fn the_ends_of_integers() {
    for text in [
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "9223372036854775807.9",
        "-9223372036854775807.1", "-9223372036854775808.1", "18446744073709551616", "1e18", "1e19", "-1e19", "9.3e18",
        "0.000000000000000000000000000001", "-0.000000000000000000000000000001", "-0", "-0.0e5", "10000000000000000000000005e-25",
        "-10000000000000000000000005e-25", "1.00000000000000000000000000000000000", "123456789012345678901234567890e-12",
    ] {
        check_decimal(text);
    }
}

#[track_caller]
fn check_decimal(text: &str) {
    let (decimal, naive) = (Decimal::parse(text), NaiveDecimal::parse(text));
    for power in [0, 3, 6] {
        assert_eq!(decimal.floor_scaled(power), naive.floor(power), "{text} {power}");
        let scaled = naive.floor(power).filter(|_| naive.digits.is_empty() || naive.exponent + power >= 0);
        assert_eq!(decimal.to_scaled_integer(power), scaled, "{text} {power}");
    }
    assert_eq!(to_integer(text), decimal.to_scaled_integer(0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50_000))]

    #[test]
    fn decimals(text in "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,24})?([eE][+-]?[0-9]{1,2})?|-?[1-9]0{0,25}[0-9](\\.0{0,25}[0-9])?(e-?[0-9]{1,2})?") {
        check_decimal(&text);
    }

    #[test]
    fn equal_decimals(a in "-?[1-9]{0,2}0{0,3}\\.?0{0,3}[1-9]{0,2}(e-?[0-3])?", b in "-?[1-9]{0,2}0{0,3}\\.?0{0,3}[1-9]{0,2}(e-?[0-3])?") {
        prop_assert_eq!(Decimal::parse(&a) == Decimal::parse(&b), NaiveDecimal::parse(&a) == NaiveDecimal::parse(&b));
    }

    #[test]
    fn integers(value: i64) {
        let mut text = String::from("x");
        push_integer(&mut text, value);
        prop_assert_eq!(text, format!("x{value}"));
    }

    #[test]
    fn texts(text in "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,24})?([eE][+-]?[0-9]{1,3})?") {
        reads_as_std(&text);
    }
}
