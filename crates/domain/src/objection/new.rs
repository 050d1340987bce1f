//! What somebody sends, checked as a whole: every field's error at once.

use super::{Asker, ObjectionKind};
use crate::feedback::Contact;
use crate::field_error::FieldError;
use crate::text;

/// The longest passage, in characters.
pub const PASSAGE_MAX: usize = 1_000;
/// The longest request, in characters.
pub const REQUEST_MAX: usize = 2_000;

/// An objection as it came in from the form; an empty text is an absent one.
#[derive(Clone, Default)]
#[expect(missing_docs, reason = "the fields are named as in the form")]
pub struct RawObjection {
    pub kind: String,
    pub asker: String,
    pub passage: String,
    pub request: String,
    pub contact_name: String,
    pub contact_phone: String,
    pub contact_email: String,
}

/// An objection fit to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObjection {
    /// What it is about.
    pub kind: ObjectionKind,
    /// Who objects.
    pub asker: Asker,
    /// Which passage or field of the record is wrong.
    pub passage: String,
    /// What is asked for, and why.
    pub request: String,
    /// How to reach the person.
    pub contact: Contact,
}

impl NewObjection {
    /// Checks everything at once.
    pub fn parse(raw: &RawObjection) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut keep = |error| errors.push(error);
        let kind = kind(&raw.kind).map_err(&mut keep).ok();
        let asker = asker(&raw.asker, kind).map_err(&mut keep).ok();
        let passage = required("passage", "哪一处有问题", &raw.passage, PASSAGE_MAX)
            .map_err(&mut keep)
            .ok();
        let request = required("request", "您的要求和理由", &raw.request, REQUEST_MAX)
            .map_err(&mut keep)
            .ok();
        let contact = Contact::parse(
            [&raw.contact_name, &raw.contact_phone, &raw.contact_email],
            &mut keep,
        );
        match (kind, asker, passage, request) {
            (Some(kind), Some(asker), Some(passage), Some(request)) if errors.is_empty() => Ok(Self {
                kind,
                asker,
                passage,
                request,
                contact,
            }),
            _ => Err(errors),
        }
    }
}

fn required(field: &'static str, what: &str, typed: &str, max: usize) -> Result<String, FieldError> {
    text::body(field, what, typed, max)?.ok_or_else(|| FieldError::missing(field, what))
}

fn kind(typed: &str) -> Result<ObjectionKind, FieldError> {
    ObjectionKind::parse(typed.trim()).ok_or_else(|| FieldError::not_chosen("kind", "种类"))
}

/// Credit is mended by the party or for it.
fn asker(typed: &str, kind: Option<ObjectionKind>) -> Result<Asker, FieldError> {
    let asker = Asker::parse(typed.trim()).ok_or_else(|| FieldError::not_chosen("asker", "您是谁"))?;
    if kind == Some(ObjectionKind::CreditRepair) && asker == Asker::Other {
        let message = "信用修复由当事人或者代理人提出；您是其他人，请选“更正”“隐私”或“异议”";
        return Err(FieldError::new("asker", "not-the-party", message));
    }
    Ok(asker)
}
