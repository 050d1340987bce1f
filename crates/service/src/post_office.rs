//! What the worker sends mail with. The web process has none: it holds no key that opens an address.
//!
//! A letter is delivered at least once. Its job ends in the database only when the mail server has taken the letter, and no
//! transaction spans the two: where the worker is killed, loses its lease or its database, or hears no answer in
//! between, the letter is sent once more. The other order would lose letters. A double is rare and carries the same
//! Message-ID, made of the job's id, so that many mailboxes show it once; elsewhere its receiver has two letters that
//! lead to the same pages. Date and content are those of the moment of sending: what was withdrawn in between is not
//! in the second one.

use crate::jobs::JobError;
use crate::keys::WorkerKeys;
use crate::services::Services;
use domain::clock::start_of;
use domain::event::{Actor, Event, SubjectKind};
use domain::receipt::CaseReference;
use mail::{Letter, Mailer, Post};
use serde::{Deserialize, Serialize};
use storage::events::{self, When};
use storage::sealed::{self, Envelope};
use uuid::Uuid;

/// What a mail to whoever holds a receipt says. Never text, never a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tell {
    /// It was received.
    Received,
    /// Something happened.
    News,
}

/// Keys, transport and the portal's public address.
#[derive(Clone)]
pub struct PostOffice {
    /// Opens mail addresses and telephone numbers.
    pub keys: WorkerKeys,
    /// Sends.
    pub mailer: Mailer,
    /// Scheme and host, without a final slash: mails lead here. Without it mail that carries a link waits.
    pub public_url: Option<String>,
}

impl PostOffice {
    /// The means to send mail with links, or why it has to wait.
    pub fn of(services: &Services) -> Result<&Self, JobError> {
        let wait = |why: &str| JobError::Wait(why.to_owned());
        let office = services
            .post
            .as_deref()
            .ok_or_else(|| wait("没有设置邮件服务器。请设置 MINGJING_SMTP_URL，邮件会自动补发。"))?;
        if office.public_url.is_none() {
            return Err(wait(
                "没有设置公众访问的网址，邮件里的链接打不开。请设置 MINGJING_PUBLIC_URL，邮件会自动补发。",
            ));
        }
        Ok(office)
    }

    /// A full address of the portal.
    pub fn address(&self, path: &str) -> String {
        let host = self.public_url.as_deref().unwrap_or_default();
        format!("{}{path}", host.trim_end_matches('/'))
    }
}

/// Mail to whoever left a mail address with `subject`. Who left none gets none.
pub(crate) async fn tell_holder(
    services: &Services,
    job: Uuid,
    subject: (SubjectKind, Uuid),
    (tell, reference): (Tell, CaseReference),
    when: When,
) -> Result<(), JobError> {
    let office = PostOffice::of(services)?;
    let sealed = sealed::find(&mut services.db.read().await?, subject, Envelope::Delivery).await?;
    let Some(sealed) = sealed else {
        return Ok(());
    };
    let delivery = office
        .keys
        .open_delivery(subject.1, &sealed)
        .map_err(|error| JobError::Fail(error.to_string()))?;
    let Some(to) = delivery.email.as_deref() else {
        return Ok(());
    };
    let bureau = crate::lifecycle::bureau_name(&services.db).await?;
    let status_url = office.address("/feedback/status");
    let letter = match tell {
        Tell::Received => Letter::Acknowledgement {
            bureau,
            reference,
            status_url,
        },
        Tell::News => Letter::News {
            bureau,
            reference,
            status_url,
        },
    };
    let at = when.instant().unwrap_or_else(|| start_of(when.day()));
    office
        .mailer
        .send(Post {
            job,
            to,
            letter: &letter,
            at,
        })
        .await?;
    note_use(services, subject, when, "mail").await
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
