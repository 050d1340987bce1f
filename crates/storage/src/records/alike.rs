//! How many decisions of a unit are like one that is, or becomes, public.

use crate::{Conn, Result, on_db};
use chrono::{Datelike, Months, NaiveDate};
use domain::ids::{RecordId, UnitId};
use domain::record::Content;

/// The first day of the month of a day, and that of the month after.
fn month_of(day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let first = day.with_day(1)?;
    Some((first, first.checked_add_months(Months::new(1))?))
}

/// How many decisions of this kind and violation the unit made in the month of this one, itself among them: those that
/// the public sees on `today`, and those that legal review let pass. Drafts count for nothing: whoever wants no warning
/// could type some. Nothing is known of the month of an undated one, which is then alone.
pub async fn alike_in_month(
    conn: &mut Conn,
    (id, unit): (RecordId, UnitId),
    like: &Content,
    today: NaiveDate,
) -> Result<u64> {
    // What waits stands in its newest original, whose dates are text; imports under way do not count yet.
    const PUBLIC: &str = "SELECT COUNT(*) FROM public_records p WHERE p.unit_id = $1 AND p.record_id <> $2 AND p.kind = $3 \
         AND COALESCE(p.violation, '') = $4 AND p.decided_on >= $5 AND p.decided_on < $6 \
         AND (p.publish_until IS NULL OR p.publish_until >= $7)";
    const WAITING: &str = "SELECT COUNT(*) FROM records r JOIN record_originals o ON o.record_id = r.id AND o.revision = r.revision \
         JOIN record_rounds s ON s.record_id = r.id AND s.round = r.round AND s.revision = r.revision AND s.verdict = 'approved' \
         WHERE r.unit_id = $1 AND r.id <> $2 AND r.version = 0 AND r.withdrawn_at IS NULL \
         AND COALESCE(r.ruling, '') NOT IN ('sealed', 'never') AND o.content ->> 'kind' = $3 \
         AND COALESCE(o.content ->> 'violation', '') = $4 \
         AND o.content ->> 'decided_on' >= $5 AND o.content ->> 'decided_on' < $6 \
         AND r.id NOT IN (SELECT b.record_id FROM record_originals b JOIN import_batches i ON i.id = b.batch_id \
         WHERE i.released_at IS NULL)";
    let Some((from, to)) = like.decided_on.and_then(month_of) else {
        return Ok(1);
    };
    let (kind, violation) = (like.kind.as_str(), like.violation.as_deref().unwrap_or_default());
    let (public,): (i64,) = on_db!(conn, |c| sqlx::query_as(PUBLIC)
        .bind(unit.0)
        .bind(id.0)
        .bind(kind)
        .bind(violation)
        .bind(from)
        .bind(to)
        .bind(today)
        .fetch_one(c)
        .await?);
    let (waiting,): (i64,) = on_db!(conn, |c| sqlx::query_as(WAITING)
        .bind(unit.0)
        .bind(id.0)
        .bind(kind)
        .bind(violation)
        .bind(from.to_string())
        .bind(to.to_string())
        .fetch_one(c)
        .await?);
    Ok(1 + public.unsigned_abs() + waiting.unsigned_abs())
}
