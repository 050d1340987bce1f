//! Reading one public record, and what happened to its public text.

use crate::services::Services;
use chrono::{DateTime, Utc};
use domain::event::{Event, SubjectKind};
use domain::ids::RecordId;
use domain::publication::{Correction, Corrections};
use storage::Conn;
use storage::earlier::{self, Earlier};
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
    /// What became of the version before it, where a correction replaced one.
    pub correction: Option<Correction>,
}

/// What stands at the address of a reference.
pub async fn look_up(services: &Services, reference: &str) -> Result<Lookup, storage::Error> {
    public::look_up(&mut services.db.read().await?, reference, services.clock.today()).await
}

/// The earlier texts of a public record that may still be read, first to last.
pub async fn earlier_texts(services: &Services, id: RecordId) -> Result<Vec<Earlier>, storage::Error> {
    earlier::list(&mut services.db.read().await?, id).await
}

/// What corrections of a record since this version of its public text show.
pub(crate) async fn corrected_since(
    conn: &mut Conn,
    id: RecordId,
    version: i32,
) -> Result<Corrections, storage::Error> {
    let events = events::list(conn, (SubjectKind::Record, id.0)).await?;
    let correction = |event: Event| match event {
        Event::RecordPublished {
            version: later,
            correction: Some(word),
            in_name_only: false,
            ..
        } if later > version => Correction::parse(&word),
        _ => None,
    };
    let events = events.into_iter().map(|recorded| recorded.event);
    Ok(events.filter_map(correction).collect())
}

/// The history of a public text, first to last. What happened before publication is nobody's business.
pub async fn history(services: &Services, id: RecordId) -> Result<Vec<Happening>, storage::Error> {
    let events = events::list(&mut services.db.read().await?, (SubjectKind::Record, id.0)).await?;
    let mut happenings: Vec<Happening> = Vec::new();
    for recorded in events {
        let Some(at) = recorded.at else { continue };
        match recorded.event {
            Event::RecordPublished {
                version, correction, ..
            } => {
                // A version becomes public once: an earlier event of it was taken back with its import.
                happenings.retain(|known| known.version != Some(version));
                let word = if happenings.is_empty() {
                    "published"
                } else {
                    "updated"
                };
                happenings.push(Happening {
                    at,
                    word,
                    version: Some(version),
                    correction: correction.as_deref().and_then(Correction::parse),
                });
            }
            Event::RecordWithdrawn { .. } => happenings.push(Happening {
                at,
                word: "withdrawn",
                version: None,
                correction: None,
            }),
            _ => {}
        }
    }
    Ok(happenings)
}
