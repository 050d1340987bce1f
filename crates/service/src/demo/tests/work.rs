//! How the work of the demo stands: what is open, what is overdue.

use super::*;

/// How the work of a demo of so many records stands, without the records themselves.
async fn work(demo: Demo) -> Vec<census::Standing> {
    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    let codes = county::found(&services, &demo).await.unwrap();
    let password = NewPassword::long_enough("雨后石桥三只鹅过河去了吗").unwrap();
    let staff = accounts::add(&services, &demo, &codes, &password).await.unwrap();
    feedback::fill(&services, &demo, &staff, &[], &mut |_| {})
        .await
        .unwrap();
    let officers = county::officers(&demo, &codes);
    let incidents = Demo {
        records: demo.records / 2,
        ..demo
    };
    incidents::play(&services, &incidents, &staff, &officers, &mut |_| {})
        .await
        .unwrap();
    let mut conn = services.db.read().await.unwrap();
    census::work(&mut conn, demo.today).await.unwrap()
}

/// Whatever the seed and the day: something to look into and something to settle.
macro_rules! leaves_work {
    ($($name:ident: $seed:literal, $today:literal;)+) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            let standing = work(Demo { seed: $seed, ..demo(2000, $today) }).await;
            for state in ["open", "escalated-county"] {
                assert!(
                    standing.iter().any(|line| line.table == "follow_ups" && line.state == state),
                    "{state}: {standing:#?}"
                );
            }
        }
    )+};
}

leaves_work! {
    work_is_left_after_a_holiday: 2, "2026-10-08";
    work_is_left_in_a_year_that_is_not_announced: 7, "2027-03-01";
}

/// A bureau as a visitor should find it: work in every state, nearly all of it in time.
#[tokio::test(flavor = "multi_thread")]
async fn hardly_anything_is_overdue_and_every_state_is_there() {
    let standing = work(demo(2000, "2026-11-22")).await;
    let feedback = "accepted answered closed not-accepted passed-on received waiting-for-you withdrawn";
    for (table, states) in [
        ("feedback", feedback),
        ("demands", "released sent"),
        (
            "follow_ups",
            "open verified rectifying calling-back escalated-county closed-satisfied unfounded",
        ),
    ] {
        let of: Vec<_> = standing.iter().filter(|line| line.table == table).collect();
        for state in states.split(' ') {
            assert!(of.iter().any(|line| line.state == state), "{state}: {of:#?}");
        }
        let sum = |count: fn(&census::Standing) -> i64| of.iter().map(|line| count(line)).sum::<i64>();
        let (running, overdue) = (sum(|line| line.running), sum(|line| line.overdue));
        assert!(
            overdue <= 1 || overdue * 20 <= running,
            "{overdue} of {running}: {of:#?}"
        );
    }
}
