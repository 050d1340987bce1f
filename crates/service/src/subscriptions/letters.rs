//! The two letters of a subscription. What is withdrawn, stopped or lapsed by the time a letter is made is not in it.

use crate::jobs::JobError;
use crate::post_office::{PostOffice, note_use};
use crate::services::Services;
use domain::event::SubjectKind;
use domain::ids::{RecordId, SubscriptionId};
use domain::subscription::Stage;
use mail::{Letter, NewRecords, Post};
use storage::events::When;
use storage::public;
use storage::sealed::{self, Envelope};
use storage::subscriptions::{self, Subscription};
use uuid::Uuid;

/// Asks the owner of the mailbox. A link that works no more helps nobody.
pub async fn confirm_by_mail(services: &Services, job: Uuid, subscription: Uuid) -> Result<(), JobError> {
    let office = PostOffice::of(services)?;
    let id = SubscriptionId(subscription);
    let found = subscriptions::by_id(&mut services.db.read().await?, id).await?;
    let Some((found, asked)) = found.and_then(|found| match found.stage {
        Stage::Asked(asked) => Some((found, asked)),
        Stage::Running(_) => None,
    }) else {
        return Ok(());
    };
    if !asked.is_open(services.clock.now()) {
        return Ok(());
    }
    let letter = Letter::ConfirmSubscription {
        bureau: crate::lifecycle::bureau_name(&services.db).await?,
        url: page(services, office, id),
        until: asked.until(),
    };
    post((services, office), job, &found, &letter, "subscription-confirm").await
}

/// Tells of new records: title and address of those that are public at this moment.
pub async fn send(
    services: &Services,
    job: Uuid,
    subscription: Uuid,
    records: Vec<Uuid>,
    more: u64,
) -> Result<(), JobError> {
    let office = PostOffice::of(services)?;
    let mut conn = services.db.read().await?;
    let found = subscriptions::by_id(&mut conn, SubscriptionId(subscription)).await?;
    let Some(found) = found.filter(|found| matches!(found.stage, Stage::Running(_))) else {
        return Ok(());
    };
    let ids: Vec<RecordId> = records.into_iter().map(RecordId).collect();
    let public = public::by_ids(&mut conn, &ids).await?;
    drop(conn);
    let today = services.clock.today();
    let lines: Vec<(String, String)> = public
        .into_iter()
        .filter(|record| record.publish_until.is_none_or(|until| until >= today))
        .map(|record| {
            (
                record.title,
                office.address(&format!("/records/{}", record.reference)),
            )
        })
        .collect();
    if lines.is_empty() && more == 0 {
        return Ok(());
    }
    let page = page(services, office, found.id);
    let letter = Letter::NewRecords(NewRecords {
        bureau: crate::lifecycle::bureau_name(&services.db).await?,
        searched: found.words.clone(),
        lines,
        more,
        search_url: office.address(&search_path(&found.query)),
        stop_url: format!("{page}/stop"),
        page_url: page,
    });
    post((services, office), job, &found, &letter, "subscription-mail").await
}

fn page(services: &Services, office: &PostOffice, id: SubscriptionId) -> String {
    office.address(&format!(
        "/subscriptions/{}",
        services.keys.subscription_token(id).reveal()
    ))
}

/// The results, last published first, as the feed has them.
fn search_path(query: &str) -> String {
    let gap = if query.is_empty() { "" } else { "&" };
    format!("/records?{query}{gap}sort=published")
}

async fn post(
    (services, office): (&Services, &PostOffice),
    job: Uuid,
    subscription: &Subscription,
    letter: &Letter,
    purpose: &str,
) -> Result<(), JobError> {
    let subject = (SubjectKind::Subscription, subscription.id.0);
    let Some(sealed) = sealed::find(&mut services.db.read().await?, subject, Envelope::Delivery).await?
    else {
        return Ok(());
    };
    let delivery = office
        .keys
        .open_delivery(subject.1, &sealed)
        .map_err(|error| JobError::Fail(error.to_string()))?;
    let Some(to) = delivery.email.as_deref() else {
        return Ok(());
    };
    let at = services.clock.now();
    office.mailer.send(Post { job, to, letter, at }).await?;
    if subscription.undelivered > 0 {
        let mut tx = services.db.begin().await?;
        subscriptions::note_delivered(&mut tx, subscription.id).await?;
        tx.commit().await?;
    }
    note_use(services, subject, When::At(at), purpose).await
}
