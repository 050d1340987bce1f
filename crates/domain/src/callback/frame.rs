//! The sampling frame: everybody is asked but for named reasons, and the reason is kept as a fact, so that no
//! unit can choose whom to ask.

use super::Incident;
use crate::words::words;

/// How the person can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// By mail, through the portal.
    Mail,
    /// By short message, through the gateway's export.
    ShortMessage,
}

/// What is known about the person from earlier incidents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// The person asked not to be called back.
    pub opted_out: bool,
    /// The person was asked about another incident within the days of the setting.
    pub asked_lately: bool,
}

words! {
    /// Why somebody is not asked, in the order of precedence.
    NotDue {
        /// The file gives a reason (骚扰报警, 涉密, 未成年人 …).
        Excluded = "excluded", "来件注明不回访";
        /// Neither phone nor mail address. Watched by unit: deleting numbers would be a way to choose.
        NoContact = "no-contact", "无联系方式";
        /// Asked not to be called.
        OptedOut = "opted-out", "本人不愿再被回访";
        /// Asked a few days ago about another incident.
        Repeat = "repeat", "近日已回访过本人";
    }
}

/// Whether the person of `incident` is asked, and how.
pub fn sample(incident: &Incident, facts: Facts) -> Result<Contact, NotDue> {
    if incident.exclude_reason.is_some() {
        return Err(NotDue::Excluded);
    }
    let contact = match (&incident.contact_email, &incident.contact_phone) {
        (Some(_), _) => Contact::Mail,
        (None, Some(_)) => Contact::ShortMessage,
        (None, None) => return Err(NotDue::NoContact),
    };
    if facts.opted_out {
        Err(NotDue::OptedOut)
    } else if facts.asked_lately {
        Err(NotDue::Repeat)
    } else {
        Ok(contact)
    }
}

impl Contact {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::ShortMessage => "export",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Mail, Self::ShortMessage]
            .into_iter()
            .find(|contact| contact.as_str() == text)
    }
}
