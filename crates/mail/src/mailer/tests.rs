use super::*;
use crate::letter::NewRecords;
use chrono::TimeZone;
use std::time::Duration;
use testkit::smtp::{Behaviour, SmtpServer};

const JOB: Uuid = Uuid::from_u128(0x1234_5678_9abc_4def_8123_4567_89ab_cdef);

fn letter(bureau: &str) -> Letter {
    Letter::TestMail {
        bureau: bureau.into(),
    }
}

fn post<'a>(to: &'a str, letter: &'a Letter) -> Post<'a> {
    Post {
        job: JOB,
        to,
        letter,
        at: Utc.with_ymd_and_hms(2026, 11, 22, 1, 2, 3).unwrap(),
    }
}

fn over(server: &SmtpServer) -> Mailer {
    Mailer::new(&server.url(), "云河县公安局", "no-reply@yunhe.example.test").unwrap()
}

/// The header part, with folded lines.
fn headers(raw: &[u8]) -> String {
    String::from_utf8(raw.to_vec())
        .unwrap()
        .split_once("\r\n\r\n")
        .unwrap()
        .0
        .replace("\r\n", "\n")
}

#[tokio::test]
async fn headers_are_stable_for_a_job_and_encode_chinese() {
    let (mailer, outbox) = Mailer::memory("云河县公安局", "no-reply@yunhe.example.test").unwrap();
    mailer
        .send(post("citizen@example.test", &letter("云河县公安局")))
        .await
        .unwrap();
    insta::assert_snapshot!(headers(&outbox.sent()[0].raw));
}

#[tokio::test]
async fn letters_about_a_saved_search_can_be_ended_by_one_click() {
    let (mailer, outbox) = Mailer::memory("局", "no-reply@yunhe.example.test").unwrap();
    for scheme in ["https", "http"] {
        let page_url = format!("{scheme}://mingjing.example.test/subscriptions/00000000000000000000000000");
        let letter = Letter::NewRecords(NewRecords {
            bureau: "局".into(),
            searched: "酒驾".into(),
            lines: vec![(
                "案".into(),
                "https://mingjing.example.test/records/R-7K3M9QDA".into(),
            )],
            more: 0,
            search_url: "https://mingjing.example.test/records".into(),
            stop_url: format!("{page_url}/stop"),
            page_url,
        });
        mailer.send(post("citizen@example.test", &letter)).await.unwrap();
    }
    let sent: Vec<String> = outbox.sent().iter().map(|sent| headers(&sent.raw)).collect();
    let address = "://mingjing.example.test/subscriptions/00000000000000000000000000/stop>";
    assert!(
        sent[0].contains(&format!("List-Unsubscribe: <https{address}")),
        "{}",
        sent[0]
    );
    assert!(
        sent[0].contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
        "{}",
        sent[0]
    );
    // RFC 8058 allows https alone.
    assert!(
        sent[1].contains(&format!("List-Unsubscribe: <http{address}")),
        "{}",
        sent[1]
    );
    assert!(!sent[1].contains("One-Click"));
}

#[tokio::test]
async fn a_real_server_gets_exactly_one_recipient_and_the_same_message_id_when_sent_again() {
    let server = SmtpServer::start().await;
    let mailer = over(&server);
    for _ in 0..2 {
        mailer
            .send(post("citizen@example.test", &letter("云河县公安局")))
            .await
            .unwrap();
    }
    let received = server.received();
    assert_eq!(received.len(), 2);
    for mail in &received {
        assert_eq!(mail.from, "no-reply@yunhe.example.test");
        assert_eq!(mail.to, ["citizen@example.test"]);
        assert!(headers(&mail.data).contains(&format!("Message-ID: <{JOB}@yunhe.example.test>")));
    }
}

#[tokio::test]
async fn no_header_or_recipient_can_be_injected() {
    let server = SmtpServer::start().await;
    let (mailer, outbox) = Mailer::memory("x", "no-reply@yunhe.example.test").unwrap();
    mailer
        .send(post("citizen@example.test", &letter("局")))
        .await
        .unwrap();
    let count = |raw: &[u8]| headers(raw).lines().filter(|line| !line.starts_with(' ')).count();
    let expected = count(&outbox.sent()[0].raw);
    for evil in [
        "局\r\nBcc: victim@example.test",
        "局\nBcc: victim@example.test",
        "局\rBcc: victim@example.test",
        "局%0aBcc: victim@example.test",
        "局\u{2028}Bcc: victim@example.test",
        "局\u{85}Bcc: victim@example.test",
        "=?utf-8?q?=0d=0aBcc: victim@example.test?=",
        "\"\r\nBcc: victim@example.test",
        "局\0\r\n.\r\nMAIL FROM:<x@y.z>",
        "{{7*7}}",
    ] {
        let mailer = Mailer::new(&server.url(), evil, "no-reply@yunhe.example.test").unwrap();
        mailer
            .send(post("citizen@example.test", &letter(evil)))
            .await
            .unwrap();
        let mail = server.received().pop().unwrap();
        assert_eq!(mail.to, ["citizen@example.test"], "{evil:?}");
        assert_eq!(count(&mail.data), expected, "{evil:?}\n{}", headers(&mail.data));
        assert!(
            !headers(&mail.data).lines().any(|line| line.starts_with("Bcc")),
            "{evil:?}"
        );
    }
}

#[tokio::test]
async fn a_bad_address_never_reaches_the_server() {
    let server = SmtpServer::start().await;
    let mailer = over(&server);
    let answer = mailer
        .send(post("a@b.c>,<victim@example.test", &letter("局")))
        .await;
    assert!(matches!(answer, Err(SendError::NoMailbox(_))));
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_server_that_is_away_is_waited_for_one_that_defers_tried_again_and_one_that_refuses_is_not() {
    let server = SmtpServer::start().await;
    let (unavailable, later, never) = (SendError::Unavailable, SendError::Later, SendError::Never);
    for (behaviour, kind) in [
        (Behaviour::Down, unavailable as fn(String) -> SendError),
        (Behaviour::Defer, later),
        (Behaviour::DropBeforeReply, unavailable),
        (Behaviour::WantLogin, unavailable),
        (Behaviour::Refuse, SendError::NoMailbox),
        (Behaviour::RefuseFull, never),
        (Behaviour::RefuseUs, never),
    ] {
        server.behave(behaviour);
        let error = over(&server)
            .send(post("citizen@example.test", &letter("局")))
            .await
            .unwrap_err();
        assert_eq!(
            std::mem::discriminant(&error),
            std::mem::discriminant(&kind(String::new())),
            "{behaviour:?}: {error}"
        );
        assert!(!error.to_string().contains("citizen"), "{error}");
    }
    assert!(server.received().is_empty());
    server.behave(Behaviour::Accept);
    over(&server)
        .send(post("citizen@example.test", &letter("局")))
        .await
        .unwrap();
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_slow_server_is_waited_for() {
    let server = SmtpServer::start().await;
    server.behave(Behaviour::Slow(Duration::from_millis(50)));
    over(&server)
        .send(post("citizen@example.test", &letter("局")))
        .await
        .unwrap();
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_server_without_encryption_gets_nothing_when_encryption_is_required() {
    let server = SmtpServer::start().await;
    let url = format!("{}?tls=required", server.url());
    let mailer = Mailer::new(&url, "局", "no-reply@yunhe.example.test").unwrap();
    let error = mailer
        .send(post("citizen@example.test", &letter("局")))
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::Later(_)), "{error:?}");
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn the_file_transport_writes_one_whole_file_for_each_job() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("file:{}", folder.path().join("mail").display());
    let mailer = Mailer::new(&url, "局", "no-reply@yunhe.example.test").unwrap();
    for _ in 0..2 {
        mailer
            .send(post("citizen@example.test", &letter("局")))
            .await
            .unwrap();
    }
    let names: Vec<_> = std::fs::read_dir(folder.path().join("mail"))
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names, [format!("{JOB}.eml").as_str()]);
}

#[test]
fn settings_that_cannot_work_are_refused_and_secrets_stay_hidden() {
    let new = |url, from| Mailer::new(url, "局", from).map(|mailer| format!("{mailer:?}"));
    assert_eq!(new("", "a@b.test"), Err(MailSettingsError::Transport));
    assert_eq!(new("file:", "a@b.test"), Err(MailSettingsError::Transport));
    assert_eq!(new("smtp://", "a@b.test"), Err(MailSettingsError::Transport));
    assert_eq!(new("smtps://m.test", "nobody"), Err(MailSettingsError::Sender));
    assert_eq!(
        new("smtps://u:secret@m.test", "a@b.test"),
        Ok("Mailer(smtp)".into())
    );
}
