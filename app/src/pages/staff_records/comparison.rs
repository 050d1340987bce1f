//! Originals beside their public texts.

use domain::record::RecordKind;
use leptos::prelude::*;

use crate::components::Table;
use crate::pages::records::{ByKind, Segment};
use crate::{t, t_with};

/// One text before and after masking.
#[derive(Debug, Clone)]
pub struct Compared {
    /// What the field is called.
    pub label: String,
    /// The original, marked where masking takes something away.
    pub original: Vec<Segment>,
    /// The public text, marked where it makes somebody findable; nothing where none may be.
    pub public: Option<Vec<Segment>>,
    /// What masking takes away, how often, and by which rule.
    pub rules: Vec<(&'static str, usize, &'static str)>,
}

/// What the texts of a record of this kind are called, by their names in the API.
pub fn field_label(kind: RecordKind, field: &str) -> String {
    match ByKind::parse(field) {
        Some(by_kind) => t(by_kind.key(kind)),
        None => t(&format!("staff-records-field-{}", field.replace('_', "-"))),
    }
}

/// Originals beside their public texts.
pub(crate) fn comparison(fields: Vec<Compared>) -> AnyView {
    let mut table = Table::new(t("staff-records-compare"))
        .column(t("staff-records-field"))
        .column(t("staff-records-original"))
        .column(t("staff-records-public"))
        .column(t("staff-records-masked"));
    for Compared {
        label,
        original,
        public,
        rules,
    } in fields
    {
        let public = public.unwrap_or_else(|| vec![Segment::plain(t("staff-records-nothing-public"))]);
        let public = public.into_iter().map(|piece| {
            if piece.marked {
                view! { <mark>{piece.text}</mark> }.into_any()
            } else {
                piece.text.into_any()
            }
        });
        let original = original.into_iter().map(|piece| {
            let class = piece.marked.then_some("mask");
            view! { <span class=class>{piece.text}</span> }
        });
        table = table.row(vec![
            label.into_any(),
            view! { <div class="typed" data-original>{original.collect_view()}</div> }.into_any(),
            view! { <div class="typed">{public.collect_view()}</div> }.into_any(),
            masked_by(rules),
        ]);
    }
    table.view()
}

/// `姓名 2 处（公安机关执法公开规定第十四条）`, one line each.
fn masked_by(rules: Vec<(&'static str, usize, &'static str)>) -> AnyView {
    if rules.is_empty() {
        return t("staff-records-nothing-masked").into_any();
    }
    let lines = rules.into_iter().map(|(what, count, rule)| {
        let line = [
            ("what", what.into()),
            ("count", count.into()),
            ("rule", rule.into()),
        ];
        view! { <p>{t_with("staff-records-masked-by", &line)}</p> }
    });
    lines.collect_view().into_any()
}
