//! Connections of one client address are counted, so that one client cannot take every place.

use ipnet::IpNet;
use service::limits::subscriber;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The places of each client address. Loopback and trusted proxies carry many clients and are not counted.
#[derive(Debug, Clone)]
pub struct PeerSlots {
    most: usize,
    exempt: Arc<[IpNet]>,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// A place taken; given back when dropped.
#[derive(Debug)]
pub struct Slot(Option<(PeerSlots, IpAddr)>);

impl PeerSlots {
    /// At most `most` connections each, except for `exempt` networks.
    pub fn new(most: usize, exempt: &[IpNet]) -> Self {
        Self {
            most,
            exempt: exempt.into(),
            open: Arc::default(),
        }
    }

    /// Takes a place, or none when the client has all of its own.
    pub fn take(&self, peer: IpAddr) -> Option<Slot> {
        let peer = peer.to_canonical();
        if peer.is_loopback() || self.exempt.iter().any(|net| net.contains(&peer)) {
            return Some(Slot(None));
        }
        let client = subscriber(peer);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = open.entry(client).or_default();
        if *taken >= self.most {
            return None;
        }
        *taken += 1;
        Some(Slot(Some((self.clone(), client))))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let Some((slots, client)) = self.0.take() else {
            return;
        };
        let mut open = slots.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = open.get_mut(&client) {
            *taken -= 1;
            if *taken == 0 {
                open.remove(&client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_client_takes_no_more_than_its_places_and_gets_them_back() {
        let slots = PeerSlots::new(2, &[]);
        let (first, second) = (slots.take(ip("192.0.2.1")), slots.take(ip("192.0.2.1")));
        assert!(first.is_some() && second.is_some());
        assert!(slots.take(ip("::ffff:192.0.2.1")).is_none());
        assert!(slots.take(ip("192.0.2.2")).is_some());
        drop(first);
        assert!(slots.take(ip("192.0.2.1")).is_some());
        drop(second);
        assert!(slots.open.lock().unwrap().is_empty());
    }

    #[test]
    fn an_ipv6_network_is_one_client_and_proxies_are_not_counted() {
        let slots = PeerSlots::new(1, &["10.0.0.0/8".parse().unwrap()]);
        let held: Vec<_> = [
            "2001:db8::1",
            "10.0.0.1",
            "10.0.0.1",
            "127.0.0.1",
            "::1",
            "127.0.0.1",
        ]
        .map(|text| slots.take(ip(text)))
        .into();
        assert!(held.iter().all(Option::is_some));
        assert!(slots.take(ip("2001:db8::2")).is_none());
        assert!(slots.take(ip("2001:db8:0:1::2")).is_some());
    }
}
