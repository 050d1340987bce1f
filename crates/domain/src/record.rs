//! Records (公示记录): what a decision says, as imported and as shown.

mod content;
mod fields;
mod minor;
mod organization;

pub use content::Content;
pub use fields::{FIELDS, label};
pub use minor::tells_of_minor;
pub use organization::ends_as_organization;

use crate::words::words;

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
            assert_eq!(RecordKind::parse(kind.as_str()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        for code in WithdrawalCode::ALL {
            assert_eq!(WithdrawalCode::parse(code.as_str()), Some(code));
        }
    }
}
