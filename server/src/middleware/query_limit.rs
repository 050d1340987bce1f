//! How long the query of an address may be: pages repeat it in their links, so that a long one is answered many
//! times over.

use crate::problem::Problem;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Room for fifty values of a filter, and for a search far over its own limit, which is told with what was typed
/// kept: browsers write three characters for each byte.
const LONGEST: usize = 24 * 1024;

/// Refuses an address whose query is longer, with 414.
pub(super) async fn limit(request: Request, next: Next) -> Response {
    let length = request.uri().query().map_or(0, str::len);
    if length <= LONGEST {
        return next.run(request).await;
    }
    Problem::new(StatusCode::URI_TOO_LONG)
        .text([format!(
            "地址里的查询条件有 {length} 个字符，超过 {LONGEST} 的上限。请减少筛选条件或缩短搜索词。"
        )])
        .into_response()
}
