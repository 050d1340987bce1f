//! What search engines may read.

use crate::state::AppState;
use axum::extract::State;
use axum::response::IntoResponse;

/// Staff pages, forms with secrets and the API are of no use to a search engine; the sitemap names the rest.
pub async fn robots(State(app): State<AppState>) -> impl IntoResponse {
    let base = app.config().http.link_base();
    let sitemap = base.map_or_else(String::new, |url| format!("Sitemap: {url}/sitemap.xml\n"));
    format!(
        "User-agent: *\nDisallow: /staff\nDisallow: /api/\nDisallow: /callback/\nDisallow: /subscriptions/\nDisallow: /feedback/status\nDisallow: /progress\n{sitemap}"
    )
}
