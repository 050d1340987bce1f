//! Two spot checks: one with everything judged and settled, one that is going on.

use super::corrected::republish;
use super::scene::Scene;
use super::{Demo, DemoError, morning};
use crate::records::{find_target, withdraw};
use crate::services::Services;
use crate::spot_checks::{DrawError, Place, draw, judge, open, settle};
use chrono::Days;
use domain::event::Actor;
use domain::publication::{Correction, Publisher, Reviewer};
use domain::record::WithdrawalCode;
use domain::role::{Role, Staff};
use domain::spot_check::{Checker, FindingKind, Judgement, Plan, Settlement, Settler, Words};
use storage::spot_checks::Item;

/// What comes of a finding.
enum Fate {
    /// It waits.
    Waits,
    /// The text is corrected.
    Corrected,
    /// The record is taken down.
    Withdrawn,
    /// It does not hold, and why.
    Dismissed(&'static str),
}

struct Finding {
    kind: FindingKind,
    words: &'static str,
    fate: Fate,
}

/// What the finished check found, one to a record.
const SETTLED: [Finding; 3] = [
    Finding {
        kind: FindingKind::Mismatch,
        words: "违法事实的末句与案卷里的决定书不一致，请核对。",
        fate: Fate::Corrected,
    },
    Finding {
        kind: FindingKind::MustNotBePublic,
        words: "案卷里有复议决定：这件决定已被撤销，还在公开。",
        fate: Fate::Withdrawn,
    },
    Finding {
        kind: FindingKind::Missing,
        words: "没有写明履行情况。",
        fate: Fate::Dismissed("履行情况不是应当公开的项目，决定书里也没有。"),
    },
];

/// What the other one has found so far.
const OPEN: [Finding; 1] = [Finding {
    kind: FindingKind::Personal,
    words: "违法事实写到了具体地点，附近的人看得出是谁，请再隐去一些。",
    fate: Fate::Waits,
}];

/// Plays both; says how many records were taken down.
pub(super) async fn play(services: &Services, demo: &Demo, staff: &[Staff]) -> Result<u64, DemoError> {
    let by = |role: Role| {
        staff
            .iter()
            .filter(move |one| one.role == role)
            .find_map(Checker::of)
    };
    let people = (
        staff.iter().find_map(Publisher::of),
        staff.iter().find_map(Reviewer::of),
        staff.iter().find_map(Settler::of),
    );
    let (Some(inspector), Some(supervisor)) = (by(Role::Inspector), by(Role::Supervisor)) else {
        return Ok(0);
    };
    let (Some(publisher), Some(reviewer), Some(settler)) = people else {
        return Ok(0);
    };
    let stage = Play {
        scene: Scene::new(demo, services, 5),
        demo,
        publisher,
        reviewer,
        settler,
    };
    let finished = stage.check(inspector, 40, (90, 20), &SETTLED, usize::MAX).await?;
    let going_on = stage.check(supervisor, 3, (30, 12), &OPEN, 5).await?;
    Ok(finished + going_on)
}

struct Play<'a> {
    scene: Scene,
    demo: &'a Demo,
    publisher: Publisher,
    reviewer: Reviewer,
    settler: Settler,
}

impl Play<'_> {
    /// A check drawn so many days ago from the `days` before, of which so many are judged.
    async fn check(
        &self,
        by: Checker,
        ago: u64,
        (days, size): (u64, u32),
        findings: &[Finding],
        most: usize,
    ) -> Result<u64, DemoError> {
        let day = self.demo.today - Days::new(ago);
        let services = self.scene.at(morning(day));
        let plan = Plan {
            from: day - Days::new(days),
            to: day - Days::new(1),
            unit: None,
            kind: None,
            unreviewed: false,
            size,
        };
        let number = match draw(services, by, &plan).await {
            // A small demo may have nothing in these days.
            Err(DrawError::NothingThere) => return Ok(0),
            other => other?,
        };
        let Some(detail) = open(services, number).await? else {
            return Ok(0);
        };
        let mut findings = findings.iter();
        let mut withdrawn = 0;
        for item in detail.items.iter().take(most) {
            let Some(shown) = item.shown() else { continue };
            // What the desk itself let pass it could not dismiss.
            let finding = (!item.reviewed).then(|| findings.next()).flatten();
            let judgement = finding.map_or(Ok(Judgement::InOrder), Finding::judgement)?;
            let place = Place {
                check: number,
                item: item.place,
            };
            judge(services, by, place, shown.version, judgement).await?;
            if let Some(finding) = finding {
                withdrawn += self.settle(finding, place, item, services).await?;
            }
        }
        Ok(withdrawn)
    }

    /// Says how many records were taken down for it.
    async fn settle(
        &self,
        finding: &Finding,
        place: Place,
        item: &Item,
        services: &Services,
    ) -> Result<u64, DemoError> {
        let settlement = match finding.fate {
            Fate::Waits => return Ok(0),
            Fate::Withdrawn => {
                let target = find_target(services, &item.reference).await?;
                let actor = Actor::Staff(self.publisher.id());
                withdraw(services, &target, WithdrawalCode::Revoked, &actor).await?;
                return Ok(1);
            }
            Fate::Corrected => {
                let people = (self.publisher, self.reviewer);
                republish(services, people, &item.reference, Correction::Factual, |mended| {
                    mended
                        .facts
                        .get_or_insert_default()
                        .push_str("（末句已按决定书核对。）");
                })
                .await?;
                Settlement::Corrected
            }
            Fate::Dismissed(why) => Settlement::NotUpheld(words("reason", why)?),
        };
        Ok(settle(services, self.settler, (place, finding.kind), settlement)
            .await
            .map(|()| 0)?)
    }
}

impl Finding {
    fn judgement(&self) -> Result<Judgement, DemoError> {
        Ok(Judgement::Found {
            kinds: vec![self.kind],
            words: words("text", self.words)?,
        })
    }
}

fn words(field: &'static str, text: &str) -> Result<Words, DemoError> {
    Words::parse(field, field, text).map_err(DemoError::Words)
}
