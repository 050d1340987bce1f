//! The centre, 督察 and the units at work on bad ratings, a little each day.

use super::dice::Dice;
use super::scene::{Scene, worker_of};
use super::{Demo, DemoError};
use crate::callbacks::{Act, CallbackError, act, answer_rectification, list, release, send, send_back};
use crate::services::Services;
use chrono::{Days, Duration, NaiveDate};
use domain::clock::start_of;
use domain::demand::DemandStatus;
use domain::ids::{DemandId, FollowUpId, UnitId};
use domain::rectification::FollowUp;
use domain::role::{Role, Staff};
use std::collections::{BTreeMap, BTreeSet};
use storage::demands;
use storage::followups::{Filter, Listed, Show};

const CHECKED: &[&str] = &[
    "已电话联系当事人并调取执法记录仪视频，反映的情况属实。",
    "已查看接处警记录并询问当班民警，情况属实，需要整改。",
    "已核对窗口监控，反映基本属实。",
];
const UNFOUNDED: &[&str] = &[
    "已调取视频核实，民警处置符合规定，已向当事人说明。",
    "经电话核实，系当事人对法律规定不了解，已解释清楚。",
];
const ADVICE: &[&str] = &[
    "请对照接处警规范查找原因，明确改进措施，并加强当班人员教育。",
    "请完善一次性告知制度，落实首接负责，五个工作日内书面反馈。",
];
const DONE: &[&str] = &[
    "已组织全体民警学习接处警规范，调整夜间备勤，建立办结告知台账，由所长每周抽查。",
    "已对当事民警批评教育，窗口增设材料清单和引导岗，并向当事人当面致歉。",
];

/// The people who look into ratings, and the rectifications that are out.
pub(super) struct Desk<'a> {
    demo: &'a Demo,
    staff: &'a [Staff],
    out: BTreeMap<DemandId, Out>,
}

/// A rectification that is out.
struct Out {
    unit: UnitId,
    reviewer: Role,
    /// The day of the next move.
    next: NaiveDate,
    was_sent_back: bool,
}

impl<'a> Desk<'a> {
    pub(super) fn new(demo: &'a Demo, staff: &'a [Staff]) -> Self {
        Self {
            demo,
            staff,
            out: BTreeMap::new(),
        }
    }

    /// A day's work, in the afternoon.
    pub(super) async fn work(&mut self, scene: &Scene, day: NaiveDate) -> Result<(), DemoError> {
        let services = scene.at(start_of(day) + Duration::hours(15));
        let dice = Dice::new(
            self.demo.seed,
            "desk",
            u64::try_from((self.demo.today - day).num_days()).unwrap_or(0),
        );
        for role in [Role::Center, Role::Inspector] {
            self.look_into(services, &dice, role).await?;
            self.send_out(services, &dice, role, day).await?;
        }
        self.settle(services, &dice).await?;
        self.move_rectifications(services, &dice, day).await
    }

    fn of(&self, role: Role) -> &'a Staff {
        self.staff
            .iter()
            .find(|one| one.role == role)
            .expect("the demo has an account of each role")
    }

    async fn listed(&self, services: &Services, role: Role, show: Show) -> Result<Vec<Listed>, DemoError> {
        let filter = Filter {
            show,
            ..Filter::default()
        };
        let mut listed = list(services, self.of(role), &filter).await?;
        // The order must not rest on drawn identifiers alone.
        listed.sort_by(|a, b| a.incident_number.cmp(&b.incident_number));
        Ok(listed)
    }

    /// What is not due before the demo's end: the last one of each list stays in the last weeks, so that whoever
    /// opens the demo finds something to do.
    fn leave_one(&self, list: &mut Vec<Listed>, day: NaiveDate) {
        let is_late = (self.demo.today - day).num_days() < 14;
        let left = list
            .iter()
            .rposition(|one| one.due_on.is_none_or(|due| due >= self.demo.today));
        if let Some(left) = left.filter(|_| is_late) {
            list.remove(left);
        }
    }

    async fn look_into(&self, services: &Services, dice: &Dice, role: Role) -> Result<(), DemoError> {
        let today = services.clock.today();
        let mut open = self.listed(services, role, Show::Open).await?;
        open.retain(|one| one.state == FollowUp::Open);
        self.leave_one(&mut open, today);
        for one in open {
            // Those of the last days are left for whoever opens the demo.
            let is_new = one.opened_on == today || (self.demo.today - one.opened_on).num_days() < 2;
            if is_new || !dice.percent(chance(&one, today)) {
                continue;
            }
            let (what, words) = if dice.percent(68) {
                (Act::Verify, dice.pick(CHECKED))
            } else {
                (Act::Dismiss, dice.pick(UNFOUNDED))
            };
            tolerated(act(services, self.of(role), (one.id, one.version), what, words).await)?;
        }
        Ok(())
    }

    /// Sends verified ratings to their units: those that may be named, or several together.
    async fn send_out(
        &mut self,
        services: &Services,
        dice: &Dice,
        role: Role,
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        let mut by_unit: BTreeMap<UnitId, Vec<Listed>> = BTreeMap::new();
        let mut verified = self.listed(services, role, Show::Verified).await?;
        self.leave_one(&mut verified, day);
        for one in verified {
            by_unit.entry(one.unit).or_default().push(one);
        }
        let mut groups: Vec<(UnitId, Vec<Listed>)> = by_unit.into_iter().collect();
        groups.sort_by(|a, b| a.1[0].incident_number.cmp(&b.1[0].incident_number));
        for (unit, group) in groups {
            let (named, unnamed): (Vec<Listed>, Vec<Listed>) =
                group.into_iter().partition(|one| one.may_tell_unit);
            // One that may not be named cannot hide among others: it waits for a second, or is handled here.
            let alone = (unnamed.len() == 1).then(|| unnamed[0].clone());
            let mut ids: BTreeSet<_> = named.iter().map(|one| one.id).collect();
            if alone.is_none() {
                ids.extend(unnamed.iter().map(|one| one.id));
            }
            if !ids.is_empty() {
                self.send(services, dice, (role, unit), &ids, day).await?;
            }
            if let Some(one) = alone.filter(|one| one.due_on.is_some_and(|due| due <= day)) {
                let words = "只有一件且不便告知单位，由本部门直接约谈并督促改进。";
                let turn = (one.id, one.version);
                tolerated(act(services, self.of(role), turn, Act::HandleHere, words).await)?;
            }
        }
        Ok(())
    }

    async fn send(
        &mut self,
        services: &Services,
        dice: &Dice,
        (reviewer, unit): (Role, UnitId),
        ids: &BTreeSet<FollowUpId>,
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        match send(services, self.of(reviewer), ids, dice.word(ADVICE)).await {
            Ok(id) => {
                // Five working days are at least seven days; one in thirty is late.
                let days = if dice.percent(3) { 11 } else { dice.between(2, 6) };
                let out = Out {
                    unit,
                    reviewer,
                    next: day + Days::new(u64::from(days)),
                    was_sent_back: false,
                };
                self.out.insert(id, out);
                Ok(())
            }
            error => tolerated(error.map(drop)),
        }
    }

    /// Whether `role` finds anything of this group.
    pub(super) async fn has(&self, services: &Services, role: Role, show: Show) -> Result<bool, DemoError> {
        Ok(!self.listed(services, role, show).await?.is_empty())
    }

    async fn settle(&self, services: &Services, dice: &Dice) -> Result<(), DemoError> {
        let mut escalated = self.listed(services, Role::Supervisor, Show::Escalated).await?;
        self.leave_one(&mut escalated, services.clock.today());
        for one in escalated {
            if dice.percent(chance(&one, services.clock.today())) {
                let words = "县局已约谈单位负责人，当面听取群众意见并督促落实，结果已告知当事人。";
                tolerated(
                    act(
                        services,
                        self.of(Role::Supervisor),
                        (one.id, one.version),
                        Act::Settle,
                        words,
                    )
                    .await,
                )?;
            }
        }
        Ok(())
    }

    async fn move_rectifications(
        &mut self,
        services: &Services,
        dice: &Dice,
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        // On the last afternoon every answer is reviewed: some people are asked again when the demo opens.
        let is_last = self.demo.today.pred_opt() == Some(day);
        let due: Vec<DemandId> = self
            .out
            .iter()
            .filter(|(_, out)| out.next <= day || is_last)
            .map(|(id, _)| *id)
            .collect();
        for id in due {
            let Some(out) = self.out.get(&id) else { continue };
            let (reviewer, was_sent_back, is_due) =
                (self.of(out.reviewer), out.was_sent_back, out.next <= day);
            let Some(unit) = worker_of(self.staff, out.unit) else {
                continue;
            };
            let found = demands::find(&mut services.db.read().await?, reviewer, id).await?;
            let Some(demand) = found else { continue };
            let turn = (id, demand.version);
            let mut is_back = was_sent_back;
            match demand.status {
                DemandStatus::Sent | DemandStatus::SentBack if !is_due => continue,
                DemandStatus::Sent | DemandStatus::SentBack => {
                    answer_rectification(services, unit, turn, dice.word(DONE)).await?;
                }
                DemandStatus::Answered if !is_last && !was_sent_back && dice.percent(20) => {
                    send_back(
                        services,
                        reviewer,
                        turn,
                        "措施过于笼统，请写明责任人、完成时间和检查办法。",
                    )
                    .await?;
                    is_back = true;
                }
                DemandStatus::Answered => {
                    release(services, reviewer, turn).await?;
                    self.out.remove(&id);
                    continue;
                }
                DemandStatus::Released => continue,
            }
            if let Some(out) = self.out.get_mut(&id) {
                // A review takes a working day at most, mending an answer a few.
                let days = if is_back == out.was_sent_back {
                    1
                } else {
                    dice.between(1, 4)
                };
                out.was_sent_back = is_back;
                out.next = day + Days::new(u64::from(days));
            }
        }
        Ok(())
    }
}

/// Of a hundred, so many are done today: hardly one is left beyond its last day.
fn chance(one: &Listed, today: NaiveDate) -> u32 {
    if one.due_on.is_some_and(|due| due <= today) {
        98
    } else {
        60
    }
}

/// What cannot be done in this state stays for another day; anything else ends the demo.
fn tolerated(done: Result<(), CallbackError>) -> Result<(), DemoError> {
    match done {
        Err(CallbackError::NotNow(_) | CallbackError::CannotBrief(_) | CallbackError::NotYours) => Ok(()),
        other => Ok(other?),
    }
}
