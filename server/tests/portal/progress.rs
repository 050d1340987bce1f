//! Progress of cases for those concerned: imported, looked up by number and code, and nothing else.

use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::event::SubjectKind;
use domain::progress::case_key;
use service::import::{Options, Outcome, run_cases};

const NUMBER: &str = "明公(城关)受案字〔2026〕123号";
const CODE: &str = "7K3M-9QDX-RV2A";
const HEAD: &str = "case_number,query_code,unit,kind,contact_person,contact_phone,filed_on,measure,measure_on,end,end_on,accepted_on,conclusion,conclusion_on";

on_both!(
    a_case_is_shown_for_its_number_and_code_alone,
    an_empty_field_is_told_and_what_was_typed_kept,
    importing_again_changes_what_changed_and_nothing_else,
    unknown_numbers_and_wrong_codes_look_the_same_and_are_limited,
    what_is_wrong_with_a_row_is_said_without_its_code,
);

fn row(end: &str) -> String {
    format!("{NUMBER},{CODE},county,行政,王警官,0000-1234567,,,,,,2026-11-02,{end}")
}

async fn import(app: &TestApp, rows: &[String], rejects: Option<&std::path::Path>) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cases.csv");
    std::fs::write(&file, format!("{HEAD}\n{}\n", rows.join("\n"))).unwrap();
    let options = Options {
        rejects: rejects.map(std::path::Path::to_owned),
        ..Options::of(file, "tester")
    };
    run_cases(&app.services, &options).await.unwrap()
}

async fn look(app: &TestApp, number: &str, code: &str) -> Answer {
    let typed = [("case_number", number), ("code", code)];
    app.post_form("/progress", &typed).await
}

async fn an_empty_field_is_told_and_what_was_typed_kept(app: TestApp) {
    let empty = look(&app, " ", "").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in ["请填写案号", "请填写查询码"] {
        assert!(empty.body.contains(text), "{text}: {}", empty.body);
    }
    let half = look(&app, NUMBER, "").await;
    assert!(half.body.contains("请填写查询码") && !half.body.contains("请填写案号"));
    assert!(half.body.contains(NUMBER), "{}", half.body);
}

async fn a_case_is_shown_for_its_number_and_code_alone(app: TestApp) {
    import(&app, &[row("已调解处理,2026-11-10")], None).await;
    let form = app.get("/progress").await;
    assert_eq!(
        (form.status, form.header("cache-control")),
        (StatusCode::OK, "no-store")
    );
    assert!(form.body.contains("noindex"));
    let shown = look(&app, "明公（城关）受案字[２０２６] 第123", "7k3m9qdxrv2a").await;
    assert_eq!(
        (shown.status, shown.header("cache-control")),
        (StatusCode::OK, "no-store")
    );
    for text in [
        "行政案件",
        "王警官",
        "0000-1234567",
        "受案",
        "已调解处理",
        "2026年11月10日",
        "noindex",
    ] {
        assert!(shown.body.contains(text), "{text}: {}", shown.body);
    }
    assert!(!shown.body.contains("7K3M") && !shown.body.contains("7k3m"));

    // Of the code the database holds a keyed hash, and a stranger's case of the same code another one.
    import(&app, &[row(",").replace("123号", "124号")], None).await;
    let mut conn = app.services.db.read().await.unwrap();
    let mut hashes = Vec::new();
    for number in [NUMBER.to_owned(), NUMBER.replace("123", "124")] {
        let key = case_key(&number).unwrap();
        let case = storage::cases::find(&mut conn, &key).await.unwrap().unwrap();
        assert!(!case.code_hash.windows(4).any(|bytes| bytes == b"7K3M"));
        hashes.push(case.code_hash);
    }
    assert!(hashes[0].len() == 32 && hashes[0] != hashes[1]);
}

async fn importing_again_changes_what_changed_and_nothing_else(app: TestApp) {
    let counts = |outcome: &Outcome| {
        let s = &outcome.summary;
        (s.read, s.new, s.changed, s.unchanged, s.rejected)
    };
    let criminal =
        "A3301000002026110012,ABCD2345,county,criminal,,,2026-10-08,bail,2026-10-12,,,,,".to_owned();
    let first = import(&app, &[row(","), criminal.clone()], None).await;
    assert_eq!(counts(&first), (2, 2, 0, 0, 0));
    let again = import(&app, &[row(","), criminal.clone()], None).await;
    assert_eq!(counts(&again), (2, 0, 0, 2, 0));
    let moved = criminal.replace("bail,2026-10-12", "arrest,2026-11-01");
    let changed = import(&app, &[row(","), moved], None).await;
    assert_eq!(counts(&changed), (2, 0, 1, 1, 0));
    let shown = look(&app, "a3301000002026110012", "abcd-2345").await;
    assert!(shown.body.contains("采取强制措施：逮捕") && !shown.body.contains("取保候审"));

    let mut conn = app.services.db.read().await.unwrap();
    let case = storage::cases::find(&mut conn, "A3301000002026110012")
        .await
        .unwrap()
        .unwrap();
    let events = storage::events::list(&mut conn, (SubjectKind::Case, case.id.0))
        .await
        .unwrap();
    let names: Vec<_> = events.iter().map(|recorded| recorded.event.name()).collect();
    assert_eq!(names, ["case-imported", "case-changed"]);
    drop(conn);
    let code = import(&app, &[row(",").replace(CODE, "NEWC0DE2345")], None).await;
    assert_eq!(counts(&code), (1, 0, 1, 0, 0));
    assert_eq!(look(&app, NUMBER, CODE).await.status, StatusCode::NOT_FOUND);
    assert_eq!(look(&app, NUMBER, "newcode2345").await.status, StatusCode::OK);
}

async fn unknown_numbers_and_wrong_codes_look_the_same_and_are_limited(app: TestApp) {
    import(&app, &[row(",")], None).await;
    let mut pages = Vec::new();
    for (number, code) in [
        (NUMBER, "WR0NGC0DE234"),
        ("明公(城关)受案字〔2026〕999号", CODE),
        (NUMBER, "short"),
        ("〔〕", CODE),
    ] {
        let answer = look(&app, number, code).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(!answer.body.contains(code));
        pages.push(answer.body.replace(&format!("value=\"{number}\""), ""));
    }
    assert!(pages.windows(2).all(|pair| pair[0] == pair[1]));

    // Whoever holds the slip may look as often as 20 others err; then nobody gets past, and no case is told from none.
    for _ in 0..25 {
        assert_eq!(look(&app, NUMBER, CODE).await.status, StatusCode::OK);
    }
    let mut statuses = Vec::new();
    for number in [NUMBER, "明公(城关)受案字〔2026〕998号"] {
        let app = &app;
        let mut refused = 0;
        for _ in 0..21 {
            let answer = look(app, number, "WR0NGC0DE234").await;
            refused += usize::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
        }
        statuses.push(refused > 0);
        assert_eq!(
            look(app, number, CODE).await.status,
            StatusCode::TOO_MANY_REQUESTS,
            "{number}"
        );
    }
    assert_eq!(statuses, [true, true]);
}

async fn what_is_wrong_with_a_row_is_said_without_its_code(app: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let rejects = folder.path().join("rejects.csv");
    let rows = [
        (row(",").replace("行政", "民事"), "kind"),
        (row(",").replace("county", "nowhere"), "unit"),
        (row("已调解处理,"), "conclusion_on"),
        (row("和好了,2026-11-10"), "conclusion"),
        (row("已调解处理,2026-10-10"), "conclusion_on"),
        (row("已调解处理,2027-10-10"), "conclusion_on"),
        (row(",").replace(CODE, "11111111"), "query_code"),
        (row(",").replace("2026-11-02", ""), "accepted_on"),
        (row(",").replace(",,,,,,2026", ",2026-11-01,,,,,2026"), "filed_on"),
    ];
    let lines: Vec<String> = rows.iter().map(|(line, _)| line.clone()).collect();
    let outcome = import(&app, &lines, Some(&rejects)).await;
    assert_eq!((outcome.summary.rejected, outcome.summary.new), (9, 0));
    let kept = std::fs::read_to_string(&rejects).unwrap();
    let mut told = kept.lines().skip(1);
    for (line, column) in &rows {
        let line_told = told.next().unwrap();
        let reason = line_told.rsplit(',').next().unwrap();
        assert!(line_told.contains(&format!(",{column},")), "{line}: {line_told}");
        assert!(!reason.contains("11111111") && !reason.is_empty(), "{line_told}");
    }
    assert_eq!(look(&app, NUMBER, CODE).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_two_pages_of_progress_say_which_is_which_and_lead_to_each_other() {
    let app = TestApp::sqlite().await;
    for (path, says, other) in [
        (
            "/feedback/status",
            "这里查您提交的反映和异议",
            "<a href=\"/progress\">案件进展",
        ),
        (
            "/progress",
            "这里查公安机关受理的案件",
            "<a href=\"/feedback/status\">反映进度",
        ),
    ] {
        let page = app.get(path).await.body;
        let (_, main) = page.split_once("<main").unwrap();
        let (main, _) = main.split_once("</main>").unwrap();
        assert!(main.contains(says) && main.contains(other), "{path}: {main}");
    }
}
