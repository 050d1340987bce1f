use super::*;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A limiter with three searches in thirty seconds and a clock to move, in milliseconds.
fn limits() -> (Limits, Arc<AtomicU64>) {
    let time = Arc::new(AtomicU64::new(0));
    let shown = Arc::clone(&time);
    let ticks = Ticks::from_fn(move || Duration::from_millis(shown.load(Ordering::Relaxed)));
    let settings = toml::from_str("search = { times = 3, seconds = 30 }").unwrap();
    (Limits::new(&settings, &Rng::seeded(1), ticks), time)
}

fn v4(n: u32) -> IpAddr {
    Ipv4Addr::from(n).into()
}

fn v6(n: u128) -> IpAddr {
    Ipv6Addr::from(n).into()
}

fn allowed(limits: &Limits, clients: impl IntoIterator<Item = IpAddr>) -> usize {
    clients
        .into_iter()
        .filter(|&ip| limits.check(Action::Search, ip).is_ok())
        .count()
}

#[test]
fn a_quota_is_used_up_and_given_back_evenly() {
    let (limits, time) = limits();
    assert_eq!(allowed(&limits, [v4(1); 5]), 3);
    assert_eq!(
        limits.check(Action::Search, v4(1)),
        Err(RetryAfter(Duration::from_secs(10)))
    );
    time.store(10_000, Ordering::Relaxed);
    assert_eq!(allowed(&limits, [v4(1); 5]), 1);
    time.store(60_000, Ordering::Relaxed);
    assert_eq!(allowed(&limits, [v4(1); 5]), 3);
}

#[test]
fn clients_and_actions_do_not_share_a_quota() {
    let (limits, _) = limits();
    assert_eq!(allowed(&limits, [v4(1); 4]), 3);
    assert_eq!(allowed(&limits, [v4(2); 4]), 3);
    assert!(limits.check(Action::Suggest, v4(1)).is_ok());
}

#[test]
fn an_ipv4_address_written_as_ipv6_is_the_same_client() {
    let (limits, _) = limits();
    let mapped = Ipv4Addr::from(1).to_ipv6_mapped().into();
    assert_eq!(allowed(&limits, [v4(1), mapped, v4(1), mapped]), 3);
}

#[test]
fn all_addresses_of_an_ipv6_64_are_one_client_and_a_48_is_bounded() {
    let (limits, _) = limits();
    let net = 0x2001_0db8_0001_u128 << 80;
    assert_eq!(allowed(&limits, (0..10).map(|host| v6(net | host))), 3);
    let (limits, _) = self::limits();
    assert_eq!(
        allowed(&limits, (0..100).map(|subnet| v6(net | (subnet << 64)))),
        24
    );
}

#[test]
fn a_site_that_is_used_up_takes_no_places_from_others() {
    let (limits, _) = limits();
    let net = 0x2001_0db8_0001_u128 << 80;
    allowed(&limits, (0..24).map(|subnet| v6(net | (subnet << 64))));
    let held = limits.held();
    allowed(&limits, (24..500).map(|subnet| v6(net | (subnet << 64))));
    assert_eq!(limits.held(), held);
}

#[test]
fn a_client_that_asks_too_often_does_not_use_up_its_neighbours_share() {
    let (limits, _) = limits();
    let net = 0x2001_0db8_0001_u128 << 80;
    allowed(&limits, std::iter::repeat_n(v6(net), 1000));
    assert_eq!(
        allowed(&limits, (1..100).map(|subnet| v6(net | (subnet << 64)))),
        21
    );
}

#[test]
fn a_name_from_one_client_is_not_the_same_name_from_another() {
    let (limits, _) = limits();
    let tries = |ip| {
        (0..5)
            .filter(|_| {
                limits
                    .check(Action::Search, Subject::NameFrom("admin", ip))
                    .is_ok()
            })
            .count()
    };
    assert_eq!((tries(v4(1)), tries(v4(2))), (3, 3));
    let tries = (0..5)
        .filter(|_| {
            limits
                .check(Action::Search, Subject::Name("F-2026-0000000"))
                .is_ok()
        })
        .count();
    assert_eq!(tries, 3);
}

#[test]
fn a_mailbox_is_counted_by_its_whole_digest() {
    let (limits, _) = limits();
    let asks = |digest: [u8; 32]| {
        (0..5)
            .filter(|_| limits.check(Action::Search, &digest).is_ok())
            .count()
    };
    let mut other = [7; 32];
    other[31] = 8;
    assert_eq!((asks([7; 32]), asks(other)), (3, 3));
}

#[test]
fn a_million_addresses_take_bounded_memory_and_share_what_is_left() {
    let (limits, time) = limits();
    let known = allowed(&limits, (0..300_000).map(v4));
    assert!(limits.held() <= MOST_CLIENTS + 16, "{}", limits.held());
    // All beyond the bound got one client's quota per shard.
    assert!(known <= MOST_CLIENTS + 16 + 16 * 3, "{known}");
    assert!(
        limits.check(Action::Search, v4(0)).is_ok(),
        "a known client keeps its own quota"
    );

    time.store(200_000, Ordering::Relaxed);
    assert!(
        limits.check(Action::Search, v4(900_000)).is_ok(),
        "old clients are forgotten, new ones welcome"
    );
    assert!(limits.held() <= 1, "{}", limits.held());
}

#[test]
fn disabled_limits_allow_everything() {
    let limits = Limits::disabled(&Rng::seeded(1));
    assert_eq!(allowed(&limits, std::iter::repeat_n(v4(1), 10_000)), 10_000);
}

#[test]
fn the_time_to_come_back_is_said_in_whole_seconds_and_never_zero() {
    assert_eq!(
        RetryAfter(Duration::from_millis(20)).to_string(),
        "操作过于频繁，请在 1 秒后再试。"
    );
}
