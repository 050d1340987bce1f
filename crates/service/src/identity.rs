//! The custodian opens who wrote one case (contract; design.md, Principles 3): the event is written first, so
//! that no identity is ever read without a trace.

use crate::keys::{KeyError, KeyFolder};
use crate::sealing::{Identity, SealError};
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{FeedbackId, ObjectionId};
use domain::receipt::CaseReference;
use std::path::Path;
use storage::events::{self, When};
use storage::sealed::{self, Envelope};
use storage::{Tx, feedback, objections};
use uuid::Uuid;

/// Why an identity was not opened: what is wrong, then how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// No case of this reference.
    #[error("没有编号为“{0}”的群众反映或异议。请核对编号，例如 F-2026-7K3M9QD。")]
    Unknown(String),
    /// The case has no contact fields.
    #[error("{0} 没有留下身份信息（匿名），没有可以打开的内容。")]
    Nothing(CaseReference),
    /// Nothing was given as the reason.
    #[error("没有写明理由。请用 --reason 写清依据的审批或法律文书。")]
    Reason,
    /// The key does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The envelope does not open.
    #[error(transparent)]
    Sealed(#[from] SealError),
    /// The database.
    #[error("数据库出错：{0}。请检查磁盘空间和数据库服务后重试。")]
    Database(#[from] storage::Error),
}

/// Opens the identity behind a case for a stated reason; `who` is the operating system's user.
pub async fn open(
    services: &Services,
    reference: &str,
    key_file: &Path,
    passphrase: String,
    reason: &str,
    who: &str,
) -> Result<Identity, IdentityError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(IdentityError::Reason);
    }
    let unknown = || IdentityError::Unknown(reference.to_owned());
    let reference = CaseReference::parse(reference).map_err(|_| unknown())?;
    // A wrong passphrase opens nothing and leaves no event.
    let custodian = KeyFolder::open_custodian(key_file, passphrase.into())?;
    let mut tx = services.db.begin().await?;
    let (subject, when) = find(services, &mut tx, reference).await?.ok_or_else(unknown)?;
    let sealed = sealed::find(&mut tx, subject, Envelope::Identity).await?;
    let sealed = sealed.ok_or(IdentityError::Nothing(reference))?;
    let actor = Actor::System(format!("identity:{who}"));
    let event = Event::IdentityOpened {
        reason: reason.to_owned(),
    };
    events::append(&mut tx, subject, when, &actor, &event).await?;
    tx.commit().await?;
    Ok(custodian.open_identity(subject.1, &sealed)?)
}

/// What a reference names, and how exactly the opening may be dated.
async fn find(
    services: &Services,
    tx: &mut Tx,
    reference: CaseReference,
) -> Result<Option<((SubjectKind, Uuid), When)>, storage::Error> {
    Ok(match reference {
        CaseReference::Feedback(reference) => {
            let found = feedback::receipt::find(tx, reference).await?;
            found.map(|(case, _)| {
                let FeedbackId(id) = case.id;
                ((SubjectKind::Feedback, id), case.when(services.clock.now()))
            })
        }
        CaseReference::Objection(reference) => {
            let today = services.clock.today();
            let found = objections::find(tx, reference, today).await?;
            found.map(|objection| {
                let ObjectionId(id) = objection.id;
                ((SubjectKind::Objection, id), When::On(today))
            })
        }
    })
}
