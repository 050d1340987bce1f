use super::*;
use proptest::prelude::*;

const TYPED: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn code() -> impl Strategy<Value = ReceiptCode> {
    any::<[u8; 32]>().prop_map(|bits| ReceiptCode::new(Symbols::from_bits(&bits)))
}

/// Writes a text the way a hurried person on a Chinese keyboard might.
fn carelessly(text: &str, style: &[u8]) -> String {
    text.chars()
        .zip(style.iter().cycle())
        .map(|(c, style)| match (style % 8, c) {
            (0, c) => c.to_ascii_lowercase().to_string(),
            (1, c) => format!("{c} "),
            (2, c) => format!("\u{3000}{c}-"),
            (3, '0') => "O".into(),
            (4, '0') => "o".into(),
            (3, '1') => "I".into(),
            (4, '1') => "l".into(),
            (5, c) if c.is_ascii_alphanumeric() => char::from_u32(u32::from(c) + 0xFEE0).unwrap().to_string(),
            (6, c) => format!("{c}—"),
            (_, c) => c.to_string(),
        })
        .collect()
}

proptest! {
    #[test]
    fn every_single_wrong_symbol_is_caught(code in code(), at in 0usize..14, to in 0usize..32) {
        let mut typed: Vec<char> = code.reveal().chars().collect();
        let wrong = TYPED.chars().nth(to).unwrap();
        prop_assume!(typed[at] != wrong);
        typed[at] = wrong;
        let typed: String = typed.into_iter().collect();
        prop_assert_eq!(ReceiptCode::parse(&typed), Err(ReceiptError::Check));
    }

    #[test]
    fn every_swap_of_neighbours_is_caught(code in code(), at in 0usize..13) {
        let mut typed: Vec<char> = code.reveal().chars().collect();
        prop_assume!(typed[at] != typed[at + 1]);
        typed.swap(at, at + 1);
        let typed: String = typed.into_iter().collect();
        prop_assert_eq!(ReceiptCode::parse(&typed), Err(ReceiptError::Check));
    }

    #[test]
    fn case_spaces_dashes_look_alikes_and_full_width_are_forgiven(
        code in code(), bits: [u8; 32], style in prop::collection::vec(any::<u8>(), 1..40)
    ) {
        prop_assert_eq!(ReceiptCode::parse(&carelessly(&code.reveal(), &style)), Ok(code));
        prop_assert_eq!(ReceiptCode::parse(&code.reveal_grouped()), Ok(code));
        let reference = FeedbackReference::new(2026, Symbols::from_bits(&bits));
        prop_assert_eq!(FeedbackReference::parse(&carelessly(&reference.to_string(), &style)), Ok(reference));
        let record = RecordRef::new(Symbols::from_bits(&bits));
        prop_assert_eq!(RecordRef::parse(&carelessly(&record.to_string(), &style)), Ok(record));
        let token = CallbackToken::new(Symbols::from_bits(&bits));
        prop_assert_eq!(CallbackToken::parse(&carelessly(&token.reveal(), &style)), Ok(token));
    }

    #[test]
    fn no_input_panics(typed in "\\PC{0,40}") {
        let _ = (ReceiptCode::parse(&typed), FeedbackReference::parse(&typed), RecordRef::parse(&typed));
    }
}

#[test]
fn references_are_written_as_the_contract_says() {
    let bits = [0xA5; 32];
    assert_eq!(
        FeedbackReference::new(2026, Symbols::from_bits(&bits)).to_string(),
        "F-2026-MPJTB9D"
    );
    assert_eq!(
        RecordRef::new(Symbols::from_bits(&bits)).to_string(),
        "R-MPJTB9D5"
    );
    let code = ReceiptCode::new(Symbols::from_bits(&bits)).reveal();
    assert_eq!(code.len(), 14);
    assert_eq!(CallbackToken::new(Symbols::from_bits(&bits)).reveal().len(), 26);
}

#[test]
fn a_reference_without_its_letter_is_understood_and_a_wrong_letter_is_not() {
    let reference = FeedbackReference::parse("F-2026-MPJTB9D").unwrap();
    assert_eq!(FeedbackReference::parse("2026mpjtb9d"), Ok(reference));
    assert_eq!(
        FeedbackReference::parse("R-2026-MPJTB9D"),
        Err(ReceiptError::Prefix)
    );
    assert_eq!(
        FeedbackReference::parse("F-2A26-MPJTB9D"),
        Err(ReceiptError::Prefix)
    );
    assert_eq!(RecordRef::parse("F-MPJTB9D5"), Err(ReceiptError::Prefix));
    assert_eq!(RecordRef::parse(""), Err(ReceiptError::Prefix));
}

#[test]
fn secrets_do_not_show_in_debug_output() {
    let code = ReceiptCode::new(Symbols::from_bits(&[0xA5; 32]));
    let token = CallbackToken::new(Symbols::from_bits(&[0xA5; 32]));
    assert_eq!(format!("{code:?} {token:?}"), "ReceiptCode(…) CallbackToken(…)");
}

#[test]
fn references_travel_through_json_as_text() {
    let reference = FeedbackReference::parse("F-2026-MPJTB9D").unwrap();
    let json = serde_json::to_string(&reference).unwrap();
    assert_eq!(json, "\"F-2026-MPJTB9D\"");
    assert_eq!(
        serde_json::from_str::<FeedbackReference>(&json).unwrap(),
        reference
    );
    assert!(serde_json::from_str::<FeedbackReference>("\"nonsense\"").is_err());
}

#[test]
fn the_letter_tells_feedback_from_objections_and_none_means_feedback() {
    let kind =
        |typed: &str| CaseReference::parse(typed).map(|reference| (reference.to_string(), reference.label()));
    assert_eq!(kind("y2026 7k3m9qd"), Ok(("Y-2026-7K3M9QD".into(), "异议")));
    assert_eq!(kind("F-2026-7K3M9QD"), Ok(("F-2026-7K3M9QD".into(), "反映")));
    assert_eq!(kind("2026-7K3M9QD"), Ok(("F-2026-7K3M9QD".into(), "反映")));
    assert_eq!(kind("R-2026-7K3M9QD"), Err(ReceiptError::Prefix));
    assert_eq!(
        ObjectionReference::parse("F-2026-7K3M9QD"),
        Err(ReceiptError::Prefix)
    );
}
