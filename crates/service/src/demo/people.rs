//! People, companies and numbers that belong to nobody.

use super::dice::Dice;
use chrono::{Datelike, Days, NaiveDate};

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何",
    "高", "林", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾", "肖", "田",
    "董", "袁", "潘", "于", "蒋", "蔡", "余", "杜", "叶", "程", "苏", "魏", "吕", "丁", "任", "沈", "姚",
    "卢", "姜", "崔", "钟", "谭", "陆", "汪", "范", "石", "廖", "贾", "夏", "韦", "付", "方", "白", "邹",
    "孟", "熊", "秦", "邱", "江", "尹", "薛", "闫", "欧阳", "上官", "诸葛", "司马",
];
const GIVEN: &[&str] = &[
    "建国", "志强", "海涛", "文博", "晓东", "国栋", "立军", "永刚", "春生", "长福", "玉兰", "秀英", "丽娟",
    "雪梅", "桂芳", "红霞", "淑珍", "雨桐", "思远", "俊杰", "浩然", "子涵", "伟", "强", "磊", "军", "勇",
    "杰", "涛", "明", "超", "鹏", "飞", "斌", "波", "辉", "刚", "平", "静", "敏", "燕", "玲", "娜", "芳",
    "倩", "婷", "洁", "琳", "振华", "德胜", "明远", "景行", "学文", "光耀", "家豪", "佳怡", "梦瑶", "诗雨",
    "铁柱", "满仓",
];
const BRANDS: &[&str] = &[
    "云栖", "青禾", "顺达", "宏远", "金鼎", "明珠", "瑞丰", "和顺", "百川", "长兴", "天成", "聚福", "鑫源",
    "恒泰", "万家", "东篱", "星河", "翠湖", "盛世", "锦绣", "祥云", "凯旋", "同心", "益民", "丰泽", "启航",
    "卓越", "安泰", "华灯", "四季", "听松", "望江", "春晖", "永昌", "汇通", "众信", "嘉禾", "蓝海", "银杏",
    "双喜",
];
const PLACES: &[&str] = &[
    "城关镇鼓楼街某烧烤店",
    "城关镇东关大街某网吧",
    "城关镇明德路某超市",
    "柳溪镇文昌路某饭店",
    "石桥镇农贸市场",
    "青湖镇湖滨路某棋牌室",
    "云台乡某农家乐",
    "南坪镇坪中街某理发店",
    "城关镇通达路某修理厂",
    "城关镇人民广场",
    "城关镇汽车站",
    "石桥镇桥南街某便利店",
    "柳溪镇某工地宿舍",
    "青湖镇某水产市场",
    "城关镇某小区地下车库",
    "北岭乡某养殖场",
    "城关镇某医院门诊大厅",
    "东关大街某火锅店",
];
const ROADS: &[&str] = &[
    "城关镇通达路",
    "城关镇东关大街",
    "城关镇鼓楼街",
    "明柳公路3公里处",
    "明石公路12公里处",
    "湖滨路",
    "环城北路",
    "文昌路",
    "坪中街",
    "山前路",
];
const VILLAGES: &[&str] = &[
    "鼓楼社区",
    "东关村",
    "柳溪村",
    "桥南村",
    "湖滨村",
    "山前村",
    "坪中村",
    "岭下村",
];
const CAUSES: &[&str] = &[
    "停车位置",
    "琐事",
    "债务问题",
    "打牌输赢",
    "邻里排水",
    "排队先后",
    "摊位摆放",
    "噪声问题",
    "交通剐蹭",
];

/// Kinds of business, with the endings of their names.
const TRADES: &[(&str, &[&str])] = &[
    ("hotel", &["宾馆", "酒店有限公司", "商务酒店"]),
    (
        "plant",
        &[
            "机械制造有限公司",
            "食品有限公司",
            "纺织有限公司",
            "建材有限公司",
            "农业科技有限公司",
        ],
    ),
    ("guard", &["保安服务有限公司"]),
    ("entertainment", &["歌厅有限公司", "娱乐有限公司", "电子游艺中心"]),
    ("event", &["文化传媒有限公司", "会展服务有限公司"]),
    ("logistics", &["物流有限公司", "货运服务部"]),
    ("shop", &["超市", "便利店", "烟酒店", "五金店", "小吃店"]),
    ("pawn", &["典当行有限公司", "寄售行"]),
    ("shop-company", &["信息科技有限公司", "网络科技有限公司"]),
    ("mine", &["采石场", "爆破工程有限公司"]),
    ("seal", &["印章刻制服务部"]),
    ("bank", &["农村商业银行城关支行", "村镇银行石桥支行"]),
];

/// A person's name.
pub(super) fn name(dice: &Dice) -> String {
    format!("{}{}", dice.pick(SURNAMES), dice.pick(GIVEN))
}

/// Every name of at least three characters that may be drawn: shorter ones stand in ordinary words.
#[cfg(test)]
pub(super) fn every_name() -> impl Iterator<Item = String> {
    SURNAMES
        .iter()
        .flat_map(|surname| GIVEN.iter().map(move |given| format!("{surname}{given}")))
        .filter(|name| name.chars().count() > 2)
}

/// A business of a trade.
pub(super) fn business(dice: &Dice, trade: &str) -> String {
    let endings = TRADES
        .iter()
        .find(|(name, _)| *name == trade)
        .map_or(TRADES[1].1, |(_, endings)| *endings);
    format!("明镜县{}{}", dice.pick(BRANDS), dice.pick(endings))
}

/// Where something happens, already as the public text says it.
pub(super) fn place(dice: &Dice) -> String {
    format!("明镜县{}", dice.pick(PLACES))
}

/// A street.
pub(super) fn road(dice: &Dice) -> String {
    format!("明镜县{}", dice.pick(ROADS))
}

/// What people quarrel about.
pub(super) fn cause(dice: &Dice) -> &'static str {
    dice.word(CAUSES)
}

/// Where somebody lives.
pub(super) fn home(dice: &Dice) -> String {
    format!(
        "明镜县{}{}组{}号",
        dice.pick(VILLAGES),
        dice.between(1, 12),
        dice.between(1, 180)
    )
}

/// A mobile number: 154 was never given to a network.
pub(super) fn phone(dice: &Dice) -> String {
    format!("154{:08}", dice.between(0, 99_999_999))
}

/// A plate: no authority issues the letter I.
pub(super) fn plate(dice: &Dice) -> String {
    format!("云I{:05}", dice.between(10_000, 99_999))
}

/// Born so many years before a day.
pub(super) fn birthday(dice: &Dice, before: NaiveDate, years: (u32, u32)) -> NaiveDate {
    let year = before.year() - i32::try_from(dice.between(years.0, years.1)).unwrap_or(40);
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(before);
    first + Days::new(u64::from(dice.between(0, 364)))
}

/// An identity number with a right check digit (GB 11643) of the region 990101, which does not exist.
pub(super) fn identity_number(dice: &Dice, born: NaiveDate) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let body = format!("990101{}{:03}", born.format("%Y%m%d"), dice.between(1, 998));
    let sum: u32 = body
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!("{body}{}", char::from(CHECKS[(sum % 11) as usize]))
}

/// A credit code with a right check character (GB 32100) of the same region.
pub(super) fn credit_code(dice: &Dice) -> String {
    const SYMBOLS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let body: String = format!("91990101MA{:07}", dice.between(0, 9_999_999));
    let value = |symbol: u8| SYMBOLS.iter().position(|known| *known == symbol).unwrap_or(0);
    let sum: usize = body
        .bytes()
        .zip(WEIGHTS)
        .map(|(symbol, weight)| value(symbol) * weight)
        .sum();
    format!("{body}{}", char::from(SYMBOLS[(31 - sum % 31) % 31]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::masking::{Kind, Masker};

    #[test]
    fn numbers_have_the_form_of_real_ones_and_belong_to_nobody() {
        for index in 0..200 {
            let dice = Dice::new(1, "people", index);
            let born = birthday(&dice, NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), (18, 70));
            let id = identity_number(&dice, born);
            assert!(id.starts_with("99") && id.len() == 18);
            let found = Masker::default().mask_text(&format!("号码{id}，联系{}", phone(&dice)));
            let kinds: Vec<Kind> = found.spans.iter().map(|span| span.kind).collect();
            assert_eq!(kinds, [Kind::IdNumber, Kind::Phone], "{id}");
            assert!(phone(&dice).starts_with("154"));
            assert_eq!(credit_code(&dice).len(), 18);
        }
    }
}
