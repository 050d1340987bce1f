//! The API speaks JSON: who accepts nothing of the kind is told so (RFC 9110, 15.5.7) instead of being sent it.

use crate::problem::Problem;
use axum::extract::Request;
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};

/// Why a request below `/api/` that excludes JSON is not answered; 406.
pub(super) fn refusal(request: &Request) -> Option<Problem> {
    let is_met = !request.uri().path().starts_with("/api/") || accepts_json(request.headers());
    (!is_met).then(|| Problem::new(StatusCode::NOT_ACCEPTABLE))
}

/// Absent or unreadable means anything. Weights are not compared: there is nothing to choose from.
fn accepts_json(headers: &HeaderMap) -> bool {
    let mut ranges = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|range| {
            range
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase()
        })
        .filter(|range| !range.is_empty())
        .peekable();
    ranges.peek().is_none()
        || ranges.any(|range| {
            matches!(range.as_str(), "*/*" | "application/*")
                || range == "application/json"
                || range.ends_with("+json")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn accepts(value: &'static str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(value));
        accepts_json(&headers)
    }

    #[test]
    fn json_and_wider_ranges_are_accepted_and_nothing_else() {
        assert!(accepts_json(&HeaderMap::new()));
        for good in [
            "*/*",
            "text/html, application/json;q=0.9",
            "application/*",
            "application/problem+json",
            "",
        ] {
            assert!(accepts(good), "{good}");
        }
        for bad in ["text/xml", "text/html, image/*;q=0.5", "application/xml"] {
            assert!(!accepts(bad), "{bad}");
        }
    }
}
