use super::*;
use crate::accounts::{self, NewAccount};
use crate::lifecycle::{OlderSchema, Opening};
use crate::limits::{LimitSettings, Limits, Ticks};
use crate::passwords::{Cost, NewPassword, Passwords};
use domain::role::Role;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;
use testkit::MockClock;

const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
const PASSWORD: &str = "雨后石桥上有三只白鹅走过";

struct Case {
    services: Services,
    clock: MockClock,
    _folder: tempfile::TempDir,
}

impl Case {
    fn forward(&self, by: TimeDelta) {
        self.clock.advance(by);
    }

    async fn sign_in(&self) -> Token {
        sign_in(&self.services, CLIENT, "handler", PASSWORD)
            .await
            .unwrap()
            .1
    }

    async fn is_alive(&self, token: &Token) -> bool {
        current(&self.services, Lifetime::new(15, 12), token)
            .await
            .unwrap()
            .is_some()
    }
}

async fn with_handler() -> Case {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
    let mut opening = Opening::new(folder.path().to_owned(), url, OlderSchema::Refuse);
    let clock = MockClock::default();
    opening.clock = Arc::new(clock.clone());
    let mut services = opening.open().await.unwrap();
    services.passwords = Passwords::new(services.rng.clone(), Cost::LIGHT);
    let still = Ticks::from_fn(|| Duration::ZERO);
    services.limits = Arc::new(Limits::new(&LimitSettings::default(), &services.rng, still));
    let new = NewAccount {
        username: "handler".into(),
        display_name: "王警官".into(),
        role: Role::Handler,
        unit: "county".into(),
        badge: None,
    };
    accounts::add(&services, &new, &NewPassword::parse(PASSWORD, &[]).unwrap())
        .await
        .unwrap();
    Case {
        services,
        clock,
        _folder: folder,
    }
}

#[tokio::test]
async fn the_right_password_begins_a_session_and_signing_out_ends_it() {
    let case = with_handler().await;
    let token = case.sign_in().await;
    let staff = current(&case.services, Lifetime::new(15, 12), &token)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((staff.username.as_str(), staff.role), ("handler", Role::Handler));
    sign_out(&case.services, &staff, &token).await.unwrap();
    assert!(!case.is_alive(&token).await);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_get_the_same_answer() {
    let case = with_handler().await;
    let wrong = sign_in(&case.services, CLIENT, "handler", "something else")
        .await
        .unwrap_err();
    let unknown = sign_in(&case.services, CLIENT, "nobody", PASSWORD)
        .await
        .unwrap_err();
    assert!(matches!(
        (&wrong, &unknown),
        (SignInError::Wrong, SignInError::Wrong)
    ));
    assert_eq!(wrong.to_string(), unknown.to_string());
}

#[tokio::test]
async fn guessing_is_slowed_down_alike_for_known_and_unknown_names() {
    let case = with_handler().await;
    for name in ["handler", "nobody"] {
        let mut refused = 0;
        for _ in 0..12 {
            let answer = sign_in(&case.services, CLIENT, name, "something else")
                .await
                .unwrap_err();
            refused += usize::from(matches!(answer, SignInError::TooMany(_)));
        }
        assert_eq!(refused, 2, "{name}");
    }
}

/// A client of its own for each `n`.
fn elsewhere(n: u32) -> IpAddr {
    Ipv4Addr::from(0x0a00_0000 + n).into()
}

#[tokio::test]
async fn an_attempt_too_many_costs_no_hash() {
    let case = with_handler().await;
    let mut looked_at = 0;
    for _ in 0..10 {
        let answer = sign_in(&case.services, CLIENT, "handler", "something else").await;
        looked_at += usize::from(matches!(answer, Err(SignInError::Wrong)));
    }
    let failures = async || {
        let mut conn = case.services.db.read().await.unwrap();
        let account = users::find(&mut conn, "handler").await.unwrap().unwrap();
        let subject = (SubjectKind::User, account.staff.id.0);
        let events = events::list(&mut conn, subject).await.unwrap();
        events
            .iter()
            .filter(|one| one.event == Event::SignInFailed)
            .count()
    };
    // Notes are written behind the answers.
    while failures().await < looked_at {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let refused = sign_in(&case.services, CLIENT, "handler", PASSWORD).await;
    assert!(
        matches!(refused, Err(SignInError::TooMany(_))),
        "even the right password is not looked at"
    );
    assert_eq!(failures().await, looked_at);
}

#[tokio::test]
async fn a_bureau_behind_one_address_signs_in_at_once_and_guesses_still_end() {
    let case = with_handler().await;
    for _ in 0..100 {
        sign_in(&case.services, CLIENT, "handler", PASSWORD)
            .await
            .unwrap();
    }
    let mut looked_at = 0;
    for n in 0..100 {
        let answer = sign_in(&case.services, CLIENT, &format!("nobody{n}"), "x").await;
        looked_at += usize::from(matches!(answer, Err(SignInError::Wrong)));
    }
    assert_eq!(looked_at, 30);
}

#[tokio::test]
async fn guesses_from_many_addresses_are_slowed_down_and_do_not_keep_the_owner_out() {
    let case = with_handler().await;
    case.sign_in().await;
    let mut refused = 0;
    for n in 0..100 {
        let answer = sign_in(&case.services, elsewhere(n), "handler", "something else").await;
        if let Err(SignInError::TooMany(after)) = answer {
            assert!(after.0.as_secs() <= 10, "nobody waits long: {after:?}");
            refused += 1;
        }
    }
    assert_eq!(
        refused, 41,
        "sixty were looked at, the owner's own first sign-in among them"
    );
    case.sign_in().await;
    let other = sign_in(&case.services, elsewhere(500), "nobody", "x").await;
    assert!(
        matches!(other, Err(SignInError::Wrong)),
        "other names are not slowed down"
    );
}

#[tokio::test]
async fn a_session_ends_without_use_and_after_its_longest_time() {
    let case = with_handler().await;
    let idle = case.sign_in().await;
    case.forward(TimeDelta::minutes(14));
    assert!(case.is_alive(&idle).await);
    case.forward(TimeDelta::minutes(14));
    assert!(case.is_alive(&idle).await, "use extends it");
    case.forward(TimeDelta::minutes(15));
    assert!(!case.is_alive(&idle).await);

    let busy = case.sign_in().await;
    for _ in 0..71 {
        case.forward(TimeDelta::minutes(10));
        assert!(case.is_alive(&busy).await);
    }
    case.forward(TimeDelta::minutes(10));
    assert!(!case.is_alive(&busy).await, "twelve hours are over");
}

#[tokio::test]
async fn a_disabled_account_and_a_new_password_end_every_session() {
    let case = with_handler().await;
    let (first, second) = (case.sign_in().await, case.sign_in().await);
    assert!(case.is_alive(&first).await && case.is_alive(&second).await);
    accounts::reset(
        &case.services,
        "handler",
        &NewPassword::parse("另一句谁也想不到的长长的话", &[]).unwrap(),
    )
    .await
    .unwrap();
    assert!(!case.is_alive(&first).await && !case.is_alive(&second).await);
    accounts::disable(&case.services, "handler").await.unwrap();
    let refused = sign_in(&case.services, CLIENT, "handler", "另一句谁也想不到的长长的话")
        .await
        .unwrap_err();
    assert!(matches!(refused, SignInError::Wrong));
}

#[tokio::test]
async fn a_clock_set_back_makes_no_session_immortal() {
    let case = with_handler().await;
    let token = case.sign_in().await;
    case.forward(TimeDelta::days(-1));
    assert!(!case.is_alive(&token).await);
}

#[tokio::test]
async fn expired_sessions_are_forgotten() {
    let case = with_handler().await;
    let token = case.sign_in().await;
    case.forward(TimeDelta::hours(13));
    forget_expired(&case.services, Lifetime::new(15, 12))
        .await
        .unwrap();
    case.forward(TimeDelta::hours(-13));
    assert!(!case.is_alive(&token).await);
}

/// A wrong password is answered while nobody can write: what a known name costs more, the stranger does not see.
#[tokio::test]
async fn a_wrong_password_is_answered_without_waiting_for_its_note() {
    let case = with_handler().await;
    let writer = case.services.db.begin().await.unwrap();
    for name in ["handler", "nobody"] {
        let answer = sign_in(&case.services, CLIENT, name, "错误的口令也有十二个字").await;
        assert!(matches!(answer, Err(SignInError::Wrong)), "{name}");
    }
    writer.rollback().await.unwrap();
    let mut conn = case.services.db.read().await.unwrap();
    let account = users::find(&mut conn, "handler").await.unwrap().unwrap();
    let subject = (SubjectKind::User, account.staff.id.0);
    loop {
        let events = events::list(&mut conn, subject).await.unwrap();
        if events.iter().any(|one| one.event == Event::SignInFailed) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
