//! Atom: a search as a feed (RFC 4287), in pages (RFC 5005), with what was taken down since (RFC 6721).

use chrono::{DateTime, NaiveDate, Utc};
use domain::clock::shanghai;
use quick_xml::events::BytesText;
use quick_xml::writer::Writer;
use sha2::{Digest, Sha256};
use std::io;

/// The media type.
pub const ATOM: &str = "application/atom+xml; charset=utf-8";

const ATOM_NAMES: &str = "http://www.w3.org/2005/Atom";
const TOMBSTONE_NAMES: &str = "http://purl.org/atompub/tombstones/1.0";
const GENERATOR: &str = "明镜 Mingjing";

/// A feed about to be written. Addresses are absolute, or paths while the portal does not know its own address.
#[derive(Debug, Clone)]
pub struct Feed {
    /// Names the feed for ever: the same for every page of it.
    pub id: String,
    /// What is searched, in words.
    pub title: String,
    /// Who publishes.
    pub author: String,
    /// Relation, media type and address of each link.
    pub links: Vec<(&'static str, &'static str, String)>,
    /// When the newest entry or removal came about; the feed's own age where it is empty.
    pub updated: DateTime<Utc>,
    /// Last published first.
    pub entries: Vec<Entry>,
    /// What readers have to drop.
    pub removed: Vec<Removed>,
}

/// A decision as it is announced: what, who, when and where, not the text itself, which may be corrected or withdrawn.
#[derive(Debug, Clone)]
pub struct Entry {
    /// See [`record_id`].
    pub id: String,
    /// One line, masked.
    pub title: String,
    /// Its page.
    pub href: String,
    /// First publication.
    pub published: NaiveDate,
    /// When this version became public.
    pub updated: DateTime<Utc>,
    /// Code and word of its kind.
    pub kind: (&'static str, &'static str),
    /// Unit, day and outcome in a line.
    pub summary: String,
}

/// A decision that is public no more.
#[derive(Debug, Clone)]
pub struct Removed {
    /// See [`record_id`].
    pub id: String,
    /// The day.
    pub on: NaiveDate,
    /// Why, where it is told.
    pub reason: Option<&'static str>,
}

/// The permanent name of a record: the same under whatever address the portal is reached.
pub fn record_id(reference: &str) -> String {
    permanent_name("record", reference)
}

/// The permanent name of the feed of one search.
pub fn feed_id(query: &str) -> String {
    permanent_name("feed", query)
}

/// A UUID of the custom version 8 (RFC 9562, 5.8), made from a name.
fn permanent_name(kind: &str, name: &str) -> String {
    let digest = Sha256::digest(format!("mingjing {kind} {name}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes)
        .into_uuid()
        .urn()
        .to_string()
}

impl Feed {
    /// The document.
    pub fn to_xml(&self) -> String {
        let mut writer = Writer::new(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec());
        self.write(&mut writer).expect("a Vec takes everything");
        String::from_utf8(writer.into_inner()).expect("everything written is text")
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let names = [
            ("xmlns", ATOM_NAMES),
            ("xmlns:at", TOMBSTONE_NAMES),
            ("xml:lang", "zh-CN"),
        ];
        let feed = writer.create_element("feed").with_attributes(names);
        feed.write_inner_content(|w| {
            text(w, "id", &self.id)?;
            text(w, "title", &self.title)?;
            text(w, "updated", &instant(self.updated))?;
            text(w, "generator", GENERATOR)?;
            w.create_element("author")
                .write_inner_content(|w| text(w, "name", &self.author))?;
            self.links
                .iter()
                .try_for_each(|(relation, kind, href)| link(w, relation, kind, href))?;
            self.removed.iter().try_for_each(|removed| removed.write(w))?;
            self.entries.iter().try_for_each(|entry| entry.write(w))
        })?;
        Ok(())
    }
}

impl Entry {
    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        writer.create_element("entry").write_inner_content(|w| {
            text(w, "id", &self.id)?;
            text(w, "title", &self.title)?;
            text(w, "updated", &instant(self.updated))?;
            text(w, "published", &midnight(self.published))?;
            link(w, "alternate", "text/html", &self.href)?;
            let (term, label) = self.kind;
            w.create_element("category")
                .with_attributes([("term", term), ("label", label)])
                .write_empty()?;
            text(w, "summary", &self.summary)
        })?;
        Ok(())
    }
}

impl Removed {
    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let when = midnight(self.on);
        let stone = writer
            .create_element("at:deleted-entry")
            .with_attributes([("ref", self.id.as_str()), ("when", when.as_str())]);
        match self.reason {
            Some(reason) => stone.write_inner_content(|w| text(w, "at:comment", reason))?,
            None => stone.write_empty()?,
        };
        Ok(())
    }
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    // Imported text may hold characters that XML 1.0 cannot (2.2); a reader would refuse the whole feed for one.
    let allowed: String = text
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    writer
        .create_element(name)
        .write_text_content(BytesText::new(&allowed))?;
    Ok(())
}

fn link(writer: &mut Writer<Vec<u8>>, relation: &str, kind: &str, href: &str) -> io::Result<()> {
    writer
        .create_element("link")
        .with_attributes([("rel", relation), ("type", kind), ("href", href)])
        .write_empty()?;
    Ok(())
}

fn instant(at: DateTime<Utc>) -> String {
    at.with_timezone(&shanghai())
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

/// The beginning of a legal day.
fn midnight(day: NaiveDate) -> String {
    format!("{day}T00:00:00+08:00")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn feed() -> Feed {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        Feed {
            id: feed_id("q=酒驾"),
            title: "执法公示：酒驾 <& \u{8}".into(),
            author: "明镜县公安局".into(),
            links: vec![(
                "self",
                "application/atom+xml",
                "https://jw.example.gov.cn/feeds/records.atom?q=a&kind=penalty".into(),
            )],
            updated: Utc.with_ymd_and_hms(2026, 3, 2, 1, 2, 3).unwrap(),
            entries: vec![Entry {
                id: record_id("R-7K3M9QDA"),
                title: "</title><script>张某".into(),
                href: "https://jw.example.gov.cn/records/R-7K3M9QDA".into(),
                published: day,
                updated: Utc.with_ymd_and_hms(2026, 3, 2, 1, 2, 3).unwrap(),
                kind: ("penalty", "行政处罚"),
                summary: "交通警察大队 · 罚款 1,500 元".into(),
            }],
            removed: vec![
                Removed {
                    id: record_id("R-A"),
                    on: day,
                    reason: Some("决定被依法撤销"),
                },
                Removed {
                    id: record_id("R-B"),
                    on: day,
                    reason: None,
                },
            ],
        }
    }

    #[test]
    fn hostile_text_stays_text() {
        let xml = feed().to_xml();
        assert!(!xml.contains("<script>") && !xml.contains('\u{8}'), "{xml}");
        insta::assert_snapshot!(xml);
    }

    #[test]
    fn a_name_is_permanent_and_its_own() {
        assert_eq!(record_id("R-7K3M9QDA"), record_id("R-7K3M9QDA"));
        assert_ne!(record_id("R-7K3M9QDA"), feed_id("R-7K3M9QDA"));
    }
}
