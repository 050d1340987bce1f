//! Whether what is public of a record, or would be, makes somebody findable.

use crate::services::Services;
use chrono::NaiveDate;
use domain::masking::findable::{Findable, Traces};
use domain::record::Content;
use storage::Conn;
use storage::records::{self, Decision, Found};

/// The warning that a record bears as policy rules today; none where nothing of it becomes public. It is reckoned when it
/// is shown, because it changes with every like decision.
pub async fn findable(
    services: &Services,
    found: &Found,
    decision: &Decision,
) -> Result<Option<Findable>, storage::Error> {
    let today = services.clock.today();
    in_public(&mut services.db.read().await?, (found, decision), today).await
}

pub(super) async fn in_public(
    conn: &mut Conn,
    (found, decision): (&Found, &Decision),
    today: NaiveDate,
) -> Result<Option<Findable>, storage::Error> {
    match left(decision) {
        Some(left) => among_like(conn, found, left, today).await,
        None => Ok(None),
    }
}

/// What becomes public and what it leaves standing of somebody; none where too little is left in any case. It takes the
/// time of reading the whole text.
pub(super) fn left(decision: &Decision) -> Option<(&Content, Traces)> {
    let Decision::Publish(publication) = decision else {
        return None;
    };
    let traces = Traces::of(&publication.masked)?;
    Some((&publication.masked, traces))
}

/// Whether that is enough among the decisions that are like this one.
pub(super) async fn among_like(
    conn: &mut Conn,
    found: &Found,
    (public, traces): (&Content, Traces),
    today: NaiveDate,
) -> Result<Option<Findable>, storage::Error> {
    let alike = records::alike_in_month(conn, (found.id, found.unit), public, today).await?;
    Ok(traces.among(alike))
}
