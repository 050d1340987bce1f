//! The drawn records of a check, and their judgements.

use super::item::{Finding, Item, Shown, State};
use super::{reviewed, shown};
use crate::record_now::record_now;
use crate::{Conn, Error, Result, Tx, on_db, one};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{RecordId, SpotCheckId, UnitId, UserId};
use domain::objection::RecordNow;
use domain::spot_check::{
    FindingKind, FindingStage, ItemStage, Judged, Judgement, Outcome, Settlement, Words,
};
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    place: i32,
    record_id: Uuid,
    #[sqlx(rename = "ref")]
    reference: String,
    unit_id: Uuid,
    withdrawn_code: Option<String>,
    title: Option<String>,
    document_number: Option<String>,
    version_now: Option<i32>,
    revision_now: Option<i32>,
    version: i32,
    revision: i32,
    reviewed: bool,
    judged_by: Option<String>,
    judged_at: Option<DateTime<Utc>>,
    words: Option<String>,
}

impl Row {
    fn item(self, findings: Vec<FindingRow>) -> Result<Item> {
        let now = record_now(self.withdrawn_code.as_deref(), self.version_now, self.version)?;
        let shown = match (self.title, self.version_now, self.revision_now) {
            (Some(title), Some(version), Some(revision)) => Some(Shown {
                title,
                document_number: self.document_number,
                version,
                revision,
            }),
            _ => None,
        };
        let bad = |column, value: String| Error::inconsistent("spot_check_items", column, value);
        let reached = ItemStage::of(self.judged_at.is_some(), now);
        let state = match (reached, shown, self.judged_by.zip(self.judged_at)) {
            (ItemStage::Waiting(waiting), Some(shown), _) => State::Waiting { waiting, shown },
            (ItemStage::Judged, shown, Some(by)) => State::Judged {
                by,
                words: self.words,
                findings: findings
                    .into_iter()
                    .map(|row| row.finding(now))
                    .collect::<Result<_>>()?,
                shown,
            },
            (ItemStage::Left, ..) => State::Left,
            (ItemStage::Waiting(_), None, _) => return Err(bad("record_id", self.record_id.to_string())),
            (ItemStage::Judged, _, None) => return Err(bad("judged_by", String::new())),
        };
        Ok(Item {
            place: self.place,
            record: RecordId(self.record_id),
            reference: self.reference,
            unit: UnitId(self.unit_id),
            reviewed: self.reviewed,
            revision: self.revision,
            version: self.version,
            record_now: now,
            state,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct FindingRow {
    place: i32,
    finding: String,
    outcome: Option<String>,
    reason: Option<String>,
    settler: Option<Uuid>,
    settled_by: Option<String>,
    settled_at: Option<DateTime<Utc>>,
}

impl FindingRow {
    pub(super) fn finding(self, now: RecordNow) -> Result<Finding> {
        let bad = |column, value: &str| Error::inconsistent("spot_check_findings", column, value);
        let settled = match (&self.outcome, self.settler) {
            (Some(word), Some(by)) => {
                let outcome = Outcome::parse(word).ok_or_else(|| bad("outcome", word))?;
                let reason = self.reason.as_deref().unwrap_or_default();
                let settlement = match outcome {
                    Outcome::Corrected => Settlement::Corrected,
                    Outcome::NotUpheld => Settlement::NotUpheld(
                        Words::parse("reason", "reason", reason).map_err(|_| bad("reason", reason))?,
                    ),
                };
                Some((UserId(by), settlement))
            }
            _ => None,
        };
        Ok(Finding {
            kind: FindingKind::parse(&self.finding).ok_or_else(|| bad("kind", &self.finding))?,
            stage: FindingStage::of(settled, now),
            settled: self.settled_by.zip(self.settled_at),
        })
    }
}

macro_rules! selected {
    ($rest:literal) => {
        concat!(
            "SELECT i.place, i.record_id, r.ref, r.unit_id, r.withdrawn_code, p.title, p.document_number, \
             p.version AS version_now, p.revision AS revision_now, i.version, i.revision, i.reviewed, a.display_name AS judged_by, i.judged_at, i.words \
             FROM spot_check_items i JOIN records r ON r.id = i.record_id",
            shown!(),
            " LEFT JOIN users a ON a.id = i.judged_by WHERE i.check_id = $2",
            $rest
        )
    };
}

/// What a [`FindingRow`] is made of, of the findings `f`.
macro_rules! finding_columns {
    () => {
        "f.place, f.kind AS finding, f.outcome, f.reason, f.settled_by AS settler, b.display_name AS settled_by, f.settled_at"
    };
}
pub(super) use finding_columns;

/// Every record of a check, in the order of the draw.
pub async fn items(conn: &mut Conn, id: SpotCheckId, today: NaiveDate) -> Result<Vec<Item>> {
    const SQL: &str = selected!(" ORDER BY i.place");
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(today)
        .bind(id.0)
        .fetch_all(c)
        .await?);
    let mut found = findings_of(conn, id).await?;
    rows.into_iter()
        .map(|row| {
            let own = found.remove(&row.place).unwrap_or_default();
            row.item(own)
        })
        .collect()
}

/// One record of a check.
pub async fn item(
    conn: &mut Conn,
    (id, place): (SpotCheckId, i32),
    today: NaiveDate,
) -> Result<Option<Item>> {
    const SQL: &str = selected!(" AND i.place = $3");
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(today)
        .bind(id.0)
        .bind(place)
        .fetch_optional(c)
        .await?);
    let mut found = findings_of(conn, id).await?;
    row.map(|row| row.item(found.remove(&place).unwrap_or_default()))
        .transpose()
}

async fn findings_of(conn: &mut Conn, id: SpotCheckId) -> Result<BTreeMap<i32, Vec<FindingRow>>> {
    const SQL: &str = concat!(
        "SELECT ",
        finding_columns!(),
        " FROM spot_check_findings f LEFT JOIN users b ON b.id = f.settled_by WHERE f.check_id = $1"
    );
    let rows: Vec<FindingRow> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_all(c).await?);
    let mut found: BTreeMap<i32, Vec<FindingRow>> = BTreeMap::new();
    for row in rows {
        found.entry(row.place).or_default().push(row);
    }
    let order = |row: &FindingRow| {
        FindingKind::ALL
            .iter()
            .position(|kind| kind.as_str() == row.finding)
    };
    for rows in found.values_mut() {
        rows.sort_by_key(order);
    }
    Ok(found)
}

/// Keeps the judgement of the text of `version`, which is public now. [`Error::Stale`] when there is one already, or
/// another text is public by now.
pub async fn judge(
    tx: &mut Tx,
    (id, place): (SpotCheckId, i32),
    version: i32,
    judged: &Judged,
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = concat!(
        "UPDATE spot_check_items SET judged_by = $4, judged_at = $5, words = $6, version = $3, \
         revision = (SELECT p.revision FROM public_records p WHERE p.record_id = spot_check_items.record_id), \
         reviewed = (SELECT ",
        reviewed!(),
        " FROM public_records p WHERE p.record_id = spot_check_items.record_id) \
         WHERE check_id = $1 AND place = $2 AND judged_at IS NULL AND EXISTS (SELECT 1 FROM public_records p \
         WHERE p.record_id = spot_check_items.record_id AND p.version = $3)"
    );
    const FINDING: &str = "INSERT INTO spot_check_findings (check_id, place, kind) VALUES ($1, $2, $3)";
    let (kinds, words): (&[FindingKind], _) = match judged.judgement() {
        Judgement::InOrder => (&[], None),
        Judgement::Found { kinds, words } => (kinds, Some(words.as_str())),
    };
    let kept = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(place)
        .bind(version)
        .bind(judged.by().0)
        .bind(at)
        .bind(words)
        .execute(c)
        .await?
        .rows_affected());
    one(kept)?;
    for kind in kinds {
        on_db!(tx, |c| sqlx::query(FINDING)
            .bind(id.0)
            .bind(place)
            .bind(kind.as_str())
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row {
            place: 1,
            record_id: Uuid::nil(),
            reference: "R-AAAAAAAA".into(),
            unit_id: Uuid::nil(),
            withdrawn_code: None,
            title: Some("某人案".into()),
            document_number: None,
            version_now: Some(1),
            revision_now: Some(1),
            version: 1,
            revision: 1,
            reviewed: false,
            judged_by: None,
            judged_at: None,
            words: None,
        }
    }

    #[test]
    fn a_row_that_contradicts_itself_is_an_error_and_has_not_left() {
        assert!(matches!(
            row().item(Vec::new()).unwrap().state,
            State::Waiting { .. }
        ));
        let left = Row {
            version_now: None,
            ..row()
        };
        assert_eq!(left.item(Vec::new()).unwrap().state, State::Left);
        let textless = Row {
            revision_now: None,
            ..row()
        };
        let unknown = Row {
            judged_at: Some(DateTime::UNIX_EPOCH),
            ..row()
        };
        for (broken, column) in [(textless, "record_id"), (unknown, "judged_by")] {
            let error = broken.item(Vec::new()).unwrap_err();
            assert!(
                matches!(error, Error::Inconsistent { column: told, .. } if told == column),
                "{error}"
            );
        }
    }
}
