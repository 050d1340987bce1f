//! Objections in every state, taken in and answered through the portal's own use cases.

use super::corrected::republish;
use super::dice::Dice;
use super::records::Known;
use super::review::place_in;
use super::scene::Scene;
use super::{Demo, DemoError};
use crate::objections::{self, Submission};
use crate::records::{Target, find_target, withdraw};
use crate::services::Services;
use chrono::{Days, NaiveDate};
use domain::event::Actor;
use domain::objection::{Answer, Asker, Effect, ObjectionKind, Outcome, RawObjection};
use domain::publication::{Correction as How, Publisher, Reviewer};
use domain::receipt::RecordRef;
use domain::record::WithdrawalCode;
use domain::role::Staff;
use std::net::{IpAddr, Ipv4Addr};

const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// What becomes of one.
enum Fate {
    /// It still waits.
    Waits,
    /// It still waits, and its record was taken down meanwhile.
    OutlivesItsRecord,
    /// Answered after so many days.
    Answered(u64, Outcome, &'static str),
}

/// An objection to be.
struct Item {
    kind: ObjectionKind,
    asker: Asker,
    days_ago: u64,
    passage: &'static str,
    request: &'static str,
    fate: Fate,
}

const fn item(
    (kind, asker, days_ago): (ObjectionKind, Asker, u64),
    passage: &'static str,
    request: &'static str,
    fate: Fate,
) -> Item {
    Item {
        kind,
        asker,
        days_ago,
        passage,
        request,
        fate,
    }
}

use Asker::{Other, Party, Representative};
use ObjectionKind::{Correction, CreditRepair, Dispute, Privacy};

const ITEMS: [Item; 13] = [
    item(
        (Privacy, Party, 1),
        "“违法事实”一段写到了我住的小区和楼号。",
        "村里人一看就知道是我，请隐去小区和楼号。",
        Fate::Waits,
    ),
    item(
        (Correction, Other, 2),
        "“决定日期”",
        "日期比文号的年份晚了一年，像是写错了，请核对。",
        Fate::Waits,
    ),
    item(
        (CreditRepair, Representative, 3),
        "整条记录",
        "公司已缴清罚款并完成整改，信用修复申请已由县发展改革局受理，请停止公示。",
        Fate::Waits,
    ),
    item(
        (Dispute, Representative, 4),
        "整条记录",
        "这份决定正在申请行政复议，请暂停公开。",
        Fate::Waits,
    ),
    item(
        (Dispute, Party, 3),
        "整条记录",
        "复议机关已经撤销这份决定，请尽快撤下。",
        Fate::OutlivesItsRecord,
    ),
    item(
        (Correction, Party, 14),
        "“决定内容”里的罚款数额",
        "决定书上的数额和网页上不一样，请按决定书改正。",
        Fate::Waits,
    ),
    item(
        (Correction, Party, 40),
        "“违法事实”里的店名",
        "店名少了一个字，请按营业执照改正。",
        Fate::Answered(
            4,
            Outcome::Upheld(Effect::Corrected),
            "经与案卷核对，店名确有漏字，已经更正并重新公开。感谢您指出。",
        ),
    ),
    item(
        (Privacy, Other, 60),
        "“违法事实”第二句",
        "能看出是哪一户人家，请隐去门牌。",
        Fate::Answered(
            1,
            Outcome::Upheld(Effect::MaskedMore),
            "您指出的内容能与其他公开信息对照认出个人，已经隐去并重新公开。",
        ),
    ),
    item(
        (Dispute, Party, 75),
        "整条记录",
        "决定已被人民法院撤销，判决书可以提供，请撤下。",
        Fate::Answered(
            2,
            Outcome::Upheld(Effect::Withdrawn),
            "经核实，决定已被生效判决撤销。依照行政处罚法第四十八条，记录已经撤下并公开说明理由。",
        ),
    ),
    item(
        (CreditRepair, Party, 90),
        "整条记录",
        "已完成信用修复，修复决定书编号可以核对，请停止公示。",
        Fate::Answered(
            4,
            Outcome::Upheld(Effect::CreditRepaired),
            "经核对信用修复决定，已停止公示。",
        ),
    ),
    item(
        (Dispute, Other, 50),
        "整条记录",
        "觉得罚得太轻，应当重新处罚后再公开。",
        Fate::Answered(
            5,
            Outcome::Refused,
            "公开的内容与决定书一致。对处罚轻重的意见不属于公开内容的更正，可以通过投诉或者法律途径提出。",
        ),
    ),
    item(
        (Correction, Representative, 30),
        "“依据”",
        "认为适用的条款不对，请改成较轻的一款。",
        Fate::Answered(
            3,
            Outcome::Refused,
            "公开的依据与决定书记载一致。不服适用条款的，请按决定书写明的途径申请复议或者起诉。",
        ),
    ),
    item(
        (Privacy, Party, 20),
        "公司名称",
        "请隐去公司名称，以免影响生意。",
        Fate::Answered(
            2,
            Outcome::Refused,
            "依照公安机关执法公开规定，受处罚单位的名称应当公开；其中没有个人信息。",
        ),
    ),
];

/// What was made.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Objected {
    /// Objections.
    pub(super) count: u64,
    /// Records taken down because of them.
    pub(super) withdrawn: u64,
}

/// Takes each in and lets it go its way, each about a record of its own.
pub(super) async fn play(
    services: &Services,
    demo: &Demo,
    staff: &[Staff],
    known: &[Known],
) -> Result<Objected, DemoError> {
    let scene = Scene::new(demo, services, 4);
    let publisher = staff.iter().find_map(Publisher::of);
    let reviewer = staff.iter().find_map(Reviewer::of);
    let (Some(publisher), Some(reviewer)) = (publisher, reviewer) else {
        return Ok(Objected::default());
    };
    let mut stage = Play {
        scene,
        demo,
        publisher,
        reviewer,
        objected: Objected::default(),
    };
    let mut fresh: Vec<&Known> = known.iter().rev().collect();
    for (item, index) in ITEMS.iter().zip(0..) {
        let day = demo.today - Days::new(item.days_ago);
        // A record that was there for some days, and is no other objection's.
        let Some(place) = fresh
            .iter()
            .position(|record| record.published + Days::new(3) < day)
        else {
            continue;
        };
        let record = fresh.remove(place);
        stage.one(item, index, &record.reference).await?;
    }
    Ok(stage.objected)
}

struct Play<'a> {
    scene: Scene,
    demo: &'a Demo,
    publisher: Publisher,
    reviewer: Reviewer,
    objected: Objected,
}

impl Play<'_> {
    fn at(&self, index: u64, day: NaiveDate) -> &Services {
        let dice = Dice::new(self.demo.seed, "objections", index);
        self.scene.at(self.demo.capped(dice.in_office(day)))
    }

    async fn one(&mut self, item: &Item, index: u64, record: &str) -> Result<(), DemoError> {
        let day = self.demo.today - Days::new(item.days_ago);
        let Some(reference) = self.take_in(item, index, record, day).await? else {
            return Ok(());
        };
        self.objected.count += 1;
        match &item.fate {
            Fate::Waits => Ok(()),
            Fate::OutlivesItsRecord => {
                let day = day + Days::new(1);
                self.withdraw(index, day, record, WithdrawalCode::Revoked).await
            }
            Fate::Answered(after, outcome, text) => {
                let day = day + Days::new(*after);
                self.carry_out(*outcome, index, day, record).await?;
                let answer = Answer {
                    outcome: *outcome,
                    text: (*text).to_owned(),
                };
                let services = self.at(index, day);
                Ok(objections::answer(services, self.publisher, &reference, answer).await?)
            }
        }
    }

    /// The reference; none where the record's term had ended.
    async fn take_in(
        &self,
        item: &Item,
        index: u64,
        record: &str,
        day: NaiveDate,
    ) -> Result<Option<String>, DemoError> {
        let Ok(record) = RecordRef::parse(record) else {
            return Ok(None);
        };
        let raw = RawObjection {
            kind: item.kind.as_str().to_owned(),
            asker: item.asker.as_str().to_owned(),
            passage: item.passage.to_owned(),
            request: item.request.to_owned(),
            ..RawObjection::default()
        };
        let submission = Submission {
            record,
            raw: &raw,
            key: String::new(),
            client: CLIENT,
        };
        match objections::submit(self.at(index, day), submission).await {
            Ok(receipt) => Ok(Some(receipt.reference.to_string())),
            Err(objections::SubmitError::NotPublic) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Does to the record what the answer will say.
    async fn carry_out(
        &mut self,
        outcome: Outcome,
        index: u64,
        day: NaiveDate,
        record: &str,
    ) -> Result<(), DemoError> {
        match outcome {
            Outcome::Refused => Ok(()),
            Outcome::Upheld(Effect::Withdrawn) => {
                self.withdraw(index, day, record, WithdrawalCode::Revoked).await
            }
            Outcome::Upheld(Effect::CreditRepaired) => {
                self.withdraw(index, day, record, WithdrawalCode::CreditRepair)
                    .await
            }
            Outcome::Upheld(Effect::Corrected) => self.republish(index, day, record, How::Factual).await,
            Outcome::Upheld(Effect::MaskedMore) => self.republish(index, day, record, How::Privacy).await,
        }
    }

    async fn withdraw(
        &mut self,
        index: u64,
        day: NaiveDate,
        record: &str,
        code: WithdrawalCode,
    ) -> Result<(), DemoError> {
        let services = self.at(index, day);
        let target: Target = find_target(services, record).await?;
        withdraw(services, &target, code, &Actor::Staff(self.publisher.id())).await?;
        self.objected.withdrawn += 1;
        Ok(())
    }

    /// A mended original, through legal review to the public.
    async fn republish(
        &self,
        index: u64,
        day: NaiveDate,
        record: &str,
        correction: How,
    ) -> Result<(), DemoError> {
        let people = (self.publisher, self.reviewer);
        republish(self.at(index, day), people, record, correction, |mended| {
            let texts = [&mut mended.facts, &mut mended.body, &mut mended.penalty_text];
            let text = texts.into_iter().flatten().next().unwrap_or(&mut mended.title);
            match correction {
                How::Factual => text.push_str("（本段文字已按案卷核对。）"),
                How::Privacy => *text = less_of(text),
            }
        })
        .await
    }
}

/// A text without its place, or without what follows its first clause.
fn less_of(text: &str) -> String {
    let clause = text.split_once('，').map(|(_, rest)| rest.trim_end_matches('。'));
    match place_in(text).or(clause) {
        Some(told) => text.replacen(told, "某处", 1),
        None => text.chars().take(4).collect(),
    }
}
