use super::Layout;
use crate::import::row::{Fields, UnitRef};
use serde_json::Value;

const SMALL: &str = r#"
name = "小表"
none = ["无"]
[defaults]
kind = "penalty"
[fields.party_name]
from = ["甲", "乙"]
[fields.facts]
from = ["事实"]
[fields.fine_yuan]
from = ["罚款"]
unit = "万元"
[title]
compose = ["party_name", "facts"]
first_clause_of = ["facts"]
join = "："
otherwise = "题"
[external_id]
hash = ["甲", "事实"]
[[reject]]
all_empty = ["甲", "乙"]
column = "甲"
reason = "没有当事人"
"#;

fn row(cells: &[(&str, &str)]) -> Fields {
    cells
        .iter()
        .map(|(name, text)| ((*name).into(), Value::from(*text)))
        .collect()
}

#[test]
fn columns_become_fields_with_fallback_composed_title_and_amount() {
    let layout = Layout::parse("small.toml", SMALL).unwrap();
    let cells = row(&[
        ("甲", "无"),
        ("乙", " 顺达公司 "),
        ("事实", "虚列费用，数额巨大"),
        ("罚款", "0.25"),
        ("题", "t"),
        ("丙", "1"),
    ]);
    let parsed = layout.apply(&cells, b"key").unwrap();
    assert_eq!(parsed.content.title, "顺达公司：虚列费用");
    assert_eq!(parsed.content.fine.unwrap().to_string(), "2500");
    assert_eq!(parsed.unit, UnitRef::Default);
    assert_eq!(parsed.unknown, ["丙".into()]);
}

#[test]
fn the_external_id_depends_on_the_key_and_on_every_column() {
    let layout = Layout::parse("small.toml", SMALL).unwrap();
    let id = |party: &str, facts: &str, key: &[u8]| {
        layout
            .apply(&row(&[("甲", party), ("事实", facts)]), key)
            .unwrap()
            .content
            .external_id
            .unwrap()
    };
    let first = id("甲公司", "事", b"key");
    assert_eq!(first, id("甲公司", "事", b"key"));
    assert_ne!(first, id("甲公司", "事", b"other"));
    assert_ne!(first, id("甲公", "司事", b"key"), "lengths keep columns apart");
}

#[test]
fn a_row_without_its_parts_takes_the_other_title_or_is_rejected_with_the_reason() {
    let layout = Layout::parse("small.toml", SMALL).unwrap();
    assert_eq!(
        layout
            .apply(&row(&[("甲", "张三"), ("题", "公告")]), b"")
            .unwrap()
            .content
            .title,
        "公告"
    );
    let problem = layout
        .apply(&row(&[("事实", "x"), ("题", "公告")]), b"")
        .unwrap_err();
    assert_eq!(
        (problem.column.as_deref(), problem.reason.as_str()),
        (Some("甲"), "没有当事人")
    );
    let problem = layout
        .apply(&row(&[("甲", "张三"), ("题", "t"), ("罚款", "很多")]), b"")
        .unwrap_err();
    assert_eq!(problem.column.as_deref(), Some("罚款"), "named as in the file");
}

#[test]
fn errors_of_a_layout_name_file_and_line() {
    let error = |text: &str| Layout::parse("x.toml", text).unwrap_err().to_string();
    assert!(
        error("name = \"a\"\n[fields.nonsense]\nfrom = [\"a\"]\n").contains("x.toml 第 2 行"),
        "{}",
        error("name = \"a\"\n[fields.nonsense]\nfrom = [\"a\"]\n")
    );
    assert!(error(&SMALL.replace("none = ", "nun = ")).contains("第 3 行"));
    assert!(
        error(&SMALL.replace("[\"甲\", \"乙\"]\n[fields.facts]", "[]\n[fields.facts]"))
            .contains("至少要写一列")
    );
    assert!(error("name = \"a\"\nfields = {}\n").contains("执法类别"));
}

#[test]
fn a_table_without_the_needed_columns_is_refused_before_any_row() {
    let layout = Layout::parse("small.toml", SMALL).unwrap();
    let header = ["甲".into(), "事实".into(), "题".into()];
    assert!(
        layout
            .check_header(&header)
            .unwrap_err()
            .to_string()
            .contains("罚款")
    );
}
