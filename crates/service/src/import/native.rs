//! The native format (contract, "Native JSON Lines for records"): named values to a record, or the first thing
//! that is wrong with them.

use super::row::{Fields, ParsedRow, Problem, RAW_COLUMN, REJECT_COLUMNS, UnitRef};
use super::value::{self, Strictness};
use domain::record::{Content, PartyType, PenaltyKind, RecordKind, Withhold};
use domain::text;
use serde_json::Value;

/// Native fields with their Chinese names.
const FIELDS: &[(&str, &str)] = &[
    ("kind", "执法类别"),
    ("title", "标题"),
    ("unit", "单位"),
    ("document_number", "文号"),
    ("external_id", "外部编号"),
    ("decided_on", "决定日期"),
    ("party_name", "当事人名称"),
    ("party_type", "当事人类型"),
    ("uscc", "统一社会信用代码"),
    ("violation", "违法行为"),
    ("facts", "违法事实"),
    ("legal_basis", "处罚依据"),
    ("penalty_kinds", "处罚种类"),
    ("penalty_text", "处罚内容"),
    ("fine_yuan", "罚款金额"),
    ("confiscated_yuan", "没收金额"),
    ("detention_days", "拘留日数"),
    ("body", "全文"),
    ("acted_on", "违法行为日期"),
    ("published_on", "公开日期"),
    ("publish_until", "公示截止日期"),
    ("source_url", "来源网址"),
    ("withhold", "不公开理由"),
];

/// Longest single-line texts, paragraphs and full texts, in characters.
const LINE: usize = 1_000;
const PARAGRAPHS: usize = 100_000;
const FULL_TEXT: usize = 1_000_000;
const LIST_ITEMS: usize = 200;
const PRISON_YEARS_IN_DAYS: u32 = 366;

/// Whether a name is one of the native format.
pub(super) fn is_native(name: &str) -> bool {
    FIELDS.iter().any(|(field, _)| *field == name)
}

/// Reads one row. `strictness` says whether values are JSON's own or texts of a table.
pub(super) fn parse(fields: &Fields, strictness: Strictness) -> Result<ParsedRow, Problem> {
    let row = Given { fields, strictness };
    let content = Content {
        kind: row
            .word("kind", RecordKind::parse, RecordKind::ALL, RecordKind::as_str)?
            .ok_or_else(|| missing("kind"))?,
        title: row.line("title", LINE)?.ok_or_else(|| missing("title"))?,
        document_number: row.line("document_number", 200)?,
        external_id: row.line("external_id", 200)?,
        decided_on: row.date("decided_on")?,
        party_name: row.line("party_name", LINE)?,
        party_type: row.word("party_type", PartyType::parse, PartyType::ALL, PartyType::as_str)?,
        uscc: row.uscc()?,
        violation: row.paragraphs("violation", PARAGRAPHS)?,
        facts: row.paragraphs("facts", PARAGRAPHS)?,
        legal_basis: row.lines("legal_basis")?,
        penalty_kinds: row.penalty_kinds()?,
        penalty_text: row.paragraphs("penalty_text", PARAGRAPHS)?,
        fine: row.money("fine_yuan")?,
        confiscated: row.money("confiscated_yuan")?,
        detention_days: row.days("detention_days")?,
        body: row.paragraphs("body", FULL_TEXT)?,
        acted_on: row.date("acted_on")?,
        published_on: row.date("published_on")?,
        publish_until: row.date("publish_until")?,
        source_url: row.url("source_url")?,
        withhold: row.word("withhold", Withhold::parse, Withhold::ALL, Withhold::as_str)?,
    };
    if content.document_number.is_none() && content.external_id.is_none() {
        return Err(Problem::column(
            "document_number",
            "文号（document_number）和外部编号（external_id）至少填一个",
        ));
    }
    let unit = row
        .line("unit", 200)?
        .map_or(UnitRef::Default, |unit| UnitRef::parse(&unit));
    let unknown = fields
        .iter()
        .map(|(name, _)| name)
        .filter(|name| !is_passed_over(name))
        .cloned()
        .collect();
    Ok(ParsedRow {
        unit,
        content,
        unknown,
    })
}

fn is_passed_over(name: &str) -> bool {
    is_native(name) || name == RAW_COLUMN || REJECT_COLUMNS.contains(&name)
}

fn what(field: &str) -> &'static str {
    FIELDS
        .iter()
        .find(|(name, _)| *name == field)
        .map_or("", |(_, what)| what)
}

fn missing(field: &'static str) -> Problem {
    Problem::column(field, format!("缺少{}（{field}）", what(field)))
}

/// The values of a row, asked for by name.
struct Given<'a> {
    fields: &'a Fields,
    strictness: Strictness,
}

impl Given<'_> {
    /// The value, unless it is null, an empty text or an empty list.
    fn value(&self, field: &str) -> Option<&Value> {
        let (_, value) = self.fields.iter().find(|(name, _)| **name == *field)?;
        let empty = match value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        (!empty).then_some(value)
    }

    fn text(&self, field: &'static str) -> Result<Option<&str>, Problem> {
        let read = |value: &'_ Value| value.as_str().is_some();
        match self.value(field) {
            None => Ok(None),
            Some(value) if read(value) => Ok(value.as_str()),
            Some(_) => Err(Problem::column(
                field,
                format!("{}（{field}）应是文字，写在引号里", what(field)),
            )),
        }
    }

    fn line(&self, field: &'static str, max: usize) -> Result<Option<String>, Problem> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        // Line breaks within a table's cell are how people wrap a long name.
        let one_line = text.replace(['\r', '\n', '\t'], " ");
        Ok(text::line(field, what(field), &one_line, max)?)
    }

    fn paragraphs(&self, field: &'static str, max: usize) -> Result<Option<String>, Problem> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        Ok(text::body(field, what(field), text.trim(), max)?)
    }

    fn date(&self, field: &'static str) -> Result<Option<chrono::NaiveDate>, Problem> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        Ok(Some(value::date(field, what(field), text, self.strictness)?))
    }

    fn money(&self, field: &'static str) -> Result<Option<domain::money::Money>, Problem> {
        let Some(given) = self.value(field) else {
            return Ok(None);
        };
        value::money(given).map(Some).map_err(|reason| {
            Problem::column(
                field,
                format!("{}“{}”读不出：{reason}", what(field), value::shown(given)),
            )
        })
    }

    fn days(&self, field: &'static str) -> Result<Option<u32>, Problem> {
        let Some(given) = self.value(field) else {
            return Ok(None);
        };
        let days = match given {
            Value::Number(number) => number.as_u64().and_then(|n| u32::try_from(n).ok()),
            Value::String(text) => text.trim().trim_end_matches(['日', '天']).trim_end().parse().ok(),
            _ => None,
        };
        let reason = || format!("{}“{}”应是 0 到 366 的整数", what(field), value::shown(given));
        days.filter(|days| *days <= PRISON_YEARS_IN_DAYS)
            .map(Some)
            .ok_or_else(|| Problem::column(field, reason()))
    }

    fn word<T: Copy>(
        &self,
        field: &'static str,
        parse: fn(&str) -> Option<T>,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        parse(text.trim())
            .map(Some)
            .ok_or_else(|| unknown(field, text, all, word))
    }

    fn lines(&self, field: &'static str) -> Result<Vec<String>, Problem> {
        let items = self.list(field)?;
        let lines = items
            .iter()
            .map(|item| Ok(text::line(field, what(field), &item.replace('\n', " "), LINE)?));
        lines.filter_map(Result::transpose).collect()
    }

    fn list(&self, field: &'static str) -> Result<Vec<String>, Problem> {
        let Some(given) = self.value(field) else {
            return Ok(Vec::new());
        };
        let items = value::list(given, self.strictness).ok_or_else(|| {
            Problem::column(field, format!("{}（{field}）应是由文字组成的列表", what(field)))
        })?;
        if items.len() > LIST_ITEMS {
            let reason = format!("{}有 {} 项，最多 {LIST_ITEMS} 项", what(field), items.len());
            return Err(Problem::column(field, reason));
        }
        Ok(items)
    }

    fn penalty_kinds(&self) -> Result<Vec<PenaltyKind>, Problem> {
        let mut kinds = Vec::new();
        for item in self.list("penalty_kinds")? {
            let kind = PenaltyKind::parse(&item)
                .ok_or_else(|| unknown("penalty_kinds", &item, PenaltyKind::ALL, PenaltyKind::as_str))?;
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        Ok(kinds)
    }

    /// 18 characters of GB 32100-2015; the check digit is left to the source, whose number it is.
    fn uscc(&self) -> Result<Option<String>, Problem> {
        let Some(code) = self.line("uscc", 40)? else {
            return Ok(None);
        };
        let well_formed =
            code.len() == 18 && code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        let reason = || format!("统一社会信用代码“{code}”应是 18 位数字或大写字母");
        if well_formed {
            Ok(Some(code))
        } else {
            Err(Problem::column("uscc", reason()))
        }
    }

    /// The address becomes a link on a public page, so nothing but the web is let in.
    fn url(&self, field: &'static str) -> Result<Option<String>, Problem> {
        let Some(url) = self.line(field, 2_000)? else {
            return Ok(None);
        };
        let web = url.starts_with("https://") || url.starts_with("http://");
        let plain = !url
            .chars()
            .any(|c| c.is_whitespace() || matches!(c, '"' | '<' | '>'));
        if web && plain {
            return Ok(Some(url));
        }
        Err(Problem::column(
            field,
            "来源网址应以 https:// 或 http:// 开头，不含空格和引号",
        ))
    }
}

fn unknown<T: Copy>(field: &'static str, text: &str, all: &[T], word: fn(T) -> &'static str) -> Problem {
    let allowed: Vec<_> = all.iter().map(|value| word(*value)).collect();
    domain::field_error::FieldError::unknown_value(field, what(field), text, &allowed.join("、")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(json: &str) -> Result<ParsedRow, Problem> {
        let Value::Object(map) = serde_json::from_str(json).unwrap() else {
            panic!("an object")
        };
        parse(
            &map.into_iter()
                .map(|(name, value)| (name.into(), value))
                .collect(),
            Strictness::Json,
        )
    }

    #[test]
    fn a_native_row_is_read_whole() {
        let row = parsed(
            r#"{"kind":"penalty","title":"某公司无证经营案","unit":"ps01","document_number":"明公（城）罚决字〔2026〕1号",
            "decided_on":"2026-03-09","penalty_kinds":["fine","warning","fine"],"fine_yuan":1500.5,"confiscated_yuan":"20",
            "legal_basis":["《治安管理处罚法》第五十一条"],"detention_days":5,"extra":1,"_line":3}"#,
        )
        .unwrap();
        assert_eq!(row.unit, UnitRef::Code("ps01".into()));
        assert_eq!(row.content.fine.unwrap().fen(), 150_050);
        assert_eq!(
            row.content.penalty_kinds,
            [PenaltyKind::Fine, PenaltyKind::Warning]
        );
        assert_eq!(row.unknown, ["extra".into()]);
    }

    #[test]
    fn each_fault_names_its_column_and_says_how_to_mend_it() {
        let base = r#""kind":"penalty","title":"t","document_number":"n""#;
        for (given, column) in [
            (r#"{"title":"t","document_number":"n"}"#.to_owned(), "kind"),
            (r#"{"kind":"penalty","document_number":"n"}"#.to_owned(), "title"),
            (r#"{"kind":"penalty","title":"t"}"#.to_owned(), "document_number"),
            (
                r#"{"kind":"crime","title":"t","document_number":"n"}"#.to_owned(),
                "kind",
            ),
            (format!(r#"{{{base},"decided_on":"2026-02-30"}}"#), "decided_on"),
            (format!(r#"{{{base},"decided_on":"2026/02/03"}}"#), "decided_on"),
            (format!(r#"{{{base},"fine_yuan":-1}}"#), "fine_yuan"),
            (format!(r#"{{{base},"fine_yuan":"一百"}}"#), "fine_yuan"),
            (format!(r#"{{{base},"legal_basis":"one"}}"#), "legal_basis"),
            (
                format!(r#"{{{base},"penalty_kinds":["death"]}}"#),
                "penalty_kinds",
            ),
            (
                format!(r#"{{{base},"source_url":"javascript:alert(1)"}}"#),
                "source_url",
            ),
            (
                format!(r#"{{{base},"party_name":"{}"}}"#, "长".repeat(1_001)),
                "party_name",
            ),
            (format!(r#"{{{base},"facts":7}}"#), "facts"),
            (format!(r#"{{{base},"uscc":"12"}}"#), "uscc"),
        ] {
            let problem = parsed(&given).unwrap_err();
            assert_eq!(problem.column.as_deref(), Some(column), "{given}");
            assert!(!problem.reason.is_empty());
        }
    }

    #[test]
    fn null_and_blank_are_absent() {
        let row = parsed(
            r#"{"kind":"penalty","title":"t","document_number":"n","facts":" ","body":null,"legal_basis":[]}"#,
        );
        assert_eq!(row.unwrap().content.facts, None);
    }
}
