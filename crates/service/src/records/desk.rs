//! The desk: what waits, and what it would look like in public.

use super::decide::decide_with;
use super::findable::{among_like, left};
use super::withdraw::{Withdrawal, withdrawals};
use crate::cores::on_cores;
use crate::paging::part;
use crate::policy;
use crate::services::Services;
use chrono::NaiveDate;
use domain::deadline::Due;
use domain::event::SubjectKind;
use domain::ids::{RecordId, UserId};
use domain::masking::findable::{Findable, Traces};
use domain::policy::Policy;
use domain::publication::exception::OwnProposal;
use domain::publication::{Counts, DeskList, OwnWork, Stage};
use domain::record::Content;
use std::collections::HashMap;
use storage::public::PublicRecord;
use storage::records::{self, Decision, Found, Listed, PastRound};
use storage::{clocks, public};

/// Records on a page of the desk.
pub const PER_PAGE: u64 = 30;

/// Why a step of a record's way was not taken.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// No such record, or its import is still running.
    #[error("没有这条记录，或者它所在的导入还没有结束")]
    Unknown,
    /// It stands elsewhere on its way.
    #[error("这条记录现为“{0}”，不能{1}")]
    NotNow(&'static str, &'static str),
    /// Another version came in since the page was shown.
    #[error("您打开以后，这条记录又有了新的一稿，请核对最新的一稿后再办理")]
    Changed,
    /// Policy forbids to show it.
    #[error("按规定这条记录不得公开，不能{0}")]
    MustNotBePublic(&'static str),
    /// More than names was masked: each of these is to be looked at.
    #[error("这条记录里有{0}，请打开逐项核对后再办理")]
    NotPlain(String),
    /// The public text makes somebody findable, and the reviewer did not say that it is meant.
    #[error("公开文本可能让人认出是谁（{0}）：请打回，请发布员隐去有关文字；确需这样公开的，请勾选说明")]
    Findable(String),
    /// A correction of a public text was submitted without saying what becomes of that text.
    #[error("这条记录正在公开：请选择是事实更正还是隐私更正")]
    CorrectionUnnamed,
    /// The reason of a correction, which the public reads, tells what is masked.
    #[error("更正理由会公开，里面有{0}，请删去或者换个说法")]
    ReasonTells(&'static str),
    /// It is due before the hour that was chosen.
    #[error("最迟应当在 {0} 公开：请排到这一天或者以前，或者直接发布")]
    AfterDue(NaiveDate),
    /// No earlier text is kept.
    #[error("没有保留更正前的版本，不需要删除")]
    NothingEarlier,
    /// Only what the policy seals can be shown by way of exception.
    #[error("这条记录不是依公开政策封存的，不能提请例外公开")]
    NotSealed,
    /// A leader has not answered yet.
    #[error("已经有一项例外公开的提请在等领导批准")]
    AlreadyProposed,
    /// Nothing waits for a leader's answer.
    #[error("没有等待批准的例外公开提请，可能刚刚有人批过")]
    NothingProposed,
    /// See [`OwnProposal`].
    #[error(transparent)]
    OwnProposal(#[from] OwnProposal),
    /// See [`OwnWork`].
    #[error(transparent)]
    OwnWork(#[from] OwnWork),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// One page of one list.
#[derive(Debug)]
pub struct List {
    /// The lines.
    pub lines: Vec<Waiting>,
    /// How many there are in all.
    pub total: u64,
}

/// A line of a list.
#[derive(Debug)]
pub struct Waiting {
    /// The record.
    pub listed: Listed,
    /// Whether what would be public of it makes somebody findable; looked at while it is on its way to the public.
    pub findable: Option<Findable>,
    /// Who took it down, in the list of those.
    pub withdrawn: Option<Withdrawal>,
}

/// How many records each list holds, in the order of the desk.
pub async fn counts(services: &Services) -> Result<Counts, storage::Error> {
    let mut conn = services.db.read().await?;
    let today = services.clock.today();
    let mut counts = DeskList::ALL.map(|list| (list, 0));
    for (list, count) in &mut counts {
        *count = records::count(&mut conn, *list, today).await?.unsigned_abs();
    }
    Ok(counts)
}

/// A page of the desk, from 1.
pub async fn list(services: &Services, list: DeskList, page: u64) -> Result<List, storage::Error> {
    let mut conn = services.db.read().await?;
    let (limit, offset) = part(page, PER_PAGE);
    let today = services.clock.today();
    let listed = records::list(&mut conn, list, today, limit, offset).await?;
    let total = records::count(&mut conn, list, today).await?.unsigned_abs();
    let policy = policy::in_force(&mut conn).await?;
    let ids: Vec<RecordId> = listed.iter().map(|listed| listed.found.id).collect();
    let exceptions = records::granted_among(&mut conn, &ids).await?;
    // Others may have it meanwhile: masking takes longer than asking.
    drop(conn);
    let looked_at = on_cores(listed, move |listed| {
        let left = left_of(&policy, &exceptions, &listed.found, today);
        (listed, left)
    })
    .await;
    let mut withdrawn = match list {
        DeskList::Withdrawn => withdrawals(services, &ids).await?,
        _ => HashMap::new(),
    };
    let mut conn = services.db.read().await?;
    let mut lines = Vec::with_capacity(looked_at.len());
    for (listed, left) in looked_at {
        let findable = match left {
            Some((public, traces)) => among_like(&mut conn, &listed.found, (&public, traces), today).await?,
            None => None,
        };
        lines.push(Waiting {
            withdrawn: withdrawn.remove(&listed.found.id),
            listed,
            findable,
        });
    }
    Ok(List { lines, total })
}

/// What a record on its way to the public would leave standing of somebody, and in which text.
fn left_of(
    policy: &Policy,
    exceptions: &HashMap<RecordId, String>,
    found: &Found,
    today: NaiveDate,
) -> Option<(Content, Traces)> {
    if !found.stage.is_waiting() {
        return None;
    }
    let exception = exceptions.get(&found.id).map(String::as_str);
    let decision = decide_with(policy, exception, (&found.original, &found.choices), today);
    let (public, traces) = left(&decision)?;
    Some((public.clone(), traces))
}

/// A record with what policy would make of its newest original today.
pub async fn preview(services: &Services, reference: &str) -> Result<(Found, Decision), DeskError> {
    let mut conn = services.db.read().await?;
    let found = settled(&mut conn, services, reference).await?;
    let policy = policy::in_force(&mut conn).await?;
    let decision = ruled(&mut conn, services, &policy, &found).await?;
    Ok((found, decision))
}

/// The public text and what would stand in its place, where the newest original is a correction that may be public.
pub async fn replacement(
    services: &Services,
    found: &Found,
    decision: &Decision,
) -> Result<Option<(PublicRecord, PublicRecord)>, storage::Error> {
    let Decision::Publish(publication) = decision else {
        return Ok(None);
    };
    if !found.is_public || matches!(found.stage, Stage::Published(_)) {
        return Ok(None);
    }
    let mut conn = services.db.read().await?;
    let shown = public::by_ids(&mut conn, &[found.id]).await?.pop();
    Ok(shown.map(|shown| {
        let next = shown.replaced_by(publication);
        (shown, next)
    }))
}

/// What policy makes of the newest original of a record today.
pub(super) async fn ruled(
    conn: &mut storage::Conn,
    services: &Services,
    policy: &Policy,
    found: &Found,
) -> Result<Decision, storage::Error> {
    let exception = records::granted(conn, found.id).await?;
    let original = (&found.original, &found.choices);
    // A correction is no first publication, and does not lengthen the time for which the decision is shown.
    let shown = if found.is_public {
        public::by_ids(conn, &[found.id]).await?.pop()
    } else {
        None
    };
    let published_on = shown.map_or_else(|| services.clock.today(), |shown| shown.published_on);
    Ok(decide_with(policy, exception.as_deref(), original, published_on))
}

/// What was submitted of a record and what came of it, and the clocks that it bears.
pub async fn review_of(
    services: &Services,
    found: &Found,
) -> Result<(Vec<PastRound>, Vec<Due>), storage::Error> {
    let mut conn = services.db.read().await?;
    let rounds = records::rounds(&mut conn, found.id).await?;
    let due = clocks::of(&mut conn, (SubjectKind::Record, found.id.0)).await?;
    Ok((rounds, due))
}

/// The name of an account, for those who read what it did.
pub async fn display_name(services: &Services, id: UserId) -> Result<String, storage::Error> {
    let account = storage::users::find_by_id(&mut services.db.read().await?, id).await?;
    Ok(account.map_or_else(String::new, |account| account.staff.display_name))
}

pub(super) async fn settled(
    conn: &mut storage::Conn,
    services: &Services,
    reference: &str,
) -> Result<Found, DeskError> {
    let found = records::find_by_reference(conn, reference, services.clock.today()).await?;
    let found = found.ok_or(DeskError::Unknown)?;
    if records::is_settled(conn, found.id).await? {
        Ok(found)
    } else {
        Err(DeskError::Unknown)
    }
}
