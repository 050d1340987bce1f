//! House rules of this crate, as tests over its own source.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Files that hold the forbidden words on purpose: the one text area, and this list.
const EXEMPT: &[&str] = &["components/text_area.rs", "rules.rs"];

fn sources() -> Vec<(String, String)> {
    sources_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

fn sources_below(root: &Path) -> Vec<(String, String)> {
    let mut folders = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("readable") {
            let path: PathBuf = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path
                    .strip_prefix(root)
                    .expect("below")
                    .to_string_lossy()
                    .into_owned();
                found.push((name, fs::read_to_string(&path).expect("UTF-8")));
            }
        }
    }
    found
}

#[test]
fn raw_html_stands_in_one_file_only() {
    for (name, text) in sources()
        .iter()
        .filter(|(name, _)| !EXEMPT.contains(&name.as_str()) && !name.ends_with("tests.rs"))
    {
        for word in [
            "<textarea",
            "inner_html",
            "<noscript",
            "<script>",
            " style=",
            "javascript:void",
        ] {
            // A test may quote what it forbids: only the part before the tests counts.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            assert!(
                !code.contains(word),
                "app/src/{name} contains {word}: use the component for it"
            );
        }
    }
}

#[test]
fn every_text_key_in_the_source_exists() {
    let mut missing = BTreeSet::new();
    for (name, text) in sources()
        .iter()
        .filter(|(name, _)| name != "rules.rs" && name != "i18n.rs")
    {
        for key in keys(text) {
            if !crate::i18n::exists(&key) {
                missing.insert(format!("{key} (app/src/{name})"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "texts missing in app/locales/zh: {missing:#?}"
    );
}

/// The bureau of `Ui::sample`, which stands for what an installation's configuration says.
const SAMPLE: &str = "明镜县公安局";

#[test]
fn chinese_stands_in_the_locales_alone() {
    let mut found = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| !name.ends_with("tests.rs")) {
        if name == "rules.rs" {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (place, line) in code.lines().enumerate() {
            if has_chinese(&without_comment(line).replace(SAMPLE, "")) {
                found.push(format!("app/src/{name}:{}: {}", place + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "move these texts to app/locales/zh: {found:#?}");
}

/// Han characters and the punctuation that goes with them.
fn has_chinese(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'))
}

/// The code of a line; `://` begins no comment.
fn without_comment(line: &str) -> &str {
    let end = line
        .match_indices("//")
        .find(|(at, _)| !line[..*at].ends_with(':'))
        .map_or(line.len(), |(at, _)| at);
    &line[..end]
}

#[test]
fn chinese_is_found_in_code_and_passed_over_in_comments() {
    let chinese = |line| has_chinese(without_comment(line));
    assert!(chinese("view! { <p>\"已收到\"</p> } // seen") && chinese("\"https://x/\", \"；\""));
    assert!(!chinese("t(\"home-title\") // 首页") && !chinese("/// 首页"));
}

/// The literal keys of `t("…")` and `t_with("…", …)`, also across a line break, but not in comments.
fn keys(source: &str) -> Vec<String> {
    let code: Vec<&str> = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let source = code.join("\n");
    let mut found = Vec::new();
    for call in ["t(", "t_with("] {
        for (at, _) in source.match_indices(call) {
            let is_whole_name = !source[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let argument = source[at + call.len()..].trim_start();
            if let (true, Some(rest)) = (is_whole_name, argument.strip_prefix('"')) {
                found.extend(rest.split('"').next().map(str::to_owned));
            }
        }
    }
    found
}

#[test]
fn keys_are_found_however_the_call_is_written() {
    assert_eq!(
        keys("t(\"a\") not(\"b\") t_with(\n    \"c\", &[]) t(key)"),
        ["a", "c"]
    );
}

/// Every text of the sources that may name a class or a key: what stands between quotes.
fn quoted() -> Vec<String> {
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src");
    let all = sources().into_iter().chain(sources_below(&server));
    all.filter(|(name, _)| name != "rules.rs")
        .flat_map(|(_, text)| text.split('"').map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Texts and styles that nothing uses any more go with what used them.
#[test]
fn every_text_and_every_class_is_used() {
    let quoted = quoted();
    let stems: Vec<&str> = quoted
        .iter()
        .filter_map(|text| text.split_once('{').map(|(stem, _)| stem))
        .filter(|stem| stem.ends_with('-'))
        .collect();
    let whole: BTreeSet<&str> = quoted.iter().map(String::as_str).collect();
    let words: BTreeSet<&str> = quoted.iter().flat_map(|text| text.split_whitespace()).collect();
    let is_built = |name: &str| stems.iter().any(|stem| name.starts_with(stem));
    let mut unused: Vec<String> = crate::i18n::keys()
        .filter(|key| !whole.contains(key) && !is_built(key))
        .map(|key| format!("app/locales/zh: {key}"))
        .collect();
    let unstyled = classes()
        .into_iter()
        .filter(|class| !words.contains(class.as_str()) && !is_built(class));
    unused.extend(unstyled.map(|class| format!("style: .{class}")));
    assert!(unused.is_empty(), "nothing uses these any more: {unused:#?}");
}

/// The classes of the stylesheets.
fn classes() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("readable") {
        let text = fs::read_to_string(entry.expect("readable").path()).expect("UTF-8");
        for (at, _) in text.match_indices('.') {
            let name: String = text[at + 1..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect();
            let is_class = name.starts_with(|c: char| c.is_ascii_lowercase())
                && !text[..at].ends_with(|c: char| c.is_ascii_digit())
                && name != "css";
            if is_class {
                found.insert(name);
            }
        }
    }
    found
}
