//! Addresses and blocks of them (R10), as the standard library reads them, in a sixth of its WebAssembly.

/// An IPv4 or IPv6 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Address {
    is_ipv4: bool,
    /// 8, or of IPv4 the first 2.
    groups: [u16; 8],
}

/// A block of addresses: those that agree with `network` in the first `prefix` bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    network: Address,
    prefix: u32,
}

#[expect(clippy::arithmetic_side_effects, reason = "a position in a text")]
impl Block {
    /// Reads `address/prefix length`; `None` if it is none.
    pub(crate) fn parse(text: &str) -> Option<Block> {
        let slash = text.bytes().position(|byte| byte == b'/')?;
        let network = Address::parse(text.as_bytes().get(..slash)?)?;
        let digits = text.as_bytes().get(slash + 1..)?;
        let prefix = number(digits, 10)?;
        let longest = if network.is_ipv4 { 32 } else { 128 };
        // No zeros in front, as in addresses.
        let is_plain = digits.len() == 1 || digits.first() != Some(&b'0');
        (is_plain && prefix <= longest).then_some(Block { network, prefix })
    }

    pub(crate) fn contains(&self, address: &str) -> bool {
        let Some(address) = Address::parse(address.as_bytes()) else { return false };
        let mut left = self.prefix;
        for (ours, theirs) in self.network.groups.iter().zip(&address.groups) {
            let agreeing = (ours ^ theirs).leading_zeros();
            if agreeing < left.min(16) {
                return false;
            }
            left = left.saturating_sub(16);
        }
        address.is_ipv4 == self.network.is_ipv4
    }
}

#[expect(clippy::arithmetic_side_effects, reason = "indices of groups: `count` is 8 at most, and `index` below it")]
impl Address {
    #[inline(never)]
    fn parse(text: &[u8]) -> Option<Address> {
        let mut groups = [0; 8];
        if let Some([high, low]) = ipv4(text) {
            let [first, second, ..] = &mut groups;
            (*first, *second) = (high, low);
            return Some(Address { is_ipv4: true, groups });
        }
        let mut count = 0;
        let mut push = |group| {
            let place = groups.get_mut(count)?;
            *place = group;
            count += 1;
            Some(count)
        };
        // Where `::` stands for the groups that are missing.
        let mut gap = None;
        let mut rest = text;
        let mut filled = 0;
        while !rest.is_empty() {
            if rest.starts_with(b"::") && gap.is_none() {
                gap = Some(filled);
                rest = rest.get(2..)?;
                continue;
            }
            // A colon before every group but the first, and but the one after `::`.
            if filled > 0 && gap != Some(filled) {
                rest = rest.strip_prefix(b":")?;
            }
            let end = rest.iter().position(|byte| *byte == b':').unwrap_or(rest.len());
            let (group, after) = rest.split_at_checked(end)?;
            rest = after;
            filled = match ipv4(group) {
                Some([high, low]) if rest.is_empty() => {
                    push(high)?;
                    push(low)?
                }
                _ => push(number(group, 16)? as u16)?,
            };
        }
        match gap {
            None => (count == 8).then_some(()),
            Some(gap) => {
                for index in (gap..count).rev() {
                    let group = std::mem::take(groups.get_mut(index)?);
                    *groups.get_mut(index + 8 - count)? = group;
                }
                // It stands for one at least.
                (count < 8).then_some(())
            }
        }?;
        Some(Address { is_ipv4: false, groups })
    }
}

/// Four numbers below 256 with dots between them, no zeros in front, as two groups.
#[expect(clippy::arithmetic_side_effects, reason = "a part is below 256, and a fourth dot the last")]
fn ipv4(text: &[u8]) -> Option<[u16; 2]> {
    let (mut address, mut dots, mut part, mut digits) = (0_u32, 0, 0, 0);
    for byte in text {
        match byte {
            b'.' if digits > 0 => {
                address = address << 8 | part;
                dots += 1;
                (part, digits) = (0, 0);
            }
            b'0'..=b'9' if digits == 0 || part > 0 => {
                part = part * 10 + u32::from(byte & 15);
                digits += 1;
            }
            _ => return None,
        }
        if part > 255 || dots > 3 {
            return None;
        }
    }
    let address = address << 8 | part;
    (dots == 3 && digits > 0).then_some([(address >> 16) as u16, address as u16])
}

/// One to four digits, and nothing else.
#[expect(clippy::arithmetic_side_effects, reason = "four digits at most")]
fn number(digits: &[u8], radix: u32) -> Option<u32> {
    if !(1..=4).contains(&digits.len()) {
        return None;
    }
    let mut number = 0;
    for digit in digits {
        number = number * radix + char::from(*digit).to_digit(radix)?;
    }
    Some(number)
}
