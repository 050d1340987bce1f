//! Whether what is public of a record, or would be, makes somebody findable.

use crate::services::Services;
use chrono::NaiveDate;
use domain::masking::findable::{Findable, Traces};
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
    let Decision::Publish(publication) = decision else {
        return Ok(None);
    };
    let Some(traces) = Traces::of(&publication.masked) else {
        return Ok(None);
    };
    let alike = records::alike_in_month(conn, (found.id, found.unit), &publication.masked, today).await?;
    Ok(traces.among(alike))
}
