//! Addresses: links from data, and queries that keep their filters.

use form_urlencoded::Serializer;

/// An address from data that is safe to stand in `href`: http, https, mailto or a path of this site.
/// Anything else (`javascript:`, `data:`, `//host`) is `None`.
pub fn safe_href(address: &str) -> Option<String> {
    let address = address.trim();
    if address
        .chars()
        .any(|c| c.is_control() || c.is_whitespace() || c == '\\')
    {
        return None;
    }
    let is_local = address.starts_with('/') && !address.starts_with("//");
    let lower = address.to_ascii_lowercase();
    let is_known = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme));
    (is_local || is_known).then(|| address.to_owned())
}

/// A path with its query parameters, in order; the links of lists are made from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Query {
    /// A path without parameters.
    pub fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            pairs: Vec::new(),
        }
    }

    /// Adds a parameter; an empty value is an absent one.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers pass text and numbers alike"
    )]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        if !value.is_empty() {
            self.pairs.push((name.to_owned(), value));
        }
        self
    }

    /// Replaces every parameter of this name.
    #[must_use]
    pub fn set(self, name: &str, value: impl ToString) -> Self {
        self.clear(name).with(name, value)
    }

    /// Removes every parameter of this name.
    #[must_use]
    pub fn clear(mut self, name: &str) -> Self {
        self.pairs.retain(|(known, _)| known != name);
        self
    }

    /// Removes one value of a repeated parameter.
    #[must_use]
    pub fn without(mut self, name: &str, value: &str) -> Self {
        self.pairs
            .retain(|(known, kept)| !(known == name && kept == value));
        self
    }

    /// Whether this parameter has this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.pairs
            .iter()
            .any(|(known, kept)| known == name && kept == value)
    }

    /// The parameters, in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The path alone.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The address, percent-encoded.
    pub fn href(&self) -> String {
        if self.pairs.is_empty() {
            return self.path.clone();
        }
        let query = Serializer::new(String::new()).extend_pairs(&self.pairs).finish();
        format!("{}?{query}", self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_mail_and_local_addresses_become_links() {
        for good in [
            "http://a.example/x",
            "HTTPS://a.example",
            "mailto:a@b.example",
            "/records?q=1",
        ] {
            assert_eq!(safe_href(good).as_deref(), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "data:text/html,x",
            "//evil.example",
            "/\\evil",
            "x",
            "",
            "java\nscript:x",
        ] {
            assert_eq!(safe_href(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_query_keeps_its_filters_and_encodes_them() {
        let query = Query::new("/records")
            .with("q", "酒 驾&")
            .with("unit", "")
            .with("year", 2025)
            .with("year", 2026);
        assert_eq!(
            query.href(),
            "/records?q=%E9%85%92+%E9%A9%BE%26&year=2025&year=2026"
        );
        assert_eq!(
            query
                .clone()
                .without("year", "2025")
                .set("page", 2)
                .clear("q")
                .href(),
            "/records?year=2026&page=2"
        );
        assert_eq!(Query::new("/units").href(), "/units");
    }
}
