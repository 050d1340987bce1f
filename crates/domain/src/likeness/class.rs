//! What "the same kind of case" means.

use super::Band;

/// Decisions that are compared: the same violation, the same article, the same band. The article belongs to it
/// because it sets the range: a fine under the law in force until 2025-12-31 says nothing about one under the law of
/// 2026. A decision that cites no article that we know is compared with its like only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CaseClass {
    /// 违法行为, by its name.
    pub violation: String,
    /// The first article cited, as `治安管理处罚法#43`.
    pub article: Option<String>,
    /// 裁量档次.
    pub band: Band,
}

const BETWEEN: char = '\u{1f}';

impl CaseClass {
    /// One text for the index.
    pub fn key(&self) -> String {
        let article = self.article.as_deref().unwrap_or_default();
        let band = self.band.as_str();
        format!("{band}{BETWEEN}{article}{BETWEEN}{}", self.violation)
    }

    /// Reads [`Self::key`].
    pub fn parse(key: &str) -> Option<Self> {
        let mut parts = key.splitn(3, BETWEEN);
        let (band, article, violation) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            violation: violation.to_owned(),
            article: (!article.is_empty()).then(|| article.to_owned()),
            band: Band::parse(band)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back() {
        for article in [None, Some("治安管理处罚法#43".to_owned())] {
            let class = CaseClass {
                violation: "殴打\u{1f}他人".into(),
                article,
                band: Band::Heavier,
            };
            assert_eq!(CaseClass::parse(&class.key()), Some(class));
        }
        assert_eq!(CaseClass::parse("usual"), None);
    }
}
