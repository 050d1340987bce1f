//! The records as they are made up, one after the other in the order of time.

use super::case::{Case, Draft, Numbers, reference};
use super::penalty::{On, penalty};
use super::{Demo, measures};
use chrono::Days;
use domain::calendar::Calendar;
use domain::deadline::Periods;
use domain::ids::RecordId;
use domain::record::{Content, WithdrawalCode};
use std::sync::Arc;

/// Makes up every record, one after the other.
pub(super) struct Drafts {
    demo: Demo,
    calendar: Arc<Calendar>,
    numbers: Numbers,
    next: u64,
}

impl Drafts {
    pub(super) fn new(demo: Demo, calendar: Arc<Calendar>) -> Self {
        Self {
            demo,
            calendar,
            numbers: Numbers::default(),
            next: 0,
        }
    }

    /// The next rows, `most` of them or what is left.
    pub(super) fn chunk(mut self, most: usize) -> (Self, Vec<Draft>) {
        let drafts = self.by_ref().take(most).collect();
        (self, drafts)
    }
}

impl Iterator for Drafts {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        if self.next == self.demo.records {
            return None;
        }
        let index = self.next;
        self.next += 1;
        let mut case = Case::new(&self.demo, &self.calendar, index, &mut self.numbers);
        let (unit, content) = made_up(&mut case);
        let dice = &case.dice;
        let wait = dice.between(1, Periods::default().publication(content.kind).days());
        let published = self.calendar.add_working_days(case.decided, wait).on;
        let published = (published <= self.demo.today).then_some(published);
        let takedown = published.and_then(|on| {
            let day = on + Days::new(u64::from(dice.between(15, 120)));
            (dice.between(1, 1000) <= 12 && day <= self.demo.today).then(|| (day, *dice.pick(REASONS)))
        });
        let id = RecordId(dice.uuid());
        let reference = reference(self.demo.seed, index).to_string();
        Some(Draft {
            id,
            reference,
            unit,
            content,
            published,
            takedown,
        })
    }
}

/// Why records of the demo were taken down.
const REASONS: &[WithdrawalCode] = &[
    WithdrawalCode::Revoked,
    WithdrawalCode::Revoked,
    WithdrawalCode::Changed,
    WithdrawalCode::Unlawful,
    WithdrawalCode::PublishedInError,
    WithdrawalCode::Privacy,
    WithdrawalCode::CreditRepair,
];

/// Kinds in proportion. 治安 on persons stays below a quarter, so that three quarters are public even when the
/// whole window lies after 2026 and all of them are sealed.
fn made_up(case: &mut Case<'_>) -> (&'static str, Content) {
    match case.dice.between(1, 100) {
        1..=19 => penalty(case, On::Offender),
        20..=43 => penalty(case, On::Driver),
        44..=62 => penalty(case, On::Business),
        63..=75 => measures::license(case),
        76..=88 => measures::inspection(case),
        89..=92 => measures::compulsion(case),
        93..=97 => measures::no_penalty(case),
        _ => measures::order(case),
    }
}
