//! Matters that the bureau must not judge about itself: they are pointed elsewhere, and nothing is stored.
//!
//! A complaint or report about 督察, 民意访评中心, 指挥中心, the bureau itself or one of its leaders would be
//! handled by those it accuses (信访工作条例 第三十条, 第二十八条 回避).

use crate::unit::{Unit, UnitCode, Units};
use serde::Serialize;

/// Units that handle or supervise feedback themselves, with everything below them.
const JUDGES: [&str; 3] = [UnitCode::INSPECTION, UnitCode::CENTER, UnitCode::COMMAND];

/// Where somebody can turn instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Pointer {
    /// Who.
    pub name: &'static str,
    /// By telephone.
    pub phone: &'static str,
    /// On the web.
    pub url: &'static str,
}

/// The bodies outside the bureau: 12389 is run by the city's bureau and above, never by a county's.
pub const POINTERS: [Pointer; 3] = [
    Pointer {
        name: "市公安局（公安机关违纪违法举报）",
        phone: "12389",
        url: "https://www.12389.gov.cn/",
    },
    Pointer {
        name: "纪委监委",
        phone: "12388",
        url: "https://www.12388.gov.cn/",
    },
    Pointer {
        name: "检察院",
        phone: "12309",
        url: "https://www.12309.gov.cn/",
    },
];

/// Whether an accusation of `unit` cannot be judged here.
pub fn concerns(unit: &Unit, units: &Units) -> bool {
    unit.parent.is_none()
        || unit.code.as_str() == UnitCode::COUNTY
        || units
            .path(unit)
            .iter()
            .any(|above| JUDGES.contains(&above.code.as_str()))
}
