use proptest::prelude::*;

use super::*;

fn highlighter(q: &str) -> Highlighter {
    Highlighter::new(&Query::parse(q).unwrap(), Some(&Synonyms::built_in()))
}

fn html(q: &str, text: &str) -> String {
    highlighter(q)
        .fragments(&[("body", text)])
        .into_iter()
        .map(|f| f.html)
        .collect::<Vec<_>>()
        .join("|")
}

#[test]
fn matches_are_marked_within_their_sentence() {
    let text = "2025年11月3日,张某到案。经查,张某酒后驾驶机动车。以上事实有证据证实。";
    assert_eq!(
        html("酒后驾驶", text),
        "…经查,张某<mark>酒后驾驶</mark>机动车。".trim_start_matches('…')
    );
    assert_eq!(html("\"机动车\"", text), "经查,张某酒后驾驶<mark>机动车</mark>。");
    assert_eq!(html("打人", "甲殴打他人。"), "甲<mark>殴打他人</mark>。");
    assert_eq!(html("酒後駕駛", "酒后驾驶"), "<mark>酒后驾驶</mark>");
    assert_eq!(html("盗窃 -拘留", "拘留"), "");
}

#[test]
fn a_document_number_is_marked_in_any_writing() {
    let number = "临公(治)行罚决字〔2024〕12号";
    let found = highlighter("2024 12号").fragments(&[("document_number", number)]);
    assert_eq!(found[0].html, "临公(治)行罚决字〔<mark>2024〕12号</mark>");
}

#[test]
fn a_document_number_sought_is_not_marked_in_pieces() {
    let body = "本局于2024年作出行罚决字第9号决定,罚款12元。";
    for q in ["临公(治)行罚决字〔2024〕12号", "2024 12号"] {
        assert!(highlighter(q).fragments(&[("body", body)]).is_empty(), "{q}");
        assert_eq!(highlighter(q).mark("2024年盗窃"), "2024年盗窃", "{q}");
    }
}

#[test]
fn long_sentences_are_cut_and_markup_is_text() {
    let text = format!("{}盗窃<script>&\"'{}", "甲".repeat(300), "乙".repeat(300));
    let html = html("盗窃", &text);
    assert!(html.starts_with('…') && html.ends_with('…'), "{html}");
    assert!(
        html.contains("<mark>盗窃</mark>&lt;script&gt;&amp;&quot;&#39;"),
        "{html}"
    );
    assert!(html.chars().count() < 200);
    assert_eq!(highlighter("盗窃").mark("<b>盗窃"), "&lt;b&gt;<mark>盗窃</mark>");
}

proptest! {
    #[test]
    fn nothing_panics_and_nothing_is_left_unescaped(
        q in "(\\PC|[盗窃酒驾打人<>&\" -]){0,20}",
        text in "(\\PC|[盗窃酒驾殴打他人。<>&\"']){0,200}",
    ) {
        if let Ok(query) = Query::parse(&q) {
            let highlighter = Highlighter::new(&query, Some(&Synonyms::built_in()));
            for fragment in highlighter.fragments(&[("title", &text), ("document_number", &text)]) {
                let bare = fragment.html.replace("<mark>", "").replace("</mark>", "");
                prop_assert!(!bare.contains(['<', '>', '"', '\'']), "{}", bare);
                let plain = bare.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                    .replace("&#39;", "'").replace("&amp;", "&");
                prop_assert!(text.contains(plain.trim_matches('…')), "{} / {}", text, plain);
            }
            let whole = highlighter.mark(&text);
            prop_assert_eq!(whole.matches("<mark>").count(), whole.matches("</mark>").count());
        }
    }
}
