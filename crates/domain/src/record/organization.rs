//! Telling an organisation by its name.

/// Endings of organisations' names; brackets at the end (分公司名、曾用名) are passed over.
pub fn ends_as_organization(name: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "公司",
        "店",
        "厂",
        "行",
        "部",
        "中心",
        "社",
        "院",
        "馆",
        "所",
        "局",
        "会",
        "场",
        "站",
        "园",
        "校",
        "学校",
        "集团",
        "企业",
        "网吧",
        "酒店",
        "宾馆",
        "俱乐部",
        "委员会",
        "合作社",
        "事务所",
        "支行",
        "分行",
        "营业部",
        "办事处",
        "工作室",
        "超市",
        "市场",
        "队",
        "库",
        "城",
        "吧",
        "庄",
        "处",
        "机构",
        "基金",
        "银行",
        "联社",
        "商行",
        "经营户",
    ];
    let mut name = name.trim();
    while let Some(open) = name
        .ends_with(['）', ')'])
        .then(|| name.rfind(['（', '(']))
        .flatten()
    {
        name = name[..open].trim_end();
    }
    let long_enough = name.chars().count() >= 4;
    long_enough && ENDINGS.iter().any(|ending| name.ends_with(ending))
}
