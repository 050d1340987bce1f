//! Views and islands: pure functions from a page model to HTML.
//!
//! A page is `fn page(ui: &Ui, model: &Model) -> String`: it builds a view and hands it to [`shell::document`].
//! Islands compile for both sides; everything else is for the server only (`ssr`).

pub mod islands;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod done;
#[cfg(feature = "ssr")]
pub mod i18n;
#[cfg(feature = "ssr")]
pub mod link;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod render;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ui;

#[cfg(feature = "ssr")]
pub use {
    done::Done,
    i18n::{t, t_with},
    render::render,
    shell::{Head, document},
    ui::Ui,
};

#[cfg(all(test, feature = "ssr"))]
mod rules;
