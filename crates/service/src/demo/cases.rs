//! Cases whose progress those concerned may look up, in every stage.

use super::county::{Codes, UNITS};
use super::dice::Dice;
use super::scene::Scene;
use super::{ACTOR, Demo, DemoError, people};
use crate::progress::{NewCase, compare, keep};
use crate::services::Services;
use chrono::{Datelike, Days, NaiveDate};
use domain::event::Actor;
use domain::progress::{CaseContact, Conclusion, Course, CriminalEnd, Measure, QueryCode, case_key};

/// A case to be: its unit, since how many days, and what came after how many.
enum Plan {
    Criminal(Option<(Measure, u64)>, Option<(CriminalEnd, u64)>),
    Administrative(Option<(Conclusion, u64)>),
}

use Plan::{Administrative, Criminal};

const PLANS: [(&str, u64, Plan); 12] = [
    ("ps01", 20, Administrative(Some((Conclusion::Penalty, 16)))),
    (
        "criminal",
        75,
        Criminal(Some((Measure::Arrest, 24)), Some((CriminalEnd::Transferred, 70))),
    ),
    ("ps01", 6, Administrative(None)),
    ("ps02", 44, Administrative(Some((Conclusion::Settled, 9)))),
    ("ps03", 33, Administrative(Some((Conclusion::NoPenalty, 28)))),
    ("ps04", 58, Administrative(Some((Conclusion::Terminated, 30)))),
    ("ps05", 29, Administrative(Some((Conclusion::Referred, 12)))),
    ("criminal", 12, Criminal(None, None)),
    ("criminal", 26, Criminal(Some((Measure::Detention, 2)), None)),
    ("criminal", 51, Criminal(Some((Measure::Bail, 15)), None)),
    (
        "criminal",
        140,
        Criminal(
            Some((Measure::Surveillance, 20)),
            Some((CriminalEnd::Terminated, 120)),
        ),
    ),
    ("criminal", 98, Criminal(None, Some((CriminalEnd::Dropped, 60)))),
];

/// Number and query code of each case, for those who show the demo.
pub fn case_slips(demo: &Demo) -> Vec<(String, String)> {
    let slip = |(index, (unit, days, plan)): (usize, &(&str, u64, Plan))| {
        let began = demo.today - Days::new(*days);
        (
            number(unit, plan, began, index),
            dice(demo, index).symbols::<12>(),
        )
    };
    PLANS.iter().enumerate().map(slip).collect()
}

fn dice(demo: &Demo, index: usize) -> Dice {
    Dice::new(demo.seed, "cases", index as u64)
}

/// 明公(城关)受案字〔2026〕112号.
fn number(unit: &str, plan: &Plan, began: NaiveDate, index: usize) -> String {
    let short = UNITS
        .iter()
        .find(|place| place.code == unit)
        .map_or("办", |place| place.short);
    let word = match plan {
        Criminal(..) => "立",
        Administrative(_) => "受案",
    };
    let serial = began.ordinal() as usize * 3 + index;
    format!("明公({short}){word}字〔{}〕{serial}号", began.year())
}

/// Keeps them as an import would; says how many.
pub(super) async fn fill(services: &Services, demo: &Demo, codes: &Codes) -> Result<u64, DemoError> {
    let scene = Scene::new(demo, services, 5);
    let services = scene.at(demo.last_instant());
    let mut tx = services.db.begin().await?;
    let mut changes = Vec::new();
    for ((number, code), (index, (unit, days, plan))) in
        case_slips(demo).into_iter().zip(PLANS.iter().enumerate())
    {
        let (Some(number_key), Ok(code)) = (case_key(&number), QueryCode::parse(&code)) else {
            continue;
        };
        let dice = dice(demo, index);
        let new = NewCase {
            number_key,
            code,
            unit: codes[*unit],
            contact: CaseContact {
                person: Some(people::name(&dice)),
                phone: Some(format!("0000-123{:04}", 5000 + index)),
            },
            course: course(plan, demo.today - Days::new(*days)),
        };
        changes.extend(compare(services, &mut tx, new).await?);
    }
    keep(services, &mut tx, &changes, &Actor::System(ACTOR.into())).await?;
    tx.commit().await?;
    Ok(changes.len() as u64)
}

fn course(plan: &Plan, began: NaiveDate) -> Course {
    let after = |days: u64| began + Days::new(days);
    match plan {
        Criminal(measure, end) => Course::Criminal {
            filed_on: began,
            measure: measure.map(|(kind, days)| (kind, after(days))),
            end: end.map(|(end, days)| (end, after(days))),
        },
        Administrative(conclusion) => Course::Administrative {
            accepted_on: began,
            conclusion: conclusion.map(|(what, days)| (what, after(days))),
        },
    }
}
