//! The names of a record's members: in files and forms, and for people.

/// Every member of the native format with its Chinese name, in the order of the contract.
pub const FIELDS: &[(&str, &str)] = &[
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

/// What people call a member; nothing for a name that is none.
pub fn label(field: &str) -> &'static str {
    FIELDS
        .iter()
        .find(|(name, _)| *name == field)
        .map_or("", |(_, what)| what)
}
