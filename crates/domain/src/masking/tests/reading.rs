//! What lets a text be read in parts.

use crate::masking::passage::{Reading, is_han, lines};

#[test]
fn no_word_reaches_from_one_run_of_han_characters_into_the_next() {
    let data = [
        include_str!("../data/words.txt"),
        include_str!("../data/terms.txt"),
        include_str!("../data/after.txt"),
    ];
    let lines = data
        .into_iter()
        .flat_map(str::lines)
        .filter(|line| !line.starts_with('#'));
    for word in lines.flat_map(str::split_whitespace) {
        let mut behind = word.chars().skip_while(|c| is_han(*c));
        assert!(behind.all(|c| !is_han(c)), "{word}");
    }
}

#[test]
fn a_line_goes_on_until_its_brackets_are_closed_and_its_number_ends() {
    let plain: Vec<char> = "张三,\n李四(时任\n经理)、王五\n)(\n)电话138 \n  12345678\n号\n"
        .chars()
        .collect();
    let lines = lines(&plain)
        .into_iter()
        .map(|line| plain[line].iter().collect::<String>());
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            "张三,\n",
            "李四(时任\n经理)、王五\n",
            ")(\n)电话138 \n  12345678\n",
            "号\n"
        ]
    );
}

#[test]
fn a_character_is_read_whatever_its_code() {
    for (written, read) in [
        ("٣۳३๓３𝟑𝟯\u{1fbf3}\u{1f104}", "333333333"),
        ("⺩⽂⿓龙李\u{2f800}", "王文龍龙李丽"),
        ("𝐗Ⓐⓐ🅐🇦𝓏ⅩХΧ", "XAAAAzXXX"),
        ("1\u{fe0f}\u{20e3}2\u{301}\u{7}3\u{200b}4", "1234"),
        ("\u{2028}\u{2003}\u{2800}", "\n  "),
    ] {
        assert_eq!(Reading::of(written).plain.iter().collect::<String>(), read);
    }
}
