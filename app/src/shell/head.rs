//! Title, description and links of a page's `<head>`.

use leptos::prelude::*;

use crate::{Ui, t_with};

/// What a page says about itself to browsers and search engines.
#[derive(Debug, Clone, Default)]
pub struct Head {
    title: String,
    description: Option<String>,
    canonical: Option<String>,
    json: Option<String>,
    feed: Option<String>,
    noindex: bool,
    pub(super) holds_form: bool,
}

impl Head {
    /// The title says where the reader is; the bureau's name is added.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// One sentence for search results.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// The path under which this content is known; shown only when the portal knows its public address.
    #[must_use]
    pub fn canonical(mut self, path: impl Into<String>) -> Self {
        self.canonical = Some(path.into());
        self
    }

    /// The path of the same content as JSON.
    #[must_use]
    pub fn json(mut self, path: impl Into<String>) -> Self {
        self.json = Some(path.into());
        self
    }

    /// The path of an Atom feed of this list.
    #[must_use]
    pub fn feed(mut self, path: impl Into<String>) -> Self {
        self.feed = Some(path.into());
        self
    }

    /// The page holds a form that people write in: how pages look is then changed without leaving it.
    #[must_use]
    pub fn holds_form(mut self) -> Self {
        self.holds_form = true;
        self
    }

    /// Keeps the page out of search engines: records of natural persons, forms, staff pages.
    #[must_use]
    pub fn noindex(mut self) -> Self {
        self.noindex = true;
        self
    }
}

pub(super) fn head(ui: &Ui, head: Head) -> impl IntoView + use<> {
    let title = t_with(
        "shell-title",
        &[
            ("title", head.title.into()),
            ("bureau", ui.bureau.as_str().into()),
        ],
    );
    let canonical = head
        .canonical
        .filter(|_| !ui.public_url.is_empty())
        .map(|path| format!("{}{path}", ui.public_url));
    let noindex = head.noindex || ui.staff.is_some();
    view! {
        <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>{title}</title>
            {head.description.map(|text| view! { <meta name="description" content=text /> })}
            {noindex.then(|| view! { <meta name="robots" content="noindex" /> })}
            <meta name="color-scheme" content="light dark" />
            {ui.assets.css.clone().map(|css| view! { <link rel="stylesheet" href=css /> })}
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
            {canonical.map(|address| view! { <link rel="canonical" href=address /> })}
            {head.json.map(|path| view! { <link rel="alternate" type="application/json" href=path /> })}
            {head.feed.map(|path| view! { <link rel="alternate" type="application/atom+xml" href=path /> })}
        </head>
    }
}
