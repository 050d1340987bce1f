//! One decision, the outcome first.

use chrono::NaiveDate;
use domain::money::Money;
use domain::record::{PartyType, RecordKind};
use leptos::prelude::*;

use super::labels::ByKind;
use super::like::{LikeCases, like_cases};
use crate::components::{
    Tone, breadcrumbs, day, day_or_unknown, day_text, definition_list, document_number, link_to, status_tag,
};
use crate::{Head, Ui, document, t, t_with};

/// A public decision, masked.
#[derive(Debug, Clone)]
pub struct Decision {
    /// `R-…`.
    pub reference: String,
    /// What kind of enforcement.
    pub kind: RecordKind,
    /// One line.
    pub title: String,
    /// The outcome in a line.
    pub outcome: Option<String>,
    /// The unit's code and name.
    pub unit: (String, String),
    /// 文号.
    pub document_number: Option<String>,
    /// When it was decided.
    pub decided_on: Option<NaiveDate>,
    /// When the act was done.
    pub acted_on: Option<NaiveDate>,
    /// When it was first published.
    pub published_on: NaiveDate,
    /// 公示期至.
    pub publish_until: Option<NaiveDate>,
    /// 行政相对人.
    pub party: Option<String>,
    /// Its type.
    pub party_type: PartyType,
    /// 违法行为, with the search that finds its like.
    pub violation: Option<String>,
    /// 违法事实.
    pub facts: Option<String>,
    /// 依据: the words, and the search for decisions on the same article where it was recognised.
    pub legal_basis: Vec<(String, Option<String>)>,
    /// 处罚内容.
    pub penalty_text: Option<String>,
    /// 没收.
    pub confiscated: Option<Money>,
    /// Full text.
    pub body: Option<String>,
    /// Where it was first shown.
    pub source_url: Option<String>,
    /// Concerns a person.
    pub personal: bool,
    /// How many times its text was published.
    pub version: i32,
    /// 同类案件; nothing is known of those of an earlier text.
    pub like: LikeCases,
}

/// Renders the decision.
pub fn decision(ui: &Ui, model: Decision) -> String {
    let path = format!("/records/{}", model.reference);
    let mut head = Head::new(model.title.clone())
        .description(description(&model))
        .canonical(path.clone())
        .json(format!("{path}/json"));
    if model.personal {
        // 自然人的处罚不应被通用搜索引擎收录。
        head = head.noindex();
    }
    document(ui, head, || {
        view! {
            {breadcrumbs(&[("/records", t("menu-records"))], model.kind.label())}
            <article class="decision">
                {heading(&model, &path)}
                {text_of(&model)}
                {remedies(&model)}
            </article>
            {foot(&model, &path)}
        }
    })
}

/// What the decision says, below its title.
pub(super) fn text_of(model: &Decision) -> AnyView {
    view! {
        {model.outcome.clone().map(|outcome| view! { <p class="outcome">{outcome}</p> })}
        {facts(model)}
        {section(ByKind::Facts.key(model.kind), model.facts.clone())}
        {section("records-penalty", model.penalty_text.clone())}
        {basis(model)}
        {like_cases(&model.like)}
        {section("records-body", model.body.clone())}
    }
    .into_any()
}

fn description(model: &Decision) -> String {
    let parts = [
        Some(model.unit.1.clone()),
        model.violation.clone(),
        model.outcome.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn heading(model: &Decision, path: &str) -> AnyView {
    view! {
        <div class="split">
            <p class="row"><span class="muted">{model.kind.label()}</span> {status_tag(Tone::Ok, t("records-public"))}</p>
            <p class="no-print"><a href=format!("{path}/json")>{t("records-json")}</a></p>
        </div>
        <h1>{model.title.clone()}</h1>
    }
    .into_any()
}

fn facts(model: &Decision) -> AnyView {
    let text = |text: String| text.into_any();
    let unit = view! { <a href=format!("/units/{}", model.unit.0)>{model.unit.1.clone()}</a> }.into_any();
    let party_key = if model.party_type == PartyType::Person {
        "records-party-person"
    } else {
        "records-party"
    };
    let like = model.violation.clone().map(|violation| {
        let href = crate::link::Query::new("/records")
            .with("violation", &violation)
            .href();
        (
            t("records-violation"),
            view! { <a href=href>{violation}</a> }.into_any(),
        )
    });
    let rows = [
        model
            .document_number
            .clone()
            .map(|number| (t("records-number"), document_number(number))),
        Some((t("records-unit"), unit)),
        Some((t("records-decided"), day_or_unknown(model.decided_on))),
        model
            .acted_on
            .map(|on| (t(ByKind::ActedOn.key(model.kind)), day(on))),
        Some((t("records-published"), day(model.published_on))),
        model.publish_until.map(|until| (t("records-until"), day(until))),
        model.party.clone().map(|party| (t(party_key), text(party))),
        like,
        model.confiscated.map(|sum| {
            (
                t("records-confiscated"),
                text(t_with("records-yuan", &[("yuan", sum.grouped().into())])),
            )
        }),
    ];
    definition_list(rows.into_iter().flatten().collect())
}

fn section(key: &'static str, text: Option<String>) -> Option<AnyView> {
    let text = text?;
    let paragraphs = text
        .split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| view! { <p>{line.to_owned()}</p> })
        .collect_view();
    Some(view! { <section class="narrow"><h2>{t(key)}</h2>{paragraphs}</section> }.into_any())
}

fn basis(model: &Decision) -> Option<AnyView> {
    if model.legal_basis.is_empty() {
        return None;
    }
    let items = model
        .legal_basis
        .iter()
        .cloned()
        .map(|(words, search)| {
            let same = search.map(
                |href| view! { " " <a class="small no-print" href=href>{t("records-same-article")}</a> },
            );
            view! { <li>{words} {same}</li> }
        })
        .collect_view();
    Some(view! { <section class="narrow"><h2>{t("records-basis")}</h2><ul>{items}</ul></section> }.into_any())
}

/// 行政复议法 第二十条 (60 days) and 行政诉讼法 第四十六条 (6 months); only what is served on a party can be turned
/// against. A penalty on the spot goes to reconsideration first (行政复议法 第二十三条).
fn remedies(model: &Decision) -> Option<AnyView> {
    let on_the_spot = (model.kind == RecordKind::Penalty).then(|| t("records-remedies-on-the-spot"));
    matches!(model.kind, RecordKind::Penalty | RecordKind::Compulsion | RecordKind::License).then(|| {
        view! {
            <section class="narrow"><h2>{t("records-remedies")}</h2><p>{t("records-remedies-text")} {on_the_spot}</p></section>
        }
        .into_any()
    })
}

fn foot(model: &Decision, path: &str) -> AnyView {
    let history = match model.version {
        1 => t_with(
            "records-history-one",
            &[("day", day_text(model.published_on).into())],
        ),
        n => t_with("records-history-many", &[("count", n.into())]),
    };
    let source = model
        .source_url
        .clone()
        .map(|url| view! { <p>{t("records-source")} {link_to(&url, url.clone())}</p> });
    view! {
        <footer class="record-foot small">
            <p><a href=format!("{path}/history")>{history}</a></p>
            {source}
        </footer>
        <p class="button-row no-print">
            <a class="button button-secondary" href=format!("/feedback/new?kind=complaint&record={}", model.reference)>
                {t("records-complain")}
            </a>
            <a class="button button-secondary" href=format!("{path}/objection")>
                {t("records-object")}
            </a>
        </p>
    }
    .into_any()
}
