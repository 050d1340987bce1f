//! The custodian opens who wrote one case (contract; design.md, Principles 3): the event is written first, so
//! that no identity is ever read without a trace.

use crate::keys::{KeyError, KeyFolder};
use crate::sealing::{Identity, SealError};
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::receipt::FeedbackReference;
use std::path::Path;
use storage::events;
use storage::sealed::{self, Envelope};

/// Why an identity was not opened: what is wrong, then how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// No case of this reference.
    #[error("没有编号为“{0}”的群众反映。请核对编号，例如 F-2026-7K3M9QD。")]
    Unknown(String),
    /// The case has no contact fields.
    #[error("{0} 没有留下身份信息（匿名反映），没有可以打开的内容。")]
    Nothing(FeedbackReference),
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
    let reference = FeedbackReference::parse(reference).map_err(|_| unknown())?;
    // A wrong passphrase opens nothing and leaves no event.
    let custodian = KeyFolder::open_custodian(key_file, passphrase.into())?;
    let mut tx = services.db.begin().await?;
    let (case, _) = storage::feedback::receipt::find(&mut tx, reference)
        .await?
        .ok_or_else(unknown)?;
    let subject = (SubjectKind::Feedback, case.id.0);
    let sealed = sealed::find(&mut tx, subject, Envelope::Identity).await?;
    let sealed = sealed.ok_or(IdentityError::Nothing(reference))?;
    let actor = Actor::System(format!("identity:{who}"));
    let event = Event::IdentityOpened {
        reason: reason.to_owned(),
    };
    events::append(&mut tx, subject, case.when(services.clock.now()), &actor, &event).await?;
    tx.commit().await?;
    Ok(custodian.open_identity(case.id.0, &sealed)?)
}
