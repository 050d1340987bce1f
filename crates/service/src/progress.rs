//! Progress of a case for those concerned: kept from the case system's files, shown for number and query code.

use crate::keys::WebKeys;
use crate::limits::{Action, RetryAfter, Subject};
use crate::receipt::{Hash, same_hash};
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{CaseId, UnitId};
use domain::progress::{CaseContact, Course, QueryCode, case_key};
use domain::unit::Unit;
use std::net::IpAddr;
use storage::cases::{self, Case};
use storage::events::{self, When};
use storage::{Conn, Tx, units};
use uuid::Uuid;

impl WebKeys {
    /// What the database holds of a query code: HMAC(K2, "progress " ‖ case id ‖ code). Receipts' messages under K2
    /// begin with a capital letter, so the two uses never meet.
    fn case_code_hash(&self, case: CaseId, code: &QueryCode) -> Hash {
        self.receipt_verifier
            .mac(&[b"progress ", case.0.as_bytes(), code.reveal().as_bytes()])
    }
}

/// A case as the case system gives it.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// What its number is found under.
    pub number_key: String,
    /// As printed on the 受案回执.
    pub code: QueryCode,
    /// The handling unit.
    pub unit: UnitId,
    /// Whom to ask there.
    pub contact: CaseContact,
    /// How far it has come.
    pub course: Course,
}

/// What a case changes.
#[derive(Debug, Clone)]
pub struct Change {
    case: Case,
    event: Event,
}

impl Change {
    /// Whether the case was not known.
    pub const fn is_new(&self) -> bool {
        matches!(self.event, Event::CaseImported)
    }
}

/// What keeping `new` would change; `None` when it is known just so.
pub async fn compare(
    services: &Services,
    conn: &mut Conn,
    new: NewCase,
) -> Result<Option<Change>, storage::Error> {
    let before = cases::find(conn, &new.number_key).await?;
    let id = before
        .as_ref()
        .map_or_else(|| CaseId(services.rng.uuid_v4()), |before| before.id);
    let case = Case {
        id,
        code_hash: services.keys.case_code_hash(id, &new.code).to_vec(),
        number_key: new.number_key,
        unit: new.unit,
        contact: new.contact,
        course: new.course,
    };
    Ok(match before {
        None => Some(Change {
            case,
            event: Event::CaseImported,
        }),
        Some(before) if before == case => None,
        Some(_) => Some(Change {
            case,
            event: Event::CaseChanged,
        }),
    })
}

/// Keeps changes in the caller's transaction, each with its event.
pub async fn keep(
    services: &Services,
    tx: &mut Tx,
    changes: &[Change],
    actor: &Actor,
) -> Result<(), storage::Error> {
    let when = When::At(services.clock.now());
    for Change { case, event } in changes {
        cases::put(tx, case, when.day()).await?;
        events::append(tx, (SubjectKind::Case, case.id.0), when, actor, event).await?;
    }
    Ok(())
}

/// What those concerned see of their case.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The handling unit.
    pub unit: Unit,
    /// Whom to ask there.
    pub contact: CaseContact,
    /// How far it has come.
    pub course: Course,
}

/// Why nothing is shown. Unknown number, wrong code and malformed ones are one answer.
#[derive(Debug, thiserror::Error)]
pub enum ProgressError {
    /// Too many from this client, or too many for this case.
    #[error(transparent)]
    TooMany(#[from] RetryAfter),
    /// Nothing under this number and code.
    #[error("没有找到：请核对案号和查询码")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// The progress of the case of a number and query code as typed. The same work is done for a case that is not there,
/// so that time does not tell which cases are.
pub async fn look_up(
    services: &Services,
    client: IpAddr,
    number: &str,
    code: &str,
) -> Result<Progress, ProgressError> {
    services.limits.check(Action::ProgressLookup, client)?;
    let (Some(key), Ok(code)) = (case_key(number), QueryCode::parse(code)) else {
        return Err(ProgressError::NotFound);
    };
    let attempt = Subject::Name(&key);
    services.limits.check(Action::ProgressPerCase, attempt)?;
    let mut conn = services.db.read().await?;
    let found = cases::find(&mut conn, &key).await?;
    let units = units::all(&mut conn).await?;
    let id = found.as_ref().map_or(CaseId(Uuid::nil()), |case| case.id);
    let given = services.keys.case_code_hash(id, &code);
    let stored = found
        .as_ref()
        .map_or([0; 32].as_slice(), |case| case.code_hash.as_slice());
    let opens = same_hash(&given, stored);
    let case = found.filter(|_| opens).ok_or(ProgressError::NotFound)?;
    services.limits.give_back(Action::ProgressPerCase, attempt);
    let unit = units.by_id(case.unit).cloned().ok_or(ProgressError::NotFound)?;
    Ok(Progress {
        unit,
        contact: case.contact,
        course: case.course,
    })
}
