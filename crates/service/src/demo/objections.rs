//! Objections in every state, taken in and answered through the portal's own use cases.

mod items;

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
use domain::objection::{Answer, Effect, Outcome, RawObjection};
use domain::publication::{Correction, Publisher, Reviewer};
use domain::receipt::RecordRef;
use domain::record::WithdrawalCode;
use domain::role::Staff;
use items::{Fate, ITEMS, Item};
use std::net::{IpAddr, Ipv4Addr};

const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

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
            Outcome::Upheld(Effect::Corrected) => {
                self.republish(index, day, record, Correction::Factual).await
            }
            Outcome::Upheld(Effect::MaskedMore) => {
                self.republish(index, day, record, Correction::Privacy).await
            }
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
        correction: Correction,
    ) -> Result<(), DemoError> {
        let people = (self.publisher, self.reviewer);
        republish(self.at(index, day), people, record, correction, |mended| {
            let texts = [&mut mended.facts, &mut mended.body, &mut mended.penalty_text];
            let text = texts.into_iter().flatten().next().unwrap_or(&mut mended.title);
            match correction {
                Correction::Factual => text.push_str("（本段文字已按案卷核对。）"),
                Correction::Privacy => *text = less_of(text),
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
