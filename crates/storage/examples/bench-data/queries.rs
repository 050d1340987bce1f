//! The mix of questions, a hundred of each kind: words, questions and filters repeat, numbers are all different.

use domain::listing::Sort;
use domain::record::RecordKind;
use service::search::Ask;
use storage::public::PublicRecord;

/// Questions of each kind.
const EACH: usize = 100;

/// Names of violations as the record writes them.
const VIOLATIONS: [&str; 10] = [
    "殴打他人",
    "盗窃",
    "赌博",
    "寻衅滋事",
    "饮酒后驾驶机动车",
    "谎报警情",
    "故意损毁财物",
    "非法携带管制器具",
    "未取得机动车驾驶证驾驶机动车",
    "娱乐场所未建立从业人员名簿",
];
/// As people ask.
const LAY: [&str; 10] = [
    "喝酒开车被抓到一般会怎么处罚要拘留几天",
    "邻居半夜放音乐太吵了警察会罚款吗",
    "在饭店吃饭跟人打起来了对方受轻伤怎么处理",
    "没有驾照骑摩托车上路被查了罚多少钱",
    "打麻将赌钱被派出所抓了会留案底吗",
    "租房子给别人没有去登记会不会被罚",
    "偷了超市两百块钱的东西会被关几天",
    "网吧没有登记身份证被查到怎么罚",
    "养的狗咬了人主人要负什么责任",
    "过年在城里放鞭炮被罚了多少钱",
];
/// Quoted: every character in this order.
const PHRASES: [&str; 5] = [
    "\"违法行为人的陈述和申辩\"",
    "\"明镜县农村商业银行\"",
    "\"申请行政复议\"",
    "\"罚款200元\"",
    "\"情节较轻\"",
];
/// In nearly every record.
const COMMON: [&str; 5] = ["处罚", "公安局", "行政处罚决定书", "明镜县", "规定"];
/// Beginnings: characters, pinyin, initials, document numbers.
pub(crate) const TYPED: [&str; 16] = [
    "殴",
    "酒",
    "盗窃",
    "治安管理",
    "交通警察",
    "明公",
    "明公(交)行罚决字",
    "明公（治）行罚决字〔2025〕",
    "2025",
    "ouda",
    "daoqie",
    "zhian",
    "jiaojing",
    "dq",
    "jj",
    "xyz",
];
const UNITS: [&str; 5] = ["ps01", "ps02", "traffic", "security", "criminal"];

/// A question with the kind it belongs to.
pub(crate) struct Question {
    pub(crate) group: &'static str,
    pub(crate) ask: Ask,
}

/// The groups in the order of the table.
pub(crate) const GROUPS: [&str; 6] = ["违法行为", "群众问法", "文号", "只筛选", "短语", "极常见词"];

/// All questions, the groups taking turns.
pub(crate) fn all(numbered: &[PublicRecord]) -> Vec<Question> {
    let number = |index: usize| {
        let record = numbered.get(index % numbered.len().max(1));
        record
            .and_then(|record| record.document_number.clone())
            .unwrap_or_default()
    };
    let turn = |index: usize| {
        [
            words(VIOLATIONS[index % VIOLATIONS.len()]),
            words(LAY[index % LAY.len()]),
            words(&number(index)),
            filters(index),
            words(PHRASES[index % PHRASES.len()]),
            words(COMMON[index % COMMON.len()]),
        ]
    };
    let asks = (0..EACH).flat_map(turn);
    asks.zip(GROUPS.into_iter().cycle())
        .map(|(ask, group)| Question { group, ask })
        .collect()
}

fn words(q: &str) -> Ask {
    Ask {
        q: q.to_owned(),
        sort: Sort::Relevance,
        per_page: 10,
        ..Ask::default()
    }
}

fn filters(index: usize) -> Ask {
    Ask {
        kinds: vec![RecordKind::Penalty],
        units: vec![UNITS[index % UNITS.len()].to_owned()],
        years: vec![if index.is_multiple_of(2) { 2024 } else { 2025 }],
        ..words("")
    }
}
