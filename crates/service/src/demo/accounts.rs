//! The contract's demo accounts, whose user name is the role, and one for each other unit.

use super::county::Codes;
use super::{Demo, DemoError, people};
use crate::passwords::NewPassword;
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::UserId;
use domain::role::{Role, Staff};
use storage::events::{self, When};
use storage::users::{self, Account};

/// User name, role, unit.
pub(super) const ACCOUNTS: [(&str, Role, &str); 21] = [
    ("admin", Role::Admin, "county"),
    ("auditor", Role::Auditor, "county"),
    ("publisher", Role::Publisher, "legal"),
    ("reviewer", Role::Reviewer, "legal"),
    ("handler", Role::Handler, "ps01"),
    ("handler2", Role::Handler, "ps02"),
    ("center", Role::Center, "center"),
    ("inspector", Role::Inspector, "inspection"),
    ("supervisor", Role::Supervisor, "county"),
    ("leader", Role::Leader, "county"),
    ("monitor", Role::Monitor, "county"),
    ("custodian", Role::Custodian, "county"),
    // Whoever answers for the other units; the contract names none of these.
    ("handler-ps03", Role::Handler, "ps03"),
    ("handler-ps04", Role::Handler, "ps04"),
    ("handler-ps05", Role::Handler, "ps05"),
    ("handler-ps06", Role::Handler, "ps06"),
    ("handler-ps07", Role::Handler, "ps07"),
    ("handler-ps08", Role::Handler, "ps08"),
    ("handler-traffic", Role::Handler, "traffic"),
    ("handler-security", Role::Handler, "security"),
    ("handler-criminal", Role::Handler, "criminal"),
];

/// Whether a user name is one of the demo's.
pub(super) fn is_demo(username: &str) -> bool {
    ACCOUNTS.iter().any(|(name, ..)| *name == username)
}

/// Adds every account, with one password. They have no badge: nobody here is the subject of a case.
pub(super) async fn add(
    services: &Services,
    demo: &Demo,
    codes: &Codes,
    password: &NewPassword,
) -> Result<Vec<Staff>, DemoError> {
    let password_hash = services.passwords.hash(password).await?;
    let mut tx = services.db.begin().await?;
    let mut all = Vec::new();
    for ((username, role, unit), index) in ACCOUNTS.into_iter().zip(0..) {
        let dice = super::dice::Dice::new(demo.seed, "accounts", index);
        let staff = Staff {
            id: UserId(dice.uuid()),
            username: username.to_owned(),
            display_name: people::name(&dice),
            role,
            unit: codes[unit],
            badge: None,
        };
        let account = Account {
            staff: staff.clone(),
            password_hash: password_hash.clone(),
            disabled_at: None,
        };
        users::insert(&mut tx, &account, demo.first_instant()).await?;
        let (subject, when) = ((SubjectKind::User, staff.id.0), When::At(demo.first_instant()));
        let event = Event::UserCreated {
            role: role.as_str().to_owned(),
        };
        events::append(
            &mut tx,
            subject,
            when,
            &Actor::System(super::ACTOR.into()),
            &event,
        )
        .await?;
        all.push(staff);
    }
    tx.commit().await?;
    Ok(all)
}
