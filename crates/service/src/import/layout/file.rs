//! What stands in a layout file, checked as a whole before any row is read.

use super::super::error::ImportError;
use super::super::native;
use serde::Deserialize;
use serde::de::Error;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// Layouts that come with the program and are named without a path.
const BUILT_IN: &[(&str, &str)] = &[(
    "nfra-penalties",
    include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../layouts/nfra-penalties.toml"
    )),
)];

/// A mapping of columns to native fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// What it is for; shown in progress and errors.
    pub name: String,
    /// Unit of rows that name none: a code or a full name.
    pub default_unit: Option<String>,
    /// Texts that mean that nothing stands there.
    #[serde(default)]
    pub(super) none: HashSet<String>,
    /// Columns that nothing is made of, on purpose: no warning for them.
    #[serde(default)]
    pub(super) ignore: Vec<String>,
    /// Native fields with the same value in every row.
    #[serde(default)]
    pub(super) defaults: BTreeMap<NativeField, String>,
    /// Native fields made of columns.
    pub(super) fields: BTreeMap<NativeField, FieldRule>,
    /// A title made of other fields.
    pub(super) title: Option<TitleRule>,
    /// An external id made of columns.
    pub(super) external_id: Option<ExternalIdRule>,
    /// Rows that are no records.
    #[serde(default)]
    pub(super) reject: Vec<RejectRule>,
}

/// The name of a native field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct NativeField(pub(super) String);

impl TryFrom<String> for NativeField {
    type Error = String;
    fn try_from(name: String) -> Result<Self, String> {
        if native::is_native(&name) {
            Ok(Self(name))
        } else {
            Err(format!("没有名为“{name}”的字段"))
        }
    }
}

/// One native field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldRule {
    /// Columns, the first filled one counts.
    #[serde(deserialize_with = "at_least_one")]
    pub(super) from: Vec<String>,
    /// Separator of a list.
    pub(super) split: Option<String>,
    /// Values into native ones; an empty one drops the value, a value that is not listed is a reject.
    pub(super) map: Option<HashMap<String, String>>,
    /// `万元`, when amounts are given in ten thousands.
    pub(super) unit: Option<AmountUnit>,
}

/// What an amount counts.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) enum AmountUnit {
    #[serde(rename = "元")]
    Yuan,
    #[serde(rename = "万元")]
    TenThousand,
}

/// A composed title.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TitleRule {
    /// Native fields; all must be filled.
    pub(super) compose: Vec<NativeField>,
    /// What stands between them.
    pub(super) join: String,
    /// Those of which the first clause alone is taken.
    #[serde(default)]
    pub(super) first_clause_of: Vec<NativeField>,
    /// The column that is the title when one of them is empty.
    pub(super) otherwise: String,
}

/// A keyed hash over columns: the same row gives the same id, and the id gives nothing away.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExternalIdRule {
    #[serde(deserialize_with = "at_least_one")]
    pub(super) hash: Vec<String>,
}

/// Which rows are no records, and why.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RejectRule {
    /// In Chinese: what is wrong, how to mend it.
    pub(super) reason: String,
    /// The column shown as at fault.
    pub(super) column: Option<String>,
    /// One of these columns is filled.
    #[serde(default)]
    pub(super) any_filled: Vec<String>,
    /// All of these columns are empty.
    #[serde(default)]
    pub(super) all_empty: Vec<String>,
    /// These columns have these values.
    #[serde(default)]
    pub(super) equal: BTreeMap<String, String>,
}

fn at_least_one<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let columns = Vec::<String>::deserialize(deserializer)?;
    if columns.is_empty() {
        Err(D::Error::custom("至少要写一列"))
    } else {
        Ok(columns)
    }
}

impl Layout {
    /// By file, or by the name of one that comes with the program.
    pub fn open(name: &str) -> Result<Self, ImportError> {
        if let Some((_, text)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name) {
            return Self::parse(name, text);
        }
        let path = Path::new(name);
        let text = std::fs::read_to_string(path).map_err(ImportError::io(path))?;
        Self::parse(name, &text)
    }

    /// Reads and checks a layout; `file` is its name in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, ImportError> {
        let wrong = |line, reason: String| ImportError::Layout {
            file: file.to_owned(),
            line,
            reason,
        };
        let layout: Self = toml::from_str(text).map_err(|error| {
            let before = error
                .span()
                .map_or("", |span| text.get(..span.start).unwrap_or(text));
            wrong(before.matches('\n').count() + 1, error.message().to_owned())
        })?;
        let line_of = |what: &str| {
            text.lines()
                .position(|line| line.contains(what))
                .map_or(1, |i| i + 1)
        };
        let made = |field: &str| {
            let named = NativeField(field.to_owned());
            layout.fields.contains_key(&named) || layout.defaults.contains_key(&named)
        };
        if !made("kind") {
            return Err(wrong(
                1,
                "没有说明执法类别：请在 [defaults] 写 kind = \"penalty\" 等，或在 [fields.kind] 指明列"
                    .into(),
            ));
        }
        if !made("title") && layout.title.is_none() {
            return Err(wrong(1, "没有说明标题：请写 [title] 或 [fields.title]".into()));
        }
        if !made("document_number") && !made("external_id") && layout.external_id.is_none() {
            return Err(wrong(
                1,
                "没有说明文号或外部编号：请写 [fields.document_number] 或 [external_id]".into(),
            ));
        }
        if let Some(rule) = layout.reject.iter().find(|rule| rule.says_nothing()) {
            return Err(wrong(
                line_of(&rule.reason),
                "退回条件是空的：请写 any_filled、all_empty 或 equal".into(),
            ));
        }
        Ok(layout)
    }

    /// That a table has what the layout needs.
    pub fn check_header(&self, header: &[std::sync::Arc<str>]) -> Result<(), ImportError> {
        let has = |column: &String| header.iter().any(|name| **name == **column);
        let misfit = |column: &String| ImportError::LayoutMisfit {
            layout: self.name.clone(),
            column: column.clone(),
        };
        for rule in self.fields.values() {
            if !rule.from.iter().any(has) {
                return Err(misfit(&rule.from[0]));
            }
        }
        let hashed = self.external_id.iter().flat_map(|rule| &rule.hash);
        match hashed
            .chain(self.title.iter().map(|title| &title.otherwise))
            .find(|column| !has(column))
        {
            Some(column) => Err(misfit(column)),
            None => Ok(()),
        }
    }
}

impl RejectRule {
    fn says_nothing(&self) -> bool {
        self.any_filled.is_empty() && self.all_empty.is_empty() && self.equal.is_empty()
    }
}
