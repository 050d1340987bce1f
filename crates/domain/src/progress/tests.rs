use super::*;
use chrono::NaiveDate;
use proptest::prelude::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

#[test]
fn a_number_is_found_however_it_is_written() {
    let key = case_key("明公(城关)受案字〔2026〕123号").unwrap();
    for other in [
        "明公（城关）受案字[2026]123号",
        " 明公城关 受案字２０２６ 123号 ",
        "明公【城关】受案字—2026—123号",
        "明公（城关）受案字〔2026〕第123号",
        "明公城关受案字2026 123",
    ] {
        assert_eq!(case_key(other).as_ref(), Some(&key), "{other}");
    }
    assert_ne!(case_key("明公(城关)受案字〔2026〕124号"), Some(key));
    assert_eq!(case_key("a2301"), case_key("A2301"));
    assert_eq!((case_key(" 〔〕"), case_key(&"1".repeat(65))), (None, None));
}

proptest! {
    #[test]
    fn a_code_is_read_as_people_type_it_and_hides_itself(code in "[0-9A-HJKMNP-Z]{8,32}") {
        if let Ok(parsed) = QueryCode::parse(&code) {
            let typed = code.to_lowercase().chars().fold(String::new(), |text, c| text + &format!("{c} -"));
            prop_assert_eq!(QueryCode::parse(&typed), Ok(parsed.clone()));
            let shown = format!("{parsed:?}");
            prop_assert!(!shown.contains(&code));
        }
    }
}

#[test]
fn a_code_that_is_guessed_first_is_none() {
    for bad in [
        "",
        "1234567",
        "00000000",
        "12121212",
        "密码12345678",
        &"A1B2".repeat(9),
    ] {
        assert_eq!(QueryCode::parse(bad), Err(NotAQueryCode), "{bad}");
    }
    assert_eq!(QueryCode::parse("il0o-2345 6"), QueryCode::parse("11002３456"));
}

#[test]
fn stages_are_told_in_the_order_of_their_days_and_none_lies_outside_the_case() {
    let course = Course::Criminal {
        filed_on: day(2),
        measure: Some((Measure::Arrest, day(9))),
        end: Some((CriminalEnd::Transferred, day(20))),
    };
    let labels: Vec<_> = course.stages().iter().map(|(stage, _)| stage.label()).collect();
    assert_eq!(labels, ["立案", "采取强制措施：逮捕", "移送审查起诉"]);
    assert!(course.check(day(20)).is_ok());
    let late = course.check(day(19)).unwrap_err();
    assert_eq!((late.field.as_ref(), late.code), ("end_on", "in-the-future"));
    let early = Course::Administrative {
        accepted_on: day(5),
        conclusion: Some((Conclusion::Settled, day(4))),
    };
    assert_eq!(early.check(day(9)).unwrap_err().field, "conclusion_on");
}

#[test]
fn a_course_is_kept_and_read_again() {
    for measure in Measure::ALL {
        assert_eq!(Measure::parse(measure.as_str()), Some(measure));
    }
    for (course, word) in [
        (
            Course::Administrative {
                accepted_on: day(5),
                conclusion: None,
            },
            "administrative",
        ),
        (
            Course::Criminal {
                filed_on: day(5),
                measure: None,
                end: None,
            },
            "criminal",
        ),
    ] {
        let json = serde_json::to_value(course).unwrap();
        assert_eq!(json["kind"], word);
        assert_eq!(serde_json::from_value::<Course>(json).unwrap(), course);
    }
}
