//! Spans that overlap become one, so that no end of a secret sticks out.

use super::passage::plain_char;
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
pub(super) fn applied(text: &str, spans: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut at = 0;
    for span in spans {
        let (kept, behind) = rest.split_at(bytes(rest, span.start - at));
        out.push_str(kept);
        out.push_str(&span.replacement);
        rest = &behind[bytes(behind, span.end - span.start)..];
        at = span.end;
    }
    out.push_str(rest);
    out
}

/// How many bytes the first so many characters take.
fn bytes(text: &str, characters: usize) -> usize {
    let behind = text.char_indices().nth(characters);
    behind.map_or(text.len(), |(at, _)| at)
}

/// Where the last so many characters begin, in bytes.
fn back(text: &str, characters: usize) -> usize {
    let behind = text.char_indices().rev().take(characters).last();
    behind.map_or(text.len(), |(at, _)| at)
}

/// The same with a plain text, which stays one.
pub(super) fn replaced(text: &[char], spans: &[Span]) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        out.extend_from_slice(&text[at..span.start]);
        out.extend(span.replacement.chars().map(plain_char));
        at = span.end;
    }
    out.extend_from_slice(&text[at..]);
    out
}

/// Spans of the output of `first`, told as spans of its input and joined with it. Where spans of `second` cut a
/// replacement, all of them become one, and what they leave of the replacement stays between and beside them.
pub(super) fn composed(first: Vec<Span>, second: Vec<Span>) -> Vec<Span> {
    let mut result: Vec<Span> = Vec::with_capacity(first.len() + second.len());
    let mut first = first.into_iter().peekable();
    // How much further a place stands in the output than in the input, behind the spans of `first` taken so far.
    let mut shift: isize = 0;
    // Where the replacement that was cut last ends in the output.
    let mut cut_to = 0;
    for mut span in second {
        let (start, end) = (span.start, span.end);
        span.start = start.saturating_add_signed(-shift);
        let mut touched = false;
        let mut tail = String::new();
        if start < cut_to
            && let Some(mut before) = result.pop()
        {
            let left = before
                .replacement
                .split_off(back(&before.replacement, cut_to - start));
            tail = left.chars().skip(end - start).collect();
            span.replacement.insert_str(0, &before.replacement);
            (span.start, span.end, touched) = (before.start, before.end, true);
        }
        while let Some(done) = first.next_if(|done| done.start.saturating_add_signed(shift) < end) {
            let out_start = done.start.saturating_add_signed(shift);
            let length = done.replacement.chars().count();
            let out_end = out_start + length;
            shift += signed(length) - signed(done.end - done.start);
            if out_end <= start {
                span.start = start.saturating_add_signed(-shift);
                result.push(done);
                continue;
            }
            if out_start < start {
                let head: String = done.replacement.chars().take(start - out_start).collect();
                span.replacement.insert_str(0, &head);
                span.start = done.start;
            }
            touched = true;
            tail = done
                .replacement
                .chars()
                .skip(end.saturating_sub(out_start))
                .collect();
            span.end = done.end;
            cut_to = out_end;
        }
        if !touched || tail.is_empty() {
            span.end = end.saturating_add_signed(-shift);
        }
        span.replacement.push_str(&tail);
        result.push(span);
    }
    result.extend(first);
    result
}

fn signed(length: usize) -> isize {
    isize::try_from(length).expect("a text is shorter than isize::MAX")
}
