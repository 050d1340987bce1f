//! What a form says of a record.

use crate::import::{Fields, not_yet, typed};
use chrono::NaiveDate;
use domain::field_error::FieldError;
use domain::record::{Content, FIELDS, RecordKind, label};
use serde_json::Value;

/// A form as it was posted; names may repeat.
pub type Posted = [(String, String)];

/// The content that was typed, under every rule of an import, with days that can be: of a record that is mended, the days
/// that were changed; others came from the case system.
pub(super) fn read(
    form: &Posted,
    was: Option<&Content>,
    today: NaiveDate,
) -> Result<Content, Vec<FieldError>> {
    let content = typed(&fields(form))?;
    let mut errors: Vec<FieldError> = not_yet(&content, today).into_iter().collect();
    let days = |content: &Content| [content.acted_on, content.decided_on];
    let are_new = was.is_none_or(|was| days(was) != days(&content));
    if are_new && content.decided_on.is_some() && content.acted_on > content.decided_on {
        let told = "不能晚于决定日期，请核对这两个日期";
        errors.push(FieldError::new("acted_on", "after-decision", told));
    }
    let is_new = was.is_none_or(|was| was.published_on != content.published_on);
    if is_new && content.published_on > Some(today) {
        let told = "公开日期是最早公开的那一天，不能晚于今天；还没有公开过的不用填";
        errors.push(FieldError::new("published_on", "in-the-future", told));
    }
    let is_new = was.is_none_or(|was| was.publish_until != content.publish_until);
    if is_new && content.publish_until.is_some_and(|until| until < today) {
        let told = "公示截止日期已经过去，公众看不到；请改为以后的日期，或者不填、按规定执行";
        errors.push(FieldError::new("publish_until", "over", told));
    }
    if errors.is_empty() {
        Ok(content)
    } else {
        Err(errors)
    }
}

/// What a penalty must tell to be fit for the public: against whom, for what, by which law, with what result
/// (行政处罚法第四十八条、第五十九条). An import brings what the case system has; a person can look it up.
pub(super) fn complete(content: Content) -> Result<Content, Vec<FieldError>> {
    if content.kind != RecordKind::Penalty {
        return Ok(content);
    }
    let has_result = content.penalty_text.is_some() || !content.penalty_kinds.is_empty();
    let told = [
        ("party_name", content.party_name.is_some()),
        (
            "violation",
            content.violation.is_some() || content.facts.is_some(),
        ),
        ("legal_basis", !content.legal_basis.is_empty()),
        ("penalty_text", has_result),
    ];
    let missing = told.into_iter().filter(|(_, is_told)| !is_told);
    let errors: Vec<FieldError> = missing
        .map(|(field, _)| FieldError::missing(field, label(field)))
        .collect();
    if errors.is_empty() {
        Ok(content)
    } else {
        Err(errors)
    }
}

/// A form as a row: citations stand one to a line, kinds of penalty are a check box each.
fn fields(form: &Posted) -> Fields {
    let value = |field: &str| {
        let mut given = form
            .iter()
            .filter(|(name, _)| name == field)
            .map(|(_, value)| value.as_str());
        match field {
            "legal_basis" => given.flat_map(str::lines).map(Value::from).collect(),
            "penalty_kinds" => given.map(Value::from).collect(),
            _ => given.next().map_or(Value::Null, Value::from),
        }
    };
    let row = FIELDS.iter().map(|(field, _)| ((*field).into(), value(field)));
    row.collect()
}

/// The form that would say `content`: the reverse of reading it.
pub fn form_of(content: &Content) -> Vec<(String, String)> {
    let Ok(Value::Object(members)) = serde_json::to_value(content) else {
        return Vec::new();
    };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let values = |(field, value): (String, Value)| {
        let values: Vec<String> = match &value {
            Value::Array(items) => items.iter().map(text).collect(),
            other => vec![text(other)],
        };
        match field.as_str() {
            "legal_basis" => vec![(field, values.join("\n"))],
            _ => values.into_iter().map(|value| (field.clone(), value)).collect(),
        }
    };
    members.into_iter().flat_map(values).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_back_from_its_own_form() {
        let content: Content = serde_json::from_value(serde_json::json!({
            "kind": "penalty", "title": "某公司无证经营案", "document_number": "明公（城）罚决字〔2026〕1号",
            "external_id": "A-1", "decided_on": "2026-03-09", "party_name": "明镜县顺达保安服务有限公司",
            "party_type": "organization", "uscc": "91230500MA1B3N1N2M", "violation": "无证经营",
            "facts": "第一段。\n\n第二段。", "legal_basis": ["《甲条例》第四十一条、第四十二条", "《乙办法》第三条"],
            "penalty_kinds": ["warning", "fine"], "penalty_text": "警告，并罚款。", "fine_yuan": "1500.5",
            "confiscated_yuan": "20", "detention_days": 5, "body": "全文", "acted_on": "2026-03-01",
            "published_on": "2026-03-10", "publish_until": "2029-03-10", "source_url": "https://example.cn/1",
            "withhold": "secret"
        }))
        .unwrap();
        let form = form_of(&content);
        let named = |field: &str| form.iter().any(|(name, _)| name == field);
        let missing: Vec<_> = FIELDS.iter().filter(|(field, _)| !named(field)).collect();
        assert_eq!(missing, [&("unit", "单位")], "the form has every member");
        assert_eq!(typed(&fields(&form)), Ok(content));
    }
}
