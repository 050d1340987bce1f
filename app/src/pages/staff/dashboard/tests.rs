use super::*;
use crate::ui::StaffUi;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn all_listed(n: u64) -> Listed {
    Listed { all: n, listed: n }
}

fn model() -> DashboardModel {
    let unit = |code: &str, name: &str, satisfied, n, rank| UnitRow {
        code: code.into(),
        name: name.into(),
        due: n + 4,
        not_due: 1,
        invited: n + 2,
        answered: n,
        rate: Rate::new(satisfied, n),
        before: Rate::new(8, 10),
        rank,
        overdue: 1,
        cases_overdue: all_listed(4),
        demands_overdue: 2,
        rectifying: 0,
    };
    DashboardModel {
        from: day("2026-10-24"),
        to: day("2026-11-20"),
        yesterday: (day("2026-11-20"), [24, 23, 20]),
        totals: [240, 238, 201],
        rate: Rate::new(183, 201),
        second: None,
        deciding: 3,
        overdue: 2,
        cases_overdue: all_listed(8),
        demands_overdue: 3,
        escalated: 1,
        conduct: 1,
        formula: "满意率",
        units: vec![
            unit("ps01", "城关派出所", 38, 40, Some(1)),
            unit("ps02", "河东派出所", 5, 6, None),
        ],
        weeks: (0..8)
            .map(|i| (day("2026-09-28") + Days::new(7 * i), Rate::new(18 - i, 20)))
            .collect(),
        reasons: vec![(Reason::Slow, 12), (Reason::NoNews, 3)],
        form: FormState::new()
            .with("from", "2026-10-24")
            .with("to", "2026-11-20"),
    }
}

fn html(model: DashboardModel) -> String {
    let staff = StaffUi {
        name: "监督员".into(),
        role: "县局监督员".into(),
        menu: vec![],
    };
    dashboard(
        &Ui {
            staff: Some(staff),
            ..Ui::sample()
        },
        model,
    )
}

#[test]
fn overdue_feedback_is_counted_for_those_who_may_not_open_it_and_linked_only_where_the_list_shows_it() {
    let shown = |listed| {
        let mut model = model();
        model.cases_overdue = Listed { all: 8, listed };
        model.demands_overdue = 0;
        for unit in &mut model.units {
            unit.cases_overdue = Listed { all: 4, listed };
            unit.demands_overdue = 0;
        }
        html(model)
    };
    let none = shown(0);
    assert!(none.contains("群众反映已超期 8 件"), "{none}");
    assert!(!none.contains("/staff/queue?overdue=true"), "{none}");
    let some = shown(1);
    assert!(some.contains("可查看 1 件"), "{some}");
    assert!(some.contains("/staff/queue?overdue=true&amp;unit=ps01"), "{some}");
}

#[test]
fn every_figure_leads_to_the_cases_behind_it() {
    let html = html(model());
    for link in [
        "/staff/callbacks/cases?group=due&amp;from=2026-10-24&amp;to=2026-11-20&amp;unit=ps01",
        "/staff/callbacks/cases?group=satisfied&amp;from=2026-10-24&amp;to=2026-11-20",
        "/staff/callbacks/cases?group=due&amp;from=2026-11-20&amp;to=2026-11-20",
        "/staff/callbacks/cases?group=invited&amp;from=2026-11-20&amp;to=2026-11-20",
        "/staff/callbacks/cases?group=answered&amp;from=2026-11-20&amp;to=2026-11-20",
        "/staff/callbacks/cases?group=again&amp;from=2026-10-24&amp;to=2026-11-20",
        "/staff/callbacks/cases?group=answered&amp;from=2026-09-28&amp;to=2026-10-04",
        "/staff/callbacks/cases?group=answered&amp;from=2026-09-26&amp;to=2026-10-23&amp;unit=ps01",
        "/staff/callbacks?show=deciding",
        "/staff/callbacks?show=overdue",
        "/staff/callbacks?show=overdue&amp;unit=ps01",
        "/staff/queue?overdue=true\"",
        "/staff/queue?overdue=true&amp;unit=ps01",
        "/staff/callbacks?show=escalated",
        "/staff/callbacks?show=conduct",
        "&amp;reason=slow",
    ] {
        assert!(html.contains(link), "{link}");
    }
}

#[test]
fn overdue_feedback_alone_needs_a_decision_as_well() {
    let html = html(DashboardModel {
        deciding: 0,
        overdue: 0,
        escalated: 0,
        conduct: 0,
        ..model()
    });
    assert!(html.contains("群众反映已超期 8 件") && html.contains("情况说明和整改已超期 3 件"));
    assert!(!html.contains("今天没有需要决定的事项"));
}

#[test]
fn a_rate_says_its_n_and_interval_and_a_small_unit_has_no_rank() {
    let html = html(model());
    assert!(html.contains("91.0%") && html.contains("n = 201"));
    assert!(html.contains("83.3%") && html.contains("n = 6"));
    assert!(!html.contains("NaN") && !html.contains("style=") && !html.contains("<script"));
}

#[test]
fn the_charts_are_drawn_as_before() {
    let model = model();
    let charts = crate::render(move || {
        let reasons = reasons_chart(&model.reasons, |reason| format!("/x?reason={}", reason.as_str()));
        (
            weeks_chart(&model.weeks, |monday| format!("/x?from={monday}")),
            reasons,
        )
            .into_any()
    });
    insta::assert_snapshot!(charts);
}
