//! The steps of a record's way to the public, each with its event in one transaction.

use super::decide::{maskings, told_by};
use super::desk::{DeskError, preview, ruled, settled};
use super::findable::in_public;
use super::replaced::Replaced;
use crate::policy;
use crate::services::Services;
use chrono::{DateTime, NaiveDate, Utc};
use domain::clock::legal_day;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::UserId;
use domain::masking::Kind;
use domain::masking::findable::Findable;
use domain::publication::{Amendment, Approved, Comment, Publisher, Reviewer, Stage, Submitted};
use domain::record::tells_of_minor;
use std::collections::BTreeSet;
use storage::Tx;
use storage::events::{self, When};
use storage::public;
use storage::records::{self, Decision, Found};

/// An original as somebody saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// `R-…`.
    pub reference: String,
    /// Counts the originals.
    pub revision: i32,
}

/// A record held fast while one step is taken: nobody revises what is being decided on.
pub(super) struct Step {
    pub(super) tx: Tx,
    pub(super) now: DateTime<Utc>,
    pub(super) found: Found,
    pub(super) decision: Decision,
}

impl Step {
    pub(super) async fn begin(services: &Services, seen: &Seen) -> Result<Self, DeskError> {
        let (shown, _) = preview(services, &seen.reference).await?;
        let now = services.clock.now();
        let mut tx = services.db.begin().await?;
        records::lock(&mut tx, shown.id).await?;
        let found = settled(&mut tx, services, &seen.reference).await?;
        if found.revision != seen.revision {
            return Err(DeskError::Changed);
        }
        let policy = policy::in_force(&mut tx).await?;
        let decision = ruled(&mut tx, services, &policy, &found).await?;
        Ok(Self {
            tx,
            now,
            found,
            decision,
        })
    }

    fn original(&self) -> (domain::ids::RecordId, i32) {
        (self.found.id, self.found.revision)
    }

    /// What policy forbids goes no further.
    pub(super) fn ensure_may_be_public(&self, act: &'static str) -> Result<(), DeskError> {
        match self.decision {
            Decision::Publish(_) => Ok(()),
            Decision::Hold { .. } => Err(DeskError::MustNotBePublic(act)),
        }
    }

    async fn findable(&mut self) -> Result<Option<Findable>, storage::Error> {
        let today = legal_day(self.now);
        in_public(&mut self.tx, (&self.found, &self.decision), today).await
    }

    fn submitted(&self, act: &'static str) -> Result<Submitted, DeskError> {
        match &self.found.stage {
            Stage::Submitted(submitted) => Ok(submitted.clone()),
            other => Err(DeskError::NotNow(other.label(), act)),
        }
    }

    pub(super) async fn end(mut self, by: UserId, event: &Event) -> Result<(), DeskError> {
        let (subject, when) = ((SubjectKind::Record, self.found.id.0), When::At(self.now));
        events::append(&mut self.tx, subject, when, &Actor::Staff(by), event).await?;
        Ok(self.tx.commit().await?)
    }
}

/// 送审: hands the original that was seen to legal review; of a public record with what becomes of the text that the
/// public sees, of any other without. The reason is public, so nothing may stand in it that is masked
/// in this original or in one whose text can be read: where the wrong person was named, that name stands there alone.
pub async fn submit(
    services: &Services,
    publisher: Publisher,
    seen: &Seen,
    amendment: Option<Amendment>,
) -> Result<(), DeskError> {
    let mut step = Step::begin(services, seen).await?;
    step.ensure_may_be_public("送审")?;
    if step.found.is_public && amendment.is_none() {
        return Err(DeskError::CorrectionUnnamed);
    }
    let amendment = amendment.filter(|_| step.found.is_public);
    let correction = amendment.as_ref().map(|amendment| amendment.correction);
    let reason = amendment.and_then(|amendment| amendment.reason);
    if let Some(reason) = &reason {
        let read = Replaced::of(&mut step.tx, step.found.id).await?;
        let mut originals = read
            .iter()
            .flat_map(Replaced::originals)
            .chain([&step.found.original]);
        if let Some(secret) = originals.find_map(|original| told_by(original, &step.found.choices, reason)) {
            return Err(DeskError::ReasonTells(secret.label()));
        }
    }
    let prepared = match step.found.stage.clone() {
        Stage::Prepared(prepared) => prepared,
        Stage::SentBack(sent_back) => sent_back.take_up(),
        other => return Err(DeskError::NotNow(other.label(), "送审")),
    };
    let (original, now) = (step.original(), step.now);
    records::submit(
        &mut step.tx,
        original,
        (&prepared.submit(publisher, correction), reason.as_deref()),
        now,
    )
    .await?;
    let revision = original.1;
    step.end(publisher.id(), &Event::RecordSubmitted { revision })
        .await
}

/// 审核通过. A text that makes somebody findable passes where the reviewer says that it is meant.
pub async fn approve(
    services: &Services,
    reviewer: Reviewer,
    seen: &Seen,
    findable_meant: bool,
) -> Result<(), DeskError> {
    let mut step = Step::begin(services, seen).await?;
    let findable = step.findable().await?;
    if let Some(findable) = findable.as_ref().filter(|_| !findable_meant) {
        return Err(DeskError::Findable(findable.to_string()));
    }
    approve_step(step, reviewer, findable.is_some()).await
}

/// 审核通过 without a look at each masking, which is for records alone in which nothing but names was masked.
pub async fn approve_plain(services: &Services, reviewer: Reviewer, seen: &Seen) -> Result<(), DeskError> {
    let mut step = Step::begin(services, seen).await?;
    let findable = step.findable().await?;
    if let Some(more) = beyond_names(&step.found, findable.as_ref(), legal_day(step.now)) {
        return Err(DeskError::NotPlain(more));
    }
    approve_step(step, reviewer, false).await
}

async fn approve_step(mut step: Step, reviewer: Reviewer, findable_meant: bool) -> Result<(), DeskError> {
    step.ensure_may_be_public("审核通过")?;
    let submitted = step.submitted("审核通过")?;
    let (original, now) = (step.original(), step.now);
    let authors = records::authors(&mut step.tx, original.0).await?;
    let approved = submitted.approve(reviewer, &authors)?;
    records::approve(&mut step.tx, original, &approved, now).await?;
    let event = Event::RecordApproved {
        revision: original.1,
        findable_meant,
    };
    step.end(reviewer.id(), &event).await
}

/// What is to be looked at in a record besides names that the rules masked, in words; nothing for a plain one.
pub fn beyond_names(found: &Found, findable: Option<&Findable>, today: NaiveDate) -> Option<String> {
    let masked = maskings(&found.original, &found.choices);
    let kinds = masked
        .iter()
        .flat_map(|masked| &masked.spans)
        .map(|span| span.kind);
    let kinds: BTreeSet<Kind> = kinds.filter(|kind| *kind != Kind::Name).collect();
    let mut words: Vec<String> = kinds.into_iter().map(|kind| kind.label().to_owned()).collect();
    if !found.choices.is_empty() {
        words.push("人工调整的隐名".to_owned());
    }
    if tells_of_minor(&found.original, &masked, today) {
        words.push("可能涉及未成年人的内容".to_owned());
    }
    if matches!(&found.stage, Stage::Submitted(submitted) if submitted.correction().is_some()) {
        words.push("对公开文本的更正".to_owned());
    }
    words.extend(findable.map(|findable| format!("可能认出当事人的内容（{findable}）")));
    (!words.is_empty()).then(|| words.join("、"))
}

/// 打回.
pub async fn send_back(
    services: &Services,
    reviewer: Reviewer,
    seen: &Seen,
    comment: Comment,
) -> Result<(), DeskError> {
    let mut step = Step::begin(services, seen).await?;
    let submitted = step.submitted("打回")?;
    let (original, now) = (step.original(), step.now);
    let authors = records::authors(&mut step.tx, original.0).await?;
    let sent_back = submitted.send_back(reviewer, &authors, comment)?;
    records::send_back(&mut step.tx, original, &sent_back, now).await?;
    let event = Event::RecordSentBack {
        revision: original.1,
        comment: sent_back.comment().as_str().to_owned(),
    };
    step.end(reviewer.id(), &event).await
}

/// Makes public what legal review let pass, or keeps from the public what policy forbids. Says whether it is public.
pub async fn publish(services: &Services, publisher: Publisher, seen: &Seen) -> Result<bool, DeskError> {
    let step = Step::begin(services, seen).await?;
    let is_public = matches!(step.decision, Decision::Publish(_));
    if is_public {
        let Stage::Approved(approved) = step.found.stage.clone() else {
            return Err(DeskError::NotNow(step.found.stage.label(), "发布"));
        };
        publish_step(step, approved, publisher).await?;
    } else {
        hold_step(step, publisher).await?;
    }
    Ok(is_public)
}

async fn publish_step(mut step: Step, approved: Approved, publisher: Publisher) -> Result<(), DeskError> {
    let (id, now) = (step.found.id, step.now);
    let Decision::Publish(publication) = &step.decision else {
        return Err(DeskError::MustNotBePublic("发布"));
    };
    let ground = publication.ground.clone();
    let correction = approved.correction();
    let _public = approved.publish(publisher);
    let replaced = Replaced::of(&mut step.tx, id).await?;
    records::correct(&mut step.tx, id, &step.decision, correction, now).await?;
    let shown = public::by_ids(&mut step.tx, &[id]).await?.pop();
    let in_name_only = match (&replaced, &shown) {
        (Some(replaced), Some(shown)) => !replaced.is_corrected(correction, shown),
        _ => false,
    };
    let event = Event::RecordPublished {
        version: shown.map_or(1, |shown| shown.version),
        ground,
        without_review: false,
        correction: step.found.is_public.then(|| correction.as_str().to_owned()),
        in_name_only,
    };
    step.end(publisher.id(), &event).await
}

async fn hold_step(mut step: Step, publisher: Publisher) -> Result<(), DeskError> {
    let _held = match step.found.stage.clone() {
        Stage::Prepared(prepared) => prepared.hold(publisher),
        Stage::SentBack(sent_back) => sent_back.take_up().hold(publisher),
        Stage::Approved(approved) => approved.hold(publisher),
        other => return Err(DeskError::NotNow(other.label(), "确认不公开")),
    };
    let (id, now) = (step.found.id, step.now);
    let Decision::Hold { ground, .. } = step.decision.clone() else {
        return Err(DeskError::NotNow(step.found.stage.label(), "确认不公开"));
    };
    records::decide(&mut step.tx, id, &step.decision, None, now).await?;
    step.end(publisher.id(), &Event::RecordHeld { ground }).await
}

/// Deletes the earlier texts of a record that is public: a publisher finds that they show what must not be shown.
pub async fn forget_earlier(services: &Services, publisher: Publisher, seen: &Seen) -> Result<(), DeskError> {
    let mut step = Step::begin(services, seen).await?;
    let versions = records::forget_earlier(&mut step.tx, step.found.id).await?;
    if versions == 0 {
        return Err(DeskError::NothingEarlier);
    }
    step.end(publisher.id(), &Event::RecordVersionsForgotten { versions })
        .await
}
