//! The page for everything that did not work: what happened, and how to go on.

use leptos::prelude::*;

use crate::{Head, Ui, document, t};

/// What the page says.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What happened, in a few words; title and heading.
    pub title: String,
    /// What it means and how to mend it; one paragraph each.
    pub text: Vec<String>,
    /// A number the reader can give to support, when there is one.
    pub reference: Option<String>,
}

/// Renders the problem page; the status is the handler's.
pub fn problem(ui: &Ui, model: Problem) -> String {
    let head = Head::new(model.title.clone()).noindex();
    let (home, home_text) = match ui.staff {
        Some(_) => ("/staff", t("error-workbench")),
        None => ("/", t("error-home")),
    };
    document(ui, head, || {
        view! {
            <div class="narrow">
                <h1>{model.title}</h1>
                {model.text.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
                {model.reference.map(|reference| view! { <p class="muted"><code>{reference}</code></p> })}
                <p class="muted">{t("error-back-hint")}</p>
                <p><a class="button" href=home>{home_text}</a></p>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_what_happened_and_how_to_go_on() {
        let html = problem(
            &Ui::sample(),
            Problem {
                title: "没有这一页".into(),
                text: vec!["地址可能写错了。".into()],
                reference: None,
            },
        );
        assert!(
            html.contains("<h1>没有这一页</h1>")
                && html.contains("noindex")
                && html.contains("地址可能写错了。")
        );
    }
}
