//! De-identified text for those who need not know who wrote (design, principle 3).

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

/// Masks a case and its messages together, so that a person has one label in all of them.
pub(super) fn mask(case: &mut Case, messages: &mut [Message]) {
    let texts = {
        let own = [("title", case.title.as_str()), ("body", case.body.as_str())];
        let said = messages.iter().map(|message| ("text", message.text.as_str()));
        Masker::new(Profile::strict()).mask_record(&own.into_iter().chain(said).collect::<Vec<_>>(), None)
    };
    let mut texts = texts.into_iter().map(|masked| masked.text);
    let (title, body) = (texts.next(), texts.next());
    case.title = title.unwrap_or_default();
    case.body = body.unwrap_or_default();
    for (message, text) in messages.iter_mut().zip(texts) {
        message.text = text;
    }
}

/// Title and account as a unit concerned may get them, to start a demand from.
pub(super) fn draft(case: &Case) -> (String, String) {
    let mut copy = case.clone();
    mask(&mut copy, &mut []);
    (copy.title, copy.body)
}
