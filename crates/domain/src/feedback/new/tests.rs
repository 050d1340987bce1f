use super::*;
use proptest::prelude::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn good() -> RawFeedback {
    RawFeedback {
        kind: "complaint".into(),
        title: " 窗口态度差 ".into(),
        body: "第一行\r\n第二行".into(),
        anonymous: Some(true),
        ..RawFeedback::default()
    }
}

#[test]
fn the_least_that_is_needed_is_a_kind_a_title_an_account_and_a_choice() {
    let parsed = NewFeedback::parse(&good(), today()).unwrap();
    assert_eq!(parsed.title, "窗口态度差");
    assert_eq!(parsed.body, "第一行\n第二行");
    assert!(parsed.anonymous && parsed.contact.is_empty() && parsed.unit.is_none());
}

#[test]
fn every_error_is_told_at_once() {
    let raw = RawFeedback {
        kind: "rant".into(),
        unit: "派出所".into(),
        record: "X-1".into(),
        title: "长".repeat(101),
        body: "\0".into(),
        occurred_on: "2026-02-30".into(),
        contact_phone: "12".into(),
        contact_email: "a@b".into(),
        ..RawFeedback::default()
    };
    let errors = NewFeedback::parse(&raw, today()).unwrap_err();
    let fields: Vec<_> = errors
        .iter()
        .map(|error| (error.field.as_ref(), error.code))
        .collect();
    assert_eq!(
        fields,
        [
            ("kind", "unknown-value"),
            ("unit", "unknown-value"),
            ("record", "unknown-value"),
            ("title", "too-long"),
            ("body", "control-character"),
            ("occurred_on", "not-a-date"),
            ("contact_phone", "not-a-phone"),
            ("contact_email", "not-an-email"),
            ("anonymous", "missing"),
        ]
    );
}

#[test]
fn the_day_must_exist_and_be_past() {
    let on = |text: &str| {
        let raw = RawFeedback {
            occurred_on: text.into(),
            ..good()
        };
        NewFeedback::parse(&raw, today()).map_err(|errors| errors[0].code)
    };
    assert_eq!(on("2026-11-21").unwrap().occurred_on, Some(today()));
    assert_eq!(on("2026-11-22").unwrap_err(), "in-the-future");
    for bad in ["2026-13-01", "21.11.2026", "2026-1-1", "+2026-01-1"] {
        assert_eq!(on(bad).unwrap_err(), "not-a-date", "{bad}");
    }
    assert_eq!(on("1949-09-30").unwrap_err(), "too-early");
}

#[test]
fn the_form_asks_for_a_name_or_for_anonymity_and_the_api_does_not() {
    let named = RawFeedback {
        anonymous: Some(false),
        ..good()
    };
    assert!(NewFeedback::parse(&named, today()).is_ok());
    let form = RawFeedback {
        asks_for_name: true,
        ..named
    };
    assert_eq!(
        NewFeedback::parse(&form, today()).unwrap_err()[0].field,
        "contact_name"
    );
    let reachable = RawFeedback {
        contact_email: "a@b.cn".into(),
        ..good()
    };
    assert!(
        NewFeedback::parse(&reachable, today())
            .unwrap()
            .contact
            .email
            .is_some()
    );
}

proptest! {
    #[test]
    fn an_account_is_kept_exactly_but_for_line_ends_and_what_cannot_be_seen(body in "[^\0]{1,200}") {
        let seen = crate::text::visible(&body);
        prop_assume!(!seen.trim().is_empty());
        let raw = RawFeedback { body, ..good() };
        let parsed = NewFeedback::parse(&raw, today()).unwrap();
        prop_assert_eq!(parsed.body, seen.replace("\r\n", "\n"));
    }

    #[test]
    fn nothing_that_is_typed_makes_it_panic(kind in ".*", unit in ".*", day in ".*", phone in ".*", email in ".*") {
        let raw = RawFeedback {
            kind, unit, occurred_on: day, contact_phone: phone, contact_email: email, ..good()
        };
        let _ = NewFeedback::parse(&raw, today());
    }
}
