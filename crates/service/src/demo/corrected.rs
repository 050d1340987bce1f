//! Corrections of public records, from a changed original through legal review to the public.

use super::case::Draft;
use super::dice::Dice;
use super::review::{ADDED_BASIS, place_in};
use super::scene::Scene;
use super::{Demo, DemoError};
use crate::records::{Asked, Seen, approve, choose, form_of, mend, original, publish, submit};
use crate::services::Services;
use chrono::Days;
use domain::masking::Kind;
use domain::publication::{Amendment, Correction, Publisher, Reviewer};
use domain::receipt::RecordRef;
use domain::record::{Content, PartyType, RecordKind};
use domain::role::Staff;
use serde::Serialize;

/// The two records that show what becomes of a corrected text. For a seed they are the same whatever the day: the
/// first that fit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Examples {
    /// 事实更正: the earlier text is still read at `/records/{ref}/history/1`.
    pub factual: Option<RecordRef>,
    /// 隐私更正: the history tells only that it happened.
    pub privacy: Option<RecordRef>,
}

impl Examples {
    /// Takes a public record for the next correction, if it fits; others leave it alone then.
    pub(super) fn take(&mut self, demo: &Demo, draft: &Draft) -> bool {
        if !fits(demo, draft) {
            return false;
        }
        let place = draft.content.facts.as_deref().and_then(place_in);
        let ((
            Self {
                privacy: slot @ None, ..
            },
            Some(_),
        )
        | (
            Self {
                factual: slot @ None, ..
            },
            None,
        )) = (self, place)
        else {
            return false;
        };
        *slot = RecordRef::parse(&draft.reference).ok();
        slot.is_some()
    }
}

/// A fine of a business that stays public for a while. One that says where something happened serves for the correction
/// that hides it, another for that of a fact.
fn fits(demo: &Demo, draft: &Draft) -> bool {
    let content = &draft.content;
    let last = demo.today + Days::new(90);
    content.kind == RecordKind::Penalty
        && content.party_type == Some(PartyType::Organization)
        && draft.takedown.is_none()
        && content.publish_until.is_none_or(|until| until > last)
}

/// Corrects both.
pub(super) async fn play(
    services: &Services,
    demo: &Demo,
    staff: &[Staff],
    examples: &Examples,
) -> Result<(), DemoError> {
    let (Some(publisher), Some(reviewer)) = (
        staff.iter().find_map(Publisher::of),
        staff.iter().find_map(Reviewer::of),
    ) else {
        return Ok(());
    };
    let people = (publisher, reviewer);
    let scene = Scene::new(demo, services, 6);
    let at = |index: u64, ago: u64| {
        let dice = Dice::new(demo.seed, "corrections", index);
        scene.at(demo.capped(dice.in_office(demo.today - Days::new(ago))))
    };
    if let Some(record) = examples.factual {
        republish(
            at(0, 25),
            people,
            &record.to_string(),
            Amendment {
                correction: Correction::Factual,
                reason: Some("处罚依据漏写一条，已补上。".to_owned()),
            },
            |mended| {
                mended.legal_basis.push(ADDED_BASIS.to_owned());
            },
        )
        .await?;
    }
    if let Some(record) = examples.privacy {
        hide_place(at(1, 12), people, &record.to_string()).await?;
    }
    Ok(())
}

/// Mends the original of a record and makes it public anew.
pub(super) async fn republish(
    services: &Services,
    people: (Publisher, Reviewer),
    record: &str,
    amendment: impl Into<Amendment>,
    change: impl FnOnce(&mut Content),
) -> Result<(), DemoError> {
    let found = original(services, record).await?;
    let mut mended = found.original;
    change(&mut mended);
    let seen = Seen {
        reference: record.to_owned(),
        revision: found.revision,
    };
    mend(services, people.0, &seen, &form_of(&mended)).await?;
    make_public(services, people, seen, amendment.into()).await
}

/// The public text tells the place too closely.
async fn hide_place(
    services: &Services,
    people: (Publisher, Reviewer),
    record: &str,
) -> Result<(), DemoError> {
    let found = original(services, record).await?;
    let Some(place) = found.original.facts.as_deref().and_then(place_in) else {
        return Ok(());
    };
    let asked = Asked::Hide {
        passage: place.to_owned(),
        kind: Some(Kind::Address),
        reason: "地点过细，附近的人看得出是谁".to_owned(),
    };
    let seen = Seen {
        reference: record.to_owned(),
        revision: found.revision,
    };
    choose(services, people.0, &seen, &asked).await?;
    make_public(services, people, seen, Correction::Privacy.into()).await
}

/// Takes the original that followed the one that was seen through legal review.
async fn make_public(
    services: &Services,
    (publisher, reviewer): (Publisher, Reviewer),
    mut seen: Seen,
    amendment: Amendment,
) -> Result<(), DemoError> {
    seen.revision += 1;
    submit(services, publisher, &seen, Some(amendment)).await?;
    approve(services, reviewer, &seen, true).await?;
    publish(services, publisher, &seen).await?;
    Ok(())
}
