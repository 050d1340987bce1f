//! What the lists of the desk are called, and what each tells of its records.

use domain::publication::DeskList;

use crate::t;

/// What its records are still waiting for, if that has a last day.
pub(super) const fn clock_of(list: DeskList) -> Option<&'static str> {
    match list {
        DeskList::Held | DeskList::Published | DeskList::Expired | DeskList::Withdrawn => None,
        DeskList::ToWithdraw => Some("staff-records-owed-due"),
        _ => Some("staff-records-due"),
    }
}

/// Why its records stand in it, if that differs from one to another.
pub(super) const fn ground_of(list: DeskList) -> Option<&'static str> {
    match list {
        DeskList::Held => Some("staff-records-ground"),
        DeskList::ToWithdraw => Some("staff-records-owed-ground"),
        _ => None,
    }
}

/// Its name.
pub(crate) fn list_label(list: DeskList) -> String {
    t(match list {
        DeskList::Drafts => "staff-records-drafts",
        DeskList::Corrections => "staff-records-corrections",
        DeskList::SentBack => "staff-records-sent-back",
        DeskList::InReview => "staff-records-in-review",
        DeskList::Approved => "staff-records-approved",
        DeskList::ToWithdraw => "staff-records-to-withdraw",
        DeskList::Held => "staff-records-held",
        DeskList::Published => "staff-records-published",
        DeskList::Expired => "staff-records-expired",
        DeskList::Withdrawn => "staff-records-withdrawn",
    })
}

/// What its records have in common, where the name alone may be misread.
pub(super) fn meaning(list: DeskList) -> Option<String> {
    match list {
        DeskList::Published => Some(t("staff-records-published-means")),
        DeskList::Expired => Some(t("staff-records-expired-means")),
        _ => None,
    }
}

/// What is told of the end of its records.
pub(super) const fn end_of(list: DeskList) -> &'static [&'static str] {
    match list {
        DeskList::Expired => &["records-until"],
        DeskList::Withdrawn => &["gone-on", "gone-reason", "staff-records-withdrawn-by"],
        _ => &[],
    }
}
