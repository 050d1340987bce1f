//! Which address a request comes from, behind proxies that we trust. Not from a crate: the known ones take the
//! left-most X-Forwarded-For entry, which the client writes itself.

use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// No honest chain of proxies is longer; the rest of a longer list is not read.
const MOST_HOPS: usize = 32;

/// The client's address. Headers count only when the TCP peer is a trusted proxy; then all
/// `X-Forwarded-For` lines are walked from the right: trusted proxies are skipped, the first other address is
/// the client. Whatever is no address ends the walk at the last good one, so that nothing the client wrote to
/// the left of it can matter.
pub fn client_ip<L: AsRef<[u8]>>(peer: IpAddr, forwarded_for: &[L], trusted: &[IpNet]) -> IpAddr {
    let peer = peer.to_canonical();
    let mut last_good = peer;
    if !is_trusted(peer, trusted) {
        return peer;
    }
    let hops = forwarded_for
        .iter()
        .rev()
        .flat_map(|line| line.as_ref().rsplit(|&byte| byte == b','));
    for hop in hops.take(MOST_HOPS) {
        match address(hop) {
            Some(hop) if is_trusted(hop, trusted) => last_good = hop,
            Some(hop) => return hop,
            None => return last_good,
        }
    }
    last_good
}

/// The addresses that one subscriber holds, by their first: one of IPv4, a /64 of IPv6.
pub fn subscriber(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(ip) => IpAddr::V6((u128::from(ip) & !u128::from(u64::MAX)).into()),
        ip @ IpAddr::V4(_) => ip,
    }
}

/// Reads `1.2.3.4`, `1.2.3.4:5`, `::1`, `[::1]` and `[::1]:5`.
fn address(hop: &[u8]) -> Option<IpAddr> {
    let hop = std::str::from_utf8(hop).ok()?.trim_matches([' ', '\t']);
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let ip = match bare {
        Some(inner) => inner.parse().map(IpAddr::V6).ok()?,
        None => hop
            .parse()
            .or_else(|_| hop.parse::<SocketAddr>().map(|socket| socket.ip()))
            .ok()?,
    };
    Some(ip.to_canonical())
}

fn is_trusted(ip: IpAddr, trusted: &[IpNet]) -> bool {
    trusted
        .iter()
        .any(|net| net.contains(&ip) || mapped(ip).is_some_and(|ip| net.contains(&ip)))
}

/// An operator may have written the trusted IPv4 proxy as `::ffff:10.0.0.1`.
fn mapped(ip: IpAddr) -> Option<IpAddr> {
    match ip {
        IpAddr::V4(ip) => Some(IpAddr::V6(ip.to_ipv6_mapped())),
        IpAddr::V6(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a row sends: the TCP peer, the header lines, and the address that must come out. Trusted are
    /// `10.0.0.0/8`, `127.0.0.1`, `fd00::/8` and `::ffff:192.0.2.9`.
    type Row = (&'static str, &'static [&'static str], &'static str);

    const LONG: &str =
        "203.0.113.7, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1";

    const DIRECT: &[Row] = &[
        ("203.0.113.7", &[], "203.0.113.7"),
        ("203.0.113.7", &["198.51.100.1"], "203.0.113.7"),
        ("203.0.113.7", &["10.0.0.1"], "203.0.113.7"),
        ("203.0.113.7", &["127.0.0.1"], "203.0.113.7"),
        ("203.0.113.7", &["198.51.100.1, 10.0.0.1"], "203.0.113.7"),
        ("203.0.113.7", &["garbage"], "203.0.113.7"),
        ("203.0.113.7", &["198.51.100.1", "10.0.0.1"], "203.0.113.7"),
        ("::ffff:203.0.113.7", &["198.51.100.1"], "203.0.113.7"),
        ("2001:db8::5", &["198.51.100.1"], "2001:db8::5"),
        ("192.168.1.1", &["198.51.100.1"], "192.168.1.1"),
    ];

    const ONE_PROXY: &[Row] = &[
        ("10.0.0.1", &[], "10.0.0.1"),
        ("10.0.0.1", &[""], "10.0.0.1"),
        ("10.0.0.1", &["   "], "10.0.0.1"),
        ("10.0.0.1", &[","], "10.0.0.1"),
        ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", &["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", &["  198.51.100.1\t"], "198.51.100.1"),
        ("10.0.0.1", &["1.1.1.1,198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", &["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", &["1.1.1.1, 2.2.2.2, 198.51.100.1"], "198.51.100.1"),
        ("::ffff:10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", &["::ffff:198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", &["192.168.1.1"], "192.168.1.1"),
        ("192.0.2.9", &["198.51.100.1"], "198.51.100.1"),
        ("fd00::1", &["2001:db8::5"], "2001:db8::5"),
    ];

    const SEVERAL_LINES_AND_PROXIES: &[Row] = &[
        ("10.0.0.1", &["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", &["198.51.100.1", "10.0.0.2"], "198.51.100.1"),
        (
            "10.0.0.1",
            &["1.1.1.1, 198.51.100.1", "10.0.0.3, 10.0.0.2"],
            "198.51.100.1",
        ),
        ("10.0.0.1", &["198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", &["198.51.100.1, ::ffff:10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", &["fd00::7, 10.0.0.2"], "fd00::7"),
        ("10.0.0.1", &["", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", &["198.51.100.1", ""], "10.0.0.1"),
        ("10.0.0.1", &[LONG], "203.0.113.7"),
    ];

    const ODD_WRITING: &[Row] = &[
        ("10.0.0.1", &["198.51.100.1:4711"], "198.51.100.1"),
        ("10.0.0.1", &["[2001:db8::5]"], "2001:db8::5"),
        ("10.0.0.1", &["[2001:db8::5]:4711"], "2001:db8::5"),
        ("10.0.0.1", &["2001:db8::5"], "2001:db8::5"),
        ("10.0.0.1", &["2001:DB8:0:0::5"], "2001:db8::5"),
        ("10.0.0.1", &["[198.51.100.1]"], "10.0.0.1"),
        ("10.0.0.1", &["fe80::1%eth0"], "10.0.0.1"),
        ("10.0.0.1", &["198.51.100.1, garbage"], "10.0.0.1"),
        ("10.0.0.1", &["198.51.100.1, unknown, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", &["198.51.100.1,,10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", &["for=198.51.100.1"], "10.0.0.1"),
        ("10.0.0.1", &["\"198.51.100.1\""], "10.0.0.1"),
        ("10.0.0.1", &["198.51.100.1;10.0.0.2"], "10.0.0.1"),
        ("10.0.0.1", &["198.51.100.256"], "10.0.0.1"),
        ("10.0.0.1", &["0198.51.100.1"], "10.0.0.1"),
        ("10.0.0.1", &["0x7f000001"], "10.0.0.1"),
        ("10.0.0.1", &["198.51.100"], "10.0.0.1"),
        ("10.0.0.1", &["_hidden, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", &["１９８.51.100.1"], "10.0.0.1"),
    ];

    #[test]
    fn the_client_is_the_first_untrusted_hop_from_the_right() {
        let trusted = ["10.0.0.0/8", "127.0.0.1/32", "fd00::/8", "::ffff:192.0.2.9/128"];
        let trusted = trusted.map(|net| net.parse().unwrap());
        let rows = [DIRECT, ONE_PROXY, SEVERAL_LINES_AND_PROXIES, ODD_WRITING].concat();
        assert!(rows.len() >= 40);
        for (peer, lines, expected) in rows {
            let found = client_ip(peer.parse().unwrap(), lines, &trusted);
            assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer} {lines:?}");
        }
    }

    #[test]
    fn without_trusted_proxies_headers_never_count() {
        for (peer, lines, _) in [DIRECT, ONE_PROXY, ODD_WRITING].concat() {
            let peer: IpAddr = peer.parse().unwrap();
            assert_eq!(client_ip(peer, lines, &[]), peer.to_canonical());
        }
    }

    #[test]
    fn an_endless_list_and_broken_bytes_end_the_walk() {
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        let peer = "10.0.0.1".parse().unwrap();
        let endless = format!("203.0.113.7{}", ", 10.0.0.2".repeat(1_000));
        assert_eq!(
            client_ip(peer, &[endless], &trusted),
            "10.0.0.2".parse::<IpAddr>().unwrap()
        );
        assert_eq!(client_ip(peer, &[b"203.0.113.7\xff".as_slice()], &trusted), peer);
    }
}
