mod colleagues;

use super::*;
use crate::feedback::{FeedbackKind, RawFeedback};
use uuid::Uuid;

const CODES: [&str; 8] = [
    "county",
    "center",
    "inspection",
    "command",
    "ps01",
    "ps02",
    "post",
    "traffic",
];

fn id(code: &str) -> UnitId {
    UnitId(Uuid::from_u128(
        CODES.iter().position(|c| *c == code).unwrap() as u128 + 1,
    ))
}

pub(super) fn units() -> Units {
    Units::new(CODES.into_iter().map(unit).collect())
}

fn unit(code: &str) -> Unit {
    let parent = match code {
        "county" => None,
        "post" => Some(id("ps01")),
        _ => Some(id("county")),
    };
    Unit {
        id: id(code),
        code: UnitCode::parse(code).unwrap(),
        name: code.to_uppercase(),
        parent,
        incomplete: false,
        address: None,
        phone: None,
    }
}

pub(super) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn feedback(kind: &str, unit: &str, body: &str) -> NewFeedback {
    let raw = RawFeedback {
        kind: kind.into(),
        unit: unit.into(),
        title: "标题".into(),
        body: body.into(),
        anonymous: Some(true),
        ..RawFeedback::default()
    };
    NewFeedback::parse(&raw, today()).unwrap()
}

fn officer(badge: &str, unit: &str, is_leader: bool) -> KnownOfficer {
    KnownOfficer {
        badge: badge.into(),
        name: format!("民警{badge}号"),
        unit: id(unit),
        is_leader,
    }
}

fn routed(new: &NewFeedback, officers: &[KnownOfficer]) -> Route {
    let units = units();
    let about = new
        .unit
        .iter()
        .filter_map(|code| units.by_code(code.as_str()))
        .map(|unit| unit.id)
        .collect();
    let leaders = ["赵局长名".to_owned()];
    let around = Surroundings {
        units: &units,
        about,
        officers,
        handled_by: None,
        colleagues: &[],
        leaders: &leaders,
        today: today(),
    };
    route(new, &around, &RoutingRules::default()).unwrap()
}

fn inside(route: Route) -> Assignment {
    match route {
        Route::Inside(assignment) => assignment,
        Route::Outside => panic!("went outside"),
    }
}

#[test]
fn wishes_go_to_the_unit_and_hide_from_nobody() {
    for kind in ["inquiry", "suggestion", "praise"] {
        let to = inside(routed(&feedback(kind, "ps01", "谢谢"), &[]));
        assert_eq!((to.queue, to.rule.as_str()), (id("ps01"), "to-the-unit"));
        assert_eq!(to.concerned, Concerned::default());
        assert_eq!(
            inside(routed(&feedback(kind, "", "谢谢"), &[])).queue,
            id("center")
        );
    }
}

#[test]
fn a_complaint_goes_to_the_centre_and_hides_from_the_unit() {
    let to = inside(routed(&feedback("complaint", "ps01", "态度不好"), &[]));
    assert_eq!((to.queue, to.concerned.units), (id("center"), vec![id("ps01")]));
}

#[test]
fn reports_officers_integrity_and_leaders_in_the_text_go_to_inspection() {
    assert_eq!(
        inside(routed(&feedback("report", "ps01", "赌博场所无人管"), &[])).queue,
        id("inspection")
    );
    assert_eq!(
        inside(routed(&feedback("complaint", "ps01", "办证时索要红包"), &[])).rule,
        "integrity"
    );
    assert_eq!(
        inside(routed(&feedback("complaint", "", "赵局长名不管"), &[])).rule,
        "names-a-leader"
    );
    let mut named = feedback("complaint", "", "态度不好");
    named.officer_badge = Some("012345".into());
    let to = inside(routed(&named, &[officer("012345", "ps02", false)]));
    assert_eq!(
        (to.queue, &to.concerned.units),
        (id("inspection"), &vec![id("ps02")])
    );
    assert_eq!(to.concerned.badges, ["012345"]);
}

#[test]
fn an_accusation_hides_from_everybody_it_points_at_and_praise_from_nobody() {
    let units = units();
    let known = [officer("012345", "ps02", false)];
    let to = |kind| {
        let mut new = feedback(kind, "", "态度不好");
        new.officer_name = Some("胡 玲警官".into());
        new.officer_badge = Some("警号 ０１２３４５".into());
        let around = Surroundings {
            units: &units,
            about: vec![],
            officers: &known,
            handled_by: Some("99-0089"),
            colleagues: &[],
            leaders: &[],
            today: today(),
        };
        inside(route(&new, &around, &RoutingRules::default()).unwrap()).concerned
    };
    let accused = to("complaint");
    assert_eq!(accused.badges, ["012345", "990089"]);
    assert!(accused.names.contains(&"胡玲".to_owned()), "{accused:?}");
    assert_eq!(to("praise"), Concerned::default());
}

#[test]
fn what_accuses_goes_to_inspection_whatever_the_citizen_calls_it() {
    for kind in ["inquiry", "suggestion"] {
        for (body, rule) in [
            ("他向我索要红包", "integrity"),
            ("赵局长名不管", "names-a-leader"),
        ] {
            let to = inside(routed(&feedback(kind, "ps02", body), &[]));
            assert_eq!((to.queue, to.rule.as_str()), (id("inspection"), rule), "{kind}");
            assert_eq!(to.concerned.units, [id("ps02")], "{kind}: hidden from the unit");
            let to = inside(routed(&feedback(kind, "county", body), &[]));
            assert_eq!(to.queue, id("inspection"), "{kind} to the bureau is not refused");
        }
        let mut named = feedback(kind, "ps02", "怎么还没有办好");
        named.officer_badge = Some("012345".into());
        let to = inside(routed(&named, &[officer("012345", "ps02", false)]));
        assert_eq!(
            (to.queue, to.rule.as_str()),
            (id("inspection"), "names-an-officer")
        );
        assert_eq!(
            (to.concerned.units, to.concerned.badges),
            (vec![id("ps02")], vec!["012345".to_owned()])
        );
        assert_eq!(
            routed(&feedback(kind, "inspection", "索要红包"), &[]),
            Route::Outside,
            "{kind}: nobody judges himself"
        );
    }
    let mut praised = feedback("praise", "ps02", "谢谢，他没有收红包");
    praised.officer_badge = Some("012345".into());
    let to = inside(routed(&praised, &[officer("012345", "ps02", true)]));
    assert_eq!((to.queue, to.rule.as_str()), (id("ps02"), "to-the-unit"));
    assert_eq!(to.concerned, Concerned::default());
}

#[test]
fn what_the_bureau_cannot_judge_goes_outside() {
    for code in ["inspection", "center", "command", "county"] {
        for kind in ["complaint", "report"] {
            assert_eq!(
                routed(&feedback(kind, code, "有问题"), &[]),
                Route::Outside,
                "{kind} {code}"
            );
        }
        assert_eq!(
            inside(routed(&feedback("inquiry", code, "几点上班"), &[])).queue,
            id(code)
        );
    }
    let mut leader = feedback("complaint", "ps01", "态度不好");
    leader.officer_name = Some("王强".into());
    assert_eq!(routed(&leader, &[officer("1", "ps01", true)]), Route::Outside);
    assert_eq!(
        routed(&leader, &[officer("1", "inspection", false)]),
        Route::Outside
    );
}

#[test]
fn of_several_officers_of_a_name_those_of_the_unit_are_meant() {
    let mut named = feedback("complaint", "ps01", "态度不好");
    named.officer_name = Some("王强".into());
    let everybody = [officer("1", "ps02", true), officer("2", "post", false)];
    let to = inside(routed(&named, &everybody));
    assert_eq!(to.concerned.badges, ["2"]);
    named.unit = None;
    let to = inside(routed(&named, &everybody));
    assert_eq!((to.queue, to.concerned.badges.len()), (id("inspection"), 2));
}

#[test]
fn a_rule_outside_its_dates_does_not_decide() {
    let mut rules = RoutingRules::default();
    rules.0.insert(
        0,
        Rule {
            name: "old".into(),
            from: None,
            until: today().pred_opt(),
            kinds: FeedbackKind::ALL.to_vec(),
            names_officer: false,
            names_leader: false,
            words: vec![],
            queue: Queue::Code("traffic".into()),
        },
    );
    let units = units();
    let new = feedback("complaint", "", "慢");
    let on = |today| {
        let around = Surroundings {
            units: &units,
            about: vec![],
            officers: &[],
            handled_by: None,
            colleagues: &[],
            leaders: &[],
            today,
        };
        inside(route(&new, &around, &rules).unwrap()).rule
    };
    assert_eq!(on(today()), "complaint");
    assert_eq!(on(today().pred_opt().unwrap()), "old");
}

#[test]
fn a_bureau_with_nothing_but_its_root_handles_everything_there() {
    let units = Units::new(vec![unit("county")]);
    let around = Surroundings {
        units: &units,
        about: vec![],
        officers: &[],
        handled_by: None,
        colleagues: &[],
        leaders: &[],
        today: today(),
    };
    for kind in ["complaint", "report", "inquiry"] {
        let to = inside(route(&feedback(kind, "", "慢"), &around, &RoutingRules::default()).unwrap());
        assert_eq!(to.queue, id("county"));
    }
}
