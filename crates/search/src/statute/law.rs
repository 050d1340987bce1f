//! Names of laws: canonical forms and the short names that people and decisions use.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::fold;

/// Canonical name first, then its short names. Full names with 中华人民共和国 need no entry.
const LAWS: &[&[&str]] = &[
    &["治安管理处罚法", "治安处罚法", "治安管理法", "治安法"],
    &["行政处罚法", "处罚法"],
    &["行政强制法", "强制法"],
    &["行政许可法"],
    &["行政复议法", "复议法"],
    &["行政诉讼法", "行诉法"],
    &["刑法"],
    &["刑事诉讼法", "刑诉法"],
    &["道路交通安全法", "道交法", "道路交通法", "交通安全法", "交法"],
    &["道路交通安全法实施条例", "道交法实施条例"],
    &["禁毒法"],
    &["反恐怖主义法", "反恐法"],
    &["反电信网络诈骗法", "反诈法"],
    &["反有组织犯罪法", "扫黑法"],
    &["网络安全法", "网安法"],
    &["数据安全法"],
    &["个人信息保护法", "个保法"],
    &["居民身份证法", "身份证法"],
    &["户口登记条例"],
    &["出境入境管理法", "出入境管理法", "出入境法"],
    &["外国人入境出境管理条例"],
    &["护照法"],
    &["枪支管理法", "枪支法"],
    &["消防法"],
    &["人民警察法", "警察法"],
    &["未成年人保护法", "未保法"],
    &["预防未成年人犯罪法"],
    &["妇女权益保障法"],
    &["反家庭暴力法", "反家暴法"],
    &["集会游行示威法"],
    &["噪声污染防治法", "噪声法"],
    &["动物防疫法"],
    &["国家赔偿法"],
    &["信访工作条例", "信访条例"],
    &["政府信息公开条例", "信息公开条例"],
    &["保安服务管理条例", "保安条例"],
    &["娱乐场所管理条例", "娱乐场所条例"],
    &["娱乐场所治安管理办法"],
    &["旅馆业治安管理办法", "旅馆业办法", "旅馆办法"],
    &["企业事业单位内部治安保卫条例", "内保条例"],
    &["大型群众性活动安全管理条例", "大型活动条例"],
    &["烟花爆竹安全管理条例", "烟花爆竹条例"],
    &["民用爆炸物品安全管理条例", "民爆条例"],
    &["危险化学品安全管理条例", "危化品条例"],
    &["易制毒化学品管理条例", "易制毒条例"],
    &["互联网上网服务营业场所管理条例", "网吧条例"],
    &["计算机信息网络国际联网安全保护管理办法"],
    &["机动车修理业、报废机动车回收业治安管理办法"],
    &["废旧金属收购业治安管理办法"],
    &["典当管理办法"],
    &["印铸刻字业暂行管理规则"],
    &["租赁房屋治安管理规定"],
    &["公安机关办理行政案件程序规定", "办理行政案件程序规定", "程序规定"],
    &["公安机关执法公开规定", "执法公开规定"],
    &["道路交通安全违法行为处理程序规定"],
    &["机动车驾驶证申领和使用规定"],
];

static ALIASES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    LAWS.iter()
        .flat_map(|names| names.iter().map(|name| (*name, names[0])))
        .collect()
});

const STATE: &str = "中华人民共和国";

/// The canonical name of a law: without the state, blanks and an amendment in brackets; short names in full.
pub fn canonical_law(name: &str) -> String {
    let folded: String = fold(name).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = folded.strip_prefix(STATE).unwrap_or(&folded);
    let bare = bare.split_once('(').map_or(bare, |(before, _)| before);
    ALIASES.get(bare).copied().unwrap_or(bare).to_owned()
}

/// The known law named at the start of the characters, longest first, with the number of characters it takes.
pub(super) fn alias_at(chars: &[char]) -> Option<(&'static str, usize)> {
    let longest = chars.len().min(24);
    (2..=longest).rev().find_map(|length| {
        let name: String = chars[..length].iter().collect();
        ALIASES.get(name.as_str()).map(|law| (*law, length))
    })
}
