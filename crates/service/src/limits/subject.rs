//! Who is counted, as keyed hashes: nothing in the limiter's memory names an address or an account.

use super::client::subscriber;
use crate::keys::MacKey;
use crate::receipt::Hash;
use crate::rng::Rng;
use std::net::IpAddr;

/// Who or what a quota is for.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// A client: an IPv4 address, or an IPv6 /64 (and, more generously, its /48).
    Client(IpAddr),
    /// A thing asked for, whoever asks: a case reference.
    Name(&'a str),
    /// A thing asked for by one client: an account at sign-in.
    NameFrom(&'a str, IpAddr),
    /// What only its keyed digest names: a mailbox.
    Digest(&'a Hash),
}

impl From<IpAddr> for Subject<'_> {
    fn from(client: IpAddr) -> Self {
        Self::Client(client)
    }
}

impl<'a> From<&'a str> for Subject<'a> {
    fn from(name: &'a str) -> Self {
        Self::Name(name)
    }
}

impl<'a> From<&'a Hash> for Subject<'a> {
    fn from(digest: &'a Hash) -> Self {
        Self::Digest(digest)
    }
}

/// The hashes to count under.
pub(super) struct Counted {
    pub(super) each: u64,
    pub(super) site: Option<u64>,
}

pub(super) struct Keys(MacKey);

impl Keys {
    pub(super) fn new(rng: &Rng) -> Self {
        Self(MacKey::new(rng.bytes()))
    }

    pub(super) fn of(&self, subject: &Subject<'_>) -> Counted {
        match *subject {
            Subject::Client(ip) => {
                let (each, site) = prefixes(ip);
                Counted {
                    each: self.hash(b"c", &each, ""),
                    site: site.map(|site| self.hash(b"s", &site, "")),
                }
            }
            Subject::Name(name) => Counted {
                each: self.hash(b"n", &[], name),
                site: None,
            },
            Subject::NameFrom(name, ip) => Counted {
                each: self.hash(b"f", &prefixes(ip).0, name),
                site: None,
            },
            Subject::Digest(digest) => Counted {
                each: self.hash(b"d", digest, ""),
                site: None,
            },
        }
    }

    fn hash(&self, kind: &[u8], prefix: &[u8], name: &str) -> u64 {
        let length = [u8::try_from(prefix.len()).unwrap_or(u8::MAX)];
        let mac = self.0.mac(&[kind, &length, prefix, name.as_bytes()]);
        u64::from_be_bytes(std::array::from_fn(|index| mac[index]))
    }
}

/// The part of an address that one subscriber holds, and that of the whole site for IPv6.
fn prefixes(ip: IpAddr) -> (Vec<u8>, Option<Vec<u8>>) {
    match subscriber(ip) {
        IpAddr::V4(ip) => (ip.octets().to_vec(), None),
        IpAddr::V6(ip) => (ip.octets().to_vec(), Some(ip.octets()[..6].to_vec())),
    }
}
