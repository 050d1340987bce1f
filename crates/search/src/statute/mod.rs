//! Citations of statutes: 《治安管理处罚法》第四十三条第一款 = 第43条第1款 = 治安法43. Pure functions.

mod law;
mod numeral;

use std::collections::HashSet;
use std::ops::Range;

use law::alias_at;
pub use law::canonical_law;
pub use numeral::{parse_numeral, to_chinese};

use crate::text::fold_char;

/// The law meant by a bare "第43条" in the search box of a police portal.
pub const DEFAULT_LAW: &str = "治安管理处罚法";

/// One cited article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Citation {
    /// Short canonical name of the law, without 中华人民共和国.
    pub law: String,
    /// 条.
    pub article: u32,
    /// 之一, 之二 of an inserted article.
    pub inserted: Option<u32>,
    /// 款.
    pub paragraph: Option<u32>,
    /// 项.
    pub item: Option<u32>,
}

impl Citation {
    /// The key of filter and facet: law and article, `治安管理处罚法#43`, `刑法#133-1`.
    pub fn key(&self) -> String {
        match self.inserted {
            Some(inserted) => format!("{}#{}-{inserted}", self.law, self.article),
            None => format!("{}#{}", self.law, self.article),
        }
    }

    /// As it is printed: 《治安管理处罚法》第四十三条第一款.
    pub fn label(&self) -> String {
        let part = |before: &str, value: Option<u32>, after: &str| {
            value.map_or_else(String::new, |value| {
                format!("{before}{}{after}", to_chinese(value))
            })
        };
        let inserted = part("之", self.inserted, "");
        let paragraph = part("第", self.paragraph, "款");
        let item = part("第（", self.item, "）项");
        format!(
            "《{}》第{}条{inserted}{paragraph}{item}",
            self.law,
            to_chinese(self.article)
        )
    }
}

/// Label of a key: `治安管理处罚法#43` is 《治安管理处罚法》第四十三条; anything else is itself.
pub fn label_of(key: &str) -> String {
    parse_key(key).map_or_else(|| key.to_owned(), |citation| citation.label())
}

/// The citation behind a key.
pub fn parse_key(key: &str) -> Option<Citation> {
    let (law, article) = key.split_once('#')?;
    let (article, inserted) = match article.split_once('-') {
        Some((article, inserted)) => (article, Some(inserted.parse().ok()?)),
        None => (article, None),
    };
    let article = article.parse().ok()?;
    Some(Citation {
        law: law.to_owned(),
        article,
        inserted,
        paragraph: None,
        item: None,
    })
}

/// The citations in a published text. An article without a law belongs to the law named before it.
pub fn extract(text: &str) -> Vec<Citation> {
    Scanner::new(text, None, false)
        .run()
        .into_iter()
        .map(|(_, citation)| citation)
        .collect()
}

/// The citations in typed words, where "43条", "治安法43" and a bare "第43条" are meant as such.
pub fn extract_from_query(text: &str) -> Vec<Citation> {
    query_spans(text)
        .into_iter()
        .map(|(_, citation)| citation)
        .collect()
}

/// [`extract_from_query`] with the range of characters that each citation takes, its law included.
pub fn query_spans(text: &str) -> Vec<(Range<usize>, Citation)> {
    Scanner::new(text, Some(DEFAULT_LAW.to_owned()), true).run()
}

/// The distinct keys of [`extract`], in order of first mention.
pub fn keys(text: &str) -> Vec<String> {
    distinct_keys(&extract(text))
}

/// The distinct keys of [`extract_from_query`].
pub fn query_keys(text: &str) -> Vec<String> {
    distinct_keys(&extract_from_query(text))
}

fn distinct_keys(citations: &[Citation]) -> Vec<String> {
    let mut seen = HashSet::new();
    citations
        .iter()
        .map(Citation::key)
        .filter(|key| seen.insert(key.clone()))
        .collect()
}

/// Longest name of a law between 《 and 》.
const LONGEST_NAME: usize = 60;

struct Scanner {
    chars: Vec<char>,
    at: usize,
    law: Option<String>,
    /// Laws named in full so far, for 以下简称《办法》.
    named: Vec<String>,
    typed: bool,
    found: Vec<(Range<usize>, Citation)>,
    /// Where the law named directly before this place begins.
    law_start: Option<usize>,
}

impl Scanner {
    fn new(text: &str, law: Option<String>, typed: bool) -> Self {
        let chars = text.chars().map(fold_char).collect();
        Self {
            chars,
            at: 0,
            law,
            named: Vec::new(),
            typed,
            found: Vec::new(),
            law_start: None,
        }
    }

    fn run(mut self) -> Vec<(Range<usize>, Citation)> {
        while self.at < self.chars.len() {
            let start = self.at;
            if self.quoted_law() || self.alias() {
                self.law_start = Some(start);
                self.bare_number();
            } else if !self.article() {
                let blank = self.chars[self.at] == ' ';
                self.at += 1;
                self.law_start = self.law_start.filter(|_| blank);
            }
        }
        self.found
    }

    fn found(&mut self, start: usize, citation: Citation) {
        let start = self.law_start.take().unwrap_or(start);
        self.found.push((start..self.at, citation));
    }

    /// 《…》, with an amendment in brackets behind it skipped.
    fn quoted_law(&mut self) -> bool {
        if self.chars[self.at] != '《' {
            return false;
        }
        let rest = &self.chars[self.at + 1..];
        let Some(length) = rest.iter().take(LONGEST_NAME + 1).position(|&c| c == '》') else {
            return false;
        };
        let name: String = rest[..length].iter().collect();
        let law = self.resolve(&canonical_law(&name));
        self.named.push(law.clone());
        self.law = Some(law);
        self.at += length + 2;
        self.skip_amendment();
        true
    }

    /// 《条例》 or 《办法》 alone means the last law whose name ends so.
    fn resolve(&self, name: &str) -> String {
        let short = name.chars().count() <= 2;
        let full = self.named.iter().rev().find(|full| short && full.ends_with(name));
        full.cloned().unwrap_or_else(|| name.to_owned())
    }

    fn skip_amendment(&mut self) {
        if self.chars.get(self.at) == Some(&'(')
            && let Some(length) = self.chars[self.at..].iter().take(20).position(|&c| c == ')')
            && self.chars[self.at..self.at + length]
                .iter()
                .any(|&c| c == '修' || c == '年')
        {
            self.at += length + 1;
        }
    }

    /// A law named without marks, by its full or usual short name.
    fn alias(&mut self) -> bool {
        let Some((law, length)) = alias_at(&self.chars[self.at..]) else {
            return false;
        };
        self.named.push(law.to_owned());
        self.law = Some(law.to_owned());
        self.at += length;
        true
    }

    /// "治安法43": digits right behind a law that a person typed.
    fn bare_number(&mut self) {
        if !self.typed {
            return;
        }
        let start = self.at + usize::from(self.chars.get(self.at) == Some(&' '));
        let digits: String = self.chars[start..]
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .collect();
        let after = self.chars.get(start + digits.len());
        if (1..=3).contains(&digits.len())
            && after.is_none_or(|&c| c == ' ' || c == ',')
            && let (Some(law), Ok(article)) = (self.law.clone(), digits.parse())
        {
            self.at = start + digits.len();
            self.found(
                start,
                Citation {
                    law,
                    article,
                    inserted: None,
                    paragraph: None,
                    item: None,
                },
            );
        }
    }

    /// 第四十三条之一第一款第(二)项; typed also "43条".
    fn article(&mut self) -> bool {
        let Some((article, after)) = self.counted(self.at, "条") else {
            return false;
        };
        let Some(law) = self.law.clone() else {
            self.at = after;
            return true;
        };
        let start = self.at;
        self.at = after;
        let inserted = self.inserted();
        let paragraph = self.part("款");
        let item = self.part("项");
        self.found(
            start,
            Citation {
                law,
                article,
                inserted,
                paragraph,
                item,
            },
        );
        true
    }

    fn inserted(&mut self) -> Option<u32> {
        if self.chars.get(self.at) != Some(&'之') {
            return None;
        }
        let (value, length) = numeral::numeral_at(&self.chars[self.at + 1..])?;
        self.at += 1 + length;
        Some(value)
    }

    fn part(&mut self, measure: &str) -> Option<u32> {
        (self.chars.get(self.at) == Some(&'第')).then_some(())?;
        let (value, after) = self.counted(self.at, measure)?;
        self.at = after;
        Some(value)
    }

    /// 第, a number (perhaps in brackets), a measure word: the number and where it ends.
    fn counted(&self, at: usize, measure: &str) -> Option<(u32, usize)> {
        let marked = self.chars.get(at) == Some(&'第');
        let begins = at == 0 || !numeral::is_numeral(self.chars[at - 1]);
        if !(marked || (self.typed && begins)) {
            return None;
        }
        let skip = |at: usize, allowed: &[char]| {
            at + usize::from(self.chars.get(at).is_some_and(|c| allowed.contains(c)))
        };
        let start = skip(skip(at + usize::from(marked), &[' ']), &['(']);
        let (value, length) = numeral::numeral_at(self.chars.get(start..)?)?;
        let end = skip(skip(start + length, &[')']), &[' ']);
        let matches = measure
            .chars()
            .enumerate()
            .all(|(i, c)| self.chars.get(end + i) == Some(&c));
        matches.then(|| (value, end + measure.chars().count()))
    }
}

#[cfg(test)]
mod tests;
