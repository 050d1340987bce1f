//! Which records are 治安: the ones that 治安管理处罚法 第一百三十六条 seals.

use crate::record::Content;

/// The law, as decisions call it rightly and wrongly, and the regulations before it.
const LAWS: [&str; 3] = ["治安管理处罚法", "治安处罚法", "治安管理处罚条例"];

/// Whether a record is 治安: it cites the 治安管理处罚法 or its violation is in that law's list. A violation that names
/// several, or one in other words (介绍卖淫 of 引诱、容留、介绍卖淫), is in the list too: what is sealed by mistake can
/// be published, what was published cannot be sealed.
pub fn is_public_security(content: &Content) -> bool {
    let cites = |text: &str| LAWS.iter().any(|law| text.contains(law));
    content.legal_basis.iter().any(|basis| cites(basis))
        || content.body.as_deref().is_some_and(cites)
        || content.penalty_text.as_deref().is_some_and(cites)
        || content.violation.as_deref().is_some_and(is_listed)
}

fn is_listed(violation: &str) -> bool {
    let plain: String = violation.chars().filter(|c| c.is_alphanumeric()).collect();
    MARKS.iter().any(|mark| plain.contains(mark))
}

/// What the names of the violations hold, without the signs between their words (违反公安行政管理行为的名称及其适用意见;
/// by the chapters of the law in force from 2026-01-01, names of the former law included).
const MARKS: &[&str] = &[
    // 扰乱公共秩序
    "扰乱单位秩序",
    "扰乱公共场所秩序",
    "扰乱公共交通工具",
    "妨碍交通工具正常行驶",
    "破坏选举秩序",
    "聚众扰乱",
    "组织作弊",
    "考试作弊",
    "代替考试",
    "大型活动场内",
    "大型活动秩序",
    "围攻裁判员",
    "向场内投掷",
    "扰乱公共秩序",
    "散布谣言",
    "谎报警情",
    "谎报险情",
    "谎报疫情",
    "投放虚假",
    "扬言实施",
    "寻衅滋事",
    "结伙斗殴",
    "追逐拦截他人",
    "强拿硬要",
    "邪教",
    "会道门",
    "封建迷信",
    "无线电业务",
    "无线电台",
    "侵入计算机信息系统",
    "控制计算机信息系统",
    "改变计算机信息系统",
    "破坏计算机信息系统",
    "计算机破坏性程序",
    "侵入控制计算机",
    "传销",
    "英雄烈士",
    "侵略战争",
    "侵略行为",
    // 妨害公共安全
    "危险物质",
    "管制器具",
    "携带枪支",
    "盗窃损毁",
    "移动损毁",
    "边境标志",
    "国边境标志",
    "航空设施",
    "强行进入航空器驾驶舱",
    "强占座位",
    "铁路设施",
    "铁路线",
    "安装电网",
    "施工不设置安全防护",
    "移动安全防护",
    "路面公共设施",
    "高空抛物",
    "抛掷物品",
    "升放",
    "孔明灯",
    "违规飞行",
    "违规升空",
    "安全事故危险",
    // 侵犯人身权利、财产权利
    "恐怖残忍节目",
    "强迫劳动",
    "限制人身自由",
    "侵入住宅",
    "侵入他人住宅",
    "搜查身体",
    "搜查他人身体",
    "乞讨",
    "强行讨要",
    "威胁人身安全",
    "威胁他人人身安全",
    "侮辱",
    "诽谤",
    "诬告陷害",
    "打击报复证人",
    "干扰正常生活",
    "干扰他人正常生活",
    "侵犯隐私",
    "偷窥偷拍",
    "殴打",
    "故意伤害",
    "猥亵",
    "裸露身体",
    "虐待",
    "遗弃",
    "强迫交易",
    "民族仇恨",
    "民族歧视",
    "毁弃他人邮件",
    "私自开拆",
    "公民个人信息",
    "盗窃",
    "诈骗",
    "哄抢",
    "抢夺",
    "敲诈勒索",
    "损毁财物",
    "损毁公私财物",
    // 妨害社会管理
    "紧急状态",
    "阻碍执行职务",
    "妨碍执行职务",
    "妨害公务",
    "妨碍公务",
    "阻碍特种车辆",
    "冲闯警戒",
    "招摇撞骗",
    "公文证件",
    "有价票证",
    "船舶户牌",
    "停靠船舶",
    "以社会团体名义",
    "社会组织名义",
    "被撤销登记",
    "未经许可擅自经营",
    "煽动策划非法集会",
    "非法集会",
    "住宿旅客",
    "住宿人员",
    "旅客住宿",
    "承租人",
    "出租房屋",
    "出租给无身份证件",
    "制造噪声",
    "典当物品",
    "典当不查验",
    "废旧专用器材",
    "赃物",
    "国家禁止收购",
    "依法扣押",
    "隐匿毁灭证据",
    "虚假证言",
    "谎报案情",
    "被监管人",
    "脱逃",
    "刻划涂污",
    "损坏文物",
    "损坏名胜古迹",
    "危及文物安全",
    "偷开",
    "无证驾驶航空器",
    "无证驾驶船舶",
    "坟墓",
    "尸骨",
    "尸体",
    "卖淫",
    "嫖娼",
    "招嫖",
    "淫秽",
    "淫乱",
    "赌博",
    "毒品",
    "吸毒",
    "罂粟",
    "偷越国",
    "为偷越国",
    "饲养动物",
    "恐吓他人",
    "烈性犬",
    "驱使动物",
    "易肇事肇祸",
    "人身安全保护令",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_alone_together_and_in_part() {
        for name in [
            "殴打他人",
            "结伙殴打他人",
            "殴打他人、故意损毁财物",
            "介绍卖淫",
            "引诱、容留、介绍卖淫",
            "吸食毒品",
            "传播淫秽信息",
            "聚众淫乱",
            "伪造、变造、买卖公文、证件、证明文件、印章",
            "偷越国（边）境",
            "刻划涂污文物",
            "非法携带枪支、弹药、管制器具",
        ] {
            assert!(is_listed(name), "{name}");
        }
    }

    #[test]
    fn violations_of_other_laws_are_not_in_the_list() {
        for name in [
            "酒后驾驶机动车",
            "未落实安全防范措施",
            "违规燃放烟花爆竹",
            "未按规定备案",
            "贷款管理不尽职",
            "不按规定悬挂机动车号牌",
            "非法居留",
            "违规发放贷款",
            "消防设施未保持完好有效",
            "未核对受托人身份证明",
        ] {
            assert!(!is_listed(name), "{name}");
        }
    }
}
