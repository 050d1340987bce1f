//! Mail addresses.

use crate::masking::span::{Kind, Span};

/// Every `local@host.tld`.
pub(super) fn addresses(text: &[char], spans: &mut Vec<Span>) {
    for at in 0..text.len() {
        if text[at] != '@' {
            continue;
        }
        let local = text[..at].iter().rev().take_while(|c| is_local(**c)).count();
        let host = text[at + 1..].iter().take_while(|c| is_host(**c)).count();
        let end = trim_end(text, at + 1 + host);
        let has_dot = text[at + 1..end.max(at + 1)].contains(&'.');
        if local > 0 && has_dot {
            spans.push(Span::crossed(at - local, end, Kind::Email));
        }
    }
}

fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%')
}

fn is_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-')
}

/// The full stop that ends the sentence is not part of the host.
fn trim_end(text: &[char], mut end: usize) -> usize {
    while end > 0 && matches!(text[end - 1], '.' | '-') {
        end -= 1;
    }
    end
}
