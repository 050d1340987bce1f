//! All text of the interface, from the fluent files in `app/locales`.
//!
//! `t("records-title")` gives a text, `t_with("records-found", &[("count", 3.into())])` fills its places.
//! A key that does not exist panics in debug builds (and so in every test); a release shows the key itself.

use std::sync::LazyLock;

pub use fluent_bundle::FluentValue;
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

/// The Chinese files: name and content. A new file of `app/locales/zh` is added here (a test says so).
const ZH: &[(&str, &str)] = &[
    ("callbacks", include_str!("../locales/zh/callbacks.ftl")),
    ("common", include_str!("../locales/zh/common.ftl")),
    ("dashboard", include_str!("../locales/zh/dashboard.ftl")),
    ("done", include_str!("../locales/zh/done.ftl")),
    ("errors", include_str!("../locales/zh/errors.ftl")),
    ("feedback", include_str!("../locales/zh/feedback.ftl")),
    ("home", include_str!("../locales/zh/home.ftl")),
    ("legal", include_str!("../locales/zh/legal.ftl")),
    ("objections", include_str!("../locales/zh/objections.ftl")),
    ("policy", include_str!("../locales/zh/policy.ftl")),
    ("progress", include_str!("../locales/zh/progress.ftl")),
    ("like", include_str!("../locales/zh/like.ftl")),
    ("records", include_str!("../locales/zh/records.ftl")),
    ("rectifications", include_str!("../locales/zh/rectifications.ftl")),
    ("shell", include_str!("../locales/zh/shell.ftl")),
    ("spot-checks", include_str!("../locales/zh/spot-checks.ftl")),
    ("staff-cases", include_str!("../locales/zh/staff-cases.ftl")),
    ("staff", include_str!("../locales/zh/staff.ftl")),
    ("status", include_str!("../locales/zh/status.ftl")),
    ("exceptions", include_str!("../locales/zh/exceptions.ftl")),
    ("statistics", include_str!("../locales/zh/statistics.ftl")),
    ("subscriptions", include_str!("../locales/zh/subscriptions.ftl")),
    ("units", include_str!("../locales/zh/units.ftl")),
];

static BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let chinese: LanguageIdentifier = "zh-CN".parse().expect("a language tag");
    let mut bundle = FluentBundle::new_concurrent(vec![chinese]);
    bundle.set_use_isolating(false);
    for (name, text) in ZH {
        let resource = FluentResource::try_new((*text).to_owned())
            .unwrap_or_else(|(_, errors)| panic!("locales/zh/{name}.ftl cannot be read: {errors:?}"));
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("locales/zh/{name}.ftl repeats a key of another file: {errors:?}");
        }
    }
    bundle
});

/// The text of `key`.
pub fn t(key: &str) -> String {
    t_with(key, &[])
}

/// The text of `key` with its places filled.
pub fn t_with(key: &str, args: &[(&str, FluentValue<'_>)]) -> String {
    let Some(pattern) = BUNDLE.get_message(key).and_then(|message| message.value()) else {
        debug_assert!(exists(key), "app/locales/zh has no text for the key `{key}`");
        return key.to_owned();
    };
    let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
    let mut errors = Vec::new();
    let text = BUNDLE
        .format_pattern(pattern, Some(&args), &mut errors)
        .into_owned();
    debug_assert!(
        errors.is_empty(),
        "the text `{key}` lacks an argument: {errors:?}"
    );
    text
}

/// Whether a text with this key exists, for keys composed at run time.
pub fn exists(key: &str) -> bool {
    BUNDLE.has_message(key)
}

/// The keys of all texts.
#[cfg(test)]
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    let lines = ZH.iter().flat_map(|(_, text)| text.lines());
    lines.filter_map(|line| {
        let (key, _) = line.split_once(" =")?;
        key.starts_with(|c: char| c.is_ascii_lowercase()).then_some(key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/locales/zh");
        for entry in std::fs::read_dir(folder).expect("the folder exists") {
            let name = entry.expect("readable").file_name().into_string().expect("UTF-8");
            let stem = name
                .strip_suffix(".ftl")
                .unwrap_or_else(|| panic!("{name} is no .ftl file"));
            assert!(
                ZH.iter().any(|(known, _)| *known == stem),
                "add {name} to i18n::ZH"
            );
        }
    }

    #[test]
    fn places_are_filled_without_invisible_marks() {
        assert_eq!(t_with("common-total", &[("count", 3.into())]), "共 3 条");
    }

    #[test]
    #[should_panic(expected = "no text for the key")]
    fn a_missing_key_fails_the_test() {
        t("no-such-key");
    }
}
