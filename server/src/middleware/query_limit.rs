//! How long the query of an address may be: pages repeat it in their links, so that a long one is answered many
//! times over.

use crate::problem::Problem;
use axum::extract::Request;
use axum::http::StatusCode;

/// Room for fifty values of a filter, encoded.
const LONGEST: usize = 8 * 1024;
/// Room for a search far over its own limit, which is told with what was typed kept: browsers write three characters
/// for each byte.
const LONGEST_WORDS: usize = 24 * 1024;

/// Why an address is not answered whose query is longer; 414.
pub(super) fn refusal(request: &Request) -> Option<Problem> {
    let parts = request.uri().query()?.split('&');
    let (words, others): (Vec<&str>, Vec<&str>) = parts.partition(|part| part.starts_with("q="));
    let length = |parts: &[&str]| parts.iter().map(|part| part.len() + 1).sum::<usize>();
    let is_short = length(&others) <= LONGEST && length(&words) <= LONGEST_WORDS;
    (!is_short).then(|| {
        Problem::new(StatusCode::URI_TOO_LONG).text([format!(
            "地址里的搜索词超过 {LONGEST_WORDS} 个字符，或者其他条件超过 {LONGEST} 个字符。请缩短搜索词或减少筛选条件。"
        )])
    })
}
