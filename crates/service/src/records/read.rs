//! Reading one public record, and what happened to its public text.

use crate::services::Services;
use chrono::{DateTime, Utc};
use domain::event::{Event, SubjectKind};
use domain::ids::RecordId;
use storage::events;
use storage::public::{self, Lookup};

/// Something that happened to the public text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: DateTime<Utc>,
    /// Its stable word.
    pub word: &'static str,
    /// The version that became public, where one did.
    pub version: Option<i32>,
}

/// What stands at the address of a reference.
pub async fn look_up(services: &Services, reference: &str) -> Result<Lookup, storage::Error> {
    public::look_up(&mut services.db.read().await?, reference, services.clock.today()).await
}

/// The history of a public text, first to last. What happened before publication is nobody's business.
pub async fn history(services: &Services, id: RecordId) -> Result<Vec<Happening>, storage::Error> {
    let events = events::list(&mut services.db.read().await?, (SubjectKind::Record, id.0)).await?;
    let mut happenings: Vec<Happening> = Vec::new();
    for recorded in events {
        let Some(at) = recorded.at else { continue };
        match recorded.event {
            Event::RecordPublished { version, .. } => {
                // A version becomes public once: an earlier event of it was taken back with its import.
                happenings.retain(|known| known.version != Some(version));
                let word = if happenings.is_empty() {
                    "published"
                } else {
                    "updated"
                };
                let version = Some(version);
                happenings.push(Happening { at, word, version });
            }
            Event::RecordWithdrawn { .. } => happenings.push(Happening {
                at,
                word: "withdrawn",
                version: None,
            }),
            _ => {}
        }
    }
    Ok(happenings)
}
