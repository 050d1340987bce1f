//! Units as rows name them: by code or by full name, made when missing and allowed.

use super::hash::text_sha256;
use super::row::UnitRef;
use super::run::RunError;
use crate::rng::Rng;
use domain::ids::UnitId;
use domain::unit::{Unit, UnitCode, Units};
use std::collections::{HashMap, HashSet};

/// Every unit by code and by name.
pub(super) struct UnitBook {
    by_code: HashMap<String, UnitId>,
    by_name: HashMap<String, UnitId>,
    root: Option<UnitId>,
    create: bool,
    default: Option<UnitRef>,
    /// Made and not yet stored.
    pending: Vec<Unit>,
    /// Made by this run: no record can be there before.
    new: HashSet<UnitId>,
    rng: Rng,
}

impl UnitBook {
    pub(super) fn new(units: &Units, create: bool, rng: Rng) -> Self {
        let by_code = units
            .iter()
            .map(|unit| (unit.code.to_string(), unit.id))
            .collect();
        let by_name = units
            .iter()
            .map(|unit| (normalised(&unit.name), unit.id))
            .collect();
        let root = units
            .iter()
            .find(|unit| unit.parent.is_none())
            .map(|unit| unit.id);
        Self {
            by_code,
            by_name,
            root,
            create,
            default: None,
            pending: Vec::new(),
            new: HashSet::new(),
            rng,
        }
    }

    /// The unit of rows that name none: the one asked for, which must be known, else the layout's.
    pub(super) fn set_default(&mut self, asked: Option<&str>, layout: Option<&str>) -> Result<(), RunError> {
        if let Some(asked) = asked {
            let reference = UnitRef::parse(asked.trim());
            if !self.create && self.find(&reference).is_none() {
                return Err(RunError::UnknownUnit(asked.to_owned()));
            }
            self.default = Some(reference);
        } else {
            self.default = layout.map(|name| UnitRef::parse(name.trim()));
        }
        Ok(())
    }

    /// The unit meant, made when missing and allowed; else why not.
    pub(super) fn resolve(&mut self, reference: &UnitRef) -> Result<UnitId, String> {
        let reference = match (reference, &self.default) {
            (UnitRef::Default, Some(default)) => default.clone(),
            (UnitRef::Default, None) => {
                return Err("没有写明单位：请填写 unit，或用 --unit 指明默认单位".to_owned());
            }
            (named, _) => named.clone(),
        };
        if let Some(unit) = self.find(&reference) {
            return Ok(unit);
        }
        let (UnitRef::Code(text) | UnitRef::Name(text)) = &reference else {
            return Err("没有写明单位".to_owned());
        };
        if !self.create {
            return Err(format!(
                "没有代码或名称为“{text}”的单位：请先建立，或加上 --create-units"
            ));
        }
        self.make(&reference, text)
    }

    /// Whether the unit was made by this run.
    pub(super) fn is_new(&self, unit: UnitId) -> bool {
        self.new.contains(&unit)
    }

    /// Whether [`Self::take_new`] would give any.
    pub(super) fn has_new(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Units made since the last call.
    pub(super) fn take_new(&mut self) -> Vec<Unit> {
        std::mem::take(&mut self.pending)
    }

    /// A name is also known by the code that it was once given, should the unit have been renamed since.
    fn find(&self, reference: &UnitRef) -> Option<UnitId> {
        match reference {
            UnitRef::Code(text) => self
                .by_code
                .get(text)
                .or_else(|| self.by_name.get(&normalised(text)))
                .copied(),
            UnitRef::Name(name) => {
                let name = normalised(name);
                self.by_name
                    .get(&name)
                    .or_else(|| self.by_code.get(&code_of(&name)))
                    .copied()
            }
            UnitRef::Default => None,
        }
    }

    fn make(&mut self, reference: &UnitRef, name: &str) -> Result<UnitId, String> {
        let code = match reference {
            UnitRef::Code(code) => code.clone(),
            UnitRef::Name(_) | UnitRef::Default => code_of(&normalised(name)),
        };
        let code = UnitCode::parse(&code).map_err(|error| error.to_string())?;
        let id = UnitId(self.rng.uuid_v4());
        self.by_code.insert(code.to_string(), id);
        self.by_name.insert(normalised(name), id);
        self.new.insert(id);
        let (name, parent) = (name.to_owned(), self.root);
        self.pending.push(Unit {
            id,
            code,
            name,
            parent,
            incomplete: true,
            address: None,
            phone: None,
        });
        Ok(id)
    }
}

/// `u-` and ten hex digits of SHA-256 of the normalised name (contract, unit).
fn code_of(normalised: &str) -> String {
    format!("u-{}", &text_sha256(normalised)[..10])
}

/// Names that differ in blanks or in the width of characters alone are the same.
fn normalised(name: &str) -> String {
    let half_width = |c| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(half_width)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_unit_however_it_is_spaced_and_a_code_is_compared_exactly() {
        let mut book = UnitBook::new(&Units::default(), true, Rng::seeded(1));
        let first = book.resolve(&UnitRef::parse("云岭金融监管分局（筹）")).unwrap();
        assert_eq!(book.resolve(&UnitRef::parse(" 云岭 金融监管分局(筹)")), Ok(first));
        assert_ne!(
            book.resolve(&UnitRef::parse("ps01")),
            book.resolve(&UnitRef::parse("PS01"))
        );
        let new = book.take_new();
        assert_eq!(new.len(), 3);
        assert!(
            new[0].code.as_str().starts_with("u-") && new[0].code.as_str().len() == 12 && new[0].incomplete
        );
        assert_eq!((new[1].code.as_str(), new[1].name.as_str()), ("ps01", "ps01"));
    }

    #[test]
    fn without_leave_an_unknown_unit_is_refused_and_a_missing_one_takes_the_default() {
        let mut book = UnitBook::new(&Units::default(), false, Rng::seeded(1));
        assert!(matches!(
            book.set_default(Some("ps09"), None),
            Err(RunError::UnknownUnit(_))
        ));
        assert!(
            book.resolve(&UnitRef::parse("ps09"))
                .unwrap_err()
                .contains("--create-units")
        );
        assert!(book.resolve(&UnitRef::Default).unwrap_err().contains("--unit"));
    }
}
