//! 公开政策: the rules in force with their grounds, and a trial of them.

use chrono::NaiveDate;
use domain::policy::{Condition, Decision, Policy, Rule, Term};
use domain::record::{PartyType, RecordKind};
use leptos::prelude::*;

use crate::components::{Choice, FormState, Table, Tone, breadcrumbs, day_text, notice, status_tag};
use crate::{Head, Ui, document, t, t_with};

/// The page.
#[derive(Debug, Clone)]
pub struct PolicyPage {
    /// The policy in force.
    pub policy: Policy,
    /// The form of the trial as it was sent.
    pub form: FormState,
    /// What came of the trial.
    pub tried: Option<Tried>,
}

/// What the policy says of a decision that is only thought of.
#[derive(Debug, Clone)]
pub struct Tried {
    /// What is allowed.
    pub decision: Decision,
    /// Which rule said so, from 1; none where the law leaves no choice.
    pub rule: Option<usize>,
    /// Whether it counts as 治安, which decides more than anything else.
    pub is_public_security: bool,
    /// Law and article.
    pub ground: String,
    /// The last day, were it published today.
    pub until: Option<NaiveDate>,
}

/// Renders the page.
pub fn policy(ui: &Ui, model: PolicyPage) -> String {
    let title = t("policy-title");
    document(ui, Head::new(title.clone()), || {
        view! {
            {breadcrumbs(&[("/staff/records", t("staff-records-title"))], title.clone())}
            <h1>{title}</h1>
            {model.form.error_summary()}
            <p>{t("policy-lead")}</p>
            {rules(model.policy.rules)}
            <p class="muted">{t("policy-change")}</p>
            <section>
                <h2>{t("policy-always")}</h2>
                <p>{t("policy-always-text")}</p>
            </section>
            {terms(model.policy.terms)}
            {trial(&model.form, model.tried)}
        }
    })
}

fn rules(rules: Vec<Rule>) -> AnyView {
    let table = Table::new(t("policy-rules"))
        .figures(t("policy-order"))
        .column(t("policy-when"))
        .column(t("policy-days"))
        .column(t("policy-decision"))
        .column(t("policy-ground"));
    let rows = (1_u64..).zip(rules);
    let table = rows.fold(table, |table, (order, rule)| {
        table.row(vec![
            order.into_any(),
            condition(&rule.when).into_any(),
            days(&rule).into_any(),
            tag(rule.decision),
            rule.ground.into_any(),
        ])
    });
    view! { <section><h2>{t("policy-rules")}</h2>{table.view()}</section> }.into_any()
}

fn terms(terms: Vec<Term>) -> AnyView {
    let body = if terms.is_empty() {
        view! { <p>{t("policy-no-terms")}</p> }.into_any()
    } else {
        let table = Table::new(t("policy-terms"))
            .column(t("policy-when"))
            .column(t("policy-months"))
            .column(t("policy-ground"));
        let table = terms.into_iter().fold(table, |table, term| {
            let months = t_with("policy-months-count", &[("months", term.months.into())]);
            table.row(vec![
                condition(&term.when).into_any(),
                months.into_any(),
                term.ground.into_any(),
            ])
        });
        table.view()
    };
    view! { <section><h2>{t("policy-terms")}</h2>{body}</section> }.into_any()
}

fn tag(decision: Decision) -> AnyView {
    let tone = match decision {
        Decision::Publish => Tone::Ok,
        Decision::PublishMasked => Tone::Active,
        Decision::Sealed => Tone::Warn,
        Decision::Never => Tone::Danger,
    };
    status_tag(tone, decision.label())
}

/// Everything that a rule names, in words.
fn condition(when: &Condition) -> String {
    let Condition {
        kinds,
        party_types,
        personal,
        public_security,
        violations,
    } = when;
    let comma = t("common-comma");
    let one_of = |words: Vec<&str>| (!words.is_empty()).then(|| words.join(&comma));
    let either = |which: Option<bool>, yes: &str, no: &str| which.map(|is| t(if is { yes } else { no }));
    let named = [
        one_of(kinds.iter().map(|kind| kind.label()).collect()),
        one_of(party_types.iter().map(|party| party.label()).collect()),
        either(
            *public_security,
            "policy-public-security",
            "policy-not-public-security",
        ),
        either(*personal, "policy-personal", "policy-not-personal"),
        one_of(violations.iter().map(String::as_str).collect())
            .map(|words| t_with("policy-violations", &[("words", words.into())])),
    ];
    let named: Vec<String> = named.into_iter().flatten().collect();
    if named.is_empty() {
        t("policy-every-record")
    } else {
        named.join(&t("policy-and"))
    }
}

fn days(rule: &Rule) -> String {
    match (rule.from, rule.until) {
        (None, None) => t("policy-any-day"),
        (Some(from), None) => t_with("policy-from", &[("day", day_text(from).into())]),
        (None, Some(until)) => t_with("policy-before", &[("day", day_text(until).into())]),
        (Some(from), Some(until)) => t_with(
            "policy-between",
            &[("from", day_text(from).into()), ("until", day_text(until).into())],
        ),
    }
}

fn trial(form: &FormState, tried: Option<Tried>) -> AnyView {
    let kinds = RecordKind::ALL.map(|kind| Choice::new(kind.as_str(), kind.label()));
    let parties = PartyType::ALL.map(|party| Choice::new(party.as_str(), party.label()));
    let violation = form
        .field("violation", t("policy-violation"))
        .hint(t("policy-violation-hint"));
    let basis = form
        .field("basis", t("policy-basis"))
        .hint(t("policy-basis-hint"));
    let decided = form
        .field("decided_on", t("policy-decided"))
        .hint(t("policy-decided-hint"));
    view! {
        <section id="try">
            <h2>{t("policy-try")}</h2>
            {tried.map(result)}
            <p>{t("policy-try-hint")}</p>
            <form method="get" action="/staff/policy#try" class="card narrow" novalidate>
                {form.field("kind", t("policy-kind")).select(kinds.to_vec())}
                {form.field("party_type", t("policy-party")).select(parties.to_vec())}
                {violation.optional().max(100).input()}
                {basis.optional().max(200).input()}
                {decided.optional().kind("date").input()}
                <div class="button-row"><button class="button">{t("policy-try-now")}</button></div>
            </form>
        </section>
    }
    .into_any()
}

fn result(tried: Tried) -> AnyView {
    let tone = if tried.decision.shows() {
        Tone::Ok
    } else {
        Tone::Warn
    };
    let decision = t_with("policy-result", &[("decision", tried.decision.label().into())]);
    let until = tried.decision.shows().then(|| {
        let text = match tried.until {
            None => t("policy-result-no-end"),
            Some(until) => t_with("policy-result-until", &[("day", day_text(until).into())]),
        };
        view! { <p>{text}</p> }
    });
    let read_as = t(if tried.is_public_security {
        "policy-read-as-security"
    } else {
        "policy-read-as-other"
    });
    let told = view! {
        <p role="status"><strong>{decision}</strong></p>
        <p>{tried.rule.map(|rule| t_with("policy-result-rule", &[("rule", rule.into())]))} {tried.ground}</p>
        <p>{read_as}</p>
        {until}
    };
    notice(tone, told).into_any()
}
