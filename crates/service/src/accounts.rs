//! Staff accounts, as the administrator's commands handle them.

use crate::passwords::{Busy, NewPassword};
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::UserId;
use domain::role::{Role, Staff};
use storage::events::{self, When};
use storage::users::{self, Account};
use storage::{Tx, meta, units};
use uuid::Uuid;

/// A new account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// For signing in.
    pub username: String,
    /// Shown in the interface.
    pub display_name: String,
    /// What the account may do.
    pub role: Role,
    /// The code of the unit the person works in.
    pub unit: String,
    /// 警号, if the person is an officer.
    pub badge: Option<String>,
}

/// Why an account was not made or changed: what is wrong, then how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The user name has the wrong form.
    #[error("用户名“{0}”不能用。请用 2 到 32 个小写字母、数字、“-”、“_”或“.”，以字母开头。")]
    Username(String),
    /// The user name is in use.
    #[error("用户名“{0}”已有人使用。请换一个；要重设密码请用 mingjing user reset {0}")]
    Exists(String),
    /// No such account.
    #[error("没有用户“{0}”。用 mingjing user list 可看到全部账号。")]
    Unknown(String),
    /// No such unit.
    #[error("没有代码为“{0}”的单位。请先导入单位，或改用已有的单位代码。")]
    Unit(String),
    /// Too many passwords at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database.
    #[error("数据库出错：{0}。请检查磁盘空间和数据库服务后重试。")]
    Database(#[from] storage::Error),
}

/// Adds an account.
pub async fn add(
    services: &Services,
    new: &NewAccount,
    password: &NewPassword,
) -> Result<Staff, AccountError> {
    if !is_username(&new.username) {
        return Err(AccountError::Username(new.username.clone()));
    }
    let password_hash = services.passwords.hash(password).await?;
    let mut tx = services.db.begin().await?;
    let all = units::all(&mut tx).await?;
    let unit = all
        .by_code(&new.unit)
        .ok_or_else(|| AccountError::Unit(new.unit.clone()))?
        .id;
    let staff = Staff {
        id: UserId(services.rng.uuid_v4()),
        username: new.username.clone(),
        display_name: new.display_name.clone(),
        role: new.role,
        unit,
        badge: new.badge.clone(),
    };
    let account = Account {
        staff: staff.clone(),
        password_hash,
        disabled_at: None,
    };
    users::insert(&mut tx, &account, services.clock.now())
        .await
        .map_err(|error| match error {
            storage::Error::Conflict(_) => AccountError::Exists(new.username.clone()),
            other => other.into(),
        })?;
    note(
        &mut tx,
        services,
        staff.id,
        &Event::UserCreated {
            role: new.role.as_str().to_owned(),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(staff)
}

/// Every account.
pub async fn list(services: &Services) -> Result<Vec<Account>, AccountError> {
    Ok(users::all(&mut services.db.read().await?).await?)
}

/// Disables an account and ends its sessions.
pub async fn disable(services: &Services, username: &str) -> Result<(), AccountError> {
    let mut tx = services.db.begin().await?;
    let account = must_exist(&mut tx, username).await?;
    users::disable(&mut tx, account.staff.id, services.clock.now()).await?;
    note(&mut tx, services, account.staff.id, &Event::UserDisabled).await?;
    Ok(tx.commit().await?)
}

/// Sets a password anew and ends the account's sessions.
pub async fn reset(services: &Services, username: &str, password: &NewPassword) -> Result<(), AccountError> {
    let password_hash = services.passwords.hash(password).await?;
    let mut tx = services.db.begin().await?;
    let account = must_exist(&mut tx, username).await?;
    users::set_password(&mut tx, account.staff.id, &password_hash).await?;
    note(&mut tx, services, account.staff.id, &Event::PasswordReset).await?;
    Ok(tx.commit().await?)
}

/// Names the bureau: the title of every page and the name of the root unit.
pub async fn name_bureau(services: &Services, name: &str) -> Result<(), storage::Error> {
    let mut tx = services.db.begin().await?;
    meta::set(&mut tx, meta::BUREAU, name).await?;
    let all = units::all(&mut tx).await?;
    if let Some(county) = all.by_code(domain::unit::UnitCode::COUNTY) {
        let named = domain::unit::Unit {
            name: name.to_owned(),
            incomplete: false,
            ..county.clone()
        };
        units::update(&mut tx, county, &named, &all).await?;
    }
    let at = When::At(services.clock.now());
    let event = Event::BureauNamed {
        name: name.to_owned(),
    };
    events::append(
        &mut tx,
        (SubjectKind::Portal, Uuid::nil()),
        at,
        &command(),
        &event,
    )
    .await?;
    tx.commit().await
}

fn is_username(name: &str) -> bool {
    (2..=32).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
}

async fn must_exist(tx: &mut Tx, username: &str) -> Result<Account, AccountError> {
    users::find(tx, username)
        .await?
        .ok_or_else(|| AccountError::Unknown(username.to_owned()))
}

fn command() -> Actor {
    Actor::System("command".into())
}

async fn note(tx: &mut Tx, services: &Services, user: UserId, event: &Event) -> Result<(), storage::Error> {
    let at = When::At(services.clock.now());
    events::append(tx, (SubjectKind::User, user.0), at, &command(), event).await
}
