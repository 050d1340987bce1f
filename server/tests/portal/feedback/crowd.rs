//! Many submissions at one moment share transactions and spoil nothing for each other.

use super::units;
use crate::support::{TestApp, on_both};
use domain::feedback::RawFeedback;
use service::feedback::{Key, Receipt, Submission, submit};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};
use tokio::task::JoinSet;

on_both!(each_form_of_a_crowd_gets_its_own_case_and_a_second_click_the_same);

const PEOPLE: usize = 60;
/// Every form is sent this often at the same time.
const CLICKS: usize = 2;

async fn each_form_of_a_crowd_gets_its_own_case_and_a_second_click_the_same(app: TestApp) {
    units(&app).await;
    let mut sent = JoinSet::new();
    for click in 0..PEOPLE * CLICKS {
        let services = app.services.clone();
        sent.spawn(async move {
            let person = click % PEOPLE;
            let raw = RawFeedback {
                kind: "suggestion".into(),
                title: format!("第{person}条建议"),
                body: "窗口中午也开着就好了。".into(),
                anonymous: Some(false),
                ..RawFeedback::default()
            };
            let submission = Submission {
                raw: &raw,
                key: Key::Form(format!("a-form-opened-by-person-{person}")),
                // Limits count by client, and these are many.
                client: IpAddr::from(Ipv4Addr::from_bits(0x0a00_0000 + u32::try_from(click).unwrap())),
            };
            (person, submit(&services, submission).await.expect("it is taken"))
        });
    }
    let mut receipts: BTreeMap<usize, Vec<Receipt>> = BTreeMap::new();
    while let Some(done) = sent.join_next().await {
        let (person, receipt) = done.unwrap();
        receipts.entry(person).or_default().push(receipt);
    }
    let references: BTreeSet<_> = receipts
        .values()
        .map(|same| same[0].reference.to_string())
        .collect();
    assert_eq!(references.len(), PEOPLE);
    for (person, same) in receipts {
        assert_eq!(same.len(), CLICKS);
        assert_eq!(same[0], same[1]);
        let mut conn = app.services.db.read().await.unwrap();
        let case = storage::feedback::receipt::find(&mut conn, same[0].reference)
            .await
            .unwrap()
            .expect("it is stored");
        assert_eq!(case.0.title, format!("第{person}条建议"));
    }
}
