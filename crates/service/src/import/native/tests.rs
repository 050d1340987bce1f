use super::*;
use domain::record::PenaltyKind;
use serde_json::Value;

fn parsed(json: &str) -> Result<ParsedRow, Problem> {
    let Value::Object(map) = serde_json::from_str(json).unwrap() else {
        panic!("an object")
    };
    parse(
        &map.into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect(),
        Strictness::Json,
    )
}

#[test]
fn a_native_row_is_read_whole() {
    let row = parsed(
        r#"{"kind":"penalty","title":"某公司无证经营案","unit":"ps01","document_number":"明公（城）罚决字〔2026〕1号",
        "decided_on":"2026-03-09","penalty_kinds":["fine","warning","fine"],"fine_yuan":1500.5,"confiscated_yuan":"20",
        "legal_basis":["《治安管理处罚法》第五十一条"],"detention_days":5,"extra":1,"_line":3}"#,
    )
    .unwrap();
    assert_eq!(row.unit, UnitRef::Code("ps01".into()));
    assert_eq!(row.content.fine.unwrap().fen(), 150_050);
    assert_eq!(
        row.content.penalty_kinds,
        [PenaltyKind::Fine, PenaltyKind::Warning]
    );
    assert_eq!(row.unknown, ["extra".into()]);
}

#[test]
fn each_fault_names_its_column_and_says_how_to_mend_it() {
    let base = r#""kind":"penalty","title":"t","document_number":"n""#;
    for (given, column) in [
        (r#"{"title":"t","document_number":"n"}"#.to_owned(), "kind"),
        (r#"{"kind":"penalty","document_number":"n"}"#.to_owned(), "title"),
        (r#"{"kind":"penalty","title":"t"}"#.to_owned(), "document_number"),
        (
            r#"{"kind":"crime","title":"t","document_number":"n"}"#.to_owned(),
            "kind",
        ),
        (format!(r#"{{{base},"decided_on":"2026-02-30"}}"#), "decided_on"),
        (format!(r#"{{{base},"decided_on":"2026/02/03"}}"#), "decided_on"),
        (format!(r#"{{{base},"fine_yuan":-1}}"#), "fine_yuan"),
        (format!(r#"{{{base},"fine_yuan":"一百"}}"#), "fine_yuan"),
        (format!(r#"{{{base},"legal_basis":"one"}}"#), "legal_basis"),
        (
            format!(r#"{{{base},"penalty_kinds":["death"]}}"#),
            "penalty_kinds",
        ),
        (
            format!(r#"{{{base},"source_url":"javascript:alert(1)"}}"#),
            "source_url",
        ),
        (
            format!(r#"{{{base},"party_name":"{}"}}"#, "长".repeat(1_001)),
            "party_name",
        ),
        (format!(r#"{{{base},"facts":7}}"#), "facts"),
        (format!(r#"{{{base},"uscc":"12"}}"#), "uscc"),
    ] {
        let problem = parsed(&given).unwrap_err();
        assert_eq!(problem.column.as_deref(), Some(column), "{given}");
        assert!(!problem.reason.is_empty());
    }
}

#[test]
fn null_and_blank_are_absent() {
    let row = parsed(
        r#"{"kind":"penalty","title":"t","document_number":"n","facts":" ","body":null,"legal_basis":[]}"#,
    );
    assert_eq!(row.unwrap().content.facts, None);
}
