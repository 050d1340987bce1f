//! What people answer on the callback page.

use super::dice::Dice;

/// Weights of the levels 5 to 1; one station and one brigade do worse than the rest.
const USUAL: [(u32, u8); 5] = [(50, 5), (29, 4), (13, 3), (6, 2), (2, 1)];
const WORSE: [(u32, u8); 5] = [(36, 5), (26, 4), (18, 3), (13, 2), (7, 1)];
const SECOND: [(u32, u8); 5] = [(25, 5), (35, 4), (22, 3), (13, 2), (5, 1)];

const COMPLAINTS: &[(&str, &str)] = &[
    ("slow", "等了很久才有人来处理。"),
    ("attitude", "工作人员说话不耐烦。"),
    ("unexplained", "没有说清楚为什么这样处理。"),
    ("no-news", "之后再也没有人告诉我结果。"),
    ("unsolved", "问题还是没有解决。"),
    ("passed-around", "让我跑了好几个地方。"),
    ("irregular", "没有出示证件，也没有给回执。"),
    ("unfair", "感觉偏向对方。"),
    ("rude", "说话很难听。"),
];
const THANKS: &[&str] = &[
    "处理及时，谢谢。",
    "民警很耐心。",
    "来得很快，辛苦了。",
    "手续简单，一次办好。",
];

/// The fields of a form as filled in.
pub(super) fn given(dice: &Dice, unit: &str, is_first: bool) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut add = |name: &str, value: &str| pairs.push((name.to_owned(), value.to_owned()));
    if is_first && dice.percent(2) {
        add("opt_out", "yes");
        return pairs;
    }
    let weights = match (is_first, unit) {
        (false, _) => &SECOND,
        (true, "ps03" | "criminal") => &WORSE,
        (true, _) => &USUAL,
    };
    let (_, level) = *dice.weighted(weights, |(weight, _)| *weight);
    add("level", &level.to_string());
    for dimension in ["speed", "attitude", "lawfulness", "outcome"] {
        if dice.percent(60) {
            let near = (u32::from(level) + dice.between(0, 2)).clamp(2, 6) - 1;
            add(dimension, &near.to_string());
        }
    }
    if dice.percent(70) {
        add(
            "integrity",
            if is_first && level <= 2 && dice.percent(6) {
                "problem"
            } else {
                "ok"
            },
        );
    }
    if level <= 2 {
        // A second answer is about what was put right, not about conduct.
        let (reason, text) = dice.pick(if is_first { COMPLAINTS } else { &COMPLAINTS[..7] });
        add("reason", reason);
        if dice.percent(60) {
            add("text", text);
        }
        if dice.percent(45) {
            add("contact", "yes");
        }
        if dice.percent(50) {
            add("tell_unit", "yes");
        }
    } else if dice.percent(15) {
        add("text", dice.word(THANKS));
    }
    pairs
}

/// An answer of somebody who is not satisfied, for one reason.
pub(super) fn bad(reason: &str) -> Vec<(String, String)> {
    let words = COMPLAINTS.iter().find(|(known, _)| *known == reason);
    let words = words.map_or("", |(_, words)| words);
    let fields = [
        ("level", "2"),
        ("reason", reason),
        ("text", words),
        ("tell_unit", "yes"),
    ];
    fields
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::callback::Submission;

    #[test]
    fn every_answer_is_one_the_form_takes() {
        for index in 0..500 {
            for is_first in [true, false] {
                let pairs = given(&Dice::new(1, "ratings", index), "ps03", is_first);
                assert!(Submission::from_pairs(&pairs).is_ok(), "{pairs:?}");
            }
        }
    }
}
