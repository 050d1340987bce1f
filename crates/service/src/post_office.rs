//! What the worker sends mail with. The web process has none: it holds no key that opens an address.

use crate::jobs::JobError;
use crate::keys::WorkerKeys;
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use mail::Mailer;
use storage::events::{self, When};
use uuid::Uuid;

/// Keys, transport and the portal's public address.
#[derive(Clone)]
pub struct PostOffice {
    /// Opens mail addresses and telephone numbers.
    pub keys: WorkerKeys,
    /// Sends.
    pub mailer: Mailer,
    /// Scheme and host, without a final slash: mails lead here.
    pub public_url: String,
}

impl PostOffice {
    /// A full address of the portal.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.trim_end_matches('/'))
    }

    /// Mail is not set up: it waits.
    pub fn missing() -> JobError {
        JobError::Wait("没有设置邮件服务器。请设置 MINGJING_SMTP_URL，邮件会自动补发。".to_owned())
    }
}

/// A mail is gone: its subject remembers that a contact was used for it.
pub(crate) async fn note_use(
    services: &Services,
    subject: (SubjectKind, Uuid),
    when: When,
    purpose: &str,
) -> Result<(), JobError> {
    let actor = Actor::System("worker".to_owned());
    let used = Event::ContactUsed {
        purpose: purpose.to_owned(),
    };
    let mut tx = services.db.begin().await?;
    events::append(&mut tx, subject, when, &actor, &used).await?;
    Ok(tx.commit().await?)
}

impl std::fmt::Debug for PostOffice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PostOffice(…)")
    }
}
