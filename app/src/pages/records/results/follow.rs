//! How to hear of what this search will find later: by mail, and as a feed.

use domain::subscription::Pace;
use leptos::prelude::*;

use super::Results;
use crate::components::FormState;
use crate::link::Query;
use crate::pages::subscriptions;
use crate::t;

/// Right below the list, also where nothing is found yet.
pub(super) fn follow(model: &Results) -> AnyView {
    view! {
        <div class="record-foot no-print">
            {by_mail(model)}
            <p class="row">
                <a href=feed_of(&model.query)>{t("records-subscribe")}</a>
                <a href="/withdrawals">{t("withdrawals-title")}</a>
            </p>
        </div>
    }
    .into_any()
}

/// The same search by mail; what cannot be searched cannot be subscribed to.
fn by_mail(model: &Results) -> Option<AnyView> {
    if !model.errors.is_empty() {
        return None;
    }
    let search = model.by_mail.as_ref()?;
    let form = FormState::new().with("pace", Pace::Daily.as_str());
    let fields = subscriptions::fields(search, &form);
    Some(
        view! {
            <details class="narrow">
                <summary>{t("subscription-open")}</summary>
                <p>{t("subscription-lead")}</p>
                {fields}
            </details>
        }
        .into_any(),
    )
}

/// The same search as a feed: its filters, without order and page.
pub(crate) fn feed_of(query: &Query) -> String {
    let kept = query
        .pairs()
        .iter()
        .filter(|(name, _)| name != "sort" && name != "page");
    kept.fold(Query::new("/feeds/records.atom"), |link, (name, value)| {
        link.with(name, value)
    })
    .href()
}
