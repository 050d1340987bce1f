//! De-identified text for those who need not know who wrote (design, principle 3).

use super::timeline::Happening;
use domain::masking::{Masker, Profile};
use domain::role::{Role, Staff};
use storage::feedback::Case;
use storage::messages::Message;

/// Whether `staff` sees de-identified text by default. 民意访评中心 and 督察 judge the original.
pub(super) const fn is_for(staff: &Staff) -> bool {
    !matches!(staff.role, Role::Center | Role::Inspector)
}

/// Whether `staff` may ask for the original, on the record.
pub(super) const fn may_ask_for_original(staff: &Staff) -> bool {
    is_for(staff) && staff.role.works_cases()
}

/// Masks a case, its messages and the reasons given together, so that a person has one label in all of them.
pub(super) fn mask(case: &mut Case, messages: &mut [Message], happenings: &mut [Happening]) {
    let mut reasons: Vec<&mut String> = happenings
        .iter_mut()
        .filter_map(|happening| happening.event.reason_mut())
        .collect();
    let texts = {
        let own = [("title", case.title.as_str()), ("body", case.body.as_str())];
        let said = messages.iter().map(|message| ("text", message.text.as_str()));
        let given = reasons.iter().map(|reason| ("text", reason.as_str()));
        let all: Vec<_> = own.into_iter().chain(said).chain(given).collect();
        Masker::new(Profile::strict()).mask_record(&all, None)
    };
    let mut texts = texts.into_iter().map(|masked| masked.text);
    let (title, body) = (texts.next(), texts.next());
    case.title = title.unwrap_or_default();
    case.body = body.unwrap_or_default();
    for (message, text) in messages.iter_mut().zip(&mut texts) {
        message.text = text;
    }
    for (reason, text) in reasons.iter_mut().zip(texts) {
        **reason = text;
    }
}

/// Takes the numbers that lead to a person out of what a 执法监督员 sees: they watch the handling, not the people.
pub(super) fn hide_numbers(case: &mut Case) {
    for number in [&mut case.incident, &mut case.record].into_iter().flatten() {
        "（已隐去）".clone_into(number);
    }
}

/// Title and account as a unit concerned may get them, to start a demand from.
pub(super) fn draft(case: &Case) -> (String, String) {
    let mut copy = case.clone();
    mask(&mut copy, &mut [], &mut []);
    (copy.title, copy.body)
}
