//! A record as a form: to enter one by hand, and to mend one.

use domain::record::{PartyType, PenaltyKind, RecordKind, Withhold, label};
use leptos::prelude::*;

use crate::components::{Choice, Field, FormState, Tone, breadcrumbs, link_to, notice};
use crate::pages::records::ByKind;
use crate::{Head, Ui, document, t, t_with};

/// Its fields, in the order in which they stand there.
const ORDER: [&str; 23] = [
    "unit",
    "kind",
    "title",
    "document_number",
    "external_id",
    "decided_on",
    "acted_on",
    "party_name",
    "party_type",
    "uscc",
    "violation",
    "facts",
    "legal_basis",
    "penalty_kinds",
    "penalty_text",
    "fine_yuan",
    "confiscated_yuan",
    "detention_days",
    "body",
    "published_on",
    "publish_until",
    "source_url",
    "withhold",
];

/// The form of a record.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Which record.
    pub of: Of,
    /// Why it was not saved.
    pub refused: Option<Refusal>,
    /// What stands in it.
    pub form: FormState,
}

/// Which record a form is about.
#[derive(Debug, Clone)]
pub enum Of {
    /// One that is not there yet, of one of these units: code and name.
    New(Vec<(String, String)>),
    /// One that is there.
    Known {
        /// `R-…`.
        reference: String,
        /// The unit's name.
        unit: String,
        /// Why it was sent back.
        comment: Option<String>,
        /// Whether the public sees a text of it.
        is_public: bool,
    },
}

/// Why a form was not saved, with the reference of the record to look at.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// In words.
    pub why: String,
    /// `R-…`.
    pub reference: String,
}

/// Renders the form.
pub fn entry(ui: &Ui, model: Entry) -> String {
    let title = match &model.of {
        Of::New(_) => t("staff-records-new"),
        Of::Known { reference, .. } => t_with(
            "staff-records-edit-of",
            &[("reference", reference.as_str().into())],
        ),
    };
    document(ui, Head::new(title.clone()), || {
        let form = &model.form.in_order(&ORDER);
        let (action, trail) = match &model.of {
            Of::New(_) => ("/staff/records/new".to_owned(), None),
            Of::Known { reference, .. } => {
                let page = format!("/staff/records/{reference}");
                (format!("{page}/edit"), Some((page, reference.clone())))
            }
        };
        let mut path = vec![("/staff/records", t("staff-records-title"))];
        path.extend(trail.iter().map(|(page, name)| (page.as_str(), name.clone())));
        view! {
            {breadcrumbs(&path, title.clone())}
            <div class="narrow stack">
                <h1>{title}</h1>
                {model.refused.map(refusal)}
                {form.error_summary()}
                {lead(&model.of)}
                <form method="post" action=action novalidate class="stack">
                    {form.hidden("idempotency_key")}
                    {form.hidden("revision")}
                    {decision(form, &model.of)}
                    {party(form)}
                    {case(form)}
                    {outcome(form)}
                    {publication(form)}
                    <p class="button-row"><button class="button">{t("staff-records-save")}</button></p>
                </form>
            </div>
        }
    })
}

fn refusal(refusal: Refusal) -> AnyView {
    let href = format!("/staff/records/{}", refusal.reference);
    let link = link_to(
        &href,
        t_with("staff-records-of", &[("reference", refusal.reference.into())]),
    );
    notice(
        Tone::Danger,
        view! { <p role="alert">{refusal.why}" "{t("common-typed-below")}</p> <p>{link}</p> },
    )
}

fn lead(of: &Of) -> AnyView {
    match of.clone() {
        Of::New(_) => view! { <p>{t("staff-records-new-lead")}</p> }.into_any(),
        Of::Known {
            unit,
            comment,
            is_public,
            ..
        } => {
            let comment = comment.map(|comment| {
                let words = view! { <p>{t("staff-records-edit-comment")}</p> <p class="typed">{comment}</p> };
                notice(Tone::Warn, words)
            });
            let hint = if is_public {
                "staff-records-edit-public"
            } else {
                "staff-records-edit-draft"
            };
            let pair = [("name", label("unit").into()), ("value", unit.into())];
            view! { {comment} <p>{t_with("common-pair", &pair)}</p> <p>{t(hint)}</p> }.into_any()
        }
    }
}

fn decision(form: &FormState, of: &Of) -> AnyView {
    let kinds = RecordKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.as_str(), kind.label()));
    let unit = match of {
        Of::New(units) => {
            let units = units
                .iter()
                .map(|(code, name)| Choice::new(code.as_str(), name.as_str()));
            Some(form.field("unit", label("unit")).select(units.collect()))
        }
        Of::Known { .. } => None,
    };
    let external_id = form.field("external_id", label("external_id"));
    view! {
        <fieldset class="group">
            <legend>{t("staff-records-group-decision")}</legend>
            {unit}
            {form.field("kind", label("kind")).select(kinds.collect())}
            {line(form, "title").input()}
            {line(form, "document_number").hint(t("staff-records-number-hint")).optional().input()}
            {external_id.hint(t("staff-records-external-hint")).optional().max(200).autocomplete("off").input()}
            {form.field("decided_on", label("decided_on")).kind("date").optional().input()}
            {by_kind(form, "acted_on", "staff-records-acted-hint").kind("date").optional().input()}
        </fieldset>
    }
    .into_any()
}

/// A field of one line, as long as an import takes it.
fn line<'a>(form: &'a FormState, name: &str) -> Field<'a> {
    let most = if name == "document_number" { 200 } else { 1_000 };
    form.field(name, label(name)).max(most).autocomplete("off")
}

/// A field that is called by the kind that stands in the form; while none does, the hint says what to fill in.
fn by_kind<'a>(form: &'a FormState, name: &str, hint: &str) -> Field<'a> {
    let kind = RecordKind::parse(form.value("kind"));
    match ByKind::parse(name).zip(kind) {
        Some((by_kind, kind)) => form.field(name, t(by_kind.key(kind))),
        None => form.field(name, label(name)).hint(t(hint)),
    }
}

fn party(form: &FormState) -> AnyView {
    let types = PartyType::ALL
        .iter()
        .map(|kind| Choice::new(kind.as_str(), kind.label()));
    let party_type = form.field("party_type", label("party_type"));
    view! {
        <fieldset class="group">
            <legend>{t("staff-records-group-party")}</legend>
            {line(form, "party_name").optional().input()}
            {party_type.hint(t("staff-records-party-type-hint")).optional().select(types.collect())}
            {form.field("uscc", label("uscc")).optional().max(18).autocomplete("off").input()}
        </fieldset>
    }
    .into_any()
}

fn case(form: &FormState) -> AnyView {
    let basis = form.field("legal_basis", label("legal_basis"));
    view! {
        <fieldset class="group">
            <legend>{t("staff-records-group-case")}</legend>
            {form.field("violation", label("violation")).hint(t("staff-records-violation-hint")).optional().text_area(2)}
            {by_kind(form, "facts", "staff-records-facts-hint").optional().text_area(8)}
            {basis.hint(t("staff-records-basis-hint")).optional().text_area(4)}
        </fieldset>
    }
    .into_any()
}

fn outcome(form: &FormState) -> AnyView {
    let kinds = PenaltyKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.as_str(), kind.label()));
    let figure = |name: &str, hint: &str| {
        let field = form.field(name, label(name)).hint(t(hint)).optional();
        field.autocomplete("off").inputmode("decimal").input()
    };
    view! {
        <fieldset class="group">
            <legend>{t("staff-records-group-outcome")}</legend>
            {form.field("penalty_kinds", label("penalty_kinds")).optional().checkboxes(kinds.collect())}
            {form.field("penalty_text", label("penalty_text")).optional().text_area(4)}
            {figure("fine_yuan", "staff-records-yuan-hint")}
            {figure("confiscated_yuan", "staff-records-yuan-hint")}
            {figure("detention_days", "staff-records-days-hint")}
            {form.field("body", label("body")).hint(t("staff-records-body-hint")).optional().text_area(16)}
        </fieldset>
    }
    .into_any()
}

fn publication(form: &FormState) -> AnyView {
    let reasons = Withhold::ALL
        .iter()
        .map(|reason| Choice::new(reason.as_str(), reason.label()));
    let published = form.field("published_on", label("published_on")).kind("date");
    let until = form.field("publish_until", label("publish_until")).kind("date");
    let source = form.field("source_url", label("source_url")).kind("url");
    let withhold = form.field("withhold", label("withhold"));
    view! {
        <fieldset class="group">
            <legend>{t("staff-records-group-publication")}</legend>
            {published.hint(t("staff-records-published-hint")).optional().input()}
            {until.hint(t("staff-records-until-hint")).optional().input()}
            {source.optional().max(2_000).autocomplete("off").input()}
            {withhold.hint(t("staff-records-withhold-hint")).optional().select(reasons.collect())}
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{Entry, ORDER, Of, entry};
    use crate::Ui;
    use crate::components::FormState;
    use domain::record::{FIELDS, RecordKind};

    fn page(kind: &str) -> String {
        let model = Entry {
            of: Of::New(vec![("ps01".into(), "城关派出所".into())]),
            refused: None,
            form: FormState::new().with("kind", kind),
        };
        entry(&Ui::sample(), model)
    }

    #[test]
    fn the_order_is_that_of_the_page_and_holds_every_field() {
        let page = page("penalty");
        let places = ORDER.map(|field| page.find(&format!("id=\"field-{field}\"")));
        assert!(
            places.iter().all(Option::is_some) && places.is_sorted(),
            "{places:?}"
        );
        assert!(FIELDS.iter().all(|(field, _)| ORDER.contains(field)));
    }

    #[test]
    fn an_applicant_is_asked_for_what_he_applied_for() {
        let licence = page(RecordKind::License.as_str());
        assert!(
            licence.contains("申请事项") && licence.contains("申请日期") && !licence.contains("违法事实")
        );
        assert!(page(RecordKind::Inspection.as_str()).contains("检查情况"));
        let unknown = page("");
        assert!(unknown.contains("违法事实") && unknown.contains("行政许可填申请事项"));
    }
}
