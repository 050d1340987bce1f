//! Choices of people beside the rules.

use super::properties::text;
use crate::ids::UserId;
use crate::masking::choice::{Act, Choice, Choices, in_the_way, places_of, refusable};
use crate::masking::{Kind, Masked, Masker};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::ops::Range;
use uuid::Uuid;

fn choice(passage: &str, act: Act) -> Choice {
    let day = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
    Choice::parse((passage, act, "核对过原文"), UserId(Uuid::from_u128(1)), day).unwrap()
}

fn masked_by(text: &str, choices: &[(&str, Act)]) -> String {
    let chosen = choices.iter().fold(Choices::default(), |all, (passage, act)| {
        all.with(choice(passage, *act))
    });
    Masker::default().by(chosen).mask_text(text).text
}

#[test]
fn a_name_that_no_rule_found_bears_a_label_like_every_other() {
    let text = "违法行为人：张三丰。小二黑在场，张三丰打了小二黑。";
    let by_rules = Masker::default().mask_text(text).text;
    assert!(by_rules.contains("小二黑"), "{by_rules}");
    let hidden = masked_by(text, &[("小二黑", Act::Hide(Kind::Name))]);
    assert!(
        !hidden.contains("二黑") && hidden.matches("小某").count() == 2,
        "{hidden}"
    );
}

#[test]
fn anything_else_is_crossed_out_wherever_it_stands_in_any_width() {
    let text = "他的微信号ＡＢ12说明了一切，AB12。";
    let hidden = masked_by(text, &[("AB12", Act::Hide(Kind::Phone))]);
    assert_eq!(hidden, "他的微信号×××说明了一切，×××。");
}

#[test]
fn a_refused_masking_is_shown_and_the_next_one_of_its_kind_is_not() {
    let text = "违法行为人：张三丰，证人：李四。张三丰打了李四。";
    let shown = masked_by(text, &[("张三丰", Act::Show(Kind::Name))]);
    assert!(
        shown.matches("张三丰").count() == 2 && !shown.contains("李四"),
        "{shown}"
    );
}

#[test]
fn what_is_written_with_blanks_is_the_same_passage() {
    let text = "违法行为人：张 三 丰。";
    assert!(masked_by(text, &[("张三丰", Act::Show(Kind::Name))]).contains("张 三 丰"));
}

#[test]
fn what_is_hidden_goes_over_the_ends_of_lines() {
    let text = "他与绰号小\r\n　　二\n黑的人喝酒，小二黑先走。";
    let hidden = masked_by(text, &[("小二黑", Act::Hide(Kind::Name))]);
    assert_eq!(hidden, "他与绰号小某的人喝酒，小某先走。");
    let text = "他的微信号wx_临水\n二〇二六，请勿外传。";
    let hidden = masked_by(text, &[("wx_临水二〇二六", Act::Hide(Kind::Phone))]);
    assert_eq!(hidden, "他的微信号×××，请勿外传。");
    for (text, passage) in [
        ("其二\n\n黑名单共三人。", "二黑"),
        ("罚款1\n200元。", "12"),
        ("出席人：张老\n三、决定如下。", "老三"),
        ("其二 黑名单共三人。", "二黑"),
    ] {
        let by_rules = Masker::default().mask_text(text).text;
        assert_eq!(masked_by(text, &[(passage, Act::Hide(Kind::Name))]), by_rules);
    }
}

#[test]
fn a_reason_does_not_tell_the_passage_with_blanks_in_it() {
    let day = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
    let told = ("小二黑", Act::Hide(Kind::Name), "外号小 二黑");
    assert!(Choice::parse(told, UserId(Uuid::from_u128(1)), day).is_err());
}

#[test]
fn numbers_are_never_shown_whatever_the_choice_says() {
    let text = "身份证号码11010519491231002X，电话13812345678，驾驶京A12345，卡号6222021234567890128。";
    let chosen: Vec<(&str, Act)> = [
        "11010519491231002X",
        "13812345678",
        "京A12345",
        "6222021234567890128",
    ]
    .into_iter()
    .map(|number| (number, Act::Show(Kind::Name)))
    .collect();
    assert_eq!(masked_by(text, &chosen), Masker::default().mask_text(text).text);
    for kind in Kind::ALL {
        let may = matches!(kind, Kind::Name | Kind::Address | Kind::Employer);
        assert_eq!(kind.may_be_shown(), may, "{kind:?}");
        assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
}

/// What stands in the way of hiding `wanted` in a text that the rules masked.
fn met(text: &str, wanted: &str, kind: Kind) -> Option<(Kind, String)> {
    let masked = Masker::default().mask_text(text);
    in_the_way(wanted, kind, &[(text, &masked)])
}

#[test]
fn what_is_hidden_already_is_not_hidden_once_more_under_another_name() {
    let text = "违法行为人：张三丰，电话13812345678。张三丰住在红星巷。";
    let name = Some((Kind::Name, "张三丰".to_owned()));
    let phone = Some((Kind::Phone, "13812345678".to_owned()));
    assert_eq!(met(text, "张三丰", Kind::Address), name, "the same passage");
    assert_eq!(met(text, "三丰", Kind::Name), name, "within");
    assert_eq!(met(text, "1381234", Kind::Name), phone, "within a number");
    assert_eq!(met(text, "三丰住", Kind::Address), name, "cut");
    assert_eq!(
        met(text, "电话13812345678", Kind::Name),
        phone,
        "it would name the whole"
    );
    assert_eq!(
        met(text, "张三丰住在", Kind::Address),
        None,
        "the whole is an address"
    );
    assert_eq!(met(text, "红星巷", Kind::Address), None);
    let twice = "住址：临水县城关镇人民路12号。他在城关镇卖菜。";
    assert_eq!(
        met(twice, "城关镇", Kind::Address),
        None,
        "it also stands where nothing hides it"
    );
}

#[test]
fn an_address_that_runs_into_a_number_is_neither_offered_nor_shown() {
    let text = "张三丰0851-1234567811010519491231002X人民路12号";
    let by_rules = Masker::default().mask_text(text);
    let offered = refusable(text, &by_rules);
    assert_eq!(offered, [(Kind::Name, "张三丰".to_owned())]);
    let shown = masked_by(
        text,
        &[("11010519491231002X人民路12号", Act::Show(Kind::Address))],
    );
    assert_eq!(shown, by_rules.text);
}

#[test]
fn an_address_takes_the_whole_of_a_number_that_runs_on_from_its_door() {
    let text = "人民路12号11010519491231002X0";
    let by_rules = Masker::default().mask_text(text);
    assert_eq!(by_rules.text, "×××X0");
    assert_eq!(refusable(text, &by_rules), [], "shown, it would show the number");
}

#[test]
fn a_choice_is_one_a_passage_and_can_be_taken_back() {
    let all = Choices::default()
        .with(choice("张三丰", Act::Show(Kind::Name)))
        .with(choice("小二黑", Act::Hide(Kind::Name)))
        .with(choice("张 三丰", Act::Hide(Kind::Name)));
    assert_eq!(all.iter().count(), 2);
    assert_eq!(all.without("张三丰"), None, "it is known as it was typed last");
    assert_eq!(all.without("张 三丰").unwrap().iter().count(), 1);
    let json = serde_json::to_value(&all).unwrap();
    assert_eq!(serde_json::from_value::<Choices>(json).unwrap(), all);
    assert!(
        all.strictly(|_| false)
            .iter()
            .all(|kept| matches!(kept.act, Act::Hide(_)))
    );
}

#[test]
fn a_passage_and_a_reason_are_checked() {
    let day = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
    let parse = |passage: &str, reason: &str| {
        let errors = Choice::parse((passage, Act::Hide(Kind::Name), reason), UserId(Uuid::nil()), day);
        let errors = errors.map_or_else(|errors| errors, |_| Vec::new());
        errors
            .into_iter()
            .map(|error| error.field.into_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(parse(" ", " "), ["passage", "reason"]);
    assert_eq!(parse("黑", "别名"), ["passage"]);
    assert_eq!(parse("张某", "别名"), ["passage"]);
    assert_eq!(
        parse("小二黑", "小二黑是别名"),
        ["reason"],
        "the reason is kept in the event"
    );
    assert!(parse("小二黑", "别名").is_empty());
}

#[test]
fn a_passage_that_nobody_may_choose_any_more_stops_nothing() {
    for (text, passage) in [("患有", "有"), ("王某", "某"), ("××", "××"), ("、、", "、")] {
        let kept = Choice {
            passage: passage.to_owned(),
            ..choice("小二黑", Act::Hide(Kind::Name))
        };
        let masked = Masker::default()
            .by(Choices::default().with(kept))
            .mask_text(text);
        assert_ne!(masked.text, "");
    }
}

/// Some piece of a text, long enough to be chosen.
fn piece_of(text: &str, from: usize, length: usize) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let from = from.checked_rem(chars.len())?;
    let piece: String = chars[from..].iter().take(length).collect();
    let piece = piece.split('\n').next()?.trim().to_owned();
    let day = NaiveDate::from_ymd_opt(2026, 3, 9)?;
    let parsed = Choice::parse((&piece, Act::Hide(Kind::Name), "理由"), UserId(Uuid::nil()), day);
    parsed.ok().map(|choice| choice.passage)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, max_global_rejects: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_to_be_hidden_is_nowhere_in_the_output(
        text in text(), from in 0usize..40, length in 2usize..8, kind in proptest::sample::select(Kind::ALL.to_vec())
    ) {
        if let Some(passage) = piece_of(&text, from, length) {
            let hidden = masked_by(&text, &[(&passage, Act::Hide(kind))]);
            prop_assert!(!hidden.contains(&passage), "{passage} in {hidden} of {text}");
        }
    }

    #[test]
    fn showing_one_masking_uncovers_nothing_else(text in text(), place in 0usize..4) {
        let by_rules = Masker::default().mask_text(&text);
        let offered = refusable(&text, &by_rules);
        let day = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
        let Some((kind, passage)) = offered.get(place) else { return Ok(()) };
        let Ok(shown) = Choice::parse((passage, Act::Show(*kind), "理由"), UserId(Uuid::nil()), day) else { return Ok(()) };
        let masked = Masker::default().by(Choices::default().with(shown)).mask_text(&text);
        let covers = |at: usize| masked.spans.iter().any(|span| (span.start..span.end).contains(&at));
        for secret in by_rules.spans.iter().filter(|span| !span.kind.may_be_shown()) {
            prop_assert!((secret.start..secret.end).all(covers), "{secret:?} of {text} in {}", masked.text);
        }
    }
}

/// A text, and a passage of it, over which the text may have the end of a line.
fn passage_of() -> impl Strategy<Value = (String, String)> {
    let part = |text: String| {
        let length = text.chars().count();
        (
            Just(text),
            0..length.max(1),
            2_usize..9,
            prop::option::of(1_usize..8),
        )
    };
    let broken = |(text, from, length, line_end): (String, usize, usize, Option<usize>)| {
        let mut text: Vec<char> = text.chars().collect();
        let passage = text.iter().skip(from).take(length).collect();
        if let Some(at) = line_end.map(|at| from + at).filter(|at| *at < text.len()) {
            text.insert(at, '\n');
        }
        (text.into_iter().collect(), passage)
    };
    text().prop_flat_map(part).prop_map(broken)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_choice_that_is_taken_hides_what_nothing_hid((text, passage) in passage_of(), kind in proptest::sample::select(Kind::ALL.to_vec())) {
        let day = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
        let chosen = Choice::parse((passage.as_str(), Act::Hide(kind), "核对过"), UserId(Uuid::from_u128(1)), day);
        prop_assume!(chosen.is_ok());
        let chosen = chosen.unwrap();
        let places = places_of(&chosen.passage, &text);
        prop_assume!(!places.is_empty());
        let before = Masker::default().mask_text(&text);
        let holds = |masked: &Masked, place: &Range<usize>| {
            masked.spans.iter().any(|span| span.start <= place.start && place.end <= span.end)
        };
        if let Some((other, _)) = in_the_way(&chosen.passage, kind, &[(text.as_str(), &before)]) {
            prop_assert!(before.spans.iter().any(|span| span.kind == other));
        } else {
            prop_assert!(places.iter().any(|place| !holds(&before, place)));
            let after = Masker::default().by(Choices::default().with(chosen)).mask_text(&text);
            prop_assert!(places.iter().all(|place| holds(&after, place)), "{:?}", after);
        }
    }
}
