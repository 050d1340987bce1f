//! Penalties on persons and businesses, with the full text of the decision.

use super::case::{Case, content, station, unit_name, written};
use super::dice::Dice;
use super::offence::{self, Degree, Group, Offence, Rule};
use super::people;
use super::sentence::Sentence;
use chrono::{Days, NaiveDate};
use domain::money::Money;
use domain::record::{Content, PartyType, PenaltyKind, RecordKind, Withhold};

/// Which penalties are drawn from.
#[derive(Debug, Clone, Copy)]
pub(super) enum On {
    /// 治安 on a person.
    Offender,
    /// Traffic on a person.
    Driver,
    /// A business.
    Business,
}

/// A penalty with the unit that handled it.
pub(super) fn penalty(case: &mut Case<'_>, on: On) -> (&'static str, Content) {
    let acted_on = case.acted_on();
    let offences: Vec<&Offence> = offence::all()
        .iter()
        .filter(|offence| on.includes(offence) && offence.rule(acted_on).is_some())
        .collect();
    let offence = *case.dice.weighted(&offences, |offence| offence.weight);
    let rule = offence
        .rule(acted_on)
        .expect("only violations with a rule were drawn from");
    let (degree, sentence) = rule.sentence(&case.dice);
    let unit = unit(&case.dice, offence.group);
    let number = case.number(unit, "行罚决字");
    let is_minor = matches!(on, On::Offender) && case.dice.percent(3);
    let party = Party::new(&case.dice, offence, acted_on, is_minor);
    let facts = offence.facts(&case.dice, acted_on, &party.name);
    let decision = Decision {
        offence,
        rule,
        degree,
        sentence,
        party,
        facts,
        number,
        unit,
        acted_on,
        decided: case.decided,
    };
    let content = decision.content(&case.dice, is_minor);
    (unit, content)
}

impl On {
    fn includes(self, offence: &Offence) -> bool {
        match self {
            Self::Offender => offence.party == PartyType::Person && offence.group != Group::Traffic,
            Self::Driver => offence.party == PartyType::Person && offence.group == Group::Traffic,
            Self::Business => offence.party != PartyType::Person,
        }
    }
}

fn unit(dice: &Dice, group: Group) -> &'static str {
    match group {
        Group::Traffic => "traffic",
        Group::Security if dice.percent(35) => "security",
        Group::Criminal if dice.percent(40) => "criminal",
        Group::Security | Group::Criminal | Group::Station => station(dice),
    }
}

/// Who is punished.
struct Party {
    name: String,
    kind: PartyType,
    uscc: Option<String>,
    /// As the head of the decision describes them.
    described: String,
}

impl Party {
    fn new(dice: &Dice, offence: &Offence, acted_on: NaiveDate, is_minor: bool) -> Self {
        match offence.party {
            PartyType::Person => Self::person(dice, acted_on, is_minor),
            kind => Self::business(dice, kind, offence.trade.as_deref().unwrap_or("plant")),
        }
    }

    fn person(dice: &Dice, acted_on: NaiveDate, is_minor: bool) -> Self {
        let ages = if is_minor { (15, 17) } else { (19, 66) };
        let born = people::birthday(dice, acted_on, ages);
        let name = people::name(dice);
        let described = format!(
            "违法行为人：{name}，{}，{}出生，居民身份证号码{}，户籍所在地{}，现住{}，工作单位{}，联系电话{}，违法经历：{}。",
            dice.pick(&["男", "男", "男", "女"]),
            written(born),
            people::identity_number(dice, born),
            people::home(dice),
            people::home(dice),
            dice.pick(&["无", "无", "明镜县某建筑工地", "明镜县某物流公司"]),
            people::phone(dice),
            dice.pick(&["无", "无", "无", "曾因同类违法行为被行政处罚"]),
        );
        Self {
            name,
            kind: PartyType::Person,
            uscc: None,
            described,
        }
    }

    fn business(dice: &Dice, kind: PartyType, trade: &str) -> Self {
        let (name, uscc) = (people::business(dice, trade), people::credit_code(dice));
        let head = if kind == PartyType::SoleTrader {
            "经营者"
        } else {
            "法定代表人"
        };
        let described = format!(
            "被处罚单位：{name}，统一社会信用代码{uscc}，地址{}，{head}{}，联系电话{}。",
            people::road(dice),
            people::name(dice),
            people::phone(dice),
        );
        Self {
            name,
            kind,
            uscc: Some(uscc),
            described,
        }
    }
}

/// Everything a decision says.
struct Decision<'a> {
    offence: &'a Offence,
    rule: &'a Rule,
    degree: Degree,
    sentence: Sentence,
    party: Party,
    facts: String,
    number: String,
    unit: &'static str,
    acted_on: NaiveDate,
    decided: NaiveDate,
}

impl Decision<'_> {
    fn content(self, dice: &Dice, is_minor: bool) -> Content {
        let body = self.body(dice);
        let title = format!("{}{}行政处罚决定书", self.party.name, self.offence.name);
        let withhold = if is_minor {
            Some(Withhold::Minor)
        } else {
            self.offence.withhold
        };
        // What a business did is shown for one or three years; what is short is over for some already.
        let years = if dice.percent(15) { 365 } else { 1096 };
        let publish_until =
            (self.party.kind == PartyType::Organization).then(|| self.decided + Days::new(years));
        Content {
            party_name: Some(self.party.name),
            party_type: Some(self.party.kind),
            uscc: self.party.uscc,
            violation: Some(self.offence.name.clone()),
            facts: Some(self.facts),
            legal_basis: vec![self.rule.citation()],
            penalty_kinds: self.sentence.kinds,
            penalty_text: Some(self.sentence.text),
            fine: self.sentence.fine.map(Money::from_yuan),
            confiscated: self.sentence.confiscated,
            detention_days: self.sentence.detention_days,
            body: Some(body),
            acted_on: Some(self.acted_on),
            publish_until,
            withhold,
            ..content(RecordKind::Penalty, title, self.number, self.decided)
        }
    }

    fn body(&self, dice: &Dice) -> String {
        let organ = self.organ();
        let circumstance = self.circumstance(dice);
        let lines = [
            organ.clone(),
            "行政处罚决定书".to_owned(),
            self.number.clone(),
            self.party.described.clone(),
            format!("现查明：{}", self.facts),
            format!("以上事实有{}等证据证实。", dice.pick(self.evidence())),
            circumstance,
            format!(
                "根据{}之规定，现决定给予{}{}的处罚。",
                self.rule.citation(),
                self.party.name,
                self.sentence.text
            ),
            format!("执行方式和期限：{}", self.execution()),
            "如不服本决定，可以在收到本决定书之日起六十日内向明镜县人民政府申请行政复议，\
             或者在六个月内依法向明镜县人民法院提起行政诉讼。"
                .to_owned(),
            organ,
            written(self.decided),
        ];
        lines
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// A station decides warnings and fines up to 500 yuan (治安管理处罚法 2012 第九十一条), from 2026 up to 1,000
    /// (2025 第一百零九条); traffic decisions are the traffic police's; the rest is the bureau's.
    fn organ(&self) -> String {
        let limit = if self.decided < new_law() { 500 } else { 1000 };
        let is_small = self
            .sentence
            .kinds
            .iter()
            .all(|kind| matches!(kind, PenaltyKind::Warning | PenaltyKind::Fine))
            && self.sentence.fine.unwrap_or(0) <= limit;
        let is_station = self.unit.starts_with("ps") && self.offence.is_public_security();
        if self.unit == "traffic" || (is_station && is_small) {
            unit_name(self.unit)
        } else {
            super::county::BUREAU.to_owned()
        }
    }

    fn evidence(&self) -> &'static [&'static str] {
        match (self.party.kind, self.offence.group) {
            (PartyType::Person, Group::Traffic) => &[
                "违法行为人的陈述和申辩、现场照片、视听资料、民警执法记录",
                "违法行为人的陈述和申辩、民警执法记录、机动车和驾驶人信息查询结果",
            ],
            (PartyType::Person, _) => &[
                "违法行为人的陈述和申辩、被侵害人陈述、证人证言、视听资料",
                "违法行为人的陈述和申辩、证人证言、现场检查笔录、到案经过",
                "违法行为人的陈述和申辩、被侵害人陈述、辨认笔录、鉴定意见",
            ],
            _ => &[
                "现场检查笔录、责令限期改正通知书、现场负责人的陈述、现场照片",
                "检查笔录、证人证言、视听资料、营业执照复印件、有关登记台账",
            ],
        }
    }

    fn circumstance(&self, dice: &Dice) -> String {
        let words: &[&str] = match (self.degree, self.party.kind) {
            (Degree::Light, PartyType::Person) => &[
                "鉴于其系初次违法，自愿认错认罚，情节较轻，",
                "鉴于其主动投案，如实陈述违法事实，并取得被侵害人谅解，情节较轻，",
            ],
            (Degree::Light, _) => &["鉴于该单位系首次被查处，能够及时改正，情节较轻，"],
            (Degree::Heavy, PartyType::Person) => &["鉴于其曾因同类违法行为受过处罚，情节较重，"],
            (Degree::Heavy, _) => &["鉴于该单位经责令限期整改后逾期仍未改正，情节较重，"],
            (Degree::Base, _) => &[""],
        };
        let word = dice.pick(words);
        if word.is_empty() {
            String::new()
        } else {
            format!("{word}依法予以裁量。")
        }
    }

    fn execution(&self) -> String {
        let mut ways = Vec::new();
        if self.sentence.detention_days.is_some() {
            ways.push("由明镜县公安局送明镜县拘留所执行".to_owned());
        }
        if self.sentence.fine.is_some() {
            ways.push(
                "罚款限收到本决定书之日起十五日内到明镜县农村商业银行缴纳。逾期不缴纳的，\
                 每日按罚款数额的百分之三加处罚款，加处罚款的数额不超过罚款本数"
                    .to_owned(),
            );
        }
        if ways.is_empty() {
            ways.push("自本决定书送达之日起执行".to_owned());
        }
        format!("{}。", ways.join("；"))
    }
}

/// In force: 治安管理处罚法 as revised in 2025.
pub(super) fn new_law() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).expect("a real day")
}
