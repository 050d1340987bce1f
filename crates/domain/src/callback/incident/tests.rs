use super::*;
use crate::callback::{Contact, Facts, NotDue, sample};
use proptest::prelude::*;

fn now() -> DateTime<Utc> {
    "2026-11-22T04:00:00Z".parse().unwrap()
}

fn row() -> RawIncident {
    let text = |text: &str| Some(text.to_owned());
    RawIncident {
        incident_number: text("J20261121001"),
        kind: text("call"),
        unit: text("ps01"),
        closed_at: text("2026-11-21T10:00:00+08:00"),
        contact_phone: text("+86 139-0000-0000"),
        ..RawIncident::default()
    }
}

#[test]
fn a_good_row_becomes_an_incident() {
    let incident = row().check(now()).unwrap();
    assert_eq!(incident.contact_phone.as_deref(), Some("13900000000"));
    assert_eq!(
        incident.closed_at,
        "2026-11-21T02:00:00Z".parse::<DateTime<Utc>>().unwrap()
    );
    assert_eq!(format!("{incident:?}"), "Incident(J20261121001)");
}

#[test]
fn spreadsheet_times_are_shanghai_times() {
    for (typed, utc) in [
        ("2026-11-21 10:00", "2026-11-21T02:00:00Z"),
        ("2026/11/21 10:00:30", "2026-11-21T02:00:30Z"),
        ("2026-11-21", "2026-11-20T16:00:00Z"),
    ] {
        let incident = RawIncident {
            closed_at: Some(typed.into()),
            ..row()
        }
        .check(now())
        .unwrap();
        assert_eq!(
            incident.closed_at,
            utc.parse::<DateTime<Utc>>().unwrap(),
            "{typed}"
        );
    }
}

#[test]
fn every_wrong_field_is_named_with_what_mends_it() {
    let text = |text: &str| Some(text.to_owned());
    let wrong = RawIncident {
        incident_number: text("  "),
        kind: text("fire"),
        closed_at: text("2026-13-45"),
        contact_phone: text("12"),
        contact_email: text("nobody"),
        subject: text(&"长".repeat(201)),
        ..RawIncident::default()
    };
    let errors = wrong.check(now()).unwrap_err();
    let fields: Vec<_> = errors.iter().map(|error| &*error.field).collect();
    assert_eq!(
        fields,
        [
            "incident_number",
            "kind",
            "closed_at",
            "contact_phone",
            "contact_email",
            "subject"
        ]
    );
    let later = RawIncident {
        closed_at: text("2026-11-23"),
        ..row()
    }
    .check(now())
    .unwrap_err();
    assert_eq!(later[0].code, "in-the-future");
}

#[test]
fn everybody_is_asked_but_for_a_named_reason() {
    let incident = row().check(now()).unwrap();
    assert_eq!(sample(&incident, Facts::default()), Ok(Contact::ShortMessage));
    let mailed = Incident {
        contact_email: Some("a@example.com".into()),
        ..incident.clone()
    };
    assert_eq!(sample(&mailed, Facts::default()), Ok(Contact::Mail));
    let nobody = Incident {
        contact_phone: None,
        ..incident.clone()
    };
    assert_eq!(sample(&nobody, Facts::default()), Err(NotDue::NoContact));
    let excluded = Incident {
        exclude_reason: Some("涉密".into()),
        ..incident.clone()
    };
    assert_eq!(sample(&excluded, Facts::default()), Err(NotDue::Excluded));
    let opted_out = Facts {
        opted_out: true,
        asked_lately: true,
    };
    assert_eq!(sample(&incident, opted_out), Err(NotDue::OptedOut));
    assert_eq!(
        sample(
            &incident,
            Facts {
                asked_lately: true,
                ..Facts::default()
            }
        ),
        Err(NotDue::Repeat)
    );
}

proptest! {
    #[test]
    fn no_text_in_any_field_breaks_the_check(text in "\\PC{0,40}", which in 0usize..10) {
        let mut raw = row();
        let fields = [
            &mut raw.incident_number, &mut raw.kind, &mut raw.unit, &mut raw.closed_at, &mut raw.officer_badge,
            &mut raw.contact_name, &mut raw.contact_phone, &mut raw.contact_email, &mut raw.subject,
            &mut raw.exclude_reason,
        ];
        for (i, field) in fields.into_iter().enumerate() {
            if i == which {
                *field = Some(text.clone());
            }
        }
        if let Err(errors) = raw.check(now()) {
            prop_assert!(!errors.is_empty());
        }
    }
}
