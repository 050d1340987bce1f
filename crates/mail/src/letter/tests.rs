use super::*;

fn reference() -> CaseReference {
    CaseReference::parse("F-2026-MPJTB9D").unwrap()
}

fn show(letter: &Letter) -> String {
    format!("{}\n\n{}", letter.subject(), letter.body())
}

#[test]
fn an_acknowledgement_names_the_case_and_where_to_look() {
    insta::assert_snapshot!(show(&Letter::Acknowledgement {
        bureau: "云河县公安局".into(),
        reference: reference(),
        status_url: "https://mingjing.example.test/feedback/status".into(),
    }));
}

#[test]
fn an_objection_is_called_one() {
    let letter = Letter::Acknowledgement {
        bureau: "云河县公安局".into(),
        reference: CaseReference::parse("Y-2026-MPJTB9D").unwrap(),
        status_url: "https://mingjing.example.test/feedback/status".into(),
    };
    let shown = show(&letter);
    assert!(
        shown.contains("已收到您的异议") && !shown.contains("反映"),
        "{shown}"
    );
}

#[test]
fn news_says_only_that_there_is_some() {
    insta::assert_snapshot!(show(&Letter::News {
        bureau: "云河县公安局".into(),
        reference: reference(),
        status_url: "https://mingjing.example.test/feedback/status".into(),
    }));
}

#[test]
fn an_invitation_carries_the_link_and_its_last_day() {
    insta::assert_snapshot!(show(&Letter::CallbackInvitation {
        bureau: "云河县公安局".into(),
        url: "https://mingjing.example.test/callback/00000000000000000000000000".into(),
        expires_on: NaiveDate::from_ymd_opt(2026, 12, 6).unwrap(),
    }));
}

#[test]
fn a_subscription_is_confirmed_from_the_mailbox_alone() {
    insta::assert_snapshot!(show(&Letter::ConfirmSubscription {
        bureau: "云河县公安局".into(),
        url: "https://mingjing.example.test/subscriptions/00000000000000000000000000".into(),
        until: "2026-11-28T03:04:05Z".parse().unwrap(),
    }));
}

const PAGE: &str = "https://mingjing.example.test/subscriptions/00000000000000000000000000";

fn new_records() -> NewRecords {
    NewRecords {
        bureau: "云河县公安局".into(),
        searched: "酒驾\r\nBcc: victim@example.test".into(),
        lines: vec![
            (
                "张某饮酒后驾驶机动车案".into(),
                "https://mingjing.example.test/records/R-7K3M9QDA".into(),
            ),
            (
                "李某\n\n饮酒后驾驶机动车案".into(),
                "https://mingjing.example.test/records/R-7K3M9QDB".into(),
            ),
        ],
        more: 3,
        search_url: "https://mingjing.example.test/records?q=%E9%85%92%E9%A9%BE&sort=published".into(),
        page_url: PAGE.into(),
        stop_url: format!("{PAGE}/stop"),
    }
}

#[test]
fn new_records_are_told_by_title_and_address() {
    let letter = Letter::NewRecords(new_records());
    insta::assert_snapshot!(show(&letter));
    assert_eq!(letter.stop_url(), Some(format!("{PAGE}/stop").as_str()));
}

#[test]
fn a_test_mail_shows_whether_everything_arrives_intact() {
    insta::assert_snapshot!(show(&Letter::TestMail {
        bureau: "云河县公安局".into()
    }));
}

#[test]
fn an_address_is_never_cut_short() {
    let search_url = format!(
        "https://example.test/records?q={}&kind=penalty",
        "%E7%A6%81".repeat(200)
    );
    let letter = Letter::NewRecords(NewRecords {
        search_url: search_url.clone(),
        ..new_records()
    });
    assert!(letter.body().contains(&format!("{search_url}\n")));
}

#[test]
fn nothing_that_breaks_lines_or_turns_text_around_survives() {
    let injected = "局\r\nBcc: a@x\u{85}\u{2028}\u{202E}\0 =?utf-8?q?=0d=0aBcc:x?=";
    assert_eq!(single_line(injected), "局Bcc: a@x = ?utf-8?q?=0d=0aBcc:x?=");
}
