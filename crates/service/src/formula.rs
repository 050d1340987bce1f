//! Cells that a spreadsheet would run: in a CSV file an apostrophe before them makes them text.

/// Whether a spreadsheet may take the text for a formula.
pub(crate) fn may_start(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// What goes into a file that is mended and comes back: [`read_back`] gives the text again.
pub(crate) fn for_mending(text: &str) -> String {
    if may_start(text) || read_back(text) != text {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Takes the apostrophe of [`for_mending`] off.
pub(crate) fn read_back(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if may_start(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_and_none_goes_out_as_a_formula() {
        for text in [
            "=HYPERLINK(1)",
            "@SUM(1)",
            "+1",
            "-1",
            "'=1",
            "''=1",
            "'",
            "''",
            "a=1",
            "",
            "＝1",
        ] {
            let out = for_mending(text);
            assert!(!may_start(&out), "{out}");
            assert_eq!(read_back(&out), text);
        }
    }
}
