//! What the person does with a receipt: look.

use crate::feedback::LookUpError;
use crate::limits::Action;
use crate::receipt::opens;
use crate::services::Services;
use domain::deadline::Due;
use domain::event::SubjectKind;
use domain::receipt::{ObjectionReference, ReceiptCode};
use std::net::IpAddr;
use storage::clocks;
use storage::objections::{self, Objection};

/// An objection as the person who made it sees it.
#[derive(Debug, Clone)]
pub struct OwnObjection {
    /// The objection.
    pub objection: Objection,
    /// The clock of its answer, while it runs.
    pub due: Option<Due>,
}

/// Opens the objection of a reference with a code as typed. Unknown, wrong and malformed give the same answer.
pub async fn look_up(
    services: &Services,
    client: IpAddr,
    reference: ObjectionReference,
    code: &str,
) -> Result<OwnObjection, LookUpError> {
    services.limits.check(Action::StatusLookup, client)?;
    let Ok(code) = ReceiptCode::parse(code) else {
        return Err(LookUpError::NotFound);
    };
    let mut conn = services.db.read().await?;
    let found = objections::receipt::find(&mut conn, reference, services.clock.today()).await?;
    let hash = found.as_ref().map(|(_, hash)| hash.as_slice());
    if !opens(services, reference, code, hash)? {
        return Err(LookUpError::NotFound);
    }
    let (objection, _) = found.ok_or(LookUpError::NotFound)?;
    let clocks = clocks::of(&mut conn, (SubjectKind::Objection, objection.id.0)).await?;
    let due = clocks.into_iter().find(|due| due.met_on.is_none());
    Ok(OwnObjection { objection, due })
}
