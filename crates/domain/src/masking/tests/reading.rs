//! What lets a text be read in parts.

use crate::masking::passage::{is_han, lines};

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
fn a_line_goes_on_until_its_brackets_are_closed() {
    let text = "张三，\n李四（时任\n经理）、王五\n）（\n";
    let lines: Vec<&str> = lines(text).collect();
    assert_eq!(lines, ["张三，\n", "李四（时任\n经理）、王五\n", "）（\n"]);
}
