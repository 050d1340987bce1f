//! Progress of a case for those concerned (向特定对象公开, 公安机关执法公开规定 第二十一条至第二十五条): the handling unit with
//! its contact; of a criminal case 立案、移送审查起诉、终止侦查、撤销案件 and the kind of compulsory measure; of an
//! administrative one 受案 and what came of it. Nothing else is kept, so nothing else can be shown.

mod code;
mod course;

pub use code::{NotAQueryCode, QueryCode, case_key};
pub use course::{Conclusion, Course, CriminalEnd, Measure, Stage};

/// The handling unit's contact for a case, as it may be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseContact {
    /// Who to ask for.
    pub person: Option<String>,
    /// Under which number.
    pub phone: Option<String>,
}

#[cfg(test)]
mod tests;
