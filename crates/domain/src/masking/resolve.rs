//! Spans that overlap become one, so that no end of a secret sticks out.

use super::span::Span;

/// Sorted spans without overlap. Where several overlap, the whole is replaced as the one of the highest precedence
/// says, then the longest, then the first.
pub(super) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|s| (s.start, s.end, s.kind));
    let mut merged: Vec<(Span, (u8, usize))> = Vec::with_capacity(spans.len());
    for span in spans.into_iter().filter(|s| s.start < s.end) {
        let rank = (span.kind.precedence(), span.end - span.start);
        match merged.last_mut() {
            Some((last, last_rank)) if span.start < last.end => {
                last.end = last.end.max(span.end);
                if rank > *last_rank {
                    last.kind = span.kind;
                    last.replacement = span.replacement;
                    *last_rank = rank;
                }
            }
            _ => merged.push((span, rank)),
        }
    }
    merged.into_iter().map(|(span, _)| span).collect()
}

/// The text with its spans replaced.
pub(super) fn applied(text: &[char], spans: &[Span]) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    let mut at = 0;
    for span in spans {
        out.extend(&text[at..span.start]);
        out.push_str(&span.replacement);
        at = span.end;
    }
    out.extend(&text[at..]);
    out
}

/// Spans of the output of `first`, told as spans of its input and joined with it; what touches a replacement takes
/// it in whole.
pub(super) fn composed(first: Vec<Span>, second: Vec<Span>) -> Vec<Span> {
    let mut result = Vec::with_capacity(first.len() + second.len());
    let mut first = first.into_iter().peekable();
    let mut shift: isize = 0;
    for mut span in second {
        let (start, end) = (span.start, span.end);
        let mut inner_start = None;
        while let Some(done) = first.next_if(|done| done.start.saturating_add_signed(shift) < end) {
            let out_start = done.start.saturating_add_signed(shift);
            let out_end = out_start + done.replacement.chars().count();
            if out_end > start {
                let from = if out_start < start {
                    done.start
                } else {
                    start.saturating_add_signed(-shift)
                };
                inner_start = inner_start.or(Some(from));
                shift += signed(out_end - out_start) - signed(done.end - done.start);
                span.end = if out_end > end {
                    done.end
                } else {
                    end.saturating_add_signed(-shift)
                };
            } else {
                shift += signed(out_end - out_start) - signed(done.end - done.start);
                result.push(done);
            }
        }
        span.start = inner_start.unwrap_or_else(|| start.saturating_add_signed(-shift));
        if inner_start.is_none() {
            span.end = end.saturating_add_signed(-shift);
        }
        result.push(span);
    }
    result.extend(first);
    merged(result)
}

fn signed(length: usize) -> isize {
    isize::try_from(length).expect("a text is shorter than isize::MAX")
}
