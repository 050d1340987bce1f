//! HTML becomes a response.
//!
//! A public page has a strong `ETag` over everything its bytes depend on, so that an unchanged page is answered with
//! 304 before it is rendered. Forms, receipts and staff pages are `no-store`.

use std::io::Write as _;

use app::Ui;
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header, response::Builder},
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

const HTML: &str = "text/html; charset=utf-8";
/// Brotli's quality for pages made per request: about a millisecond for 30 KB.
const QUALITY: u32 = 5;

/// How a body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// `br`.
    Brotli,
    /// `gzip`.
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    /// The smallest encoding the client takes (RFC 9110, 12.5.3); `q=0` refuses one.
    pub fn best_of(headers: &HeaderMap) -> Self {
        let accepted = headers
            .get_all(header::ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let accepted: Vec<&str> = accepted
            .flat_map(|value| value.split(','))
            .filter(|part| !is_refused(part))
            .collect();
        let takes = |name: &str| {
            accepted.iter().any(|part| {
                part.split(';')
                    .next()
                    .is_some_and(|word| word.trim().eq_ignore_ascii_case(name))
            })
        };
        if takes("br") {
            Self::Brotli
        } else if takes("gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    /// The word in an `ETag`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
            Self::Identity => "id",
        }
    }

    /// The `Content-Encoding`, if any.
    pub const fn header(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    fn pack(self, html: String) -> Bytes {
        let packed = match self {
            Self::Brotli => {
                let mut writer = brotli::CompressorWriter::new(Vec::new(), 32 * 1024, QUALITY, 20);
                writer.write_all(html.as_bytes()).map(|()| writer.into_inner())
            }
            Self::Gzip => {
                let mut writer = GzEncoder::new(Vec::new(), Compression::default());
                writer.write_all(html.as_bytes()).and_then(|()| writer.finish())
            }
            Self::Identity => Ok(html.into_bytes()),
        };
        let mut packed = packed.expect("a Vec takes everything");
        // Kept pages are weighed by their length.
        packed.shrink_to_fit();
        packed.into()
    }
}

fn is_refused(part: &str) -> bool {
    part.split(';').skip(1).any(|parameter| {
        let weight = parameter
            .trim()
            .strip_prefix("q=")
            .or_else(|| parameter.trim().strip_prefix("Q="));
        weight.and_then(|weight| weight.parse::<f32>().ok()) == Some(0.0)
    })
}

/// Whether the client already holds the body with this strong tag (RFC 9110, 13.1.2).
pub fn is_unchanged(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok());
    known
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| {
            // A proxy that packed the body anew weakens the tag; weak comparison is what the header asks for.
            known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
        })
}

/// A public page. `version` names the content: a record's version, for a list the index generation. `page` runs only
/// when the client does not hold these bytes yet.
pub fn public(
    status: StatusCode,
    headers: &HeaderMap,
    ui: &Ui,
    version: &str,
    page: impl FnOnce() -> String,
) -> Response<Body> {
    let encoding = Encoding::best_of(headers);
    let tag = entity_tag(ui, version, encoding);
    let reply = Response::builder()
        .header(header::CACHE_CONTROL, "no-cache")
        .header(header::VARY, "Cookie, Accept-Encoding")
        .header(header::ETAG, &tag);
    // Only a success is confirmed by 304 (RFC 9110, 13.2.1).
    let reply = if status.is_success() && is_unchanged(headers, &tag) {
        reply.status(StatusCode::NOT_MODIFIED).body(Body::empty())
    } else {
        let body = encoding.pack(page());
        let reply = reply.status(status).extension(Finished(body.clone()));
        finished(reply, encoding, body)
    };
    reply.expect("every header is written here and is plain ASCII")
}

/// The bytes of a public page, beside its body: for whoever keeps them.
#[derive(Debug, Clone)]
pub(crate) struct Finished(pub(crate) Bytes);

fn finished(reply: Builder, encoding: Encoding, body: Bytes) -> axum::http::Result<Response<Body>> {
    let reply = reply.header(header::CONTENT_TYPE, HTML);
    let reply = match encoding.header() {
        Some(name) => reply.header(header::CONTENT_ENCODING, name),
        None => reply,
    };
    reply.body(Body::from(body))
}

/// A page that nobody may keep, packed: everything in it is drawn anew for each request or came with it.
pub fn blank(headers: &HeaderMap, html: String) -> Response<Body> {
    let reply = Response::builder()
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::VARY, "Cookie, Accept-Encoding");
    let encoding = Encoding::best_of(headers);
    finished(reply, encoding, encoding.pack(html)).expect("every header is written here and is plain ASCII")
}

/// A page that nobody may keep, and that is not packed: its length must not tell what it says.
pub fn no_store(status: StatusCode, html: String) -> Response<Body> {
    let mut reply = Response::new(Body::from(html));
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(HTML));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    reply
}

/// A strong tag over everything the bytes depend on (contract, Web addresses).
fn entity_tag(ui: &Ui, version: &str, encoding: Encoding) -> String {
    let mut hash = Sha256::new();
    let parts = [
        version,
        &ui.today.to_string(),
        &ui.build,
        &ui.bureau,
        &ui.public_url,
        &ui.path,
        ui.theme.as_str(),
        ui.size.as_str(),
        ui.lang.as_str(),
    ];
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let number = digest
        .iter()
        .take(10)
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    format!("\"{number}-{}\"", encoding.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::ui::Theme;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    fn tag(reply: &Response<Body>) -> String {
        reply.headers()[header::ETAG].to_str().unwrap().to_owned()
    }

    #[test]
    fn the_best_encoding_is_chosen_and_a_refused_one_is_not() {
        let best = |value: &str| Encoding::best_of(&headers(header::ACCEPT_ENCODING, value));
        assert_eq!(best("gzip, deflate, br;q=0.5"), Encoding::Brotli);
        assert_eq!(best("gzip, br;q=0"), Encoding::Gzip);
        assert_eq!(best("GZIP;q=0.8"), Encoding::Gzip);
        assert_eq!(best("brotli, x-gzip"), Encoding::Identity);
        assert_eq!(Encoding::best_of(&HeaderMap::new()), Encoding::Identity);
    }

    #[test]
    fn a_held_page_is_confirmed_without_being_rendered() {
        let ui = Ui::sample();
        let first = public(StatusCode::OK, &HeaderMap::new(), &ui, "v1", || "<p>".into());
        let again = headers(header::IF_NONE_MATCH, &format!("\"x\", {}", tag(&first)));
        let reply = public(StatusCode::OK, &again, &ui, "v1", || {
            panic!("rendered though unchanged")
        });
        assert_eq!(reply.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(reply.headers()[header::VARY], "Cookie, Accept-Encoding");
        assert!(!reply.headers().contains_key(header::CONTENT_TYPE));
    }

    #[test]
    fn everything_the_bytes_depend_on_changes_the_tag() {
        let ui = Ui::sample();
        let tag = |ui: &Ui, version: &str, accept: &str| {
            tag(&public(
                StatusCode::OK,
                &headers(header::ACCEPT_ENCODING, accept),
                ui,
                version,
                String::new,
            ))
        };
        let tomorrow = ui.today.succ_opt().unwrap();
        let tags = std::collections::BTreeSet::from([
            tag(&ui, "v1", "br"),
            tag(&ui, "v2", "br"),
            tag(&ui, "v1", "gzip"),
            tag(&ui, "v1", "identity"),
            tag(
                &Ui {
                    theme: Theme::Dark,
                    ..ui.clone()
                },
                "v1",
                "br",
            ),
            tag(
                &Ui {
                    today: tomorrow,
                    ..ui.clone()
                },
                "v1",
                "br",
            ),
            tag(
                &Ui {
                    path: "/units".into(),
                    ..ui.clone()
                },
                "v1",
                "br",
            ),
            tag(
                &Ui {
                    build: "other".into(),
                    ..ui.clone()
                },
                "v1",
                "br",
            ),
        ]);
        assert_eq!(tags.len(), 8);
        assert_eq!(tag(&ui, "v1", "br"), tag(&ui, "v1", "br"));
    }

    #[test]
    fn a_gone_page_is_never_confirmed() {
        let gone =
            |headers: &HeaderMap| public(StatusCode::GONE, headers, &Ui::sample(), "v1", || "已撤回".into());
        let again = headers(header::IF_NONE_MATCH, &tag(&gone(&HeaderMap::new())));
        assert_eq!(gone(&again).status(), StatusCode::GONE);
    }

    #[test]
    fn a_private_page_is_kept_by_nobody() {
        let reply = no_store(StatusCode::CREATED, "回执".into());
        assert_eq!(reply.headers()[header::CACHE_CONTROL], "no-store");
        assert!(!reply.headers().contains_key(header::ETAG));
    }
}
