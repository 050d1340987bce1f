//! The ways that a case of the demonstration can go.

/// What happens to a case, in turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Accept,
    Ask,
    Write,
    Answer,
    Close,
    Refuse,
    PassOn,
    Return,
    Withdraw,
    Demand,
    AnswerDemand,
    SendBack,
    Release,
}

/// A way that a case can go.
pub(super) struct Fate {
    pub(super) weight: u32,
    /// The oldest, in days since receipt, that still stands there: a bureau that keeps its times finishes older ones.
    pub(super) oldest: u32,
    pub(super) acts: &'static [Act],
}

const fn fate(weight: u32, oldest: u32, acts: &'static [Act]) -> Fate {
    Fate { weight, oldest, acts }
}

/// Within the bureau's own target of five working days.
const RECENT: u32 = 6;
/// An answer that the citizen may still reply to.
const ANSWERED: u32 = 25;
pub(super) const ANY: u32 = u32::MAX;

/// How cases go; the steps end early where the demo's day is reached.
pub(super) const FATES: &[Fate] = &[
    fate(6, RECENT, &[]),
    fate(10, RECENT, &[Act::Accept]),
    fate(8, RECENT, &[Act::Accept, Act::Ask]),
    fate(5, RECENT, &[Act::Accept, Act::Ask, Act::Write]),
    fate(3, RECENT, &[Act::Return]),
    fate(10, ANSWERED, &[Act::Accept, Act::Answer]),
    fate(30, ANY, &[Act::Accept, Act::Answer, Act::Close]),
    fate(
        12,
        ANY,
        &[Act::Accept, Act::Ask, Act::Write, Act::Answer, Act::Close],
    ),
    fate(5, ANY, &[Act::Refuse]),
    fate(4, ANY, &[Act::PassOn]),
    fate(3, ANY, &[Act::Withdraw]),
];

/// How accusing cases go where the unit is asked.
pub(super) const DEMANDS: &[Fate] = &[
    fate(3, RECENT, &[Act::Accept, Act::Demand]),
    fate(3, RECENT, &[Act::Accept, Act::Demand, Act::AnswerDemand]),
    fate(
        2,
        RECENT,
        &[Act::Accept, Act::Demand, Act::AnswerDemand, Act::SendBack],
    ),
    fate(
        6,
        ANY,
        &[
            Act::Accept,
            Act::Demand,
            Act::AnswerDemand,
            Act::Release,
            Act::Close,
        ],
    ),
];

/// What was left lying: even a good bureau has a case whose citizen never wrote back.
pub(super) const FORGOTTEN: &[Act] = &[Act::Accept, Act::Ask];
