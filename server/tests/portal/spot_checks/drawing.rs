//! What is drawn: what is public now, as the plan says, from every unit its share.

use super::{NEW, correct, draw, drawn, page};
use crate::records::desk::Desk;
use crate::records::fixtures::{import, rows};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::role::Role;

on_both!(
    a_draw_takes_what_is_public_now_and_fits_the_plan,
    every_unit_gives_its_share,
);

async fn a_draw_takes_what_is_public_now_and_fits_the_plan(app: TestApp) {
    let mut all = rows();
    for row in &mut all {
        row["published_on"] = "2026-11-20".into();
    }
    all[1]["published_on"] = "2026-10-01".into();
    all[2]["unit"] = "ps07".into();
    all[2]["kind"] = "license".into();
    import(&app, &all, true).await;
    let inspector = app.sign_in(Role::Inspector).await;
    let count_as = async |cookie: &str, asked: &str| {
        let path = format!("{NEW}?from=2000-01-01&to=2099-12-31&size=5{asked}");
        let body = page(&app, cookie, &path).await;
        let told = body
            .split("现在公开的记录有 ")
            .nth(1)
            .unwrap_or_else(|| panic!("{body}"));
        told.split(' ').next().unwrap().to_owned()
    };
    let count = async |asked: &str| count_as(&inspector, asked).await;
    assert_eq!(count("").await, "3", "the sealed one is not public");
    assert_eq!(count("&unit=ps07").await, "1");
    assert_eq!(count("&unit=county").await, "3", "with those below it");
    assert_eq!(count("&kind=license").await, "1");
    assert_eq!(count("&kind=inspection").await, "0");
    assert_eq!(count("&unreviewed=yes").await, "3");
    let period = "/staff/spot-checks/new?from=2026-10-01&to=2026-10-31&size=5";
    assert!(page(&app, &inspector, period).await.contains("有 1 件"));
    let odd = "/staff/spot-checks/new?from=2026-02-30&size=0";
    let odd = page(&app, &inspector, odd).await;
    assert!(
        odd.contains("不是存在的日期") && odd.contains("1 到 200"),
        "{odd}"
    );

    let empty = draw(&app, &inspector, &[("kind", "inspection")]).await;
    assert_eq!(empty.status, StatusCode::CONFLICT);
    assert!(empty.body.contains("没有公开的记录"));
    let wrong = draw(&app, &inspector, &[("size", "201"), ("unit", "ps99")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The term of one is over: it is public no longer. (Nor does the session live so long.)
    app.clock.advance(chrono::Duration::days(20));
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(count_as(&supervisor, "").await, "2");
    let check = drawn(&app, &supervisor, &[]).await;
    assert!(page(&app, &supervisor, &check).await.contains("范围内共 2 件"));
    let one = drawn(&app, &supervisor, &[("size", "1")]).await;
    assert_eq!(one, "/staff/spot-checks/2");
    assert!(page(&app, &supervisor, &one).await.contains("待判定 1 件"));
    // What legal review let pass is drawn like the rest, and left out where only the others are asked for.
    let desk = Desk::open(&app).await;
    correct(&app, &desk).await;
    assert_eq!(count_as(&supervisor, "").await, "2");
    assert_eq!(count_as(&supervisor, "&unreviewed=yes").await, "1");
}

async fn every_unit_gives_its_share(app: TestApp) {
    let all: Vec<_> = (0..40)
        .map(|n| {
            let mut row = rows()[2].clone();
            row["document_number"] = format!("明公网罚〔2024〕{}号", 100 + n).into();
            row["unit"] = ["county", "ps01", "ps01", "ps01"][n % 4].into();
            row
        })
        .collect();
    let mut all = all;
    all.push(rows()[0].clone());
    all[40]["unit"] = "ps02".into();
    import(&app, &all, true).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    let check = drawn(&app, &supervisor, &[("size", "9")]).await;
    let mut conn = app.services.db.read().await.unwrap();
    let found = storage::spot_checks::find(&mut conn, 1, app.services.clock.today()).await;
    let found = found.unwrap().unwrap();
    let shares = storage::spot_checks::units(&mut conn, found.id).await.unwrap();
    let shares: Vec<_> = shares.iter().map(|share| (share.frame, share.drawn)).collect();
    assert_eq!(shares, [(30, 6), (10, 2), (1, 1)]);

    // Whoever has the seed draws the same records again.
    let plan = domain::spot_check::Plan {
        from: found.days.0,
        to: found.days.1,
        unit: None,
        kind: None,
        unreviewed: false,
        size: 9,
    };
    let today = app.services.clock.today();
    let frame = storage::spot_checks::frame(&mut conn, &plan, today)
        .await
        .unwrap();
    let again = domain::spot_check::draw(&frame, 9, found.seed);
    let items = storage::spot_checks::items(&mut conn, found.id, today)
        .await
        .unwrap();
    let items: Vec<_> = items.iter().map(|item| item.record).collect();
    assert_eq!(items, again);
    let shown = page(&app, &supervisor, &check).await;
    assert!(shown.contains(&found.seed.to_string()));
}
