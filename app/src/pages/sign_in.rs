//! The door to the workbench.

use leptos::prelude::*;

use crate::components::{FormState, Tone, notice};
use crate::{Head, Ui, document, t, t_with};

/// The sign-in form; after a failure with its reason and the user name kept, never the password.
pub fn sign_in(ui: &Ui, form: FormState, failure: Option<String>) -> String {
    document(ui, Head::new(t("sign-in-title")).noindex(), || {
        view! {
            <div class="narrow">
                <h1>{t("sign-in-title")}</h1>
                <p class="muted">{t("sign-in-for-staff")}</p>
                {failure.map(|why| view! { <div role="alert">{notice(Tone::Danger, why)}</div> })}
                <form method="post" action="/staff/sign-in" class="stack" novalidate>
                    {form.hidden("back")}
                    {form.field("username", t("sign-in-username")).autocomplete("username").input()}
                    {form
                        .field("password", t("sign-in-password"))
                        .kind("password")
                        .autocomplete("current-password")
                        .input()}
                    <p><button class="button">{t("sign-in-button")}</button></p>
                </form>
                <p class="muted">{t("sign-in-help")}</p>
            </div>
        }
    })
}

/// Where somebody lands whose work is not done in the browser: the frame with the name and the way out.
pub fn no_pages(ui: &Ui) -> String {
    document(ui, Head::new(t("no-pages-title")).noindex(), || {
        let role = ui
            .staff
            .as_ref()
            .map(|staff| staff.role.clone())
            .unwrap_or_default();
        view! {
            <div class="narrow">
                <h1>{t("no-pages-title")}</h1>
                <p>{t_with("no-pages-text", &[("role", role.into())])}</p>
                <p class="muted">{t("no-pages-next")}</p>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_kept_and_the_password_is_not() {
        let form = FormState::new()
            .with("username", "handler")
            .with("back", "/staff/queue?page=2");
        let html = sign_in(&Ui::sample(), form, Some("用户名或密码不对。".into()));
        assert!(html.contains("value=\"handler\"") && html.contains("type=\"password\""));
        assert!(html.contains("role=\"alert\"") && html.contains("用户名或密码不对。"));
        assert!(html.contains("value=\"/staff/queue?page=2\"") && !html.contains("<script"));
    }
}
