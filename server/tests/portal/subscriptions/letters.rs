//! Letters about new records: each record once, never a withdrawn one, title and address only.

use super::{DRUNK, MAILBOX, Post, drunk, gambling};
use crate::records::fixtures::{import, reference_of};
use crate::support::{TestApp, on_both};
use chrono::TimeDelta;
use domain::event::Actor;
use domain::record::WithdrawalCode;
use service::jobs::{enqueue_daily, run_due};
use service::records;
use storage::newcomers;
use testkit::smtp::Behaviour;

on_both!(
    a_new_record_is_told_once_by_title_and_address,
    a_bulk_publication_is_one_letter_that_names_twenty,
    what_was_withdrawn_meanwhile_is_in_no_letter,
    daily_letters_come_at_eight_and_only_when_there_is_something,
    a_job_that_runs_twice_tells_nothing_twice,
    nothing_is_gathered_while_nobody_subscribes,
);

async fn a_new_record_is_told_once_by_title_and_address(app: TestApp) {
    let post = Post::open(app).await;
    post.publish(&[drunk(1)]).await;
    let path = post.subscribed(DRUNK, MAILBOX, "at-once").await;
    post.publish(&[drunk(2), gambling(1)]).await;
    let letters = post.letters();
    assert_eq!(letters.len(), 2, "{letters:?}");
    let letter = &letters[1];
    let reference = reference_of(&post.app, "q=%E6%A1%88%E4%B9%8B2&kind=penalty&sort=published").await;
    for told in [
        "案之2",
        "酒驾",
        &format!("https://mingjing.example.test/records/{reference}"),
        "https://mingjing.example.test/records?q=%E9%85%92%E9%A9%BE&sort=published",
        &format!("https://mingjing.example.test{path}/stop"),
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "List-Unsubscribe: <https://mingjing.example.test/subscriptions/",
    ] {
        assert!(letter.contains(told), "{told}: {letter}");
    }
    // What was published before, what the search does not find, and every text.
    for hidden in ["案之1", "棋牌室", "李小龙", "罚款", "1500", "1,500"] {
        assert!(!letter.contains(hidden), "{hidden}: {letter}");
    }

    // A correction is no new record.
    let mut corrected = drunk(2);
    corrected["fine_yuan"] = "1000".into();
    import(&post.app, &[corrected], false).await;
    post.publish(&[drunk(1), drunk(2)]).await;
    assert_eq!(post.letters().len(), 2);
    post.publish(&[drunk(3)]).await;
    assert_eq!(post.letters().len(), 3);
    assert!(post.letters()[2].contains("案之3") && !post.letters()[2].contains("案之2"));
}

async fn a_bulk_publication_is_one_letter_that_names_twenty(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed("", MAILBOX, "at-once").await;
    let rows: Vec<_> = (1..=30).map(gambling).collect();
    post.publish(&rows).await;
    let letters = post.letters();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[1].matches("/records/R-").count(), 20);
    assert!(letters[1].contains("还有 10 件"), "{}", letters[1]);
}

async fn what_was_withdrawn_meanwhile_is_in_no_letter(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed(DRUNK, MAILBOX, "at-once").await;
    import(&post.app, &[drunk(1), drunk(2)], true).await;
    post.work().await;
    let withdraw = async |words: &str| {
        let reference = reference_of(&post.app, words).await;
        let target = records::find_target(&post.app.services, &reference)
            .await
            .unwrap();
        records::withdraw(
            &post.app.services,
            &target,
            WithdrawalCode::Privacy,
            &Actor::System("test".into()),
        )
        .await
        .unwrap();
    };
    withdraw("q=%E6%A1%88%E4%B9%8B1&sort=published").await;
    post.app.clock.advance(TimeDelta::minutes(2));
    post.work().await;
    let letters = post.letters();
    assert_eq!(letters.len(), 2);
    assert!(
        letters[1].contains("案之2") && !letters[1].contains("案之1"),
        "{}",
        letters[1]
    );
    assert_eq!(letters[1].matches("/records/R-").count(), 1);

    // Nothing is left to tell: no letter. The letter's job waits for its server, and looks again when it is sent.
    post.server.behave(Behaviour::Down);
    import(&post.app, &[drunk(3)], true).await;
    post.work().await;
    post.app.clock.advance(TimeDelta::minutes(2));
    post.work().await;
    withdraw("q=%E6%A1%88%E4%B9%8B3&sort=published").await;
    post.server.behave(Behaviour::Accept);
    post.app.clock.advance(TimeDelta::hours(1));
    post.work().await;
    assert_eq!(post.letters().len(), 2);
}

async fn daily_letters_come_at_eight_and_only_when_there_is_something(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed(DRUNK, MAILBOX, "daily").await;
    // 9:00 in Shanghai, a Sunday.
    post.publish(&[drunk(1)]).await;
    let day = async || {
        enqueue_daily(&post.worker).await.unwrap();
        post.work().await;
    };
    day().await;
    assert_eq!(post.letters().len(), 1, "published after today's hour");
    post.app.clock.advance(TimeDelta::hours(22));
    day().await;
    assert_eq!(post.letters().len(), 1, "seven in the morning");
    post.app.clock.advance(TimeDelta::hours(1));
    day().await;
    assert_eq!(post.letters().len(), 2, "eight");
    assert!(post.letters()[1].contains("案之1"));
    post.publish(&[drunk(2)]).await;
    for _ in 0..20 {
        post.app.clock.advance(TimeDelta::hours(1));
        day().await;
    }
    assert_eq!(
        post.letters().len(),
        2,
        "what came later waits for the next morning"
    );
    post.app.clock.advance(TimeDelta::hours(4));
    day().await;
    assert_eq!(post.letters().len(), 3);
    post.app.clock.advance(TimeDelta::days(3));
    day().await;
    assert_eq!(post.letters().len(), 3, "nothing new, no letter");
}

async fn a_job_that_runs_twice_tells_nothing_twice(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed(DRUNK, MAILBOX, "at-once").await;
    import(&post.app, &[drunk(1), drunk(2)], true).await;
    crate::records::fixtures::follow(&post.app).await;
    // As if each had been killed after its work and before it was taken off the list.
    for _ in 0..3 {
        service::subscriptions::match_newcomers(&post.worker)
            .await
            .unwrap();
        service::subscriptions::tell(&post.worker, domain::subscription::Pace::AtOnce)
            .await
            .unwrap();
        service::subscriptions::forget(&post.worker).await.unwrap();
    }
    let (one, other) = tokio::join!(run_due(&post.worker), run_due(&post.worker));
    assert!(one.is_ok() && other.is_ok());
    post.app.clock.advance(TimeDelta::minutes(2));
    post.work().await;
    let letters = post.letters();
    assert_eq!(letters.len(), 2, "{letters:?}");
    assert_eq!(letters[1].matches("/records/R-").count(), 2);
}

async fn nothing_is_gathered_while_nobody_subscribes(app: TestApp) {
    let post = Post::open(app).await;
    import(&post.app, &[drunk(1)], true).await;
    let mut conn = post.app.services.db.read().await.unwrap();
    assert_eq!(newcomers::first(&mut conn, 10).await.unwrap(), []);
}
