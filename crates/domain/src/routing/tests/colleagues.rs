//! Whoever is named, somebody else opens the case.

use super::*;
use crate::ids::UserId;
use crate::role::{Role, Staff};
use proptest::prelude::*;
use proptest::sample::select;

fn colleague(role: Role, unit: &str, name: &str) -> Colleague {
    Colleague::from(&Staff {
        id: UserId(Uuid::nil()),
        username: "x".into(),
        display_name: name.into(),
        role,
        unit: id(unit),
        badge: None,
    })
}

fn routed_beside(new: &NewFeedback, colleagues: &[Colleague]) -> Route {
    let units = units();
    let named = new.unit.iter().filter_map(|code| units.by_code(code.as_str()));
    let around = Surroundings {
        units: &units,
        about: named.map(|unit| unit.id).collect(),
        officers: &[],
        handled_by: None,
        colleagues,
        leaders: &[],
        today: today(),
    };
    route(new, &around, &RoutingRules::default()).unwrap()
}

#[test]
fn a_complaint_of_somebody_known_by_account_alone_is_not_judged_beside_the_accused() {
    let colleagues = [
        colleague(Role::Inspector, "inspection", "胡玲"),
        colleague(Role::Center, "center", "林静"),
        colleague(Role::Leader, "county", "赵明"),
    ];
    for (name, unit) in [("胡玲", ""), ("胡玲督察", "ps01"), ("林静", ""), ("赵明", "")] {
        let mut new = feedback("complaint", unit, "态度不好");
        new.officer_name = Some(name.into());
        assert_eq!(routed_beside(&new, &colleagues), Route::Outside, "{name}");
    }
}

#[test]
fn a_text_that_names_the_only_inspector_goes_to_the_county_and_is_hidden_from_that_person() {
    let inspector = colleague(Role::Inspector, "inspection", "胡玲");
    let supervisor = colleague(Role::Supervisor, "county", "周正");
    let new = feedback("complaint", "", "督察大队的胡 玲收了红包");
    let to = inside(routed_beside(&new, &[inspector.clone(), supervisor]));
    assert_eq!(
        (to.queue, to.concerned.names),
        (id("county"), vec!["胡玲".to_owned()])
    );
    assert_eq!(
        routed_beside(&new, std::slice::from_ref(&inspector)),
        Route::Outside
    );
    let second = colleague(Role::Inspector, "inspection", "马超");
    let to = inside(routed_beside(&new, &[inspector, second]));
    assert_eq!(to.queue, id("inspection"), "the other inspector opens it");
}

proptest! {
    #[test]
    fn whoever_is_named_somebody_who_works_the_queue_can_open_the_case(
        kind in select(vec!["complaint", "report", "inquiry", "suggestion", "praise"]),
        unit in select(vec!["", "ps01", "post", "traffic", "county"]),
        in_field in proptest::option::of(select(vec!["胡玲", "林静", "周正", "王强", "胡玲大队长"])),
        body in select(vec!["慢", "红包给了胡玲", "周正和胡玲", "林静不理", "王强 收红包", "督察"]),
        officer_at in proptest::option::of((select(CODES.to_vec()), any::<bool>())),
        people in proptest::collection::vec(
            (select(Role::ALL.to_vec()), select(CODES.to_vec()), select(vec!["胡玲", "林静", "周正", "王强", "督察"])),
            0..8,
        ),
    ) {
        let colleagues: Vec<Colleague> =
            people.iter().map(|(role, unit, name)| colleague(*role, unit, name)).collect();
        let mut new = feedback(kind, unit, body);
        new.officer_name = in_field.map(ToOwned::to_owned);
        let units = units();
        let known: Vec<KnownOfficer> = officer_at.map(|(unit, leads)| officer("7", unit, leads)).into_iter().collect();
        let around = Surroundings {
            units: &units,
            about: units.by_code(unit).map(|unit| unit.id).into_iter().collect(),
            officers: &known,
            handled_by: None,
            colleagues: &colleagues,
            leaders: &[],
            today: today(),
        };
        if let Route::Inside(to) = route(&new, &around, &RoutingRules::default()).unwrap() {
            let is_worked = people.iter().any(|(role, unit, _)| id(unit) == to.queue && role.works_cases());
            let opened = colleagues.iter().any(|one| one.opens(to.queue, &to.concerned, &units));
            prop_assert!(opened || !is_worked, "{to:?}");
        }
    }
}
