use proptest::prelude::*;

use super::*;

fn labels(text: &str) -> Vec<String> {
    extract(text).iter().map(Citation::label).collect()
}

#[test]
fn a_decision_names_its_articles() {
    let text = "根据《中华人民共和国治安管理处罚法》第四十三条第一款、第四十四条及《中华人民共和国行政处罚法》(2021修订)第三十二条第(一)项之规定";
    assert_eq!(
        labels(text),
        [
            "《治安管理处罚法》第四十三条第一款",
            "《治安管理处罚法》第四十四条",
            "《行政处罚法》第三十二条第（一）项"
        ]
    );
}

#[test]
fn every_way_of_typing_an_article_is_the_same_key() {
    for typed in [
        "《治安管理处罚法》第四十三条第一款",
        "中华人民共和国治安管理处罚法第四十三条",
        "第43条第1款",
        "第４３条",
        "治安法43",
        "治安法 43",
        "治安管理处罚法43条",
        "治安管理處罰法第四十三條",
        "43条",
    ] {
        assert_eq!(query_keys(typed), ["治安管理处罚法#43"], "{typed}");
    }
}

#[test]
fn a_short_name_in_marks_means_the_law_named_before() {
    let text = "依照《旅馆业治安管理办法》(以下简称《办法》)第十五条。又据《办法》第十六条,";
    assert_eq!(keys(text), ["旅馆业治安管理办法#15", "旅馆业治安管理办法#16"]);
}

#[test]
fn an_inserted_article_keeps_its_number() {
    assert_eq!(
        keys("《中华人民共和国刑法》第一百三十三条之一第一款"),
        ["刑法#133-1"]
    );
    assert_eq!(label_of("刑法#133-1"), "《刑法》第一百三十三条之一");
}

#[test]
fn a_text_without_a_law_cites_nothing_and_amounts_are_no_articles() {
    assert!(keys("第三条街 罚款500元 本院第43条").is_empty());
    assert!(query_keys("罚款500元 2024年 12号").is_empty());
    assert_eq!(label_of("随便"), "随便");
}

proptest! {
    #[test]
    fn any_text_is_scanned_without_panic(text in "(\\PC|[《》第条款项之一二十百0-9()（）]){0,60}") {
        let _ = keys(&text);
        for citation in extract_from_query(&text) {
            prop_assert_eq!(parse_key(&citation.key()).map(|c| c.key()), Some(citation.key()));
        }
    }
}
