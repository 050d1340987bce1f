//! What is wrong with one field of a form, an API body or a row of an import, in words that say how to mend it.
//!
//! The words stand here once; HTML, API and reject files all show these.

use crate::clock::EARLIEST;
use chrono::NaiveDate;
use serde::Serialize;
use std::borrow::Cow;

/// One field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's name as in the API; nested ones joined by `_`.
    pub field: Cow<'static, str>,
    /// A stable word for programs.
    pub code: &'static str,
    /// For people, in Chinese.
    pub message: String,
}

impl FieldError {
    /// An error of the caller's own wording.
    pub fn new(field: impl Into<Cow<'static, str>>, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            code,
            message: message.into(),
        }
    }

    /// The field must be filled; `what` is its Chinese name.
    pub fn missing(field: impl Into<Cow<'static, str>>, what: &str) -> Self {
        Self::new(field, "missing", format!("请填写{what}"))
    }

    /// The field must be chosen; `what` is its Chinese name.
    pub fn not_chosen(field: impl Into<Cow<'static, str>>, what: &str) -> Self {
        Self::new(field, "missing", format!("请选择{what}"))
    }

    /// More characters than allowed.
    pub fn too_long(field: impl Into<Cow<'static, str>>, what: &str, max: usize, got: usize) -> Self {
        Self::new(
            field,
            "too-long",
            format!(
                "{what}最多 {max} 字，现有 {got} 字，请删去 {} 字",
                got.saturating_sub(max)
            ),
        )
    }

    /// No date, none that exists, or one before [`EARLIEST`].
    pub fn not_a_date(field: impl Into<Cow<'static, str>>, what: &str, text: &str) -> Self {
        if text.parse::<NaiveDate>().is_ok_and(|day| day < EARLIEST) {
            return Self::too_early(field, what);
        }
        let shown: String = text.chars().take(20).collect();
        Self::new(
            field,
            "not-a-date",
            format!("{what}“{shown}”不是存在的日期，请写成 2026-03-09 这样的形式"),
        )
    }

    /// A date before [`EARLIEST`].
    pub fn too_early(field: impl Into<Cow<'static, str>>, what: &str) -> Self {
        Self::new(
            field,
            "too-early",
            format!("{what}不能早于 {EARLIEST}，请核对年份"),
        )
    }

    /// A date after today.
    pub fn in_the_future(field: impl Into<Cow<'static, str>>, what: &str) -> Self {
        Self::new(field, "in-the-future", format!("{what}不能晚于今天"))
    }

    /// A value outside the list.
    pub fn unknown_value(field: impl Into<Cow<'static, str>>, what: &str, text: &str, allowed: &str) -> Self {
        let shown: String = text.chars().take(40).collect();
        Self::new(
            field,
            "unknown-value",
            format!("{what}“{shown}”不在可选范围内，可用的值：{allowed}"),
        )
    }

    /// A character that text may not hold.
    pub fn control_character(field: impl Into<Cow<'static, str>>, what: &str) -> Self {
        Self::new(
            field,
            "control-character",
            format!("{what}含有不可见的控制字符，请删去后重试"),
        )
    }
}
