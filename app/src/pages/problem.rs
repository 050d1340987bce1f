//! The page for everything that did not work: what happened, and how to go on.

use leptos::prelude::*;

use crate::components::{FormState, is_words};
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
    /// The fields of the form that was refused, as posted.
    pub typed: Vec<(String, String)>,
    /// Signing in helps: in another window, so that what was typed stays here.
    pub sign_in: bool,
}

/// Whether somebody wrote something into the form with these fields.
pub fn holds_words(typed: &[(String, String)]) -> bool {
    typed.iter().any(|(name, value)| is_words(name, value))
}

/// Renders the problem page; the status is the handler's.
pub fn problem(ui: &Ui, model: Problem) -> String {
    let head = Head::new(model.title.clone()).noindex();
    let (home, home_text) = match ui.staff {
        Some(_) => ("/staff", t("error-workbench")),
        None => ("/", t("error-home")),
    };
    let action = ui.path.clone();
    document(ui, head, || {
        let again = send_again(action, model.typed);
        let way_out = if again.is_some() {
            "button button-secondary"
        } else {
            "button"
        };
        view! {
            <div class="narrow stack">
                <h1>{model.title}</h1>
                {model.text.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
                {model.reference.map(|reference| view! { <p class="muted"><code>{reference}</code></p> })}
                {again}
                <p class="muted">{t("error-back-hint")}</p>
                <p>
                    {if model.sign_in {
                        sign_in()
                    } else {
                        view! { <a class=way_out href=home>{home_text}</a> }.into_any()
                    }}
                </p>
            </div>
        }
    })
}

/// The form once more, for whoever wrote something: the words to read, change and copy, all else as it was.
fn send_again(action: String, typed: Vec<(String, String)>) -> Option<AnyView> {
    if !holds_words(&typed) {
        return None;
    }
    let fields = typed.into_iter().map(field).collect_view();
    let form = view! {
        <form method="post" action=action novalidate class="stack">
            <h2>{t("error-typed")}</h2>
            <p>{t("error-typed-hint")}</p>
            {fields}
            <p class="button-row"><button class="button" type="submit">{t("error-send-again")}</button></p>
        </form>
    };
    Some(form.into_any())
}

fn sign_in() -> AnyView {
    view! {
        <a class="button button-secondary" href="/staff/sign-in" target="_blank" rel="noopener">
            {t("error-sign-in")}
        </a>
    }
    .into_any()
}

fn field((name, value): (String, String)) -> AnyView {
    let form = FormState::new().with(&name, value.as_str());
    if !is_words(&name, &value) {
        return form.hidden(&name);
    }
    let field = form.field(&name, t(&format!("error-typed-{name}")));
    match name.as_str() {
        "title" | "to" => field.input(),
        _ => field.text_area(8),
    }
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
                typed: Vec::new(),
                sign_in: false,
            },
        );
        assert!(
            html.contains("<h1>没有这一页</h1>")
                && html.contains("noindex")
                && html.contains("地址可能写错了。")
        );
    }

    #[test]
    fn what_was_written_stands_in_its_field_and_all_else_goes_along() {
        let typed = [
            ("action", "pass-on"),
            ("to", "县信访局"),
            ("reason", "</textarea><script>属于他们的职责"),
            ("reason", "slow"),
        ];
        let shown = |typed: &[(&str, &str)]| {
            let typed = typed
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            let model = Problem {
                title: "操作太频繁".into(),
                text: vec![],
                reference: None,
                typed: typed.collect(),
                sign_in: false,
            };
            problem(&Ui::sample(), model)
        };
        let html = shown(&typed);
        for kept in [
            "<input type=\"hidden\" name=\"action\" value=\"pass-on\">",
            "<input type=\"hidden\" name=\"reason\" value=\"slow\">",
            "value=\"县信访局\"",
            "\n&lt;/textarea&gt;&lt;script&gt;属于他们的职责</textarea>",
        ] {
            assert!(html.contains(kept), "{kept}: {html}");
        }
        assert!(
            !shown(&typed[3..]).contains("<textarea") && !shown(&[]).contains("method=\"post\" novalidate")
        );
        let password = shown(&[("username", "center"), ("password", "雨后石桥上有三只白鹅走过")]);
        assert!(!password.contains("白鹅"));
    }
}
