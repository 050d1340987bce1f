//! Reads the portal's own API from an island.

/// The body of a GET to a path of this site; `None` when anything goes wrong, for an island is only a help.
#[cfg(feature = "hydrate")]
pub(super) async fn get(path: &str, query: &str) -> Option<String> {
    use wasm_bindgen_futures::{JsFuture, wasm_bindgen::JsCast};

    let address = format!("{path}?q={}", String::from(js_sys::encode_uri_component(query)));
    let reply = JsFuture::from(web_sys::window()?.fetch_with_str(&address))
        .await
        .ok()?;
    let reply: web_sys::Response = reply.dyn_into().ok()?;
    if !reply.ok() {
        return None;
    }
    JsFuture::from(reply.text().ok()?).await.ok()?.as_string()
}

/// On the server no event ever asks for anything.
#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_async, reason = "the browser's side is asynchronous")]
pub(super) async fn get(_path: &str, _query: &str) -> Option<String> {
    None
}
