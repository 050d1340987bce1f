//! Objections to public records (异议、更正、隐私、信用修复): what somebody asks for, and what the bureau answers.
//!
//! The grounds: wrong information is corrected at once (公安机关执法公开规定 第八条); a person may have own data
//! corrected or deleted and hears the reasons of a refusal (个人信息保护法 第四十六条、第四十七条、第五十条).

mod answer;
mod kind;
mod new;

pub use answer::{
    Answer, Answered, Effect, Makers, NotAnswered, Outcome, Received, RecordNow, Stage, TEXT_MAX,
};
pub use kind::{Asker, ObjectionKind};
pub use new::{NewObjection, PASSAGE_MAX, REQUEST_MAX, RawObjection};

#[cfg(test)]
mod tests;
