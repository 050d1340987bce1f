//! A record entered by hand is complete, possible, and no other's double.

use super::{but, enter, led_to};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::role::Role;

on_both!(
    a_penalty_without_its_substance_and_days_that_cannot_be_are_refused,
    a_number_in_another_writing_is_the_same_number,
    a_form_without_a_key_makes_a_record_each_time,
);

async fn a_penalty_without_its_substance_and_days_that_cannot_be_are_refused(app: TestApp) {
    let publisher = app.sign_in(Role::Publisher).await;
    let bare = [
        ("party_name", ""),
        ("violation", ""),
        ("facts", ""),
        ("legal_basis", ""),
        ("penalty_kinds", ""),
        ("penalty_text", ""),
        ("fine_yuan", ""),
    ];
    let answer = enter(&app, &publisher, &but(&bare)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in [
        "请填写当事人名称",
        "请填写违法行为",
        "请填写处罚依据",
        "明公交罚〔2025〕7号",
    ] {
        assert!(answer.body.contains(told), "{told}: {}", answer.body);
    }
    // A licence has none of these.
    let license = [
        &bare[..],
        &[("kind", "license"), ("document_number", "明公许字〔2025〕1号")],
    ]
    .concat();
    led_to(
        &enter(
            &app,
            &publisher,
            &but(&[&license[..], &[("idempotency_key", "L123456789ABCDEFGHJKMNPQRS")]].concat()),
        )
        .await,
    );

    for (changes, told) in [
        (vec![("acted_on", "2025-03-05")], "不能晚于决定日期"),
        (vec![("publish_until", "2020-01-01")], "公示截止日期已经过去"),
        (vec![("published_on", "2028-01-01")], "公开日期是最早公开的那一天"),
    ] {
        let answer = enter(&app, &publisher, &but(&changes)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{changes:?}");
        assert!(answer.body.contains(told), "{told}: {}", answer.body);
        assert!(
            answer.body.contains(changes[0].1),
            "what was typed stays: {}",
            answer.body
        );
    }
}

async fn a_number_in_another_writing_is_the_same_number(app: TestApp) {
    let publisher = app.sign_in(Role::Publisher).await;
    let reference = led_to(&enter(&app, &publisher, &but(&[])).await);
    let other = [
        ("idempotency_key", "B123456789ABCDEFGHJKMNPQRS"),
        ("document_number", "明公交罚[２０２５]第007号"),
    ];
    let answer = enter(&app, &publisher, &but(&other)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    assert!(answer.body.contains(&reference), "{}", answer.body);

    for typed in ["明公交罚2025第7号", "2025 7号", &reference] {
        let find = app::link::Query::new("/staff/records").with("find", typed).href();
        let answer = app.get_as(&publisher, &find).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{typed}: {}", answer.body);
        assert_eq!(answer.header("location"), format!("/staff/records/{reference}"));
    }
    let find = app::link::Query::new("/staff/records")
        .with("find", "明公交罚〔2025〕70号")
        .href();
    let nothing = app.get_as(&publisher, &find).await;
    assert_eq!(nothing.status, StatusCode::OK);
    assert!(
        nothing.body.contains("没有找到这样的记录") && nothing.body.contains("2025〕70号"),
        "{}",
        nothing.body
    );
}

async fn a_form_without_a_key_makes_a_record_each_time(app: TestApp) {
    let publisher = app.sign_in(Role::Publisher).await;
    let mut references = Vec::new();
    for number in ["明公交罚〔2025〕8号", "明公交罚〔2025〕9号"] {
        let keyless = but(&[("idempotency_key", ""), ("document_number", number)]);
        references.push(led_to(&enter(&app, &publisher, &keyless).await));
    }
    assert_ne!(references[0], references[1]);
}
