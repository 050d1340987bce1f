//! Stylesheet, islands and icon, embedded at build time.
//!
//! `cargo xtask build` fills `app/assets`; files below `/pkg` carry their hash in their name and never change, a
//! `.br` stands beside each. An empty folder is allowed: then pages have neither style nor islands.

use std::sync::LazyLock;

use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{HeaderMap, Response, StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::render::{Encoding, is_unchanged};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../app/assets"]
#[exclude = ".gitignore"]
#[allow_missing = true]
struct Embedded;

/// The list that `cargo xtask build` writes beside the files.
#[derive(Deserialize)]
struct Manifest {
    css: String,
    islands: Option<Islands>,
}

#[derive(Deserialize)]
struct Islands {
    boot: String,
    js: String,
    wasm: String,
}

/// The addresses the pages load.
pub static ASSETS: LazyLock<app::ui::Assets> = LazyLock::new(|| {
    let Some(manifest) = Embedded::get("manifest.json") else {
        return app::ui::Assets::default();
    };
    let manifest: Manifest =
        serde_json::from_slice(&manifest.data).expect("`cargo xtask build` wrote the list it is read with");
    let islands = manifest.islands.map(|files| app::ui::IslandAssets {
        boot: files.boot,
        js: files.js,
        wasm: files.wasm,
    });
    app::ui::Assets {
        css: Some(manifest.css),
        islands,
    }
});

/// Identifies this build: a hash of the program itself. Part of every page's `ETag`.
pub static BUILD: LazyLock<String> = LazyLock::new(|| {
    let program = std::env::current_exe().and_then(std::fs::read);
    // Without its own file a program is still identified by its version.
    let content = program.unwrap_or_else(|_| env!("CARGO_PKG_VERSION").into());
    hex(&Sha256::digest(content)[..8])
});

/// Reads the program for [`BUILD`], so that the first visitor need not wait for it.
pub fn identify() {
    LazyLock::force(&BUILD);
}

/// Routes of the embedded files.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/pkg/{file}", get(hashed))
        .route(
            "/favicon.svg",
            get(|headers: HeaderMap| async move { icon(&headers) }),
        )
        .route(
            "/favicon.ico",
            get(|headers: HeaderMap| async move { icon(&headers) }),
        )
}

/// A file whose name carries its hash: cached for a year, never asked for again.
async fn hashed(Path(file): Path<String>, headers: HeaderMap) -> Response<Body> {
    if file.strip_suffix(".br").is_some() {
        return StatusCode::NOT_FOUND.into_response();
    }
    serve(
        &format!("pkg/{file}"),
        &headers,
        "public, max-age=31536000, immutable",
    )
}

fn icon(headers: &HeaderMap) -> Response<Body> {
    serve("favicon.svg", headers, "public, max-age=86400")
}

fn serve(path: &str, headers: &HeaderMap, cache: &'static str) -> Response<Body> {
    let Some(plain) = Embedded::get(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let packed = (Encoding::best_of(headers) == Encoding::Brotli)
        .then(|| Embedded::get(&format!("{path}.br")))
        .flatten();
    let (file, encoding) = match packed {
        Some(packed) => (packed, Encoding::Brotli),
        None => (plain, Encoding::Identity),
    };
    let tag = format!(
        "\"{}-{}\"",
        hex(&file.metadata.sha256_hash()[..8]),
        encoding.name()
    );
    let reply = Response::builder()
        .header(header::CACHE_CONTROL, cache)
        .header(header::VARY, "Accept-Encoding")
        .header(header::ETAG, &tag);
    let reply = if is_unchanged(headers, &tag) {
        reply.status(StatusCode::NOT_MODIFIED).body(Body::empty())
    } else {
        let reply = reply.header(header::CONTENT_TYPE, media_type(path));
        let reply = match encoding.header() {
            Some(encoding) => reply.header(header::CONTENT_ENCODING, encoding),
            None => reply,
        };
        reply.body(content(file))
    };
    reply.expect("every header is written here and is plain ASCII")
}

fn content(file: EmbeddedFile) -> Body {
    match file.data {
        std::borrow::Cow::Borrowed(bytes) => Body::from(bytes),
        std::borrow::Cow::Owned(bytes) => Body::from(bytes),
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes everything");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use tower::ServiceExt as _;

    async fn ask(path: &str, accepts: &str, tag: &str) -> Response<Body> {
        let request = Request::get(path)
            .header(header::ACCEPT_ENCODING, accepts)
            .header(header::IF_NONE_MATCH, tag)
            .body(Body::empty())
            .unwrap();
        router::<()>().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn an_unknown_or_packed_name_is_not_found() {
        for path in ["/pkg/none.css", "/pkg/main.css.br", "/pkg/..%2fmanifest.json"] {
            assert_eq!(
                ask(path, "br", "").await.status(),
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }

    #[tokio::test]
    async fn every_file_of_the_manifest_is_served_packed_or_plain_and_confirmed_by_its_tag() {
        let islands = ASSETS.islands.clone();
        let files = islands
            .into_iter()
            .flat_map(|files| [files.boot, files.js, files.wasm])
            .chain(ASSETS.css.clone());
        for path in files {
            let packed = ask(&path, "gzip, br", "").await;
            assert_eq!(packed.status(), StatusCode::OK, "{path}");
            assert_eq!(packed.headers()[header::CONTENT_ENCODING], "br");
            assert!(
                packed.headers()[header::CACHE_CONTROL]
                    .to_str()
                    .unwrap()
                    .contains("immutable")
            );
            let tag = packed.headers()[header::ETAG].to_str().unwrap().to_owned();
            assert_eq!(ask(&path, "br", &tag).await.status(), StatusCode::NOT_MODIFIED);
            let plain = ask(&path, "identity", &tag).await;
            assert_eq!(plain.status(), StatusCode::OK);
            assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
        }
    }
}
