//! One `send` over several transports.

use crate::error::{MailSettingsError, SendError};
use crate::letter::{Letter, single_line};
use crate::{address, smtp};
use chrono::{DateTime, Utc};
use lettre::message::header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Mailbox, Message, MessageBuilder};
use lettre::{Address, AsyncTransport};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;
use uuid::Uuid;

/// A mail to hand over.
#[derive(Clone, Copy)]
pub struct Post<'a> {
    /// The job that sends it: its id makes the Message-ID, so that a mail sent twice is recognised as one.
    pub job: Uuid,
    /// The recipient's address.
    pub to: &'a str,
    /// The content.
    pub letter: &'a Letter,
    /// The date in the header.
    pub at: DateTime<Utc>,
}

/// Sends mail.
#[derive(Clone)]
pub struct Mailer {
    from: Mailbox,
    transport: Transport,
}

#[derive(Clone)]
enum Transport {
    Smtp(smtp::Smtp),
    File(PathBuf),
    Memory(Outbox),
}

impl Mailer {
    /// A mailer for `smtp://…`, `smtps://…` or `file:FOLDER`, with the sender's name and address.
    pub fn new(transport: &str, name: &str, address: &str) -> Result<Self, MailSettingsError> {
        let transport = match transport.strip_prefix("file:") {
            Some(folder) if !folder.is_empty() => Transport::File(folder.into()),
            Some(_) => return Err(MailSettingsError::Transport),
            None => {
                let url = Url::parse(transport).map_err(|_| MailSettingsError::Transport)?;
                Transport::Smtp(smtp::transport(&url)?)
            }
        };
        Ok(Self {
            from: sender(name, address)?,
            transport,
        })
    }

    /// A mailer that keeps what it sends, for tests to read.
    pub fn memory(name: &str, address: &str) -> Result<(Self, Outbox), MailSettingsError> {
        let outbox = Outbox::default();
        let transport = Transport::Memory(outbox.clone());
        Ok((
            Self {
                from: sender(name, address)?,
                transport,
            },
            outbox,
        ))
    }

    /// Hands one mail over. `Ok` means that the server took responsibility for it.
    pub async fn send(&self, post: Post<'_>) -> Result<(), SendError> {
        let message = self.message(post)?;
        match &self.transport {
            Transport::Smtp(smtp) => {
                let sent = tokio::time::timeout(smtp::WHOLE, smtp.send(message)).await;
                sent.map_err(|_| SendError::Unavailable("邮件服务器没有及时回应".into()))??;
                Ok(())
            }
            Transport::File(folder) => write(folder, post.job, &message.formatted()).await,
            Transport::Memory(outbox) => {
                outbox.keep(Sent {
                    to: post.to.to_owned(),
                    raw: message.formatted(),
                });
                Ok(())
            }
        }
    }

    fn message(&self, post: Post<'_>) -> Result<Message, SendError> {
        let to = address::parse(post.to);
        let to = to.ok_or_else(|| SendError::NoMailbox("收件地址不是邮件地址".into()))?;
        let auto_submitted = HeaderName::new_from_ascii_str("Auto-Submitted");
        let builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .date(post.at.into())
            .message_id(Some(format!("<{}@{}>", post.job, self.from.email.domain())))
            .subject(post.letter.subject())
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            // RFC 3834: out-of-office programs do not answer.
            .raw_header(HeaderValue::new(auto_submitted, "auto-generated".into()));
        let unsubscribe = post.letter.stop_url().map(list_unsubscribe).unwrap_or_default();
        unsubscribe
            .into_iter()
            .fold(builder, MessageBuilder::raw_header)
            .body(post.letter.body())
            .map_err(SendError::from)
    }
}

/// RFC 2369, and RFC 8058 where the address is one that it allows: the reader's program ends the letters by one POST.
fn list_unsubscribe(url: &str) -> Vec<HeaderValue> {
    let url = single_line(url);
    let header = |name, value| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
    let one_click = url.starts_with("https://").then(|| {
        let word = "List-Unsubscribe=One-Click".to_owned();
        header("List-Unsubscribe-Post", word)
    });
    std::iter::once(header("List-Unsubscribe", format!("<{url}>")))
        .chain(one_click)
        .collect()
}

fn sender(name: &str, address: &str) -> Result<Mailbox, MailSettingsError> {
    let address: Address = address::parse(address).ok_or(MailSettingsError::Sender)?;
    let name = single_line(name);
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
}

/// One file for each job, whole or not at all: the same job again replaces its own file.
async fn write(folder: &Path, job: Uuid, message: &[u8]) -> Result<(), SendError> {
    let half = folder.join(format!("{job}.partial"));
    let write = async {
        tokio::fs::create_dir_all(folder).await?;
        let mut file = tokio::fs::File::create(&half).await?;
        tokio::io::AsyncWriteExt::write_all(&mut file, message).await?;
        file.sync_all().await?;
        tokio::fs::rename(&half, folder.join(format!("{job}.eml"))).await
    };
    write
        .await
        .map_err(|error| SendError::Unavailable(format!("邮件文件夹写不进去：{}", error.kind())))
}

/// What a memory mailer has sent.
#[derive(Clone, Default)]
pub struct Outbox(Arc<Mutex<Vec<Sent>>>);

/// One sent mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Sent {
    /// The recipient.
    pub to: String,
    /// The whole message as it would go over the wire.
    pub raw: Vec<u8>,
}

impl Outbox {
    /// Everything sent so far.
    pub fn sent(&self) -> Vec<Sent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, sent: Sent) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(sent);
    }
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.transport {
            Transport::Smtp(_) => "Mailer(smtp)",
            Transport::File(_) => "Mailer(file)",
            Transport::Memory(_) => "Mailer(memory)",
        })
    }
}

#[cfg(test)]
mod tests;
