//! Addresses and blocks of them, against the standard library's.

use std::net::IpAddr;

use proptest::prelude::*;

#[path = "../../src/pattern/address.rs"]
mod source;

use source::Block;

fn contains(block: &str, address: &str) -> Option<bool> {
    let (network, prefix) = block.split_once('/')?;
    let network: IpAddr = network.parse().ok()?;
    let is_plain = prefix.bytes().all(|byte| byte.is_ascii_digit()) && (prefix == "0" || !prefix.starts_with('0'));
    let prefix: u32 = prefix.parse().ok().filter(|_| is_plain)?;
    (prefix <= if network.is_ipv4() { 32 } else { 128 }).then(|| match (network, address.parse()) {
        (IpAddr::V4(network), Ok(IpAddr::V4(address))) => {
            (network.to_bits() ^ address.to_bits()).leading_zeros() >= prefix
        }
        (IpAddr::V6(network), Ok(IpAddr::V6(address))) => {
            (network.to_bits() ^ address.to_bits()).leading_zeros() >= prefix
        }
        _ => false,
    })
}

#[track_caller]
fn check(block: &str, address: &str) {
    assert_eq!(Block::parse(block).map(|block| block.contains(address)), contains(block, address), "{block} {address}");
}

#[test]
#[rustfmt::skip]
fn every_way_to_write_an_address() {
    let addresses = [
        "", "0.0.0.0", "1.2.3.4", "255.255.255.255", "256.1.1.1", "01.2.3.4", "1.2.3.00", "1.2.3", "1.2.3.4.5", "1..2.3", ".1.2.3",
        "1.2.3.", "1.2.3.4 ", "1.2.3.1000", "1.2.3.+4", "4294967296.0.0.0", "::", ":::", ":", "::1", "1::", "1::2", "1::2::3", "1:2",
        "1:", ":1", "::1:", ":1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8", "1:2:3::5:6:7:8", "1:2:3::4:5:6:7:8", "abcd:EF01::", "00001::", "0001::", "g::", "::1.2.3.4",
        "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5::1.2.3.4", "1:2:3:4:5:6::1.2.3.4", "1.2.3.4::",
        "::1.2.3.4:5", "::1.2.3", "::1.2.3.400", "fe80::1%eth0", "[::1]", "1.2.3.4:80", "é::", "1::é", "::1.2.3.04",
    ];
    let prefixes = ["", "/", "/0", "/1", "/8", "/15", "/16", "/17", "/31", "/32", "/33", "/100", "/127", "/128", "/129", "/00", "/08", "/+8",
        "/8 ", "/0008", "/00000000008", "/99999999999999999999", "/8/8", "/é"];
    for network in addresses {
        for prefix in prefixes {
            for address in addresses {
                check(&format!("{network}{prefix}"), address);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50_000))]

    #[test]
    fn texts_near_to_addresses(a in "[0-9a-fA-F:.]{0,20}", b in "[0-9a-f:.]{0,12}", prefix in "/[0-9]{0,3}") {
        check(&format!("{a}{prefix}"), &b);
        check(&format!("{b}{prefix}"), &a);
        check(&format!("{a}{prefix}"), &a);
    }

    #[test]
    fn ipv4(a: u32, differing in 0_u32..33, prefix in 0_u32..34) {
        let text = |bits: u32| std::net::Ipv4Addr::from_bits(bits).to_string();
        check(&format!("{}/{prefix}", text(a)), &text(a ^ 1_u32.checked_shl(differing).unwrap_or(0)));
    }

    #[test]
    fn ipv6(a: u128, zeros: u8, differing in 0_u32..129, prefix in 0_u32..130) {
        // Some groups are zero, so that `::` is written.
        let a = (0..8).filter(|group| zeros >> group & 1 == 0).fold(0, |kept, group| kept | a & 0xFFFF << (16 * group));
        let text = |bits: u128| std::net::Ipv6Addr::from_bits(bits).to_string();
        check(&format!("{}/{prefix}", text(a)), &text(a ^ 1_u128.checked_shl(differing).unwrap_or(0)));
    }

    #[test]
    fn groups(a in "(([0-9a-f]{0,5}|:){1}:){0,8}([0-9a-f]{0,4}|:|[0-9]{1,3}(\\.[0-9]{1,3}){3})") {
        check(&format!("{a}/0"), &a);
        check("::/0", &a);
    }
}
