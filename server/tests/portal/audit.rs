//! `audit verify` and `rules` as a person at a terminal meets them.

use crate::command_line::run;
use domain::event::SubjectKind;
use storage::Db;
use storage::sealed::{self, Envelope};

#[tokio::test]
async fn audit_verify_ends_with_0_on_a_whole_folder_and_with_1_after_other_hands_were_there() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (code, said, _) = run(&data, &["audit", "verify"]);
    assert!(code == 0 && said.contains("没有发现问题"), "{said}");

    let db = Db::open(&format!("sqlite:{}", data.join("mingjing.db").display()))
        .await
        .unwrap();
    let mut tx = db.begin().await.unwrap();
    let nobody = (SubjectKind::Feedback, uuid::Uuid::from_u128(7));
    sealed::put(&mut tx, nobody, Envelope::Delivery, b"nothing")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let (code, said, _) = run(&data, &["--json", "audit", "verify"]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("联系方式打不开") && said.contains("保留现场"),
        "{said}"
    );
    let summary: serde_json::Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    assert_eq!(summary["findings"][0]["check"], "envelopes");
}

#[test]
fn rules_are_listed_shown_and_set_and_bad_ones_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (code, said, _) = run(&data, &["rules", "show"]);
    assert!(
        code == 0 && said.contains("routing-rules") && said.contains("默认"),
        "{said}"
    );
    let file = folder.path().join("callbacks.json");
    std::fs::write(&file, r#"{"link_days":20}"#).unwrap();
    let file = file.to_str().unwrap();
    assert_eq!(run(&data, &["rules", "set", "callbacks", file]).0, 0);
    let (_, said, _) = run(&data, &["rules", "show", "callbacks"]);
    assert!(
        said.contains("\"link_days\": 20") && said.contains("\"repeat_days\": 7"),
        "{said}"
    );
    let (code, _, said) = run(&data, &["rules", "set", "periods", file]);
    assert!(
        code == 2 && said.contains("link_days") && said.contains("rules show periods"),
        "{said}"
    );
    let (code, _, said) = run(&data, &["rules", "show", "nonsense"]);
    assert!(code == 2 && said.contains("nonsense"), "{said}");
}

#[test]
fn a_mistake_in_a_policy_is_told_with_its_file_and_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("policy.json");
    let path = file.to_str().unwrap();
    for (rule, place) in [
        (r#"{"decision": "show", "ground": "法"}"#, "第 3 行"),
        (
            r#"{"decision": "publish", "ground": "法", "when": {"violations": [""]}}"#,
            "第 3 行",
        ),
        (r#"{"decision": "publish", "ground": ""}"#, "第 3 行"),
    ] {
        let first = r#"{"decision": "never", "ground": "法"}"#;
        std::fs::write(&file, format!("{{\"rules\": [\n{first},\n{rule}\n]}}")).unwrap();
        let set = ["rules", "set", "publication-policy", path];
        for arguments in [set.to_vec(), [set.as_slice(), &["--yes"]].concat()] {
            let (code, _, said) = run(&data, &arguments);
            assert!(
                code == 2 && said.contains(path) && said.contains(place),
                "{arguments:?}: {said}"
            );
        }
    }
}
