//! 裁量偏离: public fines far out of their class, for those who watch over discretion.

use super::find::beside;
use super::like::{circumstances, fines};
use crate::services::Services;
use chrono::NaiveDate;
use domain::ids::RecordId;
use domain::likeness::{CaseClass, Distribution, Side, Spread, window};
use domain::money::Money;
use search::{Measured, SearchError, Searcher};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use storage::public::{self, PublicRecord};

/// Decisions on a page.
pub const OUTLIERS_PER_PAGE: u64 = 30;

/// A decision whose fine lies far out.
#[derive(Debug)]
pub struct Outlier {
    /// The decision.
    pub record: PublicRecord,
    /// Its fine.
    pub fine: Money,
    /// Which way.
    pub side: Side,
    /// What it is compared with.
    pub class: CaseClass,
    /// How the fines of that class lie.
    pub among: Distribution<Money>,
    /// The sentences of its text that tell circumstances.
    pub grounds: Vec<String>,
}

/// A page of them.
#[derive(Debug)]
pub struct Outliers {
    /// The days of the decisions compared.
    pub span: (NaiveDate, NaiveDate),
    /// Decisions compared.
    pub decisions: u64,
    /// Classes that are large enough.
    pub classes: u64,
    /// How many lie far out in each unit with those below it, by its code.
    pub by_unit: BTreeMap<String, u64>,
    /// How many the list holds.
    pub total: u64,
    /// This page's, newest first.
    pub lines: Vec<Outlier>,
}

/// A page of the fines far out, from 1; of one unit and those below it where its code is given. Nothing while there
/// is no index.
pub async fn outliers(
    services: &Services,
    unit: Option<&str>,
    page: u64,
) -> Result<Option<Outliers>, storage::Error> {
    let Some(searcher) = services.search.searcher() else {
        return Ok(None);
    };
    let span = window(services.clock.today());
    let unit = unit.map(str::to_owned);
    let kept = Arc::clone(&services.search.far_out);
    let work = move || {
        let all = kept.of(&searcher, span)?;
        let listed: Vec<&FarOut> = all.list.iter().filter(|one| one.is_in(unit.as_deref())).collect();
        let skipped = usize::try_from(page.saturating_sub(1) * OUTLIERS_PER_PAGE).unwrap_or(usize::MAX);
        let shown = listed
            .iter()
            .skip(skipped)
            .take(usize::try_from(OUTLIERS_PER_PAGE).unwrap_or(0));
        let shown = shown
            .map(|one| Ok((RecordId(searcher.id_of(&one.measured)?), FarOut::clone(one))))
            .collect::<Result<Vec<_>, SearchError>>()?;
        Ok::<_, SearchError>((Arc::clone(&all), listed.len() as u64, shown))
    };
    let (all, total, shown) = match beside(services, work).await {
        Ok(found) => found,
        Err(error) => {
            services.search.give_up(&error);
            return Ok(None);
        }
    };
    let ids: Vec<RecordId> = shown.iter().map(|(id, _)| *id).collect();
    let records = public::by_ids(&mut services.db.read().await?, &ids).await?;
    let far: HashMap<RecordId, FarOut> = shown.into_iter().collect();
    let lines = records.into_iter().filter_map(|record| {
        let one = far.get(&record.id)?;
        let class = all.classes.get(one.class)?;
        Some(Outlier {
            fine: one.fine,
            side: one.side,
            class: class.0.clone(),
            among: class.1.clone(),
            grounds: circumstances(&record).sentences,
            record,
        })
    });
    Ok(Some(Outliers {
        span,
        decisions: all.decisions,
        classes: all.classes.len() as u64,
        by_unit: all.by_unit.clone(),
        total,
        lines: lines.collect(),
    }))
}

#[derive(Debug, Clone)]
struct FarOut {
    measured: Measured,
    fine: Money,
    side: Side,
    class: usize,
    units: Vec<String>,
}

impl FarOut {
    fn is_in(&self, unit: Option<&str>) -> bool {
        unit.is_none_or(|code| self.units.iter().any(|own| own == code))
    }
}

/// Every fine far out, found in one pass over the index.
#[derive(Debug, Default)]
struct All {
    decisions: u64,
    classes: Vec<(CaseClass, Distribution<Money>)>,
    by_unit: BTreeMap<String, u64>,
    list: Vec<FarOut>,
}

impl All {
    fn of(searcher: &Searcher, span: (NaiveDate, NaiveDate)) -> Result<Self, SearchError> {
        let mut all = Self::default();
        for (key, decisions) in searcher.measured(None, span)? {
            let among = Distribution::of(fines(&decisions));
            let among = among.filter(|among| matches!(among.spread, Spread::Quartiles(_)));
            if let (Some(class), Some(among)) = (CaseClass::parse(&key), among) {
                all.add(searcher, class, among, &decisions)?;
            }
        }
        all.list
            .sort_by_key(|one| (Reverse(one.measured.day), Reverse(one.fine), one.measured));
        Ok(all)
    }

    fn add(
        &mut self,
        searcher: &Searcher,
        class: CaseClass,
        among: Distribution<Money>,
        decisions: &[Measured],
    ) -> Result<(), SearchError> {
        for measured in decisions {
            let fine = measured.fine_fen.and_then(Money::from_fen);
            let Some((fine, side)) = fine.and_then(|fine| Some((fine, among.far_out(fine)?))) else {
                continue;
            };
            let units = searcher.units_of(measured)?;
            for code in &units {
                *self.by_unit.entry(code.clone()).or_default() += 1;
            }
            self.list.push(FarOut {
                measured: *measured,
                fine,
                side,
                class: self.classes.len(),
                units,
            });
        }
        self.decisions += among.n as u64;
        self.classes.push((class, among));
        Ok(())
    }
}

/// What was found last, with the commit and the days that it was found in.
#[derive(Debug, Default)]
pub(super) struct KeptFarOut(Mutex<Option<(String, NaiveDate, Arc<All>)>>);

impl KeptFarOut {
    /// Whoever asks while it is being found waits for it.
    fn of(&self, searcher: &Searcher, span: (NaiveDate, NaiveDate)) -> Result<Arc<All>, SearchError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let version = searcher.version();
        if let Some((of, until, all)) = &*kept
            && (of, *until) == (&version, span.1)
        {
            return Ok(Arc::clone(all));
        }
        let all = Arc::new(All::of(searcher, span)?);
        *kept = Some((version, span.1, Arc::clone(&all)));
        Ok(all)
    }
}
