//! Fragments: sentences cut out of a text, escaped, with what matched marked.

use std::ops::Range;

/// Longest fragment in characters.
const LONGEST: usize = 120;

/// Sentences with a match and how much they hold; a long one is cut around its first match.
pub(super) fn windows(text: &str, ranges: &[Range<usize>]) -> Vec<(usize, Range<usize>)> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let inside: Vec<&Range<usize>> = ranges
            .iter()
            .filter(|range| sentence.start <= range.start && range.start < sentence.end)
            .collect();
        let Some(first) = inside.first() else { continue };
        let window = shortened(text, sentence, first.start);
        let worth = inside
            .iter()
            .filter(|range| range.end <= window.end)
            .map(|range| range.len())
            .sum();
        found.push((worth, window));
    }
    found
}

fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n' | '\r') {
            let end = at + c.len_utf8();
            sentences.push(start..end);
            start = end;
        }
    }
    sentences.push(start..text.len());
    sentences
}

/// At most [`LONGEST`] characters, a quarter of them before the match.
fn shortened(text: &str, sentence: Range<usize>, first: usize) -> Range<usize> {
    let slice = &text[sentence.clone()];
    if slice.chars().count() <= LONGEST {
        return sentence;
    }
    let before = text[sentence.start..first]
        .char_indices()
        .rev()
        .take(LONGEST / 4)
        .last();
    let start = before.map_or(first, |(at, _)| sentence.start + at);
    let end = text[start..sentence.end]
        .char_indices()
        .nth(LONGEST)
        .map_or(sentence.end, |(at, _)| start + at);
    start..end
}

/// Part of a text as HTML, the ranges marked; an ellipsis where it was cut within a sentence.
pub(super) fn render(text: &str, window: Range<usize>, ranges: &[Range<usize>]) -> String {
    let trimmed = text[window.clone()].trim();
    let start = window.start + (text[window.clone()].len() - text[window.clone()].trim_start().len());
    let window = start..start + trimmed.len();
    let mut html = String::with_capacity(trimmed.len() + 32);
    let cut_inside = |at: usize| {
        at > 0
            && !text[..at].ends_with([
                '。', '！', '？', '；', '!', '?', ';', '\n', '\r', ' ', '\t', '\u{3000}',
            ])
    };
    if cut_inside(window.start) && !text[..window.start].trim_end().is_empty() {
        html.push('…');
    }
    let mut at = window.start;
    for range in ranges {
        let (from, to) = (range.start.max(at), range.end.min(window.end));
        if from >= to {
            continue;
        }
        escape(&text[at..from], &mut html);
        html.push_str("<mark>");
        escape(&text[from..to], &mut html);
        html.push_str("</mark>");
        at = to;
    }
    escape(&text[at..window.end], &mut html);
    if window.end < text.len() && cut_inside(window.end) && !text[window.end..].trim_start().is_empty() {
        html.push('…');
    }
    html
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}
