//! Publication policy: dated rules that say what may be shown, and on what ground.

use crate::record::{Content, Withhold};
use chrono::{Days, NaiveDate};

/// What the policy allows, lenient to strict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Published, every text masked.
    Publish,
    /// Published with the party's name masked too.
    PublishMasked,
    /// Held: only aggregates may ever appear.
    Sealed,
    /// Never public.
    Never,
}

/// A decision with its legal ground, which is kept with the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    /// What is allowed.
    pub decision: Decision,
    /// Law and article, in Chinese.
    pub ground: &'static str,
}

/// One dated rule: applies to decisions in `[from, until)` that it matches; the first matching rule wins.
struct Rule {
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    matches: fn(&Content) -> bool,
    ruling: Ruling,
}

impl Rule {
    fn applies(&self, content: &Content, on: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= on)
            && self.until.is_none_or(|until| on < until)
            && (self.matches)(content)
    }
}

/// The rules in force.
pub struct Policy(Vec<Rule>);

impl Policy {
    /// The first policy (contract): 治安 on a person decided from 2026-01-01 is sealed, `withhold` is never
    /// shown, another person is published masked, the rest published with every text masked.
    pub fn first() -> Self {
        let rule = |from, matches, decision, ground| Rule {
            from,
            until: None,
            matches,
            ruling: Ruling { decision, ground },
        };
        Self(vec![
            rule(
                None,
                |c| matches!(c.withhold, Some(Withhold::Minor)),
                Decision::Never,
                "被处罚人系未成年人，不公开（公安机关执法公开规定第十三条、未成年人保护法第一百零三条）",
            ),
            rule(
                None,
                |c| matches!(c.withhold, Some(Withhold::Secret)),
                Decision::Never,
                "涉及国家秘密或者警务工作秘密，不公开（公安机关执法公开规定第十三条）",
            ),
            rule(
                None,
                |c| matches!(c.withhold, Some(Withhold::Decency)),
                Decision::Never,
                "内容有伤风化，不公开（公安机关执法公开规定第十五条）",
            ),
            rule(
                NaiveDate::from_ymd_opt(2026, 1, 1),
                |c| c.is_personal() && is_public_security(c),
                Decision::Sealed,
                "违反治安管理的记录应当予以封存（治安管理处罚法第一百三十六条）",
            ),
            rule(
                None,
                Content::is_personal,
                Decision::PublishMasked,
                "自然人隐名公开（公安机关执法公开规定第十四条、第十五条）",
            ),
            rule(
                None,
                |_| true,
                Decision::Publish,
                "依法公开（公安机关执法公开规定第十二条、国办发〔2018〕118号）",
            ),
        ])
    }

    /// What may be shown of `content`. Undated, the strictest among the rules that match it on some date; a
    /// rule that could match it on no date never counts.
    pub fn rule_on(&self, content: &Content) -> Ruling {
        match content.decided_on {
            Some(on) => self.on(content, on),
            None => self
                .days_that_differ()
                .map(|on| self.on(content, on))
                .max_by_key(|ruling| ruling.decision)
                .expect("there is always one day to try"),
        }
    }

    fn on(&self, content: &Content, on: NaiveDate) -> Ruling {
        let unmatched = Ruling {
            decision: Decision::Never,
            ground: "没有适用的公开规则，不公开",
        };
        self.0
            .iter()
            .find(|rule| rule.applies(content, on))
            .map_or(unmatched, |rule| rule.ruling)
    }

    /// One day before, and one on, every date at which a rule begins or ends.
    fn days_that_differ(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let edges = self.0.iter().flat_map(|rule| [rule.from, rule.until]).flatten();
        edges
            .flat_map(|edge| [edge - Days::new(1), edge])
            .chain([NaiveDate::default()])
    }
}

/// Whether a record is 治安: it cites the 治安管理处罚法 or its violation is in that law's list.
pub fn is_public_security(content: &Content) -> bool {
    const LAW: &str = "治安管理处罚法";
    let cites = |text: &Option<String>| text.as_deref().is_some_and(|text| text.contains(LAW));
    content.legal_basis.iter().any(|basis| basis.contains(LAW))
        || cites(&content.body)
        || cites(&content.penalty_text)
        || content
            .violation
            .as_deref()
            .is_some_and(|violation| VIOLATIONS.contains(&violation.trim()))
}

/// Violations of the 治安管理处罚法 by name (违反公安行政管理行为的名称及其适用意见).
pub const VIOLATIONS: &[&str] = &[
    "扰乱单位秩序",
    "扰乱公共场所秩序",
    "虚构事实扰乱公共秩序",
    "散布谣言",
    "谎报警情",
    "寻衅滋事",
    "非法携带枪支、弹药、管制器具",
    "非法携带管制器具",
    "高空抛物",
    "升放孔明灯",
    "违规飞行",
    "非法侵入住宅",
    "非法限制人身自由",
    "非法搜查身体",
    "威胁人身安全",
    "侮辱",
    "诽谤",
    "诬告陷害",
    "发送信息干扰正常生活",
    "侵犯隐私",
    "殴打他人",
    "故意伤害",
    "猥亵",
    "在公共场所故意裸露身体",
    "虐待",
    "遗弃",
    "非法出售、提供公民个人信息",
    "非法出售提供公民个人信息",
    "盗窃",
    "诈骗",
    "哄抢",
    "抢夺",
    "敲诈勒索",
    "故意损毁财物",
    "拒不执行紧急状态下的决定、命令",
    "阻碍执行职务",
    "招摇撞骗",
    "冒充国家机关工作人员招摇撞骗",
    "伪造、变造、买卖公文、证件、证明文件、印章",
    "伪造变造买卖公文证件印章",
    "未经许可擅自经营",
    "不按规定登记住宿旅客信息",
    "旅馆不按规定登记住宿人员",
    "不按规定登记承租人信息",
    "出租房屋不登记",
    "制造噪声干扰正常生活",
    "违法承接典当物品",
    "收购赃物、有赃物嫌疑的物品",
    "收购赃物嫌疑物品",
    "窝藏、转移、代销赃物",
    "窝藏转移销售赃物",
    "隐藏、转移、变卖、损毁依法扣押、查封、冻结的财物",
    "偷开他人机动车",
    "偷开机动车",
    "卖淫",
    "嫖娼",
    "拉客招嫖",
    "赌博",
    "为赌博提供条件",
    "吸毒",
    "非法持有毒品",
    "饲养动物干扰正常生活",
    "放任动物恐吓他人",
    "饲养动物干扰",
    "提供虚假证言",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn ruling(json: serde_json::Value) -> Decision {
        let mut object = serde_json::json!({"kind": "penalty", "title": "t"});
        object
            .as_object_mut()
            .unwrap()
            .extend(json.as_object().unwrap().clone());
        Policy::first()
            .rule_on(&serde_json::from_value(object).unwrap())
            .decision
    }

    #[test]
    fn public_security_decisions_on_persons_are_sealed_from_2026() {
        let fight = |on| serde_json::json!({"party_name": "张三", "violation": "殴打他人", "decided_on": on});
        assert_eq!(ruling(fight("2025-12-31")), Decision::PublishMasked);
        assert_eq!(ruling(fight("2026-01-01")), Decision::Sealed);
    }

    #[test]
    fn an_undated_record_takes_the_strictest_rule_that_could_match_it() {
        assert_eq!(
            ruling(serde_json::json!({"party_name": "张三", "violation": "殴打他人"})),
            Decision::Sealed
        );
        assert_eq!(
            ruling(serde_json::json!({"party_name": "张三", "violation": "酒后驾驶"})),
            Decision::PublishMasked
        );
        assert_eq!(
            ruling(serde_json::json!({"party_name": "顺达保安有限公司", "violation": "殴打他人"})),
            Decision::Publish
        );
    }

    #[test]
    fn what_is_withheld_is_never_shown() {
        let json = serde_json::json!({"party_name": "顺达保安有限公司", "withhold": "minor", "decided_on": "2020-01-01"});
        assert_eq!(ruling(json), Decision::Never);
    }

    #[test]
    fn a_citation_makes_a_record_public_security() {
        let json = serde_json::json!({
            "party_name": "张三", "decided_on": "2026-05-01", "legal_basis": ["《中华人民共和国治安管理处罚法》第五十一条"]
        });
        assert_eq!(ruling(json), Decision::Sealed);
    }
}
