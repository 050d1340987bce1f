//! 类案: the decisions most like one, and where its penalty lies among those of its class. The figures come from the
//! index, the texts from the database, so that what was withdrawn a moment ago is not shown.

use super::find::{beside, similar};
use crate::services::Services;
use chrono::NaiveDate;
use domain::ids::{RecordId, UnitId};
use domain::likeness::{CaseClass, Circumstances, Compared, Days, window};
use domain::money::Money;
use domain::record::{PenaltyKind, RecordKind};
use domain::unit::Units;
use search::Measured;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use storage::index_changes;
use storage::public::PublicRecord;

/// Decisions shown on a record's page.
const SHOWN: usize = 5;
/// Pages kept; all are let go of together, at the latest with the next change of what is public.
const MOST_KEPT: usize = 2_000;

/// What is known of the decisions like one.
#[derive(Debug, Clone, Default)]
pub struct Likeness {
    /// The most similar ones, best first.
    pub cases: Vec<LikeCase>,
    /// Where its penalty lies; nothing for what is no penalty, names no violation, or while there is no index.
    pub peers: Option<Peers>,
}

/// A decision like another: what a list shows of it.
#[derive(Debug, Clone)]
pub struct LikeCase {
    /// `R-…`.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Who decided.
    pub unit: UnitId,
    /// When.
    pub decided_on: Option<NaiveDate>,
    /// Classes of penalty.
    pub penalty_kinds: Vec<PenaltyKind>,
    /// 罚款.
    pub fine: Option<Money>,
    /// 行政拘留日数.
    pub detention_days: Option<u32>,
}

/// The penalties of one class.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Peers {
    /// What they have in common.
    pub class: CaseClass,
    /// The days of their decisions.
    pub span: (NaiveDate, NaiveDate),
    /// Where the fine lies, if there is one.
    pub fine: Option<Compared<Money>>,
    /// Where the days of detention lie, if there are any.
    pub detention: Option<Compared<Days>>,
}

/// The class of a penalty that names its violation.
pub(super) fn class_of(record: &PublicRecord) -> Option<CaseClass> {
    let violation = record
        .violation
        .clone()
        .filter(|_| record.kind == RecordKind::Penalty)?;
    Some(CaseClass {
        violation,
        article: super::same_article(&record.legal_basis.join("\n")),
        band: circumstances(record).band,
    })
}

/// What the public text says for and against the party.
pub fn circumstances(record: &PublicRecord) -> Circumstances {
    let texts = [&record.facts, &record.penalty_text, &record.body];
    Circumstances::of(texts.into_iter().filter_map(|text| text.as_deref()))
}

/// Where the penalty of a record lies among those of its class.
pub async fn peers(services: &Services, record: &PublicRecord) -> Option<Peers> {
    let class = class_of(record)?;
    let span = window(services.clock.today());
    let searcher = services.search.searcher()?;
    let key = class.key();
    let found = match beside(services, move || searcher.measured(Some(&key), span)).await {
        Ok(mut found) => found.remove(&class.key()).unwrap_or_default(),
        Err(error) => {
            services.search.give_up(&error);
            return None;
        }
    };
    Some(Peers {
        fine: record.fine.map(|fine| Compared::of(fine, fines(&found))),
        detention: record.detention_days.map(|days| {
            let others = found.iter().filter_map(|one| one.detention_days);
            Compared::of(Days::whole(days), others.map(Days::whole).collect())
        }),
        class,
        span,
    })
}

pub(super) fn fines(decisions: &[Measured]) -> Vec<Money> {
    let fines = decisions.iter().filter_map(|one| one.fine_fen);
    fines.filter_map(Money::from_fen).collect()
}

/// Both, for the record's page. Kept as long as nothing that is public changes, never by time.
pub async fn likeness(
    services: &Services,
    record: &PublicRecord,
    units: &Units,
) -> Result<Arc<Likeness>, storage::Error> {
    let state = State {
        turns: services.search.turns(),
        newest_change: index_changes::newest(&mut services.db.read().await?).await?,
        today: services.clock.today(),
    };
    let key = (record.id, record.version);
    if let Some(known) = services.search.likenesses.find(&state, key) {
        return Ok(known);
    }
    let similar = similar(services, record.clone(), SHOWN, units).await?;
    let made = Arc::new(Likeness {
        cases: similar.into_iter().map(|item| like_case(item.record)).collect(),
        peers: peers(services, record).await,
    });
    // An index given up meanwhile is another state: what could not be compared is not kept as if there were nothing.
    if services.search.turns() == state.turns {
        services.search.likenesses.keep(state, key, Arc::clone(&made));
    }
    Ok(made)
}

fn like_case(record: PublicRecord) -> LikeCase {
    LikeCase {
        reference: record.reference,
        title: record.title,
        unit: record.unit,
        decided_on: record.decided_on,
        penalty_kinds: record.penalty_kinds,
        fine: record.fine,
        detention_days: record.detention_days,
    }
}

/// What the answer depends on besides the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct State {
    /// Of the index.
    turns: u64,
    newest_change: i64,
    today: NaiveDate,
}

type Key = (RecordId, i32);

/// The answers for the last state asked for.
#[derive(Debug, Default)]
pub(super) struct Likenesses(Mutex<(State, HashMap<Key, Arc<Likeness>>)>);

impl Likenesses {
    fn find(&self, state: &State, key: Key) -> Option<Arc<Likeness>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.0 == *state).then(|| kept.1.get(&key).cloned()).flatten()
    }

    fn keep(&self, state: State, key: Key, made: Arc<Likeness>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != state || kept.1.len() >= MOST_KEPT {
            *kept = (state, HashMap::new());
        }
        kept.1.insert(key, made);
    }
}
