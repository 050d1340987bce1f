//! Judging a drawn record.

use super::Place;
use super::read::found;
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::spot_check::{Checker, FindingKind, Judgement, OwnText};
use storage::Conn;
use storage::events::{self, When};
use storage::spot_checks::State;
use storage::{records, spot_checks};

/// Why a judgement was not taken.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// No such check, or no such record in it.
    #[error("没有这次抽查，或者这次抽查里没有这一条")]
    Unknown,
    /// Somebody else judged it.
    #[error("这条记录已经判定，不能再判定一次")]
    JudgedBefore,
    /// It left the public.
    #[error("这条记录已不再公开，不需要判定")]
    Left,
    /// Another text is public than the one that was seen.
    #[error("您打开以后，公开的文本已经更正，请核对现在的文本后再判定")]
    Republished,
    /// See [`OwnText`].
    #[error(transparent)]
    OwnText(#[from] OwnText),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Judges the public text of a drawn record, of which `version` was seen.
pub async fn judge(
    services: &Services,
    by: Checker,
    place: Place,
    version: i32,
    judgement: Judgement,
) -> Result<(), JudgeError> {
    let now = services.clock.now();
    let mut tx = services.db.begin().await?;
    let (check, item) = found(&mut tx, services, place)
        .await?
        .ok_or(JudgeError::Unknown)?;
    let (waiting, shown) = match item.state {
        State::Judged { .. } => return Err(JudgeError::JudgedBefore),
        State::Waiting { waiting, shown } => (waiting, shown),
        State::Left => return Err(JudgeError::Left),
    };
    if shown.version != version {
        return Err(JudgeError::Republished);
    }
    let makers = records::makers(&mut tx, item.record, shown.revision).await?;
    let judged = waiting.judge(by, judgement, &makers)?;
    match spot_checks::judge(&mut tx, (check.id, item.place), version, &judged, now).await {
        Err(storage::Error::Stale) => return Err(overtaken_by(&mut tx, services, place).await?),
        other => other?,
    }
    let event = Event::SpotCheckJudged {
        record: item.reference,
        findings: kinds(judged.judgement()),
    };
    let (subject, actor) = ((SubjectKind::SpotCheck, check.id.0), Actor::Staff(by.id()));
    events::append(&mut tx, subject, When::At(now), &actor, &event).await?;
    Ok(tx.commit().await?)
}

/// What others did to the record between the look at it and the judgement.
async fn overtaken_by(
    conn: &mut Conn,
    services: &Services,
    place: Place,
) -> Result<JudgeError, storage::Error> {
    let found = found(conn, services, place).await?;
    Ok(match found.map(|(_, item)| item.state) {
        None => JudgeError::Unknown,
        Some(State::Judged { .. }) => JudgeError::JudgedBefore,
        Some(State::Left) => JudgeError::Left,
        Some(State::Waiting { .. }) => JudgeError::Republished,
    })
}

fn kinds(judgement: &Judgement) -> Vec<String> {
    let kinds: &[FindingKind] = match judgement {
        Judgement::InOrder => &[],
        Judgement::Found { kinds, .. } => kinds,
    };
    kinds.iter().map(|kind| kind.as_str().to_owned()).collect()
}
