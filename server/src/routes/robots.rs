//! What search engines may read.

use crate::state::AppState;
use axum::extract::State;
use axum::response::IntoResponse;

/// Staff pages, forms with secrets and the API are of no use to a search engine; the sitemap names the rest.
pub async fn robots(State(app): State<AppState>) -> impl IntoResponse {
    let mut text = "User-agent: *\nDisallow: /staff\nDisallow: /api/\nDisallow: /callback/\nDisallow: /feedback/status\n".to_owned();
    if let Some(url) = &app.config().http.public_url {
        text.push_str(&format!("Sitemap: {url}/sitemap.xml\n"));
    }
    text
}
