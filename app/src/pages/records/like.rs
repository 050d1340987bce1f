//! 同类案件 on the page of a decision: where its penalty lies, and the decisions most like it.

use chrono::NaiveDate;
use domain::likeness::{Band, Compared, LEAST};
use domain::money::Money;
use leptos::prelude::*;

use crate::components::{Readable, day_or_unknown, day_text, described, spread_chart};
use crate::{t, t_with};

/// What is known of decisions like one.
#[derive(Debug, Clone, Default, Hash)]
pub struct LikeCases {
    /// The most similar ones.
    pub cases: Vec<LikeCase>,
    /// Where the penalty lies, for penalties that name their violation.
    pub peers: Option<Peers>,
}

/// A decision like this one.
#[derive(Debug, Clone, Hash)]
pub struct LikeCase {
    /// `R-…`.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Who decided.
    pub unit: String,
    /// When.
    pub decided_on: Option<NaiveDate>,
    /// 罚款 1,500 元 …
    pub outcome: Option<String>,
}

/// The penalties that are compared, and where this one lies.
#[derive(Debug, Clone, Hash)]
pub struct Peers {
    /// 违法行为.
    pub violation: String,
    /// 法条, in words.
    pub article: Option<String>,
    /// 裁量档次.
    pub band: Band,
    /// Decisions from this day on are compared.
    pub since: NaiveDate,
    /// The search for decisions on the same violation and article since then.
    pub href: String,
    /// The fine.
    pub fine: Option<Compared<Money>>,
    /// The days of detention.
    pub detention: Option<Compared<domain::likeness::Days>>,
}

/// The section; nothing where nothing is known.
pub(super) fn like_cases(model: &LikeCases) -> Option<AnyView> {
    let peers = model.peers.as_ref().and_then(compared);
    if peers.is_none() && model.cases.is_empty() {
        return None;
    }
    let list = (!model.cases.is_empty()).then(|| {
        let items = model.cases.iter().cloned().map(item).collect_view();
        view! { <h3>{t("like-cases")}</h3><ul class="like-cases">{items}</ul> }
    });
    Some(view! { <section class="narrow"><h2>{t("like-title")}</h2>{peers}{list}</section> }.into_any())
}

fn item(case: LikeCase) -> AnyView {
    let outcome = case
        .outcome
        .map(|outcome| view! { " · " <strong>{outcome}</strong> });
    view! {
        <li>
            <a href=format!("/records/{}", case.reference)>{case.title}</a>
            <p class="result-meta">{case.unit} " · " {day_or_unknown(case.decided_on)} {outcome}</p>
        </li>
    }
    .into_any()
}

fn compared(peers: &Peers) -> Option<AnyView> {
    let fine = peers.fine.as_ref().map(|fine| figure("like-fine", fine));
    let detention = peers
        .detention
        .as_ref()
        .map(|days| figure("like-detention", days));
    if fine.is_none() && detention.is_none() {
        return None;
    }
    let none = t("like-no-article");
    let basis = [
        ("since", day_text(peers.since).into()),
        ("violation", peers.violation.as_str().into()),
        ("article", peers.article.as_ref().unwrap_or(&none).as_str().into()),
        ("band", peers.band.label().into()),
    ];
    Some(
        view! {
            {fine} {detention}
            <p class="small muted">
                {t_with("like-basis", &basis)} " "
                <a class="no-print" href=peers.href.clone()>{t("like-all")}</a>
            </p>
        }
        .into_any(),
    )
}

fn figure<T: Readable>(id: &'static str, compared: &Compared<T>) -> AnyView {
    match compared {
        Compared::TooFew => {
            view! { <p>{t(id)} {t_with("like-too-few", &[("least", LEAST.into())])}</p> }.into_any()
        }
        Compared::Among(comparison) => {
            let title = t_with("like-chart", &[("what", t(id).into())]);
            view! { <p>{t(id)} {described(comparison)}</p> {spread_chart(id, title, comparison)} }.into_any()
        }
    }
}
