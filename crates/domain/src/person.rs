//! Names and badges as people write them, brought to one form in which they can be compared.

use crate::ids::UnitId;

/// What people write around a name or a badge; longer words stand before those they contain.
const AROUND: [&str; 34] = [
    "人民警察",
    "副局长",
    "副所长",
    "副队长",
    "大队长",
    "中队长",
    "支队长",
    "教导员",
    "指导员",
    "派出所",
    "公安局",
    "警官",
    "警员",
    "警长",
    "民警",
    "交警",
    "辅警",
    "警察",
    "督察",
    "局长",
    "所长",
    "队长",
    "政委",
    "主任",
    "科长",
    "同志",
    "先生",
    "女士",
    "警号",
    "编号",
    "姓名",
    "名字",
    "我叫",
    "叫",
];
/// Fewer characters point at nobody.
const SHORTEST: usize = 2;

/// Whom a case is about, and who must therefore not see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Concerned {
    /// These units, and all below them.
    pub units: Vec<UnitId>,
    /// Badges, as [`badge_key`] writes them.
    pub badges: Vec<String>,
    /// Names, as [`name_key`] writes them.
    pub names: Vec<String>,
}

/// The name without blanks, signs, invisible characters and titles: 督察 胡 玲 → 胡玲. `None` when what is left
/// points at nobody.
pub fn name_key(written: &str) -> Option<String> {
    let key = without_titles(&folded(written));
    (key.chars().count() >= SHORTEST).then_some(key)
}

/// The badge in half width and lower case without blanks, signs and words: 警号：８８ 0011 → 880011.
pub fn badge_key(written: &str) -> Option<String> {
    let key = without_titles(&folded(written));
    (!key.is_empty()).then_some(key)
}

/// Letters and digits alone: what is left can stand in a LIKE pattern.
pub(crate) fn folded(written: &str) -> String {
    written
        .chars()
        .map(half_width)
        .filter(|c| c.is_alphanumeric() && !is_invisible_letter(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// Hangul fillers count as letters and show nothing.
const fn is_invisible_letter(c: char) -> bool {
    matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}')
}

/// Takes titles off both ends as long as a name may remain.
fn without_titles(folded: &str) -> String {
    let mut rest = folded;
    while let Some(shorter) = AROUND
        .iter()
        .find_map(|title| rest.strip_prefix(title).or_else(|| rest.strip_suffix(title)))
        .filter(|shorter| shorter.chars().count() >= SHORTEST)
    {
        rest = shorter;
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        for written in [
            "胡玲",
            "胡 玲",
            "胡　玲",
            "胡\u{200b}玲",
            "胡玲警官",
            "督察胡玲",
            "胡玲（督察）",
            "副所长：胡玲 同志",
            "姓名:胡玲",
        ] {
            assert_eq!(name_key(written).as_deref(), Some("胡玲"), "{written}");
        }
        assert_eq!(name_key("ＡＢ·c").as_deref(), Some("abc"));
    }

    #[test]
    fn what_points_at_nobody_is_no_name() {
        for written in ["", "李", "——", "\u{200b}\u{3164}"] {
            assert_eq!(name_key(written), None, "{written}");
        }
        assert_eq!(name_key("李警官").as_deref(), Some("李警官"));
    }

    #[test]
    fn a_badge_is_the_same_however_it_is_written() {
        for written in [
            "880011",
            "警号880011",
            "警号：880011",
            "８８００１１",
            "88 0011",
            "88-0011",
        ] {
            assert_eq!(badge_key(written).as_deref(), Some("880011"), "{written}");
        }
        assert_eq!(badge_key(" - "), None);
    }
}
