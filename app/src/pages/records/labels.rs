//! What a field is called, where that follows from the kind of the record: whoever applies for a licence or is inspected
//! need not have done anything wrong, so nothing says so.

use domain::record::RecordKind;

/// A field that is called by the kind of its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByKind {
    /// What happened.
    Facts,
    /// The day on which it happened.
    ActedOn,
}

impl ByKind {
    /// The field of that name in files and forms, if it is one of these.
    pub fn parse(field: &str) -> Option<Self> {
        match field {
            "facts" => Some(Self::Facts),
            "acted_on" => Some(Self::ActedOn),
            _ => None,
        }
    }

    /// The key of its words in a record of this kind.
    pub const fn key(self, kind: RecordKind) -> &'static str {
        match (self, kind) {
            (Self::Facts, RecordKind::License) => "records-facts-license",
            (Self::Facts, RecordKind::Inspection) => "records-facts-inspection",
            (Self::Facts, _) => "records-facts",
            (Self::ActedOn, RecordKind::License) => "records-acted-license",
            (Self::ActedOn, RecordKind::Inspection) => "records-acted-inspection",
            (Self::ActedOn, _) => "records-acted",
        }
    }
}
