//! Ion's timestamps: `2024T`, `2024-02T`, `2024-02-29`, `2024-02-29T12:30Z`, `2024-02-29T12:30:59.25+01:00`.

use crate::time::days_since_1970;

/// The earliest moment that a timestamp stands for. An unknown offset, and none, is UTC (R33).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    /// Since 1970-01-01T00:00:00Z.
    seconds: i64,
    /// The digits after the point, without zeros at the end: they compare as texts.
    fraction: Box<str>,
}

impl Instant {
    /// Whole seconds since 1970, and the digits of what is left, without zeros at the end.
    pub fn parts(&self) -> (i64, &str) {
        (self.seconds, &self.fraction)
    }

    /// The timestamp that the text begins with, and its length.
    pub(super) fn read(text: &str) -> Option<(Instant, usize)> {
        let mut fields = Fields { text, rest: text.as_bytes() };
        let year = fields.number(4).filter(|year| *year > 0)?;
        let (mut month, mut day) = (1, 1);
        let mut seconds = 0;
        let mut fraction = "";
        if fields.eat(b'T') {
            return fields.instant(year, month, day, seconds, fraction);
        }
        fields.expect(b'-')?;
        month = fields.number(2)?;
        if fields.eat(b'T') {
            return fields.instant(year, month, day, seconds, fraction);
        }
        fields.expect(b'-')?;
        day = fields.number(2)?;
        if fields.eat(b'T') && fields.rest.first().is_some_and(u8::is_ascii_digit) {
            let hour = fields.number(2).filter(|hour| *hour < 24)?;
            fields.expect(b':')?;
            let minute = fields.number(2).filter(|minute| *minute < 60)?;
            let mut second = 0;
            if fields.eat(b':') {
                second = fields.number(2).filter(|second| *second < 60)?;
                if fields.eat(b'.') {
                    fraction = fields.digits()?;
                }
            }
            seconds = (hour * 60 + minute - fields.offset_minutes()?) * 60 + second;
        }
        fields.instant(year, month, day, seconds, fraction)
    }
}

/// What is left to read.
struct Fields<'a> {
    text: &'a str,
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    fn instant(&self, year: i64, month: i64, day: i64, seconds: i64, fraction: &str) -> Option<(Instant, usize)> {
        let days = days_since_1970(year, month, day)?;
        let fraction = fraction.trim_end_matches('0').into();
        Some((Instant { seconds: days * 86_400 + seconds, fraction }, self.text.len() - self.rest.len()))
    }

    fn eat(&mut self, wanted: u8) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == wanted => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn expect(&mut self, wanted: u8) -> Option<()> {
        self.eat(wanted).then_some(())
    }

    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.rest.split_at_checked(digits)?;
        self.rest = rest;
        number.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
    }

    /// At least one digit.
    fn digits(&mut self) -> Option<&'a str> {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        std::str::from_utf8(digits).ok().filter(|digits| !digits.is_empty())
    }

    /// `Z`, or hours and minutes with a sign.
    fn offset_minutes(&mut self) -> Option<i64> {
        if self.eat(b'Z') {
            return Some(0);
        }
        let sign = if self.eat(b'-') { -1 } else { self.expect(b'+').map(|()| 1)? };
        let hours = self.number(2).filter(|hours| *hours < 24)?;
        self.expect(b':')?;
        let minutes = self.number(2).filter(|minutes| *minutes < 60)?;
        Some(sign * (hours * 60 + minutes))
    }
}
