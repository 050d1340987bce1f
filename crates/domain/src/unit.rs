//! Units (单位) and the codes that name them.

use crate::ids::UnitId;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;

/// `[A-Za-z0-9][A-Za-z0-9_-]{0,31}`, compared exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitCode(String);

/// Why a text is no unit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("单位代码应以字母或数字开头，只含字母、数字、_、-，最多 32 个字符")]
pub struct NotAUnitCode;

impl UnitCode {
    /// The bureau itself: the root of all units.
    pub const COUNTY: &'static str = "county";
    /// 指挥中心.
    pub const COMMAND: &'static str = "command";
    /// 民意访评中心.
    pub const CENTER: &'static str = "center";
    /// 督察.
    pub const INSPECTION: &'static str = "inspection";

    /// Checks the form.
    pub fn parse(text: &str) -> Result<Self, NotAUnitCode> {
        let first = text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
        let rest = text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        if first && rest && text.len() <= 32 {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAUnitCode)
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for UnitCode {
    type Error = NotAUnitCode;
    fn try_from(text: String) -> Result<Self, NotAUnitCode> {
        Self::parse(&text)
    }
}

impl From<UnitCode> for String {
    fn from(code: UnitCode) -> Self {
        code.0
    }
}

/// A unit as everybody may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Row id.
    pub id: UnitId,
    /// The code in addresses and files.
    pub code: UnitCode,
    /// Full name.
    pub name: String,
    /// The unit above; `None` for the root alone.
    pub parent: Option<UnitId>,
    /// 待完善: made by an import, its particulars are still to be entered.
    pub incomplete: bool,
    /// Address open to the public.
    pub address: Option<String>,
    /// Telephone open to the public.
    pub phone: Option<String>,
}

/// Every unit, held in memory: a bureau has hundreds, a province some thousands.
#[derive(Debug, Clone, Default)]
pub struct Units {
    by_code: Vec<Unit>,
    places: HashMap<UnitId, usize>,
}

impl Units {
    /// From all rows.
    pub fn new(mut units: Vec<Unit>) -> Self {
        units.sort_by(|a, b| a.code.cmp(&b.code));
        let places = units.iter().map(|unit| unit.id).zip(0..).collect();
        Self {
            by_code: units,
            places,
        }
    }

    /// All units, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.by_code.iter()
    }

    /// By code, exactly.
    pub fn by_code(&self, code: &str) -> Option<&Unit> {
        self.by_code
            .binary_search_by(|unit| unit.code.as_str().cmp(code))
            .ok()
            .map(|i| &self.by_code[i])
    }

    /// By row id.
    pub fn by_id(&self, id: UnitId) -> Option<&Unit> {
        self.places.get(&id).map(|place| &self.by_code[*place])
    }

    /// The name of a unit; empty where it is not known.
    pub fn name_of(&self, id: UnitId) -> String {
        self.by_id(id).map(|unit| unit.name.clone()).unwrap_or_default()
    }

    /// By code or full name.
    pub fn by_code_or_name(&self, text: &str) -> Option<&Unit> {
        self.by_code(text)
            .or_else(|| self.by_code.iter().find(|unit| unit.name == text))
    }

    /// The next higher unit; the root for itself.
    pub fn above(&self, unit: &Unit) -> Option<&Unit> {
        unit.parent.and_then(|id| self.by_id(id))
    }

    /// `unit` and every unit above it, nearest first; stops at a cycle in bad data.
    pub fn path<'a>(&'a self, unit: &'a Unit) -> Vec<&'a Unit> {
        let mut path = vec![unit];
        while let Some(above) = self.above(path[path.len() - 1]) {
            if path.iter().any(|seen| seen.id == above.id) {
                break;
            }
            path.push(above);
        }
        path
    }

    /// `unit` and all below it.
    pub fn with_descendants(&self, id: UnitId) -> Vec<UnitId> {
        self.by_code
            .iter()
            .filter(|unit| self.path(unit).iter().any(|above| above.id == id))
            .map(|unit| unit.id)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_checked() {
        for good in ["county", "ps01", "u-0a1b2c3d4e", "A", "3_x"] {
            assert!(UnitCode::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "_a", "派出所", "a b", "a/b", &"x".repeat(33)] {
            assert!(UnitCode::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_unit_includes_its_descendants() {
        let id = |n| UnitId(uuid::Uuid::from_u128(n));
        let unit = |n, code: &str, parent| Unit {
            id: id(n),
            code: UnitCode::parse(code).unwrap(),
            name: code.to_uppercase(),
            parent,
            incomplete: false,
            address: None,
            phone: None,
        };
        let units = Units::new(vec![
            unit(1, "county", None),
            unit(2, "ps01", Some(id(1))),
            unit(3, "post", Some(id(2))),
            unit(4, "ps02", Some(id(1))),
        ]);
        assert_eq!(units.with_descendants(id(2)), [id(3), id(2)]);
        assert_eq!(units.path(units.by_code("post").unwrap()).len(), 3);
        assert_eq!(units.by_code_or_name("PS02").unwrap().id, id(4));
    }
}
