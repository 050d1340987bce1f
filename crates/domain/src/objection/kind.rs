//! What is objected to, and by whom.

use crate::words::words;

words! {
    /// What somebody holds against a public record.
    ObjectionKind {
        /// It says something that is not so.
        Correction = "correction", "更正";
        /// It shows what identifies a person and must not be seen.
        Privacy = "privacy", "隐私";
        /// It ought not to be public, or not any longer.
        Dispute = "dispute", "异议";
        /// The party has mended its credit (行政处罚公示期与信用修复).
        CreditRepair = "credit-repair", "信用修复";
    }

    /// Who objects, as the person says.
    Asker {
        /// 当事人.
        Party = "party", "当事人本人";
        /// 代理人.
        Representative = "representative", "当事人的代理人";
        /// Anybody else.
        Other = "other", "其他人";
    }
}

impl ObjectionKind {
    /// Whether it is done before all others: what is seen of a person is seen by more people every hour.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::Privacy)
    }
}
