//! From use cases to page models.

use crate::routes::feedback::{happening_by, messages, when};
use app::components::{FormState, day_text};
use app::pages::feedback::{By, event_text, event_why};
use app::pages::staff::{
    AgendaLine, CaseModel, Choices, DemandModel, DemandRow, QueueModel, QueueRow, TurnModel,
};
use app::t;
use domain::demand::DemandKind;
use domain::event::Event;
use domain::unit::Unit;
use service::agenda::Waiting;
use service::feedback::{Actions, CaseView, DemandView, Happening, Queue};
use storage::demands::{Demand, DemandSender, Listed};
use storage::feedback::{Case, Filter};

fn pair(unit: &Unit) -> (String, String) {
    (unit.code.to_string(), unit.name.clone())
}

fn demand_path(demand: &Demand) -> String {
    match demand.kind {
        DemandKind::Feedback => format!("/staff/demands/{}", demand.id),
        DemandKind::Rectification => format!("/staff/rectifications/{}", demand.id),
    }
}

/// What of the queue is shown: the filter, the unit it names, the page.
pub(super) struct View {
    pub(super) filter: Filter,
    pub(super) unit: Option<Unit>,
    pub(super) page: u32,
    pub(super) agenda: Vec<AgendaLine>,
    pub(super) form: FormState,
}

pub(super) fn agenda(waiting: Vec<Waiting>) -> Vec<AgendaLine> {
    let line = |waiting: Waiting| AgendaLine {
        pile: waiting.pile,
        count: waiting.count,
        overdue: waiting.overdue,
        soon: waiting.soon,
        first_due: waiting.first_due,
    };
    waiting.into_iter().map(line).collect()
}

pub(super) fn queue(queue: Queue, view: View) -> QueueModel {
    let row = |row: storage::feedback::QueueRow| QueueRow {
        reference: row.case.reference.to_string(),
        kind: row.case.kind,
        title: row.case.title,
        status: row.case.status,
        has_news: row.case.has_news && !row.case.status.is_final(),
        due: row.due.map(|(clock, on)| (clock_word(clock), on)),
        received_on: row.case.received_on,
        news_on: row.news_on.filter(|_| !row.case.status.is_final()),
        last_on: row.last_on,
    };
    let units = &queue.units;
    let demand = |Listed { demand, due_on }: &Listed| DemandRow {
        path: demand_path(demand),
        number: demand.number(),
        title: demand.title.clone(),
        status: demand.status,
        unit: units.name_of(demand.unit),
        sent_on: demand.sent_on,
        due_on: *due_on,
    };
    QueueModel {
        demands: queue.demands.iter().map(demand).collect(),
        rows: queue.rows.into_iter().map(row).collect(),
        open: u64::try_from(queue.open).unwrap_or_default(),
        overdue: u64::try_from(queue.overdue).unwrap_or_default(),
        has_more: queue.has_more,
        kind: view.filter.kind,
        finished: view.filter.finished,
        only_overdue: view.filter.overdue_on.is_some(),
        unit: view.unit.map(|unit| (unit.code.to_string(), unit.name)),
        page: u64::from(view.page),
        per_page: u64::from(service::feedback::QUEUE_PAGE),
        agenda: view.agenda,
        form: view.form,
    }
}

fn clock_word(clock: domain::deadline::ClockKind) -> String {
    use domain::deadline::ClockKind::{Answer, LocalTarget, Notice};
    match clock {
        Notice => t("clock-notice"),
        Answer => t("clock-answer"),
        LocalTarget => t("clock-local-target"),
        other => other.as_str().to_owned(),
    }
}

pub(super) fn case(view: CaseView, form: FormState, refused: Option<String>) -> CaseModel {
    let facts = facts(&view);
    let case = view.case;
    CaseModel {
        reference: case.reference.to_string(),
        version: case.version,
        kind: case.kind.label(),
        is_masked: view.is_masked,
        may_read_original: view.may_read_original,
        status: case.status,
        facts,
        received: when(case.received_on, case.received_at),
        due: view.due,
        steps: view.happenings.iter().rev().map(step).collect(),
        messages: messages(view.messages),
        demands: view.demands.iter().map(demand_line).collect(),
        choices: choices(view.actions),
        title: case.title,
        body: case.body,
        form,
        refused,
    }
}

fn demand_line(demand: &Demand) -> (String, String, String) {
    (
        demand_path(demand),
        demand.title.clone(),
        demand.status.label().to_owned(),
    )
}

fn facts(view: &CaseView) -> Vec<(String, String)> {
    let case: &Case = &view.case;
    let officer = [case.officer_name.as_deref(), case.officer_badge.as_deref()];
    let officer = officer.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let concerned: Vec<&str> = view.concerned.iter().map(|unit| unit.name.as_str()).collect();
    let consent = if case.tell_unit {
        t("case-consent-yes")
    } else {
        t("case-consent-no")
    };
    let all = [
        (t("case-queue"), Some(view.units.name_of(case.queue))),
        (t("case-about-unit"), case.unit.map(|id| view.units.name_of(id))),
        (
            t("case-about-officer"),
            Some(officer).filter(|text| !text.is_empty()),
        ),
        (t("case-about-record"), case.record.clone()),
        (t("case-about-incident"), case.incident.clone()),
        (t("case-occurred-on"), case.occurred_on.map(day_text)),
        (
            t("case-concerned"),
            Some(concerned.join("、")).filter(|text| !text.is_empty()),
        ),
        (t("case-consent"), case.kind.accuses().then_some(consent)),
    ];
    all.into_iter()
        .filter_map(|(term, fact)| Some((term, fact?)))
        .collect()
}

fn step(happening: &Happening) -> (app::pages::feedback::When, String, String, Option<String>) {
    let who = match happening_by(&happening.by) {
        By::You => t("case-by-citizen"),
        By::Bureau => t("case-by-staff"),
        By::Portal => t("case-by-system"),
    };
    let why = match &happening.event {
        Event::FeedbackReturned { reason, .. }
        | Event::FeedbackAssigned { reason, .. }
        | Event::IdentityOpened { reason } => Some(reason.clone()),
        other => event_why(other),
    };
    (
        when(happening.on, happening.at),
        event_text(&happening.event),
        who,
        why,
    )
}

fn choices(actions: Actions) -> Choices {
    Choices {
        accept: actions.accept,
        ask: actions.ask,
        answer: actions.answer,
        close: actions.close,
        refuse: actions.refuse,
        pass_on: actions.pass_on,
        give_back: actions.give_back,
        assign: actions.assign.iter().map(pair).collect(),
        concern: actions.concern.iter().map(pair).collect(),
        demand: actions.demand,
    }
}

pub(super) fn demand(view: DemandView, form: FormState, refused: Option<String>) -> DemandModel {
    let turn = |message: storage::demands::DemandMessage| TurnModel {
        by_unit: message.sender == DemandSender::Unit,
        at: message.at,
        text: message.text,
    };
    let demand = view.demand;
    DemandModel {
        path: demand_path(&demand),
        version: demand.version,
        kind: demand.kind.label(),
        unit: view.unit.map(|unit| unit.name).unwrap_or_default(),
        reviewer: view.reviewer.map(|unit| unit.name).unwrap_or_default(),
        status: demand.status,
        sent_on: demand.sent_on,
        due: view.due,
        turns: view.messages.into_iter().map(turn).collect(),
        source: view.source.map(|reference| reference.to_string()),
        can_answer: view.can_answer,
        can_review: view.can_review,
        title: demand.title,
        text: demand.text,
        form,
        refused,
    }
}
