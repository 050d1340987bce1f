//! Records (公示记录): what a decision says, as imported and as shown.

mod fields;

pub use fields::{FIELDS, label};

use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal, $label:literal;)+ }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of the interface.
            pub const ALL: &'static [$name] = &[$(Self::$variant),+];

            /// The word in files, addresses and the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The field's term in Chinese.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// Reads [`Self::as_str`].
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// What kind of enforcement a record shows.
    RecordKind {
        /// 行政处罚.
        Penalty = "penalty", "行政处罚";
        /// 行政许可.
        License = "license", "行政许可";
        /// 行政强制.
        Compulsion = "compulsion", "行政强制";
        /// 行政检查.
        Inspection = "inspection", "行政检查";
        /// 不予行政处罚.
        NoPenalty = "no-penalty", "不予处罚";
        /// Anything else.
        Other = "other", "其他";
    }
}

words! {
    /// Who the decision is about (行政相对人).
    PartyType {
        /// 自然人.
        Person = "person", "自然人";
        /// 法人及非法人组织.
        Organization = "organization", "法人及非法人组织";
        /// 个体工商户.
        SoleTrader = "sole-trader", "个体工商户";
    }
}

words! {
    /// Classes of penalty (行政处罚法 第九条), light to heavy as the annual statistics count them.
    PenaltyKind {
        /// 警告.
        Warning = "warning", "警告";
        /// 通报批评.
        Criticism = "criticism", "通报批评";
        /// 罚款.
        Fine = "fine", "罚款";
        /// 没收违法所得、没收非法财物.
        Confiscation = "confiscation", "没收";
        /// 暂扣许可证件、降低资质等级.
        LicenseSuspension = "license-suspension", "暂扣许可证件";
        /// 吊销许可证件.
        LicenseRevocation = "license-revocation", "吊销许可证件";
        /// 限制开展生产经营活动、限制从业.
        Restriction = "restriction", "限制从业或经营";
        /// 责令停产停业、责令关闭.
        Closure = "closure", "责令停产停业";
        /// 行政拘留.
        Detention = "detention", "行政拘留";
        /// 其他行政处罚.
        Other = "other", "其他处罚";
    }
}

words! {
    /// Why a record may never be public whatever else it says (公安机关执法公开规定 第十三、十五条).
    Withhold {
        /// The party is under age.
        Minor = "minor", "未成年人";
        /// 国家秘密、警务工作秘密.
        Secret = "secret", "涉密";
        /// 有伤风化.
        Decency = "decency", "有伤风化";
    }
}

words! {
    /// Why a published record was taken down.
    WithdrawalCode {
        /// 被依法撤销.
        Revoked = "revoked", "决定被依法撤销";
        /// 被依法变更.
        Changed = "changed", "决定被依法变更";
        /// 确认违法.
        Unlawful = "unlawful", "决定被确认违法";
        /// 确认无效.
        Void = "void", "决定被确认无效";
        /// Should not have been published.
        PublishedInError = "published-in-error", "误公开";
        /// 个人隐私.
        Privacy = "privacy", "涉及个人隐私";
        /// 未成年人.
        Minor = "minor", "涉及未成年人";
        /// 依法封存.
        Sealed = "sealed", "依法封存";
        /// 信用修复.
        CreditRepair = "credit-repair", "信用修复";
    }
}

impl WithdrawalCode {
    /// Whether the address keeps saying which decision stood here and why it went
    /// (行政处罚法 第四十八条: 公开说明理由). The other codes leave a bare 410.
    pub const fn leaves_tombstone(self) -> bool {
        matches!(
            self,
            Self::Revoked | Self::Changed | Self::Unlawful | Self::Void | Self::PublishedInError
        )
    }
}

impl RecordKind {
    /// Whether the shorter period runs until it is public: penalties and licences (国办发〔2018〕118号).
    pub const fn is_due_early(self) -> bool {
        match self {
            Self::Penalty | Self::License | Self::NoPenalty => true,
            Self::Compulsion | Self::Inspection | Self::Other => false,
        }
    }
}

/// What a decision says. As imported it is the original; masked by policy it is the public text.
///
/// Serialised, it is the native import format without `unit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What kind of enforcement.
    pub kind: RecordKind,
    /// One line.
    pub title: String,
    /// 文号, unique within the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    /// The case system's own key, never public; unique within the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Absent: shown as 未载明.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<NaiveDate>,
    /// 行政相对人.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_name: Option<String>,
    /// As given; see [`Content::effective_party_type`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_type: Option<PartyType>,
    /// 统一社会信用代码.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uscc: Option<String>,
    /// 违法行为.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation: Option<String>,
    /// 违法事实.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<String>,
    /// 依据, one citation each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal_basis: Vec<String>,
    /// Classes of penalty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub penalty_kinds: Vec<PenaltyKind>,
    /// 处罚内容.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalty_text: Option<String>,
    /// 罚款.
    #[serde(rename = "fine_yuan", default, skip_serializing_if = "Option::is_none")]
    pub fine: Option<Money>,
    /// 没收.
    #[serde(rename = "confiscated_yuan", default, skip_serializing_if = "Option::is_none")]
    pub confiscated: Option<Money>,
    /// 行政拘留日数.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detention_days: Option<u32>,
    /// Full text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// When the act was done; the law of that day applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acted_on: Option<NaiveDate>,
    /// First publication anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<NaiveDate>,
    /// 公示期满.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publish_until: Option<NaiveDate>,
    /// Where it was first shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// Never public, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withhold: Option<Withhold>,
}

impl Content {
    /// The name, cleaned of what surrounds it, tells an organisation by its ending; else a person is assumed,
    /// because a person needs more protection.
    pub fn effective_party_type(&self) -> PartyType {
        self.party_type
            .unwrap_or_else(|| match self.party_name.as_deref() {
                Some(name) if ends_as_organization(name) => PartyType::Organization,
                _ => PartyType::Person,
            })
    }

    /// A sole trader counts as a person for `noindex` and bulk data.
    pub fn is_personal(&self) -> bool {
        self.effective_party_type() != PartyType::Organization
    }

    /// Every text, with the name of its field: what masking and search go through.
    pub fn texts(&self) -> Vec<(&'static str, &str)> {
        let optional = [
            ("party_name", self.party_name.as_deref()),
            ("violation", self.violation.as_deref()),
            ("facts", self.facts.as_deref()),
            ("penalty_text", self.penalty_text.as_deref()),
            ("body", self.body.as_deref()),
        ];
        let mut texts = vec![("title", self.title.as_str())];
        texts.extend(
            optional
                .into_iter()
                .filter_map(|(field, text)| text.map(|text| (field, text))),
        );
        texts.extend(self.legal_basis.iter().map(|text| ("legal_basis", text.as_str())));
        texts
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn party(name: &str) -> Content {
        serde_json::from_value(serde_json::json!({"kind": "penalty", "title": "t", "party_name": name}))
            .unwrap()
    }

    #[test]
    fn an_organisation_is_told_by_its_ending_and_anything_else_is_a_person() {
        for name in [
            "明镜县顺达保安服务有限公司",
            "某某银行股份有限公司（城关支行）",
            "蓝天网吧",
            "城关供销合作社",
        ] {
            assert_eq!(
                party(name).effective_party_type(),
                PartyType::Organization,
                "{name}"
            );
        }
        for name in ["张三", "欧阳锋", "王中行", "买买提·吐尔逊", "李会", ""] {
            assert_eq!(party(name).effective_party_type(), PartyType::Person, "{name}");
        }
    }

    #[test]
    fn words_are_read_as_written() {
        for kind in RecordKind::ALL {
            assert_eq!(RecordKind::parse(kind.as_str()), Some(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        for code in WithdrawalCode::ALL {
            assert_eq!(WithdrawalCode::parse(code.as_str()), Some(*code));
        }
    }
}
