//! Records on their way to the public, so that every list of the desk holds some.

use super::dice::Dice;
use super::records::Known;
use super::scene::Scene;
use super::{Demo, DemoError, morning, people};
use crate::records::{
    Asked, DeskError, Place, Seen, approve, books, choose, explain, form_of, mend, note_owed, original,
    schedule, send_back, submit,
};
use crate::services::Services;
use chrono::{Datelike, Days};
use domain::document_number::{Cause, Explanation};
use domain::masking::Kind;
use domain::publication::{Comment, Owed, Publisher, Reviewer};
use domain::record::Content;
use domain::role::Staff;
use storage::units;

/// What the demo's reviewer found.
const COMMENTS: [&str; 3] = [
    "违法事实里还看得出当事人的住址，请核对原文后改正。",
    "处罚依据只写了法律名称，请补上条、款、项。",
    "决定内容与文书不一致：请核对罚款数额。",
];

/// Why document numbers of the demo are missing.
const EXPLANATIONS: [(Cause, &str); 4] = [
    (Cause::NotIssued, "文书打印后作废，已在文书登记簿注明。"),
    (Cause::Minor, "当事人是未成年人，文书另卷存放。"),
    (Cause::NotIssued, "取号后案件并案办理，没有制发文书。"),
    (Cause::Secret, "已报保密工作人员核对，登记在涉密文书簿。"),
];

/// What the publisher adds where the basis is incomplete.
pub(super) const ADDED_BASIS: &str = "《中华人民共和国行政处罚法》第二十八条第一款";

/// The people of the desk.
struct Desk<'a> {
    services: &'a Services,
    demo: &'a Demo,
    publisher: Publisher,
    reviewer: Reviewer,
}

/// Takes the waiting records some steps further, each as far as its place says; the others stay drafts. Some public
/// ones must go, and some missing numbers are explained.
pub(super) async fn play(
    services: &Services,
    demo: &Demo,
    staff: &[Staff],
    (waiting, known): (&[String], &[Known]),
) -> Result<(), DemoError> {
    let scene = Scene::new(demo, services, 3);
    let services = scene.at(demo.last_instant());
    let publisher = staff.iter().find_map(Publisher::of);
    let reviewer = staff.iter().find_map(Reviewer::of);
    let (Some(publisher), Some(reviewer)) = (publisher, reviewer) else {
        return Ok(());
    };
    let desk = Desk {
        services,
        demo,
        publisher,
        reviewer,
    };
    for (place, reference) in desk.in_order(waiting).await?.iter().enumerate() {
        desk.go_on(place, reference).await?;
    }
    desk.owe(known).await?;
    desk.explain_gaps().await
}

/// The record in which somebody can be found although every name is masked; it waits for review.
const FINDABLE: usize = 0;
/// The first of the records that stay drafts.
const FIRST_DRAFT: usize = 4;

impl Desk<'_> {
    /// The waiting records: where the first draft stands one that tells a place, and first of all one with an account,
    /// whose witness will be findable. Few are left in a small demo.
    async fn in_order(&self, waiting: &[String]) -> Result<Vec<String>, DemoError> {
        let mut order = waiting.to_vec();
        let all = 0..order.len();
        self.bring(&mut order, all.clone(), FIRST_DRAFT, tells_a_place)
            .await?;
        let others = all.filter(|at| *at != FIRST_DRAFT);
        self.bring(&mut order, others, FINDABLE, |content| content.facts.is_some())
            .await?;
        Ok(order)
    }

    /// Swaps the first that fits with the one at `to`.
    async fn bring(
        &self,
        order: &mut [String],
        places: impl Iterator<Item = usize>,
        to: usize,
        fits: fn(&Content) -> bool,
    ) -> Result<(), DemoError> {
        for at in places {
            if to < order.len() && fits(&original(self.services, &order[at]).await?.original) {
                order.swap(at, to);
                break;
            }
        }
        Ok(())
    }

    async fn go_on(&self, place: usize, reference: &str) -> Result<(), DemoError> {
        let seen = |revision| Seen {
            reference: reference.to_owned(),
            revision,
        };
        let turn = place / 5;
        if place % 5 == 4 {
            return self.hide_place(turn, &seen(1)).await;
        }
        if place == FINDABLE {
            return self.submit_with_somebody_findable(&seen(1)).await;
        }
        submit(self.services, self.publisher, &seen(1), None).await?;
        match place % 5 {
            1 => {
                approve(self.services, self.reviewer, &seen(1), true).await?;
                if turn.is_multiple_of(2) {
                    let at = morning(self.demo.today + Days::new(1));
                    schedule(self.services, self.publisher, &seen(1), at).await?;
                }
            }
            2 => {
                let remark = turn % COMMENTS.len();
                if let Ok(comment) = Comment::parse(COMMENTS[remark]) {
                    send_back(self.services, self.reviewer, &seen(1), comment).await?;
                }
                if remark == 1 {
                    self.add_basis(&seen(1)).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Village, age and trade stand beside a masked name: legal review sees the warning.
    async fn submit_with_somebody_findable(&self, seen: &Seen) -> Result<(), DemoError> {
        let mut seen = seen.clone();
        let mut content = original(self.services, &seen.reference).await?.original;
        if let Some(facts) = &mut content.facts {
            let witness = people::name(&Dice::new(self.demo.seed, "witness", 0));
            facts.extend(["证人", &witness, "，46岁，系柳溪村村医，出诊路过时看到了经过。"]);
            mend(self.services, self.publisher, &seen, &form_of(&content)).await?;
            seen.revision += 1;
        }
        Ok(submit(self.services, self.publisher, &seen, None).await?)
    }

    /// Of every second draft the publisher masks the place, which is finer than it need be.
    async fn hide_place(&self, turn: usize, seen: &Seen) -> Result<(), DemoError> {
        let found = original(self.services, &seen.reference).await?;
        let place = found.original.facts.as_deref().and_then(place_in);
        let Some(place) = place.filter(|_| turn.is_multiple_of(2)) else {
            return Ok(());
        };
        let asked = Asked::Hide {
            passage: place.to_owned(),
            kind: Some(Kind::Address),
            reason: "地点过细，附近的人看得出是谁".to_owned(),
        };
        Ok(choose(self.services, self.publisher, seen, &asked).await?)
    }

    async fn add_basis(&self, seen: &Seen) -> Result<(), DemoError> {
        let mut content = original(self.services, &seen.reference).await?.original;
        content.legal_basis.push(ADDED_BASIS.to_owned());
        mend(self.services, self.publisher, seen, &form_of(&content)).await?;
        Ok(())
    }

    /// Three public decisions were revoked, changed or held unlawful; for one the three working days are over.
    async fn owe(&self, known: &[Known]) -> Result<(), DemoError> {
        let days = [1, 2, 12].map(|days| self.demo.today - Days::new(days));
        let step = (known.len() / 4).max(1);
        for ((record, known_on), ground) in known.iter().skip(1).step_by(step).zip(days).zip(Owed::GROUNDS) {
            let owed = Owed { ground, known_on };
            match note_owed(self.services, self.publisher.id(), &record.reference, owed).await {
                // It was taken down, or its term is over.
                Err(DeskError::NotNow(..)) => {}
                done => done?,
            }
        }
        Ok(())
    }

    /// Of several units one gap each, every one for a reason of its own; the others stay open.
    async fn explain_gaps(&self) -> Result<(), DemoError> {
        let year = self.demo.today.year();
        let units = units::shown(&mut self.services.db.read().await?).await?;
        let mut explanations = EXPLANATIONS.into_iter();
        for (unit, book) in books(self.services, None, year).await? {
            let Some(unit) = units.by_id(unit) else { continue };
            let gap = book.series.iter().find_map(|(word, series)| {
                let missing = series.missing();
                missing.first().map(|run| (word.clone(), *run))
            });
            let Some((word, run)) = gap else { continue };
            let Some((cause, reason)) = explanations.next() else {
                break;
            };
            let place = Place {
                unit: unit.code.to_string(),
                word,
                year,
            };
            let explanation = Explanation {
                run,
                cause,
                reason: reason.to_owned(),
            };
            explain(self.services, self.publisher, &place, explanation).await?;
        }
        Ok(())
    }
}

fn tells_a_place(content: &Content) -> bool {
    content.facts.as_deref().and_then(place_in).is_some()
}

/// Where something happened, as the account says it, and nothing of what was done there: 行驶至…路段, 在…内.
pub(super) fn place_in(facts: &str) -> Option<&str> {
    const BEHIND: [&str; 13] = [
        "路段", "路口", "附近", "门前", "旁", "内", "外", "二楼", "处置", "无故", "实施", "的", "时",
    ];
    let mut words = ["行驶至", "在"].into_iter();
    let (_, behind) = words.find_map(|word| facts.split_once(word))?;
    let clause = behind.split(['，', '。', '、', '；']).next()?;
    let end = BEHIND.iter().filter_map(|word| clause.find(word)).min();
    let place = &clause[..end.unwrap_or(clause.len())];
    let fits = place.starts_with("明镜县")
        && (4..=20).contains(&place.chars().count())
        && !place.contains(['某', '×']);
    fits.then_some(place)
}
