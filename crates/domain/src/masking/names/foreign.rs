//! Names with a dot (阿不都·买买提, 迈克尔·乔丹) and names in Latin letters.

use super::{Found, evidence, party};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::is_han;
use crate::masking::word_set::CharSet;
use std::sync::LazyLock;

/// Characters of names that write other languages by sound.
const SOUNDS: &str = "不卜合荪逊牙朝阿艾爱安奥澳巴白拜班邦包保鲍贝本比彼毕宾波伯勃博布策查柴次茨达大戴丹当道德登迪地蒂丁东都杜敦顿多额恩尔\
二法凡范方菲费芬丰冯弗夫佛福富盖甘冈高戈哥歌格葛根贡古瓜瑰贵国果哈海罕汉豪赫黑亨洪胡华怀惠霍基吉济加佳嘉贾简江\
杰捷金津瑾京卡凯坎康考柯科可克肯孔库奎昆拉腊莱赖兰郎朗劳勒雷蕾里李力丽利莉琳林伦罗洛马玛迈麦满曼毛梅美门蒙米密\
敏明摩莫墨默姆木穆拿纳娜乃奈南楠内尼妮宁努诺欧帕派潘庞培佩彭皮平珀普其奇齐恰乔切钦琼丘曲热仁日茹瑞若萨塞赛桑瑟\
森沙莎山尚舍申圣什施石史舒斯丝司松苏索塔泰坦汤唐特提图托瓦万旺威维卫温文翁沃乌吾武西希锡霞夏香肖谢辛欣雄休许逊雅\
亚延扬耶叶伊依义易因英永尤于宇玉约云扎泽詹珍芝治智卓兹宗佐吐鲁孜斯坎古丽江买依迪力沙尼亚孜如甫祖农吾拜麦提肉苏则喀阔娅帖孜丽努尔亥姑再乃奴甫衣拉木艾尼瓦提江夏吐迪米肖赛别叶茂苗登仓央绍朱焦麻伽耐邓顾甄兹嘎其娃氏尤穆新觉启仙汗喀楞迦罕默徳塞蕾隆年伍察夸埃韦采措楚卢代宰蔡陶瑙赞灿钱昂章昌杭芒匡滕曾岑真琴嫩廷蓬通聪容龙得翰斐弥埔诃谟劭撒薇芙芭芮蕊茱茉莲黛琪珊碧翠露萝蔻郝邱邵钮铎闵阮雪韩颂黎龚桃梵棠歇湾潭燕牟狄甲畑秦窦竺纽绮聂苔荷菩葆藤诗路车迭郑野铁阁陀隋雍靳鞑颇来守婕穷旦珠益堆坚参列群追绕拥";

static CAPITALS: LazyLock<CharSet> = LazyLock::new(|| CharSet::of('A'..='Z'));

/// Names with a dot, and names in Latin letters where a person is called or a Chinese name stands before; in order.
pub(super) fn names(text: &[char]) -> Vec<Found> {
    let mut names = dotted(text);
    let mut next = 0;
    while let Some(at) = CAPITALS.next_in(text, next) {
        match latin_at(text, at).filter(|name| is_called(text, at) || is_spelling(text, name)) {
            Some(name) => {
                next = name.end;
                names.push(name);
            }
            None => next = at + 1,
        }
    }
    names.sort_by_key(|name| name.start);
    names
}

fn is_called(text: &[char], at: usize) -> bool {
    let label_end = at
        - text[..at]
            .iter()
            .rev()
            .take_while(|c| matches!(c, ':' | ' '))
            .count();
    LEXICON.before.longest_before(text, label_end).is_some()
}

/// Whether the name is all that a bracket behind a Chinese name holds: 金东贤(KIM DONG HYUN).
fn is_spelling(text: &[char], latin: &Found) -> bool {
    if latin.start == 0 || text[latin.start - 1] != '(' || text.get(latin.end) != Some(&')') {
        return false;
    }
    let open = latin.start - 1;
    let mut starts = (2..=4).filter_map(|length| open.checked_sub(length));
    let begins = |at: usize| evidence::begins_clause(text, at) || evidence::is_called(text, at);
    let is_name =
        |at: usize| LEXICON.surname_at(text, at).is_some() && text[at..open].iter().all(|c| is_han(*c));
    !party::ends_as_body(&text[..open]) && starts.any(|at| is_name(at) && begins(at))
}

/// Names whose parts are joined by dots.
fn dotted(text: &[char]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for at in 1..text.len() {
        if text[at] != '·' || found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let first = sounds_before(text, at);
        let mut end = at + 1 + sounds_after(text, at + 1);
        let second = end - at - 1;
        // Told before the rest is walked, which may be long and hold many dots.
        let is_name = (first >= 2 && second >= 1 || first >= 1 && second >= 2)
            && text[at - first..at].iter().any(|c| *c != '·');
        if !is_name {
            continue;
        }
        while text.get(end) == Some(&'·') && sounds_after(text, end + 1) > 0 {
            end += 1 + sounds_after(text, end + 1);
        }
        found.push(Found {
            start: at - first,
            end,
            official: false,
        });
    }
    found
}

fn sounds_before(text: &[char], end: usize) -> usize {
    let longest = text[..end]
        .iter()
        .rev()
        .take(9)
        .take_while(|c| SOUNDS.contains(**c))
        .count();
    // A role before the name ends where the name begins: 司机|阿不都.
    (2..=longest)
        .rev()
        .find(|length| {
            let start = end - length;
            LEXICON.before.longest_before(text, start).is_some()
        })
        .unwrap_or(longest)
}

fn sounds_after(text: &[char], start: usize) -> usize {
    let longest = text[start..]
        .iter()
        .take(9)
        .take_while(|c| SOUNDS.contains(**c))
        .count();
    (2..longest)
        .find(|length| LEXICON.after.longest_at(text, start + length).is_some())
        .unwrap_or(longest)
}

/// Two to four capitalised words at `at`.
pub(super) fn latin_at(text: &[char], at: usize) -> Option<Found> {
    /// No word of a name is longer, and none is looked at further.
    const LONGEST: usize = 60;
    if at > 0 && text[at - 1].is_ascii_alphanumeric() {
        return None;
    }
    let mut end = at;
    let mut words = 0;
    while words < 4 && text.get(end).is_some_and(char::is_ascii_uppercase) {
        let letters = text[end..]
            .iter()
            .take(LONGEST)
            .take_while(|c| c.is_ascii_alphabetic() || matches!(c, '.' | '\'' | '-'))
            .count();
        words += 1;
        end += letters;
        if text.get(end) != Some(&' ') || !text.get(end + 1).is_some_and(char::is_ascii_uppercase) {
            break;
        }
        end += 1;
    }
    (words >= 2).then_some(Found {
        start: at,
        end,
        official: false,
    })
}

/// Whether all characters write sounds.
pub(super) fn is_spelled_by_sound(name: &[char]) -> bool {
    name.iter().all(|c| SOUNDS.contains(*c))
}
