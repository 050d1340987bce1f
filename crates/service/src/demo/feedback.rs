//! Citizens' feedback in every state, taken in and worked through the portal's own use cases.

mod fates;
mod items;

use super::dice::Dice;
use super::records::Known;
use super::scene::{Scene, worker_of};
use super::{Demo, DemoError, Progress, Stage, case, people};
use crate::feedback::{
    Key, NewDemand, Receipt, Step, Submission, answer_demand, draft_demand, handle, open_case, open_demand,
    release_demand, send_demand, send_demand_back, submit, withdraw, write,
};
use crate::services::Services;
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use domain::clock::{legal_day, start_of};
use domain::feedback::{FeedbackKind, RawFeedback};
use domain::role::Staff;
use fates::{ANY, Act, DEMANDS, FATES, FORGOTTEN, Fate};
use items::{ITEMS, Item};
use std::net::{IpAddr, Ipv4Addr};
use uuid::Uuid;

/// How many in a demo of the usual size.
const TOTAL: u64 = 300;
/// Over how many days.
const DAYS: u64 = 110;
const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Takes every case in and lets it go its way. Returns how many there are.
pub(super) async fn fill(
    services: &Services,
    demo: &Demo,
    staff: &[Staff],
    known: &[Known],
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<u64, DemoError> {
    let scene = Scene::new(demo, services, 1);
    let total = demo.share(TOTAL);
    for index in 0..total {
        let story = Story {
            scene: &scene,
            demo,
            staff,
            dice: Dice::new(demo.seed, "feedback", index),
        };
        story.tell(index, total, known).await?;
        progress(Progress {
            stage: Stage::Feedback,
            done: index + 1,
            total,
        });
    }
    Ok(total)
}

struct Story<'a> {
    scene: &'a Scene,
    demo: &'a Demo,
    staff: &'a [Staff],
    dice: Dice,
}

/// A case on its way.
struct Course<'a> {
    item: &'a Item,
    receipt: Receipt,
    worker: &'a Staff,
    demand: Option<Uuid>,
    time: DateTime<Utc>,
}

impl Story<'_> {
    async fn tell(&self, index: u64, total: u64, known: &[Known]) -> Result<(), DemoError> {
        let day = self.demo.today - Days::new(DAYS - index * DAYS / total);
        let time = start_of(day) + Duration::minutes(i64::from(self.dice.between(7 * 60, 22 * 60)));
        let item = self.item();
        let raw = self.raw(item, day, known);
        let receipt = submit(
            self.scene.at(time),
            Submission {
                raw: &raw,
                key: Key::Absent,
                client: CLIENT,
            },
        )
        .await?;
        let Some(worker) = self.worker(&receipt).await? else {
            return Ok(());
        };
        let acts = if index == total * 2 / 3 {
            FORGOTTEN
        } else {
            self.fate(item, &raw, day)
        };
        let mut course = Course {
            item,
            receipt,
            worker,
            demand: None,
            time,
        };
        for act in acts {
            course.time = self.next_moment(course.time);
            if course.time > self.demo.last_instant() || !self.act(&mut course, *act).await? {
                break;
            }
        }
        Ok(())
    }

    fn fate(&self, item: &Item, raw: &RawFeedback, day: NaiveDate) -> &'static [Act] {
        let asks_the_unit = item.kind.accuses() && !raw.unit.is_empty() && self.dice.percent(35);
        let fates = if asks_the_unit { DEMANDS } else { FATES };
        let age = u32::try_from((self.demo.today - day).num_days()).unwrap_or(ANY);
        let open: Vec<&Fate> = fates.iter().filter(|fate| age <= fate.oldest).collect();
        self.dice.weighted(&open, |fate| fate.weight).acts
    }

    fn item(&self) -> &'static Item {
        self.dice.weighted(&ITEMS.item, |item| match item.kind {
            FeedbackKind::Complaint => 9,
            FeedbackKind::Report => 5,
            FeedbackKind::Inquiry | FeedbackKind::Suggestion | FeedbackKind::Praise => 7,
        })
    }

    fn raw(&self, item: &Item, day: NaiveDate, known: &[Known]) -> RawFeedback {
        let dice = &self.dice;
        let unit = if dice.percent(12) {
            "traffic"
        } else {
            case::station(dice)
        };
        let happened = day - Days::new(u64::from(dice.between(1, 20)));
        let told = |text: &str| {
            text.replace("{unit}", &case::unit_name(unit))
                .replace("{day}", &case::written(happened))
        };
        let about: Vec<&Known> = known
            .iter()
            .filter(|known| known.unit == unit && known.published < day)
            .collect();
        let record = (item.kind == FeedbackKind::Complaint && !about.is_empty() && dice.percent(20))
            .then(|| dice.pick(&about).reference.clone());
        let anonymous = dice.percent(if item.kind.accuses() { 40 } else { 10 });
        RawFeedback {
            kind: item.kind.as_str().to_owned(),
            unit: unit.to_owned(),
            record: record.unwrap_or_default(),
            title: item.title.clone(),
            body: told(&item.body),
            occurred_on: happened.to_string(),
            anonymous: Some(anonymous),
            contact_name: if anonymous {
                String::new()
            } else {
                people::name(dice)
            },
            contact_phone: if anonymous {
                String::new()
            } else {
                people::phone(dice)
            },
            tell_unit: dice.percent(50),
            ..RawFeedback::default()
        }
    }

    /// Whoever has the case in the own queue.
    async fn worker(&self, receipt: &Receipt) -> Result<Option<&Staff>, DemoError> {
        let services = self.scene.at(self.demo.last_instant());
        let mut conn = services.db.read().await?;
        let case = storage::feedback::receipt::find(&mut conn, receipt.reference).await?;
        Ok(case.and_then(|(case, _)| worker_of(self.staff, case.queue)))
    }

    fn next_moment(&self, time: DateTime<Utc>) -> DateTime<Utc> {
        let day = legal_day(time) + Days::new(u64::from(self.dice.between(1, 2)));
        self.dice.in_office(day)
    }

    /// Does one step; false where the case does not allow it and stays as it is.
    async fn act(&self, course: &mut Course<'_>, act: Act) -> Result<bool, DemoError> {
        let services = self.scene.at(course.time);
        match act {
            Act::Write => self.citizen(course, services).await?,
            Act::Withdraw => {
                let (reference, code) = (course.receipt.reference.to_string(), course.receipt.code.reveal());
                withdraw(services, CLIENT, (&reference, &code)).await?;
            }
            Act::Demand => self.demand(course, services).await?,
            Act::AnswerDemand | Act::SendBack | Act::Release => {
                return self.turn(course, services, act).await;
            }
            step => return self.step_on(course, services, step).await,
        }
        Ok(true)
    }

    async fn step_on(&self, course: &Course<'_>, services: &Services, act: Act) -> Result<bool, DemoError> {
        let Some(step) = self.step(course.item, act) else {
            return Ok(false);
        };
        let reference = course.receipt.reference.to_string();
        let view = open_case(services, course.worker, &reference).await?;
        if act == Act::Return && !view.actions.give_back {
            return Ok(false);
        }
        handle(services, course.worker, &reference, view.case.version, step).await?;
        Ok(true)
    }

    fn step(&self, item: &Item, act: Act) -> Option<Step> {
        let text = |text: &str| text.to_owned();
        Some(match act {
            Act::Accept => Step::Accept,
            Act::Ask => Step::Ask {
                text: item.ask.clone(),
            },
            Act::Answer => Step::Answer {
                text: item.answer.clone(),
            },
            Act::Close => Step::Close {
                outcome: self.dice.pick(&item.outcomes).clone(),
                text: text("您反映的事项已经办结。对处理结果有不同意见的，可以继续向本平台反映。"),
            },
            Act::Refuse => Step::Refuse {
                reason: text("您反映的事项正在行政复议程序中，依法应当通过该程序解决，本平台不再重复受理。"),
                to: text("明镜县人民政府行政复议机构"),
            },
            Act::PassOn => Step::PassOn {
                to: text("明镜县城市管理局"),
                reason: text("该事项属于城市管理部门职责范围，已将您的反映一并转去。"),
            },
            Act::Return => Step::Return {
                reason: text("反映的地点不在本单位辖区，建议由辖区派出所办理。"),
            },
            Act::Write | Act::Withdraw | Act::Demand | Act::AnswerDemand | Act::SendBack | Act::Release => {
                return None;
            }
        })
    }

    async fn citizen(&self, course: &Course<'_>, services: &Services) -> Result<(), DemoError> {
        let (reference, code) = (course.receipt.reference.to_string(), course.receipt.code.reveal());
        write(services, CLIENT, (&reference, &code), &course.item.reply).await?;
        Ok(())
    }

    async fn demand(&self, course: &mut Course<'_>, services: &Services) -> Result<(), DemoError> {
        let reference = course.receipt.reference.to_string();
        let draft = draft_demand(services, course.worker, &reference).await?;
        // With the complainant's consent the unit itself, otherwise the next higher one.
        let Some((unit, _)) = draft.targets.iter().max_by_key(|(_, is_own)| *is_own) else {
            return Ok(());
        };
        let new = NewDemand {
            unit: unit.code.to_string(),
            title: draft.title.clone(),
            text: draft.text.clone(),
        };
        let at = (reference.as_str(), draft.case.version);
        course.demand = Some(send_demand(services, course.worker, at, &new).await?.0);
        Ok(())
    }

    async fn turn(&self, course: &Course<'_>, services: &Services, act: Act) -> Result<bool, DemoError> {
        let Some(id) = course.demand else {
            // No unit may be asked: the desk answers from what it found itself.
            if act == Act::Release {
                self.step_on(course, services, Act::Answer).await?;
            }
            return Ok(true);
        };
        let view = open_demand(services, course.worker, id).await?;
        let turn = (id, view.demand.version);
        match act {
            Act::AnswerDemand => {
                let Some(unit) = worker_of(self.staff, view.demand.unit) else {
                    return Ok(false);
                };
                answer_demand(services, unit, turn, &course.item.answer).await?;
            }
            Act::SendBack => {
                let reason = "请补充核实过程和对有关人员的处理情况，并说明今后的改进措施。";
                send_demand_back(services, course.worker, turn, reason).await?;
            }
            _ => release_demand(services, course.worker, turn, &course.item.answer).await?,
        }
        Ok(true)
    }
}
